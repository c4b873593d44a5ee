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

/// One solved point on the way.
struct CutPoint {
  equilibrium::Parameters parameters;
  equilibrium::Solution solution;
};

/// From no cut to the whole cut in equal steps of ln quantity; ends early where it cannot be
/// solved.
struct CutPath {
  Vector caps;
  std::vector<CutPoint> points;
};

CutPath solve_step_by_step(const AccountsNetwork& accounts, const Cutoff& cutoff) {
  equilibrium::Solver solver(accounts.network);
  const auto base = equilibrium::base_parameters(accounts.network);
  CutPath path;
  Vector wedges;
  Vector before;  ///< wedges of the point before
  Matrix slopes;
  for (Index step = 0; step <= k_steps; ++step) {
    const double cap = std::pow(1.0 - cutoff.cut, static_cast<double>(step) / k_steps);
    path.caps.push_back(cap);
    std::vector<equilibrium::Quota> quotas;
    for (const Index edge : accounts.import_edges[k_region][cutoff.good]) {
      quotas.push_back({edge, cap, equilibrium::Quota::Rent::to_receiver});
    }
    CutPoint point{base, {}};
    if (step == 0) {
      point.solution = solver.solve(base);
    } else {
      Vector guess = wedges;  // a straight line through the last two points
      for (Index q = 0; q < before.size(); ++q) guess[q] += wedges[q] - before[q];
      auto capped =
          equilibrium::solve_with_quotas(solver, accounts.network, base, quotas, guess, &slopes);
      before = std::move(wedges);
      wedges = capped.log_wedge;
      point.solution = std::move(capped.solution);
      for (Index q = 0; q < quotas.size(); ++q) {
        double& tax = point.parameters.tax[quotas[q].edge];
        tax = (1.0 + tax) * std::exp(wedges[q]) - 1.0;
      }
    }
    if (!point.solution.converged) break;
    path.points.push_back(std::move(point));
  }
  return path;
}

/// Chained growth of real GDP along the path. One step over a large cut would weigh prices of two
/// different worlds; the chain's error falls with the square of the step, and Richardson's
/// extrapolation from steps of one and two takes out its leading part.
double chained_growth(const Economy& economy, const AccountsNetwork& accounts,
                      const CutPath& path) {
  const Vector none(economy.industries.size(), 0.0);
  const auto chain = [&](Index stride) {
    double sum = 0.0;
    for (Index i = 0; i + stride < path.points.size(); i += stride) {
      const CutPoint& from = path.points[i];
      const CutPoint& to = path.points[i + stride];
      sum += growth::growth_accounts(
                 economy, accounts, k_region, {&from.parameters, &from.solution, 0, 0, 0},
                 {&to.parameters, &to.solution, 0, 0, 0}, {none, none, none, none})
                 .gdp_growth;
    }
    return sum;
  };
  return (4.0 * chain(1) - chain(2)) / 3.0;
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
  const CutPath path = solve_step_by_step(accounts, cutoff);
  result.converged = path.points.size() == k_steps + 1;
  result.feasible_share =
      path.points.empty() ? 0.0 : (1.0 - path.caps[path.points.size() - 1]) / cutoff.cut;
  if (!result.converged) return result;

  const CutPoint& base = path.points.front();
  const CutPoint& cut = path.points.back();
  const auto& network = accounts.network;
  result.real_gdp = std::exp(chained_growth(economy, accounts, path)) - 1.0;
  const Index top = accounts.regions[k_region].top;
  result.welfare = cut.solution.quantity(network, top) / network.value_0(top) - 1.0;
  const auto nominal = [&](const CutPoint& point) {
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
