#include "domar/accounts/check.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "domar/accounts/totals.hpp"
#include "small_economy.hpp"

namespace domar::accounts {
namespace {

Index count(const std::vector<Finding>& findings, Severity severity) {
  return static_cast<Index>(std::count_if(
      findings.begin(), findings.end(), [&](const Finding& f) { return f.severity == severity; }));
}

bool says(const std::vector<Finding>& findings, Severity severity, const std::string& text) {
  return std::any_of(findings.begin(), findings.end(), [&](const Finding& f) {
    return f.severity == severity && f.what.find(text) != std::string::npos;
  });
}

TEST(Check, BalancedEconomyHasOnlyNotes) {
  const auto findings = check(small_economy());
  EXPECT_EQ(count(findings, Severity::error), 0U);
  EXPECT_EQ(count(findings, Severity::warning), 0U);
  EXPECT_TRUE(says(findings, Severity::note, "stock_change is -5"));
  EXPECT_TRUE(says(findings, Severity::note, "net production tax (a subsidy) is -2"));
  EXPECT_TRUE(says(findings, Severity::note, "GDP is 125 million yuan"));
  EXPECT_LT(largest_relative_error(small_economy()), 1e-15);
}

TEST(Check, FindsAGapInRowsAndInGdp) {
  Economy e = small_economy();
  e.use[0](0, 3) += 1.0;
  const auto findings = check(e);
  EXPECT_TRUE(says(findings, Severity::error, "sales exceed gross output by 1"));
  EXPECT_TRUE(says(findings, Severity::error, "GDP by expenditure exceeds GDP by income by 1"));
  EXPECT_EQ(findings.front().severity, Severity::error);
  EXPECT_NEAR(largest_relative_error(e), 1.0 / 101.0, 1e-12);
}

TEST(Check, CallsASmallGapAWarning) {
  Economy e = small_economy();
  e.use[0](0, 3) += 1e-5;
  const auto findings = check(e);
  EXPECT_EQ(count(findings, Severity::error), 0U);
  EXPECT_TRUE(says(findings, Severity::warning, "sales exceed"));
}

TEST(Check, FindsNegativeValueAddedAndSurplus) {
  Economy e = small_economy();
  e.value_added(operating_surplus, 0) = -60.0;
  const auto findings = check(e);
  EXPECT_TRUE(says(findings, Severity::warning, "value added is -18"));
  EXPECT_TRUE(says(findings, Severity::warning, "operating surplus is -60"));
}

TEST(Check, FindsSalesWithoutOutputAndIdleIndustries) {
  Economy e = small_economy();
  for (Matrix& origin : e.use) {
    for (Index i = 0; i < 3; ++i) origin(i, 1) = 0.0;
  }
  for (Index k = 0; k < k_value_added_rows; ++k) e.value_added(k, 1) = 0.0;
  EXPECT_TRUE(says(check(e), Severity::error, "sells 95 but its gross output is 0"));
  for (double& sale : e.use[0].row(1)) sale = 0.0;
  EXPECT_TRUE(says(check(e), Severity::warning, "makes nothing"));
}

TEST(Check, FindsGoodsNobodyMakesAndNegativeFlows) {
  Economy e = small_economy();
  e.use[0](2, 3) = 4.0;
  EXPECT_TRUE(says(check(e), Severity::error, "no industry supplies it"));
  e = small_economy();
  e.use[0](0, 1) = -20.0;
  EXPECT_TRUE(says(check(e), Severity::error, "flow to A:2 Mills is -20"));
}

TEST(Check, RanksByMoneyWithinSeverity) {
  const auto findings = check(small_economy());
  const bool ranked =
      std::is_sorted(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
        return a.severity != b.severity ? a.severity < b.severity : a.money > b.money;
      });
  EXPECT_TRUE(ranked);
}

TEST(Check, ReportsTheLargestEigenvalue) {
  // A = [.1 .2; .3 .05] at home; the world buys nothing: lambda^2 - .15 lambda - .055 = 0.
  const double expected = 0.075 + std::sqrt(0.075 * 0.075 + 0.055);
  EXPECT_NEAR(spectral_radius(small_economy(), gross_outputs(small_economy())), expected, 1e-6);
  EXPECT_TRUE(says(check(small_economy()), Severity::note, "largest eigenvalue"));
  Economy e = small_economy();
  e.value_added(operating_surplus, 0) = -74.0;  // inputs of 48 for an output of 16
  EXPECT_TRUE(says(check(e), Severity::error, "use up what they make"));
}

TEST(Check, SeesRowsAndColumnsInDifferentOrders) {
  Economy e = small_economy();
  e.use[0](0, 3) += 20.0;  // outputs of the two industries: 120 and 100
  e.value_added(labour, 0) += 20.0;
  std::swap(e.supplier[0][0], e.supplier[0][1]);
  EXPECT_TRUE(says(check(e), Severity::error, "labelled in different orders"));
}

TEST(Check, SeesAColumnThatStandsTwice) {
  Economy e = small_economy();
  for (Matrix& origin : e.use) {
    for (Index i = 0; i < 3; ++i) origin(i, 1) = origin(i, 0);
  }
  for (Index v = 0; v < k_value_added_rows; ++v) e.value_added(v, 1) = e.value_added(v, 0);
  EXPECT_TRUE(says(check(e), Severity::warning, "its column is that of A:1 Farms"));
}

}  // namespace
}  // namespace domar::accounts
