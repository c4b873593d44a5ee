/// Every source of technology: its limit to the last bit, and its first year by hand.

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "../../../tests/economies/two_industries.hpp"
#include "domar/growth/run_path.hpp"
#include "small_drivers.hpp"

namespace domar::growth {
namespace {

using policy::Instrument;
using policy::InstrumentKind;

constexpr Index k_farms = 0;
constexpr Index k_works = 1;
constexpr Index k_none = network::k_none;

struct Case {
  explicit Case(Drivers these) : drivers(std::move(these)) {}
  [[nodiscard]] Path run(const std::vector<Instrument>& instruments = {}) const {
    return run_path({economy, network, drivers, {}}, "a scenario", instruments, {{2019, 0.0}})
        .value();
  }
  accounts::Economy economy = tests::two_industries();
  Drivers drivers;
  network::AccountsNetwork network = [] {
    network::NetworkOptions options = tests::options_for_two_industries();
    options.data_share = 0.02;
    return tests::network_of_two_industries(options);
  }();
};

/// Every number of a path that any driver could move.
std::vector<double> numbers(const Path& path) {
  std::vector<double> all;
  for (const YearResult& year : path.years) {
    for (const double x :
         {year.real_gdp, year.consumption, year.labour_share, year.imports_share, year.fiscal_cost,
          year.foreign_reliance, year.accounts.technology, year.accounts.reallocation}) {
      all.push_back(x);
    }
    for (const IndustryYear& industry : year.industries) {
      for (const double x : {industry.output, industry.price, industry.capital, industry.data,
                             industry.labour, industry.technology}) {
        all.push_back(x);
      }
    }
  }
  return all;
}

/// Works is young and grew out of farms.
Drivers all_drivers() {
  Drivers drivers = lively_drivers();
  drivers.foreign = {0.294, 0.03};
  drivers.catch_up = {0.02, 0.5, 0.9, 0.005};
  drivers.experience = {{0.0, 0.2, 0.0}, {0.1, 0.1, 0.1}, {k_none, k_farms, k_none}, 0.33};
  drivers.substitution = {{k_none, k_farms, k_none}, 2.0, {0.0, 0.05, 0.0}, 2020, 5.0};
  drivers.scale = {{0.1, 0.2, 0.0}};
  drivers.vintages = {0.02};
  return drivers;
}

struct Limit {
  const char* name;
  std::function<void(Drivers&)> off;       ///< the driver is not there
  std::function<void(Drivers&)> at_limit;  ///< it is there, at strength 0
};

class EveryDriver : public testing::TestWithParam<Limit> {};

TEST_P(EveryDriver, AtItsLimitIsTheModelWithoutItToTheLastBit) {
  Drivers off = all_drivers();
  Drivers limit = all_drivers();
  GetParam().off(off);
  GetParam().at_limit(limit);
  EXPECT_EQ(numbers(Case(off).run()), numbers(Case(limit).run()));
}

TEST_P(EveryDriver, ChangesSomethingWhenItIsOn) {
  Drivers off = all_drivers();
  GetParam().off(off);
  EXPECT_NE(numbers(Case(off).run()), numbers(Case(all_drivers()).run()));
}

INSTANTIATE_TEST_SUITE_P(
    Sources, EveryDriver,
    testing::Values(Limit{"Knowledge", [](Drivers& d) { d = switched(d, {.knowledge = false}); },
                          [](Drivers& d) { d.knowledge.elasticity = 0.0; }},
                    Limit{"Spillovers", [](Drivers& d) { d = switched(d, {.spillovers = false}); },
                          [](Drivers& d) { d.knowledge.spillover = 0.0; }},
                    Limit{"Foreign", [](Drivers& d) { d = switched(d, {.foreign = false}); },
                          [](Drivers& d) { d.foreign.elasticity = 0.0; }},
                    Limit{"CatchUp", [](Drivers& d) { d = switched(d, {.catch_up = false}); },
                          [](Drivers& d) { d.catch_up.speed = d.catch_up.absorption = 0.0; }},
                    Limit{"Ai", [](Drivers& d) { d = switched(d, {.ai = false}); },
                          [](Drivers& d) { d.ai.exposure = Vector(3, 0.0); }},
                    Limit{"Emerging", [](Drivers& d) { d = switched(d, {.emerging = false}); },
                          [](Drivers& d) { d.emerging.share = Vector(3, 0.0); }},
                    Limit{"Experience", [](Drivers& d) { d = switched(d, {.experience = false}); },
                          [](Drivers& d) { d.experience.exponent = Vector(3, 0.0); }},
                    Limit{"Substitution",
                          [](Drivers& d) { d = switched(d, {.substitution = false}); },
                          [](Drivers& d) {
                            d.substitution.preference = 0.0;
                            d.substitution.drift = Vector(3, 0.0);
                          }},
                    Limit{"Scale", [](Drivers& d) { d = switched(d, {.scale = false}); },
                          [](Drivers& d) { d.scale.elasticity = Vector(3, 0.0); }},
                    Limit{"Vintages", [](Drivers& d) { d = switched(d, {.vintages = false}); },
                          [](Drivers& d) { d.vintages.embodied = 0.0; }}),
    [](const auto& limit) { return std::string(limit.param.name); });

TEST(Sources, AddUpWithEveryDriverOn) {
  for (const YearResult& year : Case(all_drivers()).run().years) {
    EXPECT_LT(year.quality.accounts_residual, 1e-12);
    double named = year.accounts.sources.residual + year.accounts.sources.remainder;
    for (const TechnologySource& source : k_technology_sources) {
      named += year.accounts.sources.*source.part;
    }
    EXPECT_NEAR(named, year.accounts.technology, 1e-14);
  }
}

/// Labour, capital, data and technology of all industries, and reallocation, are GDP growth.
TEST(Sources, ContributionsOfIndustriesAddUpToTheAccounts) {
  const Path path = Case(all_drivers()).run();
  for (Index t = 1; t < path.years.size(); ++t) {
    const GrowthAccounts& accounts = path.years[t].accounts;
    double technology = 0.0;
    double factors = 0.0;
    for (const IndustryYear& industry : path.years[t].industries) {
      technology += industry.growth_technology;
      factors += industry.growth_labour + industry.growth_capital + industry.growth_data;
    }
    EXPECT_NEAR(technology, accounts.technology, 1e-14);
    // Without taxes that change, what is left is factors moving between unequal returns.
    EXPECT_NEAR(factors, accounts.labour + accounts.capital + accounts.data, 0.01);
  }
}

/// Z grows from 1 / g by one year of output: w ln(1 + g); farms get a third of what works save.
TEST(Sources, ExperienceAndWhatItGivesBackAsByHand) {
  Drivers drivers = still_drivers();
  drivers.experience = {{0.0, 0.3, 0.0}, {0.1, 0.25, 0.1}, {k_none, k_farms, k_none}, 1.0 / 3.0};
  const Path path = Case(drivers).run();
  const IndustryYear& works = path.years[1].industries[k_works];
  EXPECT_NEAR(works.experience, 1.25, 1e-10);
  const double saved = 0.3 * std::log(1.25);
  EXPECT_NEAR(works.technology, saved, 1e-10);
  EXPECT_NEAR(path.years[1].industries[k_farms].technology, saved / 3.0, 1e-10)
      << "works sell more than farms: the ratio is capped at 1";
  EXPECT_NEAR(works.given_back, path.years[1].accounts.sources.given_back, 1e-15);
  EXPECT_NEAR(path.years[1].accounts.sources.given_back, 120.0 / 150.0 * saved / 3.0, 2e-3);
}

/// Farms import 9 of 54 of their inputs, works 16 of 86.
TEST(Sources, KnowledgeFromAbroadComesWithImportedInputs) {
  Drivers drivers = still_drivers();
  drivers.foreign = {0.3, 0.04};
  const Path path = Case(drivers).run();
  EXPECT_NEAR(path.years[1].industries[k_farms].technology, 60.0 / 114.0 * 0.3 * 9.0 / 54.0 * 0.04,
              1e-10);
  EXPECT_NEAR(path.years[1].industries[k_works].technology, 84.0 / 170.0 * 0.3 * 16.0 / 86.0 * 0.04,
              1e-10);
}

TEST(Sources, ExportControlsShutTheDoorToTheFrontier) {
  Drivers drivers = still_drivers();
  drivers.catch_up = {0.05, 0.0, 0.9, 0.0};
  const Case still(drivers);
  EXPECT_NEAR(still.run().years[1].industries[k_works].technology, 84.0 / 170.0 * 0.05 * 0.9, 1e-9);
  Instrument control;
  control.kind = InstrumentKind::export_control;
  control.name = "control";
  control.from = 2019;
  control.rate = 0.5;
  const auto gained = [](const Path& path) {
    return path.years[2].industries[k_works].technology -
           path.years[1].industries[k_works].technology;
  };
  EXPECT_LT(gained(still.run({control})), 0.9 * gained(still.run()));
}

/// With beta, own R&D brings exp(-beta x what it has brought) of what it would.
TEST(Sources, IdeasGetHarder) {
  Drivers easy = lively_drivers();
  Drivers hard = easy;
  hard.knowledge.harder = 3.0;
  const Path with = Case(hard).run();
  const Path without = Case(easy).run();
  EXPECT_NEAR(with.years[1].accounts.sources.own_knowledge,
              without.years[1].accounts.sources.own_knowledge, 1e-15)
      << "nothing was brought yet";
  EXPECT_LT(with.years[4].accounts.sources.own_knowledge,
            without.years[4].accounts.sources.own_knowledge);
}

/// As tasks are worse substitutes the same saving is worth less; sigma 1 is ln(1 - saving).
TEST(Sources, BottlenecksHoldAiBack) {
  const auto gain = [](std::optional<double> sigma) {
    Drivers drivers = still_drivers();
    drivers.ai.adoption = {0.5, 2019.0, 1.0};
    drivers.ai.task_substitution = sigma;
    return Case(drivers).run().years[1].industries[k_works].technology;
  };
  EXPECT_LT(gain(0.2), gain(0.8));
  EXPECT_NEAR(gain(1.0) / gain(std::nullopt), -std::log(1.0 - 0.27) / 0.27, 1e-9);
  EXPECT_NEAR(gain(1.0 - 1e-7), gain(1.0), 1e-9);
}

TEST(Sources, TheJCurveFallsFirstAndCatchesUp) {
  Drivers drivers = still_drivers();
  drivers.last_year = 2035;
  drivers.knowledge.elasticity = drivers.knowledge.spillover = 0.0;  // R&D follows GDP
  drivers.ai.adoption = {1.0, 2026.0, 1.0};
  Drivers curved = drivers;
  curved.ai.intangible_cost = 3.0;
  const Path plain = Case(drivers).run();
  const Path dip = Case(curved).run();
  EXPECT_LT(dip.years[6].industries[k_works].technology, 0.0);
  EXPECT_GT(plain.years[6].industries[k_works].technology, 0.0);
  EXPECT_NEAR(dip.years.back().industries[k_works].technology,
              plain.years.back().industries[k_works].technology, 2e-5);
}

/// Bounded by e: data alone cannot carry growth for ever.
TEST(Sources, SaturatingDataAreBounded) {
  Drivers drivers = still_drivers();
  drivers.data.deepening = 0.5;
  drivers.last_year = 2030;
  drivers.data.saturating = true;
  const Path path = Case(drivers).run();
  EXPECT_GT(path.years.back().industries[k_works].data, 1.5);
  EXPECT_LT(path.years.back().industries[k_works].data, std::exp(1.0));
  drivers.data.saturating = false;
  EXPECT_GT(Case(drivers).run().years.back().industries[k_works].data, 20.0);
}

/// The new variety wins share from the old one, and what is spent on both stays about the same.
TEST(Sources, UsersTurnToTheNewVariety) {
  Drivers drivers = still_drivers();
  drivers.substitution = {{k_none, k_farms, k_none}, 0.0, {0.0, 0.1, 0.0}, 2022, 5.0};
  const Path with = Case(drivers).run();
  const Path without = Case(still_drivers()).run();
  EXPECT_GT(with.years[4].industries[k_works].output,
            1.02 * without.years[4].industries[k_works].output);
  EXPECT_LT(with.years[4].industries[k_farms].output, without.years[4].industries[k_farms].output);
}

/// Half of the stock replaced at once is younger by years: productivity rises with it.
TEST(Sources, RenewalMakesEquipmentYounger) {
  Drivers drivers = still_drivers();
  drivers.vintages = {0.02};
  Instrument renewal;
  renewal.kind = InstrumentKind::equipment_renewal;
  renewal.name = "renewal";
  renewal.from = 2020;
  renewal.amount = 10.0;
  const Case still(drivers);
  EXPECT_NEAR(still.run().years[4].accounts.sources.vintages, 0.0, 1e-9);
  EXPECT_GT(still.run({renewal}).years[3].accounts.sources.vintages, 1e-4);
}

TEST(Sources, PatentLinksReplaceInputsWhereTheyAreKnown) {
  Drivers drivers = lively_drivers();
  drivers.knowledge.intensity = {{2018, 1.0}};
  const Path inputs = Case(drivers).run();
  drivers.knowledge.patents = {{k_works, k_farms, 2.0}};
  drivers.knowledge.patent_weight = 0.0;
  EXPECT_EQ(numbers(Case(drivers).run()), numbers(inputs));
  drivers.knowledge.patents = {{7, k_farms, 1.0}};
  EXPECT_EQ(check(drivers, 3).error().where, "knowledge links");
}

TEST(Sources, RefuseWhatCannotBe) {
  const auto where = [](const std::function<void(Drivers&)>& spoil) {
    Drivers drivers = all_drivers();
    spoil(drivers);
    const Status status = check(drivers, 3);
    return status.ok() ? std::string("accepted") : status.error().where;
  };
  EXPECT_EQ(where([](Drivers&) {}), "accepted");
  EXPECT_EQ(where([](Drivers& d) { d.experience.growth_before.clear(); }), "experience");
  EXPECT_EQ(where([](Drivers& d) { d.experience.parent[1] = 1; }), "experience");
  EXPECT_EQ(where([](Drivers& d) { d.experience.given_back = 33.0; }), "experience");
  EXPECT_EQ(where([](Drivers& d) { d.substitution.parent.pop_back(); }), "substitution");
  EXPECT_EQ(where([](Drivers& d) { d.substitution.drift_half_life = 0.0; }), "substitution");
  EXPECT_EQ(where([](Drivers& d) { d.scale.elasticity[0] = -0.1; }), "scale");
  EXPECT_EQ(where([](Drivers& d) { d.foreign.elasticity = -1.0; }), "foreign");
  EXPECT_EQ(where([](Drivers& d) { d.catch_up.gap_0 = -0.2; }), "catch_up");
  EXPECT_EQ(where([](Drivers& d) { d.vintages.embodied = -0.2; }), "vintages");
  EXPECT_EQ(where([](Drivers& d) { d.ai.task_substitution = -1.0; }), "ai");
  EXPECT_EQ(where([](Drivers& d) { d.labour.participation[2018] = 75.0; }), "labour");
}

TEST(Instruments, CostsOfAllMeasuresAreTheFiscalCost) {
  Instrument deduction;
  deduction.kind = InstrumentKind::rd_deduction;
  deduction.name = "deduction";
  deduction.from = 2019;
  deduction.before = 0.75;
  deduction.rate = 1.0;
  Instrument subsidy;
  subsidy.kind = InstrumentKind::investment_subsidy;
  subsidy.name = "subsidy";
  subsidy.from = 2020;
  subsidy.rate = 0.1;
  Instrument tariff;
  tariff.kind = InstrumentKind::tariff;
  tariff.name = "tariff";
  tariff.from = 2020;
  tariff.rate = 0.1;
  const Path path = Case(still_drivers()).run({deduction, subsidy, tariff});
  for (const YearResult& year : path.years) {
    double sum = 0.0;
    for (const double cost : year.instrument_cost) sum += cost;
    EXPECT_NEAR(sum, year.fiscal_cost, 1e-12);
  }
  EXPECT_GT(path.years[3].instrument_cost[1], 0.0);
  EXPECT_LT(path.years[3].instrument_cost[2], 0.0) << "a tariff brings revenue";
}

/// Investment responds with elasticity 1: a tenth off draws 1 / 0.9 - 1 more of last year's.
TEST(Instruments, AnInvestmentSubsidyDrawsInvestment) {
  Instrument subsidy;
  subsidy.kind = InstrumentKind::investment_subsidy;
  subsidy.name = "subsidy";
  subsidy.from = 2020;
  subsidy.rate = 0.1;
  subsidy.response = 1.0;
  const Path with = Case(still_drivers()).run({subsidy});
  const Path without = Case(still_drivers()).run();
  EXPECT_EQ(with.years[1].real_gdp, without.years[1].real_gdp);
  EXPECT_NEAR(with.years[3].capital_output * with.years[3].real_gdp -
                  without.years[3].capital_output * without.years[3].real_gdp,
              50.0 / 9.0 / 150.0, 2e-3);
  EXPECT_NEAR(with.years[2].fiscal_cost, 0.1 * 50.0 * 10.0 / 9.0, 0.2);
}

TEST(Instruments, AMilestoneIsPaidOnceAndItsCapacityStays) {
  Instrument plant;
  plant.kind = InstrumentKind::milestone;
  plant.name = "plant";
  plant.from = 2019;
  plant.amount = 5.0;
  plant.rate = 0.2;
  plant.sectors = {0.0, 1.0, 0.0};
  const Path path = Case(still_drivers()).run({plant});
  EXPECT_NEAR(path.years[1].fiscal_cost, 5.0, 1e-12);
  EXPECT_EQ(path.years[2].fiscal_cost, 0.0);
  EXPECT_GT(path.years[2].industries[k_works].capital, 1.004);
  EXPECT_LT(path.years[2].industries[k_works].imports, 20.0 / 150.0);
}

}  // namespace
}  // namespace domar::growth
