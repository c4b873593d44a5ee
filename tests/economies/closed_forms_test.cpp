/// Tiny economies drawn as tables (rows sell, columns buy), with the answers of pencil and paper.

#include <gtest/gtest.h>

#include <cmath>

#include "domar/equilibrium/solver.hpp"

namespace domar::tests {
namespace {

using equilibrium::Parameters;
using equilibrium::Solution;
using network::Network;
using network::NetworkBuilder;

Solution solved(const Network& network, const Parameters& parameters) {
  equilibrium::SolverOptions options;
  options.numeraire = network.find_market("labour");
  Solution solution = equilibrium::solve(network, parameters, options);
  EXPECT_TRUE(solution.converged) << solution.note;
  return solution;
}

double price(const Network& network, const Solution& s, const char* activity) {
  return std::exp(s.log_price[network.node_of_activity(network.find_activity(activity))]);
}

double quantity(const Network& network, const Solution& s, const char* activity) {
  return s.quantity(network, network.find_activity(activity));
}

///             bread  household   sales        A wheat that yields 10 % more, all shares fixed:
///   bread         .        100     100        p_wheat = 1 / 1.1
///   wheat        40         20      60        p_bread = 1.1^-0.4
///   labour       60          .       .        bread 100 * 1.1^0.4, wheat 60 * 1.1
///   labour of wheat: 60
TEST(ClosedForms, CobbDouglasBread) {
  NetworkBuilder b;
  const Index household = b.add_agent("household");
  const Index labour = b.add_market("labour");
  const Index bread = b.add_activity("bread", 1.0);
  const Index wheat = b.add_activity("wheat", 1.0);
  const Index table = b.add_activity("table", 1.0);
  b.add_endowment(labour, household, 120.0);
  b.set_top(household, table);
  b.buy_market(bread, labour, 60.0);
  b.buy(bread, wheat, 40.0);
  b.buy_market(wheat, labour, 60.0);
  b.buy(table, bread, 100.0);
  b.buy(table, wheat, 20.0);
  const Network network = b.build().value();
  Parameters parameters = equilibrium::base_parameters(network);
  parameters.log_productivity[wheat] = std::log(1.1);
  const Solution s = solved(network, parameters);
  EXPECT_NEAR(price(network, s, "wheat"), 1.0 / 1.1, 1e-12);
  EXPECT_NEAR(price(network, s, "bread"), std::pow(1.1, -0.4), 1e-12);
  EXPECT_NEAR(quantity(network, s, "bread"), 100.0 * std::pow(1.1, 0.4), 1e-9);
  EXPECT_NEAR(quantity(network, s, "wheat"), 66.0, 1e-9);
}

///             corn  household   sales         Fixed proportions; corn that yields a quarter more:
///   corn        20         80     100         p = (0.2 p + 0.8) / 1.25, so p = 0.8 / 1.05
///   labour      80          .       .         eaten 80 / p = 105, sown 20, harvested 125
TEST(ClosedForms, LeontiefCorn) {
  NetworkBuilder b;
  const Index household = b.add_agent("household");
  const Index labour = b.add_market("labour");
  const Index corn = b.add_activity("corn", 0.0);
  const Index table = b.add_activity("table", 1.0);
  b.add_endowment(labour, household, 80.0);
  b.set_top(household, table);
  b.buy(corn, corn, 20.0);
  b.buy_market(corn, labour, 80.0);
  b.buy(table, corn, 80.0);
  const Network network = b.build().value();
  Parameters parameters = equilibrium::base_parameters(network);
  parameters.log_productivity[corn] = std::log(1.25);
  const Solution s = solved(network, parameters);
  EXPECT_NEAR(price(network, s, "corn"), 0.8 / 1.05, 1e-12);
  EXPECT_NEAR(quantity(network, s, "table"), 105.0, 1e-9);
  EXPECT_NEAR(quantity(network, s, "corn"), 125.0, 1e-9);
}

///             household   sales     A tax of 50 % on salt, handed back; shares of spending fixed:
///   salt             50      50     I = 100 + (1/3) (I/2), so I = 120; revenue 20
///   tea              50      50     salt 60 / 1.5 = 40, tea 60
///   labour: 50 in salt, 50 in tea
TEST(ClosedForms, ATaxHandedBack) {
  NetworkBuilder b;
  const Index household = b.add_agent("household");
  const Index labour = b.add_market("labour");
  const Index salt = b.add_activity("salt", 1.0);
  const Index tea = b.add_activity("tea", 1.0);
  const Index table = b.add_activity("table", 1.0);
  b.add_endowment(labour, household, 100.0);
  b.set_top(household, table);
  b.buy_market(salt, labour, 50.0);
  b.buy_market(tea, labour, 50.0);
  b.buy(table, salt, 50.0, 0.0, household);
  b.buy(table, tea, 50.0);
  const Network network = b.build().value();
  Parameters parameters = equilibrium::base_parameters(network);
  parameters.tax[network.find_edge(table, network.node_of_activity(salt))] = 0.5;
  const Solution s = solved(network, parameters);
  EXPECT_NEAR(s.income[household], 120.0, 1e-9);
  EXPECT_NEAR(s.tax_revenue[household], 20.0, 1e-9);
  EXPECT_NEAR(quantity(network, s, "salt"), 40.0, 1e-9);
  EXPECT_NEAR(quantity(network, s, "tea"), 60.0, 1e-9);
}

///             household   sales     Sheep of 100 give wool and meat, psi = 1. Tastes move to 80
///             : 20.
///   wool             50      50     (p1/p2)^2 = 80/20, so p1 = 2 p2; (p1^2 + p2^2)/2 = 1
///   meat             50      50     p1 = sqrt(1.6), p2 = sqrt(0.4)
///   labour of sheep: 100            wool 80 / p1, meat 20 / p2
TEST(ClosedForms, WoolAndMeat) {
  NetworkBuilder b;
  const Index household = b.add_agent("household");
  const Index labour = b.add_market("labour");
  const Index wool = b.add_market("wool");
  const Index meat = b.add_market("meat");
  const Index sheep = b.add_activity("sheep", 1.0);
  const Index home = b.add_activity("home", 1.0);
  b.add_endowment(labour, household, 100.0);
  b.set_top(household, home);
  b.buy_market(sheep, labour, 100.0);
  b.add_joint_producer({sheep, 1.0, {{wool, 50.0}, {meat, 50.0}}});
  b.buy_market(home, wool, 50.0);
  b.buy_market(home, meat, 50.0);
  const Network network = b.build().value();
  Parameters parameters = equilibrium::base_parameters(network);
  parameters.log_taste[network.find_edge(home, wool)] = std::log(4.0);
  const Solution s = solved(network, parameters);
  EXPECT_NEAR(std::exp(s.log_price[wool]), std::sqrt(1.6), 1e-11);
  EXPECT_NEAR(std::exp(s.log_price[meat]), std::sqrt(0.4), 1e-11);
  EXPECT_NEAR(s.value[wool], 80.0, 1e-9);
  EXPECT_NEAR(s.value[meat], 20.0, 1e-9);
}

///             household          Coal and wind are the same to the household, theta = 20. Wind
///             gets
///   coal             60          twice as productive: its share of spending is
///   wind             40          40 * 2^19 / (60 + 40 * 2^19), nearly all
///   labour: 60 in coal, 40 in wind
TEST(ClosedForms, NearPerfectSubstitutes) {
  NetworkBuilder b;
  const Index household = b.add_agent("household");
  const Index labour = b.add_market("labour");
  const Index coal = b.add_activity("coal", 1.0);
  const Index wind = b.add_activity("wind", 1.0);
  const Index power = b.add_activity("power", 20.0);
  b.add_endowment(labour, household, 100.0);
  b.set_top(household, power);
  b.buy_market(coal, labour, 60.0);
  b.buy_market(wind, labour, 40.0);
  b.buy(power, coal, 60.0);
  b.buy(power, wind, 40.0);
  const Network network = b.build().value();
  Parameters parameters = equilibrium::base_parameters(network);
  parameters.log_productivity[wind] = std::log(2.0);
  const Solution s = solved(network, parameters);
  const double much = 40.0 * std::pow(2.0, 19.0);
  EXPECT_NEAR(s.value[network.node_of_activity(coal)], 100.0 * 60.0 / (60.0 + much), 1e-12);
  EXPECT_NEAR(price(network, s, "power"), std::pow(0.6 + 0.4 * std::pow(2.0, 19.0), -1.0 / 19.0),
              1e-12);
}

}  // namespace
}  // namespace domar::tests
