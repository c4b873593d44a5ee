#include "domar/numerics/minimise.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace domar::numerics {
namespace {

/// Rosenbrock's valley in pairs of variables, minimum 0 at ones.
double valley(const Vector& x, Vector& gradient) {
  double value = 0.0;
  for (Index n = 0; n + 1 < x.size(); n += 2) {
    const double across = x[n + 1] - x[n] * x[n];
    value += 100.0 * across * across + (1.0 - x[n]) * (1.0 - x[n]);
    gradient[n] = -400.0 * across * x[n] - 2.0 * (1.0 - x[n]);
    gradient[n + 1] = 200.0 * across;
  }
  return value;
}

TEST(Minimise, FindsTheEndOfRosenbrocksValley) {
  const Minimum found = minimise(valley, Vector(40, -1.2));
  EXPECT_TRUE(found.converged) << found.note;
  for (const double x : found.x) EXPECT_NEAR(x, 1.0, 1e-8);
  EXPECT_LT(found.evaluations, 200u);
}

/// With x1 at most 0.5 the best is x2 = x1^2 = 0.25; the value there is 0.25.
TEST(Minimise, SaysWhichBoundHoldsItBack) {
  const Bounds bounds{{-2.0, -2.0}, {0.5, 2.0}};
  const Minimum found = minimise(valley, {-1.2, 1.0}, bounds);
  ASSERT_TRUE(found.converged) << found.note;
  EXPECT_EQ(found.x[0], 0.5);
  EXPECT_NEAR(found.x[1], 0.25, 1e-9);
  EXPECT_NEAR(found.value, 0.25, 1e-12);
  EXPECT_EQ(found.at_upper, std::vector<Index>{0});
  EXPECT_TRUE(found.at_lower.empty());
}

TEST(Minimise, AFixedVariableStays) {
  const Minimum found = minimise(valley, {3.0, 3.0}, {{-2.0, 0.0}, {2.0, 0.0}});
  EXPECT_TRUE(found.converged) << found.note;
  EXPECT_EQ(found.x[1], 0.0);
}

/// x - ln x is not defined below 0: steps that lead there are shortened.
TEST(Minimise, ShortensStepsThatLeaveTheDomain) {
  const auto barrier = [](const Vector& x, Vector& gradient) {
    if (x[0] <= 0.0) return std::numeric_limits<double>::quiet_NaN();
    gradient[0] = 1.0 - 1.0 / x[0];
    return x[0] - std::log(x[0]);
  };
  const Minimum found = minimise(barrier, {0.01});
  EXPECT_TRUE(found.converged) << found.note;
  EXPECT_NEAR(found.x[0], 1.0, 1e-8);
  const Minimum lost = minimise(barrier, {-1.0});
  EXPECT_FALSE(lost.converged);
  EXPECT_NE(lost.note, "");
}

TEST(Minimise, SaysWhenItRunsOut) {
  MinimiseOptions options;
  options.max_evaluations = 5;
  const Minimum found = minimise(valley, Vector(40, -1.2), {}, options);
  EXPECT_FALSE(found.converged);
  EXPECT_EQ(found.note, "out of evaluations");
}

}  // namespace
}  // namespace domar::numerics
