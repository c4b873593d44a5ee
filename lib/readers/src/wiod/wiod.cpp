#include "domar/readers/wiod/wiod.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "domar/base/text.hpp"
#include "world/grid.hpp"
#include "world/labelled_table.hpp"

namespace domar::readers::wiod {

namespace {

using world::Account;
using world::Grid;

constexpr const char* k_wiod_terms = "WIOD: cite Timmer et al. (2015)";
constexpr const char* k_adb_terms = "Asian Development Bank: reuse with attribution";
constexpr Index k_labels = 4;   // code, description, country, number
constexpr Index k_search = 20;  // lines

/// The line where the numbers begin: labels, then a number.
std::optional<Index> first_numbers(const std::vector<std::string_view>& lines, char separator) {
  for (Index k = k_labels; k < lines.size(); ++k) {
    const auto fields = world::split_line(lines[k], separator);
    if (!fields.ok() || fields->size() <= k_labels) continue;
    if (!(*fields)[2].empty() && !(*fields)[3].empty() && !(*fields)[k_labels].empty()) return k;
  }
  return std::nullopt;
}

/// That of the line with the most fields: titles have commas too.
char separator_of(const std::vector<std::string_view>& lines) {
  char best = ',';
  Index most = 0;
  for (const std::string_view line : lines) {
    const char separator = world::separator_of(line);
    const auto fields = static_cast<Index>(std::count(line.begin(), line.end(), separator));
    if (fields <= most) continue;
    most = fields;
    best = separator;
  }
  return best;
}

/// Code and country of a row or column. The number (c1, c37, F1, r60) is the code where the table
/// has none: everywhere in ADB's tables, for final uses and totals in WIOD's of 2013.
Account account_of(const std::string& code, const std::string& description,
                   const std::string& country, const std::string& number, bool has_codes) {
  const bool total = lower_case(country) == "tot" || country.empty();
  const bool by_number = !has_codes || code.empty() || code == number;
  const std::string& name = by_number ? number : code;
  return {total ? "" : country, name.empty() ? description : name};
}

/// What the lines of titles say about the unit.
std::string unit_of(const std::vector<std::string_view>& lines, Index count) {
  for (Index k = 0; k < std::min(count, lines.size()); ++k) {
    const std::string line = lower_case(lines[k]);
    for (const char* size : {"thousand", "billion", "million"}) {
      if (line.find(size) != std::string::npos) return std::string(size) + " USD";
    }
  }
  return "million USD";
}

/// The year in the name of the sheet, entry or file, or four digits in the first title.
Result<int> year_of_table(const std::filesystem::path& path, const world::TableText& text,
                          const std::vector<std::string_view>& lines, int asked) {
  for (const std::filesystem::path& name :
       {std::filesystem::path(text.sheet()), std::filesystem::path(text.file()), path}) {
    if (world::year_in_name(name)) return world::year_of(name, asked);
  }
  if (asked != 0 || lines.empty()) return asked;
  return world::year_in_name(std::filesystem::path(std::string(lines[0]))).value_or(0);
}

}  // namespace

Result<accounts::Economy> read_csv(const std::filesystem::path& path, const Options& options) {
  const Result<world::TableText> text =
      world::open_table(path, {options.part, options.year}, {"WIOT", "MRIO"});
  if (!text.ok()) return text.error();
  const std::vector<std::string_view> lines = world::first_lines(text->text(), k_search);
  world::GridShape shape;
  shape.separator = text->is_sheet() ? '\t' : separator_of(lines);
  shape.header_rows = k_labels;
  shape.label_cols = k_labels;
  shape.blanks = true;
  const auto start = first_numbers(lines, shape.separator);
  if (!start) {
    return Error{ErrorCode::bad_input, "no numbers below four lines of labels were found",
                 text->file(), "lines and columns of code, description, country, number", ""};
  }
  shape.skipped = *start - k_labels;
  const Result<Grid> grid = world::parse_grid(*text, shape);
  if (!grid.ok()) return grid.error();

  std::vector<Account> rows;
  std::vector<Account> cols;
  world::WorldTable table;
  const auto& codes = grid->labels[0];
  const bool has_codes = std::any_of(codes.begin(), codes.end(),
                                     [](const std::string& code) { return !code.empty(); });
  for (Index i = 0; i < grid->values.rows(); ++i) {
    rows.push_back(account_of(codes[i], grid->labels[1][i], grid->labels[2][i], grid->labels[3][i],
                              has_codes));
    table.sector_titles.emplace(rows.back().code, grid->labels[1][i]);
  }
  for (Index j = 0; j < grid->values.cols(); ++j) {
    cols.push_back(account_of(grid->header[0][j], grid->header[1][j], grid->header[2][j],
                              grid->header[3][j], has_codes));
  }
  const Result<int> year = year_of_table(path, *text, lines, options.year);
  if (!year.ok()) return year.error();
  table.file = text->file();
  table.year = *year;
  table.unit = unit_of(lines, shape.skipped);
  const bool adb = options.database == Database::adb;
  table.name =
      !options.name.empty() ? options.name : fmt::format("{}-{}", adb ? "adb" : "wiod", table.year);
  table.source = !options.source.empty() ? options.source
                                         : fmt::format("{}, {}",
                                                       adb ? "Asian Development Bank, "
                                                             "Multiregional Input-Output Tables"
                                                           : "World Input-Output Database",
                                                       table.year);
  table.terms = options.terms.empty() ? (adb ? k_adb_terms : k_wiod_terms) : options.terms;
  const Status taken = world::take_labelled(rows, cols, *grid, table);
  if (!taken.ok()) return taken.error();
  return world::make_economy(table, options.repairs);
}

}  // namespace domar::readers::wiod
