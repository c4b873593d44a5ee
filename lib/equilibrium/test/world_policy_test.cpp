#include "domar/equilibrium/world_policy.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "domar/equilibrium/synthetic_world.hpp"

namespace domar::equilibrium {
namespace {

using Kind = WorldInstrument::Kind;

WorldOptions exact() {
  WorldOptions options;
  options.tolerance = 1e-12;
  return options;
}

WorldModel linked_world(Index regions, Index sectors) {
  SyntheticOptions options;
  options.regions = regions;
  options.sectors = sectors;
  options.output_elasticity = 0.6;
  options.input_elasticity = 0.8;
  return without_transfers(synthetic_world(options)).value();
}

/// One import tariff per good and origin, one export tax per good and destination, one output tax
/// per good, all of `region`.
std::vector<WorldInstrument> all_taxes(const WorldModel& model, Index region) {
  std::vector<WorldInstrument> all;
  for (Index s = 0; s < model.sector_count(); ++s) {
    for (Index r = 0; r < model.region_count(); ++r) {
      if (r == region) continue;
      all.push_back({Kind::tariff, {model.edge(s, r, region)}});
      all.push_back({Kind::export_tax, {model.edge(s, region, r)}});
    }
    all.push_back({Kind::output_tax, {model.industry(region, s)}});
  }
  return all;
}

Vector only(const WorldModel& model, Index region) {
  Vector weight(model.region_count(), 0.0);
  weight[region] = 1.0;
  return weight;
}

Vector& rates(WorldParameters& parameters, Kind kind) {
  if (kind == Kind::tariff) return parameters.tariff;
  return kind == Kind::export_tax ? parameters.export_tax : parameters.output_tax;
}

TEST(WorldPolicy, SlopesAreDifferences) {
  const WorldModel model = linked_world(4, 3);
  const auto instruments = all_taxes(model, 1);
  const Vector weight{0.5, 1.0, 0.0, 2.0};
  WorldSolver solver(model, exact());
  const WorldParameters start = random_tariffs(model, 0.2, 3);
  const WorldSolution at = solver.solve(start);
  ASSERT_TRUE(at.converged) << at.note;
  const Vector slopes = gain_slopes(solver, model, weight, instruments, at).value();
  ASSERT_EQ(slopes.size(), instruments.size());
  constexpr double k_step = 1e-4;
  for (Index k = 0; k < slopes.size(); ++k) {
    double value[2];
    for (const int side : {0, 1}) {
      WorldParameters moved = start;
      for (const Index cell : instruments[k].cells) {
        rates(moved, instruments[k].kind)[cell] += side == 0 ? -k_step : k_step;
      }
      const WorldSolution there = solver.solve(moved);
      ASSERT_TRUE(there.converged);
      value[side] = weighted_gain(model, weight, there);
    }
    EXPECT_NEAR(slopes[k], (value[1] - value[0]) / (2.0 * k_step), 1e-8) << k;
  }
}

/// Gros (1987): with one good per country the best tariff is 1 / ((sigma - 1) x the foreigner's
/// spending share on its own good).
TEST(WorldPolicy, TheBestTariffOfOneGoodIsThatOfGros) {
  SyntheticOptions options;
  options.regions = 2;
  options.sectors = 1;
  WorldModel model = synthetic_world(options);
  std::fill(model.value_added_share.begin(), model.value_added_share.end(), 1.0);
  for (Matrix& use : model.use_share) use(0, 0) = 0.0;
  ASSERT_TRUE(fit_flows(model).ok());
  model = without_transfers(model).value();
  WorldSolver solver(model, exact());
  WorldPolicyProblem problem;
  problem.weight = only(model, 0);
  problem.instruments = {{Kind::tariff, {model.edge(0, 1, 0)}}};
  problem.held = model.base;
  const auto best = optimal_world_policy(solver, model, problem).value();
  ASSERT_TRUE(best.converged) << best.note;
  const double own = best.solution.trade_share[model.edge(0, 1, 1)];
  EXPECT_NEAR(best.rate[0], 1.0 / ((model.armington[0] - 1.0) * own), 1e-6);
  EXPECT_GT(best.gain, 0.0);
}

/// Two tariffs on a grid: nothing on it is better, and the best point is a neighbour of ours.
TEST(WorldPolicy, NoPointOfAGridIsBetter) {
  const WorldModel model = linked_world(3, 2);
  WorldSolver solver(model, exact());
  WorldPolicyProblem problem;
  problem.weight = only(model, 2);
  for (Index s = 0; s < 2; ++s) {
    problem.instruments.push_back({Kind::tariff, {model.edge(s, 0, 2), model.edge(s, 1, 2)}});
  }
  problem.held = model.base;
  const auto best = optimal_world_policy(solver, model, problem).value();
  ASSERT_TRUE(best.converged) << best.note;
  constexpr double k_width = 0.02;
  double highest = -1.0;
  Vector where(2);
  for (int a = 0; a <= 50; ++a) {
    for (int b = 0; b <= 50; ++b) {
      WorldParameters parameters = model.base;
      for (Index s = 0; s < 2; ++s) {
        for (const Index cell : problem.instruments[s].cells) {
          parameters.tariff[cell] = k_width * (s == 0 ? a : b);
        }
      }
      const auto at = solver.solve(parameters);
      ASSERT_TRUE(at.converged);
      const double gain = weighted_gain(model, problem.weight, at);
      if (gain > highest) {
        highest = gain;
        where = {k_width * a, k_width * b};
      }
    }
  }
  EXPECT_GE(best.gain, highest);
  EXPECT_NEAR(best.gain, highest, 1e-4);
  for (Index s = 0; s < 2; ++s) EXPECT_NEAR(best.rate[s], where[s], k_width) << s;
}

/// At the optimum within bounds free instruments have no slope, held ones push outwards.
TEST(WorldPolicy, FirstOrderConditionsHoldWithinBounds) {
  const WorldModel model = linked_world(5, 4);
  WorldSolver solver(model, exact());
  WorldPolicyProblem problem;
  problem.weight = only(model, 3);
  problem.instruments = all_taxes(model, 3);
  for (auto& instrument : problem.instruments) {
    instrument.lower = -0.1;
    instrument.upper = 0.15;
  }
  problem.held = model.base;
  const auto best = optimal_world_policy(solver, model, problem).value();
  ASSERT_TRUE(best.converged) << best.note;
  EXPECT_LE(best.gradient_norm, problem.gradient_tolerance);
  const Vector slopes =
      gain_slopes(solver, model, problem.weight, problem.instruments, best.solution).value();
  int held = 0;
  for (Index k = 0; k < slopes.size(); ++k) {
    EXPECT_GE(best.rate[k], -0.1 - 1e-12);
    EXPECT_LE(best.rate[k], 0.15 + 1e-12);
    if (best.bound[k] == 0) {
      EXPECT_NEAR(slopes[k], 0.0, 1e-6) << k;
    } else {
      ++held;
      EXPECT_GE(slopes[k] * best.bound[k], -1e-12) << k;
    }
  }
  EXPECT_GT(held, 0);
  EXPECT_LT(held, static_cast<int>(slopes.size()));
}

/// The best output taxes for all of the world undo the tariffs as far as they can: the weighted sum
/// of gains rises, and a common tax on all output does nothing.
TEST(WorldPolicy, AWorldWithoutDistortionsCannotBeImproved) {
  const WorldModel model = linked_world(3, 2);
  WorldSolver solver(model, exact());
  WorldPolicyProblem problem;
  problem.weight = Vector(3, 1.0);
  for (Index s = 0; s < 2; ++s) {
    for (Index r = 0; r < 3; ++r) {
      for (Index n = 0; n < 3; ++n) {
        if (r != n) problem.instruments.push_back({Kind::tariff, {model.edge(s, r, n)}, -0.5, 0.5});
      }
    }
  }
  problem.held = random_tariffs(model, 0.2, 3);
  const auto best = optimal_world_policy(solver, model, problem).value();
  ASSERT_TRUE(best.converged) << best.note;
  // Transfers between regions can be worth something to the sum of money, but not much to the first
  // order: free trade is efficient, and prices are 1 there.
  const WorldSolution free_trade = solver.solve(model.base);
  EXPECT_GE(best.gain, weighted_gain(model, problem.weight, free_trade) - 1e-12);
  EXPECT_GT(best.gain, weighted_gain(model, problem.weight, solver.solve(problem.held)));
}

TEST(WorldPolicy, RefusesWhatCannotBeSearched) {
  const WorldModel model = linked_world(3, 2);
  WorldSolver solver(model, exact());
  WorldPolicyProblem problem{only(model, 0), {}, model.base};
  EXPECT_EQ(optimal_world_policy(solver, model, problem).error().code, ErrorCode::bad_value);
  problem.instruments = {{Kind::tariff, {model.edge(0, 1, 0)}, 0.3, 0.2}};
  EXPECT_EQ(optimal_world_policy(solver, model, problem).error().code, ErrorCode::bad_value);
  problem.instruments = {{Kind::tariff, {model.edges()}}};
  EXPECT_EQ(optimal_world_policy(solver, model, problem).error().code, ErrorCode::shape_mismatch);
  problem.instruments = {{Kind::tariff, {model.edge(0, 1, 0)}}};
  problem.weight = Vector(3, 0.0);
  EXPECT_EQ(optimal_world_policy(solver, model, problem).error().code, ErrorCode::bad_value);
}

}  // namespace
}  // namespace domar::equilibrium
