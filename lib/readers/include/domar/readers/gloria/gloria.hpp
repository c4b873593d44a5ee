#pragma once
/// @file GLORIA: supply and use of 164 regions by 120 sectors, as a table of industries.

#include <filesystem>
#include <string>

#include "domar/accounts/economy.hpp"
#include "domar/base/result.hpp"
#include "domar/readers/world/world_table.hpp"

namespace domar::readers::gloria {

/// What the files do not say.
struct Options {
  std::string name;  ///< of the economy; empty: "gloria-" and the year
  int year = 0;      ///< which year of the folder; 0 only if it holds one
  /// GLORIA_ReadMe_VVV.xlsx, whose sheets have the labels; empty: in the folder or beside it.
  std::filesystem::path labels;
  /// Folder or zip of the satellite accounts (TQ, YQ); empty: in the same folder, if there.
  std::filesystem::path satellites;
  bool read_satellites = true;
  std::string unit = "thousand USD";
  std::string source;
  std::string terms = "GLORIA: free for academic and non-commercial use, cite Lenzen et al. (2022)";
  world::Repairs repairs;
};

/// Reads a folder or zip with the files ..._120secMother_AllCountries_002_{T,V,Y}-Results_YYYY_...
/// _Markup001(full).csv (basic prices; other markups are not read) and, if there are any, TQ and
/// YQ.
///
/// The numbers stand without labels. T has for every region its industries, then its products:
/// industry rows hold supply S (industry i, product p), product rows hold use U. Only U and S
/// within a region are read. The table of industries is by market shares (industry technology in
/// the sense of Miller and Blair (2009), ch. 5; model D, fixed sales structures, of Eurostat
/// (2008)): D = S diag(q)^-1, q the column sums of S, Z = D U, F = D Y, x = row sums of S. It adds
/// up to the same totals and makes no negatives. Published supply is nearly diagonal, so Z is
/// nearly U.
///
/// @error not_found   a file or sheet is missing, or the year is not there.
/// @error bad_input   numbers and labels differ in length; several years and none chosen; those of
///                    world::make_economy.
/// @error bad_value, unbalanced  those of world::make_economy, and of text that is no table of
///                    numbers (`where` is file:line:field).
/// @cost  memory for Z: 3.1 GB at 164 x 120.
Result<accounts::Economy> read_gloria(const std::filesystem::path& path,
                                      const Options& options = {});

}  // namespace domar::readers::gloria
