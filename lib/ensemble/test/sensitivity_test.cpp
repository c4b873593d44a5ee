#include "domar/ensemble/sensitivity.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "domar/ensemble/design.hpp"

namespace domar::ensemble {
namespace {

/// y = 1 + 2 x_0 + x_1 + 4 (x_2 - 1/2) (x_3 - 1/2) on uniform inputs: variances 1/3, 1/12, 1/9 by
/// the interaction, none by x_4 on.
TEST(SobolIndices, OfAPolynomialAreExact) {
  const Matrix u = sobol_design(512, 30, 3).value();
  Vector y(u.rows());
  for (Index k = 0; k < u.rows(); ++k) {
    y[k] = 1.0 + 2.0 * u(k, 0) + u(k, 1) + 4.0 * (u(k, 2) - 0.5) * (u(k, 3) - 0.5);
  }
  // All inputs of an interaction without single effects must be let in: screening cannot see them.
  Matrix narrow(u.rows(), 6);
  for (Index k = 0; k < u.rows(); ++k) {
    for (Index j = 0; j < 6; ++j) narrow(k, j) = u(k, j);
  }
  const Sensitivity found = sobol_indices(narrow, y).value();
  const double all = 1.0 / 3.0 + 1.0 / 12.0 + 1.0 / 9.0;
  EXPECT_NEAR(found.first[0], 1.0 / 3.0 / all, 1e-6);
  EXPECT_NEAR(found.first[1], 1.0 / 12.0 / all, 1e-6);
  EXPECT_NEAR(found.first[2], 0.0, 1e-6);
  EXPECT_NEAR(found.total[2], 1.0 / 9.0 / all, 1e-6);
  EXPECT_NEAR(found.total[3], 1.0 / 9.0 / all, 1e-6);
  EXPECT_NEAR(found.total[5], 0.0, 1e-6);
  EXPECT_GT(found.explained, 0.999999);
  EXPECT_NEAR(found.variance, all, 0.02);
}

TEST(SobolIndices, ScreeningKeepsWhatMatters) {
  const Matrix u = sobol_design(256, 60, 3).value();
  Vector y(u.rows());
  for (Index k = 0; k < u.rows(); ++k) y[k] = std::exp(u(k, 50)) - 3.0 * u(k, 7) * u(k, 7);
  const Sensitivity found = sobol_indices(u, y, 4).value();
  EXPECT_TRUE(found.in_fit[50]);
  EXPECT_TRUE(found.in_fit[7]);
  EXPECT_EQ(std::count(found.in_fit.begin(), found.in_fit.end(), true), 4);
  // Variances: exp(u): (e^2 - 1)/2 - (e - 1)^2; 3 u^2: 9 (1/5 - 1/9).
  const double e = std::exp(1.0);
  const double one = (e * e - 1.0) / 2.0 - (e - 1.0) * (e - 1.0);
  const double two = 9.0 * (0.2 - 1.0 / 9.0);
  EXPECT_NEAR(found.first[50], one / (one + two), 1e-3);
  EXPECT_NEAR(found.first[7], two / (one + two), 1e-3);
}

TEST(SobolIndices, RefusesWhatItCannotKnow) {
  const Matrix u = sobol_design(32, 2, 1).value();
  EXPECT_EQ(sobol_indices(u, Vector(5, 0.0)).error().code, ErrorCode::shape_mismatch);
  EXPECT_EQ(sobol_indices(Matrix(4, 2, 0.5), Vector(4, 1.0)).error().code, ErrorCode::bad_value);
  Vector broken(32, 1.0);
  broken[3] = std::nan("");
  EXPECT_EQ(sobol_indices(u, broken).error().code, ErrorCode::bad_value);
  const Sensitivity flat = sobol_indices(u, Vector(32, 1.0)).value();
  EXPECT_EQ(flat.variance, 0.0);
  EXPECT_EQ(flat.total[0], 0.0);
}

}  // namespace
}  // namespace domar::ensemble
