#pragma once
/// @file Caps on the quantity that passes an edge of a world (import bans, export controls), as
/// complementarity.

#include <vector>

#include "domar/equilibrium/world_solver.hpp"

namespace domar::equilibrium {

/// The quantity may not exceed `cap` times that of the base year, in base-year units sent.
struct WorldCap {
  enum class Rent { to_destination, to_origin, lost };
  Index edge = 0;
  double cap = 1.0;  ///< > 0
  Rent rent = Rent::to_destination;
};

struct WorldCapSolution {
  WorldSolution solution;
  Vector log_wedge;            ///< by cap: ln of the wedge that holds it; 0 where it does not bind
  WorldParameters parameters;  ///< with the wedges booked where their rents go
};

/// Quantity that passes an edge over its base year, at a solution.
[[nodiscard]] double relative_quantity(const WorldModel& model, const WorldParameters& parameters,
                                       const WorldSolution& solution, Index edge);

/// Solves with every cap respected: it binds to `close` (of ln quantity), or its wedge is 0.
/// Not converged: `feasible_share` says how far the caps could be tightened.
/// @cost  about ten warm solves; where many caps depend on each other some hundred tangents more.
[[nodiscard]] WorldCapSolution solve_with_caps(WorldSolver& solver, const WorldModel& model,
                                               const WorldParameters& parameters,
                                               const std::vector<WorldCap>& caps,
                                               double close = 1e-8);

}  // namespace domar::equilibrium
