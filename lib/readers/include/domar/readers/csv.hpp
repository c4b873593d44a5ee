#pragma once
/// @file CSV: comma-separated tables with a header, read in one pass, errors with file:line:column.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"

namespace domar::readers {

/// A CSV table (RFC 4180: quoted fields, "" for a quote, line ends inside quotes) in UTF-8, with or
/// without byte-order mark, lines ended by LF or CRLF. Blank lines are skipped. The first row is
/// the header; every further row has as many fields.
class CsvTable {
 public:
  /// @error bad_input  unterminated quote, text after a closing quote, a quote inside an unquoted
  ///                   field, a row with too many or too few fields, no header; `where` is
  ///                   file:line:column, columns counted in characters.
  static Result<CsvTable> parse(std::string text, std::string file);

  /// Reads a file, gzip or not. @error  those of read_file and parse.
  static Result<CsvTable> read(const std::filesystem::path& path);

  /// A table as others keep it: csv, semicolons or tabs, gzip, xlsx, or any of them in a zip, with
  /// decimal commas or thousands apart where the table as a whole makes clear which. `where` of a
  /// sheet names the cell.
  /// @param part  entry or sheet; empty: the only one, or that of the year.
  /// @error  those of parse; bad_input  several parts and none chosen, a workbook of another kind.
  static Result<CsvTable> read_any(const std::filesystem::path& path, const std::string& part = {},
                                   int year = 0);

  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] Index rows() const { return cols_ == 0 ? 0 : fields_.size() / cols_ - 1; }
  [[nodiscard]] Index cols() const { return cols_; }

  [[nodiscard]] std::string_view header(Index col) const { return view(fields_[col]); }
  [[nodiscard]] std::string_view field(Index row, Index col) const { return view(at(row, col)); }
  [[nodiscard]] std::string text(Index row, Index col) const {
    return std::string(field(row, col));
  }

  /// Position of a column by its exact name; the first one if it stands twice.
  [[nodiscard]] std::optional<Index> find(std::string_view name) const;

  /// The columns of these names, in this order, whatever order the file has.
  /// @error bad_input  columns missing, unknown or doubled; all of them are listed.
  [[nodiscard]] Result<std::vector<Index>> require_columns(
      const std::vector<std::string>& names) const;

  /// A field as a finite number.
  /// @error bad_value  it is empty, NaN, infinite or no number; `where` is file:line:column.
  [[nodiscard]] Result<double> number(Index row, Index col) const;
  /// The same; an empty field is nothing.
  [[nodiscard]] Result<std::optional<double>> number_or_empty(Index row, Index col) const;

  /// "file:line:column" of a field, and of a column's header.
  [[nodiscard]] std::string where(Index row, Index col) const { return place(at(row, col)); }
  [[nodiscard]] std::string where_header(Index col) const { return place(fields_[col]); }

 private:
  friend class CsvParser;

  struct Field {
    std::uint32_t begin = 0;  ///< into text_, quotes and doubled quotes already taken out
    std::uint32_t length = 0;
    std::uint32_t line = 1;
    std::uint32_t column = 1;
  };

  [[nodiscard]] const Field& at(Index row, Index col) const {
    return fields_[(row + 1) * cols_ + col];
  }
  [[nodiscard]] std::string_view view(const Field& f) const {
    return std::string_view(text_).substr(f.begin, f.length);
  }
  [[nodiscard]] std::string place(const Field& f) const;

  /// How numbers may be written, besides 1234.5.
  enum class Marks { plain, thousands, decimal_comma };
  [[nodiscard]] Marks marks_of() const;

  std::string file_;
  std::string sheet_;  ///< of a workbook: columns are numbers of fields
  Marks marks_ = Marks::plain;
  bool separator_is_comma_ = true;
  std::string text_;
  std::vector<Field> fields_;  ///< header first, then row by row
  Index cols_ = 0;
};

}  // namespace domar::readers
