#include "domar/scenario/results.hpp"

#include <cmath>

namespace domar::scenario {

const ScenarioResult* Results::find(const std::string& name) const {
  for (const ScenarioResult& scenario : scenarios) {
    if (scenario.name == name) return &scenario;
  }
  return nullptr;
}

double Results::billions(double money) const { return money / economy.per_billion(); }

namespace {

double figure(const accounts::FactTable& facts, const char* name, double otherwise) {
  const auto found = facts.by_name.find(name);
  return found == facts.by_name.end() ? otherwise : found->second.value;
}

constexpr double k_bond_years = 20.0;  ///< where the economy has no figure
constexpr double k_bond_rate = 0.025;

/// Adds what a cost of year t comes to in this and later years.
void fund(policy::Financing financing, double cost, Index t, double cost_of_funds,
          const accounts::FactTable& facts, Vector& by_year) {
  switch (financing) {
    case policy::Financing::lump_sum:
      by_year[t] += cost;
      return;
    case policy::Financing::taxes:
      by_year[t] += cost * cost_of_funds;
      return;
    case policy::Financing::bonds:
      break;
  }
  const double years = figure(facts, "public_bond_years", k_bond_years);
  const double rate = figure(facts, "public_bond_rate", k_bond_rate);
  const double payment = rate > 0.0 ? rate / (1.0 - std::pow(1.0 + rate, -years)) : 1.0 / years;
  for (Index k = t; k < by_year.size() && static_cast<double>(k - t) < years; ++k) {
    by_year[k] += cost * payment * cost_of_funds;
  }
}

}  // namespace

Vector Results::funded_cost(const ScenarioResult& scenario) const {
  const auto funds = facts.by_name.find("marginal_cost_of_public_funds");
  const ScenarioResult* twin = scenario.twin.empty() ? nullptr : find(scenario.twin);
  if (funds == facts.by_name.end()) return {};
  const double cost_of_funds = funds->second.value;
  const auto& years = scenario.path.years;
  Vector cost(years.size(), 0.0);
  for (Index t = 0; t < years.size(); ++t) {
    double rest = years[t].fiscal_cost;  // what shocks cost, and what policies do to it
    if (twin != nullptr) rest -= twin->path.years[t].fiscal_cost;
    const Index first = scenario.shocks.size();
    for (Index k = 0; k < scenario.policies.size(); ++k) {
      if (first + k >= years[t].instrument_cost.size()) break;
      const double own = years[t].instrument_cost[first + k];
      rest -= own;
      fund(scenario.policies[k].financing, billions(own), t, cost_of_funds, facts, cost);
    }
    cost[t] += billions(rest) * cost_of_funds;
  }
  return cost;
}

const OfficialPoint* Results::sei_target() const {
  const OfficialPoint* last = nullptr;
  for (const OfficialPoint& point : official_sei) {
    if (point.kind == "target") last = &point;
  }
  return last;
}

}  // namespace domar::scenario
