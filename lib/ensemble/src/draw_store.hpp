#pragma once
/// @file DrawStore: a file to which finished draws are appended.

#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <string>

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"

namespace domar::ensemble {

/// One header with the key, then records (number, values, checksum) in the order they finished.
class DrawStore {
 public:
  DrawStore(std::filesystem::path file, std::string key, Index width);

  /// Reads the records of this key and width, then opens the file for more; begins a new one when
  /// it holds others. A torn record at the end is cut off.
  /// @error bad_input  the file cannot be written.
  [[nodiscard]] Result<std::map<Index, Vector>> open();
  /// Safe to call from threads. @error bad_input  the disk is full.
  [[nodiscard]] Status append(Index draw, const Vector& values);

 private:
  [[nodiscard]] std::string header() const;
  [[nodiscard]] std::string record(Index draw, const Vector& values) const;
  [[nodiscard]] Error cannot_write() const;

  std::filesystem::path file_;
  std::string key_;
  Index width_;
  std::mutex mutex_;
  std::ofstream out_;
};

}  // namespace domar::ensemble
