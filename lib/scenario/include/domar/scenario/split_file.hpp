#pragma once
/// @file Split files: what is known about industries to split out of an economy. Format:
/// docs/reference/split-files.md.

#include <filesystem>

#include "domar/accounts/economy.hpp"
#include "domar/accounts/split_facts.hpp"
#include "domar/base/result.hpp"

namespace domar::scenario {

/// Reads SPLIT.toml and the tables it names, with sectors and users of this economy. Industries
/// keep the order of the file. Use accounts::split_by_facts() or, for another admissible economy,
/// accounts::draw_by_facts() with the result.
///
/// @error not_found, bad_input, bad_value  with file:line:column, the line, and what to try: keys,
///        sectors, users, quantities that do not exist (with the nearest that does), shares outside
///        0 to 1, bounds reversed, industries of a table that the file does not list.
[[nodiscard]] Result<accounts::SplitFacts> read_split_file(const std::filesystem::path& file,
                                                           const accounts::Economy& economy);

}  // namespace domar::scenario
