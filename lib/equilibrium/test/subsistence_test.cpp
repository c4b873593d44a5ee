/// Subsistence: the linear expenditure system against its closed forms.

#include <gtest/gtest.h>

#include <cmath>

#include "domar/equilibrium/contributions.hpp"
#include "domar/equilibrium/solver.hpp"

namespace domar::equilibrium {
namespace {

using network::Network;
using network::NetworkBuilder;

/// A household earns 100 by labour and buys food and toys for 50 each, 30 of the food at any price;
/// with a state that spends a fifth of 125, evenly.
struct Pantry {
  Network network;
  Index food, toys, basics, rest, household, top, labour;
};
Pantry pantry(double basic_food, bool with_state, double theta = 1.0) {
  NetworkBuilder builder;
  Pantry p{};
  const Index agent = builder.add_agent("people");
  p.labour = builder.add_market("labour");
  p.food = builder.add_activity("food", 1.0);
  p.toys = builder.add_activity("toys", 1.0);
  p.basics = builder.add_activity("basics", 0.0);
  p.rest = builder.add_activity("rest", theta);
  p.household = p.top = builder.add_activity("household", 1.0);
  builder.buy(p.basics, p.food, basic_food);
  builder.buy(p.rest, p.food, 50.0 - basic_food);
  builder.buy(p.rest, p.toys, 50.0);
  builder.buy(p.household, p.basics, basic_food);
  builder.buy(p.household, p.rest, 100.0 - basic_food);
  builder.add_subsistence(p.household, p.basics, p.rest);
  const double state = with_state ? 25.0 : 0.0;
  if (with_state) {
    const Index office = builder.add_activity("state", 1.0);
    p.top = builder.add_activity("spending", 1.0);
    builder.buy(office, p.food, 0.5 * state);
    builder.buy(office, p.toys, 0.5 * state);
    builder.buy(p.top, p.household, 100.0);
    builder.buy(p.top, office, state);
  }
  builder.set_top(agent, p.top);
  builder.buy_market(p.food, p.labour, 50.0 + 0.5 * state);
  builder.buy_market(p.toys, p.labour, 50.0 + 0.5 * state);
  builder.add_endowment(p.labour, agent, 100.0 + state);
  p.network = builder.build().value();
  return p;
}

double price(const Pantry& p, const Solution& s, Index activity) {
  return std::exp(s.log_price[p.network.node_of_activity(activity)]);
}

TEST(Subsistence, TheBaseYearIsReplicated) {
  const Pantry p = pantry(30.0, true);
  const Solution s = solve(p.network, base_parameters(p.network));
  ASSERT_TRUE(s.converged) << s.note;
  for (const double log_price : s.log_price) EXPECT_NEAR(log_price, 0.0, 1e-12);
  for (Index e = 0; e < p.network.edges(); ++e) {
    EXPECT_NEAR(s.paid(p.network, e), p.network.edge(e).value_0, 1e-9);
  }
}

/// By hand: food costs 1 / 0.8; what is left after 30 of it is shared 20 : 50.
TEST(Subsistence, IsTheLinearExpenditureSystem) {
  const Pantry p = pantry(30.0, false);
  Parameters shock = base_parameters(p.network);
  shock.log_productivity[p.food] = std::log(0.8);
  const Solution s = solve(p.network, shock);
  ASSERT_TRUE(s.converged) << s.note;
  const double left = 100.0 - 30.0 / 0.8;
  EXPECT_NEAR(s.quantity(p.network, p.food), 30.0 + left * (20.0 / 70.0) * 0.8, 1e-9);
  EXPECT_NEAR(s.quantity(p.network, p.toys), left * (50.0 / 70.0), 1e-9);
  EXPECT_NEAR(s.quantity(p.network, p.basics), 30.0, 1e-9);
  // The same utility at base prices: U = (x_f - 30)^(2/7) x_t^(5/7), e(p, U) = 30 p_f + P U / P_0.
  const double index = std::pow(1.0 / 0.8, 20.0 / 70.0);
  const double real = 30.0 + left / index;
  EXPECT_NEAR(s.quantity(p.network, p.household), real, 1e-9);
  EXPECT_NEAR(price(p, s, p.household), 100.0 / real, 1e-12);
  double paid = 0.0;
  for (const double share :
       {s.cost_share[p.network.find_edge(p.household, p.network.node_of_activity(p.basics))],
        s.cost_share[p.network.find_edge(p.household, p.network.node_of_activity(p.rest))]}) {
    paid += 100.0 * share;
  }
  EXPECT_NEAR(paid, 100.0, 1e-12);
}

/// Dervis, de Melo and Robinson (1982): elasticity = marginal share over average share; the mean
/// weighted by spending is 1, the Frisch parameter minus spending over what is not subsistence.
TEST(Subsistence, IncomeElasticitiesAreMarginalOverAverageShares) {
  for (const double theta : {1.0, 0.4}) {  // at given prices the inner nest does not matter
    const Pantry p = pantry(30.0, true, theta);
    const auto with = [&](double log_income) {
      Parameters more = base_parameters(p.network);
      more.log_endowment[p.labour] = log_income;
      return solve(p.network, more, {.tolerance = 1e-13});
    };
    const double h = 1e-4;
    const Solution up = with(h);
    const Solution down = with(-h);
    const auto elasticity = [&](Index seller) {
      double paid[2] = {0.0, 0.0};
      for (const Index buyer : {p.basics, p.rest}) {
        const Index e = p.network.find_edge(buyer, p.network.node_of_activity(seller));
        if (e == network::k_none) continue;
        paid[0] += down.paid(p.network, e);
        paid[1] += up.paid(p.network, e);
      }
      return std::log(paid[1] / paid[0]) / (2.0 * h);
    };
    EXPECT_NEAR(elasticity(p.food), (20.0 / 70.0) / 0.5, 1e-6);
    EXPECT_NEAR(elasticity(p.toys), (50.0 / 70.0) / 0.5, 1e-6);
    EXPECT_NEAR(0.5 * elasticity(p.food) + 0.5 * elasticity(p.toys), 1.0, 1e-6);
    // The state has a share of income, so its part grows with it.
    const Index office = p.network.find_activity("state");
    EXPECT_NEAR(std::log(up.quantity(p.network, office) / down.quantity(p.network, office)),
                2.0 * h, 1e-10);
  }
}

TEST(Subsistence, ContributionsAddUpToTheEquivalentVariation) {
  for (const bool with_state : {false, true}) {
    const Pantry p = pantry(30.0, with_state);
    Experiment experiment;
    experiment.levers = {{"bad harvest", {{Lever::Kind::productivity, p.food, 1.0}}},
                         {"fewer hands", {{Lever::Kind::endowment, p.labour, 1.0}}}};
    experiment.amounts = {std::log(0.7), -0.1};
    const RegionNodesOf all{"all", std::vector<bool>(1, true),
                            std::vector<bool>(p.network.activities(), true)};
    const auto found = contributions(p.network, experiment, {}, {all});
    ASSERT_TRUE(found.ok()) << found.error().message();
    const auto& region = found->regions[0];
    double sum = 0.0;
    for (const double part : region.welfare.values()) sum += part;
    EXPECT_NEAR(sum, region.equivalent_variation, 1e-6);
    EXPECT_LT(region.equivalent_variation, -20.0);
    if (with_state) continue;
    // All from technology and endowments where one household spends all.
    const double left = 100.0 * std::exp(-0.1) - 30.0 / 0.7;
    const double real = 30.0 + left / std::pow(1.0 / 0.7, 20.0 / 70.0);
    EXPECT_NEAR(region.equivalent_variation, real - 100.0, 1e-7);
    for (const Source none :
         {Source::transfers, Source::allocation, Source::terms_of_trade, Source::scale}) {
      for (Index i = 0; i < 2; ++i) {
        EXPECT_NEAR(region.welfare(static_cast<Index>(none), i), 0.0, 1e-7) << name_of(none);
      }
    }
  }
}

TEST(Subsistence, IncomeBelowItsCostIsSaidInWords) {
  const Pantry p = pantry(45.0, false);
  Parameters shock = base_parameters(p.network);
  shock.log_productivity[p.food] = std::log(0.4);  // 45 cost 112.5
  const Solution s = solve(p.network, shock);
  EXPECT_FALSE(s.converged);
  EXPECT_NE(s.note.find("the spending of 'household' falls below the cost of its subsistence"),
            std::string::npos)
      << s.note;
  // 45 / a = 100: ln a = -0.7985 of -0.9163.
  EXPECT_NEAR(s.feasible_share, std::log(0.45) / std::log(0.4), 1e-3);
}

TEST(Subsistence, NothingActsOnIt) {
  const Pantry p = pantry(30.0, false);
  Parameters shock = base_parameters(p.network);
  shock.log_taste[p.network.first_edge(p.household)] = 0.1;
  EXPECT_EQ(solve(p.network, shock).note,
            "a tax, cost or taste between 'household' and 'basics': subsistence is a quantity; act "
            "on what these buy");
}

}  // namespace
}  // namespace domar::equilibrium
