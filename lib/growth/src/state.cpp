#include "state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace domar::growth {

using equilibrium::Parameters;
using equilibrium::Solution;
using network::k_none;
using network::Network;

namespace {
constexpr double k_least_household_share = 0.01;  ///< of spending
}  // namespace

State::State(const accounts::Economy& economy, const network::AccountsNetwork& network,
             const Drivers& drivers)
    : economy_(economy),
      accounts_(network),
      drivers_(drivers),
      base_gdp_(economy.gdp(drivers.region)),
      data_links_(SupplyLinks(economy, network, drivers).by_value),
      technology_(economy, network, drivers),
      substitution_(economy, network, drivers) {
  start_stocks();
}

void State::start_stocks() {
  const Network& network = accounts_.network;
  const Index n = accounts_.industries.size();
  capital_0_.assign(n, 0.0);
  capital_.assign(n, 1.0);
  market_investment_.assign(n, 0.0);
  new_capital_.assign(n, 0.0);
  data_.assign(n, 1.0);
  effective_data_.assign(n, 1.0);
  double capital_income = 0.0;
  for (Index j = 0; j < n; ++j) {
    const auto& nodes = accounts_.industries[j];
    for (const Index e : accounts_.factor_edges[j]) {
      if (network.edge(e).seller == nodes.capital) capital_0_[j] = network.edge(e).value_0;
    }
    if (ours(j)) capital_income += capital_0_[j];
  }
  for (Index j = 0; j < n; ++j) {
    capital_0_[j] = ours(j) ? drivers_.capital.stock_0 * capital_0_[j] / capital_income : 0.0;
  }
}

double State::log_people(int year) const {
  const auto& people = drivers_.labour.quantity;
  const auto& at_work = drivers_.labour.participation;
  const double log_number =
      std::log(value_at(people, year, 1.0) / value_at(people, drivers_.base_year, 1.0));
  if (at_work.empty()) return log_number;
  return log_number +
         std::log(value_at(at_work, year, 1.0) / value_at(at_work, drivers_.base_year, 1.0));
}

double State::log_quality(int year) const {
  return drivers_.labour.quality_growth * (year - drivers_.base_year);
}

double State::capital_total() const {
  double total = 0.0;
  for (Index j = 0; j < capital_.size(); ++j) total += capital_0_[j] * capital_[j];
  return total;
}

double State::rd_spending(Index industry, int year, double real_gdp,
                          const policy::Effects& effects) const {
  return technology_.rd_spending(industry, year, real_gdp, effects);
}

double State::rd_relief(int year, double real_gdp, const policy::Effects& effects) const {
  double relief = 0.0;
  for (Index j = 0; j < capital_.size(); ++j) {
    if (effects.rd_relief[j] == 0.0) continue;
    const double claimed = rd_spending(j, year, real_gdp, effects) - effects.rd_grants[j];
    relief += effects.rd_relief[j] * claimed;
  }
  return relief;
}

/// R&D that policies add to what would be spent anyway; it takes resources like investment.
double State::extra_rd(int year, double real_gdp, const policy::Effects& effects) const {
  double extra = 0.0;
  for (Index j = 0; j < capital_.size(); ++j) {
    const double with = rd_spending(j, year, real_gdp, effects);
    const double without = (with - effects.rd_grants[j]) * std::exp(-effects.rd_response[j]);
    extra += with - without;
  }
  return extra;
}

double State::investment_relief(const policy::Effects& effects) const {
  double relief = 0.0;
  for (Index j = 0; j < capital_.size(); ++j) {
    if (effects.investment_relief[j] == 0.0) continue;
    relief += effects.investment_relief[j] * (market_investment_[j] + drawn_investment(j, effects));
  }
  return relief;
}

double State::drawn_investment(Index industry, const policy::Effects& effects) const {
  const double response = effects.investment_response[industry];
  return response == 0.0 ? 0.0 : market_investment_[industry] * std::expm1(response);
}

void State::accumulate(const YearResult& now, const policy::Effects& effects,
                       const Solution& solution) {
  invest(now, effects, solution);
  const Index n = capital_.size();
  Vector output(n, 1.0);
  for (Index j = 0; j < n; ++j) {
    if (!ours(j)) continue;
    output[j] = now.industries[j].output;
    const double first = drivers_.data.depreciation + drivers_.data.growth_before;
    const double deepening = drivers_.data.deepening * (now.year - drivers_.base_year);
    data_[j] = (1.0 - drivers_.data.depreciation) * data_[j] +
               first * now.industries[j].output * std::exp(deepening);
  }
  technology_.accumulate({now.year, now.real_gdp, output, new_capital_, effects, solution});
}

void State::invest(const YearResult& now, const policy::Effects& effects,
                   const Solution& solution) {
  const Network& network = accounts_.network;
  const Index n = capital_.size();
  const CapitalDriver& driver = drivers_.capital;
  const Index investment_node = accounts_.regions[drivers_.region].investment;
  double invested = investment_node == k_none ? 0.0 : solution.quantity(network, investment_node);
  invested -= extra_rd(now.year, now.real_gdp, effects);
  Vector directed(n, 0.0);
  double all_directed = 0.0;
  for (Index j = 0; j < n; ++j) {
    directed[j] = effects.investment[j] + drawn_investment(j, effects);
    all_directed += directed[j];
  }
  Vector pull(n, 0.0);
  double stock = 0.0;
  double income = 0.0;
  for (Index j = 0; j < n; ++j) {
    if (capital_0_[j] <= 0.0) continue;
    stock += capital_0_[j] * capital_[j];
    income +=
        capital_0_[j] * capital_[j] * std::exp(solution.log_price[accounts_.industries[j].capital]);
  }
  const double log_mean_return = std::log(income / stock);
  double total_pull = 0.0;
  for (Index j = 0; j < n; ++j) {
    if (capital_0_[j] <= 0.0) continue;
    const double log_return = solution.log_price[accounts_.industries[j].capital];
    pull[j] = capital_0_[j] * capital_[j] * std::exp(driver.kappa * (log_return - log_mean_return));
    total_pull += pull[j];
  }
  const double market = std::max(0.0, invested - all_directed);
  for (Index j = 0; j < n; ++j) {
    if (capital_0_[j] <= 0.0) continue;
    market_investment_[j] = market * pull[j] / total_pull;
    const double investment = market_investment_[j] + directed[j];
    capital_[j] = (1.0 - driver.depreciation) * capital_[j] + investment / capital_0_[j];
    new_capital_[j] = investment / (capital_0_[j] * capital_[j]);
  }
}

double State::data_that_count(double stock) const {
  return drivers_.data.saturating ? std::exp(1.0 - 1.0 / stock) : stock;
}

void State::update_technology(int year, const policy::Effects& effects) {
  technology_.update(year, effects);
  substitution_.update(year, technology_.log_productivity());
  for (Index j = 0; j < capital_.size(); ++j) {
    if (!ours(j)) continue;
    const double others = data_links_[j].empty() ? 0.0 : linked(data_links_[j], data_);
    effective_data_[j] = data_that_count(data_[j] + effects.data_openness * others);
  }
}

void State::set_endowments(int year, double log_labour_residual, Parameters& parameters) const {
  const Network& network = accounts_.network;
  Vector worth(network.markets(), 0.0);  // endowments at base prices
  for (Index j = 0; j < capital_.size(); ++j) {
    const auto& nodes = accounts_.industries[j];
    const double people = ours(j) ? log_people(year) + log_quality(year) + log_labour_residual
                                  : drivers_.foreign_growth * (year - drivers_.base_year);
    for (const Index e : accounts_.factor_edges[j]) {
      const Index market = network.edge(e).seller;
      double ratio = std::exp(people);
      if (ours(j) && market == nodes.capital) ratio = capital_[j];
      if (ours(j) && market == nodes.data) ratio = effective_data_[j];
      worth[market] += network.edge(e).value_0 * ratio;
    }
  }
  for (Index k = 0; k < worth.size(); ++k) {
    if (worth[k] > 0.0) {
      parameters.log_endowment[k] = std::log(worth[k] / network.market(k).endowment_0);
    }
  }
}

/// Shares of final spending: investment follows its path, policies add to it and to public
/// purchases.
Status State::set_spending(int year, const policy::Effects& effects, double real_gdp,
                           Parameters& parameters) const {
  const Network& network = accounts_.network;
  const auto& region = accounts_.regions[drivers_.region];
  const double gdp = base_gdp_ * real_gdp;
  Vector added(network.activities(), 0.0);  // share of spending by final node
  if (region.investment != k_none) {
    double extra = extra_rd(year, real_gdp, effects);
    for (const double amount : effects.investment) extra += amount;
    for (Index j = 0; j < capital_.size(); ++j) extra += drawn_investment(j, effects);
    added[region.investment] += extra / gdp;
  }
  // Public purchases go through the first final node that buys the good at all.
  for (Index i = 0; i < effects.procurement.size(); ++i) {
    if (effects.procurement[i] == 0.0) continue;
    const Index supplier = economy_.supplier[drivers_.region][i];
    for (const auto& [node, buys] : {std::pair{region.government, &region.government_buys},
                                     std::pair{region.investment, &region.investment_buys},
                                     std::pair{region.household, &region.household_buys}}) {
      if (node == k_none || (*buys)[supplier].empty()) continue;
      const Index edge = (*buys)[supplier].front();
      const double bought = network.edge(edge).value_0 * real_gdp;
      parameters.log_taste[edge] += std::log1p(effects.procurement[i] / bought);
      added[node] += effects.procurement[i] / gdp;
      break;
    }
  }
  double left = 1.0;
  Index household_edge = k_none;
  for (Index e = network.first_edge(region.top); e < network.first_edge(region.top + 1); ++e) {
    const Index node = network.edge(e).seller - network.markets();
    if (node == region.household) {
      household_edge = e;
      continue;
    }
    double share = network.cost_share_0(e) + added[node];
    if (node == region.investment) {
      share =
          value_at(drivers_.capital.investment_share, year, network.cost_share_0(e)) + added[node];
    }
    left -= share;
    parameters.log_taste[e] = std::log(share / network.cost_share_0(e));
  }
  if (household_edge == k_none) return Done{};
  if (left < k_least_household_share) {
    return Error{
        ErrorCode::infeasible,
        fmt::format("investment, government and the measures take {:.0f} % of all spending",
                    100.0 * (1.0 - left)),
        "", "make the measures smaller: households must keep a hundredth", ""};
  }
  parameters.log_taste[household_edge] = std::log(left / network.cost_share_0(household_edge));
  return Done{};
}

Result<Parameters> State::parameters(int year, const policy::Effects& effects,
                                     double log_labour_residual, double real_gdp) const {
  Parameters parameters = equilibrium::base_parameters(accounts_.network);
  set_endowments(year, log_labour_residual, parameters);
  for (Index j = 0; j < capital_.size(); ++j) {
    parameters.log_productivity[accounts_.industries[j].produce] =
        technology_.log_productivity()[j];
  }
  substitution_.shift_tastes(parameters);
  for (const auto& [edge, amount] : effects.tax) parameters.tax[edge] += amount;
  for (const auto& [edge, amount] : effects.iceberg) parameters.log_iceberg[edge] += amount;
  for (const auto& [edge, amount] : effects.taste) parameters.log_taste[edge] += amount;
  if (auto status = set_spending(year, effects, real_gdp, parameters); !status.ok()) {
    return status.error();
  }
  return parameters;
}

}  // namespace domar::growth
