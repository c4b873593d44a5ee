#include "domar/equilibrium/optimum.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "../../../tests/economies/two_industries.hpp"

namespace domar::equilibrium {
namespace {

/// Best taxes of home (tests/economies/two_industries.hpp), whose real spending is to be large.
class OptimumOfTwo : public ::testing::Test {
 protected:
  OptimumOfTwo() : accounts_(tests::network_of_two_industries()) {
    const auto& net = accounts_.network;
    const Index top = accounts_.regions[0].top;
    problem_.objective.name = "real spending";
    problem_.objective.over = {
        {Indicator::Term::Of::value, net.node_of_activity(top), 1.0 / net.value_0(top)}};
    problem_.objective.times = {{Indicator::LogTerm::Of::price, net.node_of_activity(top), -1.0}};
  }
  [[nodiscard]] SoughtLever tariff(Index good, double lower, double upper) const {
    SoughtLever sought;
    sought.lever.name = good == 0 ? "tariff on grain" : "tariff on machines";
    for (const Index e : accounts_.import_edges[0][good]) {
      sought.lever.parts.push_back({Lever::Kind::tax_rate, e, 1.0});
    }
    sought.lower = lower;
    sought.upper = upper;
    return sought;
  }
  [[nodiscard]] SoughtLever output_tax(Index industry) const {
    SoughtLever sought;
    sought.lever = {"output tax",
                    {{Lever::Kind::tax_rate, accounts_.industries[industry].tax_edge, 1.0}}};
    return sought;
  }
  /// The objective at some amounts, solved afresh.
  [[nodiscard]] double at(const Vector& amounts) const {
    std::vector<Lever> levers;
    for (const auto& sought : problem_.levers) levers.push_back(sought.lever);
    const auto parameters = moved(base_parameters(accounts_.network), levers, amounts);
    const auto solution = solve(accounts_.network, parameters);
    EXPECT_TRUE(solution.converged);
    return problem_.objective.value(accounts_.network, parameters, solution);
  }
  [[nodiscard]] Optimum found() const { return optimum(accounts_.network, problem_).value(); }

  network::AccountsNetwork accounts_;
  OptimumProblem problem_;
};

TEST_F(OptimumOfTwo, NoPointOfAFineGridIsBetter) {
  problem_.levers = {tariff(0, 0.0, 0.8), tariff(1, 0.0, 0.8)};
  const Optimum best = found();
  ASSERT_TRUE(best.converged) << best.note;
  EXPECT_NEAR(best.after, at(best.amounts), 1e-11);
  double scanned = 0.0;
  Vector where;
  for (int i = 0; i <= 40; ++i) {
    for (int j = 0; j <= 40; ++j) {
      const double value = at({0.02 * i, 0.02 * j});
      if (value <= scanned) continue;
      scanned = value;
      where = {0.02 * i, 0.02 * j};
    }
  }
  EXPECT_GE(best.after, scanned);
  EXPECT_NEAR(best.after, scanned, 1e-5);
  EXPECT_NEAR(best.amounts[0], where[0], 0.02);
  EXPECT_NEAR(best.amounts[1], where[1], 0.02);
  EXPECT_GT(best.amounts[0], 0.05) << "a country that moves its terms of trade taxes imports";
}

TEST_F(OptimumOfTwo, SlopesAreDifferencesAndVanishInside) {
  problem_.levers = {tariff(0, 0.0, 0.1), tariff(1, 0.0, 2.0), output_tax(1)};
  const Optimum best = found();
  ASSERT_TRUE(best.converged) << best.note;
  EXPECT_EQ(best.bound, (std::vector<int>{1, 0, 0}));
  EXPECT_DOUBLE_EQ(best.amounts[0], 0.1);
  EXPECT_GT(best.slope[0], 1e-4) << "the bound holds it back";
  EXPECT_NEAR(best.slope[1], 0.0, 1e-7);
  EXPECT_NEAR(best.slope[2], 0.0, 1e-7);
  EXPECT_LE(best.gradient_norm, problem_.tolerance);
  for (Index i = 0; i < 3; ++i) {
    constexpr double k_step = 1e-4;
    Vector up = best.amounts;
    Vector down = best.amounts;
    up[i] += k_step;
    down[i] -= k_step;
    const double difference = (at(up) - at(down)) / (2.0 * k_step) / best.before;
    EXPECT_NEAR(best.slope[i], difference, 1e-7) << problem_.levers[i].lever.name;
  }
}

/// Where the country cannot move its terms of trade and the base year's production tax is the only
/// wedge, the best change takes it away (Diamond and Mirrlees 1971, first best).
TEST_F(OptimumOfTwo, UndoesTheOnlyWedgeOfASmallCountry) {
  auto options = tests::options_for_two_industries();
  options.elasticities.armington = {60.0, 60.0, 1.0};
  options.elasticities.exports = {60.0, 60.0, 1.0};
  accounts_ = tests::network_of_two_industries(options);
  problem_.levers = {output_tax(0)};
  const Optimum best = found();
  ASSERT_TRUE(best.converged) << best.note;
  const double tax_0 = accounts_.network.edge(accounts_.industries[0].tax_edge).tax_0;
  EXPECT_NEAR(best.amounts[0], -tax_0, 0.01);
  EXPECT_GT(best.after, best.before);
}

TEST_F(OptimumOfTwo, SeveralStartsAgree) {
  problem_.levers = {tariff(0, 0.0, 2.0), tariff(1, 0.0, 2.0)};
  problem_.starts = 4;
  const Optimum best = found();
  ASSERT_TRUE(best.converged) << best.note;
  EXPECT_NEAR(best.spread, 0.0, 1e-10);
}

TEST_F(OptimumOfTwo, SaysWhatCannotBe) {
  EXPECT_EQ(optimum(accounts_.network, problem_).error().what, "there is no instrument");
  problem_.levers = {tariff(0, 0.0, 1.0)};
  problem_.objective.over = {{Indicator::Term::Of::one, 0, 1.0}};
  problem_.objective.times.clear();
  EXPECT_EQ(optimum(accounts_.network, problem_).error().what,
            "no instrument moves 'real spending'");
}

}  // namespace
}  // namespace domar::equilibrium
