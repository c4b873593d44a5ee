#include "../src/plausibility.hpp"

#include <gtest/gtest.h>

namespace domar::scenario {
namespace {

ScenarioResult path_of(const std::string& name, const Vector& labour_shares) {
  ScenarioResult scenario;
  scenario.name = name;
  for (Index t = 0; t < labour_shares.size(); ++t) {
    growth::YearResult year;
    year.year = 2018 + static_cast<int>(t);
    year.labour_share = labour_shares[t];
    scenario.path.years.push_back(year);
  }
  return scenario;
}

TEST(Plausibility, AStableShareIsBelieved) {
  EXPECT_TRUE(doubts({path_of("baseline", {0.52, 0.55, 0.60})}, "standard").empty());
  EXPECT_TRUE(doubts({}, "standard").empty());
}

TEST(Plausibility, ALabourShareThatRunsAwayIsDoubted) {
  const auto said = doubts(
      {path_of("baseline", {0.52, 0.70, 0.87}), path_of("ai", {0.52, 0.7, 0.9})}, "nearly_fixed");
  ASSERT_EQ(said.size(), 1u) << "the baseline stands for all";
  EXPECT_EQ(
      said[0],
      "baseline: labour's share of GDP goes from 0.52 in 2018 to 0.87 in 2020; measured shares "
      "move by a few hundredths in decades. The elasticities 'nearly_fixed' are for a few "
      "years: take 'standard', or end earlier");
}

TEST(Plausibility, AFallCountsAndAScenarioAloneIsNamed) {
  const auto said =
      doubts({path_of("baseline", {0.52, 0.53}), path_of("robots", {0.52, 0.30})}, "standard");
  ASSERT_EQ(said.size(), 1u);
  EXPECT_EQ(said[0].rfind("robots: ", 0), 0u) << said[0];
}

}  // namespace
}  // namespace domar::scenario
