#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "domar/equilibrium/quotas.hpp"
#include "domar/equilibrium/solver.hpp"
#include "domar/growth/growth_accounts.hpp"
#include "model.hpp"

namespace domar::scenario {

using accounts::Economy;
using network::AccountsNetwork;

namespace {

constexpr Index k_hardest_hit = 5;

/// Real spending of households and government over base.
double real_consumption(const AccountsNetwork& accounts, const equilibrium::Solution& solution,
                        Index region) {
  double real = 0.0;
  double base = 0.0;
  for (const Index node :
       {accounts.regions[region].household, accounts.regions[region].government}) {
    if (node == network::k_none) continue;
    real += solution.quantity(accounts.network, node);
    base += accounts.network.value_0(node);
  }
  return base > 0.0 ? real / base : 1.0;
}

std::vector<std::pair<std::string, double>> hardest_hit(const Economy& economy,
                                                        const AccountsNetwork& accounts,
                                                        const equilibrium::Solution& solution,
                                                        Index region) {
  std::vector<std::pair<std::string, double>> changes;
  for (Index j = 0; j < accounts.industries.size(); ++j) {
    if (economy.industries[j].region != region) continue;
    const Index supply = accounts.industries[j].supply;
    changes.emplace_back(
        economy.industries[j].code + " " + economy.industries[j].name,
        solution.quantity(accounts.network, supply) / accounts.network.value_0(supply) - 1.0);
  }
  std::sort(changes.begin(), changes.end(),
            [](const auto& a, const auto& b) { return a.second < b.second; });
  changes.resize(std::min<std::size_t>(changes.size(), k_hardest_hit));
  return changes;
}

}  // namespace

Result<CutoffResult> run_cutoff(const LoadedJob& loaded, const Cutoff& cutoff,
                                const std::string& elasticities) {
  const Economy& economy = loaded.economy.economy;
  constexpr Index region = 0;
  const auto options = network_options(loaded, elasticities);
  if (!options.ok()) return options.error();
  const auto built = network::build_network(economy, *options);
  if (!built.ok()) return built.error();
  const AccountsNetwork& accounts = *built;

  CutoffResult result;
  result.elasticities = elasticities;
  result.supplier = fmt::format("{} {}, imports cut by {:.0f} %", economy.goods.code(cutoff.good),
                                economy.goods.title(cutoff.good), 100.0 * cutoff.cut);
  std::vector<equilibrium::Quota> quotas;
  for (const Index edge : accounts.import_edges[region][cutoff.good]) {
    quotas.push_back({edge, 1.0 - cutoff.cut, equilibrium::Quota::Rent::to_receiver});
  }
  equilibrium::Solver solver(accounts.network);
  const auto base_parameters = equilibrium::base_parameters(accounts.network);
  const auto base = solver.solve(base_parameters);
  auto cut = equilibrium::solve_with_quotas(solver, accounts.network, base_parameters, quotas);
  result.converged = base.converged && cut.solution.converged;
  result.feasible_share = cut.solution.feasible_share;
  if (!result.converged) return result;

  auto parameters = base_parameters;
  for (Index q = 0; q < quotas.size(); ++q) {
    double& tax = parameters.tax[quotas[q].edge];
    tax = (1.0 + tax) * std::exp(cut.log_wedge[q]) - 1.0;
  }
  const Vector none(economy.industries.size(), 0.0);
  const auto growth =
      growth::growth_accounts(economy, accounts, region, {&base_parameters, &base, 0, 0, 0},
                              {&parameters, &cut.solution, 0, 0, 0}, {none, none, none, none});
  result.real_gdp = std::exp(growth.gdp_growth) - 1.0;
  result.welfare = real_consumption(accounts, cut.solution, region) - 1.0;
  const double deflator = growth::nominal_gdp(economy, accounts, region, parameters, cut.solution) /
                          growth::nominal_gdp(economy, accounts, region, base_parameters, base) /
                          (1.0 + result.real_gdp);
  const Index own = economy.supplier[region][cutoff.good];
  result.own_price =
      std::exp(cut.solution
                   .log_price[accounts.network.node_of_activity(accounts.industries[own].supply)]) /
      deflator;
  result.hardest_hit = hardest_hit(economy, accounts, cut.solution, region);
  return result;
}

}  // namespace domar::scenario
