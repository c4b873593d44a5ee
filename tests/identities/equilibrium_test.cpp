/// What holds in every equilibrium of every economy, however it was made and whatever hit it.

#include <gtest/gtest.h>

#include <cmath>

#include "domar/equilibrium/solver.hpp"
#include "identities/every_economy.hpp"

namespace domar::tests {
namespace {

using equilibrium::Parameters;
using equilibrium::Solution;
using equilibrium::SolverOptions;
using network::k_none;
using network::Network;

class EveryEconomy : public testing::TestWithParam<NamedEconomy> {
 protected:
  const Network& network = GetParam().network();

  /// A shock to everything, the same one for every test.
  [[nodiscard]] Parameters shock() const {
    Draws draws(42);
    return draw_shock(draws, network, 0.03);
  }
  [[nodiscard]] Solution solved(const Parameters& parameters, Index numeraire = k_none) const {
    SolverOptions options;
    options.tolerance = 1e-12;
    options.numeraire = numeraire;
    Solution solution = equilibrium::solve(network, parameters, options);
    EXPECT_TRUE(solution.converged) << solution.note;
    return solution;
  }
  /// ln of the quantity of every node.
  [[nodiscard]] Vector log_quantities(const Solution& s) const {
    Vector q(network.nodes());
    for (Index i = 0; i < q.size(); ++i) q[i] = std::log(s.value[i]) - s.log_price[i];
    return q;
  }
  [[nodiscard]] double gdp_0() const {
    double sum = 0.0;
    for (Index h = 0; h < network.agents(); ++h) {
      if (network.agent(h).top != k_none) sum += network.value_0(network.agent(h).top);
    }
    return sum;
  }
};

/// What a joint producer sells to each of its markets.
Vector joint_supply(const Network& network, const Solution& s) {
  Vector supply(network.markets(), 0.0);
  for (const auto& joint : network.joint_producers()) {
    const Index node = network.node_of_activity(joint.activity);
    for (const auto& [market, value_0] : joint.products) {
      supply[market] += value_0 / network.value_0(joint.activity) * s.value[node] *
                        std::exp((1.0 + joint.psi) * (s.log_price[market] - s.log_price[node]));
    }
  }
  return supply;
}

TEST_P(EveryEconomy, ReplicatesItsBaseYear) {
  const Solution s = solved(equilibrium::base_parameters(network));
  for (Index i = 0; i < network.nodes(); ++i) {
    EXPECT_NEAR(s.log_price[i], 0.0, 1e-10) << network.node_name(i);
  }
  for (Index n = 0; n < network.activities(); ++n) {
    EXPECT_NEAR(s.value[network.node_of_activity(n)] / network.value_0(n), 1.0, 1e-6)
        << network.activity(n).name;
  }
}

TEST_P(EveryEconomy, WalrasLawHolds) { EXPECT_LT(solved(shock()).walras_residual, 1e-9); }

TEST_P(EveryEconomy, TheChoiceOfNumeraireIsNoChoice) {
  const Parameters parameters = shock();
  const Solution a = solved(parameters);
  for (const Index numeraire : {Index{0}, network.markets() - 1}) {
    const Solution b = solved(parameters, numeraire);
    const Vector qa = log_quantities(a);
    const Vector qb = log_quantities(b);
    const double level = a.log_price[numeraire];
    EXPECT_EQ(b.log_price[numeraire], 0.0);
    for (Index i = 0; i < network.nodes(); ++i) {
      EXPECT_NEAR(qa[i], qb[i], 1e-9) << network.node_name(i);
      EXPECT_NEAR(a.log_price[i] - level, b.log_price[i], 1e-9) << network.node_name(i);
    }
  }
}

TEST_P(EveryEconomy, MoreOfEverythingScalesQuantitiesOnly) {
  Parameters parameters = shock();
  const Solution a = solved(parameters);
  const double log_scale = std::log(1.7);
  for (double& l : parameters.log_endowment) l += log_scale;
  const Solution b = solved(parameters);
  const Vector qa = log_quantities(a);
  const Vector qb = log_quantities(b);
  for (Index i = 0; i < network.nodes(); ++i) {
    EXPECT_NEAR(a.log_price[i], b.log_price[i], 1e-9) << network.node_name(i);
    EXPECT_NEAR(qa[i] + log_scale, qb[i], 1e-9) << network.node_name(i);
  }
}

TEST_P(EveryEconomy, SpendingIsFactorIncomePlusTaxes) {
  const Parameters parameters = shock();
  const Solution s = solved(parameters);
  double factor_income = 0.0;
  Vector income(network.agents(), 0.0);
  for (Index k = 0; k < network.markets(); ++k) {
    const auto& market = network.market(k);
    const double worth =
        market.endowment_0 * std::exp(parameters.log_endowment[k] + s.log_price[k]);
    factor_income += worth;
    for (const auto& [agent, share] : market.owners) income[agent] += share * worth;
  }
  double spending = 0.0;
  double taxes = 0.0;
  for (Index h = 0; h < network.agents(); ++h) {
    spending += s.spending[h];
    taxes += s.tax_revenue[h];
    income[h] += s.tax_revenue[h];
  }
  for (Index i = 0; i < network.transfers().size(); ++i) {
    const auto& transfer = network.transfers()[i];
    const double money = parameters.transfer_share[i] * s.income[transfer.from];
    income[transfer.to] += money;
  }
  EXPECT_NEAR(spending, factor_income + taxes, 1e-10 * spending);
  for (Index h = 0; h < network.agents(); ++h) {
    EXPECT_NEAR(s.income[h], income[h], 1e-10 * spending) << network.agent(h).name;
  }
}

TEST_P(EveryEconomy, TaxRevenueIsRateTimesBase) {
  const Parameters parameters = shock();
  const Solution s = solved(parameters);
  Vector revenue(network.agents(), 0.0);
  for (Index e = 0; e < network.edges(); ++e) {
    const double tax = parameters.tax[e];
    if (tax == 0.0) continue;
    revenue[network.edge(e).receiver] += s.paid(network, e) * tax / (1.0 + tax);
  }
  for (Index h = 0; h < network.agents(); ++h) {
    EXPECT_NEAR(s.tax_revenue[h], revenue[h], 1e-11 * gdp_0()) << network.agent(h).name;
  }
}

/// Sales are what buyers pay before tax; for joint producers, what their markets take.
TEST_P(EveryEconomy, SalesAreWhatBuyersPay) {
  const Parameters parameters = shock();
  const Solution s = solved(parameters);
  Vector paid(network.nodes(), 0.0);
  for (Index e = 0; e < network.edges(); ++e) {
    paid[network.edge(e).seller] += s.paid(network, e) / (1.0 + parameters.tax[e]);
  }
  for (Index h = 0; h < network.agents(); ++h) {
    const Index top = network.agent(h).top;
    if (top != k_none) paid[network.node_of_activity(top)] += s.spending[h];
  }
  const Vector joint = joint_supply(network, s);
  for (const auto& producer : network.joint_producers()) {
    const Index node = network.node_of_activity(producer.activity);
    for (const auto& [market, value_0] : producer.products) {
      paid[node] += value_0 / network.value_0(producer.activity) * s.value[node] *
                    std::exp((1.0 + producer.psi) * (s.log_price[market] - s.log_price[node]));
    }
  }
  for (Index i = 0; i < network.nodes(); ++i) {
    EXPECT_NEAR(paid[i], s.value[i], 1e-9 * s.value[i]) << network.node_name(i);
  }
  for (Index k = 0; k < network.markets(); ++k) {
    const double supply = joint[k] + network.market(k).endowment_0 *
                                         std::exp(parameters.log_endowment[k] + s.log_price[k]);
    EXPECT_NEAR(supply, s.value[k], 1e-9 * s.value[k]) << network.market(k).name;
  }
}

/// The price of every activity is its unit cost, written as the textbook writes it.
TEST_P(EveryEconomy, PricesAreUnitCosts) {
  const Parameters parameters = shock();
  const Solution s = solved(parameters);
  for (Index n = 0; n < network.activities(); ++n) {
    const double theta = network.activity(n).theta;
    double tastes = 0.0;
    for (Index e = network.first_edge(n); e < network.first_edge(n + 1); ++e) {
      tastes += network.cost_share_0(e) * std::exp(parameters.log_taste[e]);
    }
    double sum = theta == 1.0 ? 1.0 : 0.0;
    double shares = 0.0;
    for (Index e = network.first_edge(n); e < network.first_edge(n + 1); ++e) {
      const double omega = network.cost_share_0(e) * std::exp(parameters.log_taste[e]) / tastes;
      const double price =
          std::exp(parameters.log_iceberg[e] + s.log_price[network.edge(e).seller]) *
          (1.0 + parameters.tax[e]) / (1.0 + network.edge(e).tax_0);
      if (theta == 1.0) {
        sum *= std::pow(price, omega);
      } else {
        sum += omega * std::pow(price, 1.0 - theta);
      }
      shares += s.cost_share[e];
    }
    const double cost = theta == 1.0 ? sum : std::pow(sum, 1.0 / (1.0 - theta));
    EXPECT_NEAR(std::log(cost) - parameters.log_productivity[n],
                s.log_price[network.node_of_activity(n)], 1e-10)
        << network.activity(n).name;
    EXPECT_NEAR(shares, 1.0, 1e-12) << network.activity(n).name;
  }
}

/// Real spending of all agents, as Divisia has it, grows by Domar weights times productivity,
/// factor income times endowments, and tax revenue times the quantities taxed:
///
///   sum_h E_h dln c_h = sum_n lambda_n dln A_n + sum_f w_f L_f dln L_f + sum_e t_e p x_e dln x_e
///
/// Hulten's theorem is its first term, and holds alone where there are no taxes.
TEST_P(EveryEconomy, GrowthIsDomarWeightsPlusFactorsPlusTaxedQuantities) {
  const double h = 1e-4;
  Draws draws(7);
  const Parameters base = equilibrium::base_parameters(network);
  Parameters up = base;
  Parameters down = base;
  double predicted = 0.0;
  for (Index n = 0; n < network.activities(); ++n) {
    const double direction = draws.normal();
    up.log_productivity[n] = h * direction;
    down.log_productivity[n] = -h * direction;
    predicted += network.value_0(n) * direction;
  }
  for (Index k = 0; k < network.markets(); ++k) {
    const double direction = draws.normal();
    up.log_endowment[k] = h * direction;
    down.log_endowment[k] = -h * direction;
    predicted += network.market(k).endowment_0 * direction;
  }
  for (Index e = 0; e < network.edges(); ++e) {  // changes of tax have no first-order effect itself
    if (network.edge(e).receiver == k_none) continue;
    const double direction = draws.normal();
    up.tax[e] = (1.0 + base.tax[e]) * std::exp(h * direction) - 1.0;
    down.tax[e] = (1.0 + base.tax[e]) * std::exp(-h * direction) - 1.0;
  }
  const Solution above = solved(up);
  const Solution below = solved(down);
  double grown = 0.0;
  for (Index agent = 0; agent < network.agents(); ++agent) {
    const Index top = network.agent(agent).top;
    if (top == k_none) continue;
    const Index node = network.node_of_activity(top);
    grown += network.value_0(top) *
             (std::log(above.spending[agent] / below.spending[agent]) -
              (above.log_price[node] - below.log_price[node])) /
             (2.0 * h);
  }
  for (Index e = 0; e < network.edges(); ++e) {
    const auto& edge = network.edge(e);
    if (edge.tax_0 == 0.0) continue;
    const double log_change = std::log(above.paid(network, e) / below.paid(network, e)) -
                              (std::log1p(up.tax[e]) - std::log1p(down.tax[e])) -
                              (above.log_price[edge.seller] - below.log_price[edge.seller]);
    predicted += edge.value_0 * edge.tax_0 / (1.0 + edge.tax_0) * log_change / (2.0 * h);
  }
  EXPECT_NEAR(grown / gdp_0(), predicted / gdp_0(), 1e-6);
}

INSTANTIATE_TEST_SUITE_P(Economies, EveryEconomy, testing::ValuesIn(every_economy()),
                         name_of_economy);

using EfficientEconomy = EveryEconomy;

/// Hulten (1978): without taxes, real spending grows by the Domar weight of what gets better.
TEST_P(EfficientEconomy, HultensTheorem) {
  const double h = 1e-4;
  for (Index n = 0; n < network.activities(); ++n) {
    Parameters parameters = equilibrium::base_parameters(network);
    parameters.log_productivity[n] = h;
    const Solution above = solved(parameters);
    parameters.log_productivity[n] = -h;
    const Solution below = solved(parameters);
    double grown = 0.0;
    for (Index agent = 0; agent < network.agents(); ++agent) {
      const Index top = network.agent(agent).top;
      if (top == k_none) continue;
      const Index node = network.node_of_activity(top);
      grown += network.value_0(top) *
               (std::log(above.spending[agent] / below.spending[agent]) -
                (above.log_price[node] - below.log_price[node])) /
               (2.0 * h);
    }
    EXPECT_NEAR(grown / gdp_0(), network.value_0(n) / gdp_0(), 1e-6) << network.activity(n).name;
  }
}

INSTANTIATE_TEST_SUITE_P(Economies, EfficientEconomy, testing::ValuesIn(efficient_economies()),
                         name_of_economy);

}  // namespace
}  // namespace domar::tests
