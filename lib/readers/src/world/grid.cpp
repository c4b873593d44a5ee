#include "world/grid.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <future>
#include <limits>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "domar/base/text.hpp"

namespace domar::readers::world {

namespace {

std::string place(const std::string& file, Index line, Index field) {
  return fmt::format("{}:{}:{}", file, line, field);
}

std::string advice(std::string_view field) {
  if (field.find(',') != std::string_view::npos) {
    return "numbers need a decimal point and no separators of thousands: export the table so";
  }
  if (field.empty()) return "write 0 where nothing flows";
  return "";
}

/// A field without blanks and quotes.
std::string_view bare(std::string_view field) {
  while (!field.empty() && (field.front() == ' ' || field.front() == '"')) field.remove_prefix(1);
  while (!field.empty() && (field.back() == ' ' || field.back() == '"' || field.back() == '\r')) {
    field.remove_suffix(1);
  }
  return field;
}

/// Cuts the next field off a line.
std::string_view next_field(std::string_view& rest, char separator) {
  std::size_t end = 0;
  if (!rest.empty() && rest.front() == '"') {
    end = rest.find('"', 1);
    if (end == std::string_view::npos) end = rest.size();
  }
  end = rest.find(separator, end);
  const std::string_view field = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return field;
}

/// The numbers of lines [begin, end) into `grid`.
class Filler {
 public:
  Filler(const std::vector<std::string_view>& lines, const std::string& file,
         const GridShape& shape, Index first, Index cols, Grid& grid)
      : lines_(lines), file_(file), shape_(shape), first_(first), cols_(cols), grid_(grid) {}

  std::optional<Error> fill(Index begin, Index end) const {
    for (Index row = begin; row < end; ++row) {
      if (auto error = fill_row(row)) return error;
    }
    return std::nullopt;
  }

 private:
  [[nodiscard]] std::optional<Error> fill_row(Index row) const {
    const Index line = first_ + row;
    std::string_view rest = lines_[line];
    const Index separators =
        static_cast<Index>(std::count(rest.begin(), rest.end(), shape_.separator));
    const bool quoted = rest.find('"') != std::string_view::npos;
    if (!quoted && separators + 1 != shape_.label_cols + cols_) {
      return wrong_count(line, separators + 1);
    }
    Index fields = 0;
    for (Index k = 0; k < shape_.label_cols; ++k, ++fields) {
      grid_.labels[k][row] = trimmed(bare(next_field(rest, shape_.separator)));
    }
    grid_.line_of[row] = line + 1 + shape_.skipped;
    const auto out = grid_.values.row(row);
    for (Index j = 0; j < cols_; ++j, ++fields) {
      if (quoted && rest.empty() && j + 1 < cols_) return wrong_count(line, fields);
      const std::string_view field = bare(next_field(rest, shape_.separator));
      const char* begin = field.data();
      const char* end = begin + field.size();
      if (field.size() > 1 && *begin == '+') ++begin;
      if (field.empty() && shape_.blanks) {
        out[j] = std::numeric_limits<double>::quiet_NaN();
        continue;
      }
      double value = 0.0;
      const auto [stop, error] = std::from_chars(begin, end, value);
      if (error != std::errc{} || stop != end || !std::isfinite(value)) {
        return Error{ErrorCode::bad_value,
                     field.empty() ? std::string("a number is missing")
                                   : fmt::format("'{}' is no finite number", field.substr(0, 40)),
                     place(file_, line + 1 + shape_.skipped, shape_.label_cols + j + 1),
                     advice(field), ""};
      }
      out[j] = value;
    }
    if (!rest.empty()) return wrong_count(line, fields + 1);
    return std::nullopt;
  }

  [[nodiscard]] Error wrong_count(Index line, Index fields) const {
    const Index wanted = shape_.label_cols + cols_;
    return {ErrorCode::bad_input, fmt::format("{} fields where the header has {}", fields, wanted),
            place(file_, line + 1 + shape_.skipped, std::min(fields, wanted)),
            fields > wanted ? "decimal commas look like separators: export with decimal points"
                            : "is the file cut off?",
            ""};
  }

  const std::vector<std::string_view>& lines_;
  const std::string& file_;
  const GridShape& shape_;
  Index first_;
  Index cols_;
  Grid& grid_;
};

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

std::vector<std::string_view> split_lines(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  while (!lines.empty() && trimmed(lines.back()).empty()) lines.pop_back();
  return lines;
}

char separator_of(std::string_view line) {
  if (line.find('\t') != std::string_view::npos) return '\t';
  return line.find(';') != std::string_view::npos ? ';' : ',';
}

Result<Grid> parse_grid(std::string_view text, const std::string& file, const GridShape& shape) {
  const std::vector<std::string_view> lines = split_lines(text);
  const Index first = shape.header_rows + (shape.names_row ? 1 : 0);
  if (lines.size() <= first) {
    return Error{ErrorCode::bad_input, "the table has no numbers",
                 place(file, lines.size() + 1 + shape.skipped, 1), "is the file cut off?", ""};
  }
  Grid grid;
  Index cols = 0;
  for (Index h = 0; h < shape.header_rows; ++h) {
    auto fields = split_line(lines[h], shape.separator);
    if (!fields.ok() || fields->size() <= shape.label_cols ||
        (h > 0 && fields->size() != cols + shape.label_cols)) {
      return Error{ErrorCode::bad_input, "a line of labels has too few or too many fields",
                   place(file, h + 1 + shape.skipped, 1), "", ""};
    }
    cols = fields->size() - shape.label_cols;
    fields->erase(fields->begin(), fields->begin() + static_cast<long>(shape.label_cols));
    grid.header.push_back(std::move(fields).value());
  }
  const Index rows = lines.size() - first;
  grid.labels.assign(shape.label_cols, std::vector<std::string>(rows));
  grid.line_of.assign(rows, 0);
  grid.values = Matrix(rows, cols);
  const Filler filler(lines, file, shape, first, cols, grid);
  auto second = std::async(std::launch::async, [&] { return filler.fill(rows / 2, rows); });
  const auto error = filler.fill(0, rows / 2);
  const auto later = second.get();
  if (error) return *error;
  if (later) return *later;
  return grid;
}

}  // namespace domar::readers::world
