#include "domar/ensemble/scores.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "domar/numerics/distributions.hpp"

namespace domar::ensemble {
namespace {

/// n quantiles in the middle of n equal parts of a normal distribution.
Vector normal_ensemble(Index n, double mean, double sd) {
  Vector values(n);
  for (Index i = 0; i < n; ++i) {
    const double p = (static_cast<double>(i) + 0.5) / static_cast<double>(n);
    values[i] = mean + sd * numerics::normal_quantile(p);
  }
  return values;
}

TEST(PointScores, AreMeans) {
  EXPECT_DOUBLE_EQ(mean_absolute_error({3.0, -4.0}), 3.5);
  EXPECT_DOUBLE_EQ(root_mean_squared_error({3.0, -4.0}), std::sqrt(12.5));
  EXPECT_EQ(mean_absolute_error({}), 0.0);
}

/// Differences of loss 1, 2, 3, 4 less 0: mean 2.5, variance 1.25. One step ahead, Harvey's factor
/// is sqrt(3/4), so the statistic is the t of a mean: 2.5 / (sqrt(5/3) / 2).
TEST(DieboldMariano, OneStepAheadIsTheTOfAMean) {
  const Comparison worse = compare_losses({1.0, 2.0, 3.0, 4.0});
  EXPECT_NEAR(worse.statistic, 2.5 / (std::sqrt(5.0 / 3.0) / 2.0), 1e-12);
  EXPECT_NEAR(worse.p_better, numerics::student_t_cdf(worse.statistic, 3), 1e-15);
  const Comparison better = compare_losses({-1.0, -2.0, -3.0, -4.0});
  EXPECT_NEAR(better.statistic, -worse.statistic, 1e-12);
  EXPECT_NEAR(better.p_better + worse.p_better, 1.0, 1e-12);
}

/// By hand, h = 2: gamma_0 = 1.25, gamma_1 = ((-1.5)(-.5) + (-.5)(.5) + (.5)(1.5)) / 4 = .3125.
TEST(DieboldMariano, LongerHorizonsCountAutocovariances) {
  const Comparison two = compare_losses({1.0, 2.0, 3.0, 4.0}, 2);
  const double variance = (1.25 + 2.0 * 0.3125) / 4.0;
  const double harvey = std::sqrt((4.0 + 1.0 - 4.0 + 2.0 / 4.0) / 4.0);
  EXPECT_NEAR(two.statistic, harvey * 2.5 / std::sqrt(variance), 1e-12);
}

TEST(DieboldMariano, AlikeIsUndecided) {
  const Comparison same = compare({0.1, -0.2, 0.3}, {0.1, -0.2, 0.3});
  EXPECT_EQ(same.statistic, 0.0);
  EXPECT_EQ(same.p_better, 0.5);
  EXPECT_EQ(same.relative_rmse, 1.0);
  EXPECT_EQ(compare({1.0}, {2.0}).statistic, 0.0) << "one outcome decides nothing";
  EXPECT_DOUBLE_EQ(compare({1.0, 1.0, -1.0}, {2.0, -2.0, 2.0}).relative_rmse, 0.5);
}

TEST(Crps, OfAPointIsTheDistance) {
  EXPECT_DOUBLE_EQ(crps({2.0}, 5.0), 3.0);
  // Members 0 and 1, outcome 0: mean distance 1/2, mean distance of pairs 1/2.
  EXPECT_DOUBLE_EQ(crps({0.0, 1.0}, 0.0), 0.25);
}

/// Gneiting and Raftery (2007), equation 21: sigma [z (2 Phi - 1) + 2 phi - 1 / sqrt(pi)].
TEST(Crps, MeetsTheClosedFormOfTheNormal) {
  for (const double outcome : {1.0, 2.3, -0.7}) {
    const double sd = 2.0;
    const double z = (outcome - 1.0) / sd;
    const double density = std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi);
    const double closed = sd * (z * (2.0 * numerics::normal_cdf(z) - 1.0) + 2.0 * density -
                                1.0 / std::sqrt(std::numbers::pi));
    EXPECT_NEAR(crps(normal_ensemble(20000, 1.0, sd), outcome), closed, 2e-4);
  }
}

TEST(EnergyScore, OfOneComponentIsTheCrps) {
  const Vector members{0.3, -1.0, 2.5, 0.7};
  Matrix table(4, 1);
  for (Index i = 0; i < 4; ++i) table(i, 0) = members[i];
  EXPECT_NEAR(energy_score(table, {0.4}), crps(members, 0.4), 1e-14);
  // Two members a distance of 5 apart (3, 4), the outcome on the first.
  Matrix pair(2, 2);
  pair(1, 0) = 3.0;
  pair(1, 1) = 4.0;
  EXPECT_DOUBLE_EQ(energy_score(pair, {0.0, 0.0}), 2.5 - 1.25);
}

TEST(LogScore, ApproachesTheDensityOfTheNormal) {
  // At the centre a kernel of width w blurs the variance 1 to 1 + w^2.
  const Index n = 20000;
  const double width = 0.9 * std::pow(static_cast<double>(n), -0.2);
  const double blurred = 1.0 + width * width;
  EXPECT_NEAR(log_score(normal_ensemble(n, 0.0, 1.0), 0.0),
              0.5 * std::log(2.0 * std::numbers::pi * blurred), 2e-3);
  EXPECT_GT(log_score(normal_ensemble(100, 0.0, 1.0), 50.0), 1000.0) << "finite far away";
  EXPECT_TRUE(std::isinf(log_score({1.0, 1.0}, 2.0)));
}

TEST(Quantile, GoesInStraightLines) {
  EXPECT_DOUBLE_EQ(quantile({1.0, 2.0, 4.0}, 0.5), 2.0);
  EXPECT_DOUBLE_EQ(quantile({1.0, 2.0, 4.0}, 0.75), 3.0);
  EXPECT_DOUBLE_EQ(quantile({1.0, 2.0, 4.0}, 1.0), 4.0);
  EXPECT_DOUBLE_EQ(quantile({7.0}, 0.3), 7.0);
}

TEST(Pit, CountsEqualMembersHalf) {
  EXPECT_DOUBLE_EQ(pit({1.0, 2.0, 3.0, 4.0}, 2.5), 0.5);
  EXPECT_DOUBLE_EQ(pit({1.0, 2.0, 3.0, 4.0}, 2.0), 0.375);
  EXPECT_DOUBLE_EQ(pit({1.0}, 0.0), 0.0);
}

TEST(Calibration, OfEvenPitsIsExact) {
  Vector even(1000);
  for (Index i = 0; i < even.size(); ++i) even[i] = (static_cast<double>(i) + 0.5) / 1000.0;
  const Calibration good = calibration(even);
  EXPECT_NEAR(good.coverage_50, 0.50, 1e-12);
  EXPECT_NEAR(good.coverage_80, 0.80, 1e-12);
  EXPECT_NEAR(good.coverage_95, 0.95, 1e-12);
  for (const double share : good.pit_histogram) EXPECT_NEAR(share, 0.1, 1e-12);
  EXPECT_NEAR(good.pit_distance, 0.0005, 1e-12);
  EXPECT_GT(good.pit_probability, 0.999);
  // Ranges twice too narrow: outcomes pile up at both ends.
  const Calibration narrow = calibration({0.0, 0.01, 0.02, 0.98, 0.99, 1.0, 0.5, 0.03, 0.97, 1.0});
  EXPECT_LT(narrow.coverage_80, 0.2);
  EXPECT_EQ(calibration({}).outcomes, 0);
}

}  // namespace
}  // namespace domar::ensemble
