#pragma once
/// @file Eora26: 189 countries by 26 sectors, numbers and labels in files of their own.

#include <filesystem>
#include <string>

#include "domar/accounts/economy.hpp"
#include "domar/base/result.hpp"
#include "domar/readers/world/world_table.hpp"

namespace domar::readers::eora26 {

/// What the files do not say.
struct Options {
  std::string name;  ///< of the economy; empty: "eora26-" and the year
  int year = 0;      ///< which year of the folder; 0 only if it holds one
  /// "thousand USD" by Eora's own account; pymrio takes it for million. The files do not say.
  std::string unit = "thousand USD";
  bool satellites = true;        ///< read Q and QY as satellite account "Q"
  std::filesystem::path labels;  ///< folder or zip of labels_*.txt (indices.zip); empty: as T
  std::string source;
  std::string terms =
      "Eora26: free for academic use at degree-granting institutions, else licensed";
  world::Repairs repairs;
};

/// Reads a folder or zip with Eora26_YYYY_bp_{T,FD,VA}.txt (or _pp_, at purchasers' prices),
/// labels_{T,FD,VA}.txt, and, if they are there, Q, QY and labels_Q.txt.
///
/// The numbers stand without labels: line k of labels_T.txt names row and column k of T, so both
/// must have as many. Regions are the three-letter codes, goods the sectors; the rest of the world
/// (ROW, one sector TOTAL) makes that good alone. Gross output is sales; value added is
/// compensation, taxes less subsidies on production with the signs of the file, consumption of
/// fixed capital, and operating surplus with mixed income. Eora's columns miss its rows: small gaps
/// are closed as in world::make_economy, larger ones need repairs.close_income_gap.
///
/// @error not_found   a file is missing, or the year is not there (the hint lists those that are).
/// @error bad_input   labels and numbers differ in length; several years and none chosen; those of
///                    world::make_economy.
/// @error bad_value, unbalanced  those of world::make_economy, and of text that is no table of
///                    numbers (`where` is file:line:field).
Result<accounts::Economy> read_eora26(const std::filesystem::path& path,
                                      const Options& options = {});

}  // namespace domar::readers::eora26
