#include "domar/accounts/compare_years.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "random_accounts.hpp"
#include "small_economy.hpp"

namespace domar::accounts {
namespace {

bool says(const std::vector<Finding>& findings, Severity severity, const std::string& text,
          const std::string& where = "") {
  return std::any_of(findings.begin(), findings.end(), [&](const Finding& f) {
    return f.severity == severity && f.what.find(text) != std::string::npos &&
           f.where.find(where) != std::string::npos;
  });
}

TEST(CompareYears, SameTableInAnotherUnitHasNoFindings) {
  const Economy now = small_economy();
  Economy then = now;
  then.year = 2017;
  for (Matrix& origin : then.use) {
    for (Index i = 0; i < origin.rows(); ++i) {
      for (double& value : origin.row(i)) value *= 1000.0;
    }
  }
  for (Index v = 0; v < k_value_added_rows; ++v) {
    for (double& value : then.value_added.row(v)) value *= 1000.0;
  }
  EXPECT_TRUE(compare_years(now, then).value().empty());
}

TEST(CompareYears, FindsAJumpAndRanksItByMoney) {
  const Economy now = small_economy();
  Economy then = now;
  then.year = 2017;
  then.value_added(labour, 0) += 40.0;  // 52 + 40 of 165 against 52 of 125
  const auto findings = compare_years(now, then).value();
  ASSERT_FALSE(findings.empty());
  EXPECT_TRUE(
      says(findings, Severity::warning, "value added is 41.6 % of GDP in 2018 and 55.8 %", "A:1"));
}

TEST(CompareYears, AllowsMoreChangeOverMoreYears) {
  const Economy now = small_economy();
  Economy then = now;
  then.year = 2010;
  then.value_added(labour, 0) += 40.0;
  EXPECT_TRUE(compare_years(now, then).value().empty());
}

TEST(CompareYears, FindsLabelsThatChangedPlaces) {
  const Economy now = small_economy();
  Economy then = now;
  then.year = 2017;
  std::swap(then.industries[0].code, then.industries[1].code);
  std::swap(then.industries[0].name, then.industries[1].name);
  const auto findings = compare_years(now, then).value();
  EXPECT_TRUE(says(findings, Severity::error, "labels seem to have changed places", "A:1"));
  EXPECT_EQ(findings.front().severity, Severity::error);
}

TEST(CompareYears, NotesWhatIsInOneTableOnly) {
  const Economy now = small_economy();
  Economy then = now;
  then.industries[1].code = "3";
  const auto findings = compare_years(now, then).value();
  EXPECT_TRUE(says(findings, Severity::note, "only", "A:2"));
  EXPECT_TRUE(says(findings, Severity::note, "only", "A:3"));
}

TEST(CompareYears, RefusesTablesWithoutACommonIndustry) {
  Economy other = small_economy();
  for (Industry& industry : other.industries) industry.code += "x";
  const auto result = compare_years(small_economy(), other);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::shape_mismatch);
  EXPECT_NE(result.error().hint.find("aggregate"), std::string::npos);
}

}  // namespace
}  // namespace domar::accounts
