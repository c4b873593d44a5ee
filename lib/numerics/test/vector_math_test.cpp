#include "domar/numerics/vector_math.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "vector_math_lanes.hpp"

namespace domar::numerics {
namespace {

Vector spread_out(Index n, double first, double last) {
  Vector x(n);
  for (Index i = 0; i < n; ++i) {
    x[i] = first + (last - first) * static_cast<double>(i) / static_cast<double>(n);
  }
  return x;
}

TEST(VectorMath, ExponentialIsThatOfTheStandardLibraryToTheLastPlace) {
  for (const Index n : {1U, 3U, 8U, 17U, 1000U}) {
    const Vector x = spread_out(n, -40.0, 40.0);
    Vector y = x;
    exp_all(y.data(), n);
    for (Index i = 0; i < n; ++i) {
      EXPECT_NEAR(y[i] / std::exp(x[i]), 1.0, 5e-16) << x[i];
    }
  }
}

TEST(VectorMath, LogarithmIsThatOfTheStandardLibraryToTheLastPlace) {
  const Vector x = spread_out(1001, 1e-3, 7.0);
  Vector y = x;
  log_all(y.data(), y.size());
  for (Index i = 0; i < x.size(); ++i) {
    EXPECT_NEAR(y[i], std::log(x[i]), 5e-16 * std::max(1e-3, std::abs(std::log(x[i])))) << x[i];
  }
}

TEST(VectorMath, WhatHasNoValueIsNotANumber) {
  Vector y{-1.0, 0.0, std::numeric_limits<double>::quiet_NaN()};
  log_all(y.data(), y.size());
  EXPECT_TRUE(std::isnan(y[0]));
  EXPECT_EQ(y[1], -std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(y[2]));
  Vector large{1000.0, -1000.0};
  exp_all(large.data(), large.size());
  EXPECT_EQ(large[0], std::numeric_limits<double>::infinity());
  EXPECT_EQ(large[1], 0.0);
}

#if defined(__x86_64__)
TEST(VectorMath, EveryWidthGivesTheSameBits) {
  const Vector x = spread_out(1003, -30.0, 30.0);
  const Vector positive = spread_out(1003, 1e-8, 30.0);
  Vector narrow = x;
  Vector narrow_log = positive;
  lanes::sse4.exp_all(narrow.data(), narrow.size());
  lanes::sse4.log_all(narrow_log.data(), narrow_log.size());
  const auto expect_same = [&](const lanes::Passes& wide) {
    Vector y = x;
    Vector z = positive;
    wide.exp_all(y.data(), y.size());
    wide.log_all(z.data(), z.size());
    EXPECT_EQ(y, narrow);
    EXPECT_EQ(z, narrow_log);
  };
  if (__builtin_cpu_supports("avx")) expect_same(lanes::avx);
  if (__builtin_cpu_supports("avx512f")) expect_same(lanes::avx512);
}
#endif

}  // namespace
}  // namespace domar::numerics
