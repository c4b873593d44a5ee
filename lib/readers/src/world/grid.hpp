#pragma once
/// @file Grid: a text table of numbers below rows of labels and beside columns of labels, fast.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"

namespace domar::readers::world {

/// How many lines and fields are labels.
struct GridShape {
  char separator = ',';
  Index header_rows = 1;
  Index label_cols = 1;
  bool names_row = false;  ///< a further line that names the label columns, as pandas writes it
  Index skipped = 0;       ///< lines of the file above the text, for messages
  bool blanks = false;     ///< empty fields become NaN, for the caller to judge
};

/// Numbers with all their labels, blanks around them taken off.
struct Grid {
  std::vector<std::vector<std::string>> header;  ///< [header row][column]
  std::vector<std::vector<std::string>> labels;  ///< [label column][row]
  std::vector<Index> line_of;                    ///< [row]: line in the file, from 1
  Matrix values;
};

/// Fields of one line; quotes are taken off.
/// @error bad_input  a quote is not closed.
Result<std::vector<std::string>> split_line(std::string_view line, char separator);

/// Lines without their ends, in order; a byte-order mark is taken off, empty lines at the end too.
std::vector<std::string_view> split_lines(std::string_view text);

/// Tab if the line has one, else semicolon, else comma.
[[nodiscard]] char separator_of(std::string_view line);

/// Reads the numbers with two threads. `file` is the name in messages.
/// @error bad_input  no data, a line with too many or too few fields, or a quote not closed.
/// @error bad_value  empty fields, NaN, decimal commas, text; `where` is file:line:field.
Result<Grid> parse_grid(std::string_view text, const std::string& file, const GridShape& shape);

}  // namespace domar::readers::world
