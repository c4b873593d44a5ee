/// Seeking targets in random economies: the target is met, the cheapest mix meets the first-order
/// conditions of its cost, and what is out of reach is said with how near it came.

#include "domar/equilibrium/seek.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "properties/random_economy.hpp"

namespace domar::tests {
namespace {

using equilibrium::Indicator;
using equilibrium::Lever;
using equilibrium::SeekProblem;
using network::Network;

Indicator log_output(Index activity, const Network& network) {
  Indicator q;
  q.name = "output";
  const Index node = network.node_of_activity(activity);
  q.over = {{Indicator::Term::Of::value, node, 1.0 / network.value_0(activity)}};
  q.times = {{Indicator::LogTerm::Of::price, node, -1.0}};
  return q;
}

Lever productivity(Index activity) {
  return {"productivity", {{Lever::Kind::productivity, activity, 1.0}}};
}

TEST(Seek, OneLeverReachesOneTarget) {
  int reached = 0;
  for (int i = 0; i < 40; ++i) {
    SCOPED_TRACE(testing::Message() << "economy " << i);
    Draws draws(5100 + static_cast<std::uint64_t>(i));
    const Network network = draw_economy(draws).build().value();
    const Index good = draws.below(network.activities());
    SeekProblem problem;
    problem.targets = {{log_output(good, network), 1.03}};
    problem.levers = {{productivity(good)}};
    const auto found = equilibrium::seek(network, problem);
    if (!found.ok()) continue;
    if (!found->reached) {
      EXPECT_NE(found->note.find("out of reach"), std::string::npos) << found->note;
      continue;
    }
    ++reached;
    EXPECT_NEAR(found->after[0], 1.03, 2e-8);
    EXPECT_LE(found->solves, 25);
  }
  EXPECT_GE(reached, 35);
}

/// Minimum of half the squares on a target: amounts are proportional to slopes over weights.
TEST(Seek, TheCheapestMixFollowsItsSlopes) {
  int reached = 0;
  for (int i = 0; i < 40; ++i) {
    SCOPED_TRACE(testing::Message() << "economy " << i);
    Draws draws(5300 + static_cast<std::uint64_t>(i));
    const Network network = draw_economy(draws).build().value();
    SeekProblem problem;
    problem.targets = {{log_output(draws.below(network.activities()), network), 1.02}};
    for (Index n = 0; n < network.activities(); ++n) {
      problem.levers.push_back({productivity(n)});
      problem.levers.back().weight = draws.between(0.5, 2.0);
    }
    const auto found = equilibrium::seek(network, problem);
    if (!found.ok() || !found->reached) continue;
    ++reached;
    EXPECT_TRUE(found->cheapest) << found->solves << " solves, cost " << found->cost;
    for (Index l = 0; l < problem.levers.size(); ++l) {
      const double wanted = found->price[0] * found->slopes(0, l);
      EXPECT_NEAR(problem.levers[l].weight * found->amounts[l], wanted, 2e-5) << l;
    }
    if (HasFailure()) return;
  }
  EXPECT_GE(reached, 35);
}

TEST(Seek, BoundsAreKeptAndWhatIsOutOfReachIsSaid) {
  int said = 0;
  for (int i = 0; i < 20; ++i) {
    SCOPED_TRACE(testing::Message() << "economy " << i);
    Draws draws(5500 + static_cast<std::uint64_t>(i));
    const Network network = draw_economy(draws).build().value();
    const Index good = draws.below(network.activities());
    SeekProblem problem;
    problem.targets = {{log_output(good, network), 2.0}};
    problem.levers = {{productivity(good), -0.05, 0.05}, {productivity(0), -0.02, 0.02}};
    const auto found = equilibrium::seek(network, problem);
    if (!found.ok()) continue;
    for (Index l = 0; l < 2; ++l) {
      EXPECT_LE(found->amounts[l], problem.levers[l].upper + 1e-12);
      EXPECT_GE(found->amounts[l], problem.levers[l].lower - 1e-12);
    }
    if (found->reached) continue;
    ++said;
    EXPECT_NE(found->note.find("out of reach"), std::string::npos) << found->note;
    EXPECT_GE(found->after[0], found->before[0] - 1e-9);
    EXPECT_NEAR(std::abs(found->amounts[0]), 0.05, 1e-9) << "as near as the bounds let";
  }
  EXPECT_GE(said, 15);
}

}  // namespace
}  // namespace domar::tests
