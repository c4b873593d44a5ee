#pragma once
/// @file Table look: a first look at files of unknown format.

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "domar/base/result.hpp"
#include "world/table_text.hpp"

namespace domar::readers::world {

/// Names and first lines.
struct TableLook {
  std::string file;                ///< name of the file or folder
  bool folder = false;             ///< a folder
  std::vector<std::string> names;  ///< files of a folder, entries of a zip, sheets of a workbook
  /// Fields of the first lines; of a zip or workbook without a part chosen, of its first eight
  /// parts.
  std::vector<std::vector<std::string>> lines;

  /// Some line has all of these as fields.
  [[nodiscard]] bool has_line_with(std::initializer_list<std::string_view> fields) const;
  /// A file, entry or sheet has exactly this name, in whatever folder.
  [[nodiscard]] bool has_file(std::string_view name) const;
};

/// @error  those of open_table.
Result<TableLook> look_at(const std::filesystem::path& path, const TablePart& part);

}  // namespace domar::readers::world
