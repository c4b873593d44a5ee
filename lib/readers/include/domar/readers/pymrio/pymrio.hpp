#pragma once
/// @file Folders of tab-separated files as pymrio writes and ships them.

#include <filesystem>
#include <string>
#include <vector>

#include "domar/accounts/economy.hpp"
#include "domar/base/result.hpp"
#include "domar/readers/world/world_table.hpp"

namespace domar::readers::pymrio {

/// What the folder does not say.
struct Options {
  /// Name of the economy; empty: that of metadata.json, else of the folder.
  std::string name;
  /// Base year; 0: that of metadata.json or four digits in the folder's name, else unknown (0).
  int year = 0;
  /// File of factor inputs (value added), within the folder; empty: factor_inputs/F.txt,
  /// factor_input/F.txt or factor_input.txt, whichever is there.
  std::filesystem::path factor_inputs;
  bool satellites = true;  ///< read the satellite accounts too
  std::string source;
  std::string terms;
  world::Repairs repairs;
};

/// Reads a folder of pymrio's save_all() (Z.txt, Y.txt, x.txt, unit.txt, factor_inputs/F.txt), or
/// of its test system (trade_flows_Z.txt, finald_demand_Y.txt, factor_input.txt).
///
/// Goods are the sectors. Gross output is x.txt if there, else what the rows add up to. Rows of
/// factor inputs that are no value added become the satellite account "factor_inputs_other"; every
/// other folder with F.txt (and F_Y.txt, unit.txt), and in the test system NAME.txt with
/// FDNAME.txt, becomes one under its name. Without Z.txt, A.txt is multiplied by x.txt.
///
/// @error not_found  no Z or Y in the folder, or A without x.
/// @error bad_input, bad_value, unbalanced  those of world::make_economy, and of text that is no
///                   table of numbers (`where` is file:line:field). pymrio's own test system is
///                   unbalanced: its value added is short of output by 98 %, so it needs
///                   repairs.close_income_gap.
Result<accounts::Economy> read_pymrio(const std::filesystem::path& folder,
                                      const Options& options = {});

/// Writes Z.txt, Y.txt, x.txt, unit.txt, factor_inputs/{F,unit}.txt, for each satellite account
/// NAME/{F,F_Y,unit}.txt, and the file_parameters.json that pymrio's load_all() asks for. Numbers
/// are written so that reading gives the same doubles. Regions and sectors are written as codes,
/// their titles, year, price basis, source and terms into metadata.json; notes and facts are not.
///
/// @error bad_input  an industry supplies several goods or a good has no supplier (a national table
///                   with a rest of the world): pymrio wants one industry per region and sector; a
///                   satellite account has a name that is no folder's; or the folder cannot be
///                   written.
Status write_pymrio(const accounts::Economy& economy, const std::filesystem::path& folder);

}  // namespace domar::readers::pymrio
