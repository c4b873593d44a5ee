#include "domar/ensemble/design.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace domar::ensemble {
namespace {

TEST(SobolDesign, DrawsAreTheSameHoweverManyAreAskedFor) {
  const Matrix few = sobol_design(7, 5, 42).value();
  const Matrix many = sobol_design(64, 5, 42).value();
  for (Index k = 0; k < 7; ++k) {
    for (Index j = 0; j < 5; ++j) EXPECT_EQ(few(k, j), many(k, j));
  }
}

TEST(SobolDesign, FillsEveryInputEvenly) {
  const Index draws = 256;
  const Matrix points = sobol_design(draws, 40, 7).value();
  for (Index j = 0; j < points.cols(); ++j) {
    Vector column(draws);
    for (Index k = 0; k < draws; ++k) column[k] = points(k, j);
    std::sort(column.begin(), column.end());
    for (Index k = 0; k < draws; ++k) {
      EXPECT_GT(column[k], 0.0);
      EXPECT_LT(column[k], 1.0);
      // A net of 2^8 points has one in every part of that width; a shift keeps the distances.
      EXPECT_NEAR(column[k], (static_cast<double>(k) + 0.5) / draws, 1.5 / draws) << j;
    }
  }
}

TEST(SobolDesign, SeedsDiffer) {
  EXPECT_NE(sobol_design(1, 1, 1).value()(0, 0), sobol_design(1, 1, 2).value()(0, 0));
}

TEST(LatinHypercube, HasOneDrawInEveryPart) {
  const Matrix points = latin_hypercube(20, 3, 5).value();
  EXPECT_EQ(points.values(), latin_hypercube(20, 3, 5).value().values());
  for (Index j = 0; j < 3; ++j) {
    std::set<int> parts;
    for (Index k = 0; k < 20; ++k) parts.insert(static_cast<int>(20.0 * points(k, j)));
    EXPECT_EQ(parts.size(), 20U);
  }
}

TEST(Design, RefusesNothing) {
  EXPECT_EQ(sobol_design(0, 3, 1).error().code, ErrorCode::bad_value);
  EXPECT_EQ(sobol_design(3, 0, 1).error().code, ErrorCode::bad_value);
  EXPECT_EQ(latin_hypercube(3, k_most_inputs + 1, 1).error().code, ErrorCode::bad_value);
}

TEST(CounterSeed, DependsOnBothAndIsEven) {
  std::set<std::uint64_t> seen;
  double sum = 0.0;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    for (std::uint64_t counter = 0; counter < 1000; ++counter) {
      seen.insert(counter_seed(seed, counter));
      sum += counter_uniform(seed, counter);
    }
  }
  EXPECT_EQ(seen.size(), 10000U);
  EXPECT_NEAR(sum / 10000.0, 0.5, 0.01) << "standard error .003";
}

}  // namespace
}  // namespace domar::ensemble
