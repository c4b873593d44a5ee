#pragma once
/// @file Closures by swap: fix a result and free an instrument, within bounds if it has any.
///
/// Theory: docs/theory/equilibrium.md#swaps.

#include <limits>
#include <string>
#include <vector>

#include "domar/equilibrium/indicators.hpp"
#include "domar/equilibrium/levers.hpp"
#include "domar/equilibrium/solver.hpp"

namespace domar::equilibrium {

/// One result is held at its target by one lever. Where the lever stands at a bound the result may
/// stay on one side of its target (complementarity): an export quota is a wedge from 0 up that
/// holds a quantity at its cap, unemployment a factor from 0 down that holds a real wage at its
/// floor.
struct Swap {
  std::string name;
  Indicator result;
  Lever lever;
  double target_0 = 0.0;  ///< at the base year
  double target = 0.0;    ///< after the whole change
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
  /// +1: the result rises with the lever, -1: it falls, 0: found at the first solution.
  int sense = 0;
  int limit = 0;  ///< +1: the target is a floor, -1: a ceiling, 0: to be met
};

/// A change of an economy: levers that are moved, and results that are held.
struct Experiment {
  std::vector<Lever> levers;
  Vector amounts;  ///< by lever, whole change
  std::vector<Swap> swaps;
};

struct ClosedSolution {
  Solution solution;
  Parameters parameters;     ///< those that the solution solves, freed levers included
  Vector freed;              ///< by swap: amount of its lever
  std::vector<bool> active;  ///< by swap: the target is met; else the lever stands at a bound
};

/// Solves experiments on one network; keeps the last solution as a start.
class ClosedSolver {
 public:
  ClosedSolver(const network::Network& network, const Experiment& experiment,
               SolverOptions options = {});

  /// The equilibrium at `share` of the whole change, targets met to 1e-9 (in their own unit).
  /// Starts from the last solution; no continuation.
  /// @cost  about five warm solves and as many Jacobians with swaps, one solve without.
  [[nodiscard]] ClosedSolution solve(double share);

  /// The same in steps as small as needed from the base year. A solution that is not converged says
  /// in `feasible_share` and `note` how far it came and what stands in the way.
  [[nodiscard]] ClosedSolution solve_in_steps();

  /// Total change of parameters per unit of each instrument: the levers, then the targets, with
  /// what the freed levers do about it; and the tangent that goes with it.
  struct Response {
    ParameterSlopes direction;
    Change tangent;
    Vector freed;  ///< by swap: d lever
  };
  /// Responses at a solution. One per lever of the experiment, then one per swap (to its target).
  [[nodiscard]] Result<std::vector<Response>> responses(const ClosedSolution& at,
                                                        double share) const;

  /// Slopes of indicators (rows) in the amount of every lever of the experiment (columns), what the
  /// freed levers do about it included. @cost  one adjoint per indicator and per swap.
  [[nodiscard]] Result<Matrix> gradients(const std::vector<Indicator>& indicators,
                                         const ClosedSolution& at, double share) const;
  /// Other amounts of the levers.
  void set_amounts(const Vector& amounts) { experiment_.amounts = amounts; }

  [[nodiscard]] const Experiment& experiment() const { return experiment_; }
  /// Starts again from the base year.
  void reset();
  /// Start of the freed levers for the next solve.
  void start_from(const Vector& freed) { freed_ = freed; }

 private:
  struct Trial {
    Solution solution;
    Parameters parameters;
    Vector gap;                ///< by swap: sense * (result - target)
    Vector open;               ///< by swap: what is left of it, or to the lever's bound
    std::vector<bool> active;  ///< by swap: not at a bound
  };
  [[nodiscard]] Vector lever_amounts(double share, const Vector& freed) const;
  [[nodiscard]] Trial attempt(double share, const Vector& freed);
  [[nodiscard]] Result<Matrix> slopes_of_gaps(const Trial& trial, const Vector& amounts) const;
  void find_open_gaps(const Vector& freed, Trial& trial) const;
  [[nodiscard]] bool close(double share, Trial& trial, int& evaluations);
  [[nodiscard]] bool step_along(const Vector& step, int halvings, double share, Trial& trial,
                                int& evaluations);
  [[nodiscard]] std::string what_stays_open(const Trial& trial) const;
  [[nodiscard]] Status find_senses(double share);
  [[nodiscard]] ClosedSolution failed(Solution solution, std::string note) const;

  const network::Network& network_;
  Experiment experiment_;
  std::vector<Lever> all_levers_;  ///< of the experiment, then of the swaps
  SolverOptions options_;
  Parameters base_;
  Solver solver_;
  Vector freed_;
};

}  // namespace domar::equilibrium
