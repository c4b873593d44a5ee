#pragma once
/// @file Seek and closures by swap on a world: which amounts of some levers bring results to their
/// targets, at least cost; which amounts of freed levers hold results.
///
/// Theory: docs/theory/world.md#seeking.

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "domar/equilibrium/seek.hpp"
#include "domar/equilibrium/world_indicators.hpp"

namespace domar::equilibrium {

/// What changes in a world anyway.
struct WorldExperiment {
  WorldParameters parameters;
  std::vector<WorldCap> caps;
};

struct WorldTarget {
  WorldIndicator result;
  double goal = 0.0;
};

struct SoughtWorldLever {
  WorldLever lever;
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
  double weight = 1.0;  ///< of its squared amount in the cost
};

/// One result is held at its target by one lever. Where the lever stands at a bound the result may
/// stay on one side of its target (complementarity), as in closures.hpp.
struct WorldSwap {
  std::string name;
  WorldIndicator result;
  WorldLever lever;
  double target = 0.0;
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
  int sense = 1;  ///< +1: the result rises with the lever, -1: it falls
};

struct WorldClosedSolution : WorldCapSolution {
  Vector freed;              ///< by swap: amount of its lever
  std::vector<bool> active;  ///< by swap: the target is met; else the lever stands at a bound
  int solves = 0;
};

/// The equilibrium at which every swap holds its result (1e-9 of its size). Not found: the solution
/// is not converged, and its note says which result was not held.
/// @error infeasible  no freed lever moves a result.
/// @error no_convergence  the economy cannot be solved without the swaps; derivatives fail.
/// @cost  without bounds about five warm solves, each with one adjoint per swap.
///
/// @param start  amounts and active swaps to begin with, from a solution nearby; null: none moved
[[nodiscard]] Result<WorldClosedSolution> solve_with_swaps(
    WorldSolver& solver, const WorldModel& model, const WorldExperiment& experiment,
    const std::vector<WorldSwap>& swaps, const WorldClosedSolution* start = nullptr);

/// d result / d amount at the base year.
/// @error no_convergence  the base year cannot be solved.
[[nodiscard]] Result<double> base_slope(WorldSolver& solver, const WorldModel& model,
                                        const WorldIndicator& result, const WorldLever& lever);

struct WorldSeekProblem {
  WorldExperiment experiment;
  std::vector<WorldSwap> swaps;  ///< held on the way; equalities (bounds are not looked at)
  std::vector<WorldTarget> targets;
  std::vector<SoughtWorldLever> levers;
  /// To be made small; nothing: half the weighted sum of squared amounts.
  std::optional<WorldIndicator> cost;
  double cost_sign = 1.0;  ///< -1: `cost` is to be made large
};

struct WorldSeekResult : SeekFindings {
  WorldClosedSolution base;  ///< without the levers
  WorldClosedSolution solution;
};

/// As `seek` on networks: sequential quadratic programming with adjoint gradients.
///
/// @error bad_input, infeasible, no_convergence  as there.
/// @cost  5 to 30 warm solves, each with one adjoint per target and per cap that binds.
[[nodiscard]] Result<WorldSeekResult> seek_in_world(WorldSolver& solver, const WorldModel& model,
                                                    const WorldSeekProblem& problem);

}  // namespace domar::equilibrium
