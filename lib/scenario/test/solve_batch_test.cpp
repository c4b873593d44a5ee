#include "domar/scenario/solve_batch.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include <nlohmann/json.hpp>

#include "domar/scenario/economy_folder.hpp"
#include "domar/scenario/solve_shock.hpp"
#include "domar/scenario/world_shock.hpp"
#include "temp_job.hpp"

namespace domar::scenario {
namespace {

class SolveBatch : public ::testing::Test {
 protected:
  std::string shock(const std::string& name, const std::string& text) {
    return folder_.write(name, text).string();
  }
  TempJob folder_;
};

const char* const k_productive =
    "title = \"chips\"\n[[productivity]]\nsector = \"094\"\nchange = 0.1\n";
const char* const k_tariff =
    "[[change]]\ninstrument = \"tariff\"\nname = \"t\"\nsectors = [\"094\"]\nrate = 0.25\n";

TEST_F(SolveBatch, LinesAreWhatEachShockGivesAlone) {
  const auto a = shock("a.toml", k_productive);
  const auto b = shock("b.toml", k_tariff);
  const Batch batch = solve_batch("china-2018", {a, b, a}).value();
  ASSERT_EQ(batch.lines.size(), 3u);
  EXPECT_TRUE(batch.all_converged());
  EXPECT_EQ(batch.lines[0].title, "chips");
  for (const auto& line : batch.lines) {
    EXPECT_EQ(line.json,
              shock_json(solve_shock(load_shock("china-2018", line.file).value()).value()));
    EXPECT_EQ(line.changes.size(), batch.columns.size());
  }
  const auto json = nlohmann::json::parse(batch_json(batch));
  EXPECT_EQ(json["shocks"].size(), 3u);
  EXPECT_EQ(json["shocks"][1]["file"], b);
  EXPECT_EQ(json["shocks"][0]["real_gdp"].get<double>(), batch.lines[0].changes[0]);
}

TEST_F(SolveBatch, WorldsHaveAColumnForEachRegion) {
  const auto a = shock("a.toml", "[[tariff]]\nto = [\"USA\"]\nrate = 0.1\n");
  const auto b = shock("b.toml", "[[productivity]]\nfrom = [\"CHN\"]\nchange = 0.01\n");
  const Batch batch = solve_batch("world-2014", {a, b}).value();
  const auto folder = read_economy_folder("world-2014").value();
  ASSERT_EQ(batch.columns.size(), folder.economy.regions.size());
  const auto alone =
      solve_world_shock(folder.economy, load_world_shock(folder.economy, b).value()).value();
  for (Index n = 0; n < batch.columns.size(); ++n) {
    EXPECT_EQ(batch.columns[n], folder.economy.regions.code(n));
    EXPECT_EQ(batch.lines[1].changes[n], std::expm1(alone.outcome.solution.results.welfare[n]));
  }
}

TEST_F(SolveBatch, AClosureAtItsBoundIsTold) {
  const auto bound = shock("bound.toml",
                           "[[closure]]\nfix = \"quantity of ELE from CHN to USA\"\nto = 0.5\n"
                           "free = \"export_tax on ELE from CHN to USA\"\nupper = 0.05\n");
  const auto other = shock("other.toml", "[[tariff]]\nto = [\"USA\"]\nrate = 0.1\n");
  const std::string text = batch_text(solve_batch("world-2014", {bound, other}).value());
  EXPECT_NE(text.find("not held: quantity of ELE from CHN to USA"), std::string::npos) << text;
  // What is said of all shocks is said once.
  EXPECT_EQ(text.find("assumption"), text.rfind("assumption"));
}

TEST_F(SolveBatch, OneBadFileStopsAllBeforeTheyAreSolved) {
  const auto good = shock("good.toml", k_tariff);
  const auto bad = shock("bad.toml", "[[productivity]]\nsector = \"no such\"\nchange = 0.1\n");
  const auto batch = solve_batch("china-2018", {good, bad});
  ASSERT_FALSE(batch.ok());
  EXPECT_NE(batch.error().where.find("bad.toml:2"), std::string::npos);
}

TEST_F(SolveBatch, AShockThatCannotBeSolvedLeavesTheOthers) {
  const auto good = shock("good.toml", k_tariff);
  const auto none = shock("none.toml",
                          "title = \"none\"\n[nests]\ntree = \"les.toml\"\n[[change]]\nlever = "
                          "\"productivity\"\nby = -0.6\n");
  const auto batch = solve_batch("china-2018", {none, good});
  ASSERT_TRUE(batch.ok()) << batch.error().message();
  EXPECT_FALSE(batch->lines[0].converged);
  EXPECT_TRUE(batch->lines[1].converged);
  EXPECT_FALSE(batch->all_converged());
  EXPECT_NE(batch_text(*batch).find("not solved"), std::string::npos);
}

}  // namespace
}  // namespace domar::scenario
