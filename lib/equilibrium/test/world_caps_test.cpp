#include "domar/equilibrium/world_caps.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "domar/equilibrium/synthetic_world.hpp"

namespace domar::equilibrium {
namespace {

/// Caps on all trade between regions, some tight, some loose: each binds or costs nothing.
class AllTradeCapped : public ::testing::TestWithParam<WorldCap::Rent> {
 protected:
  std::vector<WorldCap> caps(const WorldModel& model, double low, double high) {
    std::vector<WorldCap> all;
    const Index R = model.region_count();
    for (Index e = 0; e < model.edges(); ++e) {
      if (e / R % R == e % R) continue;
      all.push_back({e, low + (high - low) * even_draw(7, e), GetParam()});
    }
    return all;
  }

  static void expect_complementarity(const WorldModel& model, const std::vector<WorldCap>& caps,
                                     const WorldCapSolution& at) {
    for (Index q = 0; q < caps.size(); ++q) {
      const double over =
          relative_quantity(model, at.parameters, at.solution, caps[q].edge) / caps[q].cap;
      EXPECT_GE(at.log_wedge[q], 0.0) << q;
      EXPECT_LT(over, 1.0 + 1e-7) << q;
      if (at.log_wedge[q] > 1e-7) {
        EXPECT_GT(over, 1.0 - 1e-7) << q;
      }
    }
  }
};

TEST_P(AllTradeCapped, EveryCapBindsOrCostsNothing) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    const WorldModel model = synthetic_world({.regions = 8, .sectors = 5, .seed = seed});
    const auto all = caps(model, 0.5, 1.1);
    WorldSolver solver(model);
    const auto at = solve_with_caps(solver, model, random_tariffs(model, 0.2, seed), all);
    ASSERT_TRUE(at.solution.converged) << at.solution.note;
    expect_complementarity(model, all, at);
  }
}

/// With nothing to trade the world is a sum of autarkies, as far as the caps can be tightened.
TEST_P(AllTradeCapped, WhatCannotBeMetIsSaid) {
  WorldModel model = synthetic_world({.regions = 4, .sectors = 3, .seed = 5});
  auto parameters = model.base;
  parameters.transfer[0] -= 0.2;  // a fifth of the world's spending is given away
  parameters.transfer[1] += 0.2;
  const auto all = caps(model, 1e-3, 1e-3);
  WorldSolver solver(model);
  const auto at = solve_with_caps(solver, model, parameters, all);
  if (at.solution.converged) {
    expect_complementarity(model, all, at);
  } else {
    EXPECT_FALSE(at.solution.note.empty());
    EXPECT_LT(at.solution.feasible_share, 1.0);
  }
}

INSTANTIATE_TEST_SUITE_P(Rents, AllTradeCapped,
                         ::testing::Values(WorldCap::Rent::to_destination,
                                           WorldCap::Rent::to_origin, WorldCap::Rent::lost));

}  // namespace
}  // namespace domar::equilibrium
