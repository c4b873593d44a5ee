#include "domar/policy/effects.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "../../../tests/economies/two_industries.hpp"

namespace domar::policy {
namespace {

constexpr Index k_farms = 0;
constexpr Index k_works = 1;
constexpr double k_exact = 1e-14;

Instrument measure(InstrumentKind kind, double rate = 0.0) {
  Instrument it;
  it.kind = kind;
  it.name = "the measure";
  it.from = 2020;
  it.to = 2024;
  it.rate = rate;
  return it;
}

Instrument spending(InstrumentKind kind, double amount) {
  Instrument it = measure(kind);
  it.amount = amount;
  return it;
}

double sum(const Vector& v) { return std::accumulate(v.begin(), v.end(), 0.0); }

/// Farms earn 60 of factor income, works 84.
class PolicyEffects : public testing::Test {
 protected:
  Result<Effects> try_in(int year, const std::vector<Instrument>& instruments) {
    return effects_of(instruments, year, economy_, network_, 0);
  }
  Effects in(int year, const std::vector<Instrument>& instruments) {
    return try_in(year, instruments).value();
  }
  void expect_no_handle(const Instrument& instrument) {
    const auto effects = try_in(2021, {instrument});
    ASSERT_FALSE(effects.ok()) << name_of(instrument.kind);
    EXPECT_EQ(effects.error().code, ErrorCode::bad_value);
    EXPECT_EQ(effects.error().where, "the measure");
    EXPECT_EQ(effects.error().what, "nothing in the economy for this instrument to act on");
  }
  accounts::Economy economy_ = tests::two_industries();
  network::AccountsNetwork network_ = tests::network_of_two_industries();
};

TEST_F(PolicyEffects, NothingWithoutInstruments) {
  const Effects none = in(2021, {});
  EXPECT_TRUE(none.tax.empty() && none.iceberg.empty() && none.taste.empty() && none.caps.empty());
  EXPECT_EQ(none.investment, Vector(3, 0.0));
  EXPECT_EQ(none.rd_response, Vector(3, 0.0));
  EXPECT_EQ(none.procurement, Vector(3, 0.0));
  EXPECT_FALSE(none.ai.has_value());
  EXPECT_EQ(none.data_openness, 0.0);
  EXPECT_EQ(none.spillover_scale, 1.0);
  EXPECT_EQ(none.outlays, 0.0);
}

TEST_F(PolicyEffects, NothingBeforeTheFirstAndAfterTheLastYear) {
  for (const int year : {2019, 2025}) {
    EXPECT_TRUE(in(year, {measure(InstrumentKind::tariff, 0.1)}).tax.empty()) << year;
  }
}

/// B = (1 - tax (1 + deduction)) / (1 - tax): Hall and Jorgenson's user cost for R&D, as in Warda's
/// B-index. At 25 % tax: 1, 0.833, 0.75, 0.667 for deductions of 0, 50, 75 and 100 %; 0.824 at 15
/// %.
TEST_F(PolicyEffects, DeductionOfRdFollowsTheBIndex) {
  for (const auto& [tax, deduction, B] :
       {std::tuple{0.25, 0.0, 1.0}, std::tuple{0.25, 0.5, 5.0 / 6.0}, std::tuple{0.25, 0.75, 0.75},
        std::tuple{0.25, 1.0, 2.0 / 3.0}, std::tuple{0.15, 1.0, 0.70 / 0.85}}) {
    Instrument it = measure(InstrumentKind::rd_deduction, deduction);
    it.tax_rate = tax;
    const Effects effects = in(2021, {it});
    EXPECT_NEAR(effects.rd_response[k_farms], -std::log(B), k_exact) << tax << " " << deduction;
    EXPECT_NEAR(effects.rd_relief[k_farms], tax * deduction, k_exact);
    EXPECT_EQ(effects.rd_response[2], 0.0) << "abroad";
    EXPECT_EQ(effects.outlays, 0.0) << "a tax forgone is no outlay";
  }
}

/// From 75 to 100 %, B falls from 0.750 to 0.667: R&D rises by 11.8 log per cent at elasticity 1.
TEST_F(PolicyEffects, RaisingTheDeductionFrom75To100AddsTwelveLogPercent) {
  Instrument it = measure(InstrumentKind::rd_deduction, 1.0);
  it.before = 0.75;
  const Effects full = in(2021, {it});
  EXPECT_NEAR(full.rd_response[k_works], 0.118, 0.0005);
  EXPECT_NEAR(full.rd_response[k_works], std::log(0.75 / (2.0 / 3.0)), k_exact);
  EXPECT_NEAR(full.rd_relief[k_works], 0.25 * 0.25, k_exact);
  it.response = 0.4;
  it.relabelling = 0.242;
  EXPECT_NEAR(in(2021, {it}).rd_response[k_works], 0.4 * std::log(1.125) * 0.758, k_exact);
  it.sectors = {0.0, 0.5, 0.0};
  const Effects half = in(2021, {it});
  EXPECT_EQ(half.rd_response[k_farms], 0.0);
  EXPECT_NEAR(half.rd_response[k_works], 0.5 * 0.4 * std::log(1.125) * 0.758, k_exact);
}

TEST_F(PolicyEffects, GrantsAreSharedOutByIncomeAndCrowdOutOtherRd) {
  Instrument it = spending(InstrumentKind::rd_grant, 10.0);
  it.additionality = 0.9;
  it.realisation = 0.5;
  const Effects effects = in(2021, {it});
  EXPECT_NEAR(effects.rd_grants[k_farms], 4.5 * 60.0 / 144.0, k_exact);
  EXPECT_NEAR(effects.rd_grants[k_works], 4.5 * 84.0 / 144.0, k_exact);
  EXPECT_NEAR(effects.outlays, 5.0, k_exact);
}

TEST_F(PolicyEffects, RenewalAndFundsAddInvestment) {
  for (const auto kind : {InstrumentKind::equipment_renewal, InstrumentKind::guidance_fund}) {
    Instrument it = spending(kind, 10.0);
    it.leverage = 5.0;
    it.additionality = 0.45;
    it.realisation = 0.4;
    it.sectors = {0.0, 0.25, 0.0};
    const Effects effects = in(2021, {it});
    EXPECT_EQ(effects.investment[k_farms], 0.0);
    EXPECT_NEAR(effects.investment[k_works], 10.0 * 0.4 * 5.0 * 0.45, k_exact);
    EXPECT_NEAR(effects.outlays, 4.0, k_exact);
  }
}

TEST_F(PolicyEffects, ProcurementBuysGoods) {
  Instrument it = spending(InstrumentKind::procurement, 10.0);
  it.sectors = {1.0, 1.0, 1.0};
  it.realisation = 0.5;
  const Effects effects = in(2021, {it});
  EXPECT_NEAR(effects.procurement[0], 5.0 * 60.0 / 144.0, k_exact);
  EXPECT_NEAR(effects.procurement[1], 5.0 * 84.0 / 144.0, k_exact);
  EXPECT_EQ(effects.procurement[2], 0.0) << "nobody at home makes it";
  EXPECT_NEAR(effects.outlays, 5.0, k_exact);
}

TEST_F(PolicyEffects, AnOutputSubsidyLowersTheProductionTax) {
  Instrument it = measure(InstrumentKind::output_subsidy, 0.1);
  it.sectors = {0.5, 0.0, 0.0};
  const Effects effects = in(2021, {it});
  ASSERT_EQ(effects.tax.size(), 1u);
  EXPECT_EQ(effects.tax[0].edge, network_.industries[k_farms].tax_edge);
  EXPECT_NEAR(effects.tax[0].amount, -0.05, k_exact);
}

TEST_F(PolicyEffects, APurchaseSubsidyIsPaidToHouseholds) {
  Instrument it = measure(InstrumentKind::purchase_subsidy, 0.1);
  it.sectors = {0.0, 1.0, 0.0};
  for (const auto sourcing : {network::Sourcing::by_user, network::Sourcing::shared}) {
    network::NetworkOptions options = tests::options_for_two_industries();
    options.sourcing = sourcing;
    network_ = tests::network_of_two_industries(options);
    const Effects effects = in(2021, {it});
    ASSERT_EQ(effects.tax.size(), 1u);
    const auto& edge = network_.network.edge(effects.tax[0].edge);
    EXPECT_EQ(edge.buyer, network_.regions[0].household);
    EXPECT_NEAR(edge.value_0, 34.0, k_exact) << "machines of both origins";
    EXPECT_NEAR(effects.tax[0].amount, -0.1, k_exact);
  }
}

TEST_F(PolicyEffects, ATariffStandsOnImports) {
  const Effects effects = in(2021, {measure(InstrumentKind::tariff, 0.25)});
  ASSERT_EQ(effects.tax.size(), 2u);
  EXPECT_EQ(effects.tax[0].edge, network_.import_edges[0][0][0]);
  EXPECT_EQ(effects.tax[1].edge, network_.import_edges[0][1][0]);
  EXPECT_NEAR(effects.tax[1].amount, 0.25, k_exact);
}

TEST_F(PolicyEffects, AnImportQuotaCapsThePartConcerned) {
  Instrument it = measure(InstrumentKind::import_quota);
  it.cap = 0.2;
  it.sectors = {0.0, 0.5, 0.0};
  it.rent_lost = true;
  const Effects effects = in(2021, {it});
  ASSERT_EQ(effects.caps.size(), 1u);
  EXPECT_EQ(effects.caps[0].edge, network_.import_edges[0][1][0]);
  EXPECT_NEAR(effects.caps[0].cap, 0.6, k_exact);
  EXPECT_TRUE(effects.caps[0].rent_lost);
}

/// Two caps on one flow would be two unknowns for one quantity: only the tighter can bind.
TEST_F(PolicyEffects, TheTighterOfTwoQuotasCounts) {
  Instrument loose = measure(InstrumentKind::import_quota);
  loose.cap = 0.8;
  Instrument tight = loose;
  tight.cap = 0.5;
  tight.rent_lost = true;
  for (const auto& both : {std::vector{loose, tight}, std::vector{tight, loose}}) {
    const Effects effects = in(2021, both);
    ASSERT_EQ(effects.caps.size(), 2u) << "grain and machines";
    for (const EdgeCap& cap : effects.caps) {
      EXPECT_NEAR(cap.cap, 0.5, k_exact);
      EXPECT_TRUE(cap.rent_lost);
    }
  }
}

TEST_F(PolicyEffects, AnExportControlAbroadMakesImportsDearer) {
  const Effects effects = in(2021, {measure(InstrumentKind::export_control, 0.4)});
  ASSERT_EQ(effects.iceberg.size(), 2u);
  EXPECT_EQ(effects.iceberg[1].edge, network_.import_edges[0][1][0]);
  EXPECT_NEAR(effects.iceberg[1].amount, 0.4, k_exact);
}

TEST_F(PolicyEffects, LocalisationTurnsUsersToTheDomesticVariety) {
  Instrument it = measure(InstrumentKind::localisation, 0.3);
  it.sectors = {1.0, 0.0, 0.0};
  const Effects effects = in(2021, {it});
  ASSERT_EQ(effects.taste.size(), network_.domestic_edges[0][0].size());
  ASSERT_EQ(effects.taste.size(), 3u) << "both industries and the household import grain";
  for (const EdgeChange& change : effects.taste) EXPECT_NEAR(change.amount, 0.3, k_exact);
}

TEST_F(PolicyEffects, AnAiProgrammeIsALogisticCurve) {
  Instrument it = measure(InstrumentKind::ai_programme, 0.45);
  it.midpoint = 2025.1;
  it.ceiling = 0.3;
  it.amount = 2.0;
  const Effects effects = in(2021, {it});
  ASSERT_TRUE(effects.ai.has_value());
  EXPECT_NEAR(effects.ai->at(2025.1), 0.15, k_exact);
  EXPECT_NEAR(effects.outlays, 2.0, k_exact);
  // The official targets: 70 % in 2027 and 90 % in 2030.
  const Adoption official{0.45, 2025.12, 1.0};
  EXPECT_NEAR(official.at(2027), 0.70, 0.005);
  EXPECT_NEAR(official.at(2030), 0.90, 0.005);
}

TEST_F(PolicyEffects, DataMarketsAndStandardsAddUp) {
  const Instrument data = measure(InstrumentKind::data_market, 0.3);
  const Instrument norms = measure(InstrumentKind::standards, 0.1);
  const Effects effects = in(2021, {data, data, norms, norms});
  EXPECT_NEAR(effects.data_openness, 0.6, k_exact);
  EXPECT_NEAR(effects.spillover_scale, 1.2, k_exact);
}

TEST_F(PolicyEffects, ARampBuildsUpYearByYear) {
  Instrument it = measure(InstrumentKind::tariff, 0.3);
  it.ramp = 3;
  const double expected[] = {0.0, 0.1, 0.2, 0.3, 0.3, 0.3, 0.0};
  for (int year = 2019; year <= 2025; ++year) {
    EXPECT_NEAR(it.strength(year) * it.rate, expected[year - 2019], k_exact) << year;
    const Effects effects = in(year, {it});
    EXPECT_NEAR(effects.tax.empty() ? 0.0 : effects.tax[0].amount, expected[year - 2019], k_exact);
  }
  // Money spreads over the ramp as well, and what is spent is what is paid for.
  Instrument fund = spending(InstrumentKind::guidance_fund, 9.0);
  fund.ramp = 3;
  EXPECT_NEAR(sum(in(2020, {fund}).investment), 3.0, k_exact);
  EXPECT_NEAR(in(2020, {fund}).outlays, 3.0, k_exact);
}

TEST_F(PolicyEffects, RefuseInstrumentsWithoutAHandle) {
  for (const auto kind :
       {InstrumentKind::rd_deduction, InstrumentKind::rd_grant, InstrumentKind::equipment_renewal,
        InstrumentKind::guidance_fund, InstrumentKind::output_subsidy,
        InstrumentKind::purchase_subsidy, InstrumentKind::procurement, InstrumentKind::tariff,
        InstrumentKind::import_quota, InstrumentKind::export_control,
        InstrumentKind::localisation}) {
    Instrument it = measure(kind, 0.1);
    it.amount = 1.0;
    it.cap = 0.5;
    it.sectors = {0.0, 0.0, 1.0};  // only the rest of the world makes W
    expect_no_handle(it);
  }
}

TEST_F(PolicyEffects, RefuseTradeMeasuresOnAGoodWithoutImports) {
  const auto no_grain = [&](network::AccountsNetwork& network) {
    network.import_edges[0][0].clear();
    network.domestic_edges[0][0].clear();
  };
  no_grain(network_);
  for (const auto kind : {InstrumentKind::tariff, InstrumentKind::import_quota,
                          InstrumentKind::export_control, InstrumentKind::localisation}) {
    Instrument it = measure(kind, 0.1);
    it.sectors = {1.0, 0.0, 0.0};
    expect_no_handle(it);
  }
}

TEST_F(PolicyEffects, RefuseSectorsThatAreNotOnePerGood) {
  Instrument it = measure(InstrumentKind::tariff, 0.1);
  it.sectors = {1.0};
  const auto effects = try_in(2021, {it});
  ASSERT_FALSE(effects.ok());
  EXPECT_EQ(effects.error().code, ErrorCode::shape_mismatch);
  EXPECT_EQ(effects.error().where, "the measure");
}

TEST(InstrumentKinds, AreFoundByTheirWords) {
  for (const std::string& word : instrument_names()) {
    EXPECT_EQ(name_of(parse_instrument_kind(word).value()), word);
  }
  const auto unknown = parse_instrument_kind("tarif");
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().code, ErrorCode::not_found);
  EXPECT_EQ(unknown.error().what, "unknown instrument 'tarif'");
  EXPECT_EQ(unknown.error().hint, "did you mean tariff?");
}

/// What is wrong with an otherwise good instrument after `spoil`.
template <class Spoil>
Error refusal(InstrumentKind kind, double rate, Spoil spoil) {
  Instrument it = measure(kind, rate);
  if (kind == InstrumentKind::ai_programme) it.midpoint = 2026.0;
  EXPECT_TRUE(it.check().ok()) << name_of(kind) << " before it was spoilt";
  spoil(it);
  const Status status = it.check();
  if (status.ok()) return {ErrorCode::internal, "it was not refused", "", "", ""};
  EXPECT_EQ(status.error().where, "the measure");
  return status.error();
}

TEST(InstrumentCheck, ReadsTwentyFiveAsAForgottenPercentSign) {
  for (const auto kind :
       {InstrumentKind::tariff, InstrumentKind::output_subsidy, InstrumentKind::purchase_subsidy,
        InstrumentKind::rd_deduction, InstrumentKind::export_control, InstrumentKind::localisation,
        InstrumentKind::standards, InstrumentKind::data_market}) {
    const Error error = refusal(kind, 0.25, [](Instrument& it) { it.rate = 25.0; });
    EXPECT_EQ(error.code, ErrorCode::bad_value) << name_of(kind);
    EXPECT_EQ(error.hint, "write 0.25 for 25 %") << name_of(kind);
    EXPECT_NE(error.what.find("rate 25 is not a share"), std::string::npos) << error.what;
  }
}

TEST(InstrumentCheck, RefusesWhatIsOutOfRange) {
  const auto what = [](InstrumentKind kind, double rate, auto spoil) {
    return refusal(kind, rate, spoil).what;
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(what(InstrumentKind::tariff, 0.1, [](Instrument& it) { it.to = 2019; }),
            "it begins in 2020 and ends in 2019");
  EXPECT_EQ(what(InstrumentKind::data_market, 0.1, [](Instrument& it) { it.rate = -0.1; }),
            "openness -0.1 is below 0");
  EXPECT_EQ(what(InstrumentKind::import_quota, 0.0, [](Instrument& it) { it.cap = 0.0; }),
            "cap 0 is not above 0");
  EXPECT_EQ(what(InstrumentKind::rd_grant, 0.0, [](Instrument& it) { it.amount = -1.0; }),
            "amount -1 is negative");
  EXPECT_EQ(what(InstrumentKind::rd_grant, 0.0, [](Instrument& it) { it.additionality = 45.0; }),
            "additionality 45 is not a share between 0 and 1");
  EXPECT_EQ(what(InstrumentKind::rd_grant, 0.0, [](Instrument& it) { it.realisation = -0.1; }),
            "realisation -0.1 is not a share between 0 and 1");
  EXPECT_EQ(what(InstrumentKind::ai_programme, 0.4, [](Instrument& it) { it.midpoint = 7.0; }),
            "an AI programme needs a rate above 0 and a midpoint year");
  EXPECT_EQ(what(InstrumentKind::guidance_fund, 0.0, [](Instrument& it) { it.leverage = -1.0; }),
            "leverage -1 is negative");
  EXPECT_EQ(what(InstrumentKind::rd_deduction, 1.0, [&](Instrument& it) { it.response = nan; }),
            "response nan is negative");
  EXPECT_EQ(what(InstrumentKind::tariff, 0.1,
                 [](Instrument& it) {
                   it.sectors = {0.5, 1.5};
                 }),
            "share 1.5 of a sector is not between 0 and 1");
  EXPECT_EQ(what(InstrumentKind::tariff, 0.1, [](Instrument& it) { it.ramp = 0; }),
            "a ramp of 0 years");
  for (const auto kind : {InstrumentKind::tariff, InstrumentKind::output_subsidy}) {
    EXPECT_NE(what(kind, 0.1, [&](Instrument& it) { it.rate = nan; }).find("is not a share"),
              std::string::npos);
  }
}

/// A deduction that saves more tax than R&D costs makes it free: the user cost has no logarithm.
TEST(InstrumentCheck, RefusesADeductionThatMakesRdFree) {
  const Error error =
      refusal(InstrumentKind::rd_deduction, 1.0, [](Instrument& it) { it.tax_rate = 0.5; });
  EXPECT_EQ(error.code, ErrorCode::bad_value);
  EXPECT_NE(error.what.find("R&D would cost nothing"), std::string::npos) << error.what;
}

}  // namespace
}  // namespace domar::policy
