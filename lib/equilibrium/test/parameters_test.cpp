#include "domar/equilibrium/parameters.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "domar/equilibrium/quotas.hpp"
#include "domar/equilibrium/solver.hpp"

namespace domar::equilibrium {
namespace {

using network::Network;
using network::NetworkBuilder;

/// Labour of 70 and land of 30 make 60 of cloth, which pays a tax of 20 %, and 40 of wine.
Network cloth_and_wine(double theta = 1.0) {
  NetworkBuilder builder;
  const Index household = builder.add_agent("household");
  const Index labour = builder.add_market("labour");
  const Index land = builder.add_market("land");
  const Index cloth = builder.add_activity("cloth", theta);
  const Index wine = builder.add_activity("wine", theta);
  const Index consumption = builder.add_activity("consumption", theta);
  builder.add_endowment(labour, household, 70.0);
  builder.add_endowment(land, household, 30.0);
  builder.set_top(household, consumption);
  builder.buy_market(cloth, labour, 50.0);
  builder.buy_market(cloth, land, 10.0);
  builder.buy_market(wine, labour, 20.0);
  builder.buy_market(wine, land, 20.0);
  builder.buy(consumption, cloth, 72.0, 0.2, household);
  builder.buy(consumption, wine, 40.0);
  return builder.build().value();
}

void expect_refusal(const Network& network, const Parameters& parameters,
                    const std::string& words) {
  const Solution solution = solve(network, parameters);
  EXPECT_FALSE(solution.converged);
  EXPECT_NE(solution.note.find(words), std::string::npos) << solution.note;
  EXPECT_FALSE(solution.status().ok());
}

TEST(Parameters, ThoseOfTheBaseYearHaveItsTaxes) {
  const Network network = cloth_and_wine();
  const Parameters base = base_parameters(network);
  EXPECT_EQ(base.log_productivity.size(), network.activities());
  EXPECT_EQ(base.log_endowment.size(), network.markets());
  for (Index e = 0; e < network.edges(); ++e) EXPECT_EQ(base.tax[e], network.edge(e).tax_0);
}

TEST(Parameters, HalfWayATaxIsTheGeometricMeanOfItsPowers) {
  const Network network = cloth_and_wine();
  const Parameters base = base_parameters(network);
  Parameters other = base;
  const Index cloth = network.find_edge(network.find_activity("consumption"),
                                        network.node_of_activity(network.find_activity("cloth")));
  other.tax[cloth] = 0.8;
  other.log_endowment[0] = 0.4;
  const Parameters half = between(base, other, 0.5);
  EXPECT_NEAR(half.tax[cloth], std::sqrt(1.2 * 1.8) - 1.0, 1e-14);
  EXPECT_NEAR(half.log_endowment[0], 0.2, 1e-15);
  EXPECT_EQ(between(base, other, 0.0).tax, base.tax);
}

TEST(Parameters, ATaxThatNobodyReceivesIsRefused) {
  const Network network = cloth_and_wine();
  Parameters parameters = base_parameters(network);
  const Index wine = network.find_edge(network.find_activity("consumption"),
                                       network.node_of_activity(network.find_activity("wine")));
  parameters.tax[wine] = 0.1;
  expect_refusal(network, parameters, "consumption from wine");
}

TEST(Parameters, AQuotaWhoseRentNobodyReceivesIsRefused) {
  const Network network = cloth_and_wine();
  const Index wine = network.find_edge(network.find_activity("consumption"),
                                       network.node_of_activity(network.find_activity("wine")));
  Solver solver(network);
  const QuotaSolution s = solve_with_quotas(solver, network, base_parameters(network),
                                            {{wine, 0.5, Quota::Rent::to_receiver}});
  EXPECT_FALSE(s.solution.converged);
  EXPECT_NE(s.solution.note.find("receiver"), std::string::npos) << s.solution.note;
}

TEST(Parameters, ATaxOfMinusAllIsRefused) {
  const Network network = cloth_and_wine();
  Parameters parameters = base_parameters(network);
  for (Index e = 0; e < network.edges(); ++e) {
    if (network.edge(e).tax_0 > 0.0) parameters.tax[e] = -1.0;
  }
  expect_refusal(network, parameters, "-100 %");
}

TEST(Parameters, WhatIsNotANumberIsRefused) {
  const Network network = cloth_and_wine();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  Parameters parameters = base_parameters(network);
  parameters.log_productivity[1] = nan;
  expect_refusal(network, parameters, "wine");
  parameters = base_parameters(network);
  parameters.log_endowment[1] = std::numeric_limits<double>::infinity();
  expect_refusal(network, parameters, "land");
  parameters = base_parameters(network);
  parameters.log_taste[0] = nan;
  expect_refusal(network, parameters, "cloth from labour");
}

TEST(Parameters, ThoseOfAnotherNetworkAreRefused) {
  const Network network = cloth_and_wine();
  Parameters parameters = base_parameters(network);
  parameters.log_iceberg.pop_back();
  expect_refusal(network, parameters, "edge");
}

TEST(Parameters, ARefusalDoesNotSpoilTheNextSolve) {
  const Network network = cloth_and_wine();
  Solver solver(network);
  Parameters parameters = base_parameters(network);
  parameters.log_endowment[0] = std::log(-1.0);
  EXPECT_FALSE(solver.solve(parameters).converged);
  EXPECT_TRUE(solver.solve(base_parameters(network)).converged);
}

/// A landlord with land worth 22 pays a subsidy of 10 % on the labour of 100 that bakers buy. A
/// subsidy of 40 % is more than he has.
TEST(Refusals, AnAgentCannotSpendLessThanNothing) {
  NetworkBuilder builder;
  const Index worker = builder.add_agent("worker");
  const Index landlord = builder.add_agent("landlord");
  const Index labour = builder.add_market("labour");
  const Index land = builder.add_market("land");
  const Index bread = builder.add_activity("bread", 1.0);
  const Index food[2] = {builder.add_activity("worker's food", 1.0),
                         builder.add_activity("landlord's food", 1.0)};
  builder.add_endowment(labour, worker, 100.0);
  builder.add_endowment(land, landlord, 22.0);
  builder.set_top(worker, food[0]);
  builder.set_top(landlord, food[1]);
  builder.buy_market(bread, labour, 90.0, -0.1, landlord);
  builder.buy_market(bread, land, 22.0);
  builder.buy(food[0], bread, 100.0);
  builder.buy(food[1], bread, 12.0);
  const Network network = builder.build().value();
  Parameters parameters = base_parameters(network);
  parameters.tax[network.find_edge(bread, labour)] = -0.4;
  const Solution solution = solve(network, parameters);
  EXPECT_FALSE(solution.converged);
  EXPECT_NE(solution.note.find("the income of 'landlord' falls below zero"), std::string::npos)
      << solution.note;
  EXPECT_GT(solution.feasible_share, 0.0);
}

/// Half of the seed is sown again: at a third of its yield no price of seed covers the seed sown.
TEST(Refusals, ALoopThatUsesUpMoreThanItMakesIsNamed) {
  NetworkBuilder builder;
  const Index household = builder.add_agent("household");
  const Index labour = builder.add_market("labour");
  const Index seed = builder.add_activity("seed", 0.0);
  const Index food = builder.add_activity("food", 1.0);
  builder.add_endowment(labour, household, 100.0);
  builder.set_top(household, food);
  builder.buy(seed, seed, 50.0);
  builder.buy_market(seed, labour, 50.0);
  builder.buy(food, seed, 50.0);
  builder.buy_market(food, labour, 50.0);
  const Network network = builder.build().value();
  Parameters parameters = base_parameters(network);
  parameters.log_productivity[seed] = std::log(1.0 / 3.0);
  const Solution solution = solve(network, parameters);
  EXPECT_FALSE(solution.converged);
  EXPECT_NE(solution.note.find("no price of 'seed' equals its cost"), std::string::npos)
      << solution.note;
  // Half the yield is the limit: ln 2 / ln 3 of the way.
  EXPECT_NEAR(solution.feasible_share, std::log(2.0) / std::log(3.0), 1e-2);
}

/// The elasticity passes through 1 without a seam: the solver keeps its digits however near it is.
TEST(Elasticity, NearOneIsNearCobbDouglas) {
  const auto log_wage = [](double theta) {
    const Network network = cloth_and_wine(theta);
    Parameters parameters = base_parameters(network);
    parameters.log_endowment[0] = 0.5;
    parameters.log_productivity[0] = 0.3;
    parameters.log_taste[0] = 0.2;
    SolverOptions options;
    options.numeraire = network.find_market("land");
    const Solution solution = solve(network, parameters, options);
    EXPECT_TRUE(solution.converged) << theta << ": " << solution.note;
    return solution.converged ? solution.log_price[network.find_market("labour")] : 0.0;
  };
  const double at_one = log_wage(1.0);
  const double slope = (log_wage(1.001) - log_wage(0.999)) / 0.002;
  for (const double distance : {1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12}) {
    const double tolerance = 1e-11 + distance * distance;
    EXPECT_NEAR(log_wage(1.0 + distance), at_one + slope * distance, tolerance) << distance;
    EXPECT_NEAR(log_wage(1.0 - distance), at_one - slope * distance, tolerance) << distance;
  }
}

}  // namespace
}  // namespace domar::equilibrium
