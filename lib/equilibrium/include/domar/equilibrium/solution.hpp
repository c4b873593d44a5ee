#pragma once
/// @file Solution: prices and values of a solved economy, or how far the solver came and why not.

#include <string>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"
#include "domar/network/network.hpp"

namespace domar::equilibrium {

/// A market that does not clear.
struct OpenMarket {
  std::string name;
  double excess_demand = 0.0;  ///< money: what buyers would pay less what is supplied
};

/// Prices are ratios to the base year in units of the numeraire; values are in base-year money
/// times the price of the numeraire. Only `converged` may be called an equilibrium.
struct Solution {
  bool converged = false;
  std::string note;          ///< why it stopped, when it did not converge
  std::string worst_market;  ///< name of the market with the largest residual
  double residual = 0.0;     ///< largest |ln demand - ln supply| over markets (and zero profits)
  double walras_residual = 0.0;  ///< the same for the market that was dropped
  double feasible_share = 1.0;   ///< share of the shock that could be solved
  /// Of a change that could not be solved: the markets furthest open, in money, at the largest
  /// share of the change that can be priced, prices as at the last point solved. Worst first, at
  /// most five.
  std::vector<OpenMarket> open_markets;
  double open_share = 0.0;  ///< that share of the change
  int evaluations = 0;      ///< times prices and demands were computed
  int jacobians = 0;        ///< times the exact tangent was formed

  Vector log_price;    ///< by node: markets first, then activities (unit cost)
  Vector cost_share;   ///< by edge: share of the buyer's cost, sums to 1 per buyer
  Vector value;        ///< by node: market demand; activity sales
  Vector income;       ///< by agent: whole income before transfers out
  Vector spending;     ///< by agent: what goes to its top activity
  Vector tax_revenue;  ///< by agent
  Vector log_level;    ///< by joint producer: ln of its activity level over base

  /// What the buyer of an edge pays, tax included.
  [[nodiscard]] double paid(const network::Network& network, Index edge) const {
    return value[network.node_of_activity(network.edge(edge).buyer)] * cost_share[edge];
  }
  /// Activity output in base-year units: sales over unit cost.
  [[nodiscard]] double quantity(const network::Network& network, Index activity) const;

  /// Success, or an Error that names the worst market and how far the shock was feasible.
  [[nodiscard]] Status status() const;
};

}  // namespace domar::equilibrium
