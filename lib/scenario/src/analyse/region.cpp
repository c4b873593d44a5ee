#include "analyses.hpp"

namespace domar::scenario::analyses {

Region region_of(const accounts::Economy& economy, Index region) {
  Region result;
  std::vector<Index> position(economy.industries.size(), accounts::Economy::k_none);
  for (Index j = 0; j < economy.industries.size(); ++j) {
    if (economy.industries[j].region != region) continue;
    position[j] = result.industries.size();
    result.industries.push_back(j);
  }
  const Index n = result.industries.size();
  result.shares = Matrix(n, n);
  result.final_share.assign(n, 0.0);
  result.gdp = economy.gdp(region);
  for (const Index j : result.industries) {
    result.sales.push_back(economy.gross_output(j));
    result.income.push_back(economy.value_added_of(j) -
                            economy.value_added(accounts::production_taxes, j));
  }
  double final_use = 0.0;
  for (Index g = 0; g < economy.goods.size(); ++g) {
    const Index supplier = economy.supplier[region][g];
    if (supplier == accounts::Economy::k_none) continue;
    const Index row = position[supplier];
    for (Index user = 0; user < economy.users(); ++user) {
      const double paid = economy.use[region](g, user);
      const bool at_home =
          user < economy.industries.size() && position[user] != accounts::Economy::k_none;
      if (at_home) {
        result.shares(position[user], row) += paid / result.sales[position[user]];
      } else if (paid > 0.0) {  // stocks drawn down are no use of what is made
        result.final_share[row] += paid;
        final_use += paid;
      }
    }
  }
  for (double& share : result.final_share) share /= final_use;
  return result;
}

}  // namespace domar::scenario::analyses
