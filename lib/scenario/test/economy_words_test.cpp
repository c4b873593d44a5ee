#include "../src/economy_words.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "../../../tests/economies/two_industries.hpp"
#include "domar/equilibrium/solver.hpp"

namespace domar::scenario {
namespace {

using equilibrium::Lever;

/// The words for tests/economies/two_industries.hpp: home earns and spends 150, trades 40.
class Words : public ::testing::Test {
 protected:
  Words() {
    folder_.economy = tests::two_industries();
    accounts::Classification half;
    half.name = "half";
    half.shares.resize(1);
    half.shares[0].share = 0.5;  // of grain
    folder_.classes = {half};
    accounts_ = tests::network_of_two_industries();
  }
  [[nodiscard]] EconomyWords words() const { return EconomyWords(folder_, accounts_); }

  /// Value of a result after moving a lever.
  [[nodiscard]] double value(const std::string& result, const std::string& lever = "",
                             double amount = 0.0) const {
    auto parameters = equilibrium::base_parameters(accounts_.network);
    if (!lever.empty()) {
      parameters = equilibrium::moved(parameters, {words().lever(lever).value()}, {amount});
    }
    const auto solution = equilibrium::solve(accounts_.network, parameters);
    EXPECT_TRUE(solution.converged) << lever;
    return words().indicator(result).value().value(accounts_.network, parameters, solution);
  }

  EconomyFolder folder_;
  network::AccountsNetwork accounts_;
};

TEST_F(Words, ResultsOfTheBaseYearAreThoseOfTheAccounts) {
  EXPECT_NEAR(value("gdp"), 150.0, 1e-9);
  for (const char* ratio : {"real_gdp", "consumption", "government", "investment", "final_spending",
                            "exports", "imports", "real_wage", "real_return", "output of A",
                            "price of M", "exports of M", "imports of A"}) {
    EXPECT_NEAR(value(ratio), 1.0, 1e-10) << ratio;
  }
  EXPECT_NEAR(value("trade_balance"), 0.0, 1e-10);
  EXPECT_NEAR(value("budget"), 6.0 / 150.0, 1e-10);
  EXPECT_NEAR(value("share of A"), 66.0 / 150.0, 1e-10);
  EXPECT_NEAR(value("factor_share of A"), 60.0 / 150.0, 1e-10);
  EXPECT_NEAR(value("share of class:half"), 33.0 / 150.0, 1e-10);
  EXPECT_NEAR(value("share of A") + value("share of M"), 1.0, 1e-10);
}

TEST_F(Words, ASectorIsNamedByCodeOrTitle) {
  EXPECT_DOUBLE_EQ(value("output of Machines", "tariff of A", 0.2),
                   value("output of M", "tariff of Grain", 0.2));
}

TEST_F(Words, InstrumentsMoveWhatTheySay) {
  EXPECT_GT(value("output of M", "productivity of M", 0.1), 1.0);
  EXPECT_LT(value("price of M", "productivity of M", 0.1), 1.0);
  EXPECT_LT(value("imports of A", "tariff of A", 0.2), 1.0);
  EXPECT_GT(value("budget", "tariff", 0.1), value("budget"));
  EXPECT_GT(value("output of A", "output_subsidy of A", 0.1), 1.0);
  EXPECT_DOUBLE_EQ(value("output of A", "output_subsidy of A", 0.1),
                   value("output of A", "output_tax of A", -0.1));
  EXPECT_DOUBLE_EQ(value("consumption", "purchase_subsidy of A", 0.1),
                   value("consumption", "purchase_tax of A", -0.1));
  EXPECT_LT(value("imports of M", "import_cost of M", 0.2), 1.0);
  EXPECT_LT(value("imports of M", "localisation of M", 0.2), 1.0);
  EXPECT_GT(value("investment", "investment_share", 0.1), 1.0);
  EXPECT_GT(value("real_gdp", "endowment of labour", 0.1), 1.05);
}

TEST_F(Words, AClassMovesItsSharesOnly) {
  const Lever lever = words().lever("tariff of class:half").value();
  for (const auto& part : lever.parts) EXPECT_DOUBLE_EQ(part.weight, 0.5);
  EXPECT_DOUBLE_EQ(value("imports of A", "tariff of class:half", 0.2),
                   value("imports of A", "tariff of A", 0.1));
}

TEST_F(Words, UnknownWordsAreAnsweredWithTheNearest) {
  const auto hint = [&](const std::string& result) {
    return words().indicator(result).error().hint;
  };
  EXPECT_NE(hint("real_gpd").find("did you mean 'real_gdp'?"), std::string::npos);
  EXPECT_NE(hint("output of Machnes").find("Machines"), std::string::npos);
  EXPECT_NE(hint("output of class:hlaf").find("class:half"), std::string::npos);
  EXPECT_NE(words().lever("tarif of A").error().hint.find("'tariff of S'"), std::string::npos);
  EXPECT_NE(words().lever("endowment of labor").error().hint.find("labour"), std::string::npos);
  EXPECT_EQ(words().indicator("output of W").error().what, "'W' is not made in the country");
}

TEST_F(Words, GdpIsTheSameFromBothSidesAfterAChange) {
  const double by_use = value("gdp", "output_tax of M", 0.1);
  const double share =
      value("share of A", "output_tax of M", 0.1) + value("share of M", "output_tax of M", 0.1);
  EXPECT_GT(by_use, 0.0);
  EXPECT_NEAR(share, 1.0, 1e-9);
}

}  // namespace
}  // namespace domar::scenario
