#pragma once
/// @file Economy folder: an economy's table with its parameters, figures, series and
/// classifications.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "domar/accounts/classification.hpp"
#include "domar/accounts/economy.hpp"
#include "domar/accounts/parameters.hpp"
#include "domar/accounts/sector_link.hpp"
#include "domar/base/result.hpp"

namespace domar::scenario {

/// Everything in economies/NAME/: NAME.nc, facts.csv, parameters.csv, series.csv, emerging.csv,
/// classifications/*.csv, varieties.csv, knowledge_links.csv. What is missing beside the table is
/// empty.
struct EconomyFolder {
  std::filesystem::path table;  ///< the .nc file
  accounts::Economy economy;
  accounts::SectorParameters parameters;
  accounts::FactTable facts;
  accounts::SeriesTable series;
  accounts::FactTable emerging;  ///< of emerging industries, named CODE.QUANTITY
  std::vector<accounts::Classification> classes;
  std::vector<accounts::SectorLink> varieties;  ///< from the old sector to the one it gave birth to
  std::vector<accounts::SectorLink> knowledge_links;  ///< for example patent citations
  std::map<std::string, std::string> hashes;          ///< file name -> SHA-256
};

/// Where the built-in economies and scenarios are: $DOMAR_HOME, else share/domar beside the
/// program.
[[nodiscard]] std::filesystem::path home_folder();

/// The .nc file meant by `name`: a path to a file, a folder with one, or the name of a built-in
/// economy. @error not_found  names the built-in economies.
[[nodiscard]] Result<std::filesystem::path> find_economy(const std::string& name);

/// Reads the table and what lies beside it.
[[nodiscard]] Result<EconomyFolder> read_economy_folder(const std::string& name);

}  // namespace domar::scenario
