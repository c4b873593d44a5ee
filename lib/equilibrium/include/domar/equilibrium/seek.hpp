#pragma once
/// @file Seek: which amounts of some levers bring results to their targets; the cheapest, when
/// there are more levers than targets; how near one can come, when none do.
///
/// Theory: docs/theory/adjoint.md#seeking.

#include <optional>
#include <string>
#include <vector>

#include "domar/equilibrium/closures.hpp"

namespace domar::equilibrium {

/// A result and the value that is wanted.
struct Target {
  Indicator result;
  double goal = 0.0;
};

/// A lever that may be used, within bounds on its amount.
struct SoughtLever {
  Lever lever;
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
  double weight = 1.0;  ///< of its squared amount in the cost
};

/// The experiment with these levers after its own, none of them moved yet.
[[nodiscard]] Experiment with_levers(Experiment experiment, const std::vector<SoughtLever>& levers);

struct SeekProblem {
  Experiment experiment;  ///< what changes anyway, and closures
  std::vector<Target> targets;
  std::vector<SoughtLever> levers;
  /// To be made small; nothing: half the weighted sum of squared amounts.
  std::optional<Indicator> cost;
  double cost_sign = 1.0;  ///< -1: `cost` is to be made large
};

/// What a search found, on whatever economy.
struct SeekFindings {
  bool reached = false;    ///< every target to 1e-8 of its size
  bool cheapest = false;   ///< no lever could be moved to lower the cost (first-order conditions)
  std::string note;        ///< when not reached: what stands in the way
  Vector amounts;          ///< by lever
  std::vector<int> bound;  ///< by lever: -1 at its lower, +1 at its upper bound, else 0
  Vector before, after;    ///< by target
  Matrix slopes;           ///< (target, lever) at the end
  Vector price;            ///< by target: cost of one unit more of it
  double cost = 0.0;
  int solves = 0;
};

struct SeekResult : SeekFindings {
  ClosedSolution base;  ///< without the levers
  ClosedSolution solution;
};

/// Sequential quadratic programming with adjoint gradients; plain Newton when there are as many
/// levers as targets. Deterministic.
///
/// @error bad_input       no target or no lever.
/// @error infeasible      a target that no lever moves.
/// @error no_convergence  the economy cannot be solved without the levers.
/// @cost  5 to 30 warm solves, each with one Jacobian and one adjoint per target.
[[nodiscard]] Result<SeekResult> seek(const network::Network& network, const SeekProblem& problem,
                                      const SolverOptions& options = {});

}  // namespace domar::equilibrium
