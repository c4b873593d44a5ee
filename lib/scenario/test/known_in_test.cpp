#include "known_in.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "hindcast_job.hpp"
#include "past_shares.hpp"
#include "temp_job.hpp"

namespace domar::scenario {
namespace {

Fact fact(const std::string& year, const std::string& source, FactStatus status = FactStatus::seen,
          const std::string& vintage = "") {
  return {1.0, "1", year, source, vintage, status};
}

TEST(KnownIn, YearsAreNumbersOfFourDigitsThatStandAlone) {
  EXPECT_EQ(latest_year("Hall 2010, 1996-2004; NBER 16796; 0.75, 22012"), 2010);
  EXPECT_EQ(latest_year("no year, 1850, 10 years"), 0);
}

TEST(KnownIn, TellsWhatAYearKnewOfAFigure) {
  EXPECT_EQ(knowledge_of(fact("", "Griliches 1992"), 2012), Knowledge::known);
  EXPECT_EQ(knowledge_of(fact("2012", "yearbook"), 2012), Knowledge::known);
  EXPECT_EQ(
      knowledge_of(fact("2010-2012", "tables", FactStatus::computed, "edition of 2021"), 2012),
      Knowledge::later_edition);
  EXPECT_EQ(knowledge_of(fact("", "a paper of 2013"), 2012), Knowledge::later);
  EXPECT_EQ(knowledge_of(fact("2010-2021", "Yearbook 2011"), 2012), Knowledge::later);
  EXPECT_EQ(knowledge_of(fact("", "handbook"), 2012), Knowledge::undated);
  EXPECT_EQ(knowledge_of(fact("2010", "ours", FactStatus::assumption), 2012), Knowledge::chosen);
  EXPECT_EQ(knowledge_of(fact("2024-", "ours", FactStatus::assumption), 2012), Knowledge::later);
}

TEST(KnownIn, TakesOutWhatCameLater) {
  EconomyFolder folder;
  const auto add = [&](const std::string& name, const Fact& figure) {
    accounts::RangedFact ranged;
    static_cast<Fact&>(ranged) = figure;
    folder.facts.by_name[name] = ranged;
  };
  add("old", fact("2008", "yearbook"));
  add("young", fact("2018", "yearbook"));
  add("ours", fact("", "ours", FactStatus::assumption));
  folder.series.by_name["both"] = {{2012, fact("2012", "s")}, {2013, fact("2013", "s")}};
  folder.series.by_name["young"] = {{2013, fact("2013", "s")}};
  folder.parameters.by_name["mixed"] = {fact("2010", "s"), fact("2015", "s")};
  folder.parameters.by_name["old"] = {fact("2010", "s"), fact("2011", "s")};
  const auto known = as_known_in(folder, {}, 2012).value();
  EXPECT_TRUE(known.facts.by_name.contains("old"));
  EXPECT_EQ(known.facts.by_name.size(), 1u);
  EXPECT_EQ(known.series.by_name.size(), 1u);
  EXPECT_EQ(known.series.by_name.at("both").size(), 1u);
  EXPECT_EQ(known.parameters.by_name.size(), 1u) << "one sector known later takes all out";
}

TEST(KnownIn, RefusesAStandInThatIsYoungerItself) {
  accounts::FactTable instead;
  static_cast<Fact&>(instead.by_name["x"]) = fact("", "a paper of 2019", FactStatus::from_memory);
  const auto known = as_known_in({}, instead, 2012);
  ASSERT_FALSE(known.ok());
  EXPECT_EQ(known.error().code, ErrorCode::bad_value);
  EXPECT_EQ(known.error().where, "x");
  EXPECT_FALSE(known.error().hint.empty());
}

/// Every figure, parameter and entry of a series that 2012 did not know, changed.
EconomyFolder with_another_future(EconomyFolder folder) {
  const auto change = [](Fact& figure) {
    const Knowledge k = knowledge_of(figure, k_hindcast_base);
    if (k == Knowledge::later || k == Knowledge::undated ||
        (k == Knowledge::chosen && latest_year(figure.year) == 0)) {
      figure.value = 0.3 + 1.7 * figure.value;
    }
  };
  for (auto& [name, figure] : folder.facts.by_name) change(figure);
  for (auto& [name, figures] : folder.parameters.by_name) {
    for (Fact& figure : figures) change(figure);
  }
  for (auto& [name, series] : folder.series.by_name) {
    for (auto& [year, figure] : series) {
      if (year > k_hindcast_base) figure.value *= 1.3;
    }
  }
  for (auto& set : folder.classes) {
    for (auto& share : set.shares) share.share *= 0.5;
  }
  return folder;
}

TEST(KnownIn, AnotherFutureDoesNotChangeWhatIsPredicted) {
  const TempJob home;
  auto folder = read_economy_folder("china-2012").value();
  const auto instead = read_known_in(folder, k_hindcast_base).value();
  constexpr int last = 2014;
  const Predicted ours = predicted(hindcast_job(folder, instead, last).value());
  ASSERT_TRUE(ours.solved);
  const Predicted theirs =
      predicted(hindcast_job(with_another_future(folder), instead, last).value());
  EXPECT_EQ(theirs.value_added, ours.value_added);
  EXPECT_EQ(theirs.exports, ours.exports);
  EXPECT_EQ(theirs.imports, ours.imports);
  // The test can fail: what 2012 knew does matter.
  folder.facts.by_name.at("capital_stock_to_gdp").value *= 1.3;
  const Predicted other = predicted(hindcast_job(folder, instead, last).value());
  EXPECT_NE(other.value_added.at(last), ours.value_added.at(last));
}

TEST(KnownIn, SaysWhatItHadToChoose) {
  const TempJob home;
  const auto folder = read_economy_folder("china-2012").value();
  const auto job =
      hindcast_job(folder, read_known_in(folder, k_hindcast_base).value(), 2013).value();
  accounts::FactLog used;
  used.figures = {"investment_return_exponent", "elasticities.standard.final", "row_growth"};
  const auto list = not_of_the_time(job.economy, used, k_hindcast_base);
  ASSERT_EQ(list.size(), 2u) << "the elasticity has a source of its time";
  EXPECT_EQ(list[0].why.rfind("chosen by us", 0), 0u) << list[0].why;
  EXPECT_EQ(list[1].why.rfind("of its time, in an edition of 2021", 0), 0u) << list[1].why;
}

TEST(PastShares, GiveTheUsualChange) {
  const TempJob folder;
  const auto past = read_past_shares(folder.write("past.csv",
                                                  "industry,name,year,value_added,exports,imports\n"
                                                  "a,A,2002,0.4,0,0\nb,B,2002,0.6,0,0\n"
                                                  "a,A,2006,0.5,0,0\nb,B,2006,0.5,0.1,0\n"
                                                  "a,A,2015,0.1,0,0\n"))
                        .value();
  // |ln 5/4| and |ln 5/6| over two: the upper of two is their median here; 2015 lies beyond.
  EXPECT_NEAR(past.median_change("value_added", 2012, 1e-5), std::log(1.25) / 2.0, 1e-12);
  EXPECT_EQ(past.median_change("exports", 2012, 1e-5), 0.0) << "nothing stands on both sides";
  EXPECT_EQ(past.industries.title(1), "B");
  const auto codes = Labels::make({"b", "c"}, {"b", "c"}).value();
  EXPECT_EQ(past.laid_out("value_added", 2006, codes), (Vector{0.5, 0.0}));
}

TEST(PastShares, RefuseDoubledRows) {
  const TempJob folder;
  const auto past = read_past_shares(
      folder.write("past.csv",
                   "industry,name,year,value_added,exports,imports\na,A,2002,1,0,0\n"
                   "a,A,2002,1,0,0\n"));
  ASSERT_FALSE(past.ok());
  EXPECT_EQ(past.error().code, ErrorCode::bad_value);
}

}  // namespace
}  // namespace domar::scenario
