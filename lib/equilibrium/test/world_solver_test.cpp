#include "domar/equilibrium/world_solver.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

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

}  // namespace
}  // namespace domar::equilibrium
