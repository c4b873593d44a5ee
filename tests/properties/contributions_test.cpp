/// Closures by swap and contributions along the path, in random economies.

#include "domar/equilibrium/contributions.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "domar/equilibrium/quotas.hpp"
#include "properties/random_economy.hpp"

namespace domar::tests {
namespace {

using equilibrium::ClosedSolution;
using equilibrium::ClosedSolver;
using equilibrium::Experiment;
using equilibrium::Indicator;
using equilibrium::Lever;
using equilibrium::RegionNodesOf;
using equilibrium::Swap;
using network::k_none;
using network::Network;

Indicator quantity_on(Index edge, const Network& network) {
  Indicator q;
  q.name = "quantity on an edge";
  q.over = {{Indicator::Term::Of::received, edge,
             1.0 / network.edge(edge).value_0 * (1.0 + network.edge(edge).tax_0)}};
  q.times = {{Indicator::LogTerm::Of::price, network.edge(edge).seller, -1.0},
             {Indicator::LogTerm::Of::iceberg, edge, -1.0}};
  q.log = true;
  return q;
}

Indicator output_of(Index activity, const Network& network) {
  Indicator q;
  q.name = "output of " + network.activity(activity).name;
  const Index node = network.node_of_activity(activity);
  q.over = {{Indicator::Term::Of::value, node, 1.0 / network.value_0(activity)}};
  q.times = {{Indicator::LogTerm::Of::price, node, -1.0}};
  q.log = true;
  return q;
}

RegionNodesOf everyone(const Network& network) {
  return {"world", std::vector<bool>(network.agents(), true),
          std::vector<bool>(network.activities(), true)};
}

/// Two levers that move everything a little.
Experiment draw_experiment(Draws& draws, const Network& network, double size) {
  Experiment experiment;
  Lever technology{"technology", {}};
  for (Index n = 0; n < network.activities(); ++n) {
    technology.parts.push_back({Lever::Kind::productivity, n, draws.normal()});
  }
  Lever factors{"factors", {}};
  for (Index k = 0; k < network.markets(); ++k) {
    factors.parts.push_back({Lever::Kind::endowment, k, draws.normal()});
  }
  Lever taxes{"taxes", {}};
  for (Index e = 0; e < network.edges(); ++e) {
    if (network.edge(e).receiver != k_none) {
      taxes.parts.push_back({Lever::Kind::tax_power, e, draws.normal()});
    }
  }
  for (const auto& household : network.subsistence()) {  // nothing may act on it
    technology.parts[household.activity].weight = 0.0;
  }
  experiment.levers = {technology, factors, taxes};
  experiment.amounts = {size, size, size};
  return experiment;
}

/// Explains experiments in that many random economies; returns how many could be solved.
int explain(int economies, std::uint64_t seed, bool with_subsistence) {
  int explained = 0;
  for (int i = 0; i < economies; ++i) {
    SCOPED_TRACE(testing::Message() << "economy " << i);
    Draws draws(seed + static_cast<std::uint64_t>(i));
    RandomEconomy economy = draw_economy(draws);
    if (with_subsistence) add_subsistence(draws, economy);
    const Network network = economy.build().value();
    const Experiment experiment = draw_experiment(draws, network, 0.1);
    const Index good = draws.below(network.activities());
    const auto result = equilibrium::contributions(network, experiment, {output_of(good, network)},
                                                   {everyone(network)});
    if (!result.ok()) continue;  // beyond what it can produce; said in words
    ++explained;
    const auto& row = result->indicators[0];
    double size = 0.0;
    for (const double part : row.by_instrument) size += std::abs(part);
    EXPECT_LT(std::abs(row.remainder), 1e-6 * std::max(size, 1e-3));
    const auto& world = result->regions[0];
    EXPECT_LT(std::abs(world.remainder), 1e-6 * 100.0);
    double welfare = 0.0;
    for (const double part : world.welfare.values()) welfare += part;
    EXPECT_NEAR(welfare, world.equivalent_variation, 1e-6 * 100.0);
    for (Index j = 0; j < 3; ++j) {  // one region trades with nobody
      EXPECT_NEAR(world.welfare(static_cast<Index>(equilibrium::Source::terms_of_trade), j), 0.0,
                  1e-9);
      if (network.agents() == 1 && !with_subsistence) {
        EXPECT_NEAR(world.welfare(static_cast<Index>(equilibrium::Source::transfers), j), 0.0,
                    1e-7);
      }
    }
    EXPECT_NEAR(world.welfare(static_cast<Index>(equilibrium::Source::endowments), 2), 0.0, 1e-12);
    EXPECT_NEAR(world.welfare(static_cast<Index>(equilibrium::Source::technology), 2), 0.0, 1e-12);
    if (testing::Test::HasFailure()) return explained;
  }
  return explained;
}

TEST(Contributions, AddUpInRandomEconomies) { EXPECT_GE(explain(60, 9100, false), 50); }

TEST(Contributions, AddUpWithSubsistence) { EXPECT_GE(explain(40, 9500, true), 30); }

/// A cap solved as a swap is the cap solved by complementarity; its contribution is all there is.
TEST(Closures, ACapIsTheSameByBothRoads) {
  int capped = 0;
  for (int i = 0; i < 60; ++i) {
    SCOPED_TRACE(testing::Message() << "economy " << i);
    Draws draws(9300 + static_cast<std::uint64_t>(i));
    const Network network = draw_economy(draws).build().value();
    std::vector<Index> taxable;
    for (Index e = 0; e < network.edges(); ++e) {
      const auto& edge = network.edge(e);
      const bool alone = network.first_edge(edge.buyer) + 1 == network.first_edge(edge.buyer + 1);
      if (edge.receiver != k_none && !alone && network.activity(edge.buyer).theta > 0.2) {
        taxable.push_back(e);
      }
    }
    if (taxable.empty()) continue;
    const Index edge = taxable[draws.below(taxable.size())];
    equilibrium::Solver solver(network);
    const auto by_quota = equilibrium::solve_with_quotas(
        solver, network, equilibrium::base_parameters(network), {{edge, 0.8}});
    if (!by_quota.solution.converged) continue;
    Experiment experiment;
    experiment.swaps = {{"cap", quantity_on(edge, network),
                         Lever{"wedge", {{Lever::Kind::tax_power, edge, 1.0}}}, 0.0, std::log(0.8),
                         0.0, 20.0, -1}};
    ClosedSolver closed(network, experiment);
    const ClosedSolution by_swap = closed.solve_in_steps();
    ASSERT_TRUE(by_swap.solution.converged) << by_swap.solution.note;
    ++capped;
    EXPECT_NEAR(by_swap.freed[0], by_quota.log_wedge[0], 1e-6);
    const auto result = equilibrium::contributions(
        network, experiment, {quantity_on(edge, network)}, {everyone(network)});
    ASSERT_TRUE(result.ok()) << result.error().message();
    ASSERT_EQ(result->instruments.size(), 1u);
    EXPECT_NEAR(result->indicators[0].by_instrument[0], std::log(0.8), 1e-6);
    if (HasFailure()) return;
  }
  EXPECT_GE(capped, 20);
}

/// An output held by the productivity of its own industry stays where it is, whatever else moves.
TEST(Closures, AnOutputIsHeldByProductivity) {
  int held = 0;
  for (int i = 0; i < 60; ++i) {
    SCOPED_TRACE(testing::Message() << "economy " << i);
    Draws draws(9500 + static_cast<std::uint64_t>(i));
    const Network network = draw_economy(draws).build().value();
    Experiment experiment = draw_experiment(draws, network, 0.03);
    const Index good = draws.below(network.activities());
    experiment.swaps = {{"hold", output_of(good, network),
                         Lever{"productivity", {{Lever::Kind::productivity, good, 1.0}}}}};
    ClosedSolver closed(network, experiment);
    const ClosedSolution s = closed.solve_in_steps();
    if (!s.solution.converged) {
      EXPECT_NE(s.solution.note.find("feasible up to"), std::string::npos);
      continue;
    }
    ++held;
    EXPECT_NEAR(output_of(good, network).value(network, s.parameters, s.solution), 0.0, 1e-9);
  }
  EXPECT_GE(held, 50);
}

}  // namespace
}  // namespace domar::tests
