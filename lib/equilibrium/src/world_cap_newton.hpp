#pragma once
/// @file Caps of a world by Newton's method: for those whose wedges depend on each other too much
/// to be found one by one.

#include <vector>

#include "domar/equilibrium/world_caps.hpp"

namespace domar::equilibrium {

/// Parameters with the wedges of caps [ln] booked where their rents go.
[[nodiscard]] WorldParameters with_wedges(WorldParameters parameters,
                                          const std::vector<WorldCap>& caps, const Vector& wedges);

/// Tightens the caps that bind from the quantities without them, in steps as long as Newton finds
/// the wedges of. The linear systems are solved by GMRES, a tangent of the world for each product.
/// @return  not converged: `feasible_share` says how far the caps could be tightened.
[[nodiscard]] WorldCapSolution tighten_caps(WorldSolver& solver, const WorldModel& model,
                                            const WorldParameters& parameters,
                                            const std::vector<WorldCap>& caps, double close);

}  // namespace domar::equilibrium
