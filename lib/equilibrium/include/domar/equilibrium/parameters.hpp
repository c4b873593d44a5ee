#pragma once
/// @file Parameters: everything that may differ from the base year.

#include "domar/base/array.hpp"
#include "domar/network/network.hpp"

namespace domar::equilibrium {

/// What is changed against the base year. Rates are shares (0.25, not 25); logs are natural.
struct Parameters {
  Vector log_productivity;  ///< ln A_n by activity; 0 = base year
  Vector tax;               ///< ad-valorem rate by edge; Network::edge(e).tax_0 = base year
  Vector log_iceberg;  ///< by edge: resources lost on the way, ln of units sent per unit received
  Vector log_taste;  ///< by edge: shift of the cost share at given prices; shares are renormalised
  Vector log_endowment;   ///< ln of market endowment over base
  Vector transfer_share;  ///< share of the payer's income, by Network::transfers()
};

/// Parameters that leave the base year as it is.
[[nodiscard]] Parameters base_parameters(const network::Network& network);

/// Point t of the straight line from `from` (t = 0) to `to` (t = 1); taxes in logs of their power.
[[nodiscard]] Parameters between(const Parameters& from, const Parameters& to, double t);

}  // namespace domar::equilibrium
