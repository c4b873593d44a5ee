#pragma once
/// @file A tiny open economy, drawn by hand, with every oddity that real tables have.
///
///   million yuan     farms works services | house-  govern- invest- stocks | abroad | output
///                                         |  hold    ment    ment          |        |
///   home A grain        10    30        2 |    40       0       2      -5  |   11   |    90
///   home M machines      8    50       20 |    50       5      40       1  |   46   |   220
///   home S services      6    35       15 |    60      45       8       0  |    5   |   174
///   rest A               0     6        1 |     5       0       0       0  |        |
///   rest M               4    14        6 |    12       1       9       0  |        |
///   rest S               0     0        2 |     3       0       1       0  |        |
///   rest W               .     .        . |     .       .       .       .  |  936   |  1000
///   labour              50    40      119 |                                |        |  1000
///   production tax      -4    15        8 |                                |        |     0
///   depreciation         6    12        3 |                                |        |     0
///   surplus             10    18       -2 |                                |        |     0
///   output              90   220      174 |   170      51      60      -4  |  998   |  1000
///
/// Home earns 275 and spends 277: it imports 64 and exports 62. The rest of the world has one
/// industry. It makes every imported variety and the good W, and its income counts as labour's:
/// that is the last column from "labour" down.

#include <utility>
#include <vector>

#include "domar/accounts/economy.hpp"
#include "domar/network/from_accounts.hpp"

namespace domar::network {

inline accounts::Economy three_industries() {
  using accounts::FinalUseKind;
  accounts::Economy economy;
  economy.name = "three industries";
  economy.year = 2018;
  economy.unit = "million yuan";
  economy.price_basis = "producer";
  economy.regions = Labels::make({"home", "rest"}, {"Home", "Rest of the world"}).value();
  economy.goods =
      Labels::make({"A", "M", "S", "W"}, {"Grain", "Machines", "Services", "World"}).value();
  economy.industries = {
      {0, "01", "Farms"}, {0, "02", "Works"}, {0, "03", "Services"}, {1, "R", "World"}};
  economy.final_uses = {{0, FinalUseKind::household, "C", "Households"},
                        {0, FinalUseKind::government, "G", "Government"},
                        {0, FinalUseKind::fixed_investment, "I", "Investment"},
                        {0, FinalUseKind::stock_change, "V", "Stocks"},
                        {1, FinalUseKind::everything, "F", "All uses"}};
  economy.supplier = {{0, 1, 2, accounts::Economy::k_none}, {3, 3, 3, 3}};
  const double home[3][9] = {{10, 30, 2, 0, 40, 0, 2, -5, 11},
                             {8, 50, 20, 0, 50, 5, 40, 1, 46},
                             {6, 35, 15, 0, 60, 45, 8, 0, 5}};
  const double rest[3][9] = {
      {0, 6, 1, 0, 5, 0, 0, 0, 0}, {4, 14, 6, 0, 12, 1, 9, 0, 0}, {0, 0, 2, 0, 3, 0, 1, 0, 0}};
  economy.use.assign(2, Matrix(4, 9));
  for (Index i = 0; i < 3; ++i) {
    for (Index u = 0; u < 9; ++u) {
      economy.use[0](i, u) = home[i][u];
      economy.use[1](i, u) = rest[i][u];
    }
  }
  economy.use[1](3, 8) = 936.0;
  const double value_added[4][4] = {
      {50, 40, 119, 1000}, {-4, 15, 8, 0}, {6, 12, 3, 0}, {10, 18, -2, 0}};
  economy.value_added = Matrix(4, 4);
  for (Index row = 0; row < 4; ++row) {
    for (Index j = 0; j < 4; ++j) economy.value_added(row, j) = value_added[row][j];
  }
  return economy;
}

inline NetworkOptions options_for_three_industries() {
  NetworkOptions options;
  options.elasticities.armington = {2.0, 3.0, 1.5, 1.0};
  options.elasticities.exports = {4.0, 5.0, 2.0, 1.0};
  return options;
}

/// Every way to build it.
inline std::vector<std::pair<std::string, NetworkOptions>> ways_to_build_three_industries() {
  std::vector<std::pair<std::string, NetworkOptions>> ways;
  for (const Sourcing sourcing : {Sourcing::by_user, Sourcing::shared}) {
    for (const Mobility labour : {Mobility::mobile, Mobility::sector_bound}) {
      for (const Mobility capital : {Mobility::mobile, Mobility::sector_bound}) {
        NetworkOptions options = options_for_three_industries();
        options.sourcing = sourcing;
        options.labour = labour;
        options.capital = capital;
        options.data_share = 0.02;
        ways.emplace_back(std::string(sourcing == Sourcing::shared ? "shared" : "by_user") +
                              (labour == Mobility::mobile ? "_labour_mobile" : "_labour_bound") +
                              (capital == Mobility::mobile ? "_capital_mobile" : "_capital_bound"),
                          options);
      }
    }
  }
  return ways;
}

}  // namespace domar::network
