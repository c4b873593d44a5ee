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
/// points.
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
      EXPECT_NEAR(row.computed.at(column), published, 1e-4) << row.region << " " << column;
      ++compared;
    }
  }
  EXPECT_EQ(compared, 4 * 10);
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

/// Free entry: from a monopolist's export taxes Taiwan's search ends below the fixed policy of the
/// authors, at a lower local optimum; from that policy it ends above.
TEST_F(LashkaripourLugovskyy, AFirstBestIsNeverBelowTheFixedPolicy) {
  const Gravity world = Gravity::make(tables().free_entry).value();
  const Index taiwan = world.data().regions.find("TWN").value();
  const auto fixed = ll::free_entry_first_best(world, taiwan).value();
  auto problem = ll::policy_problem(world, taiwan, Best::first);
  problem.held = fixed.wedges;
  const auto best = optimal_policy(world, problem).value();
  EXPECT_TRUE(best.converged) << best.note;
  EXPECT_GT(best.gain, fixed.gain + 1e-5);
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

/// After retaliation, free entry: printed in table 4 with two decimals, all of them met where the
/// authors' solver stops. Where no industry is shut there, it is the equilibrium; the number for
/// Australia is the rest of the world's, which subsidises in its place.
TEST_F(LashkaripourLugovskyy, PublishedGainsAfterRetaliation) {
  const std::vector<std::pair<std::string, double>> printed{
      {"AUS", 2.85},  {"AUT", -2.34}, {"BEL", -4.13}, {"BGR", 0.23},   {"BRA", 3.21},
      {"CAN", 0.34},  {"CHE", -1.26}, {"CHN", 2.90},  {"CYP", -10.88}, {"CZE", -2.13},
      {"DEU", -0.10}, {"DNK", -4.78}, {"ESP", 0.29},  {"EST", -7.90},  {"FIN", -1.08},
      {"FRA", 0.01},  {"GBR", 0.17},  {"GRC", -0.04}, {"HRV", -2.99},  {"HUN", -3.33},
      {"IDN", 2.42},  {"IND", 2.82},  {"IRL", -3.32}, {"ITA", 0.80},   {"JPN", 1.55},
      {"KOR", 1.25},  {"LTU", -2.47}, {"LUX", -4.90}, {"LVA", -4.85},  {"MEX", 1.96},
      {"MLT", -4.81}, {"NLD", -3.73}, {"NOR", -0.33}, {"POL", 0.80},   {"PRT", 0.73},
      {"ROU", 1.15},  {"RUS", 2.80},  {"SVK", -2.73}, {"SVN", -4.92},  {"SWE", -1.48},
      {"TUR", -6.33}, {"TWN", 0.81},  {"USA", 2.15}};
  const auto measured = ll::measured_flows(tables()).value();
  double sum = 0.0;
  Index with_shut = 0;
  for (const auto& [region, gain] : printed) {
    const Index country = measured.regions.find(region).value();
    const auto two =
        Gravity::make(without_deficits(ll::rest_and_home(measured, country)).value()).value();
    const Index home = region == "AUS" ? 0 : 1;
    const auto stopped = ll::stopped_retaliation(two, home);
    const double there = 100.0 * stopped.gain[home];
    EXPECT_NEAR(there, gain, 0.005) << region;
    EXPECT_LT(stopped.residual, 0.01) << region;
    sum += there;
    const auto wedges = ll::retaliation_wedges(two, two.data().scale, home);
    const auto state = two.solve(wedges);
    ASSERT_TRUE(state.converged) << region;
    const double equilibrium = 100.0 * std::expm1(two.log_welfare(wedges, state, home));
    EXPECT_EQ(std::abs(equilibrium - there) < 1e-6, stopped.closed == 0) << region;
    with_shut += stopped.closed > 0 ? 1 : 0;
  }
  EXPECT_NEAR(sum / 43.0, -1.20, 0.005);
  EXPECT_EQ(with_shut, 30u);
}

TEST_F(LashkaripourLugovskyy, FilesThatDisagreeAreRefused) {
  auto wrong = tables();
  wrong.free_entry.flow[3](1, 2) *= 1.5;
  EXPECT_EQ(ll::measured_flows(wrong).error().code, ErrorCode::unbalanced);
}

}  // namespace
}  // namespace domar::tests
