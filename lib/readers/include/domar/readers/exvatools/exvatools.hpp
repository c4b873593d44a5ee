#pragma once
/// @file Test tables of the R package exvatools: NAME_Z.csv, NAME_Yfd.csv and NAME_VA_X.csv.

#include <filesystem>
#include <string>

#include "domar/accounts/economy.hpp"
#include "domar/base/result.hpp"
#include "domar/readers/world/world_table.hpp"

namespace domar::readers::exvatools {

/// What the files do not say.
struct Options {
  std::string name;  ///< of the economy; empty: that of the files
  int year = 0;      ///< 0: the last four digits in the file's name, else unknown (0)
  std::string unit = "million USD";
  /// Add up the plants of China (CN1, CN2) and Mexico (MX1, MX2), as oecd_icio::Options does.
  bool merge_plants = false;
  std::string source;
  std::string terms;
  world::Repairs repairs;
};

/// Reads NAME_Z.csv (REG_SECTOR in rows and columns), NAME_Yfd.csv (columns REG_CONS, REG_INVST)
/// and NAME_VA_X.csv (columns VA and X; row k is row k of Z, so its labels are 1, 2, ...).
///
/// @param path  NAME_Z.csv; the others stand beside it.
/// @error not_found   one of the three is missing.
/// @error bad_input   rows of VA_X other than 1 ... n; those of world::make_economy.
/// @error bad_value, unbalanced  those of world::make_economy.
Result<accounts::Economy> read_exvatools(const std::filesystem::path& path,
                                         const Options& options = {});

}  // namespace domar::readers::exvatools
