#pragma once
/// @file Table text: the text of a table, whatever it is stored in: a file, gzip, zip or workbook.

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"

namespace domar::readers::world {

/// The text of one table, kept in memory or mapped from disk; copies share it.
class TableText {
 public:
  /// A text that is there; `file` is its name in messages.
  TableText(std::string text, std::string file);

  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] const std::string& file() const { return file_; }

  /// Of a sheet: lines end with their last cell (so short ones have blanks at the end), and empty
  /// lines are rows without cells.
  [[nodiscard]] bool is_sheet() const { return !sheet_.empty(); }

  /// Where a field is, both from 1: "table.csv:3:7", or "book.xlsx, sheet WIOT, cell G3".
  [[nodiscard]] std::string place(Index line, Index field) const;

  /// Text that has been parsed is not needed again soon: pages of a mapped file before `end` (a
  /// position in the text) and from `begin` on may leave this process's memory. The system keeps
  /// them, and reading again works.
  void forget(std::size_t begin, std::size_t end) const;

 private:
  friend Result<TableText> open_table(const std::filesystem::path&, const struct TablePart&);
  TableText() = default;

  std::shared_ptr<const void> owner_;
  std::string_view text_;
  std::string file_;
  std::string sheet_;
  bool mapped_ = false;
};

/// Which entry of a zip or sheet of a workbook holds the table.
struct TablePart {
  /// Its name, or a part of the name, whatever the case; empty: the only one.
  std::string name;
  /// Of several, the one with this year in its name; 0: none.
  int year = 0;
};

/// Entries of a zip that may hold tables (csv, txt, tsv, gz, xlsx), or sheets of a workbook. Empty
/// for any other file.
/// @error  those of open_table.
Result<std::vector<std::string>> parts_of(const std::filesystem::path& path);

/// The text of a table in a text file (mapped if large), a gzip of one, an entry of a zip (itself
/// text or workbook), or a sheet of a workbook (xlsx). Byte-order marks are taken off; UTF-16 is
/// refused.
/// @error not_found  no such file, entry or sheet; the hint lists what is there.
/// @error bad_input  damaged, a workbook of another kind (xlsb, xls, ods), or several entries or
///                   sheets and none chosen.
Result<TableText> open_table(const std::filesystem::path& path, const TablePart& part = {});

}  // namespace domar::readers::world
