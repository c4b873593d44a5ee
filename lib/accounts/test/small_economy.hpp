#pragma once
/// @file A country (A) and the rest of the world (W), drawn as a table, for tests.

#include "domar/accounts/economy.hpp"

namespace domar::accounts {

/// Two goods, two industries at home, one abroad; everything balances.
///
///              A:1   A:2   W   | A:hh  A:stock  W:all |  sum
///   A good 1    10    20   0   |   50      -5      25 |  100
///   A good 2    30     5   0   |   60       5       0 |  100
///   W good 1     8     2   0   |   10       0       0 |   20
///   W own        0     0   0   |    0       0     480 |  480
///   labour      30    60  500
///   taxes       -2     3   0
///   deprec.     14     4   0
///   surplus     10     6   0
///   output     100   100  500
inline Economy small_economy() {
  Economy e;
  e.name = "small";
  e.year = 2018;
  e.unit = "million yuan";
  e.price_basis = "producer";
  e.regions = Labels::make({"A", "W"}, {"Country", "World"}).value();
  e.goods = Labels::make({"1", "2", "W"}, {"Grain", "Cloth", "The world's own"}).value();
  e.industries = {{0, "1", "Farms"}, {0, "2", "Mills"}, {1, "W", "World"}};
  e.final_uses = {{0, FinalUseKind::household, "hh", "Households"},
                  {0, FinalUseKind::stock_change, "stock", "Stocks"},
                  {1, FinalUseKind::everything, "all", "World"}};
  e.supplier = {{0, 1, Economy::k_none}, {2, 2, 2}};
  const auto fill = [](Matrix& m, Index i, const Vector& row) {
    for (Index j = 0; j < row.size(); ++j) m(i, j) = row[j];
  };
  e.use.assign(2, Matrix(3, 6));
  fill(e.use[0], 0, {10, 20, 0, 50, -5, 25});
  fill(e.use[0], 1, {30, 5, 0, 60, 5, 0});
  fill(e.use[1], 0, {8, 2, 0, 10, 0, 0});
  fill(e.use[1], 2, {0, 0, 0, 0, 0, 480});
  e.value_added = Matrix(k_value_added_rows, 3);
  fill(e.value_added, labour, {30, 60, 500});
  fill(e.value_added, production_taxes, {-2, 3, 0});
  fill(e.value_added, depreciation, {14, 4, 0});
  fill(e.value_added, operating_surplus, {10, 6, 0});
  return e;
}

}  // namespace domar::accounts
