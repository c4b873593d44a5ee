#include "domar/numerics/broyden.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace domar::numerics {
namespace {

/// x + 0.3 sin(sum x) - target, whose tangent at 0 is taken to be the unit matrix.
Vector residual(const Vector& x, double target) {
  double sum = 0.0;
  for (const double value : x) sum += value;
  Vector r = x;
  for (Index i = 0; i < r.size(); ++i) {
    r[i] += 0.3 * std::sin(sum) - target * (1.0 + static_cast<double>(i));
  }
  return r;
}

double largest(const Vector& r) {
  double most = 0.0;
  for (const double value : r) most = std::max(most, std::abs(value));
  return most;
}

/// Steps until the residual is below 1e-12, at most 200.
int steps_to_solve(Vector& x, double target, Broyden* memory) {
  for (int step = 0; step < 200; ++step) {
    const Vector r = residual(x, target);
    if (largest(r) < 1e-12) return step;
    Vector z = r;
    for (double& value : z) value = -value;
    if (memory != nullptr && !memory->correct(z)) return 200;
    for (Index i = 0; i < x.size(); ++i) x[i] += z[i];
    if (memory != nullptr) memory->taken(z);
  }
  return 200;
}

TEST(Broyden, NeedsFarFewerStepsThanTheKeptTangentAlone) {
  Vector plain(3, 0.0);
  Vector corrected(3, 0.0);
  Broyden memory(40);
  const int without = steps_to_solve(plain, 0.1, nullptr);
  const int with = steps_to_solve(corrected, 0.1, &memory);
  EXPECT_LE(with, 8);
  EXPECT_GE(without, 2 * with);
}

TEST(Broyden, WhatWasLearntHelpsWithTheNextProblem) {
  Vector x(3, 0.0);
  Broyden memory(40);
  (void)steps_to_solve(x, 0.1, &memory);
  memory.pause();
  Vector plain = residual(x, 0.11);
  for (double& value : plain) value = -value;
  Vector corrected = plain;
  ASSERT_TRUE(memory.correct(corrected));
  const auto left_after = [&](const Vector& step) {
    Vector at = x;
    for (Index i = 0; i < at.size(); ++i) at[i] += step[i];
    return largest(residual(at, 0.11));
  };
  EXPECT_LT(left_after(corrected), 0.2 * left_after(plain));
}

TEST(Broyden, ForgettingLeavesTheTangentsOwnStep) {
  Vector x(3, 0.0);
  Broyden memory(40);
  (void)steps_to_solve(x, 0.1, &memory);
  memory.forget();
  Vector z{0.5, -0.25, 1.0};
  ASSERT_TRUE(memory.correct(z));
  EXPECT_EQ(z, (Vector{0.5, -0.25, 1.0}));
}

TEST(Broyden, SaysWhenTheCorrectedTangentIsNearlySingular) {
  Broyden memory(40);
  memory.taken({1.0, 0.0});
  Vector z{0.95, 0.0};  // the residual has hardly changed
  EXPECT_FALSE(memory.correct(z));
}

/// The corrected slopes know the step that was taken, and nothing new across it.
TEST(CorrectSlopes, KnowsTheStepAndLeavesTheRest) {
  Matrix slopes(2, 2);
  slopes(0, 0) = slopes(1, 1) = -3.0;
  correct_slopes(slopes, {1.0, 2.0}, {4.0, -5.0});
  EXPECT_NEAR(slopes(0, 0) + 2.0 * slopes(0, 1), 4.0, 1e-14);
  EXPECT_NEAR(slopes(1, 0) + 2.0 * slopes(1, 1), -5.0, 1e-14);
  EXPECT_NEAR(2.0 * slopes(0, 0) - slopes(0, 1), -6.0, 1e-14);
  const Matrix before = slopes;
  correct_slopes(slopes, {0.0, 0.0}, {1.0, 1.0});
  EXPECT_EQ(slopes(0, 0), before(0, 0));
}

}  // namespace
}  // namespace domar::numerics
