#include "domar/scenario/compare.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "temp_job.hpp"

namespace domar::scenario {
namespace {

class Compare : public ::testing::Test {
 protected:
  Comparison of(const std::string& a, const std::string& b, const CompareOptions& options = {}) {
    return compare(job_.write("a.json", a).string(), job_.write("b.json", b).string(), options)
        .value();
  }
  TempJob job_;
};

TEST_F(Compare, TheSameNumbersInAnotherOrderAreTheSame) {
  const Comparison c =
      of(R"({"gdp": 1.0, "rows": [{"code": "A", "output": 1}, {"code": "B", "output": 2}]})",
         R"({"rows": [{"output": 2, "code": "B"}, {"code": "A", "output": 1}], "gdp": 1.0})");
  EXPECT_TRUE(c.same());
  EXPECT_EQ(c.compared, 5u);
  EXPECT_EQ(comparison_text(c, {}), "the same: 5 values\n");
}

TEST_F(Compare, LargestRelativeDifferenceFirst) {
  const Comparison c =
      of(R"({"a": 100.0, "b": 1.0, "c": "yes"})", R"({"a": 101.0, "b": 2.0, "c": "no"})");
  ASSERT_EQ(c.differences.size(), 3u);
  EXPECT_EQ(c.differences[0].where, "c") << "a text differs altogether";
  EXPECT_EQ(c.differences[1].where, "b");
  EXPECT_DOUBLE_EQ(c.differences[1].relative(), 0.5);
  EXPECT_EQ(c.differences[2].where, "a");
}

TEST_F(Compare, TolerancesAreRelativeOrAbsolute) {
  const char* a = R"({"large": 1e6, "small": 1e-13})";
  const char* b = R"({"large": 1000001, "small": 2e-13})";
  EXPECT_EQ(of(a, b).differences.size(), 1u) << "1e-13 is below the absolute tolerance";
  EXPECT_TRUE(of(a, b, {.relative = 1e-5}).same());
  EXPECT_EQ(of(a, b, {.relative = 1e-9, .absolute = 0.0}).differences.size(), 2u);
}

TEST_F(Compare, WhatOneLacksIsSaid) {
  const Comparison c = of(R"({"a": 1, "only": 2})", R"({"a": 1, "more": {"x": 3}})");
  EXPECT_FALSE(c.same());
  EXPECT_EQ(c.only_a, (std::vector<std::string>{"only"}));
  EXPECT_EQ(c.only_b, (std::vector<std::string>{"more.x"}));
}

TEST_F(Compare, HowAResultWasMadeDoesNotCount) {
  EXPECT_TRUE(of(R"({"a": 1, "seconds": 3, "residual": 1e-12, "hashes": {"f": "x"}})",
                 R"({"a": 1, "seconds": 4, "residual": 2e-12, "hashes": {"f": "y"}})")
                  .same());
}

TEST_F(Compare, WhatWasNothingIsNotAHundredPercent) {
  const std::string text = comparison_text(of(R"({"a": 0})", R"({"a": 5})"), {});
  EXPECT_EQ(text.find("+100"), std::string::npos) << text;
  EXPECT_NE(text.find("was 0"), std::string::npos) << text;
}

TEST_F(Compare, UnlikeResultsHaveNothingInCommon) {
  const std::string text = comparison_text(of(R"({"a": 0})", R"({"b": 5})"), {});
  EXPECT_NE(text.find("nothing in common; only in A: 1; only in B: 1"), std::string::npos) << text;
  EXPECT_EQ(text.find("largest differences"), std::string::npos) << text;
}

TEST_F(Compare, RefusesUnlikeThingsAndWhatIsNoJson) {
  const auto json = job_.write("a.json", "{}").string();
  EXPECT_EQ(compare(json, "china-2018").error().what,
            "'" + json + "' is JSON, but 'china-2018' is an economy");
  const auto broken = job_.write("broken.json", "{").string();
  EXPECT_EQ(compare(json, broken).error().what, "this is not JSON");
  EXPECT_EQ(compare(json, (job_ / "none.json").string()).error().code, ErrorCode::not_found);
}

TEST_F(Compare, ATableIsMatchedByItsNamesAndYears) {
  for (const char* name : {"a", "b"}) {
    std::filesystem::create_directories(job_ / name / "tables");
    job_.write(std::string(name) + "/summary.json", "{}");
  }
  job_.write("a/tables/t.csv", "sector,year,output\nA,2018,1\nA,2019,2\n");
  job_.write("b/tables/t.csv", "output,sector,year\n2.5,A,2019\n1,A,2018\n");
  const Comparison c = compare((job_ / "a").string(), (job_ / "b").string()).value();
  ASSERT_EQ(c.differences.size(), 1u);
  EXPECT_EQ(c.differences[0].where, "tables/t.csv: A, 2019: output");
  EXPECT_EQ(c.differences[0].b, 2.5);
  EXPECT_TRUE(c.only_a.empty());
}

}  // namespace
}  // namespace domar::scenario
