#pragma once
/// @file What files about worlds say of its nests.

#include <string>
#include <vector>

#include "domar/accounts/economy.hpp"
#include "domar/equilibrium/world_from_accounts.hpp"
#include "toml_reader.hpp"

namespace domar::scenario {

/// [elasticities]: armington (one number, or one per sector in armington_by_sector), output,
/// inputs, value_added, final. What is assumed goes to `notes`.
[[nodiscard]] Status read_world_elasticities(const TomlTable& root,
                                             const accounts::Economy& economy,
                                             equilibrium::WorldAccountsOptions& options,
                                             std::vector<std::string>& notes);

/// [scale] and [markup]: `elasticity` or `rate` for all sectors, `by_sector` for some; [scale]
/// starts.
[[nodiscard]] Status read_world_entry(const TomlTable& root, const accounts::Economy& economy,
                                      equilibrium::WorldAccountsOptions& options, Index& starts);

}  // namespace domar::scenario
