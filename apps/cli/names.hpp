#pragma once
/// @file Lists of names on the command line.

#include <algorithm>
#include <string>
#include <vector>

#include "domar/base/text.hpp"

namespace domar::cli {

/// Splits "a,b" into its parts, without empty ones.
inline std::vector<std::string> names_in(const std::string& list) {
  std::vector<std::string> names;
  for (std::size_t begin = 0; begin <= list.size();) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    if (auto name = trimmed(list.substr(begin, end - begin)); !name.empty()) {
      names.push_back(std::move(name));
    }
    begin = end + 1;
  }
  return names;
}

}  // namespace domar::cli
