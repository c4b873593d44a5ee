#pragma once
/// @file Line numbers: the numbers of one line of a grid, the inner loop of reading text.

#include <optional>
#include <string>
#include <string_view>

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"
#include "world/grid.hpp"
#include "world/number_field.hpp"

namespace domar::readers::world {

/// What is wrong with a line.
struct FieldError {
  ErrorCode code = ErrorCode::bad_value;
  std::string what;
  std::string hint;
  Index row = 0;
  Index column = 0;     ///< in the line, from 1
  bool unsure = false;  ///< the whole table has to tell how its numbers are written
};

/// Length of the first field, quotes included; nothing if a quote is not closed.
[[nodiscard]] std::optional<std::size_t> field_end(std::string_view line, char separator);

/// Reads lines of a frame.
class LineNumbers {
 public:
  /// How the table is written.
  struct Style {
    DecimalMark mark = DecimalMark::point;
    bool sure = false;         ///< false: a field that may be two numbers is an error
    bool short_lines = false;  ///< fields missing at the end of a line are blanks
  };

  LineNumbers(const GridFrame& frame, const GridTarget& target, const Style& style)
      : frame_(frame), target_(target), style_(style) {}

  /// The numbers of a row into the target. With several errors it is the first that is told.
  [[nodiscard]] std::optional<FieldError> read(Index row) const;

  /// How many fields a line has.
  [[nodiscard]] static Index count(std::string_view line, char separator);

 private:
  /// A field that is not plainly a number: quoted, blank, thousands, or wrong.
  [[nodiscard]] std::optional<FieldError> read_unusual(std::string_view field, double& value) const;
  [[nodiscard]] FieldError wrong_count(Index row) const;

  const GridFrame& frame_;
  const GridTarget& target_;
  Style style_;
};

}  // namespace domar::readers::world
