#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "domar/growth/growth_accounts.hpp"
#include "model.hpp"
#include "static_path.hpp"

namespace domar::scenario {

using accounts::Economy;
using network::AccountsNetwork;

namespace {

constexpr Index k_region = 0;
constexpr Index k_hardest_hit = 5;
/// Points on the way from no cut to the whole cut; even, because every second one is used again.
constexpr Index k_steps = 8;

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
  const auto options = network_options(loaded, elasticities);
  if (!options.ok()) return options.error();
  const auto built = network::build_network(economy, *options);
  if (!built.ok()) return built.error();
  const AccountsNetwork& accounts = *built;

  CutoffResult result;
  result.elasticities = elasticities;
  result.supplier = fmt::format("{} {}, imports cut by {:.0f} %", economy.goods.code(cutoff.good),
                                economy.goods.title(cutoff.good), 100.0 * cutoff.cut);
  StaticChange change;
  for (const Index edge : accounts.import_edges[k_region][cutoff.good]) {
    change.effects.caps.push_back({edge, 1.0 - cutoff.cut, false});
  }
  const StaticPath path = walk(accounts, change, k_steps);
  result.converged = path.complete();
  result.feasible_share = (1.0 - std::pow(1.0 - cutoff.cut, path.feasible_share())) / cutoff.cut;
  if (!result.converged) return result;

  const StaticPoint& base = path.points.front();
  const StaticPoint& cut = path.points.back();
  const auto& network = accounts.network;
  result.real_gdp = std::exp(chained_growth(economy, accounts, k_region, path)) - 1.0;
  const Index top = accounts.regions[k_region].top;
  result.welfare = cut.solution.quantity(network, top) / network.value_0(top) - 1.0;
  const auto nominal = [&](const StaticPoint& point) {
    return growth::nominal_gdp(economy, accounts, k_region, point.parameters, point.solution);
  };
  const double deflator = nominal(cut) / nominal(base) / (1.0 + result.real_gdp);
  const Index own = economy.supplier[k_region][cutoff.good];
  const Index supply = network.node_of_activity(accounts.industries[own].supply);
  result.own_price = std::exp(cut.solution.log_price[supply]) / deflator;
  result.hardest_hit = hardest_hit(economy, accounts, cut.solution, k_region);
  return result;
}

}  // namespace domar::scenario
