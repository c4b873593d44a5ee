#pragma once
/// @file Formats: every kind of table that can be imported, in one list, and which one a file is.

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "domar/accounts/economy.hpp"
#include "domar/accounts/known_gdp.hpp"
#include "domar/base/fact.hpp"
#include "domar/base/result.hpp"
#include "domar/readers/world/world_table.hpp"

namespace domar::readers {

/// What a table does not say itself. Each format uses what it needs.
struct ImportOptions {
  std::string name;    ///< of the economy; empty: from the source and the year
  int year = 0;        ///< 0: from the name of the file
  std::string region;  ///< country of a national table, by code; empty: from the name of the file
  std::string part;  ///< entry of a zip or sheet of a workbook; empty: the only one, or the year's
  /// GDP of the rest of the world, for national tables [million of the table's currency]; 0: as
  /// known GDP has it, if that is there.
  double row_gdp = 0.0;
  const accounts::KnownGdp* known = nullptr;
  std::map<std::string, Fact> facts;  ///< passports of single figures, for example "row_gdp"
  std::filesystem::path origins;  ///< nbs: a coarser table that tells domestic from imported use
  bool merge_plants = false;      ///< icio: add up CN1, CN2 and MX1, MX2
  bool satellites = true;         ///< read satellite accounts where there are some
  world::Repairs repairs;
};

namespace world {
struct TableLook;
}

/// Options that not every format has a use for.
enum Takes : unsigned {
  k_part = 1,
  k_region = 2,
  k_row_gdp = 4,
  k_origins = 8,
  k_merge_plants = 16,
  k_keep_gaps = 32,
  k_repairs = 64,  ///< close_income_gap, negative_inputs
};

/// A kind of table.
struct TableFormat {
  std::string_view name;    ///< "icio"
  std::string_view what;    ///< what it is, for people
  std::string_view stored;  ///< in which files
  std::string_view layout;  ///< where the layout is documented
  bool national;            ///< of one country: needs the GDP of the rest of the world
  unsigned takes;           ///< of Takes; other options are refused
  bool (*looks_so)(const world::TableLook&);
  Result<accounts::Economy> (*read)(const std::filesystem::path&, const ImportOptions&);
};

/// All of them; the list that the help and the reference show.
[[nodiscard]] std::span<const TableFormat> table_formats();

/// @error usage  unknown name; the hint names the nearest and lists all.
Result<const TableFormat*> find_format(std::string_view name);

/// Looks at names of files, entries and sheets, and at the first lines of the table.
/// @error not_found  no such file or folder.
/// @error bad_input  none of the formats, several of them, or an economy file already; workbooks of
///                   other kinds are named, with advice.
Result<const TableFormat*> detect_format(const std::filesystem::path& path,
                                         const ImportOptions& options = {});

/// Reads a table in this format.
/// @error usage  an option that the format has no use for: it is named, and which formats take it.
/// @error  those of the format's reader.
Result<accounts::Economy> import_as(const TableFormat& format, const std::filesystem::path& path,
                                    const ImportOptions& options = {});

/// Reads a table. @error  those of detect_format and import_as.
Result<accounts::Economy> import_table(const std::filesystem::path& path,
                                       const ImportOptions& options = {});

}  // namespace domar::readers
