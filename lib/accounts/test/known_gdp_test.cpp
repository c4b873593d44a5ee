#include "domar/accounts/known_gdp.hpp"

#include <gtest/gtest.h>

#include "small_economy.hpp"

namespace domar::accounts {
namespace {

/// GDP of small_economy(): region A 125, W 500, in its unit.
KnownGdp known() {
  KnownGdp gdp;
  gdp.entries[{"A", 2018}] = {125.0 / 6.5, 6.5};
  gdp.entries[{"CHN", 2018}] = {1.0, 6.5};  // the rate of the yuan
  gdp.entries[{"WORLD", 2018}] = {625.0 / 6.5, 1.0};
  return gdp;
}

TEST(KnownGdp, SaysNothingOfATableThatFits) {
  EXPECT_TRUE(check_known_gdp(small_economy(), known()).empty());
  EXPECT_NEAR(million_dollars_per_unit(small_economy(), known()).value(), 1.0 / 6.5, 1e-15);
}

TEST(KnownGdp, NamesAPowerOfTen) {
  Economy e = small_economy();
  e.unit = "thousand yuan";  // the numbers are still millions
  const auto findings = check_known_gdp(e, known());
  ASSERT_EQ(findings.size(), 2U);  // the region and the world
  EXPECT_EQ(findings[0].severity, Severity::error);
  EXPECT_NE(findings[0].what.find("off by about 10^-3"), std::string::npos) << findings[0].what;
  EXPECT_EQ(findings[1].where, "all regions together");
}

TEST(KnownGdp, WarnsOfMoreThanAQuarter) {
  KnownGdp gdp = known();
  gdp.entries[{"A", 2018}].gdp *= 0.7;
  const auto findings = check_known_gdp(small_economy(), gdp);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Severity::warning);
  EXPECT_NE(findings[0].what.find("1.43 times as much"), std::string::npos) << findings[0].what;
}

TEST(KnownGdp, PassesOverUnknownYearsAndCurrencies) {
  Economy e = small_economy();
  e.year = 2031;
  EXPECT_TRUE(check_known_gdp(e, known()).empty());
  e = small_economy();
  e.unit = "million cowries";
  EXPECT_FALSE(million_dollars_per_unit(e, known()).has_value());
  EXPECT_TRUE(check_known_gdp(e, known()).empty());
}

TEST(KnownGdp, ReadsUnitsAsOfficesWriteThem) {
  Economy e = small_economy();
  const auto dollars = [&](const char* unit) {
    e.unit = unit;
    return million_dollars_per_unit(e, known()).value_or(-1.0);
  };
  EXPECT_DOUBLE_EQ(dollars("million USD"), 1.0);
  EXPECT_DOUBLE_EQ(dollars("Thousands of US dollars"), 1e-3);
  EXPECT_DOUBLE_EQ(dollars("billion US$"), 1e3);
  EXPECT_DOUBLE_EQ(dollars("million $"), 1.0);
  EXPECT_DOUBLE_EQ(dollars("million USD, 2018"), 1.0);
  EXPECT_DOUBLE_EQ(dollars("10,000 yuan") * 6.5, 1e-2);
}

/// Other countries' dollars are not taken for American ones.
TEST(KnownGdp, TellsDollarsApart) {
  KnownGdp gdp = known();
  gdp.entries[{"AUS", 2018}] = {1.0, 1.25};
  gdp.entries[{"TWN", 2018}] = {1.0, 30.0};
  Economy e = small_economy();
  const auto dollars = [&](const char* unit) {
    e.unit = unit;
    return million_dollars_per_unit(e, gdp).value_or(-1.0);
  };
  EXPECT_DOUBLE_EQ(dollars("million Australian dollars"), 0.8);
  EXPECT_DOUBLE_EQ(dollars("million A$"), 0.8);
  EXPECT_DOUBLE_EQ(dollars("million AUD"), 0.8);
  EXPECT_DOUBLE_EQ(dollars("million NT$"), 1.0 / 30.0);
  EXPECT_DOUBLE_EQ(dollars("million C$"), -1.0);  // no rate for it
  EXPECT_DOUBLE_EQ(dollars("million cowries"), -1.0);
}

}  // namespace
}  // namespace domar::accounts
