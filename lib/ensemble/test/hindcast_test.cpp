#include "domar/ensemble/hindcast.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace domar::ensemble {
namespace {

/// Two countries of two sectors. The model is right in both, the walk off by 0.1.
HindcastCase two_countries() {
  HindcastCase hindcast{"test", 2000, 2007, {0, 0, 1, 1}, {0.4, 0.6, 0.3, 0.7}, {}};
  hindcast.forecasters = {{"model", false, {0.41, 0.59, 0.32, 0.68}, {}},
                          {"random walk", false, {0.5, 0.5, 0.4, 0.6}, {}}};
  return hindcast;
}

TEST(Hindcast, ScoresModelAgainstTheWalk) {
  const auto scores = score(two_countries());
  EXPECT_NEAR(scores[0].mae, 0.015, 1e-12);
  EXPECT_NEAR(scores[1].mae, 0.1, 1e-12);
  EXPECT_NEAR(scores[0].against_walk.relative_rmse, std::sqrt(0.00025 / 0.01), 1e-9);
  EXPECT_EQ(scores[0].against_walk.outcomes, 2) << "countries, not sectors";
  EXPECT_LT(scores[0].against_walk.p_better, 0.05);
  EXPECT_EQ(scores[1].against_walk.p_better, 0.5);
  EXPECT_FALSE(scores[0].has_members);
}

TEST(Hindcast, ScatterKeepsSumsAndTheMedianChange) {
  Matrix point(1, 4);
  for (Index i = 0; i < 4; ++i) point(0, i) = i < 2 ? 0.5 : 0.25;
  const Index members = 4001;
  const Matrix scatter = scattered(point, {0, 0, 1, 2}, 0.05, 4, members, 9);
  Vector sizes;
  for (Index m = 0; m < members; ++m) {
    EXPECT_NEAR(scatter(m, 0) + scatter(m, 1), 1.0, 1e-12);
    EXPECT_NEAR(scatter(m, 2), 0.25, 1e-12) << "alone in its cluster: its sum is kept";
    sizes.push_back(std::abs(std::log(scatter(m, 0) / scatter(m, 1))));
  }
  // The difference of two t with 4 degrees of freedom: a little over sqrt(2) times one of them.
  std::sort(sizes.begin(), sizes.end());
  EXPECT_NEAR(sizes[members / 2] / (0.05 * 2.0), 1.55, 0.1);
  EXPECT_EQ(scatter.values(), scattered(point, {0, 0, 1, 2}, 0.05, 4, members, 9).values());
}

TEST(Hindcast, MembersGiveCoverage) {
  HindcastCase hindcast = two_countries();
  Matrix point(1, 4);
  for (Index i = 0; i < 4; ++i) point(0, i) = hindcast.forecasters[1].point[i];
  hindcast.forecasters[1].members = scattered(point, hindcast.cluster, 0.1, 7, 200, 1);
  const auto scores = score(hindcast);
  EXPECT_TRUE(scores[1].has_members);
  EXPECT_EQ(scores[1].calibration.outcomes, 4);
  EXPECT_EQ(scores[1].calibration.coverage_95, 1.0);
  EXPECT_LT(scores[1].crps, 0.1) << "better than the point: it knows that it may be wrong";
  EXPECT_GT(scores[1].energy, 0.0);
}

TEST(Hindcast, DriftGoesOnAndKeepsTheSum) {
  const Vector next = drifted({0.4, 0.6}, {0.5, 0.5}, {0, 0}, 1.0);
  EXPECT_NEAR(next[0] + next[1], 1.0, 1e-12);
  EXPECT_NEAR(next[0] / next[1], (0.5 * 0.5 / 0.4) / (0.5 * 0.5 / 0.6), 1e-12);
  EXPECT_NEAR(drifted({0.0, 1.0}, {0.5, 0.5}, {0, 0}, 1.0)[0], 2.0 / 3.0, 1e-12) << "new: stays";
}

}  // namespace
}  // namespace domar::ensemble
