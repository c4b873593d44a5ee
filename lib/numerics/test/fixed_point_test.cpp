#include "domar/numerics/fixed_point.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "domar/numerics/kernels.hpp"

namespace domar::numerics {
namespace {

/// A matrix with a dominant diagonal and a tail that makes it unsymmetric.
Matrix sample(Index n) {
  Matrix A(n, n);
  for (Index i = 0; i < n; ++i) {
    for (Index j = 0; j < n; ++j) {
      A(i, j) = 0.5 / static_cast<double>(n) * std::sin(static_cast<double>(3 * i + 7 * j + 1));
    }
    A(i, i) += 1.0 + 0.1 * static_cast<double>(i);
  }
  return A;
}

TEST(Gmres, SolvesToTheTolerance) {
  const Index n = 37;
  const Matrix A = sample(n);
  Vector b(n);
  for (Index i = 0; i < n; ++i) b[i] = std::cos(static_cast<double>(i));
  const Operator product = [&](const Vector& x, Vector& y) {
    y.assign(n, 0.0);
    add_product(A.data(), n, n, x.data(), y.data());
  };
  const Operator diagonal = [&](const Vector& x, Vector& y) {
    y = x;
    for (Index i = 0; i < n; ++i) y[i] /= A(i, i);
  };
  Vector x;
  const auto report = gmres(product, diagonal, b, x, 1e-12, 100, 12);
  EXPECT_TRUE(report.converged);
  Vector left;
  product(x, left);
  for (Index i = 0; i < n; ++i) EXPECT_NEAR(left[i], b[i], 1e-10);
}

TEST(Gmres, SaysWhenItCannot) {
  const Operator zero = [](const Vector& x, Vector& y) { y.assign(x.size(), 0.0); };
  const Operator identity = [](const Vector& x, Vector& y) { y = x; };
  Vector x;
  EXPECT_FALSE(gmres(zero, identity, Vector{1.0, 2.0}, x, 1e-10, 10).converged);
}

TEST(Anderson, NeedsFewStepsOnALinearMap) {
  // x <- B x + c has slow modes (0.95); with a memory of all three it is solved in about four
  // steps.
  const Vector rate{0.95, 0.5, -0.9};
  Vector x(3, 0.0);
  Anderson anderson(3, 3);
  int steps = 0;
  double residual = 1.0;
  while (residual > 1e-10 && steps < 50) {
    Vector f(3);
    residual = 0.0;
    for (Index i = 0; i < 3; ++i) {
      f[i] = rate[i] * x[i] + 1.0 - x[i];
      residual = std::max(residual, std::abs(f[i]));
    }
    anderson.advance(x, f);
    ++steps;
  }
  EXPECT_LE(steps, 8);
  EXPECT_NEAR(x[0], 20.0, 1e-7);
}

TEST(Kernels, AgreeWithPlainLoops) {
  const Index rows = 13;
  const Index cols = 29;
  Matrix A(rows, cols);
  Vector x(rows);
  Vector z(cols);
  for (Index i = 0; i < rows; ++i) {
    x[i] = std::sin(static_cast<double>(i));
    for (Index j = 0; j < cols; ++j) {
      A(i, j) = std::cos(static_cast<double>(i * 5 + j));
      z[j] = std::sin(static_cast<double>(j) + 0.5);
    }
  }
  Vector columns(cols, 1.0);
  Vector rows_out(rows, 1.0);
  add_transposed_product(A.data(), rows, cols, x.data(), columns.data());
  add_product(A.data(), rows, cols, z.data(), rows_out.data());
  for (Index j = 0; j < cols; ++j) {
    double sum = 1.0;
    for (Index i = 0; i < rows; ++i) sum += x[i] * A(i, j);
    EXPECT_NEAR(columns[j], sum, 1e-13);
  }
  for (Index i = 0; i < rows; ++i) {
    double sum = 1.0;
    for (Index j = 0; j < cols; ++j) sum += A(i, j) * z[j];
    EXPECT_NEAR(rows_out[i], sum, 1e-13);
    EXPECT_EQ(rows_out[i], 1.0 + dot(&A(i, 0), z.data(), cols));
  }
}

}  // namespace
}  // namespace domar::numerics
