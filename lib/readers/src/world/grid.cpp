#include "world/grid.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "domar/base/text.hpp"
#include "world/line_numbers.hpp"
#include "world/number_field.hpp"

namespace domar::readers::world {

namespace {

/// Cuts the next line off; its end is not part of it.
std::string_view next_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  std::string_view line = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

/// Nothing but blanks and separators.
bool is_empty(std::string_view line, char separator) {
  return std::all_of(line.begin(), line.end(),
                     [&](char c) { return c == separator || c == ' ' || c == '\t' || c == '\r'; });
}

/// Label columns cut off the front of a line.
std::optional<std::vector<std::string>> cut_labels(std::string_view& line, Index count,
                                                   char separator) {
  std::vector<std::string> labels;
  for (Index k = 0; k < count; ++k) {
    const auto end = field_end(line, separator);
    if (!end) return std::nullopt;
    std::string label(bare_field(line.substr(0, *end)));
    for (std::size_t at = 0; (at = label.find("\"\"", at)) != std::string::npos; ++at) {
      label.erase(at, 1);
    }
    labels.push_back(trimmed(label));
    const bool last = *end == line.size();
    line.remove_prefix(last ? *end : *end + 1);
  }
  return labels;
}

Error no_numbers(const TableText& table, Index line) {
  return {ErrorCode::bad_input, "the table has no numbers", table.place(line, 1),
          "is the file cut off?", ""};
}

/// Header lines, into the frame; the number of columns is theirs.
Status read_header(const TableText& table, std::string_view& rest, Index& line, GridFrame& frame) {
  GridShape& shape = frame.shape;
  for (Index h = 0; h < shape.header_rows; ++h) {
    if (rest.empty()) return no_numbers(table, line + 1);
    const std::string_view text = next_line(rest);
    ++line;
    if (shape.separator == '\0') shape.separator = separator_of(text);
    auto fields = split_line(text, shape.separator);
    if (!fields.ok()) {
      return Error{ErrorCode::bad_input, fields.error().what, table.place(line, 1), "", ""};
    }
    // Lines of a sheet end with their last cell.
    if (table.is_sheet()) {
      fields->resize(std::max(fields->size(), frame.cols + shape.label_cols));
    } else if (fields->size() <= shape.label_cols ||
               (h > 0 && fields->size() != frame.cols + shape.label_cols)) {
      return Error{ErrorCode::bad_input, "a line of labels has too few or too many fields",
                   table.place(line, 1), "", ""};
    }
    frame.cols = fields->size() - shape.label_cols;
    fields->erase(fields->begin(), fields->begin() + static_cast<long>(shape.label_cols));
    frame.header.push_back(std::move(fields).value());
  }
  for (auto& labels : frame.header) labels.resize(frame.cols);  // sheets: the longest line counts
  if (shape.names_row) {
    next_line(rest);
    ++line;
  }
  return Done{};
}

/// All numbers of a table once more, to see how they are written.
Result<DecimalMark> mark_of(const TableText& table, const GridFrame& frame,
                            const GridTarget& target) {
  MarkVotes votes;
  for (Index row = 0; row < frame.rows(); ++row) {
    if (target.rows[row] == nullptr) continue;
    std::string_view rest = frame.numbers[row];
    for (Index column = frame.shape.label_cols + 1; !rest.empty(); ++column) {
      const std::size_t end = field_end(rest, frame.shape.separator).value_or(rest.size());
      votes.add(rest.substr(0, end), frame.line_of[row], column);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  const auto at = [&](const MarkVotes::Sample& s) { return table.place(s.line, s.column); };
  constexpr const char* k_hint =
      "write all numbers with a decimal point and without separators of thousands";
  if (votes.point && votes.comma) {
    return Error{ErrorCode::bad_value,
                 fmt::format("'{}' has a decimal comma, but '{}' ({}) a decimal point",
                             votes.comma->field, votes.point->field, at(*votes.point)),
                 at(*votes.comma), k_hint, ""};
  }
  if (votes.comma) return DecimalMark::comma;
  // Where commas part the fields, one within quotes parts thousands.
  if (votes.point || !votes.either || frame.shape.separator == ',') return DecimalMark::point;
  return Error{ErrorCode::bad_value,
               fmt::format("'{}' may be thousands or decimals, and no number of the table tells",
                           votes.either->field),
               at(*votes.either), k_hint, ""};
}

/// Runs the lines in pieces on all threads. @return the error of the first bad line, if any.
std::optional<FieldError> read_lines(const TableText& table, const GridFrame& frame,
                                     const GridTarget& target, LineNumbers::Style style) {
  constexpr Index k_pieces = 64;
  std::vector<std::optional<FieldError>> errors(k_pieces);
  style.short_lines = table.is_sheet();
  const LineNumbers lines(frame, target, style);
  tbb::parallel_for(Index{0}, k_pieces, [&](Index piece) {
    const Index begin = frame.rows() * piece / k_pieces;
    const Index end = frame.rows() * (piece + 1) / k_pieces;
    if (begin == end) return;
    for (Index row = begin; row < end && !errors[piece]; ++row) errors[piece] = lines.read(row);
    const char* text = table.text().data();
    const std::string_view last = frame.numbers[end - 1];
    table.forget(static_cast<std::size_t>(frame.numbers[begin].data() - text),
                 static_cast<std::size_t>(last.data() + last.size() - text));
  });
  for (auto& error : errors) {
    if (error) return error;
  }
  return std::nullopt;
}

}  // namespace

Result<std::vector<std::string>> split_line(std::string_view line, char separator) {
  std::vector<std::string> fields;
  std::string field;
  bool quoted = false;
  for (std::size_t k = 0; k < line.size(); ++k) {
    const char c = line[k];
    if (c == '"') {
      if (quoted && k + 1 < line.size() && line[k + 1] == '"') {
        field += c;
        ++k;
      } else {
        quoted = !quoted;
      }
    } else if (c == separator && !quoted) {
      fields.push_back(trimmed(field));
      field.clear();
    } else {
      field += c;
    }
  }
  if (quoted) return Error{ErrorCode::bad_input, "a quote is not closed", "", "", ""};
  fields.push_back(trimmed(field));
  return fields;
}

std::vector<std::string_view> first_lines(std::string_view text, Index most) {
  std::vector<std::string_view> lines;
  while (!text.empty() && lines.size() < most) lines.push_back(next_line(text));
  return lines;
}

std::vector<std::string_view> split_lines(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::vector<std::string_view> lines = first_lines(text, text.size());
  while (!lines.empty() && trimmed(lines.back()).empty()) lines.pop_back();
  return lines;
}

char separator_of(std::string_view line) {
  char found = ',';
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\t') return c;
    if (c == ';') found = c;
  }
  return found;
}

Result<GridFrame> read_frame(const TableText& table, const GridShape& shape) {
  constexpr std::size_t k_forget = std::size_t{16} << 20;
  GridFrame frame;
  frame.shape = shape;
  if (table.is_sheet()) frame.shape.separator = '\t';
  std::string_view rest = table.text();
  Index line = 0;
  for (; line < shape.skipped && !rest.empty(); ++line) next_line(rest);
  if (const Status header = read_header(table, rest, line, frame); !header.ok()) {
    return header.error();
  }
  frame.labels.resize(shape.label_cols);
  std::size_t forgotten = 0;
  while (!rest.empty()) {
    std::string_view text = next_line(rest);
    ++line;
    if (frame.shape.separator == '\0') frame.shape.separator = separator_of(text);
    if (is_empty(text, table.is_sheet() ? '\t' : '\0')) continue;
    auto labels = cut_labels(text, shape.label_cols, frame.shape.separator);
    if (!labels) {
      return Error{ErrorCode::bad_input, "a quote is not closed", table.place(line, 1), "", ""};
    }
    for (Index k = 0; k < labels->size(); ++k) frame.labels[k].push_back(std::move((*labels)[k]));
    frame.line_of.push_back(line);
    frame.numbers.push_back(text);
    const std::size_t done = table.text().size() - rest.size();
    if (done - forgotten < k_forget) continue;
    table.forget(forgotten, done);
    forgotten = done;
  }
  if (frame.rows() == 0) return no_numbers(table, line + 1);
  if (shape.header_rows == 0) {
    frame.cols = LineNumbers::count(frame.numbers.front(), frame.shape.separator);
  }
  return frame;
}

Status read_numbers(const TableText& table, const GridFrame& frame, const GridTarget& target) {
  auto error = read_lines(table, frame, target, {});
  if (error && error->unsure) {
    const Result<DecimalMark> mark = mark_of(table, frame, target);
    if (!mark.ok()) return mark.error();
    error = read_lines(table, frame, target, {*mark, true});
  }
  if (!error) return Done{};
  return Error{error->code, error->what, table.place(frame.line_of[error->row], error->column),
               error->hint, ""};
}

Status TextNumbers::read(const std::vector<double*>& rows, const std::vector<Index>& cols) const {
  Index next = 0;
  const bool in_order =
      std::all_of(cols.begin(), cols.end(), [&](Index place) { return place == next++; });
  return read_numbers(table_, frame_, {rows, in_order ? std::vector<Index>() : cols});
}

Result<Grid> parse_grid(const TableText& table, const GridShape& shape) {
  Result<GridFrame> frame = read_frame(table, shape);
  if (!frame.ok()) return frame.error();
  Grid grid;
  grid.values = Matrix(frame->rows(), frame->cols);
  GridTarget target;
  for (Index row = 0; row < frame->rows(); ++row) {
    target.rows.push_back(grid.values.data() + row * frame->cols);
  }
  if (const Status done = read_numbers(table, *frame, target); !done.ok()) return done.error();
  grid.header = std::move(frame->header);
  grid.labels = std::move(frame->labels);
  grid.line_of = std::move(frame->line_of);
  return grid;
}

}  // namespace domar::readers::world
