#include "domar/scenario/seek_targets.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "domar/scenario/optimise_levers.hpp"
#include "temp_job.hpp"

namespace domar::scenario {
namespace {

/// A mill with a wage tax, whose state runs schools.
const std::string k_farm = R"(title = "Farm and mill"
[[factor]]
name = "labour"
[[agent]]
name = "household"
owns = { labour = 100 }
spends_on = "consumption"
[[agent]]
name = "state"
spends_on = "schools"
[[activity]]
name = "grain"
inputs = { labour = 60 }
[[activity]]
name = "bread"
elasticity = 0.3
inputs = { grain = 30, labour = { pays = 50, tax = 10, to = "state" } }
[[activity]]
name = "consumption"
inputs = { bread = 70, grain = 30 }
[[activity]]
name = "schools"
inputs = { bread = 10 }
)";

class OfFarm : public ::testing::Test {
 protected:
  OfFarm() { model_ = job_.write("farm.toml", k_farm).string(); }
  Result<SeekOutcome> seek(const std::string& text) {
    file_ = job_.write("seek.toml", text_ = text);
    return seek_targets(model_, file_);
  }
  Result<BestLevers> optimise(const std::string& text) {
    file_ = job_.write("best.toml", text_ = text);
    return optimise_levers(model_, file_);
  }
  TempJob job_;
  std::string model_, text_;
  std::filesystem::path file_;
};

TEST_F(OfFarm, SeekReachesItsTarget) {
  const auto out = seek(
      "title = \"Schools\"\n[[target]]\nresult = \"quantity of schools\"\nby = 0.1\n"
      "[[instrument]]\nlever = \"tax on labour for bread\"\nlower = 0.0\nupper = 1.0\n");
  ASSERT_TRUE(out.ok()) << out.error().message();
  EXPECT_TRUE(out->reached);
  EXPECT_EQ(out->title, "Schools");
  EXPECT_EQ(out->economy, "Farm and mill");
  EXPECT_NEAR(out->targets[0].after, 1.1, 1e-8);
  EXPECT_GT(out->instruments[0].amount, 0.02);
  EXPECT_NEAR(out->instruments[0].slopes[0], 4.0, 1.0) << "10 of tax at 25 %: near 1 / 0.25";
  const auto json = nlohmann::json::parse(seek_json(*out));
  EXPECT_TRUE(json["reached"]);
  EXPECT_EQ(json["instruments"][0]["lever"], "tax on labour for bread");
}

TEST_F(OfFarm, AClosureMissedAtItsBoundIsNoted) {
  const std::string goal =
      "[[target]]\nresult = \"quantity of bread\"\nby = 0.1\n"
      "[[instrument]]\nlever = \"productivity of bread\"\n"
      "[[closure]]\nfix = \"revenue of state\"\nfree = \"tax on labour for bread\"\n";
  const auto held = seek(goal + "by = 0.02\n");
  ASSERT_TRUE(held.ok()) << held.error().message();
  EXPECT_TRUE(held->reached && held->notes.empty());
  const auto missed = seek(goal + "by = 0.5\nupper = 0.01\n");
  ASSERT_TRUE(missed.ok()) << missed.error().message();
  EXPECT_TRUE(missed->reached) << missed->note;
  ASSERT_EQ(missed->notes.size(), 1u);
  EXPECT_EQ(missed->notes[0].rfind("not held: revenue of state is ", 0), 0u) << missed->notes[0];
}

TEST_F(OfFarm, SeekSaysWhereItsFileIsWrong) {
  const auto refused = [&](const std::string& text, const std::string& what,
                           const std::string& part) {
    const auto out = seek(text);
    ASSERT_FALSE(out.ok());
    EXPECT_EQ(out.error().what, what);
    expect_points_at(out.error(), file_, text_, part);
  };
  const std::string target = "[[target]]\nresult = \"quantity of schools\"\nby = 0.1\n";
  const std::string lever = "[[instrument]]\nlever = \"tax on labour for bread\"\n";
  refused(target + lever + "lower = 0.77\nupper = 0\n", "the lower bound is above the upper one",
          "0.77");
  refused(target + lever + "weight = -5\n", "a weight is above 0", "-5");
  refused(target + "[[instrument]]\nlever = \"tax on labor for bread\"\n",
          "unknown good, factor or activity 'labor'", "\"tax on labor for bread\"");
  refused("[[target]]\nresult = \"quantity of schools\"\n" + lever,
          "a target needs one of to, by, plus", "\"quantity of schools\"");
  refused("[[target]]\nresult = \"share of grain in bread\"\nto = 17\n" + lever,
          "'share of grain in bread' is a share, and 17 of it is wanted", "17");
  refused(target + lever + "upper = 25\n", "a change of 25 is 2500 points of a rate", "25");
  EXPECT_EQ(seek(target + lever + lever).error().what, "'tax on labour for bread' is named twice");
}

TEST_F(OfFarm, ATargetIsWantedOnce) {
  const std::string target = "[[target]]\nresult = \"quantity of schools\"\nby = 0.1\n";
  const auto out = seek(target + target + "[[instrument]]\nlever = \"tax on labour for bread\"\n");
  EXPECT_EQ(out.error().what, "'quantity of schools' is wanted twice");
}

TEST_F(OfFarm, WhatCostsNothingNeedsBounds) {
  const std::string lever =
      "maximise = \"welfare of household\"\n[[instrument]]\nlever = "
      "\"productivity of bread\"\nlower = 0\n";
  EXPECT_EQ(optimise(lever).error().what,
            "'productivity of bread' has no upper bound, and nothing else holds it back");
  const auto out = optimise(lever + "upper = 0.1\n");
  ASSERT_TRUE(out.ok()) << out.error().message();
  EXPECT_EQ(out->instruments[0].bound, 1);
  EXPECT_NEAR(out->instruments[0].amount, 0.1, 1e-12);
}

TEST_F(OfFarm, RatesMayBeBoundedThemselves) {
  const auto out = optimise(
      "maximise = \"quantity of schools\"\n"
      "[[instrument]]\nlever = \"tax on labour for bread\"\nmin = 0.0\nmax = 0.4\n");
  ASSERT_TRUE(out.ok()) << out.error().message();
  EXPECT_TRUE(out->converged) << out->note;
  ASSERT_EQ(out->instruments.size(), 1u);
  EXPECT_EQ(out->instruments[0].bound, 1);
  EXPECT_NEAR(*out->instruments[0].base_rate, 0.25, 1e-12);
  EXPECT_NEAR(out->instruments[0].amount, 0.15, 1e-12) << "to 40 %";
  EXPECT_GT(out->instruments[0].slope, 0.0);
  EXPECT_DOUBLE_EQ(out->instruments[0].taxed, 40.0);
}

/// The tax takes labour out of bread; without it all can be better off (a transfer aside).
TEST_F(OfFarm, TheBestWageTaxOfTheHouseholdIsASubsidyFreeOne) {
  const auto out = optimise(
      "maximise = \"welfare of household\"\n"
      "[[instrument]]\nlever = \"tax on labour for bread\"\nmin = 0.0\nmax = 1.0\n");
  ASSERT_TRUE(out.ok()) << out.error().message();
  EXPECT_TRUE(out->converged) << out->note;
  EXPECT_EQ(out->instruments[0].bound, -1);
  EXPECT_NEAR(out->instruments[0].amount, -0.25, 1e-12);
  EXPECT_GT(out->gain, 0.0);
  ASSERT_EQ(out->gains.size(), 2u);
  EXPECT_EQ(out->gains[0].first, "household");
  EXPECT_NEAR(out->gains[0].second, out->gain, 1e-9);
  EXPECT_LT(out->gains[1].second, -0.99) << "the state lives on it";
}

TEST_F(OfFarm, OptimiseSaysWhereItsFileIsWrong) {
  const auto refused = [&](const std::string& text, const std::string& what) {
    const auto out = optimise(text);
    ASSERT_FALSE(out.ok()) << text;
    EXPECT_EQ(out.error().what, what);
    EXPECT_EQ(out.error().where.rfind(file_.string(), 0), 0u) << out.error().where;
  };
  const std::string lever = "[[instrument]]\nlever = \"tax on labour for bread\"\n";
  refused(lever, "'maximise' is missing");
  refused("maximise = \"welfare of household\"\n", "there is no [[instrument]]");
  refused("maximise = \"welfare of household\"\n" + lever + "sectors = [\"bread\"]\n",
          "a model file has no sectors");
  refused("maximise = \"welfare of household\"\n" + lever + "min = 0\nlower = 0\n",
          "'min' and 'lower' say the same bound");
  refused("maximise = \"welfare of household\"\nstarts = 0\n" + lever,
          "0 starts is not from 1 to 20");
  refused("maximize = \"welfare of household\"\n" + lever, "unknown key 'maximize'");
}

TEST(OptimiseChina, TariffsOfThreeGoodsMeetTheFirstOrderConditions) {
  const TempJob job;
  const auto file =
      job.write("best.toml",
                "[[instrument]]\nlever = \"tariff\"\nsectors = [\"007\", \"079\"]\n"
                "lower = 0.0\nupper = 0.5\n"
                "[[instrument]]\nlever = \"tariff of 094\"\nlower = 0\nupper = 0.1\n");
  const auto best = optimise_levers("china-2018", file);
  ASSERT_TRUE(best.ok()) << best.error().message();
  EXPECT_TRUE(best->converged) << best->note;
  EXPECT_GT(best->gain, 0.0);
  ASSERT_EQ(best->instruments.size(), 3u);
  for (const auto& row : best->instruments) {
    EXPECT_EQ(row.kind, "tariff");
    if (row.bound == 1) {
      EXPECT_GT(row.slope, 0.0) << row.name;
    } else {
      EXPECT_NEAR(row.slope, 0.0, 1e-6) << row.name;
    }
  }
  EXPECT_EQ(best->instruments[2].bound, 1);
  const auto json = nlohmann::json::parse(best_levers_json(*best));
  EXPECT_EQ(json["world"], "country");
  EXPECT_EQ(json["policies"][0]["active_bounds"][0], "tariff of 094");
}

}  // namespace
}  // namespace domar::scenario
