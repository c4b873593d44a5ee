/// Caliendo and Parro (2015), Review of Economic Studies 82(1), pages 1-44, table 2: effects of
/// NAFTA's tariffs without trade deficits, percent; digits as printed by paulofelipe/cp2015.

#include "domar/replicas/caliendo_parro.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "domar/replicas/replicas.hpp"
#include "support/source_dir.hpp"

namespace domar::tests {
namespace {

class CaliendoParro : public testing::Test {
 protected:
  void SetUp() override {
    if (test::shared_data("cp2015").empty()) {
      GTEST_SKIP() << "skipped: needs ../shared/data";
    }
  }
};

/// Half of the third significant digit.
double half_of_last_digit(double printed) {
  return 0.505 * std::pow(10.0, std::floor(std::log10(std::abs(printed))) - 2.0);
}

TEST_F(CaliendoParro, Table2ToTheDigitsPrinted) {
  const auto replica = replicas::run_replica("caliendo-parro", test::shared_data("."));
  ASSERT_TRUE(replica.ok()) << replica.error().message();
  ASSERT_EQ(replica->rows.size(), 31u);
  int compared = 0;
  for (const auto& row : replica->rows) {
    EXPECT_NEAR(row.computed.at("welfare"),
                row.computed.at("terms_of_trade") + row.computed.at("volume_of_trade"), 1e-12);
    for (const auto& [column, printed] : row.published) {
      EXPECT_NEAR(row.computed.at(column), printed, half_of_last_digit(printed))
          << row.region << " " << column;
      ++compared;
    }
  }
  EXPECT_EQ(compared, 12);
}

/// Labour of every region earns what it is measured to earn, and lending adds up to nothing.
TEST_F(CaliendoParro, TheBaseYearBalances) {
  const auto world = replicas::caliendo_parro::read_world(test::shared_data("cp2015")).value();
  const auto flows = replicas::caliendo_parro::balanced_flows(world).value();
  EXPECT_EQ(world.repaired.size(), 1u);
  double lent = 0.0;
  double all = 0.0;
  for (Index n = 0; n < world.regions.size(); ++n) {
    double earned = 0.0;
    for (Index j = 0; j < world.sectors.size(); ++j) {
      earned += world.labour_share(j, n) * flows.output(j, n);
    }
    EXPECT_NEAR(earned, world.labour_income[n], 1e-9 * earned) << world.regions.code(n);
    lent += flows.spending[n] - flows.revenue[n] - world.labour_income[n];
    all += flows.spending[n];
  }
  EXPECT_NEAR(lent, 0.0, 1e-10 * all);
}

/// The welfare formula is of first order: for a thousandth of the change it is real income.
TEST_F(CaliendoParro, ForSmallChangesTheFormulaIsRealIncome) {
  namespace caliendo_parro = replicas::caliendo_parro;
  const auto world = caliendo_parro::read_world(test::shared_data("cp2015")).value();
  const auto model = caliendo_parro::without_deficits(world).value();
  const auto parameters =
      equilibrium::between(model.base, caliendo_parro::nafta_tariffs(world, model), 1e-3);
  const auto solution = equilibrium::solve_world(model, parameters);
  ASSERT_TRUE(solution.converged) << solution.note;
  const auto effects = caliendo_parro::effects(model, parameters, solution);
  for (const char* name : {"Canada", "Mexico", "USA", "UK"}) {
    const auto& effect = effects[world.regions.find(name).value()];
    EXPECT_NEAR(effect.welfare / effect.welfare_exact, 1.0, 2e-3) << name;
  }
}

}  // namespace
}  // namespace domar::tests
