#pragma once
/// @file netCDF-4 files: the little of the C library that economies and results need; the first
/// error sticks.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"

namespace domar::readers {

/// An open netCDF file. The C library is not thread-safe, so only one is open at a time. After an
/// error every further call does nothing; ask status() at the end.
class NetcdfFile {
 public:
  NetcdfFile(const NetcdfFile&) = delete;
  NetcdfFile& operator=(const NetcdfFile&) = delete;

  [[nodiscard]] bool ok() const { return !error_; }
  [[nodiscard]] Status status() const;

 protected:
  /// `shown` is the file's name in messages.
  explicit NetcdfFile(std::string shown) : lock_(library()), shown_(std::move(shown)) {}
  ~NetcdfFile();

  /// Remembers the library's complaint about `thing`; true if there is none.
  bool expect(int code, const std::string& thing);
  void fail(const std::string& what, const std::string& hint = "");
  void close();

  int id_ = -1;

 private:
  static std::mutex& library();

  std::unique_lock<std::mutex> lock_;
  std::string shown_;
  std::optional<Error> error_;
};

class NetcdfWriter : public NetcdfFile {
 public:
  NetcdfWriter(const std::filesystem::path& path, const std::string& shown);

  void dimension(const char* name, Index size);
  void attribute(const char* name, const std::string& text);
  void attribute(const char* name, int value);
  /// The `about` text becomes the attribute long_name.
  void texts(const char* name, const char* dimension, const std::vector<std::string>& values,
             const char* about);
  void text(const char* name, const std::string& value, const char* about);
  void integers(const char* name, const std::vector<const char*>& dimensions,
                std::span<const std::int32_t> values, const char* about);
  /// Compressed, with a checksum.
  void numbers(const char* name, const std::vector<const char*>& dimensions,
               std::span<const double> values, const std::string& unit, const char* about);
  /// Large numbers, not compressed, part by part along the first dimension.
  void large_numbers(const char* name, const std::vector<const char*>& dimensions,
                     const std::vector<std::span<const double>>& parts, const std::string& unit,
                     const char* about);
  /// Flushes everything.
  Status finish();

 private:
  int define(const char* name, int type, const std::vector<const char*>& dimensions,
             const char* about);
  void compress(int variable, const char* name);
};

class NetcdfReader : public NetcdfFile {
 public:
  explicit NetcdfReader(const std::filesystem::path& path);

  /// Whether there is a variable of this name; no error if not.
  [[nodiscard]] bool has(const char* name) const;
  Index dimension(const char* name);
  std::string attribute(const char* name);
  int attribute_integer(const char* name);
  std::vector<std::string> texts(const char* name, const std::vector<Index>& shape);
  std::vector<std::int32_t> integers(const char* name, const std::vector<Index>& shape);
  Vector numbers(const char* name, const std::vector<Index>& shape);
  /// Part by part along the first dimension: `room(k)` makes the place for part k. It is called
  /// on several threads at once, because new memory takes longer to come by than numbers to read.
  void numbers(const char* name, const std::vector<Index>& shape,
               const std::function<std::span<double>(Index part)>& room);

 private:
  /// Id of a variable of this type and shape, or nothing (and an error).
  std::optional<int> find(const char* name, int type, const std::vector<Index>& shape);
};

}  // namespace domar::readers
