#include "domar/accounts/parameters.hpp"

#include <gtest/gtest.h>

#include "domar/accounts/fact_log.hpp"

#include "domar/accounts/classification.hpp"

namespace domar::accounts {
namespace {

Fact fact(double value) { return {value, "1", "2018", "test", "", FactStatus::assumption}; }

TEST(Parameters, AreFoundByNameOrTheNearestIsNamed) {
  SectorParameters parameters;
  parameters.by_name["armington"] = {fact(2.0), fact(4.0)};
  EXPECT_EQ(parameters.values("armington").value(), (Vector{2.0, 4.0}));
  const auto missing = parameters.values("armingtn");
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  EXPECT_NE(missing.error().hint.find("armington"), std::string::npos);
}

TEST(Facts, KeepTheirRange) {
  FactTable facts;
  RangedFact& gdp = facts.by_name["world_gdp"];
  static_cast<Fact&>(gdp) = fact(86.0);
  gdp.low = 85.0;
  EXPECT_DOUBLE_EQ(*facts.require("world_gdp")->low, 85.0);
  EXPECT_FALSE(facts.require("gdp").ok());
}

TEST(Series, SayWhichYearsTheyHave) {
  SeriesTable series;
  series.by_name["gdp"] = {{2018, fact(1.0)}, {2019, fact(2.0)}};
  EXPECT_DOUBLE_EQ(series.require("gdp", 2019)->value, 2.0);
  EXPECT_NE(series.require("gdp", 2030).error().hint.find("2018 to 2019"), std::string::npos);
}

TEST(Classification, AddsGroupsUp) {
  Classification emerging;
  emerging.shares = {{1, 0.2, "new materials", "", FactStatus::assumption},
                     {1, 0.3, "energy", "", FactStatus::assumption}};
  EXPECT_EQ(emerging.weights(3), (Vector{0.0, 0.5, 0.0}));
}

TEST(FactLog, CollectsWhatIsAskedFor) {
  FactTable figures;
  figures.by_name["phi"] = {};
  FactLog outer;
  (void)figures.require("phi");
  {
    FactLog inner;
    (void)figures.require("psi");
    (void)SeriesTable{}.require("gdp", 2018);
    EXPECT_EQ(inner.figures, std::set<std::string>{"psi"}) << "asked for in vain, but asked for";
    EXPECT_EQ(inner.series, std::set<std::string>{"gdp"});
  }
  EXPECT_EQ(outer.figures, std::set<std::string>{"phi"});
  EXPECT_EQ(FactLog::current(), &outer);
}

}  // namespace
}  // namespace domar::accounts
