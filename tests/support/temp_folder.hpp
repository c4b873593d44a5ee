#pragma once
/// @file Files written into a folder of one test, and where in them an error should point.

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <fmt/format.h>

#include "domar/base/result.hpp"
#include "source_dir.hpp"

namespace domar::test {

/// A folder that is removed afterwards. The built-in economies are those of this checkout.
class TempFolder {
 public:
  TempFolder() {
    static int count = 0;
    folder_ =
        std::filesystem::temp_directory_path() / fmt::format("domar_test_{}_{}", getpid(), count++);
    std::filesystem::create_directories(folder_);
    setenv("DOMAR_HOME", source_dir().c_str(), 1);
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
    return folder_ / name;
  }
  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return folder_ / name;
  }
  [[nodiscard]] bool is_empty() const { return std::filesystem::is_empty(folder_); }

 private:
  std::filesystem::path folder_;
};

/// The line of `text` in which `part` first stands, and its column, both from 1.
struct Place {
  std::size_t line = 0;
  std::size_t column = 0;
  std::string whole_line;
};

inline Place place_of(const std::string& part, const std::string& text) {
  const std::size_t at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  if (at == std::string::npos) return {};
  Place place{1, 1, ""};
  std::size_t begin = 0;
  for (std::size_t i = 0; i < at; ++i) {
    if (text[i] != '\n') continue;
    ++place.line;
    begin = i + 1;
  }
  place.column = at - begin + 1;
  place.whole_line = text.substr(begin, text.find('\n', begin) - begin);
  return place;
}

/// The error names the file, the line and the column of `part`, and quotes the line with a marker
/// under all of `part`.
inline void expect_points_at(const Error& error, const std::filesystem::path& file,
                             const std::string& text, const std::string& part) {
  const Place place = place_of(part, text);
  EXPECT_EQ(error.where, fmt::format("{}:{}:{}", file.string(), place.line, place.column));
  EXPECT_EQ(error.quote,
            fmt::format("{:>4} | {}\n     | {}{}", place.line, place.whole_line,
                        std::string(place.column - 1, ' '), std::string(part.size(), '^')));
}

}  // namespace domar::test
