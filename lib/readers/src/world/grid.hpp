#pragma once
/// @file Grid: a text table of numbers below rows of labels and beside columns of labels, fast.

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"
#include "domar/readers/world/world_table.hpp"
#include "world/table_text.hpp"

namespace domar::readers::world {

/// Which lines and fields are labels.
struct GridShape {
  char separator = '\0';  ///< none: found in the first line that is read
  Index header_rows =
      1;  ///< lines of labels; with none the first line of numbers tells the columns
  Index label_cols = 1;
  bool names_row = false;  ///< a further line that names the label columns, as pandas writes it
  Index skipped = 0;       ///< lines above the labels, not read
  bool blanks = false;     ///< empty fields become NaN, for the caller to judge
  std::vector<std::string> blank_words = {};  ///< texts that stand for an empty field, as "NA"
};

/// The labels of a table, blanks around them taken off, and where its lines of numbers are.
struct GridFrame {
  std::vector<std::vector<std::string>> header;  ///< [header row][column]
  std::vector<std::vector<std::string>> labels;  ///< [label column][row]
  std::vector<Index> line_of;                    ///< [row]: line in the file, from 1
  std::vector<std::string_view> numbers;         ///< [row]: what follows the labels; into the text
  Index cols = 0;                                ///< columns of numbers
  GridShape shape;                               ///< with the separator that was found
  [[nodiscard]] Index rows() const { return numbers.size(); }
};

/// Reads only the labels. Lines without anything are left out.
/// @error bad_input  no data, a line of labels with too many or too few fields, a quote not closed.
Result<GridFrame> read_frame(const TableText& table, const GridShape& shape);

/// Where the numbers go: straight into a matrix of the caller, without a copy.
struct GridTarget {
  std::vector<double*> rows;  ///< [row]: its first number; null: the line is not read
  /// [column]: its place in the row, k_skip for none; empty: as they stand.
  std::vector<Index> cols;
  static constexpr Index k_skip = static_cast<Index>(-1);
};

/// Reads the numbers on all threads, each line by one of them. Numbers may be written with decimal
/// commas or with thousands apart ("1,234.5", "1.234,5", "1 234,5"), if the whole table makes clear
/// which it is.
/// @error bad_input  a line with too many or too few fields.
/// @error bad_value  empty fields, NaN, text, or marks that contradict or may mean two things;
///                   `where` is the place of the field.
/// @cost  about 20 ns a number and thread.
Status read_numbers(const TableText& table, const GridFrame& frame, const GridTarget& target);

/// Numbers with all their labels.
struct Grid {
  std::vector<std::vector<std::string>> header;
  std::vector<std::vector<std::string>> labels;
  std::vector<Index> line_of;
  Matrix values;
};

/// Labels and numbers of the whole table. @error  those of read_frame and read_numbers.
Result<Grid> parse_grid(const TableText& table, const GridShape& shape);

/// A table whose labels are read and whose numbers come later, straight to where they belong.
class TextNumbers : public LateNumbers {
 public:
  TextNumbers(TableText table, GridFrame frame)
      : table_(std::move(table)), frame_(std::move(frame)) {}
  [[nodiscard]] const GridFrame& frame() const { return frame_; }
  Status read(const std::vector<double*>& rows, const std::vector<Index>& cols) const override;

 private:
  TableText table_;
  GridFrame frame_;
};

/// Fields of one line; quotes are taken off.
/// @error bad_input  a quote is not closed.
Result<std::vector<std::string>> split_line(std::string_view line, char separator);

/// The first lines of a text without their ends, at most `most` of them, empty ones too.
std::vector<std::string_view> first_lines(std::string_view text, Index most);

/// All lines without their ends; a byte-order mark is taken off, empty lines at the end too.
std::vector<std::string_view> split_lines(std::string_view text);

/// Tab if the line has one outside of quotes, else semicolon, else comma.
[[nodiscard]] char separator_of(std::string_view line);

}  // namespace domar::readers::world
