#pragma once
/// @file TomlReader: a TOML table whose mistakes are reported with file:line:column and the line.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domar/base/result.hpp"

namespace domar::readers {

/// A TOML file kept for messages.
struct TomlFile;

/// One table of a file. Copies are cheap; the file lives as long as any of its tables.
class TomlTable {
 public:
  /// @error not_found, bad_input  no file; not TOML: line, column and the line itself.
  static Result<TomlTable> read(const std::filesystem::path& path);

  /// The file it was read from.
  [[nodiscard]] const std::string& file() const;
  [[nodiscard]] bool has(const std::string& key) const;
  [[nodiscard]] bool is_table(const std::string& key) const;
  /// All keys, in the order of the file.
  [[nodiscard]] std::vector<std::string> keys() const;
  /// Every key must be one of `known`. @error bad_input  names the nearest valid key.
  [[nodiscard]] Status only(const std::vector<std::string>& known) const;

  // A value of the key, or nothing if the key is absent. @error bad_input  it has another type.
  [[nodiscard]] Result<std::optional<std::string>> text(const std::string& key) const;
  [[nodiscard]] Result<std::optional<double>> number(const std::string& key) const;
  [[nodiscard]] Result<std::optional<long>> whole(const std::string& key) const;
  [[nodiscard]] Result<std::optional<bool>> truth(const std::string& key) const;
  [[nodiscard]] Result<std::vector<std::string>> texts(const std::string& key) const;
  [[nodiscard]] Result<std::vector<long>> wholes(const std::string& key) const;
  [[nodiscard]] Result<std::optional<TomlTable>> table(const std::string& key) const;
  [[nodiscard]] Result<std::vector<TomlTable>> tables(const std::string& key) const;

  /// The error placed at a key's value (or element `i` of an array), or at the table if absent.
  [[nodiscard]] Error at(const std::string& key, Error error, int element = -1) const;

 private:
  struct Node;
  std::shared_ptr<const TomlFile> file_;
  std::shared_ptr<const Node> node_;
};

}  // namespace domar::readers
