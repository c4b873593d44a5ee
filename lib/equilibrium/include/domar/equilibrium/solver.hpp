#pragma once
/// @file Solver: general equilibrium of a network, by Newton on factor prices with exact tangents.
///
/// Theory: docs/theory/equilibrium.md#solving. Equations (1) to (5) of the design.

#include <memory>

#include "domar/equilibrium/parameters.hpp"
#include "domar/equilibrium/solution.hpp"
#include "domar/network/network.hpp"

namespace domar::equilibrium {

struct SolverOptions {
  double tolerance = 1e-11;         ///< largest |ln demand - ln supply| accepted
  int max_iterations = 60;          ///< Newton steps per point of the path
  int max_continuation_steps = 60;  ///< points on the way from base to shock when Newton fails
  Index numeraire =
      network::k_none;  ///< market whose price stays 1; default: the largest endowment
};

/// A tangent that a solver has formed, for solvers of networks of the same shape. Forming one costs
/// as much as some fifty iterations.
struct KeptTangent;

/// Solves one network again and again; keeps factorisations between calls, so a nearby problem
/// costs a few evaluations. Not for use by two threads at once; one solver per thread.
class Solver {
 public:
  explicit Solver(const network::Network& network, SolverOptions options = {});
  ~Solver();
  Solver(const Solver&) = delete;
  Solver& operator=(const Solver&) = delete;

  /// Solves from the last solution found by this solver (the base year at first). When that fails,
  /// walks there in a few steps, and if need be from the base year in steps as small as needed.
  ///
  /// @return  the solution; `converged` false tells how far it came. Never throws, never NaN.
  /// @cost    one evaluation is O(edges) + one LU of the core; an exact tangent costs about ten.
  ///
  /// @param tolerance  looser than the options' for trial points; 0: the options'.
  [[nodiscard]] Solution solve(const Parameters& parameters, double tolerance = 0.0);

  /// Where the next solve starts: ln market prices, then ln levels of joint producers.
  [[nodiscard]] const Vector& start() const;
  /// The next solve starts this step further if that is nearer; for example what a solver of a like
  /// network found on the same way. A step of another length is ignored: it came from another one.
  void start_towards(const Vector& step);

  /// The last tangent formed; null before the first.
  [[nodiscard]] std::shared_ptr<const KeptTangent> tangent() const;
  /// Starts with this tangent. One of a network of another shape is ignored, as is none.
  void start_with(const std::shared_ptr<const KeptTangent>& tangent);

  /// Forgets the last solution and factorisations.
  void reset();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// One solve without a solver at hand.
[[nodiscard]] Solution solve(const network::Network& network, const Parameters& parameters,
                             SolverOptions options = {});

}  // namespace domar::equilibrium
