#include "domar/equilibrium/solver.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "domar/equilibrium/parameters.hpp"
#include "domar/network/network.hpp"

namespace domar::equilibrium {
namespace {

using network::Network;
using network::NetworkBuilder;

/// Two sectors, two factors, one household. Rows of Omega are buyers. GDP is 1.
Network baqaee_farhi_fixture() {
  const double lambda[2] = {.6238532110091743, .9908256880733945};
  const double omega[2][2] = {{.20, .15}, {.10, .30}};
  const double factors[2][2] = {{.45, .20}, {.15, .45}};
  const double b[2] = {.4, .6};
  const double theta[2] = {.5, .3};
  NetworkBuilder builder;
  const Index agent = builder.add_agent("household");
  const Index f[2] = {builder.add_market("factor 1"), builder.add_market("factor 2")};
  const Index s[2] = {builder.add_activity("sector 1", theta[0]),
                      builder.add_activity("sector 2", theta[1])};
  const Index home = builder.add_activity("consumption", .9);
  builder.set_top(agent, home);
  for (int i = 0; i < 2; ++i) {
    for (int j = 0; j < 2; ++j) {
      builder.buy(s[i], s[j], lambda[i] * omega[i][j]);
      builder.buy_market(s[i], f[j], lambda[i] * factors[i][j]);
      builder.add_endowment(f[j], agent, lambda[i] * factors[i][j]);
    }
    builder.buy(home, s[i], b[i]);
  }
  return builder.build().value();
}

/// GDP deflator is the price of consumption; real GDP = income / price.
double log_real_gdp(const Network& network, const Solution& solution) {
  const Index home = network.find_activity("consumption");
  return std::log(solution.income[0]) - solution.log_price[network.node_of_activity(home)];
}

double domar_weight(const Network& network, const Solution& solution, const char* sector) {
  return solution.value[network.node_of_activity(network.find_activity(sector))] /
         solution.income[0];
}

Solution with_productivity(const Network& network, double a1, double a2) {
  Parameters parameters = base_parameters(network);
  parameters.log_productivity[network.find_activity("sector 1")] = a1;
  parameters.log_productivity[network.find_activity("sector 2")] = a2;
  Solution solution = solve(network, parameters);
  EXPECT_TRUE(solution.converged) << solution.note;
  return solution;
}

TEST(Solver, TheBaseYearIsReplicated) {
  const Network network = baqaee_farhi_fixture();
  const Solution solution = solve(network, base_parameters(network));
  ASSERT_TRUE(solution.converged);
  for (const double p : solution.log_price) EXPECT_NEAR(p, 0.0, 1e-12);
  EXPECT_NEAR(solution.walras_residual, 0.0, 1e-12);
}

TEST(Solver, HultensTheorem) {
  const Network network = baqaee_farhi_fixture();
  const double h = 1e-4;
  const double slope = (log_real_gdp(network, with_productivity(network, h, 0)) -
                        log_real_gdp(network, with_productivity(network, -h, 0))) /
                       (2 * h);
  EXPECT_NEAR(slope, .6238532, 1e-7);
}

/// T34: Baqaee and Farhi (2019), second-order terms by their formula, computed to seven digits.
TEST(Solver, SecondOrderTermsOfBaqaeeAndFarhi) {
  const Network network = baqaee_farhi_fixture();
  const double h = 1e-4;
  const Solution up1 = with_productivity(network, h, 0);
  const Solution down1 = with_productivity(network, -h, 0);
  const Solution up2 = with_productivity(network, 0, h);
  const Solution down2 = with_productivity(network, 0, -h);
  const auto slope = [&](const Solution& up, const Solution& down, const char* sector) {
    return (domar_weight(network, up, sector) - domar_weight(network, down, sector)) / (2 * h);
  };
  EXPECT_NEAR(slope(up1, down1, "sector 1"), -.2170759, 1e-6);
  EXPECT_NEAR(slope(up2, down2, "sector 2"), -.4235034, 1e-6);
  EXPECT_NEAR(slope(up2, down2, "sector 1"), .0080502, 1e-6);
  EXPECT_NEAR(slope(up1, down1, "sector 2"), .0080502, 1e-6);
}

TEST(Solver, ATaxReturnedToItsPayerDistortsOnly) {
  const Network network = baqaee_farhi_fixture();
  Parameters parameters = base_parameters(network);
  // The fixture has no tax receiver on its edges, so a tax rate would vanish: it must cost income.
  parameters.log_iceberg[0] = std::log(1.1);
  const Solution solution = solve(network, parameters);
  ASSERT_TRUE(solution.converged);
  EXPECT_LT(log_real_gdp(network, solution), 0.0);
}

TEST(Solver, ATangentOfALikeNetworkSavesFormingOne) {
  const Network network = baqaee_farhi_fixture();
  const Network like = baqaee_farhi_fixture();
  Parameters shock = base_parameters(network);
  shock.log_productivity[network.find_activity("sector 1")] = 0.1;
  Solver first(network);
  EXPECT_EQ(first.tangent(), nullptr);
  const Solution found = first.solve(shock);
  ASSERT_TRUE(found.converged);
  EXPECT_GT(found.jacobians, 0);
  Solver second(like);
  second.start_with(first.tangent());
  const Solution again = second.solve(shock);
  ASSERT_TRUE(again.converged);
  EXPECT_EQ(again.jacobians, 0);
  for (Index n = 0; n < network.nodes(); ++n) {
    EXPECT_NEAR(again.log_price[n], found.log_price[n], 1e-10);
  }
}

TEST(Solver, ATangentOfAnotherShapeIsIgnored) {
  const Network network = baqaee_farhi_fixture();
  NetworkBuilder builder;
  const Index agent = builder.add_agent("household");
  const Index labour = builder.add_market("labour");
  const Index home = builder.add_activity("consumption", 0.5);
  builder.add_endowment(labour, agent, 1.0);
  builder.buy_market(home, labour, 1.0);
  builder.set_top(agent, home);
  const Network small = builder.build().value();
  Parameters shock = base_parameters(network);
  shock.log_productivity[0] = 0.1;
  Solver first(network);
  ASSERT_TRUE(first.solve(shock).converged);
  Solver second(small);
  second.start_with(first.tangent());
  second.start_with(nullptr);
  Parameters more = base_parameters(small);
  more.log_productivity[0] = 0.1;
  const Solution solution = second.solve(more);
  ASSERT_TRUE(solution.converged);
  EXPECT_NEAR(solution.log_price[small.node_of_activity(home)], -0.1, 1e-12);
}

TEST(Solver, AHintChangesTheWayNotTheResult) {
  const Network network = baqaee_farhi_fixture();
  Parameters little = base_parameters(network);  // so that each has a tangent
  little.log_productivity[network.find_activity("sector 1")] = 0.01;
  Parameters shock = base_parameters(network);
  shock.log_productivity[network.find_activity("sector 1")] = 0.8;
  Solver alone(network);
  ASSERT_TRUE(alone.solve(little).converged);
  Solver hinted(network);
  ASSERT_TRUE(hinted.solve(little).converged);
  Solver misled(network);
  ASSERT_TRUE(misled.solve(little).converged);
  const Vector before = alone.start();
  const Solution found = alone.solve(shock);
  ASSERT_TRUE(found.converged);
  Vector way = alone.start();
  for (Index i = 0; i < way.size(); ++i) way[i] -= before[i];
  hinted.start_towards(way);
  misled.start_towards(Vector(alone.start().size(), 5.0));
  for (Solver* solver : {&hinted, &misled}) {
    const Solution same = solver->solve(shock);
    ASSERT_TRUE(same.converged);
    for (Index n = 0; n < network.nodes(); ++n) {
      EXPECT_NEAR(same.log_price[n], found.log_price[n], 1e-10);
    }
  }
}

TEST(Solver, AnImpossibleShockIsReportedInWords) {
  const Network network = baqaee_farhi_fixture();
  Parameters parameters = base_parameters(network);
  for (double& a : parameters.log_productivity) a = -3.0;
  const Solution solution = solve(network, parameters);
  EXPECT_FALSE(solution.converged);
  EXPECT_GT(solution.feasible_share, 0.0);
  EXPECT_LT(solution.feasible_share, 1.0);
  EXPECT_NE(solution.note.find("feasible up to"), std::string::npos);
  EXPECT_FALSE(solution.status().ok());
}

}  // namespace
}  // namespace domar::equilibrium
