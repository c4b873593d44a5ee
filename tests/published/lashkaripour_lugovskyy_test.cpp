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

/// After retaliation, free entry: printed in table 4 with two decimals. Some are the equilibrium of
/// home against the rest of the world; others are met only where the solver leaves one or two
/// industries without labour, which the equations in money accept (docs/theory/replicas.md).
TEST_F(LashkaripourLugovskyy, PublishedGainsAfterRetaliationHaveIndustriesShut) {
  struct Printed {
    const char* region;
    double gain;
    bool equilibrium;
  };
  const auto measured = ll::measured_flows(tables()).value();
  for (const auto& [region, printed, is_equilibrium] :
       {Printed{"CHN", 2.90, true}, Printed{"GBR", 0.17, true}, Printed{"USA", 2.15, true},
        Printed{"DNK", -4.78, false}, Printed{"EST", -7.90, false}, Printed{"FIN", -1.08, false},
        Printed{"GRC", -0.04, false}, Printed{"KOR", 1.25, false}}) {
    const Index home = measured.regions.find(region).value();
    const auto two =
        Gravity::make(without_deficits(ll::rest_and_home(measured, home)).value()).value();
    const auto wedges = ll::retaliation_wedges(two, two.data().scale, 1);
    const auto state = two.solve(wedges);
    ASSERT_TRUE(state.converged) << region;
    const double gain = 100.0 * std::expm1(two.log_welfare(wedges, state, 1));
    EXPECT_EQ(std::abs(gain - printed) < 0.005, is_equilibrium) << region << " " << gain;
    if (is_equilibrium) continue;
    double nearest = HUGE_VAL;
    Index shut = 0;
    for (const double wage : {0.75, 0.9, 1.0, 1.1, 1.25}) {
      for (const double labour : {0.3, 0.5, 0.7, 0.9, 1.0, 1.1, 1.3}) {
        for (const double income : {0.9, 1.0, 1.1, 1.25, 1.75}) {
          ll::StopRule rule;
          rule.start = {wage, wage, income, income};
          rule.labour_start = labour;
          rule.most_iterations = 300;
          const auto stopped = ll::stopped_solve(two, wedges, rule);
          const double apart = std::abs(100.0 * stopped.gain[1] - printed);
          if (stopped.residual > 0.02 || apart >= nearest) continue;
          nearest = apart;
          shut = stopped.closed;
        }
      }
    }
    EXPECT_LT(nearest, 0.005) << region;
    EXPECT_GE(shut, 1u) << region;
  }
  // Australia's 2.85 is the rest of the world's, which subsidises in its place.
  const auto swapped = Gravity::make(without_deficits(ll::rest_and_home(measured, 0)).value());
  ASSERT_EQ(measured.regions.code(0), "AUS");
  const auto wedges = ll::retaliation_wedges(*swapped, swapped->data().scale, 0);
  const double rest = 100.0 * std::expm1(swapped->log_welfare(wedges, swapped->solve(wedges), 0));
  EXPECT_NEAR(rest, 2.85, 0.005);
}

TEST_F(LashkaripourLugovskyy, FilesThatDisagreeAreRefused) {
  auto wrong = tables();
  wrong.free_entry.flow[3](1, 2) *= 1.5;
  EXPECT_EQ(ll::measured_flows(wrong).error().code, ErrorCode::unbalanced);
}

}  // namespace
}  // namespace domar::tests
