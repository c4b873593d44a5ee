#include "domar/scenario/world_shock.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "domar/base/file.hpp"
#include "three_regions.hpp"
#include "world_words.hpp"

namespace domar::scenario {
namespace {

namespace fs = std::filesystem;

class WorldShockFile : public ::testing::Test {
 protected:
  void SetUp() override {
    file_ = fs::temp_directory_path() /
            (std::string("domar_world_") +
             ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".toml");
  }
  void TearDown() override { fs::remove(file_); }
  Result<WorldShock> load(const std::string& text) {
    EXPECT_TRUE(write_file(file_, text).ok());
    return load_world_shock(economy_, file_);
  }
  WorldShockResult solved(const std::string& text) {
    return solve_world_shock(economy_, load(text).value()).value();
  }
  accounts::Economy economy_ = three_regions();
  fs::path file_;
};

TEST_F(WorldShockFile, ABalancedTableIsItsOwnBaseYear) {
  const auto result = solved("[[tariff]]\nfrom = ['A']\nto = ['B']\nrate = 0.1\n");
  EXPECT_LT(result.world.output_moved, 1e-12);
  EXPECT_TRUE(result.world.repairs.empty());
  EXPECT_NEAR(result.world.model.base.output_tax[0], 5.0 / 75.0, 1e-15);
  EXPECT_NEAR(result.exports_0[0], 60.0, 1e-9);  // per good 4 x 5 + 2 x 5
  ASSERT_TRUE(result.outcome.solution.converged);
  EXPECT_LT(result.outcome.solution.results.welfare[0], 0.0);  // the one whose exports are taxed
  EXPECT_EQ(result.notes.size(), 1u);                          // the assumed elasticity
}

TEST_F(WorldShockFile, SourcingByUserDiffersLittleFromShared) {
  const std::string text = "[[trade_cost]]\nfrom = ['A']\nchange = 0.1\n";
  const auto shared = solved("sourcing = 'shared'\n" + text);
  const auto by_user = solved("sourcing = 'by_user'\n" + text);
  // Industries and households have different mixes here, so the two differ, but little.
  EXPECT_NEAR(shared.outcome.solution.results.welfare[0],
              by_user.outcome.solution.results.welfare[0], 2e-3);
  EXPECT_NE(shared.outcome.solution.results.welfare[0],
            by_user.outcome.solution.results.welfare[0]);
}

TEST_F(WorldShockFile, ACapBindsAtItsShare) {
  for (const char* rent : {"destination", "origin", "lost"}) {
    const auto result = solved(
        std::string("[[cap]]\nsectors = ['steel']\nfrom = ['A']\nto = ['B']\nshare = 0.5\n") +
        "rent = '" + rent + "'\n");
    ASSERT_TRUE(result.outcome.solution.converged) << result.outcome.solution.note;
    ASSERT_EQ(result.caps.size(), 1u);
    EXPECT_GT(result.outcome.log_wedge[0], 0.0);
    EXPECT_NEAR(equilibrium::relative_quantity(result.world.model, result.outcome.parameters,
                                               result.outcome.solution, result.caps[0].edge),
                0.5, 1e-7)
        << rent;
  }
  const auto loose =
      solved("[[cap]]\nsectors = ['steel']\nfrom = ['A']\nto = ['B']\nshare = 1.5\n");
  EXPECT_EQ(loose.outcome.log_wedge[0], 0.0);
}

/// Each of these would do something else than its writer meant.
TEST_F(WorldShockFile, ListsThatRepeatOrNameNobodyAreRefused) {
  const auto twice = load("[[tariff]]\nfrom = ['A', 'B', 'A']\nrate = 0.1\n");
  ASSERT_FALSE(twice.ok());
  EXPECT_NE(twice.error().message().find("'A' is named twice"), std::string::npos);
  EXPECT_NE(twice.error().where.find(":2:19"), std::string::npos) << twice.error().where;
  EXPECT_FALSE(load("[[cap]]\nsectors = []\nshare = 0.9\n").ok());
  EXPECT_FALSE(load("[[tariff]]\nfrom = ['A']\nto = ['A']\nrate = 0.1\n").ok());
}

TEST_F(WorldShockFile, MistakesAreShownWhereTheyAre) {
  const auto unknown = load("[[tariff]]\nfrom = ['Z']\nrate = 0.1\n");
  ASSERT_FALSE(unknown.ok());
  EXPECT_NE(unknown.error().where.find(":2:"), std::string::npos) << unknown.error().message();
  const auto percent = load("[[tariff]]\nrate = 25\n");
  ASSERT_FALSE(percent.ok());
  EXPECT_NE(percent.error().hint.find("0.25"), std::string::npos) << percent.error().message();
  EXPECT_FALSE(load("title = 'nothing'\n").ok());
  EXPECT_FALSE(load("[[tariff]]\nrate = 0.1\nsector = ['food']\n").ok());
}

TEST_F(WorldShockFile, JsonHoldsEveryRegionAndIndustry) {
  const auto result = solved("[[productivity]]\nsectors = ['food']\nfrom = ['C']\nchange = 0.1\n");
  const auto json = nlohmann::json::parse(world_shock_json(result));
  EXPECT_EQ(json["regions"].size(), 3u);
  EXPECT_EQ(json["industries"].size(), 6u);
  EXPECT_NEAR(json["regions"][2]["welfare"].get<double>(),
              std::expm1(result.outcome.solution.results.welfare[2]), 1e-15);
  EXPECT_GT(json["industries"][4]["output"].get<double>(), 0.05);
}

TEST_F(WorldShockFile, ContributionsAddUpByName) {
  const auto shock = load(R"(
[[tariff]]
name = "war"
from = ['A']
to = ['B']
rate = 0.2
[[tariff]]
name = "war"
from = ['B']
to = ['A']
rate = 0.2
[[productivity]]
from = ['C']
sectors = ['steel']
change = 0.1
)")
                         .value();
  const auto result = solve_world_shock(economy_, shock, true).value();
  ASSERT_TRUE(result.contributions.has_value());
  const auto& c = *result.contributions;
  ASSERT_EQ(c.instruments, (std::vector<std::string>{"war", "productivity on steel from C"}));
  const auto welfare = std::find_if(c.indicators.begin(), c.indicators.end(),
                                    [](const auto& i) { return i.name == "welfare of A"; });
  ASSERT_NE(welfare, c.indicators.end());
  EXPECT_NEAR(welfare->after, result.outcome.solution.results.welfare[0], 1e-9);
  EXPECT_NEAR(welfare->by_instrument[0] + welfare->by_instrument[1], welfare->after, 1e-8);
  EXPECT_LT(welfare->by_instrument[0], 0.0);  // a war between equals
  const auto json = nlohmann::json::parse(world_shock_json(result));
  EXPECT_EQ(json["contributions"]["welfare"].size(), 3u);
  EXPECT_NE(world_shock_text(result).find("Welfare of C, million USD"), std::string::npos);
}

TEST_F(WorldShockFile, ScaleEconomiesTellTheirUniquenessNumber) {
  const std::string tariff = "[[tariff]]\nfrom = ['A']\nto = ['B']\nrate = 0.1\n";
  const auto calm = solved("[scale]\nby_sector = {steel = 0.1}\n" + tariff);  // x (5 - 1)
  ASSERT_TRUE(calm.equilibria.has_value());
  EXPECT_NEAR(calm.equilibria->uniqueness_number, 0.4, 1e-12);
  EXPECT_EQ(calm.equilibria->starts, 1u);
  EXPECT_EQ(calm.equilibria->found[0].sign, 1);
  const auto wild = solved("[scale]\nby_sector = {steel = 0.3}\nstarts = 5\n" + tariff);
  ASSERT_TRUE(wild.equilibria.has_value());
  EXPECT_NEAR(wild.equilibria->uniqueness_number, 1.2, 1e-12);
  EXPECT_EQ(wild.equilibria->starts, 5u);
  EXPECT_NE(world_shock_text(wild).find("there may be several equilibria"), std::string::npos);
  EXPECT_NE(world_shock_text(wild).find("the one shown"), std::string::npos);
  const auto json = nlohmann::json::parse(world_shock_json(wild));
  EXPECT_NEAR(json["uniqueness_number"].get<double>(), 1.2, 1e-12);
  EXPECT_FALSE(solved(tariff).equilibria.has_value());
}

TEST_F(WorldShockFile, MarkupsComeOutOfValueAdded) {
  const std::string tariff = "[[tariff]]\nfrom = ['A']\nto = ['B']\nrate = 0.1\n";
  const auto result = solved("[markup]\nrate = 0.1\n" + tariff);
  const auto& model = result.world.model;
  ASSERT_TRUE(result.outcome.solution.converged);
  EXPECT_LT(result.world.output_moved, 1e-12);  // the table's flows are as before
  // Revenue 75, of it inputs 40: cost 75 / 1.1, factors the rest.
  EXPECT_NEAR(model.value_added_share[0], 1.0 - 40.0 * 1.1 / 75.0, 1e-12);
  const auto shock = load("[markup]\nrate = 1.0\n" + tariff).value();
  const auto refused = solve_world_shock(economy_, shock);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message().find("leaves nothing for the factors"), std::string::npos);
}

/// A closure's answer, written as a change, gives the same world without a closure.
TEST_F(WorldShockFile, AClosureHoldsItsResultBesideOtherChanges) {
  const std::string changes =
      "[[tariff]]\nfrom = ['A']\nto = ['B']\nrate = 0.3\n"
      "[[cap]]\nsectors = ['steel']\nfrom = ['C']\nto = ['A']\nshare = 0.9\n";
  const auto held = solved(changes +
                           "[[closure]]\nfix = 'output of steel in A'\n"
                           "free = 'output_subsidy of steel in A'\n"
                           "[[closure]]\nfix = 'tax_revenue of B'\nby = 0.5\n"
                           "free = 'output_tax in B'\n");
  ASSERT_TRUE(held.outcome.solution.converged) << held.outcome.solution.note;
  ASSERT_EQ(held.held.size(), 2u);
  EXPECT_NEAR(held.held[0].after, 1.0, 1e-9);
  EXPECT_NEAR(held.held[1].after, 1.5 * held.held[1].before, 1e-9 * held.held[1].before);
  EXPECT_GT(held.held[0].amount, 1e-4);
  const auto by_hand = solved(
      changes + fmt::format("[[output_tax]]\nsectors = ['steel']\nfrom = ['A']\nrate = {:.17g}\n"
                            "[[output_tax]]\nfrom = ['B']\nrate = {:.17g}\n",
                            -held.held[0].amount, held.held[1].amount));
  for (Index n = 0; n < 3; ++n) {
    EXPECT_NEAR(held.outcome.solution.results.welfare[n],
                by_hand.outcome.solution.results.welfare[n], 1e-7);
  }
  const auto json = nlohmann::json::parse(world_shock_json(held));
  EXPECT_EQ(json["freed"][0]["closure"], "output of steel in A by output subsidy on steel from A");
  EXPECT_EQ(json["freed"][1]["result"], "tax revenue of B");
  EXPECT_TRUE(json["freed"][1]["binds"]);
  EXPECT_NE(world_shock_text(held).find("held: output of steel in A at 1 (ratio to base"),
            std::string::npos)
      << world_shock_text(held);
}

/// With the transfer freed a region's trade is balanced; nobody else's deficit is told to be.
TEST_F(WorldShockFile, ATransferHoldsTheTradeBalance) {
  const auto held = solved(
      "[[productivity]]\nsectors = ['steel']\nfrom = ['A']\nchange = 0.2\n"
      "[[closure]]\nfix = 'trade_balance of A'\nto = 0.02\nfree = 'transfer to A'\n");
  ASSERT_TRUE(held.outcome.solution.converged) << held.outcome.solution.note;
  EXPECT_NEAR(held.held[0].after, 0.02, 1e-9);
  EXPECT_LT(held.held[0].amount, 0.0);
  const double gdp = held.outcome.solution.gdp[0];
  EXPECT_NEAR((held.exports[0] - held.imports[0]) / gdp, 0.02, 1e-8);
  const auto by_hand =
      solved("[[productivity]]\nsectors = ['steel']\nfrom = ['A']\nchange = 0.2\n" +
             fmt::format("[[transfer]]\nto = ['A']\nshare = {:.17g}\n", held.held[0].amount));
  EXPECT_NEAR(held.outcome.solution.results.welfare[1], by_hand.outcome.solution.results.welfare[1],
              1e-8);
}

TEST_F(WorldShockFile, AFloorBindsOnlyWhenItMust) {
  const std::string floor =
      "[[closure]]\nfix = 'real price of labour in A'\nat_least = 0.99\n"
      "free = 'endowment of labour in A'\n";
  const auto loose = solved("[[productivity]]\nfrom = ['A']\nchange = -0.002\n" + floor);
  EXPECT_FALSE(loose.held[0].binds);
  EXPECT_EQ(loose.held[0].amount, 0.0);
  const auto tight = solved("[[productivity]]\nfrom = ['A']\nchange = -0.05\n" + floor);
  EXPECT_TRUE(tight.held[0].binds);
  EXPECT_NEAR(tight.held[0].after, 0.99, 1e-9);
  EXPECT_LT(tight.held[0].amount, -0.01) << "unemployment";
}

/// A cap is a closure with a limit: the same wedge, found another way.
TEST_F(WorldShockFile, ALimitOnAQuantityIsACap) {
  const auto cap = solved(
      "[[cap]]\nsectors = ['steel']\nfrom = ['A']\nto = ['B']\nshare = 0.5\nrent = 'origin'\n");
  const auto limit = solved(
      "[[closure]]\nfix = 'quantity of steel from A to B'\nat_most = 0.5\n"
      "free = 'export_tax on steel from A to B'\n");
  ASSERT_TRUE(limit.outcome.solution.converged) << limit.outcome.solution.note;
  EXPECT_TRUE(limit.held[0].binds);
  EXPECT_NEAR(limit.held[0].amount, std::expm1(cap.outcome.log_wedge[0]), 1e-7);
  for (Index n = 0; n < 3; ++n) {
    EXPECT_NEAR(limit.outcome.solution.results.welfare[n], cap.outcome.solution.results.welfare[n],
                1e-8);
  }
}

/// What a closure frees counts for the change that it answers; a target that moves is an
/// instrument.
TEST_F(WorldShockFile, ContributionsKeepClosuresHeld) {
  const auto shock = load(
      "[[tariff]]\nname = 'tariff'\nfrom = ['A']\nto = ['B']\nrate = 0.3\n"
      "[[closure]]\nfix = 'tax_revenue of B'\nfree = 'output_tax in B'\n"
      "[[closure]]\nname = 'surplus'\nfix = 'trade_balance of A'\nto = 0.01\n"  // from 0
      "free = 'transfer to A'\n");
  const auto result = solve_world_shock(economy_, shock.value(), true).value();
  const auto& all = *result.contributions;
  EXPECT_EQ(all.instruments, (std::vector<std::string>{"tariff", "surplus"}));
  for (const auto& row : all.indicators) {
    EXPECT_NEAR(row.by_instrument[0] + row.by_instrument[1], row.after - row.before, 1e-7)
        << row.name;
  }
  EXPECT_NEAR(all.indicators[1].after, result.outcome.solution.results.welfare[1], 1e-8);
}

TEST_F(WorldShockFile, ClosuresSayWhereTheyAreWrong) {
  const auto refused = [&](const std::string& text, const std::string& what, const char* place) {
    const auto shock = load(text);
    ASSERT_FALSE(shock.ok()) << text;
    EXPECT_EQ(shock.error().what, what);
    EXPECT_NE(shock.error().where.find(place), std::string::npos) << shock.error().message();
    EXPECT_FALSE(shock.error().hint.empty());
  };
  const std::string free = "\nfree = 'tariff to B'\n";
  refused("[[closure]]\nfix = 'output of steal in A'" + free, "unknown sector 'steal'", ":2:7");
  refused("[[closure]]\nfix = 'output of steel in Z'" + free, "unknown region 'Z'", ":2:7");
  refused("[[closure]]\nfix = 'happiness of A'" + free, "unknown result 'happiness of A'", ":2:7");
  refused("[[closure]]\nfix = 'output of steel'" + free, "'output of steel' does not say whose",
          ":2:7");
  refused("[[closure]]\nfix = 'welfare of A'\nfree = 'tarif to B'\n",
          "unknown instrument 'tarif to B'", ":3:8");
  refused("[[closure]]\nfix = 'welfare of A'\nfree = 'cap on steel to B'\n",
          "a cap is a limit, not an instrument with an amount", ":3:8");
  refused("[[closure]]\nfix = 'welfare of A'\nto = 1.0\nby = 0.1" + free,
          "the target is given twice", ":4:6");
  refused("[[closure]]\nfix = 'welfare of A'\nlower = 0.1" + free,
          "the base year lies outside the bounds", ":3:9");
  refused(
      "[[closure]]\nfix = 'tax_revenue of B'" + free + "[[closure]]\nfix = 'budget of B'" + free,
      "'tariff to B' is freed twice", ":6:8");
}

/// Every result that contributions and the JSON name can be said, and has the value that they give.
TEST_F(WorldShockFile, WordsMeanWhatResultsAreCalled) {
  const auto result =
      solve_world_shock(economy_,
                        load("[[tariff]]\nfrom = ['A']\nto = ['B']\nrate = 0.3\n"
                             "[[export_tax]]\nsectors = ['food']\nfrom = ['C']\nrate = 0.1\n")
                            .value(),
                        true)
          .value();
  equilibrium::WorldAccountsOptions options;
  options.elasticities.armington.assign(2, 5.0);
  const auto world = SolvedWorld::make(economy_, options).value();
  const auto value = [&](const std::string& words) {
    const auto indicator = world_result(words, *world);
    EXPECT_TRUE(indicator.ok()) << words << ": " << indicator.error().message();
    return indicator->value(result.world.model, result.outcome.parameters, result.outcome.solution);
  };
  for (const auto& row : result.contributions->indicators) {
    const auto indicator = world_result(row.name, *world);
    ASSERT_TRUE(indicator.ok()) << row.name << ": " << indicator.error().message();
    const double before = world->base_value(*indicator);
    EXPECT_NEAR(std::log(value(row.name) / before), row.after - row.before, 1e-8) << row.name;
  }
  const auto json = nlohmann::json::parse(world_shock_json(result));
  for (const auto& region : json["regions"]) {
    const std::string of = " of " + region["region"].get<std::string>();
    for (const char* ratio : {"welfare", "real_factor_income", "final_price"}) {
      EXPECT_NEAR(value(ratio + of) - 1.0, region[ratio].get<double>(), 1e-9) << ratio;
    }
    for (const char* money : {"gdp", "tax_revenue", "exports", "imports"}) {
      EXPECT_NEAR(value(money + of), region[money].get<double>(), 1e-7) << money;
    }
  }
  // Parts add up: exports by sector and destination, shares of all industries and taxes on trade.
  EXPECT_NEAR(value("exports of food + steel from A to B") + value("exports from A to C"),
              value("exports of A"), 1e-9);
  EXPECT_NEAR(value("imports of food in B from A + C"), value("imports of food to B"), 1e-9);
  EXPECT_NEAR(value("share of food + steel in A"), 1.0, 1e-9) << "no tariffs, no export taxes";
  EXPECT_NEAR(value("budget of B"), value("tax_revenue of B") / value("gdp of B"), 1e-12);
  EXPECT_NEAR(value("real_wage of A"), value("real price of labour in A"), 1e-12);
  EXPECT_NEAR(value("welfare of world"),
              (value("welfare of A") + value("welfare of B") + value("welfare of C")) / 3.0, 1e-12);
}

}  // namespace
}  // namespace domar::scenario
