#include "domar/accounts/rebalance.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "domar/accounts/check.hpp"
#include "domar/accounts/totals.hpp"
#include "random_accounts.hpp"
#include "small_economy.hpp"

namespace domar::accounts {
namespace {

TEST(Rebalance, LeavesBalancedAccountsAlone) {
  const auto out = rebalance(small_economy(), {}).value();
  EXPECT_NEAR(out.moved, 0.0, 1e-9);
  EXPECT_NEAR(out.economy.gdp(0), 125.0, 1e-9);
}

TEST(Rebalance, MakesAccountsConsistent) {
  Economy e = small_economy();
  e.use[0](0, 3) += 9.0;
  e.value_added(labour, 1) -= 4.0;
  const auto out = rebalance(e, {}).value();
  EXPECT_LT(largest_relative_error(out.economy), 1e-9);
  EXPECT_GT(out.moved, 9.0);
  ASSERT_FALSE(out.changes.empty());
  EXPECT_GE(std::abs(out.changes[0].after - out.changes[0].before),
            std::abs(out.changes.back().after - out.changes.back().before));
}

TEST(Rebalance, MeetsEveryKindOfTotal) {
  const std::vector<Target> targets{
      {TargetKind::output, "A", "1", 110.0},     {TargetKind::value_added, "A", "Mills", 80.0},
      {TargetKind::final_use, "A", "hh", 125.0}, {TargetKind::exports, "A", "", 27.0},
      {TargetKind::imports, "A", "1", 22.0},     {TargetKind::labour, "W", "", 498.0},
  };
  const auto out = rebalance(small_economy(), targets).value();
  const Economy& e = out.economy;
  EXPECT_NEAR(e.gross_output(0), 110.0, 1e-6);
  EXPECT_NEAR(e.value_added_of(1), 80.0, 1e-6);
  double households = 0.0;
  for (const Matrix& origin : e.use) households += origin.col_sum(3);
  EXPECT_NEAR(households, 125.0, 1e-6);
  EXPECT_NEAR(e.exports(0)[0] + e.exports(0)[1], 27.0, 1e-6);
  EXPECT_NEAR(e.imports(0)[0], 22.0, 1e-6);
  EXPECT_NEAR(e.value_added(labour, 2), 498.0, 1e-6);
  EXPECT_LT(largest_relative_error(e), 1e-9);
  EXPECT_EQ(e.use[0](0, 2), 0.0);  // zeros stay
  EXPECT_LT(e.use[0](0, 4), 0.0);  // signs stay
}

TEST(Rebalance, SoftTotalsGiveWayToExactOnes) {
  const Target exact{TargetKind::output, "A", "1", 100.0};
  const auto soft = [&](double reliability) {
    return rebalance(small_economy(), {exact, {TargetKind::exports, "A", "", 35.0, reliability}})
        .value()
        .economy.exports(0)[0];
  };
  EXPECT_GT(soft(0.9), soft(0.1));
  EXPECT_LT(soft(0.9), 35.0);
  EXPECT_GT(soft(0.1), 25.0);
}

TEST(Rebalance, NamesTotalsThatContradictEachOther) {
  const auto out = rebalance(small_economy(), {{TargetKind::value_added, "A", "", 125.0},
                                               {TargetKind::value_added, "A", "1", 90.0},
                                               {TargetKind::value_added, "A", "2", 90.0}});
  ASSERT_FALSE(out.ok());
  EXPECT_EQ(out.error().code, ErrorCode::infeasible);
  EXPECT_NE(out.error().message().find("value_added of A"), std::string::npos)
      << out.error().message();
}

TEST(Rebalance, RefusesWhatItCannotFind) {
  const auto error = [](Target target) {
    const auto out = rebalance(small_economy(), {std::move(target)});
    return out.ok() ? std::string("ok") : out.error().message();
  };
  EXPECT_NE(error({TargetKind::output, "B", "1", 1.0}).find("region"), std::string::npos);
  EXPECT_NE(error({TargetKind::output, "A", "Mils", 1.0}).find("did you mean 2 Mills"),
            std::string::npos);
  EXPECT_NE(error({TargetKind::output, "A", "1", NAN}).find("not finite"), std::string::npos);
  EXPECT_NE(error({TargetKind::output, "A", "1", 1.0, 0.0}).find("outside (0, 1]"),
            std::string::npos);
  const Target once{TargetKind::output, "A", "1", 100.0};
  const auto twice = rebalance(small_economy(), {once, once});
  ASSERT_FALSE(twice.ok());
  EXPECT_NE(twice.error().what.find("stands twice"), std::string::npos);
}

TEST(Rebalance, GrasAgreesWithCrossEntropyOnMargins) {
  RebalanceOptions gras;
  gras.method = BalanceMethod::gras;
  const std::vector<Target> targets{{TargetKind::output, "A", "1", 104.0},
                                    {TargetKind::final_use, "A", "hh", 124.0},
                                    {TargetKind::value_added, "A", "1", 56.0}};
  const auto out = rebalance(small_economy(), targets, gras).value();
  EXPECT_NEAR(out.economy.gross_output(0), 104.0, 1e-6);
  EXPECT_NEAR(out.economy.value_added_of(0), 56.0, 1e-9);
  EXPECT_LT(largest_relative_error(out.economy), 1e-8);
  const auto refused = rebalance(small_economy(), {{TargetKind::exports, "A", "", 25.0}}, gras);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().hint.find("cross-entropy"), std::string::npos);
}

TEST(Extend, LeavesSatelliteAccountsOfTheOtherYearBehind) {
  Economy e = small_economy();
  e.satellites = {{"air", {{"CO2", "CO2", "kg"}}, Matrix(1, 3, 1.0), {}}};
  const auto out = extend(e, 2020, {{TargetKind::value_added, "A", "", 150.0}}).value();
  EXPECT_TRUE(out.economy.satellites.empty());
  EXPECT_NE(out.economy.notes[1].find("they are of 2018"), std::string::npos);
}

TEST(Extend, CarriesTheTableToALaterYear) {
  const std::vector<Target> targets{{TargetKind::value_added, "A", "1", 60.0},
                                    {TargetKind::value_added, "A", "2", 90.0},
                                    {TargetKind::value_added, "W", "", 600.0}};
  const auto out = extend(small_economy(), 2020, targets).value();
  EXPECT_EQ(out.economy.year, 2020);
  EXPECT_NEAR(out.economy.gdp(0), 150.0, 1e-6);
  EXPECT_NEAR(out.economy.gdp(1), 600.0, 1e-6);
  EXPECT_LT(largest_relative_error(out.economy), 1e-9);
  EXPECT_EQ(out.economy.notes.size(), 2U);
  EXPECT_FALSE(extend(small_economy(), 2020, {{TargetKind::exports, "A", "", 30.0}}).ok());
}

/// A proportional economy of the same size needs no move, whatever the random table.
TEST(Rebalance, RandomTablesMeetRandomTotals) {
  Random random(7);
  int solved = 0;
  for (int round = 0; round < 200; ++round) {
    const Economy e = random_economy(random);
    std::vector<Target> targets;
    const Index industry = below(random, e.industries.size());
    const std::string region = e.regions.code(e.industries[industry].region);
    targets.push_back({TargetKind::output, region, e.industries[industry].code,
                       e.gross_output(industry) * (0.9 + 0.2 * uniform(random))});
    const auto out = rebalance(e, targets);
    if (!out.ok()) continue;  // random tables with negative incomes may leave no way
    ++solved;
    EXPECT_LT(largest_relative_error(out->economy), 1e-8) << "round " << round;
    EXPECT_NEAR(out->economy.gross_output(industry), targets[0].value,
                1e-7 * std::abs(targets[0].value));
  }
  EXPECT_GT(solved, 190);
}

}  // namespace
}  // namespace domar::accounts
