#include "pymrio/pandas_table.hpp"

#include "domar/base/text.hpp"

namespace domar::readers::pymrio {

using world::Grid;
using world::GridShape;

namespace {

/// Two lines of labels, then perhaps a line with the names of the label columns.
Result<GridShape> shape_of(const world::TableText& table) {
  constexpr Index k_header_rows = 2;
  const auto lines = world::first_lines(table.text(), k_header_rows + 1);
  if (lines.size() <= k_header_rows) {
    return Error{ErrorCode::bad_input, "the table has no numbers", table.file(),
                 "is the file cut off?", ""};
  }
  GridShape shape;
  shape.separator = world::separator_of(lines[0]);
  shape.header_rows = k_header_rows;
  const auto top = world::split_line(lines[0], shape.separator);
  const auto next = world::split_line(lines[k_header_rows], shape.separator);
  if (!top.ok() || !next.ok()) {
    return Error{ErrorCode::bad_input, "a quote is not closed", table.file(), "", ""};
  }
  shape.names_row = next->size() > 1 && next->back().empty() && !next->front().empty();
  const std::vector<std::string>& counted = shape.names_row ? *next : *top;
  // Labels of rows stand where the names are, or where the first header is empty.
  shape.label_cols = 0;
  while (shape.label_cols < counted.size() &&
         counted[shape.label_cols].empty() != shape.names_row) {
    ++shape.label_cols;
  }
  if (shape.label_cols > 0) return shape;
  return Error{ErrorCode::bad_input, "no columns of row labels were found", table.place(1, 1),
               "the header is empty above them", ""};
}

}  // namespace

Result<Grid> read_pandas(const world::SourceFiles& files, const std::string& name) {
  const Result<world::TableText> table = files.table(name);
  if (!table.ok()) return table.error();
  const Result<GridShape> shape = shape_of(*table);
  if (!shape.ok()) return shape.error();
  return world::parse_grid(*table, *shape);
}

Result<std::shared_ptr<const world::TextNumbers>> read_pandas_labels(
    const world::SourceFiles& files, const std::string& name) {
  const Result<world::TableText> table = files.table(name);
  if (!table.ok()) return table.error();
  const Result<GridShape> shape = shape_of(*table);
  if (!shape.ok()) return shape.error();
  Result<world::GridFrame> frame = world::read_frame(*table, *shape);
  if (!frame.ok()) return frame.error();
  return std::shared_ptr<const world::TextNumbers>(
      std::make_shared<world::TextNumbers>(*table, std::move(frame).value()));
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
