#pragma once
/// @file Number field: numbers as people and their spreadsheets write them.

#include <optional>
#include <string>
#include <string_view>

#include "domar/base/array.hpp"

namespace domar::readers::world {

/// What stands before the decimals. The other one may separate thousands; so may blanks.
enum class DecimalMark { point, comma };

/// A field as a finite number: "1,234.5", "+7", "1e-3" with points; "1.234,5", "1 234,5" with
/// commas. Blanks and quotes around it are left out. Thousands have to be groups of three.
[[nodiscard]] std::optional<double> parse_field(std::string_view field, DecimalMark mark);

/// A field without the blanks (no-break ones too) and quotes around it.
[[nodiscard]] std::string_view bare_field(std::string_view field);

/// Finds out from many fields which mark they are written with.
class MarkVotes {
 public:
  /// @param line, column  where the field is, for messages.
  void add(std::string_view field, Index line, Index column);

  struct Sample {
    std::string field;
    Index line = 0;
    Index column = 0;
  };
  /// First field that is a number only with that mark; and that is another number with each.
  std::optional<Sample> point;
  std::optional<Sample> comma;
  std::optional<Sample> either;
};

}  // namespace domar::readers::world
