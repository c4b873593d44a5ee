#pragma once
/// @file SectorList: goods named in a file by code, title, pattern, class or group.

#include <map>
#include <string>
#include <vector>

#include "domar/readers/toml.hpp"
#include "domar/scenario/economy_folder.hpp"

namespace domar::scenario {

using readers::TomlTable;

/// Groups of goods by name; each good in one group at most.
using Groups = std::map<std::string, std::vector<Index>>;

/// Goods meant by one word: code or title, "*" for any letters in either, "class:NAME" whose
/// sectors belong to it as a whole, or a group's name.
/// @error not_found  nothing is meant, with the nearest; bad_value  a sector is only partly in it.
[[nodiscard]] Result<std::vector<Index>> goods_meant(const std::string& word,
                                                     const EconomyFolder& folder,
                                                     const Groups& groups);

/// Goods of a list of words, ascending.
/// @error those of goods_meant, at the word; bad_input  a good is named twice.
[[nodiscard]] Result<std::vector<Index>> read_goods(const TomlTable& table, const std::string& key,
                                                    const EconomyFolder& folder,
                                                    const Groups& groups);

/// `[groups]`: NAME = ["sector", ...].
/// @error as read_goods; bad_input  a good stands in two groups, or a group is empty.
[[nodiscard]] Result<Groups> read_groups(const TomlTable& root, const EconomyFolder& folder);

/// "045 Title" for messages.
[[nodiscard]] std::string name_of_good(const EconomyFolder& folder, Index good);

}  // namespace domar::scenario
