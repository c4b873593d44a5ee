#include "domar/accounts/joint_split.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "domar/accounts/aggregate.hpp"
#include "domar/accounts/check.hpp"
#include "random_accounts.hpp"
#include "small_economy.hpp"

namespace domar::accounts {
namespace {

/// Fine goods: 0.2 of grain and 0.3 of cloth.
SplitPlan fine_goods() {
  SplitPlan plan;
  plan.industries.resize(1);
  plan.industries[0].code = "fine";
  plan.industries[0].name = "Fine goods";
  plan.industries[0].output_share = {{0, 0.2}, {1, 0.3}};
  return plan;
}

/// Up to three industries out of sectors of region 0, with priors that need not fit.
SplitPlan random_plan(Random& random, const Economy& e, bool priors) {
  SplitPlan plan;
  const Index goods = e.goods.size() - 1;
  Vector left(goods, 0.9);
  for (Index k = 0; k < 1 + below(random, 3); ++k) {
    SplitIndustry industry;
    industry.code = "new" + std::to_string(k);
    for (Index p = 0; p < 1 + below(random, 2); ++p) {
      const Index good = below(random, goods);
      if (industry.output_share.contains(good)) continue;
      industry.output_share[good] = left[good] * (0.05 + 0.4 * uniform(random));
      left[good] -= industry.output_share[good];
    }
    if (priors) {
      industry.inputs[below(random, e.goods.size())] = 0.3 * uniform(random);
      industry.imported_inputs[below(random, e.goods.size())] = uniform(random);
      industry.value_added[labour] = 0.3 * uniform(random);
      industry.sales[e.user_of_final_use(0)] = 0.5 * uniform(random);
      for (const auto& [good, share] : industry.output_share) {
        industry.exports[good] = 0.2 * uniform(random);
        industry.imports[good] = 0.2 * uniform(random);
      }
      if (k > 0) industry.affinity["new0"] = 1.0 + 4.0 * uniform(random);
    }
    plan.industries.push_back(std::move(industry));
  }
  return plan;
}

void expect_equal(const Economy& a, const Economy& b, double tolerance) {
  ASSERT_EQ(a.goods.codes(), b.goods.codes());
  ASSERT_EQ(a.supplier, b.supplier);
  for (Index r = 0; r < b.use.size(); ++r) {
    for (Index k = 0; k < b.use[r].values().size(); ++k) {
      const double was = b.use[r].data()[k];
      ASSERT_NEAR(a.use[r].data()[k], was, tolerance * std::abs(was));
    }
  }
  for (Index k = 0; k < b.value_added.values().size(); ++k) {
    const double was = b.value_added.data()[k];
    ASSERT_NEAR(a.value_added.data()[k], was, tolerance * std::abs(was));
  }
  ASSERT_EQ(a.satellites.size(), b.satellites.size());
  for (Index s = 0; s < b.satellites.size(); ++s) {
    const Vector& flows = b.satellites[s].by_industry.values();
    for (Index k = 0; k < flows.size(); ++k) {
      ASSERT_NEAR(a.satellites[s].by_industry.data()[k], flows[k], tolerance * std::abs(flows[k]));
    }
  }
}

/// Pieces add up to the parents, cell by cell; industries have their shares of outputs and sales.
void expect_exact(const Economy& e, const SplitPlan& plan, const JointSplit& made) {
  ASSERT_TRUE(made.pieces.check_shapes());
  ASSERT_TRUE(made.economy.check_shapes());
  const Concordance regions = Concordance::identity(e.regions);
  expect_equal(aggregate(made.pieces, regions, made.back).value(), e, 1e-12);
  for (const SplitIndustry& industry : plan.industries) {
    double output = 0.0;
    double sales = 0.0;
    for (const auto& [good, share] : industry.output_share) {
      output += share * e.gross_output(e.supplier[0][good]);
      sales += share * e.use[0].row_sum(good);
    }
    const Index good = *made.economy.goods.find(industry.code);
    ASSERT_NEAR(made.economy.gross_output(made.economy.supplier[0][good]), output, 2e-9 * output);
    ASSERT_NEAR(made.economy.use[0].row_sum(good), sales, 2e-9 * sales);
  }
}

TEST(JointSplit, WithoutPriorsEveryCellIsDividedByOutput) {
  const Economy e = small_economy();
  const JointSplit made = split_jointly(e, fine_goods()).value();
  EXPECT_EQ(made.economy.goods.codes(), (std::vector<std::string>{"1", "2", "fine", "W"}));
  EXPECT_EQ(made.pieces.goods.codes(),
            (std::vector<std::string>{"1", "2", "fine@1", "fine@2", "W"}));
  EXPECT_EQ(made.economy.goods.title(1), "Cloth (other)");
  EXPECT_EQ(made.economy.supplier[0], (std::vector<Index>{0, 1, 2, Economy::k_none}));
  EXPECT_EQ(made.economy.supplier[1], (std::vector<Index>{3, 3, 3, 3}));
  // 0.2 and 0.3 of both columns and rows: 10, 20 / 30, 5
  EXPECT_NEAR(made.economy.use[0](2, 2), 0.04 * 10 + 0.06 * 20 + 0.06 * 30 + 0.09 * 5, 1e-12);
  EXPECT_NEAR(made.economy.use[0](2, 4), 0.2 * 50 + 0.3 * 60, 1e-12);
  EXPECT_NEAR(made.economy.use[1](2, 4), 0.2 * 10, 1e-12);
  EXPECT_NEAR(made.economy.value_added(labour, 2), 0.2 * 30 + 0.3 * 60, 1e-12);
  expect_exact(e, fine_goods(), made);
}

TEST(JointSplit, MeetsPriorsThatFit) {
  const Economy e = small_economy();
  SplitPlan plan = fine_goods();
  plan.industries[0].output_share = {{1, 0.3}};
  plan.industries[0].inputs[0] = 0.4;            // 12 of the 22 the parent pays for grain
  plan.industries[0].value_added[labour] = 0.5;  // 15 of 60
  const JointSplit made = split_jointly(e, plan).value();
  ASSERT_EQ(made.priors.size(), 2u);
  for (const auto& prior : made.priors) EXPECT_NEAR(prior.got, prior.asked, 0.1 * prior.asked);
  expect_exact(e, plan, made);
}

TEST(JointSplit, PutsImportsAndExportsWhereTheyAreGiven) {
  const Economy e = small_economy();
  SplitPlan plan = fine_goods();
  plan.industries[0].output_share = {{0, 0.2}};
  plan.industries[0].exports[0] = 0.5;  // 10 of the 25 exported
  plan.industries[0].imports[0] = 0.6;  // of 20
  const JointSplit made = split_jointly(e, plan).value();
  EXPECT_NEAR(made.economy.imports(0)[2], 12.0, 1e-8);
  EXPECT_NEAR(made.economy.exports(0)[2], 10.0, 1.0);
  expect_exact(e, plan, made);
}

TEST(JointSplit, LinksTiltTheBlockTheyMeetIn) {
  const Economy e = small_economy();
  SplitPlan plan;
  plan.industries.resize(2);
  plan.industries[0].code = "seed";
  plan.industries[0].output_share = {{0, 0.3}};
  plan.industries[1].code = "felt";
  plan.industries[1].output_share = {{1, 0.3}};
  const JointSplit plain = split_jointly(e, plan).value();
  plan.industries[1].affinity["seed"] = 5.0;
  const JointSplit tilted = split_jointly(e, plan).value();
  const Index good = *plain.economy.goods.find("seed");
  const Index user = plain.economy.supplier[0][*plain.economy.goods.find("felt")];
  EXPECT_GT(tilted.economy.use[0](good, user), 1.5 * plain.economy.use[0](good, user));
  expect_exact(e, plan, tilted);
}

TEST(JointSplit, RefusesPlansThatCannotBe) {
  const Economy e = small_economy();
  SplitPlan plan = fine_goods();
  plan.industries[0].output_share = {{0, 1.0}};
  EXPECT_EQ(split_jointly(e, plan).error().what, "the industries take 1 of its output");
  plan.industries[0].output_share = {{2, 0.5}};
  EXPECT_EQ(split_jointly(e, plan).error().code, ErrorCode::bad_value);
  plan = fine_goods();
  plan.industries[0].imports[0] = 1.0;
  plan.industries.push_back(plan.industries[0]);
  plan.industries[1].code = "finer";
  EXPECT_EQ(split_jointly(e, plan).error().where, "1");
  plan = fine_goods();
  plan.industries[0].affinity["nobody"] = 2.0;
  EXPECT_EQ(split_jointly(e, plan).error().where, "fine");
  plan = fine_goods();
  plan.industries[0].code = "2";
  EXPECT_EQ(split_jointly(e, plan).error().code, ErrorCode::bad_value);
}

TEST(JointSplit, HoldsOnRandomEconomies) {
  Random random(20181);
  for (int trial = 0; trial < 1000; ++trial) {
    const Economy e = random_economy(random);
    const SplitPlan plan = random_plan(random, e, trial % 4 != 0);
    std::optional<ShapeDraw> draw;
    if (trial % 3 == 0) draw = ShapeDraw{random(), 0.5};
    const auto made = split_jointly(e, plan, draw);
    // Some random parents have no positive output, or no way to the totals: nothing to test then.
    if (!made.ok()) {
      ASSERT_TRUE(made.error().code == ErrorCode::bad_value ||
                  made.error().code == ErrorCode::infeasible)
          << made.error().message();
      continue;
    }
    ASSERT_NO_FATAL_FAILURE(expect_exact(e, plan, *made)) << "trial " << trial;
  }
}

TEST(JointSplit, OrderOfThePlanDoesNotMatter) {
  Random random(7);
  int compared = 0;
  for (int trial = 0; trial < 50; ++trial) {
    const Economy e = random_economy(random);
    SplitPlan plan = random_plan(random, e, true);
    const auto forward = split_jointly(e, plan);
    std::reverse(plan.industries.begin(), plan.industries.end());
    const auto backward = split_jointly(e, plan);
    if (!forward.ok() || !backward.ok()) continue;
    for (const SplitIndustry& industry : plan.industries) {
      const auto labour_of = [&](const Economy& economy) {
        const Index good = *economy.goods.find(industry.code);
        return economy.value_added(labour, economy.supplier[0][good]);
      };
      const double was = labour_of(forward->economy);
      ASSERT_NEAR(labour_of(backward->economy), was, 1e-6 * std::abs(was) + 1e-9);
      ++compared;
    }
  }
  EXPECT_GT(compared, 30);
}

}  // namespace
}  // namespace domar::accounts
