#include "domar/readers/wiod/wiod.hpp"

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

/// That of the first line with several fields.
char separator_of(const std::vector<std::string_view>& lines) {
  for (const std::string_view line : lines) {
    const char separator = world::separator_of(line);
    if (line.find(separator) != std::string_view::npos) return separator;
  }
  return ',';
}

/// Code and country of a row or column; where the code says nothing its number does (c37 in the
/// release of 2013).
Account account_of(const std::string& code, const std::string& country, const std::string& number) {
  const bool total = country == "TOT" || country.empty();
  const bool by_number = code.empty() || code == number;
  return {total ? "" : country, by_number ? number : code};
}

}  // namespace

Result<accounts::Economy> read_csv(const std::filesystem::path& path, const Options& options) {
  const Result<world::TableText> text = world::open_table(path, {options.part, options.year});
  if (!text.ok()) return text.error();
  const std::vector<std::string_view> lines = world::first_lines(text->text(), k_search);
  world::GridShape shape;
  shape.separator = separator_of(lines);
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
  for (Index i = 0; i < grid->values.rows(); ++i) {
    rows.push_back(account_of(grid->labels[0][i], grid->labels[2][i], grid->labels[3][i]));
    table.sector_titles.emplace(rows.back().code, grid->labels[1][i]);
  }
  for (Index j = 0; j < grid->values.cols(); ++j) {
    cols.push_back(account_of(grid->header[0][j], grid->header[2][j], grid->header[3][j]));
  }
  table.file = path.string();
  const std::filesystem::path entry = text->file();  // of a zip
  const Result<int> year = world::year_of(world::year_in_name(entry) ? entry : path, options.year);
  if (!year.ok()) return year.error();
  table.year = *year;
  table.name = options.name.empty() ? fmt::format("wiod-{}", table.year) : options.name;
  table.source = options.source.empty() ? fmt::format("World Input-Output Database, {}", table.year)
                                        : options.source;
  table.terms = options.terms;
  const Status taken = world::take_labelled(rows, cols, *grid, table);
  if (!taken.ok()) return taken.error();
  return world::make_economy(table, options.repairs);
}

}  // namespace domar::readers::wiod
