#pragma once
/// @file Optimum: which amounts of some levers, within bounds, make a result as large as can be.
///
/// Theory: docs/theory/adjoint.md#optimum.

#include <string>
#include <vector>

#include "domar/equilibrium/seek.hpp"

namespace domar::equilibrium {

struct OptimumProblem {
  Experiment experiment;            ///< what changes anyway, and closures
  Indicator objective;              ///< to be made large
  std::vector<SoughtLever> levers;  ///< weights are not used
  Index starts = 1;         ///< searches: from no change, then from points drawn within the bounds
  double tolerance = 1e-8;  ///< of the scaled gradient, where the objective is 1 in size
};

struct Optimum {
  bool converged = false;  ///< first-order conditions hold: no lever can be moved to any gain
  std::string note;        ///< why not
  Vector amounts;          ///< by lever
  std::vector<int> bound;  ///< by lever: -1, +1: held back by its lower, upper bound, else 0
  Vector slope;            ///< by lever: of the objective, relative to its size, at the optimum
  Vector taxed;            ///< by lever: base-year money on which it acts, 0 for other than taxes
  double gradient_norm = 0.0;  ///< largest projected slope, each over the root of the share taxed
  double before = 0.0, after = 0.0;  ///< of the objective
  double spread = 0.0;  ///< relative: objective of the best start less that of the worst
  Index solves = 0;     ///< equilibria, each with its gradient
  ClosedSolution base;  ///< without the levers
  ClosedSolution solution;
};

/// Projected quasi-Newton (numerics::minimise) on adjoint gradients. Levers of taxes are kept where
/// every buyer pays at least a hundredth of the seller's price, whatever their bounds.
///
/// @error bad_input       no lever.
/// @error infeasible      no lever moves the objective.
/// @error no_convergence  the economy cannot be solved without the levers.
/// @cost  20 to 200 warm solves a start, each with one Jacobian and one adjoint.
[[nodiscard]] Result<Optimum> optimum(const network::Network& network,
                                      const OptimumProblem& problem,
                                      const SolverOptions& options = {});

}  // namespace domar::equilibrium
