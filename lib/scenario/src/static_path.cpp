#include "static_path.hpp"

#include <cmath>

#include "domar/equilibrium/levers.hpp"
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

namespace {

/// Walks caps by complementarity around the plain solver; the quickest when nothing else is held.
class CappedWalk {
 public:
  CappedWalk(const AccountsNetwork& accounts, Index caps)
      : network_(accounts.network), solver_(accounts.network) {
    log_wedge_.assign(caps, 0.0);
    wedges_before_ = log_wedge_;
  }

  /// The point at some share of the way; the wedges move along a straight line through the last
  /// two.
  StaticPoint solve(Parameters parameters, const std::vector<equilibrium::Quota>& quotas,
                    bool first) {
    StaticPoint point{std::move(parameters), {}};
    if (quotas.empty() || first) {
      point.solution = solver_.solve(point.parameters);
      return point;
    }
    Vector guess = log_wedge_;
    for (Index q = 0; q < guess.size(); ++q) guess[q] += guess[q] - wedges_before_[q];
    auto capped = equilibrium::solve_with_quotas(solver_, network_, point.parameters, quotas, guess,
                                                 &slopes_);
    wedges_before_ = std::move(log_wedge_);
    log_wedge_ = std::move(capped.log_wedge);
    point.solution = std::move(capped.solution);
    point.parameters = equilibrium::with_wedges(std::move(point.parameters), quotas, log_wedge_);
    return point;
  }

  [[nodiscard]] const Vector& log_wedge() const { return log_wedge_; }

 private:
  const network::Network& network_;
  equilibrium::Solver solver_;
  Vector log_wedge_;
  Vector wedges_before_;
  Matrix slopes_;
};

/// Of the step that failed: 1/8 of the way to 0.1 %, or to 1 % where a try takes seconds.
constexpr int k_halvings = 7;
constexpr int k_few_halvings = 4;
constexpr Index k_many_swaps = 20;

/// How far the failed step can be gone, by bisection. `solves(share)` tries a point.
template <class Solves>
void narrow_down(StaticPath& path, int halvings, Solves solves) {
  const double width = 1.0 / static_cast<double>(path.steps);
  const double from = static_cast<double>(path.points.size()) - 1.0;
  if (path.points.empty()) return;
  double high = 1.0;
  for (int halving = 0; halving < halvings; ++halving) {
    const double middle = 0.5 * (path.beyond + high);
    (solves((from + middle) * width) ? path.beyond : high) = middle;
  }
}

void note_failure(StaticPath& path, const equilibrium::Solution& solution) {
  path.note = solution.note;
  path.open_markets = solution.open_markets;
  path.open_share = solution.open_share;
}

}  // namespace

StaticPath walk(const AccountsNetwork& accounts, const StaticChange& change, Index steps) {
  CappedWalk walk(accounts, change.effects.caps.size());
  StaticPath path;
  path.steps = steps;
  for (Index step = 0; step <= steps; ++step) {
    const double t = static_cast<double>(step) / static_cast<double>(steps);
    StaticPoint point =
        walk.solve(parameters_at(accounts, change, t), quotas_at(change, t), step == 0);
    if (!point.solution.converged) {
      note_failure(path, point.solution);
      break;
    }
    path.points.push_back(std::move(point));
  }
  path.log_wedge = walk.log_wedge();
  return path;
}

namespace {

std::vector<equilibrium::Quota> quotas_of(const equilibrium::Experiment& experiment, double t) {
  using equilibrium::Lever;
  using equilibrium::Quota;
  std::vector<Quota> quotas;
  for (const auto& swap : experiment.swaps) {
    const auto& part = swap.lever.parts.front();
    quotas.push_back(
        {part.at, std::exp(t * swap.target),
         part.kind == Lever::Kind::iceberg ? Quota::Rent::lost : Quota::Rent::to_receiver});
  }
  return quotas;
}

Parameters parameters_of(const AccountsNetwork& accounts, const equilibrium::Experiment& experiment,
                         double t) {
  Vector amounts = experiment.amounts;
  for (double& amount : amounts) amount *= t;
  return equilibrium::moved(equilibrium::base_parameters(accounts.network), experiment.levers,
                            amounts);
}

/// Caps alone; a path that ends early says no more.
StaticPath walk_caps(const AccountsNetwork& accounts, const equilibrium::Experiment& experiment,
                     Index steps) {
  CappedWalk walk(accounts, experiment.swaps.size());
  StaticPath path;
  path.steps = steps;
  for (Index step = 0; step <= steps; ++step) {
    const double t = static_cast<double>(step) / static_cast<double>(steps);
    StaticPoint point =
        walk.solve(parameters_of(accounts, experiment, t), quotas_of(experiment, t), step == 0);
    if (!point.solution.converged) break;
    path.points.push_back(std::move(point));
  }
  path.freed = path.log_wedge = walk.log_wedge();
  for (const double wedge : path.freed) path.active.push_back(wedge > 0.0);
  return path;
}

}  // namespace

StaticPath walk(const AccountsNetwork& accounts, const equilibrium::Experiment& experiment,
                bool has_closures, Index steps) {
  if (!has_closures) {
    StaticPath path = walk_caps(accounts, experiment, steps);
    if (path.complete()) return path;
  }
  equilibrium::ClosedSolver closed(accounts.network, experiment);
  StaticPath path;
  path.steps = steps;
  for (Index step = 0; step <= steps; ++step) {
    const double t = static_cast<double>(step) / static_cast<double>(steps);
    auto point = closed.solve(t);
    if (!point.solution.converged) {
      note_failure(path, point.solution);
      if (step > 0) closed.start_from(path.freed);
      narrow_down(path, experiment.swaps.size() > k_many_swaps ? k_few_halvings : k_halvings,
                  [&](double share) { return closed.solve(share).solution.converged; });
      break;
    }
    path.freed = point.freed;
    path.active = point.active;
    path.points.push_back({std::move(point.parameters), std::move(point.solution)});
  }
  path.log_wedge = path.freed;
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
