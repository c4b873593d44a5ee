#pragma once
/// @file Table text: the text of a table, whatever it is stored in: a file, gzip, zip or workbook.

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"

namespace domar::readers {
class MappedFile;
class ZipArchive;
namespace xlsx {
class Workbook;
}
}  // namespace domar::readers

namespace domar::readers::world {

/// The text of one table, kept in memory or mapped from disk; copies share it.
class TableText {
 public:
  /// A text that is there; `file` is its name in messages.
  TableText(std::string text, std::string file);
  /// A text on disk.
  static TableText mapped(std::shared_ptr<const MappedFile> mapping, std::string file);

  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] const std::string& file() const { return file_; }

  /// Of a sheet: lines end with their last cell (so short ones have blanks at the end), and empty
  /// lines are rows without cells.
  [[nodiscard]] bool is_sheet() const { return !sheet_.empty(); }

  [[nodiscard]] const std::string& sheet() const { return sheet_; }

  /// Where a field is, both from 1: "table.csv:3:7", or "book.xlsx, sheet WIOT, cell G3".
  [[nodiscard]] std::string place(Index line, Index field) const;

  /// Text that has been parsed is not needed again soon: pages of a mapped file before `end` (a
  /// position in the text) and from `begin` on may leave this process's memory. The system keeps
  /// them, and reading again works.
  void forget(std::size_t begin, std::size_t end) const;

 private:
  friend class TableFile;
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

/// A file with one table or several: text (mapped if large), gzip of text, a zip of texts and
/// workbooks, or a workbook (xlsx).
class TableFile {
 public:
  /// @error not_found  no such file.
  /// @error bad_input  damaged, or a workbook of another kind (xlsb, xls, ods).
  static Result<TableFile> open(const std::filesystem::path& path);

  /// Entries of a zip that may hold tables (csv, txt, tsv, gz, xlsx), or sheets of a workbook; of
  /// any other file its name.
  [[nodiscard]] const std::vector<std::string>& parts() const { return parts_; }

  /// @error not_found  no such part. @error bad_input  several; the hint lists what is there.
  [[nodiscard]] Result<Index> choose(const TablePart& part) const;

  /// The text of a part. Byte-order marks are taken off; UTF-16 is refused. With a limit, at least
  /// the first `most_lines` and not much more.
  [[nodiscard]] Result<TableText> text(Index part, const TablePart& inner = {},
                                       Index most_lines = k_all) const;
  static constexpr Index k_all = static_cast<Index>(-1);

 private:
  TableFile() = default;
  [[nodiscard]] Result<TableText> plain_text() const;
  [[nodiscard]] Result<TableText> entry_text(Index part, const TablePart& inner,
                                             Index most_lines) const;

  std::filesystem::path path_;
  std::shared_ptr<const ZipArchive> zip_;
  std::shared_ptr<const xlsx::Workbook> book_;
  std::vector<std::string> parts_;
  std::vector<Index> entries_;  ///< of the zip, for each part
};

/// The text of the table that `part` tells. Where it tells nothing and there are several, the one
/// with one of `usual` in its name. @error  those of TableFile.
Result<TableText> open_table(const std::filesystem::path& path, const TablePart& part = {},
                             const std::vector<std::string>& usual = {});

}  // namespace domar::readers::world
