#pragma once
/// @file Money flows of a world's base year, read off its shares.

#include "domar/equilibrium/world_model.hpp"

namespace domar::equilibrium {

/// What the users of a destination paid for the goods of one edge in the base year, taxes included
/// [money].
[[nodiscard]] double base_purchase(const WorldModel& model, Index edge);

/// The same for all edges. Cost: O(edges x users).
[[nodiscard]] Vector base_purchases(const WorldModel& model);

}  // namespace domar::equilibrium
