#pragma once
/// @file EXIOBASE 3: industry by industry and product by product, with satellite accounts.

#include <filesystem>
#include <string>

#include "domar/accounts/economy.hpp"
#include "domar/base/result.hpp"
#include "domar/readers/world/world_table.hpp"

namespace domar::readers::exiobase {

/// What the files do not say.
struct Options {
  std::string name;  ///< of the economy; empty: "exiobase-" and the year
  int year = 0;      ///< 0: the last four digits in the name of the folder (IOT_2019_ixi)
  /// Read all satellite accounts. They take memory: 1,104 rows are 90 MB at 9,800 industries.
  bool satellites = true;
  std::string source;
  std::string terms = "EXIOBASE: CC BY-SA 4.0, cite Stadler et al. (2018)";
  world::Repairs repairs;
};

/// Reads a folder as unpacked (IOT_YYYY_ixi, IOT_YYYY_pxp): Z.txt, or A.txt with x.txt; Y.txt,
/// x.txt, unit.txt; value added among the rows of factor_inputs/F.txt (3.9 and later) or of
/// satellite/F.txt (before).
///
/// Every other row of these, and every other folder with F.txt (air_emissions, employment, energy,
/// impacts, land, material, water ...), becomes a satellite account under the folder's name, with
/// F_Y.txt (before 3.5: F_hh.txt) for final users and the units of its unit.txt. Labels of rows are
/// matched by name, in any order.
///
/// @error not_found  no flows, or A without x.
/// @error bad_input, bad_value, unbalanced  those of world::make_economy; units of money that
///                   differ; a satellite row without a unit; a text that is no table of numbers
///                   (`where` is file:line:field).
Result<accounts::Economy> read_exiobase(const std::filesystem::path& folder,
                                        const Options& options = {});

}  // namespace domar::readers::exiobase
