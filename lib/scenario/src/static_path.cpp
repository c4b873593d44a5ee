#include "static_path.hpp"

#include <cmath>

#include "domar/equilibrium/quotas.hpp"
#include "domar/equilibrium/solver.hpp"
#include "domar/growth/growth_accounts.hpp"

namespace domar::scenario {

using equilibrium::Parameters;
using network::AccountsNetwork;

namespace {

/// Parameters at share t of the way, caps aside.
Parameters parameters_at(const AccountsNetwork& accounts, const StaticChange& change, double t) {
  Parameters parameters = equilibrium::base_parameters(accounts.network);
  for (const auto& [edge, amount] : change.effects.tax) parameters.tax[edge] += t * amount;
  for (const auto& [edge, amount] : change.effects.iceberg) {
    parameters.log_iceberg[edge] += t * amount;
  }
  for (const auto& [edge, amount] : change.effects.taste) parameters.log_taste[edge] += t * amount;
  for (Index j = 0; j < change.log_productivity.size(); ++j) {
    parameters.log_productivity[accounts.industries[j].produce] += t * change.log_productivity[j];
  }
  return parameters;
}

/// Caps at share t of the way.
std::vector<equilibrium::Quota> quotas_at(const StaticChange& change, double t) {
  std::vector<equilibrium::Quota> quotas;
  for (const auto& cap : change.effects.caps) {
    quotas.push_back(
        {cap.edge, std::pow(cap.cap, t),
         cap.rent_lost ? equilibrium::Quota::Rent::lost : equilibrium::Quota::Rent::to_receiver});
  }
  return quotas;
}

}  // namespace

StaticPath walk(const AccountsNetwork& accounts, const StaticChange& change, Index steps) {
  equilibrium::Solver solver(accounts.network);
  StaticPath path;
  path.steps = steps;
  path.log_wedge.assign(change.effects.caps.size(), 0.0);
  Vector wedges_before = path.log_wedge;
  Matrix slopes;
  for (Index step = 0; step <= steps; ++step) {
    const double t = static_cast<double>(step) / static_cast<double>(steps);
    StaticPoint point{parameters_at(accounts, change, t), {}};
    const auto quotas = quotas_at(change, t);
    if (quotas.empty() || step == 0) {
      point.solution = solver.solve(point.parameters);
    } else {
      Vector guess = path.log_wedge;  // a straight line through the last two points
      for (Index q = 0; q < guess.size(); ++q) guess[q] += guess[q] - wedges_before[q];
      auto capped = equilibrium::solve_with_quotas(solver, accounts.network, point.parameters,
                                                   quotas, guess, &slopes);
      wedges_before = std::move(path.log_wedge);
      path.log_wedge = std::move(capped.log_wedge);
      point.solution = std::move(capped.solution);
      point.parameters =
          equilibrium::with_wedges(std::move(point.parameters), quotas, path.log_wedge);
    }
    if (!point.solution.converged) {
      path.note = point.solution.note;
      break;
    }
    path.points.push_back(std::move(point));
  }
  return path;
}

double chained_growth(const accounts::Economy& economy, const AccountsNetwork& accounts,
                      Index region, const StaticPath& path) {
  const auto chain = [&](Index stride) {
    double sum = 0.0;
    for (Index i = 0; i + stride < path.points.size(); i += stride) {
      const StaticPoint& from = path.points[i];
      const StaticPoint& to = path.points[i + stride];
      sum += growth::growth_accounts(economy, accounts, region,
                                     {&from.parameters, &from.solution, 0, 0, 0},
                                     {&to.parameters, &to.solution, 0, 0, 0}, {})
                 .gdp_growth;
    }
    return sum;
  };
  return (4.0 * chain(1) - chain(2)) / 3.0;
}

}  // namespace domar::scenario
