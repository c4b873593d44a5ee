#include "domar/scenario/world_shock.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "domar/base/file.hpp"

namespace domar::scenario {
namespace {

namespace fs = std::filesystem;

/// Three regions alike, two goods; flows that balance by symmetry.
///
///            intermediate: 10 of each good at home, 5 from each of the others, per industry
///            final: 30 of each good at home, 5 from each of the others
accounts::Economy three_regions() {
  accounts::Economy economy;
  economy.name = "three";
  economy.year = 2020;
  economy.unit = "million USD";
  economy.regions = Labels::make({"A", "B", "C"}, {"Aland", "Bland", "Cland"}).value();
  economy.goods = Labels::make({"food", "steel"}, {"Food", "Steel"}).value();
  for (Index r = 0; r < 3; ++r) {
    economy.supplier.push_back({2 * r, 2 * r + 1});
    for (Index g = 0; g < 2; ++g) {
      economy.industries.push_back({r, economy.goods.code(g), economy.goods.title(g)});
    }
    economy.final_uses.push_back({r, accounts::FinalUseKind::household, "hh", "households"});
  }
  economy.use.assign(3, Matrix(2, economy.users()));
  economy.value_added = Matrix(accounts::k_value_added_rows, 6);
  for (Index o = 0; o < 3; ++o) {
    for (Index g = 0; g < 2; ++g) {
      for (Index u = 0; u < economy.users(); ++u) {
        const bool home = economy.region_of_user(u) == o;
        economy.use[o](g, u) = u < 6 ? (home ? 10.0 : 5.0) : (home ? 30.0 : 5.0);
      }
    }
  }
  // Each good sells 2 x 10 + 4 x 5 + 30 + 2 x 5 = 80; inputs cost 2 x 10 + 4 x 5 = 40.
  for (Index j = 0; j < 6; ++j) {
    economy.value_added(accounts::labour, j) = 25.0;
    economy.value_added(accounts::production_taxes, j) = 5.0;
    economy.value_added(accounts::operating_surplus, j) = 10.0;
  }
  return economy;
}

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

}  // namespace
}  // namespace domar::scenario
