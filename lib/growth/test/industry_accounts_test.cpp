#include "domar/growth/industry_accounts.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace domar::growth {
namespace {

TEST(IndustryAccounts, AddUpToRealGrowth) {
  const auto growth =
      industry_accounts({{10.0, 5.0, 8.0}, {30.0, 12.0, 9.0}, {60.0, 20.0, 20.0}},
                        {{9.0, 4.0, 5.0}, {50.0, 20.0, 12.0}, {90.0, 40.0, 21.0}}, 0.3, 4)
          .value();
  double sum = 0.0;
  for (const IndustryGrowth& g : growth) {
    sum += g.contribution;
    EXPECT_NEAR(g.labour + g.rest, g.contribution, 1e-15);
  }
  EXPECT_NEAR(sum, 0.3 / 4, 1e-14);
  EXPECT_LT(growth[0].labour, 0.0) << "it lost people";
}

TEST(IndustryAccounts, OfOneIndustryAreThoseOfTheWhole) {
  const auto growth = industry_accounts({{100.0, 50.0, 10.0}}, {{150.0, 75.0, 11.0}}, 0.2, 2);
  EXPECT_NEAR(growth.value()[0].contribution, 0.1, 1e-15);
  EXPECT_NEAR(growth.value()[0].value_added, 0.1, 1e-15);
  EXPECT_NEAR(growth.value()[0].labour, 0.5 * std::log(1.1) / 2.0, 1e-15);
  EXPECT_NEAR(growth.value()[0].share, 1.0, 1e-15);
}

TEST(IndustryAccounts, WithoutPersonsSayNothingOfLabour) {
  const auto growth = industry_accounts({{100.0, 50.0, 0.0}}, {{150.0, 75.0, 11.0}}, 0.2, 2);
  EXPECT_TRUE(std::isnan(growth.value()[0].labour));
  EXPECT_TRUE(std::isnan(growth.value()[0].rest));
  EXPECT_NEAR(growth.value()[0].contribution, 0.1, 1e-15);
}

TEST(IndustryAccounts, RefuseWhatDoesNotFit) {
  EXPECT_EQ(industry_accounts({{1, 1, 1}}, {}, 0.1, 1).error().code, ErrorCode::shape_mismatch);
  EXPECT_EQ(industry_accounts({{1, 1, 1}}, {{0, 0, 1}}, 0.1, 1).error().code, ErrorCode::bad_value);
  EXPECT_EQ(industry_accounts({{1, 1, 1}}, {{1, 1, 1}}, 0.1, 0).error().code, ErrorCode::bad_value);
}

}  // namespace
}  // namespace domar::growth
