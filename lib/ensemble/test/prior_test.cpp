#include "domar/ensemble/prior.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace domar::ensemble {
namespace {

Fact fact(double value, FactStatus status, const std::string& unit = "1") {
  Fact made;
  made.value = value;
  made.status = status;
  made.unit = unit;
  return made;
}

Prior made(const Fact& from, std::optional<double> low = {}, std::optional<double> high = {}) {
  const auto prior = prior_of("x", from, low, high);
  EXPECT_TRUE(prior.ok() && prior->has_value());
  return **prior;
}

TEST(Prior, OfASeenRangeHasNinetyPercentInIt) {
  const Prior prior = made(fact(0.1, FactStatus::seen), 0.03, 0.25);
  EXPECT_NEAR(prior.at(0.05), 0.03, 1e-12);
  EXPECT_NEAR(prior.at(0.50), 0.10, 1e-12);
  EXPECT_NEAR(prior.at(0.95), 0.25, 1e-12);
}

TEST(Prior, OfARangeFromMemoryIsWiderInLogs) {
  const Prior prior = made(fact(0.1, FactStatus::from_memory), 0.05, 0.2);
  EXPECT_NEAR(prior.at(0.05), 0.1 * std::pow(0.5, 1.5), 1e-12);
  EXPECT_NEAR(prior.at(0.95), 0.1 * std::pow(2.0, 1.5), 1e-12);
}

TEST(Prior, ThatReachesZeroIsStraightAndNeverNegative) {
  const Prior prior = made(fact(0.02, FactStatus::assumption), 0.0, 0.04);
  EXPECT_NEAR(prior.at(0.95), 0.05, 1e-12);
  EXPECT_EQ(prior.at(0.01), 0.0);
}

TEST(Prior, OfAShareStaysOne) {
  const Prior prior = made(fact(0.9, FactStatus::assumption, "share of tasks"), 0.5, 1.0);
  EXPECT_EQ(prior.at(0.99), 1.0);
}

TEST(Prior, OfAYearlyRateStaysOne) {
  EXPECT_EQ(made(fact(0.15, FactStatus::from_memory, "1/year"), 0.1, 0.35).at(0.999), 1.0);
}

TEST(Prior, OfABareFigureDependsOnItsStatus) {
  EXPECT_FALSE(prior_of("x", fact(0.1, FactStatus::computed), {}, {})->has_value());
  EXPECT_FALSE(prior_of("x", fact(0.0, FactStatus::assumption), {}, {})->has_value());
  const Prior assumed = made(fact(0.2, FactStatus::assumption));
  EXPECT_NEAR(assumed.at(0.05), 0.2 / 1.5, 1e-12);
  EXPECT_NEAR(assumed.at(0.95), 0.2 * 1.5, 1e-12);
  const Prior year = made(fact(2030, FactStatus::assumption, "year"));
  EXPECT_NEAR(year.at(0.95), 2030 * std::pow(2033.0 / 2030.0, 1.0), 1e-9);
  const Prior falling = made(fact(-1.0, FactStatus::assumption));
  EXPECT_LT(falling.at(0.05), -1.0);
  EXPECT_GT(falling.at(0.95), -1.0);
}

TEST(Prior, IsMonotoneAndCutOff) {
  const Prior prior = made(fact(1.0, FactStatus::seen), 0.5, 3.0);
  double last = 0.0;
  for (int i = 0; i <= 100; ++i) {
    const double x = prior.at(i / 100.0);
    EXPECT_GE(x, last);
    last = x;
  }
  EXPECT_EQ(prior.at(1.0), prior.at(0.995));
  EXPECT_TRUE(std::isfinite(prior.at(0.0)));
}

TEST(Prior, RefusesAValueOutsideItsRange) {
  const auto wrong = prior_of("phi", fact(0.5, FactStatus::seen), 0.1, 0.4);
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.error().code, ErrorCode::bad_value);
  EXPECT_EQ(wrong.error().where, "phi");
}

TEST(FactorPrior, HasItsMedianAtOne) {
  EXPECT_NEAR(factor_prior("f", true).at(0.95), 1.5, 1e-12);
  EXPECT_NEAR(factor_prior("f", false).at(0.05), 0.5, 1e-12);
  EXPECT_NEAR(factor_prior("f", false).at(0.5), 1.0, 1e-12);
}

}  // namespace
}  // namespace domar::ensemble
