#include "domar/growth/aggregate_accounts.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace domar::growth {
namespace {

/// Capital grows by 10 %, hours by 1, quality by 2, output by 8 log points; labour earns 60 %.
std::map<int, AggregateYear> three_years() {
  std::map<int, AggregateYear> years;
  for (int t = 0; t < 3; ++t) {
    years[2000 + t] = {std::exp(0.08 * t), std::exp(0.10 * t), std::exp(0.01 * t),
                       std::exp(0.02 * t), 0.6};
  }
  return years;
}

TEST(AggregateAccounts, ByHandAndBothWaysAddUp) {
  const AggregateAccounts a = aggregate_accounts(three_years(), 2000, 2002).value();
  EXPECT_NEAR(a.gdp, 0.08, 1e-15);
  EXPECT_NEAR(a.hours, 0.01, 1e-15);
  EXPECT_NEAR(a.deepening, 0.4 * 0.09, 1e-15);
  EXPECT_NEAR(a.quality, 0.6 * 0.02, 1e-15);
  EXPECT_NEAR(a.tfp, 0.08 - 0.4 * 0.10 - 0.6 * 0.03, 1e-15);
  EXPECT_NEAR(a.hours + a.deepening + a.quality + a.tfp, a.gdp, 1e-15);
  EXPECT_NEAR(a.labour + a.capital + a.tfp, a.gdp, 1e-15);
}

TEST(AggregateAccounts, RefusesGapsAndNonsense) {
  auto years = three_years();
  EXPECT_EQ(aggregate_accounts(years, 1999, 2001).error().code, ErrorCode::not_found);
  EXPECT_EQ(aggregate_accounts(years, 2001, 2001).error().code, ErrorCode::bad_value);
  years[2001].labour_share = 60.0;
  EXPECT_EQ(aggregate_accounts(years, 2000, 2002).error().code, ErrorCode::bad_value);
}

}  // namespace
}  // namespace domar::growth
