#pragma once
/// @file World tables of WIOD, releases 2013 and 2016: CSV, and gzip arrays with labels.json.

#include <filesystem>
#include <string>

#include "domar/accounts/economy.hpp"
#include "domar/accounts/known_gdp.hpp"
#include "domar/base/result.hpp"
#include "domar/readers/world/world_table.hpp"

namespace domar::readers::wiod {

/// Whose table it is: ADB's have the layout of WIOD's release of 2013, without codes of sectors.
enum class Database { wiod, adb };

/// What the file does not say.
struct Options {
  Database database = Database::wiod;
  std::string name;  ///< of the economy; empty: "wiod-" or "adb-" and the year
  int year = 0;      ///< 0: the last four digits in the file's name
  std::string part;  ///< entry of a zip or sheet of a workbook; empty: the only one, or the year's
  std::string source;
  std::string terms;  ///< empty: those of the database
  world::Repairs repairs;
};

/// Reads a world table of WIOD (releases of 2013 and 2016) or ADB, as published in xlsx or saved as
/// csv: lines of titles, then four lines of labels (code, description, country, number) and four
/// columns of the same. A year in the name of sheet, entry or file is taken, else that of the
/// title; the unit is that of the titles (million USD if they tell none).
///
/// Rows VA and the differences between basic and purchasers' prices (TXSP, EXP_adj, PURR, PURNR,
/// IntTTM), stand in labour and in net taxes on production; GO is checked.
///
/// @error bad_input, bad_value, unbalanced  those of world::make_economy, .xlsb and .xls (with
///                   advice), and a text that is no table of numbers; `where` is the place.
Result<accounts::Economy> read_csv(const std::filesystem::path& path, const Options& options = {});

/// Reads gzip arrays beside a labels.json: wiot13_YYYY.i32.gz ([Z | F] then output, int32), or
/// wiot14_est_ZF.f32.gz with wiot14_est_side.f64.gz (value added, taxes, margins, output).
///
/// The former gives no value added: it is output less inputs. Its numbers were cut to whole
/// millions, so sales fall short of output by up to 0.1 %; the rest goes to stock changes at home,
/// and the tolerance is at least 2e-3.
///
/// @error bad_input  labels.json is missing or damaged, or the array has another length.
/// @error            those of world::make_economy.
Result<accounts::Economy> read_arrays(const std::filesystem::path& path,
                                      const Options& options = {});

/// What a national table does not say.
struct NationalOptions {
  std::string name;  ///< of the economy; empty: country and year, "chn-2014"
  int year = 0;      ///< arrays: from the file's name; workbooks: 0 only if it holds one year
  std::string
      country;       ///< code; empty: the three capitals in the file's name (CHN_NIOT_nov16.xlsx)
  std::string part;  ///< sheet or entry; empty: "National IO-tables", or the only one
  double row_gdp = 0.0;  ///< GDP of the rest of the world in that year [million USD]
  const accounts::KnownGdp* known = nullptr;  ///< says it where row_gdp is 0
  std::string source;
  std::string terms = "WIOD, release 2016: CC BY 4.0, cite Timmer et al. (2015)";
};

/// Reads one year of a national table of the release of 2016: XXX_NIOT_nov16.xlsx or the same as
/// csv (Year, Code, Description, Origin, industries, CONS_h, CONS_np, CONS_g, GFCF, INVEN, EXP,
/// GO), or niot16_YYYY.f64.gz beside its labels.json. Imports by user are told apart in the source.
///
/// Rows TXSP, EXP_adj, PURR, PURNR and IntTTM of industries stand in net taxes on production, VA in
/// labour; those of final uses are left out. Imports that are exported again leave both.
///
/// @error not_found   the year or the country is not there (the hint lists those that are).
/// @error bad_input   labels missing or doubled, several years and none chosen, an array cut short.
/// @error bad_value   text where a number should be; row_gdp too small.
/// @error unbalanced  rows or columns miss GO by more than 1e-3 of output, as Romania 2014 does in
///                    the source (3,853 million USD in R_S).
Result<accounts::Economy> read_national(const std::filesystem::path& path,
                                        const NationalOptions& options);

}  // namespace domar::readers::wiod
