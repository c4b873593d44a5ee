#include "quadratic_programme.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace domar::equilibrium {
namespace {

/// min 1/2 (x^2 + w y^2) subject to x + y = sum, within bounds.
QuadraticProgramme two(double w, double sum, Vector low, Vector high) {
  Matrix H(2, 2);
  H(0, 0) = 1.0;
  H(1, 1) = w;
  Matrix J(1, 2, 1.0);
  return {H, {0.0, 0.0}, J, {-sum}, std::move(low), std::move(high)};
}

TEST(QuadraticProgramme, FollowsItsWeightsAndBounds) {
  const auto free = two(3.0, 1.0, {-9.0, -9.0}, {9.0, 9.0}).solve();
  EXPECT_NEAR(free.step[0], 0.75, 1e-9);
  EXPECT_NEAR(free.step[1], 0.25, 1e-9);
  EXPECT_NEAR(free.multiplier[0], -0.75, 1e-9);
  const auto held = two(3.0, 1.0, {-9.0, -9.0}, {0.2, 9.0}).solve();
  EXPECT_NEAR(held.step[0], 0.2, 1e-9);
  EXPECT_NEAR(held.step[1], 0.8, 1e-9);
}

TEST(QuadraticProgramme, ComesAsNearAsBoundsLet) {
  const auto far = two(1.0, 3.0, {0.0, 0.0}, {1.0, 0.5}).solve();
  EXPECT_NEAR(far.step[0], 1.0, 1e-9);
  EXPECT_NEAR(far.step[1], 0.5, 1e-9);
}

/// Four unknowns, two equalities, bounds that bind: no point of a fine grid is better.
TEST(QuadraticProgramme, NoPointOfAGridIsBetter) {
  Matrix H(4, 4);
  for (Index i = 0; i < 4; ++i) {
    for (Index j = 0; j < 4; ++j) H(i, j) = i == j ? 2.0 + static_cast<double>(i) : 0.4;
  }
  Matrix J(2, 4);
  J(0, 0) = J(0, 1) = J(0, 2) = J(0, 3) = 1.0;
  J(1, 0) = 1.0;
  J(1, 1) = -1.0;
  J(1, 2) = 0.5;
  const Vector c{0.3, -0.2, 0.1, -0.6};
  const QuadraticProgramme q{H, c, J, {-1.0, 0.1}, {0.0, 0.0, -0.1, 0.0}, {0.3, 1.0, 0.1, 0.4}};
  const auto value = [&](const Vector& d) {
    double sum = 0.0;
    for (Index i = 0; i < 4; ++i) {
      sum += c[i] * d[i];
      for (Index j = 0; j < 4; ++j) sum += 0.5 * d[i] * H(i, j) * d[j];
    }
    return sum;
  };
  const Vector best = q.solve().step;
  EXPECT_NEAR(best[0] + best[1] + best[2] + best[3], 1.0, 1e-9);
  EXPECT_NEAR(best[0] - best[1] + 0.5 * best[2], -0.1, 1e-9);
  int tried = 0;
  for (int a = 0; a <= 300; ++a) {
    for (int b = -100; b <= 100; ++b) {
      const double x = 0.001 * a;
      const double z = 0.001 * b;
      const double y = x + 0.5 * z + 0.1;
      const double w = 1.0 - x - y - z;
      if (y < 0.0 || y > 1.0 || w < 0.0 || w > 0.4) continue;
      ++tried;
      EXPECT_GE(value({x, y, z, w}), value(best) - 1e-9);
    }
  }
  EXPECT_GT(tried, 100);
}

}  // namespace
}  // namespace domar::equilibrium
