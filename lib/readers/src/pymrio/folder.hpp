#pragma once
/// @file A world table in several files of pandas, as pymrio and EXIOBASE 3 keep them.

#include <map>
#include <string>
#include <vector>

#include "domar/accounts/economy.hpp"
#include "domar/base/result.hpp"
#include "domar/readers/world/world_table.hpp"
#include "world/source_files.hpp"

namespace domar::readers::pymrio {

/// What the two formats do not share.
struct FolderOptions {
  std::string name;
  int year = 0;
  std::string price_basis = "basic";
  std::string source;
  std::string terms;
  std::map<std::string, std::string> region_titles;  ///< code -> title; may be empty
  std::map<std::string, std::string> sector_titles;
  /// Name of the file of factor inputs; empty: the first of the usual ones that holds value added.
  std::string factor_inputs;
  bool satellites = true;
  bool needs_incomes = false;  ///< refuse a folder without value added
  world::Repairs repairs;
};

/// Z or A with x, Y, x, unit, incomes and satellites, by their names in `files`.
Result<accounts::Economy> read_folder(const world::SourceFiles& files,
                                      const FolderOptions& options);

/// What metadata.json says: pymrio's name, and what write_pymrio put beside it under "domar".
struct Metadata {
  std::string name;  ///< else that of the folder
  int year = 0;      ///< 0, and empty texts: not said
  std::string price_basis, source, terms;
  std::map<std::string, std::string> region_titles, sector_titles;
};
[[nodiscard]] Metadata metadata_of(const world::SourceFiles& files);

/// Satellite accounts: every folder with F.txt (and perhaps F_Y.txt or F_hh.txt, unit.txt) but
/// `incomes`, and every pair NAME.txt, FDNAME.txt at the top.
/// @error  those of read_pandas; bad_input  a row without a unit in unit.txt, or F and F_Y with
///         different rows.
Status take_satellites(const world::SourceFiles& files, const std::string& incomes,
                       world::WorldTable& table);

/// Value added from the file, in the table's unit; its other rows become a satellite account.
/// @error bad_input  none of the rows is value added, or one has another unit than the table.
Status take_folder_incomes(const world::SourceFiles& files, const std::string& file,
                           bool satellites, world::WorldTable& table);

/// Whether some row of the file is value added; false if it cannot be read.
[[nodiscard]] bool has_incomes(const world::SourceFiles& files, const std::string& file);

}  // namespace domar::readers::pymrio
