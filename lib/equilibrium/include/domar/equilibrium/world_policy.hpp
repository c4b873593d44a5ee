#pragma once
/// @file The best tariffs, export and output taxes of a world with links between industries, found
/// by search along exact gradients.

#include <limits>
#include <string>
#include <vector>

#include "domar/equilibrium/world_solver.hpp"

namespace domar::equilibrium {

/// A tax that may be set: one rate for all its cells. Rates are shares; below 0 a subsidy.
struct WorldInstrument {
  enum class Kind { tariff, export_tax, output_tax };
  Kind kind = Kind::tariff;
  std::vector<Index> cells;  ///< edges (tariff, export tax) or industries (output tax)
  double lower = -1.0;       ///< of the rate; -1 is no bound
  double upper = std::numeric_limits<double>::infinity();
};

/// What is maximised over which instruments, everything else as in `held`.
struct WorldPolicyProblem {
  /// By region: what its equivalent variation (money of the base year) counts. One 1 and zeros: the
  /// real income of that region.
  Vector weight;
  std::vector<WorldInstrument> instruments;
  WorldParameters held;  ///< all parameters; instruments start from the rates in here
  double gradient_tolerance = 1e-7;
  Index max_evaluations = 2000;
};

/// Where the search stopped; only `converged` is an optimum (a local one).
struct WorldPolicy {
  Vector rate;             ///< by instrument
  std::vector<int> bound;  ///< by instrument: -1 held by its lower bound, 1 by its upper one
  Vector taxed;            ///< by instrument: what it taxes in the base year [money]
  WorldParameters parameters;
  WorldSolution solution;
  double gain = 0.0;           ///< weighted equivalent variation over weighted base-year spending
  double gradient_norm = 0.0;  ///< largest slope of the gain that no bound explains, per unit of
                               ///< ln(1 + rate) times the root of the spending share that it taxes
  Index solves = 0;            ///< equilibria, each with its gradient
  bool converged = false;
  std::string note;
};

/// Objective of a problem at a solution of `model`: sum of weight x equivalent variation over sum
/// of weight x base-year spending.
[[nodiscard]] double weighted_gain(const WorldModel& model, const Vector& weight,
                                   const WorldSolution& solution);

/// Slopes of weighted_gain in the rate of every instrument, at the solver's last solution, which
/// `solution` is.
/// @error no_convergence  nothing was solved, or the equilibrium is not locally unique.
/// @cost  one adjoint, whatever the number of instruments.
[[nodiscard]] Result<Vector> gain_slopes(WorldSolver& solver, const WorldModel& model,
                                         const Vector& weight,
                                         const std::vector<WorldInstrument>& instruments,
                                         const WorldSolution& solution);

/// The world solved without transfers (trade deficits), as the base year of its own.
/// @error no_convergence  there is no such equilibrium, or it was not found.
[[nodiscard]] Result<WorldModel> without_transfers(const WorldModel& model);

/// Maximises weighted_gain: quasi-Newton steps, cut at the bounds; every point is a solved
/// equilibrium, its slopes in all instruments one adjoint.
///
/// Taxes on all imports and on all exports have one degree of freedom too many where no transfers
/// are paid (Lerner symmetry): the level found depends on the start, the gain does not. Where a
/// region receives a transfer, it can raise what that buys without limit, so bounds are needed.
///
/// @error bad_value  a range is empty; nothing may be set; weights are all 0 or below 0.
/// @error shape_mismatch  weights or `held` do not fit the model.
/// @error no_convergence  the start could not be solved.
///
/// Theory: docs/theory/world.md#best-policy.
[[nodiscard]] Result<WorldPolicy> optimal_world_policy(WorldSolver& solver, const WorldModel& model,
                                                       const WorldPolicyProblem& problem);

}  // namespace domar::equilibrium
