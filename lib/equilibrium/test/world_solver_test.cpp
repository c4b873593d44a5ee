#include "domar/equilibrium/world_solver.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include <tbb/task_arena.h>

#include "domar/equilibrium/synthetic_world.hpp"

namespace domar::equilibrium {
namespace {

WorldOptions exact() {
  WorldOptions options;
  options.tolerance = 1e-12;
  return options;
}

double largest(const Vector& values) {
  double result = 0.0;
  for (const double value : values) result = std::max(result, std::abs(value));
  return result;
}

TEST(WorldSolver, TheBaseYearIsAnEquilibrium) {
  const WorldModel model = synthetic_world({});
  ASSERT_TRUE(model.check().ok()) << model.check().error().message();
  const WorldSolution solution = solve_world(model, model.base, exact());
  ASSERT_TRUE(solution.converged) << solution.note;
  EXPECT_LT(largest(solution.results.welfare), 1e-11);
  EXPECT_LT(largest(solution.results.output), 1e-11);
}

TEST(WorldSolver, TariffsClearAllMarkets) {
  const WorldModel model = synthetic_world({});
  const WorldSolution solution = solve_world(model, random_tariffs(model, 0.2, 3), exact());
  ASSERT_TRUE(solution.converged) << solution.note << " " << solution.residual;
  EXPECT_LT(solution.walras_residual, 1e-11);
  EXPECT_GT(largest(solution.results.welfare), 1e-4);
}

/// 600 markets are enough for the passes to be spread over threads.
TEST(WorldSolver, SameBitsForAnyNumberOfThreads) {
  SyntheticOptions options;
  options.regions = 30;
  options.sectors = 20;
  for (const bool by_user : {false, true}) {
    options.by_user = by_user;
    const WorldModel model = synthetic_world(options);
    const WorldParameters tariffs = random_tariffs(model, 0.2, 3);
    WorldSolution one;
    WorldSolution two;
    tbb::task_arena(1).execute([&] { one = solve_world(model, tariffs); });
    tbb::task_arena(2).execute([&] { two = solve_world(model, tariffs); });
    ASSERT_TRUE(one.converged);
    EXPECT_EQ(one.results.welfare, two.results.welfare);
    EXPECT_EQ(one.results.output, two.results.output);
    EXPECT_EQ(one.residual, two.residual);
  }
}

/// A batch from one solver: the next shock starts from the last solution and needs fewer passes.
TEST(WorldSolver, AWarmStartIsCheaper) {
  const WorldModel model = synthetic_world({});
  WorldSolver solver(model);
  const WorldParameters far = random_tariffs(model, 0.2, 3);
  const auto cold = solver.solve(far);
  const auto near = solver.solve(between(model.base, far, 0.99));
  ASSERT_TRUE(cold.converged && near.converged);
  EXPECT_LT(near.evaluations, cold.evaluations);
  const auto again = solver.solve(between(model.base, far, 0.99));
  EXPECT_EQ(again.evaluations, 1);
}

/// One country, one factor, one good that only it makes: real income moves one for one with
/// productivity.
TEST(WorldSolver, AutarkyIsItsProductivity) {
  const auto name = Labels::make({"only"}, {"only"}).value();
  WorldModel model = empty_world(name, name, Labels::make({"labour"}, {"labour"}).value());
  model.final_spending = {100.0};
  model.use_share[0](0, 1) = 1.0;
  model.factor_share[0](0, 0) = 1.0;
  model.trade_share = {1.0};
  ASSERT_TRUE(fit_flows(model).ok());
  WorldParameters parameters = model.base;
  parameters.log_productivity[0] = 0.3;
  const auto solution = solve_world(model, parameters, exact());
  ASSERT_TRUE(solution.converged);
  EXPECT_NEAR(solution.results.welfare[0], 0.3, 1e-12);
}

/// Arkolakis, Costinot and Rodriguez-Clare (2012): with labour alone and one good, welfare is the
/// home share to the power 1 / (1 - sigma), whatever happened to trade costs.
TEST(WorldSolver, WelfareIsTheHomeShare) {
  SyntheticOptions options;
  options.regions = 6;
  options.sectors = 1;
  WorldModel model = synthetic_world(options);
  std::fill(model.value_added_share.begin(), model.value_added_share.end(), 1.0);
  for (Matrix& use : model.use_share) use(0, 0) = 0.0;
  ASSERT_TRUE(fit_flows(model).ok());
  WorldParameters balanced = model.base;
  std::fill(balanced.transfer.begin(), balanced.transfer.end(), 0.0);
  WorldSolver solver(model, exact());
  ASSERT_TRUE(solver.solve(balanced).converged);
  model = WorldModel(solver.solved_base().value());
  WorldParameters parameters = model.base;
  for (Index e = 0; e < model.edges(); ++e) {
    if (e / 6 % 6 != e % 6) parameters.log_iceberg[e] = 0.3 * even_draw(9, e);
  }
  const auto solution = solve_world(model, parameters, exact());
  ASSERT_TRUE(solution.converged);
  for (Index n = 0; n < 6; ++n) {
    const Index home = model.edge(0, n, n);
    const double ratio = solution.trade_share[home] / model.trade_share[home];
    EXPECT_NEAR(solution.results.welfare[n], std::log(ratio) / (1.0 - model.armington[0]), 1e-9);
  }
}

/// Two factors in fixed proportions: with half of the second one used, output is what the first one
/// allows, the second costs nothing, and the first earns everything.
TEST(WorldSolver, AFactorLeftOverIsFree) {
  const auto name = Labels::make({"only"}, {"only"}).value();
  WorldModel model =
      empty_world(name, name, Labels::make({"labour", "land"}, {"labour", "land"}).value());
  model.final_spending = {100.0};
  model.use_share[0](0, 1) = 1.0;
  model.factor_share[0](0, 0) = 0.6;
  model.factor_share[0](1, 0) = 0.4;
  model.factor_elasticity = 0.0;
  model.trade_share = {1.0};
  ASSERT_TRUE(fit_flows(model).ok());
  WorldParameters parameters = model.base;
  parameters.log_endowment = {std::log(1.1), std::log(2.2)};
  WorldSolver solver(model, exact());
  const auto solution = solver.solve(parameters);
  ASSERT_TRUE(solution.converged) << solution.note;
  ASSERT_EQ(solution.unused.size(), 1u);
  EXPECT_EQ(solution.unused[0].first, 1u);
  EXPECT_NEAR(solution.unused[0].second, 0.5, 1e-10);
  EXPECT_NEAR(solution.results.welfare[0], std::log(1.1), 1e-10);
  EXPECT_LT(solution.results.factor_price[1], -25.0);
  // More of the scarce factor is worth all of welfare, more of the free one nothing.
  WorldResults weights;
  weights.welfare = {1.0};
  const auto gradient = solver.gradient(weights).value();
  EXPECT_NEAR(gradient.log_endowment[0], 1.0, 1e-9);
  EXPECT_NEAR(gradient.log_endowment[1], 0.0, 1e-9);
  // The next shock starts afresh: with both factors scarce again neither is free.
  const auto base = solver.solve(model.base);
  ASSERT_TRUE(base.converged);
  EXPECT_TRUE(base.unused.empty());
  EXPECT_NEAR(base.results.factor_price[1], 0.0, 1e-10);
}

TEST(WorldModel, UniquenessNumberIsTheLargestProduct) {
  WorldModel model = synthetic_world({});
  EXPECT_EQ(model.uniqueness_number(), 0.0);
  model.armington[2] = 6.0;
  model.scale_elasticity[2] = 0.22;
  EXPECT_NEAR(model.uniqueness_number(), 1.1, 1e-15);
}

}  // namespace
}  // namespace domar::equilibrium
