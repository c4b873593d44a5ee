#pragma once
/// @file National input-output tables of China's National Bureau of Statistics (NBS).

#include <filesystem>
#include <map>
#include <string>

#include "domar/accounts/economy.hpp"
#include "domar/accounts/known_gdp.hpp"
#include "domar/base/fact.hpp"
#include "domar/base/result.hpp"

namespace domar::readers::nbs {

/// What the file does not say.
struct Options {
  /// Name of the economy; empty: "china-" and the year.
  std::string name;
  /// Base year; 0: the last four digits in the file's name, which a year that is given has to be
  /// among.
  int year = 0;
  /// GDP of the rest of the world in the base year [million yuan]. It must exceed China's imports.
  double row_gdp = 0.0;
  const accounts::KnownGdp* known = nullptr;  ///< says it where row_gdp is 0
  /// Title of the rest of the world.
  std::string row_name = "Rest of the world";
  /// A coarser table of the same year that tells domestic goods from imports (column Origin); used
  /// to estimate who uses the imports of each sector. Empty: the same import share for every user.
  std::filesystem::path origins;
  /// Sheet of a workbook or entry of a zip; empty: the only one, or that of the year.
  std::string part;
  /// Where the files come from, for people; empty: the bureau, the year and the sizes of the
  /// tables.
  std::string source;
  /// On what terms they may be used, for people.
  std::string terms =
      "NBS gives no explicit licence: cite the National Bureau of Statistics of China";
  /// Passports of single figures, copied into the economy; for example "row_gdp".
  std::map<std::string, Fact> facts;
};

/// Reads a table of 41 to 153 sectors into an economy of China (CHN) and the rest of the world
/// (ROW).
///
/// The file is csv (commas, semicolons or tabs; decimal points or commas), gzip of it, a workbook
/// (xlsx), or any of them in a zip. Columns and rows are matched by their codes. All flows are at
/// producers' prices; the file's 10,000 yuan become million yuan. Goods are the sectors and one
/// more, ROW, which the rest of the world makes for itself: its single industry earns row_gdp as
/// labour income, uses no inputs, sells China its imports and the remainder to itself. China's
/// exports are what the rest of the world's final use (ROW_FU) buys.
///
/// Repairs, each written into Economy::notes: imports by user (accounts/origin_split.hpp); a column
/// of statistical errors (ERR) goes into stock changes; imports that exceed what users at home buy
/// are re-exports and leave imports and exports alike, as do the re-exports that a table with
/// origins states; such a table gives one column of consumption (TC), taken as household
/// consumption.
///
/// @error bad_input   columns or rows missing, unknown or doubled (all listed), year unknown or
///                    another than in the file's name, file damaged, `origins` without a column
///                    Origin.
/// @error bad_value   text where a number should be (`where` is file:line:column, or sheet and
/// cell), negative gross
///                    output or imports, row_gdp too small.
/// @error unbalanced  stated totals (TIU, TFU, TII, TVA, TI, GO) differ from their parts by more
///                    than 1e-6 of output: the worst sector and the amount are named; or the
///                    sectors of `origins` are not groups of consecutive sectors.
Result<accounts::Economy> read_table(const std::filesystem::path& path, const Options& options);

}  // namespace domar::readers::nbs
