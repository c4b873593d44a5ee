#include <gtest/gtest.h>

#include <cmath>

#include "domar/base/interrupt.hpp"
#include "domar/scenario/run_job.hpp"
#include "tiny_economy.hpp"
#include "uncertain_inputs.hpp"
#include "uncertain_measures.hpp"

namespace domar::scenario {
namespace {

const std::string k_grant =
    "[[policy]]\ninstrument = \"guidance_fund\"\nname = \"Fund\"\nfrom = 2019\n"
    "amount_billion = 900\nadditionality = 0.5\n";

class TinyDraws : public ::testing::Test {
 protected:
  void SetUp() override {
    set_interrupt_requested(false);
    economy_ = write_tiny_folder(folder);
  }

  std::filesystem::path job_file(const std::string& more = "") {
    folder.write("one.toml", k_grant + more);
    folder.write("two.toml",
                 "[[policy]]\ninstrument = \"rd_deduction\"\nname = \"Deduction\"\n"
                 "from = 2019\nbefore = 0.75\nrate = 1.0\nresponse = 1.0\n"
                 "relabelling = 0.242\n");
    return folder.write("job.toml", fmt::format("economy = \"{}\"\nyears = [2018, 2025]\n"
                                                "scenarios = [\"one.toml\", \"two.toml\"]\n"
                                                "together = \"all\"\n{}",
                                                economy_, drivers));
  }
  LoadedJob job(const std::string& more = "") {
    auto loaded = load_job(job_file(more));
    EXPECT_TRUE(loaded.ok()) << loaded.error().message();
    return loaded.value();
  }
  Results run(Index draws, int threads) {
    RunOptions options;
    options.threads = threads;
    options.draws.draws = draws;
    auto results = run_job(job(), options);
    EXPECT_TRUE(results.ok()) << results.error().message();
    return std::move(results.value());
  }
  static const DrawnInput* find(const Uncertainty& drawn, const std::string& name) {
    for (const DrawnInput& input : drawn.inputs) {
      if (input.name == name) return &input;
    }
    return nullptr;
  }

  TempJob folder;
  std::string drivers;

 private:
  std::string economy_;
};

TEST_F(TinyDraws, LearningRatesAndMeasuresAreInTheDesign) {
  const Results results = run(8, 2);
  const Uncertainty& drawn = *results.uncertainty;
  EXPECT_EQ(drawn.failures(), 0U) << drawn.first_failure;
  ASSERT_NE(find(drawn, "new.learning_rate"), nullptr);
  EXPECT_EQ(find(drawn, "new.learning_rate")->kind, "emerging industry");
  EXPECT_EQ(find(drawn, "new.learning_rate")->low, 0.1);
  EXPECT_EQ(find(drawn, "new.growth_volume"), nullptr) << "known";
  ASSERT_NE(find(drawn, "guidance_fund.additionality"), nullptr);
  EXPECT_EQ(find(drawn, "guidance_fund.additionality")->kind, "measure");
  EXPECT_EQ(find(drawn, "guidance_fund.leverage"), nullptr) << "not used";
  const DrawnInput* response = find(drawn, "rd_deduction.response");
  ASSERT_NE(response, nullptr);
  EXPECT_NE(response->source.find("Bloom"), std::string::npos) << "the figure behind it";
  EXPECT_EQ(find(drawn, "rd_deduction.rate"), nullptr) << "decided, not uncertain";
}

TEST_F(TinyDraws, AreTheSameForAnyNumberOfThreadsAndDraws) {
  const auto few = run(5, 1).uncertainty->values;
  const auto many = run(9, 2).uncertainty->values;
  ASSERT_GT(few.size(), 0U);
  for (Index i = 0; i < few.size(); ++i) ASSERT_EQ(few[i], many[i]) << i;
}

TEST_F(TinyDraws, AMeasuresNumberMovesItsScenarioAlone) {
  const LoadedJob loaded = job();
  const auto inputs = uncertain_measures(*drawn_scenario(loaded.job), loaded.economy.facts).value();
  ASSERT_EQ(inputs.size(), 3U);
  Vector position(inputs.size(), 0.5);
  for (Index i = 0; i < inputs.size(); ++i) {
    if (inputs[i].name == "guidance_fund.additionality") position[i] = 0.95;
  }
  DrawnJob drawn = drawn_job(loaded, {}, inputs, position);
  const auto& fund = drawn.job.job.scenarios.back().policies.front();
  EXPECT_NEAR(fund.additionality, 0.75, 1e-9) << "an assumption without a range: times 3/2";
  EXPECT_EQ(drawn.job.job.scenarios.front().policies.front().additionality, 0.5);
  const Results central = run_job(loaded, {}).value();
  const Results moved = run_job(std::move(drawn.job), {}).value();
  EXPECT_EQ(moved.baseline().path.years.back().real_gdp,
            central.baseline().path.years.back().real_gdp);
  EXPECT_NE(moved.find("all")->path.years.back().real_gdp,
            central.find("all")->path.years.back().real_gdp);
  EXPECT_EQ(moved.find("one")->path.years.back().real_gdp,
            central.find("one")->path.years.back().real_gdp);
}

TEST_F(TinyDraws, TheMiddleOfMeasuresIsTheScenarioItself) {
  const LoadedJob loaded = job();
  const auto inputs = uncertain_measures(*drawn_scenario(loaded.job), loaded.economy.facts).value();
  const DrawnJob middle = drawn_job(loaded, {}, inputs, Vector(inputs.size(), 0.5));
  const auto& before = loaded.job.scenarios.back().policies;
  const auto& after = middle.job.job.scenarios.back().policies;
  ASSERT_EQ(after.size(), before.size());
  for (Index k = 0; k < before.size(); ++k) {
    EXPECT_NEAR(after[k].response, before[k].response, 1e-12);
    EXPECT_NEAR(after[k].relabelling, before[k].relabelling, 1e-12);
    EXPECT_NEAR(after[k].additionality, before[k].additionality, 1e-12);
    EXPECT_EQ(after[k].rate, before[k].rate);
  }
}

TEST_F(TinyDraws, TakeTheRangeOfTheFile) {
  const LoadedJob loaded =
      job("status = \"derived\"\nrange = { additionality = { low = 0.3, high = 0.6 } }\n");
  const auto inputs = uncertain_measures(*drawn_scenario(loaded.job), loaded.economy.facts).value();
  const auto fund = std::find_if(inputs.begin(), inputs.end(), [](const UncertainInput& input) {
    return input.name == "guidance_fund.additionality";
  });
  ASSERT_NE(fund, inputs.end());
  EXPECT_EQ(fund->prior.low, 0.3);
  EXPECT_EQ(fund->prior.high, 0.6);
}

TEST_F(TinyDraws, RefuseRangesThatCannotBe) {
  const auto refused = [&](const std::string& more) {
    const auto loaded = load_job(job_file(more));
    EXPECT_FALSE(loaded.ok());
    return loaded.ok() ? Error{} : loaded.error();
  };
  Error error = refused("range = { additionality = { low = 0.6, high = 0.8 } }\n");
  EXPECT_EQ(error.code, ErrorCode::bad_value);
  EXPECT_NE(error.where.find("one.toml:7"), std::string::npos) << error.where;
  error = refused("range = { leverage = { low = 1, high = 2 } }\n");
  EXPECT_NE(error.what.find("which is not given"), std::string::npos) << error.what;
  error = refused("range = { amount_billion = { low = 1, high = 2 } }\n");
  EXPECT_EQ(error.code, ErrorCode::bad_input) << "what is decided has no range";
}

TEST_F(TinyDraws, WhatIsOffIsNotDrawn) {
  drivers = "[drivers]\nai = false\nexperience = false\ndata = false\n";
  const Uncertainty drawn = *run(2, 1).uncertainty;
  EXPECT_EQ(find(drawn, "new.learning_rate"), nullptr);
  EXPECT_EQ(find(drawn, "ai_baseline_rate"), nullptr);
  EXPECT_EQ(find(drawn, "data_deepening"), nullptr);
  EXPECT_NE(find(drawn, "emerging_productivity_trend"), nullptr) << "stands in for experience";
}

TEST_F(TinyDraws, AiMeetsAnAuthorOrATotal) {
  const auto ai_until = [&](const std::string& choice) {
    drivers = "[drivers]\nai = " + choice + "\n";
    const Results results = run_job(job(), {}).value();
    double sum = 0.0;
    for (const auto& year : results.baseline().path.years) sum += year.accounts.sources.ai;
    return sum;
  };
  const double author = ai_until("\"acemoglu\"");
  EXPECT_GT(author, 0.0);
  EXPECT_EQ(ai_until("0.0066"), author) << "his total as a number";
  EXPECT_NEAR(ai_until("0.0132") / author, 2.0, 0.02);
  EXPECT_EQ(ai_until("0.0"), 0.0);
}

TEST_F(TinyDraws, SharesCountedBeforeTheBaseYearSetTheDrift) {
  const auto new_output = [&](const std::string& odds, const std::string& growth) {
    folder.write("tiny/emerging.csv",
                 "name,value,low,high,unit,year,source,vintage,status\n"
                 "new.learning_rate,0.2,0.1,0.3,cost fall per doubling,2018,made up,,derived\n" +
                     odds + "new.growth_volume," + growth +
                     ",,,1/year,2018-2024,made up,,derived\n");
    return run_job(job(), {}).value().baseline().path.years.back().industries[1].output;
  };
  const std::string slow = "new.share_log_odds_growth,0.05,,,1/year,2015-2018,made up,,derived\n";
  const std::string fast = "new.share_log_odds_growth,0.40,,,1/year,2015-2018,made up,,derived\n";
  EXPECT_GT(new_output(fast, "0.15"), 1.5 * new_output(slow, "0.15"));
  EXPECT_EQ(new_output(fast, "0.15"), new_output(fast, "0.60")) << "later growth is not used";
  EXPECT_GT(new_output("", "0.60"), new_output("", "0.15")) << "where it is all there is, it is";
}

TEST_F(TinyDraws, EffectsOfTheScenarioHaveARange) {
  const Results results = run(16, 2);
  const Uncertainty& drawn = *results.uncertainty;
  const Index last = drawn.years.size() - 1;
  const Vector effects = drawn.gdp_effects(1, last);
  ASSERT_EQ(effects.size(), 16U);
  EXPECT_LT(effects.front(), effects.back());
  const auto& with = results.find("all")->path.years[last];
  const double central = std::log(with.real_gdp / results.baseline().path.years[last].real_gdp);
  EXPECT_LT(effects.front(), central);
  EXPECT_GT(effects.back(), central);
  for (const double none : drawn.gdp_effects(0, last)) EXPECT_EQ(none, 0.0);
}

TEST_F(TinyDraws, StructureHasIndicesOfItsOwn) {
  const Results results = run(96, 2);
  const auto& target = results.uncertainty->target;
  ASSERT_TRUE(target.has_value());
  ASSERT_TRUE(target->indices.has_value());
  ASSERT_TRUE(target->structure_indices.has_value());
  const auto& inputs = results.uncertainty->inputs;
  const auto of = [&](const Uncertainty::Indices& indices, const std::string& name) {
    for (Index i = 0; i < inputs.size(); ++i) {
      if (inputs[i].name == name) return indices.total[i];
    }
    return -1.0;
  };
  EXPECT_GT(of(*target->indices, "counting error"), 0.3);
  EXPECT_LT(of(*target->structure_indices, "counting error"), 0.05)
      << "counting is no part of structure";
}

}  // namespace
}  // namespace domar::scenario
