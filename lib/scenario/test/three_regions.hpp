#pragma once
/// @file A world for tests, drawn as a table.

#include "domar/accounts/economy.hpp"

namespace domar::scenario {

/// Three regions alike, two goods; flows that balance by symmetry.
///
///            intermediate: 10 of each good at home, 5 from each of the others, per industry
///            final: 30 of each good at home, 5 from each of the others
inline accounts::Economy three_regions() {
  accounts::Economy economy;
  economy.name = "three";
  economy.year = 2020;
  economy.unit = "million USD";
  economy.regions = Labels::make({"A", "B", "C"}, {"Aland", "Bland", "Cland"}).value();
  economy.goods = Labels::make({"food", "steel"}, {"Food", "Steel"}).value();
  for (Index r = 0; r < 3; ++r) {
    economy.supplier.push_back({2 * r, 2 * r + 1});
    for (Index g = 0; g < 2; ++g) {
      economy.industries.push_back({r, economy.goods.code(g), economy.goods.title(g)});
    }
    economy.final_uses.push_back({r, accounts::FinalUseKind::household, "hh", "households"});
  }
  economy.use.assign(3, Matrix(2, economy.users()));
  economy.value_added = Matrix(accounts::k_value_added_rows, 6);
  for (Index o = 0; o < 3; ++o) {
    for (Index g = 0; g < 2; ++g) {
      for (Index u = 0; u < economy.users(); ++u) {
        const bool home = economy.region_of_user(u) == o;
        economy.use[o](g, u) = u < 6 ? (home ? 10.0 : 5.0) : (home ? 30.0 : 5.0);
      }
    }
  }
  // Each good sells 2 x 10 + 4 x 5 + 30 + 2 x 5 = 80; inputs cost 2 x 10 + 4 x 5 = 40.
  for (Index j = 0; j < 6; ++j) {
    economy.value_added(accounts::labour, j) = 25.0;
    economy.value_added(accounts::production_taxes, j) = 5.0;
    economy.value_added(accounts::operating_surplus, j) = 10.0;
  }
  return economy;
}

}  // namespace domar::scenario
