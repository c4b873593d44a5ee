#include <gtest/gtest.h>

#include <cmath>

#include "domar/scenario/analyse.hpp"
#include "tiny_economy.hpp"

namespace domar::scenario {
namespace {

const AnalysisRow* row_of(const Analysis& analysis, const std::string& label) {
  for (const AnalysisRow& row : analysis.rows) {
    if (row.label == label) return &row;
  }
  return nullptr;
}

TEST(PastIndustries, AddUpToOfficialGrowth) {
  const TempJob home;
  const auto analysis =
      analyse("industry-accounts", read_economy_folder("china-2018").value(), {}).value();
  const AnalysisRow* all = row_of(analysis, "2012-2017 all");
  ASSERT_NE(all, nullptr);
  // 7.78, 7.46, 6.98, 6.78 and 6.89 % (World Development Indicators, 2025).
  const double official = 20.0 * std::log(1.0777872 * 1.074619 * 1.0697878 * 1.0677556 * 1.0689127);
  EXPECT_NEAR(all->values[2], official, 1e-4);
  const AnalysisRow* recent = row_of(analysis, "2018-2020 all");
  ASSERT_NE(recent, nullptr);
  EXPECT_TRUE(std::isnan(recent->values[3])) << "nobody counted persons by section";
}

TEST(PastIndustries, NeedTheirFile) {
  const TempJob home;
  const auto folder = read_economy_folder(write_tiny_folder(home)).value();
  const auto missing = analyse("industry-accounts", folder, {});
  ASSERT_FALSE(missing.ok());
  EXPECT_NE(missing.error().where.find("past_industries.csv"), std::string::npos);
  home.write("tiny/past_industries.csv",
             "section,name,year,value_added,labour_income,persons,real_gdp\n"
             "A,Old,2012,1,1,1,\nTOTAL,GDP,2012,,,,1\nB,New,2013,1,1,1,\nTOTAL,GDP,2013,,,,1.1\n");
  const auto broken = analyse("industry-accounts", folder, {});
  ASSERT_FALSE(broken.ok()) << "another section in another year";
}

}  // namespace
}  // namespace domar::scenario
