#include "domar/accounts/repair.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "domar/accounts/check.hpp"
#include "domar/accounts/totals.hpp"
#include "random_accounts.hpp"
#include "small_economy.hpp"

namespace domar::accounts {
namespace {

bool has_errors(const Economy& economy) {
  const auto findings = check(economy);
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& f) { return f.severity == Severity::error; });
}

TEST(Repair, LeavesSoundAccountsAlone) {
  const auto repaired = repair(small_economy(), {}).value();
  EXPECT_TRUE(repaired.repairs.empty());
  EXPECT_EQ(repaired.economy.notes, small_economy().notes);
  for (Index r = 0; r < 2; ++r) {
    EXPECT_EQ(repaired.economy.use[r].values(), small_economy().use[r].values());
  }
}

TEST(Repair, ClosesSalesByStocks) {
  Economy e = small_economy();
  e.use[0](0, 3) += 7.0;
  const auto repaired = repair(e, {"sales"}).value();
  ASSERT_EQ(repaired.repairs.size(), 1U);
  EXPECT_EQ(repaired.repairs[0].rule, "sales");
  EXPECT_NEAR(repaired.repairs[0].moved, 7.0, 1e-12);
  EXPECT_NEAR(repaired.economy.use[0](0, 4), -12.0, 1e-12);
  EXPECT_FALSE(has_errors(repaired.economy));
  ASSERT_EQ(repaired.economy.notes.size(), 1U);
  EXPECT_EQ(repaired.economy.notes[0], "repaired by rule sales: 1 places, 7 million yuan moved");
}

TEST(Repair, ClosesOutputBySurplusOnlyWhenAsked) {
  Economy e = small_economy();
  e.use[0](0, 3) += 7.0;
  const auto repaired = repair(e, {"output"}).value();
  EXPECT_NEAR(repaired.economy.value_added(operating_surplus, 0), 17.0, 1e-12);
  EXPECT_FALSE(has_errors(repaired.economy));
  const auto all = repair(e, {}).value();
  EXPECT_EQ(all.repairs.front().rule, "sales");
}

TEST(Repair, TakesNegativeInputsOutAndKeepsBothBalances) {
  Economy e = small_economy();
  e.use[0](0, 1) = -4.0;
  e.value_added(labour, 1) += 24.0;
  e.use[0](0, 3) += 24.0;
  ASSERT_LT(largest_relative_error(e), 1e-12);
  ASSERT_TRUE(has_errors(e));
  const auto repaired = repair(e, {}).value();
  EXPECT_EQ(repaired.economy.use[0](0, 1), 0.0);
  EXPECT_LT(largest_relative_error(repaired.economy), 1e-12);
  EXPECT_FALSE(has_errors(repaired.economy));
  EXPECT_NEAR(repaired.repairs.front().moved, 4.0, 1e-12);
}

TEST(Repair, RaisesIncomeThatIsNotThere) {
  Economy e = small_economy();
  e.value_added(operating_surplus, 0) -= 60.0;  // value added -8
  e.use[0](0, 3) -= 60.0;
  const auto repaired = repair(e, {"income", "sales"}).value();
  const Vector outputs = gross_outputs(repaired.economy);
  EXPECT_NEAR(repaired.economy.value_added_of(0), 0.01 * outputs[0], 1e-12);
  EXPECT_LT(largest_relative_error(repaired.economy), 1e-12);
}

TEST(Repair, FindsAMakerForGoodsThatNobodySupplies) {
  Economy e = small_economy();
  e.use[1](2, 0) += 1.0;  // fine: the world makes it
  e.supplier[0][1] = Economy::k_none;
  const auto repaired = repair(e, {"unsupplied-goods"}).value();
  ASSERT_EQ(repaired.repairs.size(), 1U);
  EXPECT_NEAR(repaired.repairs[0].moved, 100.0, 1e-12);
  EXPECT_NE(repaired.repairs[0].what.find("now from W"), std::string::npos);
}

TEST(Repair, ListsTheRulesWhenOneIsUnknown) {
  const auto result = repair(small_economy(), {"everything"});
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::not_found);
  for (const auto& rule : repair_rules()) {
    EXPECT_NE(result.error().hint.find(rule.name), std::string::npos);
  }
}

/// Whatever was done to a table, the default rules leave one without errors that is never NaN.
TEST(Repair, MendsRandomDamage) {
  Random random(20261125);
  for (int round = 0; round < 300; ++round) {
    Economy e = random_economy(random);
    const Index damages = 1 + below(random, 4);
    for (Index d = 0; d < damages; ++d) {
      const Index r = below(random, e.regions.size());
      const Index i = below(random, e.goods.size());
      const Index u = below(random, e.users());
      if (e.supplier[r][i] == Economy::k_none) continue;
      e.use[r](i, u) += 40.0 * (uniform(random) - 0.5);
    }
    const auto result = repair(e, {});
    if (!result.ok()) {
      EXPECT_EQ(result.error().code, ErrorCode::bad_value) << result.error().message();
      continue;
    }
    EXPECT_LT(largest_relative_error(result->economy), 1e-9) << "round " << round;
    for (const Matrix& origin : result->economy.use) {
      for (Index i = 0; i < origin.rows(); ++i) {
        for (Index u = 0; u < e.industries.size(); ++u) EXPECT_GE(origin(i, u), 0.0);
        for (const double value : origin.row(i)) EXPECT_TRUE(std::isfinite(value));
      }
    }
  }
}

}  // namespace
}  // namespace domar::accounts
