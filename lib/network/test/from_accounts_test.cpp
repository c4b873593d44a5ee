#include "domar/network/from_accounts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "three_industries.hpp"

namespace domar::network {
namespace {

double market_value(const Network& network, const std::string& name) {
  const Index market = network.find_market(name);
  EXPECT_NE(market, k_none) << name;
  return market == k_none ? 0.0 : network.market(market).endowment_0;
}

TEST(FromAccounts, ReportsEveryRepairByNameAndAmount) {
  NetworkOptions options = options_for_three_industries();
  options.data_share = 0.1;
  const AccountsNetwork built = build_network(three_industries(), options).value();
  std::vector<std::string> said;
  for (const Repair& repair : built.repairs) said.push_back(repair.rule + " | " + repair.where);
  EXPECT_EQ(said,
            (std::vector<std::string>{"stocks drawn down are met by imports | A Grain",
                                      "data income capped by operating surplus | 01 Farms",
                                      "data income capped by operating surplus | 02 Works",
                                      "data income capped by operating surplus | 03 Services",
                                      "capital income floor, taken from labour | 03 Services"}));
  ASSERT_EQ(built.repairs.size(), 5u);
  EXPECT_NEAR(built.repairs[0].money, 3.0, 1e-12);               // stocks -5, investment 2
  EXPECT_NEAR(built.repairs[1].money, 6.2 - 10.0 / 3.0, 1e-12);  // 10 % of 62; a third of 10
  EXPECT_NEAR(built.repairs[2].money, 8.5 - 6.0, 1e-12);
  EXPECT_NEAR(built.repairs[3].money, 12.8, 1e-12);  // no surplus, no data
  EXPECT_NEAR(built.repairs[4].money, 5.0, 1e-12);   // 5 % of 120, where capital earns 1
}

TEST(FromAccounts, SplitsValueAdded) {
  NetworkOptions options = options_for_three_industries();
  options.data_share = 0.02;
  const AccountsNetwork built = build_network(three_industries(), options).value();
  const Network& network = built.network;
  EXPECT_NEAR(market_value(network, "labour home"), 50.0 + 40.0 + 114.0, 1e-12);
  EXPECT_NEAR(market_value(network, "labour rest"), 1000.0, 1e-12);
  EXPECT_NEAR(market_value(network, "data of home 01"), 0.02 * 62.0, 1e-12);
  EXPECT_NEAR(market_value(network, "data of home 02"), 0.02 * 85.0, 1e-12);
  EXPECT_EQ(network.find_market("data of home 03"), k_none);
  EXPECT_NEAR(market_value(network, "capital of home 01"), 16.0 - 0.02 * 62.0, 1e-12);
  EXPECT_NEAR(market_value(network, "capital of home 03"), 6.0, 1e-12);
  EXPECT_EQ(built.industries[3].capital, k_none);
  EXPECT_TRUE(built.input_edges[3].empty());
  EXPECT_EQ(built.network.find_activity("rest ROW inputs"), k_none);
  EXPECT_NEAR(built.factor_income_0[0], 66.0, 1e-12);
}

TEST(FromAccounts, ASubsidyOnProductionIsANegativeTaxOnCosts) {
  const AccountsNetwork built =
      build_network(three_industries(), options_for_three_industries()).value();
  const Edge& farms = built.network.edge(built.industries[0].tax_edge);
  EXPECT_NEAR(farms.tax_0, -4.0 / 94.0, 1e-15);
  EXPECT_NEAR(farms.value_0, 90.0, 1e-12);
  EXPECT_EQ(farms.receiver, built.regions[0].agent);
}

TEST(FromAccounts, SalesAreThoseOfTheTable) {
  for (const auto& [name, options] : ways_to_build_three_industries()) {
    SCOPED_TRACE(name);
    const auto built = build_network(three_industries(), options);
    ASSERT_TRUE(built.ok()) << built.error().message();
    const Network& network = built->network;
    const double output[4] = {90.0, 220.0, 174.0, 1000.0};
    for (Index j = 0; j < 4; ++j) {
      EXPECT_NEAR(network.value_0(built->industries[j].supply), output[j], 1e-9);
    }
    // The repair moved 3 of grain from home's stocks to imports, so home spends 3 more than 277.
    EXPECT_NEAR(network.value_0(built->regions[0].top), 280.0, 1e-9);
    EXPECT_NEAR(network.value_0(built->regions[0].household), 170.0, 1e-9);
    EXPECT_NEAR(network.value_0(built->regions[0].government), 51.0, 1e-9);
    EXPECT_NEAR(network.value_0(built->regions[0].investment), 59.0, 1e-9);
    EXPECT_NEAR(network.value_0(built->regions[1].everything), 995.0, 1e-9);
    EXPECT_NEAR(network.income_0(built->regions[0].agent), 275.0 + 5.0, 1e-9);
  }
}

TEST(FromAccounts, ImportEdgesCarryTheImportsOfTheTable) {
  for (const auto& [name, options] : ways_to_build_three_industries()) {
    SCOPED_TRACE(name);
    const AccountsNetwork built = build_network(three_industries(), options).value();
    const double imports[4] = {12.0 + 3.0, 46.0, 6.0, 0.0};
    const double exports[4] = {11.0, 46.0, 5.0, 0.0};
    for (Index region = 0; region < 2; ++region) {
      for (Index i = 0; i < 4; ++i) {
        double total = 0.0;
        for (const Index e : built.import_edges[region][i]) {
          const Edge& edge = built.network.edge(e);
          EXPECT_EQ(edge.receiver, built.regions[region].agent) << "a tariff must have a receiver";
          total += edge.value_0;
        }
        EXPECT_NEAR(total, region == 0 ? imports[i] : exports[i], 1e-9) << region << " " << i;
      }
    }
  }
}

TEST(FromAccounts, DomesticEdgesStandWhereAnImportCompetes) {
  NetworkOptions options = options_for_three_industries();
  const AccountsNetwork by_user = build_network(three_industries(), options).value();
  // Imported machines: 3 industries, household, government, investment. All of them buy home ones.
  EXPECT_EQ(by_user.domestic_edges[0][1].size(), 6u);
  EXPECT_EQ(by_user.domestic_edges[0][2].size(), 3u);  // services: services, household, investment
  options.sourcing = Sourcing::shared;
  const AccountsNetwork shared = build_network(three_industries(), options).value();
  for (Index i = 0; i < 3; ++i) EXPECT_EQ(shared.domestic_edges[0][i].size(), 1u);
}

TEST(FromAccounts, InputEdgesAddUpToTheInputsOfTheIndustry) {
  const AccountsNetwork built =
      build_network(three_industries(), options_for_three_industries()).value();
  const double inputs[4] = {28.0, 135.0, 46.0, 0.0};
  for (Index j = 0; j < 4; ++j) {
    double total = 0.0;
    for (const Index e : built.input_edges[j]) total += built.network.edge(e).value_0;
    EXPECT_NEAR(total, inputs[j], 1e-9);
  }
}

TEST(FromAccounts, MobilityDecidesHowManyMarketsThereAre) {
  for (const auto& [name, options] : ways_to_build_three_industries()) {
    SCOPED_TRACE(name);
    const AccountsNetwork built = build_network(three_industries(), options).value();
    const Index labour = options.labour == Mobility::mobile ? 2 : 4;
    const Index capital = options.capital == Mobility::mobile ? 1 : 3;  // none in the rest
    EXPECT_EQ(built.network.markets(), labour + capital + 2);           // data of two industries
  }
}

/// Two goods of its own instead of one: what leaves stocks at home is taken from one of them, once.
TEST(FromAccounts, TheRestOfTheWorldMayHaveTwoGoodsOfItsOwn) {
  accounts::Economy economy = three_industries();
  economy.goods =
      Labels::make({"A", "M", "S", "W", "X"}, {"Grain", "Machines", "Services", "W", "X"}).value();
  economy.supplier = {{0, 1, 2, k_none, k_none}, {3, 3, 3, 3, 3}};
  for (Matrix& origin : economy.use) {
    Matrix larger(5, origin.cols());
    std::copy(origin.values().begin(), origin.values().end(), larger.data());
    origin = larger;
  }
  economy.use[1](3, 8) = 900.0;
  economy.use[1](4, 8) = 36.0;
  NetworkOptions options = options_for_three_industries();
  options.elasticities.armington.push_back(1.0);
  options.elasticities.exports.push_back(1.0);
  const auto built = build_network(economy, options);
  ASSERT_TRUE(built.ok()) << built.error().message();
  EXPECT_NEAR(built->network.value_0(built->industries[3].supply), 1000.0, 1e-9);
}

void expect_refusal(const Result<AccountsNetwork>& built, ErrorCode code,
                    const std::string& where) {
  ASSERT_FALSE(built.ok());
  EXPECT_EQ(built.error().code, code) << built.error().message();
  EXPECT_NE(built.error().where.find(where), std::string::npos) << built.error().message();
}

TEST(FromAccounts, RefusesElasticitiesThatAreNotOnePerGood) {
  NetworkOptions options = options_for_three_industries();
  options.elasticities.exports.pop_back();
  expect_refusal(build_network(three_industries(), options), ErrorCode::shape_mismatch,
                 "three industries");
}

TEST(FromAccounts, RefusesAnElasticityBelowZero) {
  NetworkOptions options = options_for_three_industries();
  options.elasticities.armington[1] = -1.0;
  expect_refusal(build_network(three_industries(), options), ErrorCode::bad_value, "good M");
}

TEST(FromAccounts, RefusesOptionsThatAreNotNumbers) {
  NetworkOptions options = options_for_three_industries();
  options.data_share = std::numeric_limits<double>::quiet_NaN();
  expect_refusal(build_network(three_industries(), options), ErrorCode::bad_value, "");
  options = options_for_three_industries();
  options.data_cap_of_surplus = 1.5;
  expect_refusal(build_network(three_industries(), options), ErrorCode::bad_value, "");
}

TEST(FromAccounts, RefusesANegativeInput) {
  accounts::Economy economy = three_industries();
  economy.use[0](1, 0) = -8.0;
  expect_refusal(build_network(economy, options_for_three_industries()), ErrorCode::bad_value,
                 "good M from home to 01");
}

TEST(FromAccounts, RefusesMoreFromStocksThanAllUsersBuy) {
  accounts::Economy economy = three_industries();
  economy.use[0](0, 7) = -500.0;
  expect_refusal(build_network(economy, options_for_three_industries()), ErrorCode::bad_value,
                 "good A");
}

TEST(FromAccounts, RefusesAnIndustryThatPaysNoFactors) {
  accounts::Economy economy = three_industries();
  economy.value_added(accounts::operating_surplus, 0) = -60.0;
  expect_refusal(build_network(economy, options_for_three_industries()), ErrorCode::bad_value,
                 "01 Farms");
}

TEST(FromAccounts, NamesTheIndustryWhoseRowAndColumnDisagree) {
  accounts::Economy economy = three_industries();
  economy.value_added(accounts::labour, 1) += 1.0;
  expect_refusal(build_network(economy, options_for_three_industries()), ErrorCode::unbalanced,
                 "home 02");
}

/// Home against imports at half the elasticity; the base year is the same.
TEST(TwoLevelArmington, HalvesTheElasticityOfHomeAgainstImports) {
  for (const Sourcing sourcing : {Sourcing::by_user, Sourcing::shared}) {
    NetworkOptions options = options_for_three_industries();
    options.sourcing = sourcing;
    const auto one = build_network(three_industries(), options);
    options.armington = Armington::two_levels;
    const auto two = build_network(three_industries(), options);
    ASSERT_TRUE(one.ok());
    ASSERT_TRUE(two.ok()) << two.error().message();
    ASSERT_EQ(two->network.activities(), one->network.activities()) << "one origin of imports only";
    int halved = 0;
    for (Index n = 0; n < one->network.activities(); ++n) {
      const double before = one->network.activity(n).theta;
      const double after = two->network.activity(n).theta;
      EXPECT_DOUBLE_EQ(two->network.value_0(n), one->network.value_0(n));
      if (after == before) continue;
      EXPECT_DOUBLE_EQ(after, 0.5 * before) << one->network.activity(n).name;
      ++halved;
    }
    EXPECT_GE(halved, 3);
  }
}

}  // namespace
}  // namespace domar::network
