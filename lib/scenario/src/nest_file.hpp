#pragma once
/// @file Nest file: rules for the nests of an economy, from TOML. Format:
/// docs/reference/nest-files.md.

#include <filesystem>
#include <optional>
#include <string>

#include "domar/network/from_accounts.hpp"
#include "domar/readers/toml.hpp"
#include "domar/scenario/economy_folder.hpp"

namespace domar::scenario {

using readers::TomlTable;

/// What a `[nests]` table chooses: a tree by name, or rules.
struct NestChoice {
  std::string tree = "standard";   ///< by name, or the file's name
  std::optional<TomlTable> rules;  ///< of a file, or of the table itself
};

/// Reads `[nests]` of a shock, seek, optimise or scenario file; files are looked for beside it.
/// @error not_found  unknown names, with the nearest; no such file.
[[nodiscard]] Result<NestChoice> read_nest_choice(const TomlTable& root);

/// Rules for one economy.
///
/// @param options  has the elasticities that rules may name, and whether data earn an income
/// @error bad_input, bad_value, not_found  with file:line:column: a good without a source, a nest
///        that nobody buys, an input named twice or left out, unknown sectors, a sector in two
///        groups or two rules, elasticities below 0.
[[nodiscard]] Result<network::NestRules> read_nest_rules(const TomlTable& rules,
                                                         const EconomyFolder& folder,
                                                         const network::NetworkOptions& options);

}  // namespace domar::scenario
