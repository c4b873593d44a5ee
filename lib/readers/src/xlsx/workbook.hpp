#pragma once
/// @file Workbook: the sheets of an xlsx file (Office Open XML, ECMA-376) as text.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"
#include "zip/archive.hpp"

namespace domar::readers::xlsx {

/// An xlsx file. Values only: formulas give what they last came to, dates are numbers of days,
/// formats and merged areas are not looked at (a merged area has its value in its first cell).
class Workbook {
 public:
  /// @error not_found  no such file.
  /// @error bad_input  no workbook, damaged, beyond the limits of ZipArchive; .xlsb, .xls and .ods
  ///                   are named, with advice.
  static Result<Workbook> open(const std::filesystem::path& path);
  static Result<Workbook> open_bytes(std::string bytes, const std::string& shown);
  static Result<Workbook> from_archive(ZipArchive archive);

  /// Names of the sheets, in their order.
  [[nodiscard]] const std::vector<std::string>& sheets() const { return sheets_; }

  /// The cells of a sheet, a line for each row from the first, tabs between them, nothing for
  /// empty ones; lines end with their last cell. Numbers stand as in the file, so that all their
  /// digits are there. Texts with a quote are quoted as in csv; tabs and line ends in texts are
  /// blanks. With a limit, the first `most_rows` rows and not much more.
  /// @error bad_input  damaged, rows out of order, or more than 2 GiB of text.
  /// @cost  about 0.5 microseconds a cell.
  [[nodiscard]] Result<std::string> text_of(Index sheet, Index most_rows = k_all_rows) const;
  static constexpr Index k_all_rows = static_cast<Index>(-1);

 private:
  Workbook(ZipArchive archive) : archive_(std::move(archive)) {}
  Status read_parts();

  ZipArchive archive_;
  std::vector<std::string> sheets_;
  std::vector<Index> entries_;       ///< of the archive, for each sheet
  std::vector<std::string> shared_;  ///< texts that cells refer to by number
};

/// Says in words what an unreadable workbook is (xlsb, xls, ods) and what to do.
/// @return  nothing wrong, or the error.
[[nodiscard]] Status refuse_other_workbooks(std::string_view first_bytes, const std::string& shown);

/// "B12" for row 12 and column 2, both from 1.
[[nodiscard]] std::string cell_name(Index row, Index column);

}  // namespace domar::readers::xlsx
