#include "domar/equilibrium/seek.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "../../../tests/economies/two_industries.hpp"

namespace domar::equilibrium {
namespace {

/// Output of farms and works of home (tests/economies/two_industries.hpp) by taxes and tariffs.
class Seek : public ::testing::Test {
 protected:
  [[nodiscard]] Indicator output(Index industry) const {
    const auto& net = accounts_.network;
    const Index supply = accounts_.industries[industry].supply;
    Indicator out;
    out.name = industry == 0 ? "grain" : "machines";
    out.over = {
        {Indicator::Term::Of::value, net.node_of_activity(supply), 1.0 / net.value_0(supply)}};
    out.times = {{Indicator::LogTerm::Of::price, net.node_of_activity(supply), -1.0}};
    return out;
  }
  [[nodiscard]] SoughtLever subsidy(Index industry, double upper = 0.5) const {
    SoughtLever sought;
    sought.lever = {industry == 0 ? "subsidy on grain" : "subsidy on machines",
                    {{Lever::Kind::tax_rate, accounts_.industries[industry].tax_edge, -1.0}}};
    sought.lower = -0.5;
    sought.upper = upper;
    return sought;
  }
  [[nodiscard]] SoughtLever tariff(Index good) const {
    SoughtLever sought;
    sought.lever.name = "tariff";
    for (const Index e : accounts_.import_edges[0][good]) {
      sought.lever.parts.push_back({Lever::Kind::tax_rate, e, 1.0});
    }
    sought.lower = 0.0;
    sought.upper = 1.0;
    return sought;
  }
  [[nodiscard]] double at(const Indicator& result, const Vector& amounts) const {
    std::vector<Lever> levers;
    for (const auto& sought : problem_.levers) levers.push_back(sought.lever);
    const auto parameters = moved(base_parameters(accounts_.network), levers, amounts);
    return result.value(accounts_.network, parameters, solve(accounts_.network, parameters));
  }
  [[nodiscard]] SeekResult found() const { return seek(accounts_.network, problem_).value(); }

  network::AccountsNetwork accounts_ = tests::network_of_two_industries();
  SeekProblem problem_;
};

TEST_F(Seek, OneTargetOneInstrument) {
  problem_.targets = {{output(0), 1.05}};
  problem_.levers = {subsidy(0)};
  const SeekResult r = found();
  EXPECT_TRUE(r.reached) << r.note;
  EXPECT_DOUBLE_EQ(r.before[0], 1.0);
  EXPECT_NEAR(r.after[0], 1.05, 1e-8);
  EXPECT_NEAR(at(output(0), r.amounts), 1.05, 1e-8) << "solved afresh";
  constexpr double k_step = 1e-5;
  const double slope =
      (at(output(0), {r.amounts[0] + k_step}) - at(output(0), {r.amounts[0] - k_step})) /
      (2.0 * k_step);
  EXPECT_NEAR(r.slopes(0, 0), slope, 1e-6);
}

TEST_F(Seek, TwoTargetsTwoInstruments) {
  problem_.targets = {{output(0), 1.03}, {output(1), 1.02}};
  problem_.levers = {subsidy(0), subsidy(1)};
  const SeekResult r = found();
  EXPECT_TRUE(r.reached) << r.note;
  EXPECT_NEAR(at(output(0), r.amounts), 1.03, 1e-8);
  EXPECT_NEAR(at(output(1), r.amounts), 1.02, 1e-8);
}

/// Of all mixes on a fine line that reach the target none has a smaller sum of squares.
TEST_F(Seek, TheCheapestMixOfTwo) {
  problem_.targets = {{output(0), 1.04}};
  problem_.levers = {subsidy(0), tariff(0)};
  const SeekResult r = found();
  EXPECT_TRUE(r.reached && r.cheapest) << r.note;
  const double cost = 0.5 * (r.amounts[0] * r.amounts[0] + r.amounts[1] * r.amounts[1]);
  EXPECT_NEAR(r.cost, cost, 1e-12);
  SeekProblem line = problem_;
  for (int i = 0; i <= 40; ++i) {
    line.levers[1].lower = line.levers[1].upper = 0.01 * i;  // the tariff held
    const SeekResult held = seek(accounts_.network, line).value();
    if (held.reached) {
      EXPECT_GE(held.cost, r.cost - 1e-9) << 0.01 * i;
    }
  }
  EXPECT_GT(r.price[0], 0.0) << "one more unit costs more";
}

TEST_F(Seek, OutOfReachSaysHowNear) {
  problem_.targets = {{output(0), 3.0}};
  problem_.levers = {subsidy(0, 0.05)};
  const SeekResult r = found();
  EXPECT_FALSE(r.reached);
  EXPECT_EQ(r.bound, (std::vector<int>{1}));
  EXPECT_DOUBLE_EQ(r.amounts[0], 0.05);
  EXPECT_NE(r.note.find("'grain' is out of reach: 3 is wanted"), std::string::npos) << r.note;
}

TEST_F(Seek, SaysWhatCannotBe) {
  EXPECT_EQ(seek(accounts_.network, problem_).error().what, "there is no target");
  problem_.targets = {{output(0), 1.1}};
  EXPECT_EQ(seek(accounts_.network, problem_).error().what, "there is no instrument");
  problem_.levers = {subsidy(0)};
  Indicator fixed;
  fixed.name = "one";
  fixed.over = {{Indicator::Term::Of::one, 0, 1.0}};
  problem_.targets = {{fixed, 2.0}};
  EXPECT_EQ(seek(accounts_.network, problem_).error().what, "no lever moves 'one'");
}

}  // namespace
}  // namespace domar::equilibrium
