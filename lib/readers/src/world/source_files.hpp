#pragma once
/// @file The files of a source, by their path within its folder or zip.

#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domar/base/result.hpp"
#include "world/table_text.hpp"
#include "zip/archive.hpp"

namespace domar::readers::world {

/// Names are relative to the folder that holds the files, with forward slashes. A folder that holds
/// nothing but one folder is entered. Nothing deeper than two levels is looked at.
class SourceFiles {
 public:
  /// A folder or a zip.
  /// @error not_found  no such folder or zip. @error bad_input  it cannot be read.
  static Result<SourceFiles> open(const std::filesystem::path& path);

  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }  ///< sorted
  [[nodiscard]] bool has(std::string_view name) const;
  /// The first of these that is there.
  [[nodiscard]] std::optional<std::string> first_of(
      std::initializer_list<std::string_view> names) const;
  /// The first name (sorted) that ends so.
  [[nodiscard]] std::optional<std::string> ending_with(std::string_view ending) const;

  /// @error  those of read_file.
  [[nodiscard]] Result<std::string> read(const std::string& name) const;
  /// The text of a table: mapped if it is a large file or a large entry of a zip (unpacked.hpp).
  /// @error  those of open_table and unpacked_text.
  [[nodiscard]] Result<TableText> table(const std::string& name) const;
  /// For messages: the path of the file.
  [[nodiscard]] std::string shown(const std::string& name) const;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  /// Only of a zip. @error not_found
  [[nodiscard]] Result<Index> entry_of(const std::string& name) const;

  std::filesystem::path path_;  ///< as given
  std::filesystem::path root_;  ///< where the names begin
  std::optional<ZipArchive> zip_;
  std::vector<std::string> names_;
};

}  // namespace domar::readers::world
