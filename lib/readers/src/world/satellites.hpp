#pragma once
/// @file Places the satellite accounts of a world table in its economy.

#include <functional>
#include <optional>

#include "domar/accounts/economy.hpp"
#include "domar/base/result.hpp"
#include "domar/readers/world/world_table.hpp"

namespace domar::readers::world {

/// Where the labels of the table are in the economy.
struct Placement {
  /// Industries of these labels; every industry stands among them.
  std::function<Result<std::vector<Index>>(const std::vector<Account>&)> industries;
  /// Final use of a label; k_none for one that was left out (exports); nothing if unknown.
  std::function<std::optional<Index>(const Account&)> final_use;
};

/// @error bad_input  labels that are unknown, missing or doubled; rows that stand twice; all
/// listed.
Status place_satellites(const WorldTable& table, const Placement& placement,
                        accounts::Economy& economy);

}  // namespace domar::readers::world
