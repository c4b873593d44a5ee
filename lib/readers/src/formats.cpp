#include "domar/readers/formats.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "domar/base/text.hpp"
#include "domar/readers/caliendo_parro/caliendo_parro.hpp"
#include "domar/readers/eora26/eora26.hpp"
#include "domar/readers/exiobase/exiobase.hpp"
#include "domar/readers/exvatools/exvatools.hpp"
#include "domar/readers/figaro/figaro.hpp"
#include "domar/readers/gloria/gloria.hpp"
#include "domar/readers/matrix/matrix.hpp"
#include "domar/readers/nbs/nbs.hpp"
#include "domar/readers/oecd_icio/oecd_icio.hpp"
#include "domar/readers/pymrio/pymrio.hpp"
#include "domar/readers/table_file.hpp"
#include "domar/readers/wiod/wiod.hpp"
#include "world/recognise.hpp"
#include "world/table_look.hpp"

namespace domar::readers {

namespace {

namespace fs = std::filesystem;
using accounts::Economy;

// One function for each format, in the order of the list below: what it needs of the options.

Result<Economy> read_nbs(const fs::path& path, const ImportOptions& options) {
  nbs::Options wanted;
  wanted.name = options.name;
  wanted.year = options.year;
  wanted.row_gdp = options.row_gdp;
  wanted.known = options.known;
  wanted.origins = options.origins;
  wanted.part = options.part;
  wanted.facts = options.facts;
  return nbs::read_table(path, wanted);
}

Result<Economy> read_icio(const fs::path& path, const ImportOptions& options) {
  oecd_icio::Options wanted;
  wanted.name = options.name;
  wanted.year = options.year;
  wanted.part = options.part;
  wanted.merge_plants = options.merge_plants;
  wanted.repairs = options.repairs;
  return oecd_icio::read_icio(path, wanted);
}

Result<Economy> read_oecd_national(const fs::path& path, const ImportOptions& options) {
  oecd_icio::NationalOptions wanted;
  wanted.name = options.name;
  wanted.year = options.year;
  wanted.part = options.part;
  wanted.country = options.region;
  wanted.row_gdp = options.row_gdp;
  wanted.known = options.known;
  return oecd_icio::read_national(path, wanted);
}

wiod::Options wiod_options(const ImportOptions& options) {
  wiod::Options wanted;
  wanted.name = options.name;
  wanted.year = options.year;
  wanted.part = options.part;
  wanted.repairs = options.repairs;
  return wanted;
}

Result<Economy> read_wiod(const fs::path& path, const ImportOptions& options) {
  return wiod::read_csv(path, wiod_options(options));
}

Result<Economy> read_wiod_arrays(const fs::path& path, const ImportOptions& options) {
  return wiod::read_arrays(path, wiod_options(options));
}

Result<Economy> read_adb(const fs::path& path, const ImportOptions& options) {
  wiod::Options wanted = wiod_options(options);
  wanted.database = wiod::Database::adb;
  return wiod::read_csv(path, wanted);
}

Result<Economy> read_wiod_national(const fs::path& path, const ImportOptions& options) {
  wiod::NationalOptions wanted;
  wanted.name = options.name;
  wanted.year = options.year;
  wanted.country = options.region;
  wanted.part = options.part;
  wanted.row_gdp = options.row_gdp;
  wanted.known = options.known;
  return wiod::read_national(path, wanted);
}

Result<Economy> read_matrix(const fs::path& path, const ImportOptions& options) {
  matrix::Options wanted;
  wanted.name = options.name;
  wanted.year = options.year;
  wanted.row_gdp = options.row_gdp;
  wanted.known = options.known;
  wanted.part = options.part;
  wanted.keep_gaps = options.repairs.keep_gaps;
  return matrix::read_matrix(path, wanted);
}

Result<Economy> read_domar_table(const fs::path& path, const ImportOptions& options) {
  Result<Economy> economy = read_table(path, options.part);
  if (!economy.ok()) return economy;
  if (!options.name.empty()) economy->name = options.name;
  if (options.year == 0 || options.year == economy->year) return economy;
  return Error{
      ErrorCode::bad_input,
      fmt::format("the year asked for is {}, but the table is of {}", options.year, economy->year),
      path.string(), "", ""};
}

Result<Economy> read_figaro(const fs::path& path, const ImportOptions& options) {
  figaro::Options wanted;
  wanted.name = options.name;
  wanted.year = options.year;
  wanted.part = options.part;
  wanted.repairs = options.repairs;
  return figaro::read_figaro(path, wanted);
}

Result<Economy> read_eora26(const fs::path& path, const ImportOptions& options) {
  eora26::Options wanted;
  wanted.name = options.name;
  wanted.year = options.year;
  wanted.satellites = options.satellites;
  wanted.repairs = options.repairs;
  return eora26::read_eora26(path, wanted);
}

Result<Economy> read_exiobase(const fs::path& path, const ImportOptions& options) {
  exiobase::Options wanted;
  wanted.name = options.name;
  wanted.year = options.year;
  wanted.satellites = options.satellites;
  wanted.repairs = options.repairs;
  return exiobase::read_exiobase(path, wanted);
}

Result<Economy> read_gloria(const fs::path& path, const ImportOptions& options) {
  gloria::Options wanted;
  wanted.name = options.name;
  wanted.year = options.year;
  wanted.read_satellites = options.satellites;
  wanted.repairs = options.repairs;
  return gloria::read_gloria(path, wanted);
}

Result<Economy> read_caliendo_parro(const fs::path& path, const ImportOptions& options) {
  caliendo_parro::Options wanted;
  if (!options.name.empty()) wanted.name = options.name;
  if (options.year != 0) wanted.year = options.year;
  wanted.repairs = options.repairs;
  return caliendo_parro::read_caliendo_parro(path, wanted);
}

Result<Economy> read_exvatools(const fs::path& path, const ImportOptions& options) {
  exvatools::Options wanted;
  wanted.name = options.name;
  wanted.year = options.year;
  wanted.merge_plants = options.merge_plants;
  wanted.repairs = options.repairs;
  return exvatools::read_exvatools(path, wanted);
}

Result<Economy> read_pymrio(const fs::path& path, const ImportOptions& options) {
  pymrio::Options wanted;
  wanted.name = options.name;
  wanted.year = options.year;
  wanted.satellites = options.satellites;
  wanted.repairs = options.repairs;
  return pymrio::read_pymrio(path, wanted);
}

constexpr unsigned k_world = k_keep_gaps | k_repairs;

constexpr std::array k_formats{
    TableFormat{"nbs", "national tables of China's National Bureau of Statistics",
                "csv, csv.gz, xlsx, zip", "docs/reference/economies.md", true,
                k_part | k_row_gdp | k_origins, world::is_nbs, read_nbs},
    TableFormat{"icio", "OECD Inter-Country Input-Output tables, editions 2016 to 2025",
                "csv, csv.gz, zip", "ReadMe of each edition; labels in pymrio's parse_oecd", false,
                k_part | k_merge_plants | k_world, world::is_icio, read_icio},
    TableFormat{"oecd-national", "OECD national input-output tables, edition 2021",
                "csv, csv.gz, xlsx, zip", "notes of the edition, OECD.Stat IOTSI4_2021", true,
                k_part | k_region | k_row_gdp, world::is_oecd_national, read_oecd_national},
    TableFormat{"wiod", "WIOD world tables, releases 2013 and 2016", "xlsx, csv, csv.gz, zip",
                "Timmer et al. (2015), and notes in the workbooks", false, k_part | k_world,
                world::is_wiod, read_wiod},
    TableFormat{"wiod-arrays", "WIOD world tables as arrays beside a labels.json", "i32.gz, f32.gz",
                "README beside the arrays", false, k_world, world::is_wiod_arrays,
                read_wiod_arrays},
    TableFormat{"wiod-national", "WIOD national tables, release 2016, workbooks and arrays",
                "xlsx, csv, zip, f64.gz", "columns and rows in the workbooks; README of the arrays",
                true, k_part | k_region | k_row_gdp, world::is_wiod_national, read_wiod_national},
    TableFormat{"adb-mrio", "Multiregional tables of the Asian Development Bank", "xlsx, csv, zip",
                "titles and labels in the workbooks; layout of WIOD 2013", false, k_part | k_world,
                world::is_adb, read_adb},
    TableFormat{"figaro", "FIGARO of Eurostat, industries and products, matrix and flat file",
                "csv, csv.gz, zip", "Eurostat, FIGARO tables: description of the files", false,
                k_part | k_world, world::is_figaro, read_figaro},
    TableFormat{"eora26", "Eora26, numbers and labels in files of their own", "folder, zip",
                "pymrio's parse_eora26; worldmrio.com/eora26", false, k_world, world::is_eora26,
                read_eora26},
    TableFormat{"exiobase", "EXIOBASE 3, industries and products, with satellite accounts",
                "folder, zip", "Stadler et al. (2018); pymrio's parse_exiobase3", false, k_world,
                world::is_exiobase, read_exiobase},
    TableFormat{"gloria", "GLORIA, supply and use as a table of industries", "folder, zip",
                "pymrio's parse_gloria; ReadMe of the release", false, k_world, world::is_gloria,
                read_gloria},
    TableFormat{"caliendo-parro", "data of Caliendo and Parro (2015)", "folder, zip",
                "Caliendo and Parro (2015), data of the replication", false, k_world,
                world::is_caliendo_parro, read_caliendo_parro},
    TableFormat{"exvatools", "test tables of exvatools, NAME_Z.csv", "csv",
                "documentation of exvatools", false, k_merge_plants | k_world, world::is_exvatools,
                read_exvatools},
    TableFormat{"matrix", "any matrix or social accounting matrix, described by a TOML file",
                "toml beside csv, csv.gz, xlsx, zip", "docs/reference/formats.md#your-own-table",
                false, k_part | k_row_gdp | k_keep_gaps, world::is_description, read_matrix},
    TableFormat{"domar-table", "tables written by domar export", "csv, xlsx, gzip, zip",
                "docs/reference/formats.md#writers", false, k_part, world::is_domar_table,
                read_domar_table},
    TableFormat{"pymrio", "folders of pymrio's save_all()", "folder, zip",
                "documentation of pymrio", false, k_world, world::is_pymrio, read_pymrio},
};

std::vector<std::string> names_of(const std::vector<const TableFormat*>& formats) {
  std::vector<std::string> names;
  for (const TableFormat* format : formats) names.emplace_back(format->name);
  return names;
}

std::vector<std::string> all_names() {
  std::vector<std::string> names;
  for (const TableFormat& format : k_formats) names.emplace_back(format.name);
  return names;
}

/// An option that was given, as the command line calls it.
struct GivenOption {
  unsigned takes;
  std::string_view name;
  bool given;
};

Status refuse_unused(const TableFormat& format, const fs::path& path,
                     const ImportOptions& options) {
  const world::Repairs& repairs = options.repairs;
  for (const GivenOption& option :
       {GivenOption{k_part, "--part", !options.part.empty()},
        GivenOption{k_region, "--region", !options.region.empty()},
        GivenOption{k_row_gdp, "the GDP of the rest of the world (--row-gdp, --facts)",
                    options.row_gdp != 0.0},
        GivenOption{k_origins, "--origins", !options.origins.empty()},
        GivenOption{k_merge_plants, "--merge-plants", options.merge_plants},
        GivenOption{k_keep_gaps, "--keep-gaps", repairs.keep_gaps},
        GivenOption{k_repairs, "--close-income-gap", repairs.close_income_gap},
        GivenOption{k_repairs, "--negative-inputs", repairs.negative_inputs}}) {
    if (!option.given || (format.takes & option.takes) != 0U) continue;
    std::vector<std::string_view> takers;
    for (const TableFormat& other : k_formats) {
      if ((other.takes & option.takes) != 0U) takers.push_back(other.name);
    }
    return Error{ErrorCode::usage, fmt::format("{} does not apply to {}", option.name, format.name),
                 path.string(),
                 fmt::format("leave it out; formats that take it: {}", fmt::join(takers, ", ")),
                 ""};
  }
  return Done{};
}

/// An economy file is no table to import.
Status refuse_economy_file(const fs::path& path) {
  std::array<char, 4> bytes{};
  std::ifstream(path, std::ios::binary).read(bytes.data(), bytes.size());
  const std::string_view start(bytes.data(), bytes.size());
  if (start != "\x89HDF" && !start.starts_with("CDF")) return Done{};
  return Error{ErrorCode::bad_input, "this is a netCDF file, not a table", path.string(),
               "an economy file needs no import: give it to domar show", ""};
}

}  // namespace

std::span<const TableFormat> table_formats() { return k_formats; }

Result<const TableFormat*> find_format(std::string_view name) {
  for (const TableFormat& format : k_formats) {
    if (format.name == name) return &format;
  }
  const std::vector<std::string> names = all_names();
  return Error{ErrorCode::usage, fmt::format("unknown format '{}'", name), "",
               fmt::format("did you mean {}? known formats: {}", names[nearest_name(name, names)],
                           fmt::join(names, ", ")),
               ""};
}

Result<const TableFormat*> detect_format(const fs::path& path, const ImportOptions& options) {
  if (const Status other = refuse_economy_file(path); !other.ok()) return other.error();
  const Result<world::TableLook> look = world::look_at(path, {options.part, options.year});
  if (!look.ok()) return look.error();
  // What domar export wrote has the source's labels in it, and says in words what it is.
  if (world::is_domar_table(*look)) return find_format("domar-table");
  std::vector<const TableFormat*> fitting;
  for (const TableFormat& format : k_formats) {
    if (format.looks_so(*look)) fitting.push_back(&format);
  }
  if (fitting.size() == 1) return fitting.front();
  if (fitting.empty()) {
    return Error{ErrorCode::bad_input, "the table is in none of the known formats", path.string(),
                 fmt::format("known formats: {}", fmt::join(all_names(), ", ")), ""};
  }
  return Error{ErrorCode::bad_input,
               fmt::format("the table may be {}", fmt::join(names_of(fitting), " or ")),
               path.string(), "say which format it is", ""};
}

Result<Economy> import_as(const TableFormat& format, const fs::path& path,
                          const ImportOptions& options) {
  if (const Status fitting = refuse_unused(format, path, options); !fitting.ok()) {
    return fitting.error();
  }
  return format.read(path, options);
}

Result<Economy> import_table(const fs::path& path, const ImportOptions& options) {
  const Result<const TableFormat*> format = detect_format(path, options);
  if (!format.ok()) return format.error();
  return import_as(**format, path, options);
}

}  // namespace domar::readers
