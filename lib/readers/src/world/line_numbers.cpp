#include "world/line_numbers.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace domar::readers::world {

std::optional<std::size_t> field_end(std::string_view line, char separator) {
  std::size_t at = line.find_first_not_of(' ');
  if (at == std::string_view::npos || line[at] != '"')
    return std::min(line.find(separator), line.size());
  bool quoted = false;
  for (; at < line.size(); ++at) {
    if (line[at] == '"') quoted = !quoted;
    if (line[at] == separator && !quoted) return at;
  }
  if (quoted) return std::nullopt;
  return at;
}

Index LineNumbers::count(std::string_view line, char separator) {
  Index fields = 1;
  for (;;) {
    const std::size_t end = field_end(line, separator).value_or(line.size());
    if (end == line.size()) return fields;
    ++fields;
    line.remove_prefix(end + 1);
  }
}

std::optional<FieldError> LineNumbers::read(Index row) const {
  double* const out = target_.rows[row];
  if (out == nullptr) return std::nullopt;
  const std::string_view line = frame_.numbers[row];
  const char* at = line.data();
  const char* const end = at + line.size();
  const char separator = frame_.shape.separator;
  const bool in_order = target_.cols.empty();
  const bool point = style_.mark == DecimalMark::point;
  const Index cols = frame_.cols;
  for (Index j = 0; j < cols; ++j) {
    double value = 0.0;
    const char* stop = at;
    if (point && at != end) {
      const auto parsed = std::from_chars(at, end, value);
      stop = parsed.ec == std::errc{} && std::isfinite(value) ? parsed.ptr : at;
    }
    if (stop == at || (stop != end && *stop != separator)) {
      const std::string_view rest(at, static_cast<std::size_t>(end - at));
      const std::string_view field =
          rest.substr(0, field_end(rest, separator).value_or(rest.size()));
      stop = at + field.size();
      if (auto error = read_unusual(field, value)) {
        // A line cut short is told as such, not as a field that is empty.
        if (stop == end && j + 1 < cols && !style_.short_lines) return wrong_count(row);
        error->row = row;
        error->column = frame_.shape.label_cols + j + 1;
        return error;
      }
    }
    if (in_order) {
      out[j] = value;
    } else if (target_.cols[j] != GridTarget::k_skip) {
      out[target_.cols[j]] = value;
    }
    if (stop == end) {
      if (j + 1 == cols) return std::nullopt;
      if (!style_.short_lines) return wrong_count(row);
      at = end;
    } else {
      at = stop + 1;
      if (j + 1 == cols) return wrong_count(row);
    }
  }
  return std::nullopt;
}

std::optional<FieldError> LineNumbers::read_unusual(std::string_view field, double& value) const {
  const std::string_view bare = bare_field(field);
  const auto& words = frame_.shape.blank_words;
  if (bare.empty() || std::find(words.begin(), words.end(), bare) != words.end()) {
    value = std::numeric_limits<double>::quiet_NaN();
    if (frame_.shape.blanks) return std::nullopt;
    return FieldError{
        ErrorCode::bad_value, "a number is missing", "write 0 where nothing flows", 0, 0, false};
  }
  const bool has_comma = bare.find(',') != std::string_view::npos;
  if (const auto number = parse_field(bare, style_.mark)) {
    value = *number;
    // Where commas part the fields, one within quotes parts thousands: "1,234".
    const bool clear = style_.sure || frame_.shape.separator == ',' || !has_comma ||
                       !parse_field(bare, DecimalMark::comma);
    if (clear) return std::nullopt;
  }
  FieldError error;
  error.what = fmt::format("'{}' is no finite number", bare.substr(0, 40));
  error.unsure = !style_.sure && has_comma;
  if (has_comma) error.hint = "write numbers with a decimal point, like 1234.5";
  return error;
}

FieldError LineNumbers::wrong_count(Index row) const {
  const Index wanted = frame_.shape.label_cols + frame_.cols;
  const Index fields = frame_.shape.label_cols + count(frame_.numbers[row], frame_.shape.separator);
  const char* hint = fields > wanted
                         ? "decimal commas look like separators: export with decimal points, or "
                           "part the fields by tabs"
                         : "is the file cut off?";
  return {ErrorCode::bad_input,
          fmt::format("{} fields where the header has {}", fields, wanted),
          hint,
          row,
          std::min(fields, wanted),
          false};
}

}  // namespace domar::readers::world
