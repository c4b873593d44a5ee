#include "domar/equilibrium/derivatives.hpp"

#include "evaluation.hpp"
#include "linearisation.hpp"

namespace domar::equilibrium {

using network::k_none;
using network::Network;

Change Change::zero(const Network& network) {
  return {Vector(network.nodes(), 0.0), Vector(network.nodes(), 0.0), Vector(network.edges(), 0.0),
          Vector(network.agents(), 0.0)};
}

ParameterSlopes zero_slopes(const Network& network) {
  ParameterSlopes slopes;
  slopes.log_productivity.assign(network.activities(), 0.0);
  slopes.tax.assign(network.edges(), 0.0);
  slopes.log_iceberg.assign(network.edges(), 0.0);
  slopes.log_taste.assign(network.edges(), 0.0);
  slopes.log_endowment.assign(network.markets(), 0.0);
  slopes.transfer_share.assign(network.transfers().size(), 0.0);
  return slopes;
}

/// The solution and parameters are kept: the linearisation refers to them.
struct Derivatives::State {
  const Network& network;
  Parameters parameters;
  Solution solution;
  Index numeraire;
  Linearisation linear;
  numerics::DenseLu jacobian;  ///< without the numeraire's price and market

  State(const Network& n, Parameters p, Solution s, Index num)
      : network(n),
        parameters(std::move(p)),
        solution(std::move(s)),
        numeraire(num),
        linear(network, parameters, solution) {}

  /// False when no unique small change clears the markets.
  [[nodiscard]] bool factor() {
    if (!linear.factor()) return false;
    Evaluation evaluation(network);
    evaluation.set_parameters(parameters);
    evaluation.log_price = solution.log_price;
    Vector x(solution.log_price.begin(),
             solution.log_price.begin() + static_cast<std::ptrdiff_t>(network.markets()));
    x.insert(x.end(), solution.log_level.begin(), solution.log_level.end());
    if (!evaluation.evaluate(x)) return false;
    const Matrix full = evaluation.jacobian();
    if (full.empty()) return false;
    Matrix J(full.rows() - 1, full.cols() - 1);
    for (Index i = 0; i < J.rows(); ++i) {
      for (Index j = 0; j < J.cols(); ++j) J(i, j) = full(from_reduced(i), from_reduced(j));
    }
    return J.rows() == 0 || jacobian.factor(J);
  }

  [[nodiscard]] Index from_reduced(Index i) const { return i < numeraire ? i : i + 1; }
  [[nodiscard]] Vector reduced(const Vector& full, double sign) const {
    Vector small(full.size() - 1);
    for (Index i = 0; i < small.size(); ++i) small[i] = sign * full[from_reduced(i)];
    return small;
  }
  [[nodiscard]] Vector expanded(const Vector& small) const {
    Vector full(small.size() + 1, 0.0);
    for (Index i = 0; i < small.size(); ++i) full[from_reduced(i)] = small[i];
    return full;
  }
};

Derivatives::Derivatives(std::unique_ptr<State> state) : state_(std::move(state)) {}
Derivatives::~Derivatives() = default;
Derivatives::Derivatives(Derivatives&&) noexcept = default;
Derivatives& Derivatives::operator=(Derivatives&&) noexcept = default;

Result<Derivatives> Derivatives::at(const Network& network, const Parameters& parameters,
                                    const Solution& solution, Index numeraire) {
  if (auto status = solution.status(); !status.ok()) return status.error();
  if (numeraire == k_none) {
    numeraire = 0;
    for (Index k = 1; k < network.markets(); ++k) {
      if (network.market(k).endowment_0 > network.market(numeraire).endowment_0) numeraire = k;
    }
  }
  auto state = std::make_unique<State>(network, parameters, solution, numeraire);
  if (!state->factor()) {
    return Error{ErrorCode::infeasible, "the equilibrium has no derivatives here: it is singular",
                 network.market(numeraire).name,
                 "a factor may be free, or two goods perfect substitutes; change an elasticity",
                 ""};
  }
  return Derivatives(std::move(state));
}

Change Derivatives::tangent(const ParameterSlopes& direction) const {
  const State& state = *state_;
  Vector residual;
  Change change = state.linear.forward(Vector(state.linear.unknowns(), 0.0), direction, residual);
  if (residual.size() <= 1) return change;
  const Vector step = state.expanded(state.jacobian.solve(state.reduced(residual, -1.0)));
  return state.linear.forward(step, direction, residual);
}

ParameterSlopes Derivatives::adjoint(const Change& weights) const {
  const State& state = *state_;
  auto held = state.linear.backward(weights, {});
  if (held.unknowns.size() <= 1) return std::move(held.parameters);
  const Vector multiplier =
      state.expanded(state.jacobian.solve_transposed(state.reduced(held.unknowns, -1.0)));
  return state.linear.backward(weights, multiplier).parameters;
}

}  // namespace domar::equilibrium
