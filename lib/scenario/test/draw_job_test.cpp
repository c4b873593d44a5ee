#include "draw_job.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "domar/base/interrupt.hpp"
#include "domar/scenario/run_job.hpp"
#include "temp_job.hpp"
#include "uncertain_inputs.hpp"

namespace domar::scenario {
namespace {

class DrawJob : public ::testing::Test {
 protected:
  void SetUp() override { set_interrupt_requested(false); }

  LoadedJob job(int last_year = 2019) {
    return load_job(folder.write("job.toml", fmt::format("years = [2018, {}]\n", last_year)))
        .value();
  }
  Uncertainty run(Index draws, int threads, std::uint64_t seed = 3, int last_year = 2019) {
    RunOptions options;
    options.threads = threads;
    options.draws.draws = draws;
    options.draws.seed = seed;
    return *run_job(job(last_year), options)->uncertainty;
  }
  TempJob folder;
};

TEST_F(DrawJob, DrawsAreTheSameForAnyNumberOfThreadsAndDraws) {
  const Uncertainty few = run(3, 1);
  const Uncertainty many = run(6, 2);
  EXPECT_EQ(few.failures(), 0U);
  const Index width = few.values.size() / 3;
  ASSERT_EQ(many.values.size(), 6 * width);
  for (Index i = 0; i < few.values.size(); ++i) EXPECT_EQ(few.values[i], many.values[i]) << i;
  EXPECT_NE(many.values[width - 1], many.values[2 * width - 1]) << "draws differ";
  EXPECT_NE(run(1, 1, 4).values.back(), few.values[width - 1]) << "seeds differ";
}

TEST_F(DrawJob, MeetsMeasuredGrowthInEveryDraw) {
  const Uncertainty drawn = run(4, 2, 1, 2021);
  const auto series = job(2021).economy.series.require("gdp_growth").value();
  double level = 0.0;
  for (Index t = 1; t < drawn.years.size(); ++t) {
    level += std::log1p(series.at(drawn.years[t]).value);
    for (const double gdp : drawn.by_draw(0, drawn.variable("real_gdp"), t)) {
      EXPECT_NEAR(std::log(gdp), level, 5e-4) << drawn.years[t];
    }
  }
}

TEST_F(DrawJob, DrawsOnlyWhatTheModelUsesAndDoesNotKnow) {
  const Uncertainty drawn = run(1, 1);
  const auto has = [&](const std::string& name) {
    return std::any_of(drawn.inputs.begin(), drawn.inputs.end(),
                       [&](const DrawnInput& input) { return input.name == name; });
  };
  EXPECT_TRUE(has("rd_spillover_elasticity"));
  EXPECT_TRUE(has("armington_elasticity"));
  EXPECT_TRUE(has("counting error"));
  EXPECT_TRUE(has("elasticities.standard.output"));
  EXPECT_FALSE(has("elasticities.high.output")) << "another set";
  EXPECT_FALSE(has("capital_stock_to_gdp")) << "computed, and without a range";
  EXPECT_FALSE(has("exchange_rate")) << "seen";
}

TEST_F(DrawJob, TheMiddleOfAllPriorsIsTheJobItself) {
  const LoadedJob loaded = job();
  RunOptions options;
  options.draws.draws = 1;
  const Results results = run_job(job(), options).value();
  accounts::FactLog used;
  for (const DrawnInput& input : results.uncertainty->inputs) {
    used.figures.insert(input.name);
    used.parameters.insert(input.name);
  }
  const auto inputs = uncertain_inputs(loaded, results.official_sei, used).value();
  const DrawnJob middle =
      drawn_job(loaded, results.official_sei, inputs, Vector(inputs.size(), 0.5));
  EXPECT_EQ(middle.job.economy.facts.by_name.at("rd_depreciation").value,
            loaded.economy.facts.by_name.at("rd_depreciation").value);
  for (const auto& [name, facts] : loaded.economy.parameters.by_name) {
    for (Index s = 0; s < facts.size(); ++s) {
      EXPECT_NEAR(middle.job.economy.parameters.by_name.at(name)[s].value, facts[s].value,
                  1e-12 * std::abs(facts[s].value));
    }
  }
}

TEST_F(DrawJob, ClassKeepsItsSizeWhenItsGroupsAreDrawn) {
  const LoadedJob loaded = job();
  const auto inputs = uncertain_inputs(loaded, {}, accounts::FactLog{}).value();
  ASSERT_GT(inputs.size(), 1U) << "the groups of the class";
  Vector position(inputs.size(), 0.5);
  position.front() = 0.95;
  const DrawnJob drawn = drawn_job(loaded, {}, inputs, position);
  const auto size = [](const LoadedJob& of) {
    double sum = 0.0;
    for (const auto& set : of.economy.classes) {
      if (set.name != "sei") continue;
      const Vector weights = set.weights(of.economy.economy.goods.size());
      for (Index i = 0; i < weights.size(); ++i) {
        sum += weights[i] * of.economy.economy.value_added_of(of.economy.economy.supplier[0][i]);
        EXPECT_LE(weights[i], 1.0 + 1e-12);
      }
    }
    return sum;
  };
  EXPECT_NEAR(size(drawn.job) / size(loaded), 1.0, 1e-10);
}

TEST_F(DrawJob, ReportAndTargetNeedTheTargetYear) {
  const Uncertainty without = run(2, 2);
  EXPECT_FALSE(without.target.has_value()) << "the run ends before the target";
  EXPECT_EQ(last_year_of_draws(job(2030).job, {{2025, 0.17, "target", {}}}, {}), 2025);
  DrawOptions longer;
  longer.last_year = 2028;
  EXPECT_EQ(last_year_of_draws(job(2030).job, {}, longer), 2028);
  EXPECT_EQ(last_year_of_draws(job(2030).job, {}, {}), 2030);
}

}  // namespace
}  // namespace domar::scenario
