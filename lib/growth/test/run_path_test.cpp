#include "domar/growth/run_path.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "../../../tests/economies/two_industries.hpp"
#include "small_drivers.hpp"

namespace domar::growth {
namespace {

using network::Mobility;
using network::NetworkOptions;
using network::Sourcing;
using policy::Instrument;
using policy::InstrumentKind;

constexpr Index k_farms = 0;
constexpr Index k_works = 1;

NetworkOptions options_with_data() {
  NetworkOptions options = tests::options_for_two_industries();
  options.data_share = 0.02;
  return options;
}

/// Two industries, their network, drivers and a class: half of works.
struct Case {
  explicit Case(Drivers these, const NetworkOptions& options = options_with_data())
      : drivers(std::move(these)), network(tests::network_of_two_industries(options)) {
    accounts::Share half;
    half.sector = 1;
    half.share = 0.5;
    classes = {{"half of works", "", {half}}};
  }

  Result<Path> try_run(const std::vector<Instrument>& instruments = {},
                       const std::map<int, double>& residual = {},
                       const std::function<bool(int)>& on_year = {}) const {
    return run_path({economy, network, drivers, classes}, "a scenario", instruments, residual,
                    on_year);
  }
  Path run(const std::vector<Instrument>& instruments = {},
           const std::map<int, double>& residual = {}) const {
    return try_run(instruments, residual).value();
  }

  accounts::Economy economy = tests::two_industries();
  Drivers drivers;
  network::AccountsNetwork network;
  std::vector<accounts::Classification> classes;
};

Instrument measure(InstrumentKind kind, double rate, int from = 2020) {
  Instrument it;
  it.kind = kind;
  it.name = "the measure";
  it.from = from;
  it.rate = rate;
  return it;
}

/// To the last bit: every number that a policy could move.
void expect_same_bits(const Path& one, const Path& other) {
  ASSERT_EQ(one.years.size(), other.years.size());
  for (Index t = 0; t < one.years.size(); ++t) {
    const YearResult& a = one.years[t];
    const YearResult& b = other.years[t];
    SCOPED_TRACE(a.year);
    EXPECT_EQ(a.real_gdp, b.real_gdp);
    EXPECT_EQ(a.consumption, b.consumption);
    EXPECT_EQ(a.labour_share, b.labour_share);
    EXPECT_EQ(a.imports_share, b.imports_share);
    EXPECT_EQ(a.foreign_reliance, b.foreign_reliance);
    EXPECT_EQ(a.class_share, b.class_share);
    EXPECT_EQ(a.accounts.technology, b.accounts.technology);
    EXPECT_EQ(a.accounts.reallocation, b.accounts.reallocation);
    for (Index j = 0; j < a.industries.size(); ++j) {
      EXPECT_EQ(a.industries[j].output, b.industries[j].output);
      EXPECT_EQ(a.industries[j].price, b.industries[j].price);
      EXPECT_EQ(a.industries[j].capital, b.industries[j].capital);
    }
  }
}

TEST(RunPath, TheBaseYearIsTheTable) {
  const Path path = Case(lively_drivers()).run();
  ASSERT_EQ(path.years.size(), 5u);
  const YearResult& base = path.years.front();
  EXPECT_EQ(base.year, 2018);
  EXPECT_EQ(base.real_gdp, 1.0);
  EXPECT_NEAR(base.consumption, 1.0, 1e-10);
  EXPECT_NEAR(base.welfare, 1.0, 1e-10);
  EXPECT_NEAR(base.investment_share, 50.0 / 150.0, 1e-10);
  EXPECT_NEAR(base.labour_share, 84.0 / 150.0, 1e-10);
  EXPECT_NEAR(base.data_share, 0.02, 1e-10);
  EXPECT_NEAR(base.capital_share, (60.0 - 3.0) / 150.0, 1e-10);
  EXPECT_NEAR(base.exports_share, 40.0 / 150.0, 1e-10);
  EXPECT_NEAR(base.imports_share, 40.0 / 150.0, 1e-10);
  EXPECT_NEAR(base.rd_share, 4.0 / 150.0, 1e-10);
  EXPECT_NEAR(base.capital_output, 3.0, 1e-10);
  EXPECT_NEAR(base.class_share.at("half of works"), 0.5 * 84.0 / 150.0, 1e-10);
  EXPECT_NEAR(base.industries[k_farms].value_added, 66.0 / 150.0, 1e-10);
  EXPECT_NEAR(base.industries[k_works].exports, 20.0 / 150.0, 1e-10);
  EXPECT_NEAR(base.industries[k_works].imports, 20.0 / 150.0, 1e-10);
  EXPECT_EQ(base.accounts.gdp_growth, 0.0);
  EXPECT_EQ(base.fiscal_cost, 0.0);
}

TEST(RunPath, MeetsMeasuredGrowthAndContinuesWithTheMeanResidual) {
  const Case china(lively_drivers());
  const Path path = china.run();
  for (const auto& [year, rate] : china.drivers.target.gdp_growth) {
    const Index t = static_cast<Index>(year - 2018);
    EXPECT_NEAR(path.years[t].accounts.gdp_growth, std::log1p(rate), 1e-8) << year;
    EXPECT_NEAR(path.years[t].real_gdp / path.years[t - 1].real_gdp, 1.0 + rate, 1e-8) << year;
  }
  const double mean = 0.5 * (path.labour_residual.at(2019) + path.labour_residual.at(2020));
  EXPECT_NEAR(path.labour_residual.at(2021), mean, 1e-15);
  EXPECT_NEAR(path.labour_residual.at(2022), mean, 1e-15) << "measured years only";
  // The same residuals, now given, give the same path.
  const Path again = china.run({}, path.labour_residual);
  for (Index t = 0; t < path.years.size(); ++t) {
    EXPECT_NEAR(again.years[t].real_gdp, path.years[t].real_gdp, 1e-9);
  }
}

TEST(RunPath, NothingChangesWithoutDrivers) {
  const Path path = Case(still_drivers()).run();
  for (const YearResult& year : path.years) {
    SCOPED_TRACE(year.year);
    EXPECT_NEAR(year.real_gdp, 1.0, 1e-10);
    EXPECT_NEAR(year.consumption, 1.0, 1e-10);
    EXPECT_NEAR(year.capital_output, 1000.0 / 150.0, 1e-9);
    EXPECT_EQ(year.ai_adoption, 0.0);
    for (const Index j : {k_farms, k_works}) {
      const IndustryYear& industry = year.industries[j];
      for (const double ratio : {industry.output, industry.price, industry.labour, industry.capital,
                                 industry.data, industry.knowledge}) {
        EXPECT_NEAR(ratio, 1.0, 1e-10);
      }
    }
    EXPECT_NEAR(year.accounts.technology, 0.0, 1e-10);
    EXPECT_NEAR(year.accounts.reallocation, 0.0, 1e-10);
  }
}

/// 450 of capital, a third in farms (18.68 of 57 of capital income goes there); 50 invested where
/// all returns are equal; 5 % wear out: 450 x 0.95 + 50 = 477.5, in the same proportions.
TEST(RunPath, CapitalAccumulatesAsByHand) {
  Drivers drivers = still_drivers();
  drivers.capital.stock_0 = 450.0;
  const Path path = Case(drivers).run();
  for (const Index j : {k_farms, k_works}) {
    EXPECT_NEAR(path.years[1].industries[j].capital, 477.5 / 450.0, 1e-10);
  }
  EXPECT_NEAR(path.years[1].capital_output, 477.5 / (150.0 * path.years[1].real_gdp), 1e-9);
  const double share = 0.5 * (path.years[0].capital_share + path.years[1].capital_share);
  EXPECT_NEAR(path.years[1].accounts.capital, share * std::log(477.5 / 450.0), 1e-9);
}

/// R&D 4 a year into a stock of 4 / (0.15 + 0.09); data as much more than wears out as before.
TEST(RunPath, KnowledgeAndDataAccumulateAsByHand) {
  Drivers drivers = still_drivers();
  drivers.knowledge.growth_before = 0.09;
  drivers.data.growth_before = 0.08;
  drivers.data.deepening = 0.03;
  const Path path = Case(drivers).run();
  EXPECT_NEAR(path.years[1].industries[k_works].knowledge, 0.85 + 0.24, 1e-12);
  EXPECT_NEAR(path.years[1].industries[k_works].data, 0.67 + 0.41, 1e-10);
  const double second =
      0.67 * 1.08 + 0.41 * path.years[1].industries[k_works].output * std::exp(0.03);
  EXPECT_NEAR(path.years[2].industries[k_works].data, second, 1e-10);
  // d ln A = value-added share (84 of 170) x phi_i x d ln H; phi_i = 0.08 x (3/84) / (4/144).
  const double own = 84.0 / 170.0 * 0.08 * (3.0 / 84.0) / (4.0 / 144.0) * std::log(1.09);
  const double farms = 60.0 / 114.0 * 0.08 * (1.0 / 60.0) / (4.0 / 144.0) * std::log(1.09);
  EXPECT_NEAR(path.years[1].accounts.sources.own_knowledge,
              170.0 / 150.0 * own + 120.0 / 150.0 * farms, 1e-4);
}

TEST(RunPath, AnEmergingTrendIsTechnologyOfItsShare) {
  Drivers drivers = still_drivers();
  drivers.emerging.trend = 0.02;
  const Path path = Case(drivers).run();
  EXPECT_NEAR(path.years[1].accounts.sources.emerging, 170.0 / 150.0 * 0.02 * 0.2, 1e-4);
  EXPECT_NEAR(path.years[1].accounts.technology, 170.0 / 150.0 * 0.02 * 0.2, 1e-4);
}

TEST(RunPath, AdoptionOfAiRaisesProductivityAsByHand) {
  Drivers drivers = still_drivers();
  drivers.ai.adoption = {0.5, 2019.0, 1.0};
  drivers.ai.exposure = {0.0, 0.3, 0.0};
  const Path path = Case(drivers).run();
  const double newly = 0.5 - 1.0 / (1.0 + std::exp(0.5));
  EXPECT_NEAR(path.years[1].ai_adoption, 0.5, 1e-15);
  // Value-added share x exposure x cost-effective share x saving x labour share of value added.
  const double gain = 84.0 / 170.0 * 0.3 * 0.23 * 0.27 * 44.0 / 84.0 * newly;
  EXPECT_NEAR(path.years[1].accounts.sources.ai, 170.0 / 150.0 * gain, 1e-5);
}

TEST(RunPath, WithoutExposureAiChangesNothing) {
  Case china(lively_drivers());
  china.drivers.ai.exposure = Vector(3, 0.0);
  Instrument programme = measure(InstrumentKind::ai_programme, 0.45);
  programme.midpoint = 2021.0;
  const std::map<int, double> residual{{2019, 0.02}};
  expect_same_bits(china.run({programme}, residual), china.run({}, residual));
  china.drivers.ai.exposure = {0.1, 0.3, 0.0};
  EXPECT_GT(china.run({programme}, residual).years.back().real_gdp,
            china.run({}, residual).years.back().real_gdp);
}

TEST(RunPath, AClosedDataMarketIsNoDataMarket) {
  const Case china(lively_drivers());
  const std::map<int, double> residual{{2019, 0.02}};
  const Path closed = china.run({measure(InstrumentKind::data_market, 0.0)}, residual);
  expect_same_bits(closed, china.run({}, residual));
  const Path open = china.run({measure(InstrumentKind::data_market, 0.3)}, residual);
  EXPECT_GT(open.years.back().real_gdp, closed.years.back().real_gdp);
  // Farms get 0.3 of the data of their only other supplier, works.
  EXPECT_GT(open.years.back().industries[k_farms].data,
            1.29 * closed.years.back().industries[k_farms].data);
}

/// Farms buy grain instead of machines, and households the other way round.
TEST(RunPath, WithoutSuppliersThereAreNoDataToShare) {
  Case china(lively_drivers());
  china.economy.use[0](0, 0) = 45.0;
  china.economy.use[0](1, 0) = 0.0;
  china.economy.use[0](0, 3) = 10.0;
  china.economy.use[0](1, 3) = 55.0;
  china.network = network::build_network(china.economy, options_with_data()).value();
  const std::map<int, double> residual{{2019, 0.02}};
  const Path open = china.run({measure(InstrumentKind::data_market, 0.3)}, residual);
  const Path closed = china.run({}, residual);
  EXPECT_NEAR(open.years[2].industries[k_farms].data, closed.years[2].industries[k_farms].data,
              1e-12);
  EXPECT_GT(open.years[2].industries[k_works].data, closed.years[2].industries[k_works].data);
}

TEST(RunPath, KnowledgeThatDoesNothingMayGrowAsItLikes) {
  Case idle(lively_drivers());
  idle.drivers.knowledge.elasticity = 0.0;
  idle.drivers.knowledge.spillover = 0.0;
  Case busy(idle.drivers);
  busy.drivers.knowledge.intensity = {{2018, 1.0}, {2019, 3.0}};
  const std::map<int, double> residual{{2019, 0.02}};
  expect_same_bits(idle.run({}, residual), busy.run({}, residual));
  EXPECT_GT(busy.run({}, residual).years[3].industries[k_works].knowledge,
            idle.run({}, residual).years[3].industries[k_works].knowledge);
}

/// A policy that is off is no policy: after its last year, before its first, at rate 0.
TEST(RunPath, PolicyOffEqualsTheTwin) {
  const Case china(lively_drivers());
  const std::map<int, double> residual{{2019, 0.02}, {2021, 0.01}};
  const Path twin = china.run({}, residual);
  Instrument deduction = measure(InstrumentKind::rd_deduction, 0.75);
  deduction.before = 0.75;
  Instrument no_cap = measure(InstrumentKind::output_subsidy, 0.0);
  expect_same_bits(china.run({measure(InstrumentKind::tariff, 0.2, 2023)}, residual), twin);
  expect_same_bits(china.run({measure(InstrumentKind::tariff, 0.0)}, residual), twin);
  expect_same_bits(china.run({measure(InstrumentKind::export_control, 0.0)}, residual), twin);
  expect_same_bits(china.run({deduction, no_cap}, residual), twin);
  const Path other = china.run({measure(InstrumentKind::tariff, 0.2)}, residual);
  EXPECT_EQ(other.years[1].real_gdp, twin.years[1].real_gdp) << "before the tariff";
  EXPECT_NE(other.years[2].real_gdp, twin.years[2].real_gdp);
}

TEST(RunPath, ADirectedFundGoesWhereItIsSent) {
  Drivers drivers = still_drivers();
  drivers.capital.kappa = 0.0;  // the market looks at no returns
  const Case still(drivers);
  Instrument fund = measure(InstrumentKind::guidance_fund, 0.0, 2019);
  fund.amount = 2.0;
  fund.leverage = 3.0;
  fund.additionality = 0.5;
  fund.sectors = {1.0, 0.0, 0.0};
  const Path path = still.run({fund});
  EXPECT_NEAR(path.years[1].fiscal_cost, 2.0, 1e-12);
  const double farms_0 = 1000.0 * 18.68 / 57.0;
  const double works_0 = 1000.0 * 38.32 / 57.0;
  // 3 more in farms than replacement; in works what the market still replaces.
  EXPECT_NEAR(path.years[2].industries[k_farms].capital, 1.0 + 3.0 / farms_0, 1e-3);
  EXPECT_NEAR(path.years[2].industries[k_works].capital, 1.0, 1e-3);
  const double stock = farms_0 * path.years[2].industries[k_farms].capital +
                       works_0 * path.years[2].industries[k_works].capital;
  EXPECT_NEAR(stock, 1003.0, 0.3);
  EXPECT_NEAR(path.years[2].capital_output * 150.0 * path.years[2].real_gdp, stock, 1e-8);
}

TEST(RunPath, PublicPurchasesBuyWhatTheyPayFor) {
  const Case still(still_drivers());
  Instrument purchases = measure(InstrumentKind::procurement, 0.0, 2019);
  purchases.amount = 3.0;
  purchases.sectors = {0.0, 1.0, 0.0};
  const Path path = still.run({purchases});
  const Path twin = still.run();
  EXPECT_NEAR(path.years[1].fiscal_cost, 3.0, 1e-12);
  EXPECT_GT(path.years[1].industries[k_works].output, twin.years[1].industries[k_works].output);
  EXPECT_LT(path.years[1].consumption, twin.years[1].consumption) << "households pay";
}

/// The subsidy is a tenth of what farms cost, and the whole cost shows up in the budget.
TEST(RunPath, ASubsidyCostsTheBudget) {
  const Case still(still_drivers());
  Instrument subsidy = measure(InstrumentKind::output_subsidy, 0.1, 2019);
  subsidy.sectors = {1.0, 0.0, 0.0};
  EXPECT_NEAR(still.run({subsidy}).years[1].fiscal_cost, 0.1 * 114.0, 1.5);
}

TEST(RunPath, AQuotaBindsAndItsWedgeIsReported) {
  const Case still(still_drivers());
  Instrument quota = measure(InstrumentKind::import_quota, 0.0, 2019);
  quota.cap = 0.5;
  quota.sectors = {0.0, 1.0, 0.0};
  for (const bool lost : {false, true}) {
    quota.rent_lost = lost;
    const Path path = still.run({quota});
    ASSERT_EQ(path.years[1].cap_wedges.size(), 1u);
    EXPECT_EQ(path.years[1].cap_wedges[0].first, still.network.import_edges[0][1][0]);
    EXPECT_GT(path.years[1].cap_wedges[0].second, 0.05);
    EXPECT_LT(path.years[1].real_gdp, 1.0);
    EXPECT_LT(path.years[1].quality.accounts_residual, 1e-12);
  }
}

/// A class may name a good that nobody at home makes; it then adds nothing.
TEST(RunPath, AClassMayNameAGoodThatIsNotMadeAtHome) {
  Case china(still_drivers());
  accounts::Share whole;
  whole.sector = 2;
  whole.share = 1.0;
  china.classes.push_back({"foreign", "", {whole}});
  const Path path = china.run();
  EXPECT_EQ(path.years[1].class_share.at("foreign"), 0.0);
  EXPECT_EQ(path.years[1].class_foreign_reliance.at("foreign"), 0.0);
}

struct Closure {
  Mobility labour;
  Mobility capital;
  Sourcing sourcing;
};

class EveryClosure : public testing::TestWithParam<Closure> {
 protected:
  static Case lively() {
    NetworkOptions options = options_with_data();
    options.labour = GetParam().labour;
    options.capital = GetParam().capital;
    options.sourcing = GetParam().sourcing;
    return Case(lively_drivers(), options);
  }
};

TEST_P(EveryClosure, GrowsAsMeasuredAndItsAccountsAddUp) {
  const Case china = lively();
  Instrument subsidy = measure(InstrumentKind::purchase_subsidy, 0.05);
  Instrument fund = measure(InstrumentKind::guidance_fund, 0.0);
  fund.amount = 1.0;
  fund.sectors = {0.0, 0.5, 0.0};
  const Path path = china.run({subsidy, measure(InstrumentKind::tariff, 0.1), fund});
  for (const auto& [year, rate] : china.drivers.target.gdp_growth) {
    EXPECT_NEAR(path.years[static_cast<Index>(year - 2018)].accounts.gdp_growth, std::log1p(rate),
                1e-8);
  }
  for (const YearResult& year : path.years) {
    SCOPED_TRACE(year.year);
    EXPECT_LT(year.quality.accounts_residual, 1e-12);
    EXPECT_LT(year.quality.walras_residual, 1e-9);
    // What industries use of labour and capital is what there is of them, at base prices.
    const double people = value_at(china.drivers.labour.quantity, year.year, 1.0) / 984.0 *
                          std::exp(0.011 * (year.year - 2018));
    EXPECT_NEAR(
        (40.0 * year.industries[k_farms].labour + 44.0 * year.industries[k_works].labour) / 84.0,
        people, 1e-9);
    EXPECT_NEAR(
        (18.68 * year.industries[k_farms].capital + 38.32 * year.industries[k_works].capital) /
            57.0 * 450.0,
        year.capital_output * 150.0 * year.real_gdp, 1e-7);
  }
}

INSTANTIATE_TEST_SUITE_P(
    TwoIndustries, EveryClosure,
    testing::Values(Closure{Mobility::mobile, Mobility::sector_bound, Sourcing::by_user},
                    Closure{Mobility::mobile, Mobility::mobile, Sourcing::by_user},
                    Closure{Mobility::sector_bound, Mobility::sector_bound, Sourcing::shared},
                    Closure{Mobility::sector_bound, Mobility::mobile, Sourcing::shared}),
    [](const auto& closure) {
      const auto word = [](Mobility m) { return m == Mobility::mobile ? "Mobile" : "Bound"; };
      return std::string("Labour") + word(closure.param.labour) + "Capital" +
             word(closure.param.capital);
    });

/// Mobile capital earns the same everywhere, so where it is used is not where it was built.
TEST(RunPath, MobileCapitalGoesWhereItEarnsMost) {
  NetworkOptions options = options_with_data();
  options.capital = Mobility::mobile;
  Drivers drivers = still_drivers();
  drivers.emerging.share = {0.0, 1.0, 0.0};
  drivers.emerging.trend = 0.05;
  const Path path = Case(drivers, options).run();
  const auto& last = path.years.back().industries;
  EXPECT_GT(std::abs(last[k_farms].capital - last[k_works].capital), 1e-3);
}

TEST(RunPath, AFailingYearIsNamed) {
  const Case still(still_drivers());
  Instrument nowhere = measure(InstrumentKind::tariff, 0.1, 2021);
  nowhere.sectors = {0.0, 0.0, 1.0};
  const auto path = still.try_run({nowhere});
  ASSERT_FALSE(path.ok());
  EXPECT_EQ(path.error().code, ErrorCode::bad_value);
  EXPECT_EQ(path.error().where, "year 2021: the measure");
}

/// Nothing stands in for anything, and imports cost e^6 times what they did: all that home can
/// sell abroad buys too little of them.
TEST(RunPath, AYearThatCannotBeSolvedIsNamed) {
  NetworkOptions options = options_with_data();
  options.elasticities.armington = Vector(3, 0.0);
  options.elasticities.output = options.elasticities.inputs = 0.0;
  options.elasticities.value_added = options.elasticities.final_use = 0.0;
  const Case still(still_drivers(), options);
  const Instrument ban = measure(InstrumentKind::export_control, 3.0, 2020);
  std::vector<int> solved;
  const auto path = still.try_run({ban, ban}, {}, [&](int year) {
    solved.push_back(year);
    return true;
  });
  ASSERT_FALSE(path.ok());
  EXPECT_EQ(path.error().code, ErrorCode::no_convergence) << path.error().message();
  EXPECT_EQ(path.error().where.find("year 2020"), 0u) << path.error().message();
  EXPECT_EQ(solved, (std::vector<int>{2018, 2019}));
}

TEST(RunPath, StopsWhenAsked) {
  const auto path = Case(still_drivers()).try_run({}, {}, [](int year) { return year < 2019; });
  ASSERT_FALSE(path.ok());
  EXPECT_EQ(path.error().code, ErrorCode::interrupted);
}

TEST(RunPath, RefusesBadDriversAndInstrumentsBeforeTheFirstYear) {
  Case still(still_drivers());
  Instrument percent = measure(InstrumentKind::tariff, 25.0, 2021);
  const auto never = [](int) -> bool { throw std::logic_error("a year was solved"); };
  EXPECT_EQ(still.try_run({percent}, {}, never).error().hint, "write 0.25 for 25 %");
  still.drivers.region = 2;
  EXPECT_EQ(still.try_run({}, {}, never).error().code, ErrorCode::bad_value);
  still.drivers.region = 0;
  still.classes[0].shares[0].sector = 3;
  EXPECT_EQ(still.try_run({}, {}, never).error().where, "class half of works");
  still.classes.clear();
  still.drivers.last_year = 2018;
  EXPECT_EQ(still.try_run({}, {}, never).error().where, "years");
}

}  // namespace
}  // namespace domar::growth
