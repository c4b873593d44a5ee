#include "domar/accounts/split_facts.hpp"

#include <gtest/gtest.h>

#include "small_economy.hpp"

namespace domar::accounts {
namespace {

/// Two industries out of cloth, one of them out of grain too.
SplitFacts two_industries() {
  SplitFacts facts;
  facts.name = "small-split";
  facts.industries.resize(2);
  SplitIndustryFacts& fine = facts.industries[0];
  fine.code = "fine";
  fine.output_share = {{0, {0.2, 0.1, 0.4}}, {1, {0.3, 0.2, 0.7}}};
  fine.value_added_rate = {0.5, 0.4, 0.6};
  fine.value_added = {{labour, {0.3, 0.2, 0.4}}, {operating_surplus, {0.2, 0.1, 0.3}}};
  fine.inputs = {{0, {0.2, 0.1, 0.3}}, {1, {0.2, 0.1, 0.25}}};
  fine.other_inputs = {0.1, 0.05, 0.2};
  fine.exports = {{0, {0.3, 0.1, 0.5}}};
  fine.imports = {{0, {0.25, 0.1, 0.4}}};
  SplitIndustryFacts& felt = facts.industries[1];
  felt.code = "felt";
  felt.output_share = {{1, {0.2, 0.1, 0.6}}};
  return facts;
}

TEST(SplitFacts, CentralPlanTakesTheValues) {
  const Economy e = small_economy();
  const SplitPlan plan = central_plan(e, two_industries());
  ASSERT_EQ(plan.industries.size(), 2u);
  EXPECT_EQ(plan.industries[0].output_share, (std::map<Index, double>{{0, 0.2}, {1, 0.3}}));
  EXPECT_EQ(plan.industries[0].inputs.at(0), 0.2);
  EXPECT_EQ(plan.industries[0].value_added.at(labour), 0.3);
  // 0.25 of home use; 0.2 * 100 sold, 0.7 of it at home; the parent imports 20
  EXPECT_NEAR(plan.industries[0].imports.at(0), 0.25 / 0.75 * 14.0 / 20.0, 1e-15);
  EXPECT_EQ(split_by_facts(e, two_industries())->economy.name, "small-split");
}

TEST(SplitFacts, DrawsStayInsideTheirBoundsAndLeaveARest) {
  const Economy e = small_economy();
  const SplitFacts facts = two_industries();
  double least = 1.0;
  double most = 0.0;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    const SplitPlan plan = drawn_plan(e, facts, seed);
    const auto& fine = plan.industries[0];
    EXPECT_LE(fine.output_share.at(1) + plan.industries[1].output_share.at(1), 0.98);
    for (Index k = 0; k < 2; ++k) {
      for (const auto& [good, fact] : facts.industries[k].output_share) {
        EXPECT_GE(plan.industries[k].output_share.at(good), fact.low);
        EXPECT_LE(plan.industries[k].output_share.at(good), fact.high);
      }
    }
    for (const auto& [good, fact] : facts.industries[0].inputs) {
      EXPECT_GE(fine.inputs.at(good), fact.low);
      EXPECT_LE(fine.inputs.at(good), fact.high);
    }
    const double value_added = fine.value_added.at(labour) + fine.value_added.at(operating_surplus);
    const double inputs = fine.inputs.at(0) + fine.inputs.at(1);
    const double others = 1.0 - value_added - inputs;
    EXPECT_GE(others, 0.05 - 1e-12);
    EXPECT_LE(others, 0.2 + 1e-12);
    least = std::min(least, fine.output_share.at(1));
    most = std::max(most, fine.output_share.at(1));
  }
  EXPECT_LT(least, 0.25);  // they do move
  EXPECT_GT(most, 0.55);
}

TEST(SplitFacts, TheSameSeedGivesTheSameEconomy) {
  const Economy e = small_economy();
  const auto once = draw_by_facts(e, two_industries(), 3);
  const auto again = draw_by_facts(e, two_industries(), 3);
  const auto other = draw_by_facts(e, two_industries(), 4);
  EXPECT_EQ(once->economy.use[0].values(), again->economy.use[0].values());
  EXPECT_NE(once->economy.use[0].values(), other->economy.use[0].values());
}

}  // namespace
}  // namespace domar::accounts
