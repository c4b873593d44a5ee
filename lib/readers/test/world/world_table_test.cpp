#include "domar/readers/world/world_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <random>

#include <tuple>

#include "../temp_folder.hpp"
#include "domar/accounts/check.hpp"

namespace domar::readers::world {
namespace {

using accounts::Economy;
using accounts::FinalUseKind;

/// Two regions, two sectors.
///
///            E grain  E steel  W grain  W steel | E HFCE  E INVNT  W HFCE  W GFCF | output
///   E grain       10       20        5        0 |     50        5      10       0 |    100
///   E steel       15       40        0       25 |     40        0       0      80 |    200
///   W grain        5        0       10       10 |      5        0      50       0 |     80
///   W steel        0       30       20       60 |      0       10      30     150 |    300
///   TLS            5        0        1        5
///   VA            65      110       44      200
WorldTable two_regions() {
  WorldTable t;
  t.name = "toy";
  t.file = "toy.csv";
  t.Z.rows = {{"E", "grain"}, {"E", "steel"}, {"W", "grain"}, {"W", "steel"}};
  t.Z.cols = t.Z.rows;
  t.F.rows = t.Z.rows;
  t.F.cols = {{"E", "HFCE"}, {"E", "INVNT"}, {"W", "HFCE"}, {"W", "GFCF"}};
  t.Z.values = Matrix(4, 4);
  t.F.values = Matrix(4, 4);
  const double Z[] = {10, 20, 5, 0, 15, 40, 0, 25, 5, 0, 10, 10, 0, 30, 20, 60};
  const double F[] = {50, 5, 10, 0, 40, 0, 0, 80, 5, 0, 50, 0, 0, 10, 30, 150};
  const double V[] = {5, 0, 1, 5, 65, 110, 44, 200};
  std::copy_n(Z, 16, t.Z.values.data());
  std::copy_n(F, 16, t.F.values.data());
  t.incomes = {{"TLS", accounts::production_taxes}, {"VA", accounts::labour}};
  t.income_cols = t.Z.rows;
  t.V = Matrix(2, 4);
  std::copy_n(V, 8, t.V.data());
  t.output_of = t.Z.rows;
  t.output = {100, 200, 80, 300};
  return t;
}

Error refused(const WorldTable& table, const Repairs& repairs = {}) {
  const auto economy = make_economy(table, repairs);
  EXPECT_FALSE(economy.ok());
  return economy.ok() ? Error{} : economy.error();
}

TEST(WorldTable, BecomesAnEconomy) {
  const Economy e = make_economy(two_regions()).value();
  EXPECT_EQ(e.regions.codes(), (std::vector<std::string>{"E", "W"}));
  EXPECT_EQ(e.goods.codes(), (std::vector<std::string>{"grain", "steel"}));
  EXPECT_EQ(e.industries.size(), 4U);
  EXPECT_EQ(e.final_uses[3].kind, FinalUseKind::fixed_investment);
  EXPECT_DOUBLE_EQ(e.use[1](1, 1), 30.0);                       // W steel to E steel
  EXPECT_DOUBLE_EQ(e.use[0](1, e.user_of_final_use(3)), 80.0);  // E steel to W investment
  EXPECT_DOUBLE_EQ(e.gross_output(3), 300.0);
  EXPECT_DOUBLE_EQ(e.value_added(accounts::production_taxes, 0), 5.0);
  EXPECT_DOUBLE_EQ(e.gdp(0), 180.0);
  EXPECT_LT(accounts::largest_relative_error(e), 1e-15);
  EXPECT_TRUE(e.notes.empty());
}

/// The same table with rows and columns of every block in any order.
TEST(WorldTable, MatchesByNameInAnyOrder) {
  const Economy wanted = make_economy(two_regions()).value();
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    WorldTable t = two_regions();
    const auto shuffle = [&](std::vector<Account>& rows, std::vector<Account>& cols, Matrix& m,
                             bool fixed_rows) {
      std::vector<Index> r(rows.size());
      std::vector<Index> c(cols.size());
      std::iota(r.begin(), r.end(), 0U);
      std::iota(c.begin(), c.end(), 0U);
      if (!fixed_rows) std::shuffle(r.begin(), r.end(), random);
      std::shuffle(c.begin(), c.end(), random);
      const auto old_rows = rows;
      const auto old_cols = cols;
      const Matrix old = m;
      for (Index i = 0; i < r.size(); ++i) {
        rows[i] = old_rows[r[i]];
        for (Index j = 0; j < c.size(); ++j) {
          cols[j] = old_cols[c[j]];
          m(i, j) = old(r[i], c[j]);
        }
      }
    };
    shuffle(t.Z.rows, t.Z.cols, t.Z.values, true);  // order of goods is that of the rows of Z
    auto finals = t.F.cols;
    shuffle(t.F.rows, t.F.cols, t.F.values, false);
    std::vector<Account> income_rows(2);
    shuffle(income_rows, t.income_cols, t.V, true);
    const Economy e = make_economy(t).value();
    for (Index r = 0; r < 2; ++r) {
      for (Index i = 0; i < 2; ++i) {
        for (Index u = 0; u < 4; ++u) ASSERT_EQ(e.use[r](i, u), wanted.use[r](i, u));
        for (Index f = 0; f < 4; ++f) {
          const auto same = std::find_if(
              wanted.final_uses.begin(), wanted.final_uses.end(), [&](const auto& use) {
                return use.region == e.final_uses[f].region && use.code == e.final_uses[f].code;
              });
          const Index g = static_cast<Index>(same - wanted.final_uses.begin());
          ASSERT_EQ(e.use[r](i, 4 + f), wanted.use[r](i, 4 + g));
        }
      }
    }
    ASSERT_EQ(e.value_added.values(), wanted.value_added.values());
  }
}

TEST(WorldTable, ListsLabelsThatDoNotFit) {
  WorldTable t = two_regions();
  t.Z.cols[0].code = "wheat";
  t.Z.cols[3] = t.Z.cols[1];
  const Error error = refused(t);
  EXPECT_EQ(error.code, ErrorCode::bad_input);
  EXPECT_EQ(error.what,
            "columns of inputs do not match the industries; standing twice: E steel; unknown: E "
            "wheat; missing: E grain, W steel");
  WorldTable rows = two_regions();
  rows.Z.rows[1] = rows.Z.rows[0];
  EXPECT_EQ(refused(rows).what, "rows stand twice: E grain");
  WorldTable uses = two_regions();
  uses.F.cols[1].code = "SURPRISE";
  EXPECT_EQ(refused(uses).what, "unknown final uses: E SURPRISE");
  WorldTable where = two_regions();
  where.F.cols[1].region = "N";
  EXPECT_EQ(refused(where).what, "final uses of unknown regions: N INVNT");
  WorldTable gone = two_regions();
  gone.F.cols[2] = {"E", "NPISH"};
  gone.F.cols[3] = {"E", "GFCF"};
  EXPECT_EQ(refused(gone).what, "regions without final uses: W");
}

TEST(WorldTable, RefusesNumbersThatCannotBe) {
  WorldTable nan = two_regions();
  nan.Z.values(0, 0) = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(refused(nan).code, ErrorCode::bad_value);
  WorldTable negative = two_regions();
  negative.Z.values(2, 1) = -3.0;
  EXPECT_EQ(refused(negative).what,
            "1 inputs are negative, -3 in all; the worst is W grain to E steel, -3");
  WorldTable exports = two_regions();
  exports.F.cols[1].code = "Export";
  EXPECT_NE(refused(exports).what.find("exports E Export hold 5"), std::string::npos);
}

TEST(WorldTable, NamesTheWorstGap) {
  WorldTable t = two_regions();
  t.output[3] = 330;
  const Error sales = refused(t);
  EXPECT_EQ(sales.code, ErrorCode::unbalanced);
  EXPECT_NE(sales.what.find("gross output less sales: 30 million USD in all"), std::string::npos);
  EXPECT_NE(sales.what.find("W steel"), std::string::npos);
  WorldTable income = two_regions();
  income.V(1, 1) = 100;
  EXPECT_NE(refused(income).what.find("the worst E steel with 10"), std::string::npos);
  Repairs repairs;
  repairs.close_income_gap = true;
  const Economy e = make_economy(income, repairs).value();
  EXPECT_DOUBLE_EQ(e.value_added(accounts::operating_surplus, 1), 10.0);
  EXPECT_NE(e.notes.back().find("put into operating surplus"), std::string::npos);
}

TEST(WorldTable, KeepsGapsForTheCheckWhenAsked) {
  WorldTable t = two_regions();
  t.Z.values(0, 1) = -4.0;  // 24 less is sold, and an input below zero
  Repairs keep;
  keep.keep_gaps = true;
  const Economy e = make_economy(t, keep).value();
  EXPECT_DOUBLE_EQ(e.use[0](0, 1), -4.0);
  EXPECT_DOUBLE_EQ(e.gross_output(1), 176.0);
  const auto findings = accounts::check(e);
  EXPECT_EQ(findings.front().severity, accounts::Severity::error);
  EXPECT_GE(std::count_if(e.notes.begin(), e.notes.end(),
                          [](const std::string& note) { return note.ends_with("; kept"); }),
            2);
}

TEST(WorldTable, ClosesRoundingWithANote) {
  WorldTable t = two_regions();
  t.output[0] = 100.05;
  Repairs repairs;
  repairs.tolerance = 1e-3;
  const Economy e = make_economy(t, repairs).value();
  EXPECT_NEAR(e.use[0](0, e.user_of_final_use(1)), 5.05, 1e-12);
  EXPECT_LT(accounts::largest_relative_error(e), 1e-15);
  EXPECT_EQ(e.notes.size(), 2U);
}

TEST(WorldTable, TakesValueAddedAsTheRestWhenThereIsNone) {
  WorldTable t = two_regions();
  t.incomes.clear();
  t.V = Matrix();
  const Economy e = make_economy(t).value();
  EXPECT_DOUBLE_EQ(e.value_added(accounts::labour, 0), 70.0);
  EXPECT_NE(e.notes.back().find("row of labour"), std::string::npos);
}

TEST(WorldTable, MergesRegionsWhenAsked) {
  Repairs repairs;
  repairs.regions = {{"W", "E"}};
  const Economy e = make_economy(two_regions(), repairs).value();
  EXPECT_EQ(e.regions.size(), 1U);
  EXPECT_DOUBLE_EQ(e.gross_output(1), 500.0);
  EXPECT_EQ(e.final_uses.size(), 3U);
  EXPECT_NE(e.notes.front().find("W as E"), std::string::npos);
}

TEST(WorldTable, KnowsTheOldNameOfRomania) {
  WorldTable t = two_regions();
  for (auto* labels : {&t.Z.rows, &t.Z.cols, &t.F.rows}) {
    for (Account& label : *labels) {
      if (label.region == "W") label.region = "ROM";
    }
  }
  for (auto* labels : {&t.F.cols, &t.income_cols, &t.output_of}) {
    for (Account& label : *labels) {
      if (label.region == "W") label.region = "ROU";
    }
  }
  EXPECT_EQ(make_economy(t)->regions.code(1), "ROU");
}

TEST(FinalUseKinds, AreKnownByCodeAndByDescription) {
  EXPECT_EQ(final_use_kind("HFCE"), FinalUseKind::household);
  EXPECT_EQ(final_use_kind("Final consumption expenditure by government"),
            FinalUseKind::government);
  EXPECT_EQ(final_use_kind("Changes in valuables"), FinalUseKind::stock_change);
  EXPECT_EQ(final_use_kind("c41"), FinalUseKind::fixed_investment);
  EXPECT_EQ(final_use_kind("C26"), std::nullopt);
}

}  // namespace
}  // namespace domar::readers::world
