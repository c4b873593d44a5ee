#pragma once
/// @file Derivatives of a solved economy: tangent (one direction, every result) and adjoint (one
/// result, every parameter).
///
/// Theory: docs/theory/adjoint.md#derivatives.

#include <memory>

#include "domar/equilibrium/parameters.hpp"
#include "domar/equilibrium/solution.hpp"
#include "domar/network/network.hpp"

namespace domar::equilibrium {

/// First-order change of a solution; or, for an adjoint, the weight of each of its numbers in the
/// result to be differentiated.
struct Change {
  Vector log_price;  ///< by node
  Vector value;      ///< by node
  Vector paid;       ///< by edge: what the buyer pays
  Vector income;     ///< by agent, before transfers out

  /// All zero.
  [[nodiscard]] static Change zero(const network::Network& network);
};

/// A direction in parameters, or a gradient by them: the fields of Parameters, `tax` in the rate.
using ParameterSlopes = Parameters;
/// All zero.
[[nodiscard]] ParameterSlopes zero_slopes(const network::Network& network);

/// Exact first derivatives at one solution. Prices and money are in units of the numeraire.
///
/// The tax slope of an edge without a receiver is 0: no tax can be put there.
class Derivatives {
 public:
  /// @param numeraire  market whose price stays 1; default: the largest endowment, as in Solver
  /// @error no_convergence  the solution did not converge.
  /// @error infeasible      the equilibrium is singular here (a fold, or a factor that is free).
  /// @cost  one exact Jacobian with its LU; two LUs of the core.
  [[nodiscard]] static Result<Derivatives> at(const network::Network& network,
                                              const Parameters& parameters,
                                              const Solution& solution,
                                              Index numeraire = network::k_none);
  ~Derivatives();
  Derivatives(Derivatives&&) noexcept;
  Derivatives& operator=(Derivatives&&) noexcept;

  /// How the solution moves with the parameters in one direction. @cost  four passes over the
  /// edges.
  [[nodiscard]] Change tangent(const ParameterSlopes& direction) const;
  /// Gradient of sum(weights * solution) by every parameter. @cost  eight passes over the edges.
  [[nodiscard]] ParameterSlopes adjoint(const Change& weights) const;

 private:
  struct State;
  explicit Derivatives(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace domar::equilibrium
