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
    : economy_(economy), accounts_(network), drivers_(drivers) {
  base_gdp_ = economy.gdp(drivers.region);
  link_industries();
  start_stocks();
}

/// Domestic suppliers of every industry, own deliveries left out, weights by value.
void State::link_industries() {
  const Network& network = accounts_.network;
  const Index n = accounts_.industries.size();
  std::vector<Index> industry_of(network.activities(), k_none);
  for (Index j = 0; j < n; ++j) industry_of[accounts_.industries[j].supply] = j;
  links_.resize(n);
  knowledge_links_.resize(n);
  for (Index j = 0; j < n; ++j) {
    const auto add = [&](Index seller_node, double value) {
      const Index supplier = industry_of[seller_node - network.markets()];
      if (supplier == k_none || supplier == j || !ours(supplier)) return false;
      links_[j].emplace_back(supplier, value);
      // What flows along a link is the R&D embodied in the goods bought (Terleckyj 1974).
      const double embodied = value * drivers_.knowledge.spending_0[supplier] /
                              network.value_0(accounts_.industries[supplier].supply);
      if (embodied > 0.0) knowledge_links_[j].emplace_back(supplier, embodied);
      return true;
    };
    for (const Index e : accounts_.input_edges[j]) {
      const Index seller = network.edge(e).seller;
      if (add(seller, network.edge(e).value_0) ||
          industry_of[seller - network.markets()] != k_none) {
        continue;
      }
      const Index mix =
          seller - network.markets();  // a mix shared by users: its parts in proportion
      for (Index m = network.first_edge(mix); m < network.first_edge(mix + 1); ++m) {
        if (network.edge(m).seller >= network.markets()) {
          add(network.edge(m).seller, network.edge(e).value_0 * network.cost_share_0(m));
        }
      }
    }
    for (auto* links : {&links_[j], &knowledge_links_[j]}) {
      double total = 0.0;
      for (const auto& [supplier, weight] : *links) total += weight;
      for (auto& [supplier, weight] : *links) weight /= total;
    }
  }
}

void State::start_stocks() {
  const Network& network = accounts_.network;
  const Index n = accounts_.industries.size();
  const KnowledgeDriver& knowledge = drivers_.knowledge;
  capital_0_.assign(n, 0.0);
  capital_.assign(n, 1.0);
  data_.assign(n, 1.0);
  effective_data_.assign(n, 1.0);
  value_added_share_.assign(n, 0.0);
  labour_share_.assign(n, 1.0);
  knowledge_0_.assign(n, 0.0);
  knowledge_elasticity_.assign(n, 0.0);
  log_productivity_.assign(n, 0.0);
  spillover_pool_.assign(n, 1.0);
  own_knowledge_.assign(n, 0.0);
  change_ = {Vector(n, 0.0), Vector(n, 0.0), Vector(n, 0.0), Vector(n, 0.0)};

  double capital_income = 0.0;
  double rd = 0.0;
  double income = 0.0;
  for (Index j = 0; j < n; ++j) {
    const auto& nodes = accounts_.industries[j];
    const Index va = nodes.value_added;
    value_added_share_[j] = accounts_.factor_income_0[j] / network.value_0(nodes.produce);
    for (Index e = network.first_edge(va); e < network.first_edge(va + 1); ++e) {
      if (network.edge(e).seller == nodes.labour) labour_share_[j] = network.cost_share_0(e);
      if (network.edge(e).seller == nodes.capital) capital_0_[j] = network.edge(e).value_0;
    }
    if (!ours(j)) continue;
    capital_income += capital_0_[j];
    rd += knowledge.spending_0[j];
    income += accounts_.factor_income_0[j];
  }
  const double mean_intensity = rd / income;
  for (Index j = 0; j < n; ++j) {
    capital_0_[j] = ours(j) ? drivers_.capital.stock_0 * capital_0_[j] / capital_income : 0.0;
    if (!ours(j) || mean_intensity <= 0.0) continue;
    knowledge_0_[j] = knowledge.spending_0[j] / (knowledge.growth_before + knowledge.depreciation);
    const double relative = knowledge.spending_0[j] / accounts_.factor_income_0[j] / mean_intensity;
    knowledge_elasticity_[j] = knowledge.elasticity * std::min(knowledge.intensity_cap, relative);
  }
  knowledge_ = knowledge_0_;
  adoption_ = drivers_.ai.adoption.at(drivers_.base_year);
}

double State::log_people(int year) const {
  const auto& people = drivers_.labour.quantity;
  return std::log(value_at(people, year, 1.0) / value_at(people, drivers_.base_year, 1.0));
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
  const double intensity = value_at(drivers_.knowledge.intensity, year, 1.0);
  return drivers_.knowledge.spending_0[industry] * real_gdp * intensity *
             std::exp(effects.rd_response[industry]) +
         effects.rd_grants[industry];
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

double State::linked(const Links& links, const Vector& relative) {
  if (links.empty()) return 1.0;
  double sum = 0.0;
  for (const auto& [supplier, weight] : links) sum += weight * relative[supplier];
  return sum;
}

void State::accumulate(const YearResult& now, const policy::Effects& effects,
                       const Solution& solution) {
  const Network& network = accounts_.network;
  const Index n = capital_.size();
  const CapitalDriver& driver = drivers_.capital;

  // Returns decide where the market's investment goes; policies add theirs.
  const Index investment_node = accounts_.regions[drivers_.region].investment;
  double invested = investment_node == k_none ? 0.0 : solution.quantity(network, investment_node);
  invested -= extra_rd(now.year, now.real_gdp, effects);
  double directed = 0.0;
  for (Index j = 0; j < n; ++j) directed += effects.investment[j];
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
  const double market = std::max(0.0, invested - directed);
  for (Index j = 0; j < n; ++j) {
    if (capital_0_[j] <= 0.0) continue;
    const double investment = market * pull[j] / total_pull + effects.investment[j];
    capital_[j] = (1.0 - driver.depreciation) * capital_[j] + investment / capital_0_[j];
  }

  for (Index j = 0; j < n; ++j) {
    if (!ours(j)) continue;
    knowledge_[j] = (1.0 - drivers_.knowledge.depreciation) * knowledge_[j] +
                    rd_spending(j, now.year, now.real_gdp, effects);
    const double first = drivers_.data.depreciation + drivers_.data.growth_before;
    const double deepening = drivers_.data.deepening * (now.year - drivers_.base_year);
    data_[j] = (1.0 - drivers_.data.depreciation) * data_[j] +
               first * now.industries[j].output * std::exp(deepening);
  }
}

void State::update_technology(int year, const policy::Effects& effects) {
  const Index n = capital_.size();
  // Without a programme adoption follows its own curve; a programme halves the gap to its curve
  // every year, so that a programme that starts late does not jump.
  double adopted = std::max(adoption_, drivers_.ai.adoption.at(year));
  if (effects.ai) {
    adopted = std::max(adopted, adoption_ + 0.5 * (effects.ai->at(year) - adoption_));
  }
  const double newly_adopted = adopted - adoption_;
  adoption_ = adopted;

  Vector relative_knowledge(n, 1.0);
  for (Index j = 0; j < n; ++j) relative_knowledge[j] = knowledge(j);
  for (Index j = 0; j < n; ++j) {
    if (!ours(j)) continue;
    const double va = value_added_share_[j];
    const double pool = linked(knowledge_links_[j], relative_knowledge);
    change_.spillovers[j] = va * drivers_.knowledge.spillover * effects.spillover_scale *
                            std::log(pool / spillover_pool_[j]);
    spillover_pool_[j] = pool;
    change_.ai[j] = va * drivers_.ai.exposure[j] * drivers_.ai.cost_effective_share *
                    drivers_.ai.cost_saving * labour_share_[j] * newly_adopted;
    change_.emerging[j] = drivers_.emerging.trend * drivers_.emerging.share[j];
    const double own_total = va * knowledge_elasticity_[j] * std::log(relative_knowledge[j]);
    change_.own_knowledge[j] = own_total - own_knowledge_[j];
    own_knowledge_[j] = own_total;
    log_productivity_[j] +=
        change_.own_knowledge[j] + change_.spillovers[j] + change_.ai[j] + change_.emerging[j];
  }
  for (Index j = 0; j < n; ++j) {
    if (!ours(j)) continue;
    const double others = links_[j].empty() ? 0.0 : linked(links_[j], data_);
    effective_data_[j] = data_[j] + effects.data_openness * others;
  }
}

void State::set_endowments(int year, double log_labour_residual, Parameters& parameters) const {
  const Network& network = accounts_.network;
  Vector worth(network.markets(), 0.0);  // endowments at base prices
  for (Index j = 0; j < capital_.size(); ++j) {
    const auto& nodes = accounts_.industries[j];
    const double people = ours(j) ? log_people(year) + log_quality(year) + log_labour_residual
                                  : drivers_.foreign_growth * (year - drivers_.base_year);
    const Index va = nodes.value_added;
    for (Index e = network.first_edge(va); e < network.first_edge(va + 1); ++e) {
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
    added[region.investment] += extra / gdp;
  }
  // Public purchases go through the first final node that buys the good at all.
  for (Index i = 0; i < effects.procurement.size(); ++i) {
    if (effects.procurement[i] == 0.0) continue;
    const Index supplier = economy_.supplier[drivers_.region][i];
    const Index supply = network.node_of_activity(accounts_.industries[supplier].supply);
    for (const Index node : {region.government, region.investment, region.household}) {
      if (node == k_none) continue;
      Index edge = network.find_edge(node, supply);
      for (Index e = network.first_edge(node); edge == k_none && e < network.first_edge(node + 1);
           ++e) {
        const Index mix = network.edge(e).seller;
        if (mix >= network.markets() &&
            network.find_edge(mix - network.markets(), supply) != k_none) {
          edge = e;
        }
      }
      if (edge == k_none) continue;
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
    parameters.log_productivity[accounts_.industries[j].produce] = log_productivity_[j];
  }
  for (const auto& [edge, amount] : effects.tax) parameters.tax[edge] += amount;
  for (const auto& [edge, amount] : effects.iceberg) parameters.log_iceberg[edge] += amount;
  for (const auto& [edge, amount] : effects.taste) parameters.log_taste[edge] += amount;
  if (auto status = set_spending(year, effects, real_gdp, parameters); !status.ok()) {
    return status.error();
  }
  return parameters;
}

}  // namespace domar::growth
