#include "domar/scenario/split_file.hpp"

#include <gtest/gtest.h>

#include "../../accounts/test/small_economy.hpp"
#include "temp_job.hpp"

namespace domar::scenario {
namespace {

constexpr const char* k_fine = R"(name = "fine-economy"
sizes = "sizes.csv"
inputs = "inputs.csv"
sales = "sales.csv"
links = "links.csv"

[[industry]]
code = "fine"
name = "Fine cloth"
output_share = { "2" = { value = 0.3, low = 0.2, high = 0.4 } }
inputs = { "Grain" = 0.1, labour = 0.4, REST = 0.3 }

[[industry]]
code = "felt"
)";
constexpr const char* k_sizes =
    "industry,parent,quantity,value,low,high,unit,year,source,status\n"
    "felt,2,output_share,0.1,0.05,0.2,1,2018,guess,assumption\n"
    "felt,,value_added_rate,0.7,,,1,2018,guess,assumption\n"
    "felt,2,export_share,0.1,0,0.3,1,2018,guess,assumption\n";
constexpr const char* k_inputs =
    "industry,input,value,low,high,imported,source,status\n"
    "felt,1,0.2,0.1,0.3,0.5,guess,assumption\n"
    "felt,depreciation,0.1,0.1,0.1,,guess,assumption\n"
    "felt,REST,0.1,0.05,0.15,,guess,assumption\n";
constexpr const char* k_sales =
    "industry,user,value,source,status\nfelt,hh,0.6,guess,assumption\nfelt,1,0.1,guess,assumption\n"
    "felt,REST,0.2,guess,assumption\n";
constexpr const char* k_links =
    "industry,buys_from,times,source,status\nfelt,fine,3,guess,assumption\n";

/// The five files, one of them perhaps in another wording.
class SplitFile : public testing::Test {
 protected:
  Result<accounts::SplitFacts> read(const std::string& changed = "", const std::string& text = "") {
    for (const auto& [name, usual] : {std::pair{"split.toml", k_fine},
                                      {"sizes.csv", k_sizes},
                                      {"inputs.csv", k_inputs},
                                      {"sales.csv", k_sales},
                                      {"links.csv", k_links}}) {
      job_.write(name, changed == name ? text : usual);
    }
    return read_split_file(job_ / "split.toml", accounts::small_economy());
  }
  static std::string with(std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
  }
  TempJob job_;
};

TEST_F(SplitFile, TakesFiguresFromFileAndTables) {
  const auto facts = read();
  ASSERT_TRUE(facts.ok()) << facts.error().message();
  EXPECT_EQ(facts->name, "fine-economy");
  ASSERT_EQ(facts->industries.size(), 2u);
  const auto& fine = facts->industries[0];
  EXPECT_EQ(fine.output_share.at(1).low, 0.2);
  EXPECT_EQ(fine.inputs.at(0).value, 0.1);
  EXPECT_EQ(fine.value_added.at(accounts::labour).value, 0.4);
  EXPECT_EQ(fine.other_inputs->value, 0.3);
  const auto& felt = facts->industries[1];
  EXPECT_EQ(felt.name, "felt");
  EXPECT_EQ(felt.output_share.at(1).high, 0.2);
  EXPECT_EQ(felt.value_added_rate->low, 0.7);
  EXPECT_EQ(felt.exports.at(1).value, 0.1);
  EXPECT_EQ(felt.imported_inputs, (std::map<Index, double>{{0, 0.5}}));
  EXPECT_EQ(felt.sales, (std::map<Index, double>{{0, 0.1}, {3, 0.6}}));  // Farms, Households
  EXPECT_EQ(felt.affinity.at("fine"), 3.0);
  EXPECT_TRUE(accounts::split_by_facts(accounts::small_economy(), *facts).ok());
}

TEST_F(SplitFile, PointsAtMistakesInTheFile) {
  for (const auto& [from, to, place] :
       {std::tuple{"\"2\" = {", "\"3\" = {", "split.toml:10:24"},
        {"low = 0.2", "low = 0.5", "split.toml:10:24"},
        {"sizes = ", "size = ", "split.toml:2:1"},
        {"\"Grain\" = 0.1", "\"Grain\" = \"a\"", "split.toml:11:22"},
        {"labour = 0.4", "labor = 0.4", "split.toml:11:35"}}) {
    const auto facts = read("split.toml", with(k_fine, from, to));
    ASSERT_FALSE(facts.ok()) << to;
    EXPECT_EQ(facts.error().where, (job_ / place).string()) << facts.error().message();
    EXPECT_FALSE(facts.error().quote.empty()) << to;
  }
}

TEST_F(SplitFile, PointsAtMistakesInTheTables) {
  for (const auto& [file, usual, from, to, where] :
       {std::tuple{"sizes.csv", k_sizes, "felt,2,output", "fell,2,output", "sizes.csv:2:1"},
        {"sizes.csv", k_sizes, "felt,2,output", "felt,9,output", "sizes.csv:2:6"},
        {"sizes.csv", k_sizes, "output_share", "output", "sizes.csv:2:8"},
        {"sizes.csv", k_sizes, "0.1,0.05", "10,0.05", "sizes.csv:2:21"},
        {"inputs.csv", k_inputs, "felt,1,0.2,0.1,0.3", "felt,1,0.2,0.1,0.15", "inputs.csv:2:8"},
        {"inputs.csv", k_inputs, "felt,1", "felt,one", "inputs.csv:2:6"},
        {"sales.csv", k_sales, "hh", "home", "sales.csv:2:6"},
        {"sales.csv", k_sales, "0.6", "six", "sales.csv:2:9"},
        {"links.csv", k_links, "fine", "fin", "links.csv:2:6"}}) {
    const auto facts = read(file, with(usual, from, to));
    ASSERT_FALSE(facts.ok()) << to;
    EXPECT_EQ(facts.error().where, (job_ / where).string()) << facts.error().message();
  }
}

TEST_F(SplitFile, RefusesIndustriesWithoutAParent) {
  const auto facts = read(
      "sizes.csv", with(k_sizes, "felt,2,output_share,0.1,0.05,0.2,1,2018,guess,assumption\n", ""));
  ASSERT_FALSE(facts.ok());
  EXPECT_EQ(facts.error().what, "industry 'felt' has no share of any sector's output");
}

}  // namespace
}  // namespace domar::scenario
