#pragma once
/// @file Two industries that trade with the rest of the world, drawn by hand and without oddities.

#include "domar/accounts/economy.hpp"
#include "domar/network/from_accounts.hpp"

namespace domar::tests {

// clang-format off
/// Home earns 150 and spends 150; it imports 40 and exports 40.
///
///   money            farms  works | household  government  investment | rest of the world  output
///   home  A grain       20     30 |        35          10           5 |                20     120
///   home  M machines    25     40 |        30          15          40 |                20     170
///   rest  A              5     10 |         5           0           0 |
///   rest  M              4      6 |         4           1           5 |
///   rest  W its own                                                   |               960    1000
///   labour              40     44 |                                   |              1000
///   production tax       6      0
///   depreciation         8     16
///   surplus             12     24
///   output             120    170 |        74          26          50 |              1000
// clang-format on
inline accounts::Economy two_industries() {
  using accounts::FinalUseKind;
  accounts::Economy economy;
  economy.name = "two industries";
  economy.year = 2018;
  economy.unit = "million yuan";
  economy.price_basis = "producer";
  economy.regions = Labels::make({"home", "rest"}, {"Home", "Rest of the world"}).value();
  economy.goods = Labels::make({"A", "M", "W"}, {"Grain", "Machines", "World"}).value();
  economy.industries = {{0, "01", "Farms"}, {0, "02", "Works"}, {1, "R", "World"}};
  economy.final_uses = {{0, FinalUseKind::household, "C", "Households"},
                        {0, FinalUseKind::government, "G", "Government"},
                        {0, FinalUseKind::fixed_investment, "I", "Investment"},
                        {1, FinalUseKind::everything, "F", "All uses"}};
  economy.supplier = {{0, 1, accounts::Economy::k_none}, {2, 2, 2}};
  const double home[2][7] = {{20, 30, 0, 35, 10, 5, 20}, {25, 40, 0, 30, 15, 40, 20}};
  const double rest[2][7] = {{5, 10, 0, 5, 0, 0, 0}, {4, 6, 0, 4, 1, 5, 0}};
  economy.use.assign(2, Matrix(3, 7));
  for (Index i = 0; i < 2; ++i) {
    for (Index u = 0; u < 7; ++u) {
      economy.use[0](i, u) = home[i][u];
      economy.use[1](i, u) = rest[i][u];
    }
  }
  economy.use[1](2, 6) = 960.0;
  const double value_added[4][3] = {{40, 44, 1000}, {6, 0, 0}, {8, 16, 0}, {12, 24, 0}};
  economy.value_added = Matrix(4, 3);
  for (Index row = 0; row < 4; ++row) {
    for (Index j = 0; j < 3; ++j) economy.value_added(row, j) = value_added[row][j];
  }
  return economy;
}

inline network::NetworkOptions options_for_two_industries() {
  network::NetworkOptions options;
  options.elasticities.armington = {2.0, 3.0, 1.0};
  options.elasticities.exports = {4.0, 5.0, 1.0};
  return options;
}

inline network::AccountsNetwork network_of_two_industries(
    const network::NetworkOptions& options = options_for_two_industries()) {
  return network::build_network(two_industries(), options).value();
}

}  // namespace domar::tests
