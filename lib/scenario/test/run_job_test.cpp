#include "domar/scenario/run_job.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "domar/base/interrupt.hpp"
#include "domar/scenario/result_files.hpp"
#include "temp_job.hpp"

namespace domar::scenario {
namespace {

using Json = nlohmann::ordered_json;

/// One shock with an answer, and one scenario that does nothing.
const std::string k_push =
    "[[policy]]\n"
    "instrument = \"rd_grant\"\n"
    "name = \"Grants\"\n"
    "from = 2019\n"
    "sectors = [\"class:integrated-circuits\"]\n"
    "amount_billion = 50\n";
const std::string k_cut =
    "[[shock]]\n"
    "instrument = \"export_control\"\n"
    "name = \"Components dearer\"\n"
    "from = 2019\n"
    "sectors = [\"094\"]\n"
    "rate = 0.2\n";

class RunJob : public ::testing::Test {
 protected:
  void SetUp() override { set_interrupt_requested(false); }
  void TearDown() override { set_interrupt_requested(false); }

  /// A job of 2018 to 2020 with these files as scenarios; `more` goes into the job itself.
  LoadedJob job(const std::vector<std::pair<std::string, std::string>>& scenarios,
                const std::string& more = "") {
    std::string list;
    for (const auto& [name, text] : scenarios) {
      folder.write(name, text);
      list += "\"" + name + "\", ";
    }
    return load_job(folder.write("job.toml",
                                 "years = [2018, 2020]\nscenarios = [" + list + "]\n" + more))
        .value();
  }

  Results run(const std::vector<std::pair<std::string, std::string>>& scenarios,
              const std::string& more = "", int threads = 2) {
    RunOptions options;
    options.threads = threads;
    return run_job(job(scenarios, more), options).value();
  }

  TempJob folder;
};

/// Everything that is shown of the two paths has the same bits.
void expect_same_years(const growth::Path& a, const growth::Path& b) {
  ASSERT_EQ(a.years.size(), b.years.size());
  for (Index t = 0; t < a.years.size(); ++t) {
    const auto& x = a.years[t];
    const auto& y = b.years[t];
    EXPECT_EQ(x.real_gdp, y.real_gdp);
    EXPECT_EQ(x.welfare, y.welfare);
    EXPECT_EQ(x.foreign_reliance, y.foreign_reliance);
    EXPECT_EQ(x.fiscal_cost, y.fiscal_cost);
    EXPECT_EQ(x.class_share, y.class_share);
    for (Index j = 0; j < x.industries.size(); ++j) {
      EXPECT_EQ(x.industries[j].output, y.industries[j].output);
      EXPECT_EQ(x.industries[j].price, y.industries[j].price);
    }
  }
}

TEST_F(RunJob, SameBytesWithOneThreadAndTwo) {
  const std::vector<std::pair<std::string, std::string>> scenarios{{"push.toml", k_push + k_cut}};
  const std::string cutoff = "[[cutoff]]\nsector = \"083\"\ncut = 0.3\n";
  const std::string one = summary_json(run(scenarios, cutoff, 1));
  EXPECT_TRUE(one == summary_json(run(scenarios, cutoff, 2))) << "the summaries differ";
  EXPECT_TRUE(one == summary_json(run(scenarios, cutoff, 2))) << "the same run twice differs";
}

TEST_F(RunJob, AScenarioWithoutMeasuresIsTheBaseline) {
  const Results results = run({{"nothing.toml", "title = \"Nothing\"\n"}});
  const ScenarioResult* nothing = results.find("nothing");
  ASSERT_NE(nothing, nullptr);
  EXPECT_EQ(nothing->twin, "baseline");
  expect_same_years(nothing->path, results.baseline().path);
}

/// Growth in excess of subsistence: years are solved and their accounts add up as without it.
TEST_F(RunJob, HouseholdsMayBuyForSubsistence) {
  const std::string les = "[nests]\ntree = \"les.toml\"\n";
  const Results results = run({{"push.toml", k_push + k_cut}}, les);
  const growth::Path& path = results.find("push")->path;
  ASSERT_EQ(path.years.size(), 3U);
  for (const auto& year : path.years) {
    EXPECT_LE(year.quality.residual, 1e-9);
    EXPECT_LE(year.quality.accounts_residual, 1e-9);
  }
  EXPECT_NEAR(path.years[0].consumption, 1.0, 1e-9);
  EXPECT_GT(path.years[2].consumption, 1.02);
}

/// From the twin to the scenario, measure after measure, nothing is left over.
TEST_F(RunJob, EffectsOfMeasuresAddUpToThatOfTheScenario) {
  const std::string fund =
      "[[policy]]\ninstrument = \"guidance_fund\"\nname = \"Fund\"\nfrom = 2019\n"
      "amount_billion = 400\n";
  const Results results = run({{"push.toml", k_push + fund + k_cut}}, "by_instrument = true\n");
  EXPECT_EQ(results.scenarios.size(), 3U) << "steps are no scenarios";
  const ScenarioResult& push = *results.find("push");
  const auto& twin = results.find("push-twin")->path;
  ASSERT_EQ(push.measures.size(), 2U);
  EXPECT_EQ(push.measures[1].measure, "Fund");
  double technology = 0.0;
  double capital = 0.0;
  for (Index t = 0; t < twin.years.size(); ++t) {
    EXPECT_NEAR(push.measures[0].log_gdp[t] + push.measures[1].log_gdp[t],
                std::log(push.path.years[t].real_gdp / twin.years[t].real_gdp), 1e-13);
    technology += push.path.years[t].accounts.technology - twin.years[t].accounts.technology;
    capital += push.path.years[t].accounts.capital - twin.years[t].accounts.capital;
  }
  EXPECT_NEAR(push.measures[0].accounts.technology + push.measures[1].accounts.technology,
              technology, 1e-13);
  EXPECT_NEAR(push.measures[0].accounts.capital + push.measures[1].accounts.capital, capital,
              1e-13);
  EXPECT_GT(push.measures[0].accounts.technology, 0.0) << "grants raise technology";
  EXPECT_GT(push.measures[1].accounts.capital, 0.0) << "the fund raises capital";
}

TEST_F(RunJob, DriversThatAreOffBringNothing) {
  const Results results = run({}, "[drivers]\nspillovers = false\nai = false\ndata = false\n");
  const auto& last = results.baseline().path.years.back();
  EXPECT_EQ(last.accounts.sources.spillovers, 0.0);
  EXPECT_EQ(last.accounts.sources.ai, 0.0);
  EXPECT_EQ(last.accounts.data, 0.0);
  EXPECT_EQ(last.data_share, 0.0);
  EXPECT_NE(last.accounts.sources.own_knowledge, 0.0);
  const std::string& acting = results.closures.at("drivers");
  EXPECT_EQ(acting.find("spillovers"), std::string::npos) << acting;
  EXPECT_NE(acting.find("knowledge"), std::string::npos) << acting;
}

TEST_F(RunJob, ADriverWithoutFiguresIsRefusedOnlyOnDemand) {
  LoadedJob loaded = job({}, "");
  loaded.economy.facts.by_name.erase("rd_foreign_elasticity");
  EXPECT_TRUE(run_job(loaded, {}).ok());
  loaded.job.drivers.named["foreign"] = true;
  const auto refused = run_job(loaded, {});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::not_found);
  EXPECT_NE(refused.error().what.find("rd_foreign_elasticity"), std::string::npos);
}

TEST_F(RunJob, SharedSourcingHasTheSameBaseYear) {
  const std::vector<std::pair<std::string, std::string>> nothing{
      {"nothing.toml", "title = \"N\"\n"}};
  const Results by_user = run(nothing);
  const Results shared = run(nothing, "[closures]\nsourcing = \"shared\"\n");
  const auto& a = by_user.baseline().path.years.front();
  const auto& b = shared.baseline().path.years.front();
  for (Index j = 0; j < a.industries.size(); ++j) {
    EXPECT_NEAR(a.industries[j].value_added, b.industries[j].value_added, 1e-10) << j;
  }
  EXPECT_NEAR(a.labour_share, b.labour_share, 1e-10);
  EXPECT_NEAR(a.imports_share, b.imports_share, 1e-10);
  EXPECT_GT(shared.baseline().path.years.back().accounts.capital, 0.0);
}

/// Large wedges are chained within the year: a prohibitive tariff cannot raise output.
TEST_F(RunJob, AProhibitiveTariffLowersGdp) {
  const Results results =
      run({{"wall.toml",
            "title = \"Wall\"\n[[policy]]\ninstrument = \"tariff\"\nname = \"w\"\n"
            "from = 2019\nrate = 2.5\n"}});
  const auto& wall = results.find("wall")->path.years.back();
  const auto& base = results.baseline().path.years.back();
  EXPECT_LT(wall.real_gdp / base.real_gdp, 0.97);
  EXPECT_LT(wall.quality.accounts_residual, 1e-12);
}

/// Money for R&D where there is hardly any cannot lift the whole economy through its buyers.
TEST_F(RunJob, AGrantToAnIndustryWithoutResearchDoesLittle) {
  const Results results =
      run({{"grant.toml",
            "title = \"G\"\n[[policy]]\ninstrument = \"rd_grant\"\nname = \"g\"\n"
            "from = 2019\nsectors = [\"133\"]\namount_billion = 10\n"}});
  const auto& with = results.find("grant")->path.years.back();
  const auto& base = results.baseline().path.years.back();
  EXPECT_LT(with.real_gdp / base.real_gdp, 1.0005);
}

TEST_F(RunJob, MeasuresThatTakeAllSpendingAreInfeasible) {
  const auto loaded = job({{"huge.toml",
                            "title = \"H\"\n[[policy]]\ninstrument = \"guidance_fund\"\n"
                            "name = \"h\"\nfrom = 2019\namount_billion = 90000\n"}});
  const auto outcome = run_job(loaded, RunOptions{});
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::infeasible);
}

TEST_F(RunJob, TheTwinOfAShockHasTheShockAndNoPolicies) {
  const Results results = run({{"answer.toml", k_push + k_cut}, {"alone.toml", k_cut}});
  const ScenarioResult* answer = results.find("answer");
  ASSERT_NE(answer, nullptr);
  EXPECT_EQ(answer->twin, "answer-twin");
  const ScenarioResult* twin = results.find("answer-twin");
  ASSERT_NE(twin, nullptr);
  EXPECT_TRUE(twin->policies.empty());
  EXPECT_EQ(twin->shocks, answer->shocks);
  EXPECT_TRUE(twin->twin.empty());
  EXPECT_EQ(results.find("alone")->twin, "answer-twin") << "shocks alike share one twin";
  EXPECT_EQ(results.find("alone-twin"), nullptr);
  expect_same_years(results.find("alone")->path, twin->path);
  // Welfare, not GDP: dearer imports do not lower real GDP to first order (Kehoe and Ruhl 2008).
  EXPECT_LT(twin->path.years.back().welfare, results.baseline().path.years.back().welfare)
      << "dearer components cost something";
}

TEST_F(RunJob, NothingActsInTheBaseYear) {
  const Results results = run({{"push.toml", k_push}});
  const auto& base = results.find("push")->path.years.front();
  EXPECT_EQ(base.real_gdp, 1.0);
  EXPECT_EQ(base.fiscal_cost, results.baseline().path.years.front().fiscal_cost);
}

TEST_F(RunJob, BaselineGrowsAsMeasured) {
  const Results results = run({});
  const auto& measured = results.series.by_name.at("gdp_growth");
  for (const auto& year : results.baseline().path.years) {
    if (year.year == 2018) continue;
    EXPECT_NEAR(year.accounts.gdp_growth, std::log1p(measured.at(year.year).value), 1e-7)
        << year.year;
  }
}

TEST_F(RunJob, StopsWhenAskedToAndWritesNothing) {
  LoadedJob loaded =
      job({{"push.toml", k_push}}, "output = \"" + (folder / "out").string() + "\"\n");
  set_interrupt_requested(true);
  const auto results = run_job(std::move(loaded), {});
  ASSERT_FALSE(results.ok());
  EXPECT_EQ(results.error().code, ErrorCode::interrupted);
  EXPECT_FALSE(std::filesystem::exists(folder / "out"));
}

/// China imports no services to agriculture: a tariff on them does nothing, and nobody should
/// believe that it was tried.
TEST_F(RunJob, AMeasureThatFindsNothingToActOnIsNamed) {
  const auto results =
      run_job(job({{"tariff.toml",
                    "[[policy]]\ninstrument = \"tariff\"\nname = \"On what nobody imports\"\n"
                    "from = 2019\nsectors = [\"005\"]\nrate = 0.1\n"}}),
              {});
  ASSERT_FALSE(results.ok());
  EXPECT_EQ(results.error().code, ErrorCode::bad_value);
  EXPECT_NE(results.error().where.find("tariff"), std::string::npos) << results.error().where;
  EXPECT_NE(results.error().message().find("On what nobody imports"), std::string::npos)
      << results.error().message();
}

// ---- summary.json

class Summary : public RunJob {
 protected:
  /// One run for all that is looked at in one test.
  const Json& summary() {
    if (json_.is_null()) {
      json_ = Json::parse(summary_json(
          run({{"push.toml", k_push + k_cut}}, "[[cutoff]]\nsector = \"083\"\ncut = 0.3\n")));
    }
    return json_;
  }

 private:
  Json json_;
};

TEST_F(Summary, HasTheFieldsOfItsReference) {
  const Json& json = summary();
  EXPECT_EQ(json.begin().key(), "version") << "the version comes first";
  EXPECT_EQ(json["version"], 1);
  EXPECT_EQ(json["years"], (std::vector<int>{2018, 2019, 2020}));
  std::vector<std::string> names;
  for (const auto& [name, scenario] : json["scenarios"].items()) names.push_back(name);
  EXPECT_EQ(names, (std::vector<std::string>{"baseline", "push", "push-twin"}));
  for (const char* key : {"domar", "title", "economy", "official_sei", "sei_drift", "cutoffs"}) {
    EXPECT_TRUE(json.contains(key)) << key;
  }
  for (const auto& [name, scenario] : json["scenarios"].items()) {
    for (const char* key :
         {"real_gdp", "foreign_reliance", "investment_share", "labour_share", "capital_share",
          "data_share", "exports_share", "imports_share", "rd_share", "ai_adoption"}) {
      ASSERT_TRUE(scenario.contains(key)) << name << " " << key;
      EXPECT_EQ(scenario[key].size(), 3U) << name << " " << key;
    }
    EXPECT_EQ(scenario["fiscal_cost"]["year"], json["years"]);
    EXPECT_EQ(scenario["fiscal_cost"]["billion"].size(), 3U);
    EXPECT_EQ(scenario["fiscal_cost"]["billion_with_cost_of_funds"].size(), 3U);
    EXPECT_TRUE(scenario["fiscal_cost"]["unit"].is_string());
    ASSERT_TRUE(scenario["sectors"].contains("sei"));
    EXPECT_EQ(scenario["sectors"]["sei"]["share_of_gdp"].size(), 3U);
    EXPECT_EQ(scenario["sectors"]["hydrogen"]["foreign_content"].size(), 3U);
  }
  EXPECT_EQ(json["cutoffs"].size(), 4U) << "one for each set of elasticities";
  EXPECT_FALSE(json["scenarios"]["baseline"].contains("against_twin"));
  EXPECT_EQ(json["scenarios"]["push"]["against_twin"]["real_gdp"].size(), 3U);
}

TEST_F(Summary, EveryNumberIsFinite) {
  const std::string text = summary().dump();
  EXPECT_EQ(text.find("null"), std::string::npos) << "nan and infinity are written as null";
}

TEST_F(Summary, PartsOfTheSeiShareAddUp) {
  for (const auto& [name, scenario] : summary()["scenarios"].items()) {
    const Json& share = scenario["sei_share"];
    ASSERT_EQ(share["total"].size(), 3U);
    for (Index t = 0; t < 3; ++t) {
      EXPECT_NEAR(share["structure"][t].get<double>() + share["reclassification"][t].get<double>(),
                  share["total"][t].get<double>(), 1e-12)
          << name;
    }
    EXPECT_NEAR(share["total"][0].get<double>(), 0.089, 1e-6) << "the official share of 2018";
  }
}

TEST_F(Summary, ContributionsAddUpToGrowth) {
  for (const auto& [name, scenario] : summary()["scenarios"].items()) {
    const Json& growth = scenario["gdp_growth"];
    ASSERT_EQ(growth["year"], (std::vector<int>{2019, 2020}));
    for (Index t = 0; t < 2; ++t) {
      const auto at = [&](const char* key) { return growth[key][t].get<double>(); };
      EXPECT_NEAR(at("labour") + at("capital") + at("data") + at("technology") + at("reallocation"),
                  at("gdp_growth"), 1e-9)
          << name;
      EXPECT_NEAR(at("labour_quantity") + at("labour_quality"), at("labour"), 1e-9) << name;
      double sources = 0.0;
      for (const auto& [source, values] : growth["technology_sources"].items()) {
        sources += values[t].get<double>();
      }
      EXPECT_NEAR(sources, at("technology"), 1e-9) << name;
    }
  }
}

TEST_F(Summary, GrowthAndTheLevelOfGdpAgree) {
  for (const auto& [name, scenario] : summary()["scenarios"].items()) {
    double level = 0.0;
    for (const auto& growth : scenario["gdp_growth"]["gdp_growth"]) level += growth.get<double>();
    EXPECT_NEAR(std::log(scenario["real_gdp"].back().get<double>()), level, 1e-9) << name;
  }
}

TEST_F(Summary, IncomeSharesAndFiscalCostsAreInRange) {
  for (const auto& [name, scenario] : summary()["scenarios"].items()) {
    for (Index t = 0; t < 3; ++t) {
      const double incomes = scenario["labour_share"][t].get<double>() +
                             scenario["capital_share"][t].get<double>() +
                             scenario["data_share"][t].get<double>();
      EXPECT_GT(incomes, 0.5) << name;
      EXPECT_LE(incomes, 1.0 + 1e-9) << name;
      EXPECT_GT(scenario["foreign_reliance"][t].get<double>(), 0.0);
      EXPECT_LT(scenario["foreign_reliance"][t].get<double>(), 1.0);
    }
  }
  const Json& cost = summary()["scenarios"]["push"]["fiscal_cost"]["billion"];
  EXPECT_EQ(cost[0], 0.0) << "nothing acts in the base year";
  EXPECT_NEAR(cost[1].get<double>(), 50.0, 5.0) << "the grant, and what it moves in taxes";
}

TEST_F(Summary, ResidualsAreWithinTheirBounds) {
  const Json& checks = summary()["checks"];
  EXPECT_LE(checks["replication_residual"].get<double>(), 1e-10);
  EXPECT_LE(checks["walras_residual"].get<double>(), 1e-9);
  EXPECT_LE(checks["accounts_residual"].get<double>(), 1e-9);
  EXPECT_LE(checks["market_residual"].get<double>(), 1e-9);
}

// ---- files

TEST_F(RunJob, WritesEveryFileAndNothingElse) {
  const Results results = run({{"push.toml", k_push}});
  ASSERT_TRUE(write_results(results, folder / "out").ok());
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder / "out")) {
    if (entry.is_regular_file()) {
      files.push_back(std::filesystem::relative(entry.path(), folder / "out").string());
    }
  }
  std::sort(files.begin(), files.end());
  EXPECT_EQ(files, (std::vector<std::string>{"paths.nc", "report.html", "run.json", "summary.json",
                                             "tables/classes.csv", "tables/instruments.csv",
                                             "tables/region.csv", "tables/sectors.csv",
                                             "tables/sei.csv"}));
  const Json run = Json::parse(run_json(results));
  EXPECT_EQ(run["threads"], 2);
  EXPECT_TRUE(run["seeds"].empty());
  for (const char* input : {"job.toml", "push.toml", "china-2018.nc", "facts.csv"}) {
    ASSERT_TRUE(run["inputs_sha256"].contains(input)) << input;
    EXPECT_EQ(run["inputs_sha256"][input].get<std::string>().size(), 64U);
  }
}

TEST_F(RunJob, AFolderThatCannotBeMadeIsAnError) {
  const Results results = run({});
  folder.write("in-the-way", "a file");
  const auto status = write_results(results, folder / "in-the-way" / "out");
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, ErrorCode::bad_input);
  EXPECT_NE(status.error().where.find("in-the-way"), std::string::npos);
}

}  // namespace
}  // namespace domar::scenario
