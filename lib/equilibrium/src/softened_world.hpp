#pragma once
/// @file Worlds with some substitution everywhere, on the way to those with none.

#include "domar/equilibrium/world_model.hpp"

namespace domar::equilibrium {

/// Whether a world has elasticities that softening would raise.
[[nodiscard]] bool can_be_softened(const WorldModel& model);

/// Gives `soft`, a copy of `model`, the elasticities of point t: those below a bound are raised to
/// it, 1/2 at t = 0 and falling by half fourteen times until t = 1, where all are the model's own.
/// The base year is an equilibrium whatever the elasticities.
void soften(const WorldModel& model, double t, WorldModel& soft);

}  // namespace domar::equilibrium
