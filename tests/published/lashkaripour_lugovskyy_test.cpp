/// Lashkaripour and Lugovskyy (2023), American Economic Review 113(10), tables 4 and 5, digits of
/// the authors' gains_from_policy_t4.csv and _t5.csv. The whole tables are computed by
/// `domar replicate lashkaripour-lugovskyy`; here a few countries, for speed.

#include "domar/replicas/lashkaripour_lugovskyy.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/source_dir.hpp"

namespace domar::tests {
namespace {

namespace ll = replicas::lashkaripour_lugovskyy;
using equilibrium::Gravity;
using ll::Best;

class LashkaripourLugovskyy : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = test::shared_data("../cases/ll2023-industrial-policy");
    if (folder_.empty()) GTEST_SKIP() << "skipped: needs ../shared/cases";
  }
  [[nodiscard]] ll::Tables tables() const { return ll::read_tables(folder_).value(); }

  std::filesystem::path folder_;
};

/// Both tables for four countries, everything that the authors publish within 1e-4 percentage
/// points, but for the unilateral industrial policy under free entry: the authors' solver stops
/// elsewhere (docs/theory/replicas.md).
TEST_F(LashkaripourLugovskyy, TablesOfSomeCountries) {
  const auto read = tables();
  std::vector<Index> some;
  for (const char* name : {"CHN", "CYP", "JPN", "USA"}) {
    some.push_back(read.restricted.regions.find(name).value());
  }
  const auto rows = ll::gains(read, some, false);
  ASSERT_TRUE(rows.ok()) << rows.error().message();
  ASSERT_EQ(rows->size(), some.size());
  int compared = 0;
  for (const auto& row : *rows) {
    for (const auto& [column, published] : row.published) {
      if (column == "industrial_policy_unilateral_free_entry") continue;
      EXPECT_NEAR(row.computed.at(column), published, 1e-4) << row.region << " " << column;
      ++compared;
    }
  }
  EXPECT_EQ(compared, 4 * 9);
  EXPECT_NEAR(rows->back().computed.at("first_best_free_entry"), 3.041227, 5.1e-7);
}

/// The formulas are near the optimum, the optimum is above them, and it is one: its gradient
/// vanishes.
TEST_F(LashkaripourLugovskyy, TheOptimumBeatsTheFormulas) {
  const Gravity world = Gravity::make(tables().restricted).value();
  const Index usa = world.data().regions.find("USA").value();
  for (const Best best : {Best::first, Best::third}) {
    const auto formula = ll::formula_policy(world, usa, best).value();
    const auto policy = optimal_policy(world, ll::policy_problem(world, usa, best)).value();
    ASSERT_TRUE(policy.converged) << policy.note;
    EXPECT_LT(policy.gradient_norm, 1e-8);
    EXPECT_GT(policy.gain, formula.gain);
    EXPECT_LT(policy.gain, formula.gain + 5e-5);
  }
}

/// Flows before the authors removed the deficits: the two worlds of the folder agree on them, no
/// flow is below the 1 that was added, and the deficits are those of 2014 (Germany's surplus).
TEST_F(LashkaripourLugovskyy, MeasuredFlowsAreRecovered) {
  const auto measured = ll::measured_flows(tables());
  ASSERT_TRUE(measured.ok()) << measured.error().message();
  const Index germany = measured->regions.find("DEU").value();
  double spent = 0.0;
  double earned = 0.0;
  for (Index k = 0; k < measured->sectors.size(); ++k) {
    for (Index r = 0; r < measured->regions.size(); ++r) {
      const double tariff = measured->tariff[k](r, germany);
      spent += measured->flow[k](r, germany) / (1.0 + tariff);
      earned += measured->flow[k](germany, r) / (1.0 + measured->tariff[k](germany, r));
    }
  }
  EXPECT_NEAR(spent / earned - 1.0, -0.052, 0.002);
}

TEST_F(LashkaripourLugovskyy, FilesThatDisagreeAreRefused) {
  auto wrong = tables();
  wrong.free_entry.flow[3](1, 2) *= 1.5;
  EXPECT_EQ(ll::measured_flows(wrong).error().code, ErrorCode::unbalanced);
}

}  // namespace
}  // namespace domar::tests
