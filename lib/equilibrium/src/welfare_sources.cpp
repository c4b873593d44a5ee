#include "welfare_sources.hpp"

#include <cmath>

#include "subsistence.hpp"

namespace domar::equilibrium {

using network::k_none;
using network::Network;

namespace {
double& book(std::array<double, k_sources>& part, Source source) {
  return part[static_cast<Index>(source)];
}
}  // namespace

WelfareSources::WelfareSources(const Network& network, const std::vector<Indicator>& indicators,
                               const std::vector<RegionNodesOf>& regions)
    : network_(network), indicators_(indicators), regions_(regions) {
  for (const RegionNodesOf& region : regions) {
    std::vector<bool> market(network.markets(), false);
    for (Index k = 0; k < network.markets(); ++k) {
      if (!network.market(k).owners.empty()) {
        market[k] = region.agent[network.market(k).owners.front().first];
      }
    }
    for (const auto& joint : network.joint_producers()) {
      for (const auto& [k, base] : joint.products) market[k] = region.activity[joint.activity];
    }
    market_.push_back(std::move(market));
  }
}

Vector WelfareSources::slopes(const ClosedSolution& at, const std::vector<IndicatorSlopes>& by,
                              const ClosedSolver::Response& response,
                              const Vector& scale_part) const {
  Vector out;
  out.reserve(rows());
  for (const IndicatorSlopes& s : by) {
    out.push_back(change_of(s, response.tangent, response.direction));
  }
  for (Index r = 0; r < regions_.size(); ++r) add_region(r, at, response, scale_part, out);
  return out;
}

double WelfareSources::real_spending(const RegionNodesOf& region, const ClosedSolution& at) const {
  double sum = 0.0;
  for (Index h = 0; h < network_.agents(); ++h) {
    const Index top = network_.agent(h).top;
    if (!region.agent[h] || top == k_none) continue;
    sum +=
        at.solution.spending[h] * std::exp(-at.solution.log_price[network_.node_of_activity(top)]);
  }
  return sum;
}

bool WelfareSources::sells(Index region, Index node) const {
  return node < network_.markets() ? market_[region][node]
                                   : regions_[region].activity[node - network_.markets()];
}

/// d spending of an agent: kept share of its income.
double WelfareSources::spending_change(Index h, const ClosedSolution& at,
                                       const ClosedSolver::Response& response) const {
  double keep = 1.0;
  double handed = 0.0;
  for (Index i = 0; i < network_.transfers().size(); ++i) {
    if (network_.transfers()[i].from != h) continue;
    keep -= at.parameters.transfer_share[i];
    handed += response.direction.transfer_share[i];
  }
  return keep * response.tangent.income[h] - handed * at.solution.income[h];
}

/// What subsistence changes about an agent's spending: its next unit of money buys the household
/// more or less than the mean, and prices weigh as goods are bought.
WelfareSources::Beyond WelfareSources::beyond_subsistence(Index h, const ClosedSolution& at,
                                                          const Change& tangent) const {
  Beyond sum;
  for (const auto& household : network_.subsistence()) {
    if (household.agent != h) continue;
    const SubsistencePoint point = subsistence_point(network_, household, at.solution);
    const double by_rest = tangent.log_price[point.rest_node];
    sum.gain += point.spent * (point.spent / (point.real * point.worth) - 1.0);
    sum.dearer += point.basic * (tangent.log_price[point.basic_node] - by_rest) -
                  point.spent * (tangent.log_price[point.node] - by_rest);
  }
  return sum;
}

/// Spending of a region, its price, and what welfare gains in all.
WelfareSources::Spending WelfareSources::spending(const RegionNodesOf& region,
                                                  const ClosedSolution& at,
                                                  const ClosedSolver::Response& response) const {
  double spent = 0.0;
  double real_spent = 0.0;
  double dear = 0.0;
  Spending all;
  for (Index h = 0; h < network_.agents(); ++h) {
    const Index top = network_.agent(h).top;
    if (!region.agent[h] || top == k_none) continue;
    const Index node = network_.node_of_activity(top);
    const double deflator = std::exp(at.solution.log_price[node]);
    const double money = at.solution.spending[h];
    const double d_log_price = response.tangent.log_price[node];
    const Beyond beyond = beyond_subsistence(h, at, response.tangent);
    spent += money;
    real_spent += (money + beyond.gain) / deflator;
    dear += money * d_log_price + beyond.dearer;
    all.gained += (spending_change(h, at, response) - money * d_log_price) / deflator;
  }
  if (spent > 0.0) {
    all.inflation = dear / spent;
    all.deflator = spent / real_spent;
  }
  return all;
}

void WelfareSources::add_technology(const RegionNodesOf& region, const ClosedSolution& at,
                                    const ParameterSlopes& move, const Vector& scale_part,
                                    Parts& part) const {
  for (Index n = 0; n < network_.activities(); ++n) {
    if (!region.activity[n]) continue;
    const double sales = at.solution.value[network_.node_of_activity(n)];
    book(part, Source::scale) += sales * scale_part[n];
    book(part, Source::technology) += sales * (move.log_productivity[n] - scale_part[n]);
  }
}

/// Returns what the endowments of the region earn.
double WelfareSources::add_endowments(const RegionNodesOf& region, const ClosedSolution& at,
                                      const ParameterSlopes& move, Parts& part) const {
  double earned = 0.0;
  for (Index k = 0; k < network_.markets(); ++k) {
    const double worth = network_.market(k).endowment_0 *
                         std::exp(at.parameters.log_endowment[k] + at.solution.log_price[k]);
    for (const auto& [owner, share] : network_.market(k).owners) {
      if (!region.agent[owner]) continue;
      earned += share * worth;
      book(part, Source::endowments) += share * worth * move.log_endowment[k];
    }
  }
  return earned;
}

/// Taxes, resources lost on the way and what crosses the border. Returns the region's tax revenue.
double WelfareSources::add_edges(Index r, const ClosedSolution& at,
                                 const ClosedSolver::Response& response, double inflation,
                                 Parts& part) const {
  const RegionNodesOf& region = regions_[r];
  const Change& d = response.tangent;
  const ParameterSlopes& move = response.direction;
  double revenue = 0.0;
  for (Index e = 0; e < network_.edges(); ++e) {
    const auto& edge = network_.edge(e);
    const bool buyer = region.activity[edge.buyer];
    const bool seller = sells(r, edge.seller);
    const bool receiver = edge.receiver != k_none && region.agent[edge.receiver];
    if (!buyer && !seller && !receiver) continue;
    const double paid = at.solution.paid(network_, e);
    const double tax = at.parameters.tax[e];
    const double got = paid / (1.0 + tax);
    const double power = move.tax[e] / (1.0 + tax);
    const double log_got = d.paid[e] / paid - power;
    const double dearer = d.log_price[edge.seller] - inflation;
    if (receiver) {
      revenue += got * tax;
      book(part, Source::allocation) += got * tax * (log_got - d.log_price[edge.seller]);
    }
    if (buyer) book(part, Source::technology) -= paid * move.log_iceberg[e];
    if (buyer && !seller) {  // an import, at the price that crosses the border
      book(part, Source::terms_of_trade) -= receiver ? got * dearer : paid * (dearer + power);
    } else if (seller && !buyer) {
      book(part, Source::terms_of_trade) += receiver ? paid * (dearer + power) : got * dearer;
    }
  }
  return revenue;
}

/// d welfare of a region by source, and d ln real GDP.
void WelfareSources::add_region(Index r, const ClosedSolution& at,
                                const ClosedSolver::Response& response, const Vector& scale_part,
                                Vector& out) const {
  const RegionNodesOf& region = regions_[r];
  const Spending all = spending(region, at, response);
  Parts part{};
  add_technology(region, at, response.direction, scale_part, part);
  double gdp = add_endowments(region, at, response.direction, part);
  gdp += add_edges(r, at, response, all.inflation, part);
  double real_gdp = 0.0;
  double explained = 0.0;
  for (Index i = 0; i < k_sources; ++i) {
    explained += part[i] / all.deflator;
    if (i != static_cast<Index>(Source::terms_of_trade)) real_gdp += part[i];
  }
  book(part, Source::transfers) = (all.gained - explained) * all.deflator;
  for (const double p : part) out.push_back(p / all.deflator);
  out.push_back(gdp > 0.0 ? real_gdp / gdp : 0.0);
}

}  // namespace domar::equilibrium
