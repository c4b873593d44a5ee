#pragma once
/// @file What the fuzz programs share: no bytes given to a reader crash it, and an error says
/// something.

#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "domar/base/result.hpp"

namespace domar::fuzz {

inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

/// Bad bytes are the user's mistake, never ours, and the message says what is wrong.
inline void expect_helpful(const Error& error) {
  require(error.code != ErrorCode::internal, "bad input is not an internal error");
  require(!error.what.empty(), "an error says what is wrong");
}

/// A file of this process that holds the bytes; overwritten by the next call.
inline std::filesystem::path file_with(std::string_view bytes, const char* ending) {
  static const std::string stem =
      (std::filesystem::temp_directory_path() / fmt::format("domar_fuzz_{}", getpid())).string();
  const std::filesystem::path path = stem + ending;
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  return path;
}

inline std::string_view bytes_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace domar::fuzz
