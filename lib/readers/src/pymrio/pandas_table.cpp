#include "pymrio/pandas_table.hpp"

#include "domar/base/text.hpp"

namespace domar::readers::pymrio {

using world::Account;
using world::Grid;
using world::GridShape;

Result<Grid> read_pandas(const world::SourceFiles& files, const std::string& name) {
  constexpr Index k_header_rows = 2;
  const std::string shown = files.shown(name);
  const Result<world::TableText> text = files.table(name);
  if (!text.ok()) return text.error();
  const auto lines = world::first_lines(text->text(), k_header_rows + 1);
  if (lines.size() <= k_header_rows) {
    return Error{ErrorCode::bad_input, "the table has no numbers", shown, "is the file cut off?",
                 ""};
  }
  GridShape shape;
  shape.separator = world::separator_of(lines[0]);
  shape.header_rows = k_header_rows;
  const auto top = world::split_line(lines[0], shape.separator);
  const auto next = world::split_line(lines[k_header_rows], shape.separator);
  if (!top.ok() || !next.ok()) {
    return Error{ErrorCode::bad_input, "a quote is not closed", shown, "", ""};
  }
  shape.names_row = next->size() > 1 && next->back().empty() && !next->front().empty();
  const std::vector<std::string>& counted = shape.names_row ? *next : *top;
  // Labels of rows stand where the names are, or where the first header is empty.
  shape.label_cols = 0;
  while (shape.label_cols < counted.size() &&
         counted[shape.label_cols].empty() != shape.names_row) {
    ++shape.label_cols;
  }
  if (shape.label_cols == 0) {
    return Error{ErrorCode::bad_input, "no columns of row labels were found", shown + ":1:1",
                 "the header is empty above them", ""};
  }
  return world::parse_grid(*text, shape);
}

std::vector<Account> columns_of(const Grid& grid) {
  std::vector<Account> accounts;
  for (Index j = 0; j < grid.values.cols(); ++j) {
    accounts.push_back({grid.header[0][j], grid.header[1][j]});
  }
  return accounts;
}

std::vector<Account> rows_of(const Grid& grid) {
  std::vector<Account> accounts;
  for (Index i = 0; i < grid.values.rows(); ++i) {
    accounts.push_back({grid.labels[0][i], grid.labels[1][i]});
  }
  return accounts;
}

std::string spelled_out(const std::string& unit) {
  for (const char* million : {"Mill ", "Mill. ", "M.", "Million ", "million ", "Mio ", "Mio. "}) {
    if (unit.starts_with(million)) {
      return "million " + trimmed(unit.substr(std::string(million).size()));
    }
  }
  return unit;
}

}  // namespace domar::readers::pymrio
