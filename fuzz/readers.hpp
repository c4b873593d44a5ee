#pragma once
/// @file What the fuzz programs of the readers share: several files out of one input, and what an
/// economy that was read has to be.

#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

#include "domar/accounts/economy.hpp"
#include "fuzz.hpp"

namespace domar::fuzz {

/// What a reader gives is an economy with everything in place, or an error that helps.
inline void expect_economy(const Result<accounts::Economy>& economy) {
  if (!economy.ok()) {
    expect_helpful(economy.error());
    (void)economy.error().message();
    return;
  }
  require(economy->check_shapes().ok(), "an economy that was read has its shapes");
  for (Index r = 0; r < economy->regions.size(); ++r) {
    require(economy->gdp(r) == economy->gdp(r), "every region has a GDP");
  }
}

/// A folder with the files of an input: "==> name\n" begins a file, which ends before the line end
/// and the mark of the next. Names are cut to letters, digits and ._-()/ so that nothing is written
/// elsewhere. The folder is emptied by the next call; it holds at most 20 files.
inline std::filesystem::path folder_with(std::string_view bytes) {
  namespace fs = std::filesystem;
  static const fs::path folder =
      fs::temp_directory_path() / fmt::format("domar_fuzz_{}_2015", getpid());
  std::error_code ignored;
  fs::remove_all(folder, ignored);
  fs::create_directories(folder, ignored);
  constexpr std::string_view k_mark = "==> ";
  for (int files = 0; files < 20; ++files) {
    const auto start = bytes.find(k_mark);
    if (start == std::string_view::npos) break;
    bytes.remove_prefix(start + k_mark.size());
    const auto line = bytes.find('\n');
    if (line == std::string_view::npos) break;
    std::string name;
    for (const char c : bytes.substr(0, std::min<std::size_t>(line, 100))) {
      const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      const bool dot = c == '.' && !name.empty() && name.back() != '.' && name.back() != '/';
      const bool slash = c == '/' && !name.empty() && name.find('/') == std::string::npos;
      if (plain || dot || slash || c == '_' || c == '-' || c == '(' || c == ')') name += c;
    }
    bytes.remove_prefix(line + 1);
    const auto end = bytes.find("\n==> ");
    const std::string_view text = end == std::string_view::npos ? bytes : bytes.substr(0, end);
    if (name.empty()) continue;
    fs::create_directories((folder / name).parent_path(), ignored);
    std::ofstream(folder / name, std::ios::binary | std::ios::trunc) << text;
  }
  return folder;
}

}  // namespace domar::fuzz
