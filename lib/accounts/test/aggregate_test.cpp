#include "domar/accounts/aggregate.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "domar/accounts/check.hpp"
#include "random_accounts.hpp"
#include "small_economy.hpp"

namespace domar::accounts {
namespace {

/// All numbers by name, so that the order of industries does not matter.
std::map<std::string, double> by_name(const Economy& e) {
  std::map<std::string, double> cells;
  const auto user = [&](Index u) {
    const bool industry = u < e.industries.size();
    const std::string code =
        industry ? e.industries[u].code : e.final_uses[u - e.industries.size()].code;
    return e.regions.code(e.region_of_user(u)) + (industry ? " industry " : " use ") + code;
  };
  for (Index u = 0; u < e.users(); ++u) {
    for (Index r = 0; r < e.regions.size(); ++r) {
      for (Index g = 0; g < e.goods.size(); ++g) {
        cells[e.regions.code(r) + " good " + e.goods.code(g) + " to " + user(u)] += e.use[r](g, u);
      }
    }
  }
  for (Index j = 0; j < e.industries.size(); ++j) {
    for (Index v = 0; v < k_value_added_rows; ++v) {
      cells["value added " + std::to_string(v) + " of " + user(j)] += e.value_added(v, j);
    }
  }
  return cells;
}

void expect_same(const Economy& a, const Economy& b, double tolerance) {
  const auto left = by_name(a);
  const auto right = by_name(b);
  double scale = 0.0;
  for (const auto& [name, value] : left) scale = std::max(scale, std::abs(value));
  ASSERT_EQ(left.size(), right.size());
  for (const auto& [name, value] : left) {
    ASSERT_TRUE(right.contains(name)) << name;
    ASSERT_NEAR(value, right.at(name), tolerance * scale) << name;
  }
}

double all_flows(const Economy& e) {
  double sum = 0.0;
  for (const Matrix& origin : e.use) sum += origin.sum();
  return sum;
}

/// Joins countries at random and keeps the world apart.
Concordance random_regions(Random& random, const Economy& e, const std::string& prefix) {
  const Index targets = 1 + below(random, e.regions.size() - 1);
  std::vector<std::string> codes = numbered(prefix, targets).codes();
  codes.push_back("W");
  std::vector<ConcordanceLink> links;
  for (const std::string& region : e.regions.codes()) {
    links.push_back({region, region == "W" ? "W" : codes[below(random, targets)]});
  }
  return Concordance::make(e.regions, Labels::make(codes, codes).value(), links).value();
}

/// Joins or divides goods at random; the world's own good stays.
Concordance random_goods(Random& random, const Labels& goods, const std::string& prefix,
                         bool divided) {
  const Index targets = 2 + below(random, 4);
  const Concordance loose = random_concordance(random, goods, prefix, targets, divided);
  std::vector<std::string> codes = loose.targets().codes();
  codes.push_back("W");
  std::vector<ConcordanceLink> links;
  for (Index g = 0; g < goods.size(); ++g) {
    if (goods.code(g) == "W") {
      links.push_back({"W", "W"});
      continue;
    }
    for (const auto& part : loose.parts(g)) {
      links.push_back({goods.code(g), codes[part.target], part.weight});
    }
  }
  return Concordance::make(goods, Labels::make(codes, codes).value(), links).value();
}

TEST(Aggregate, JoinsTwoGoodsAndKeepsTheWorldWhole) {
  const Economy e = small_economy();
  const auto goods = Concordance::make(e.goods, Labels::make({"G", "W"}, {"Goods", "W"}).value(),
                                       {{"1", "G"}, {"2", "G"}, {"W", "W"}})
                         .value();
  const Economy joined = aggregate(e, Concordance::identity(e.regions), goods).value();
  ASSERT_EQ(joined.industries.size(), 2u);
  EXPECT_EQ(joined.industries[0].code, "G");
  EXPECT_EQ(joined.industries[1].name, "World");
  EXPECT_EQ(joined.supplier, (std::vector<std::vector<Index>>{{0, Economy::k_none}, {1, 1}}));
  EXPECT_DOUBLE_EQ(joined.use[0](0, 0), 65.0);
  EXPECT_DOUBLE_EQ(joined.use[1](0, 0), 10.0);
  EXPECT_DOUBLE_EQ(joined.value_added(labour, 0), 90.0);
  EXPECT_DOUBLE_EQ(joined.gross_output(0), 200.0);
  EXPECT_EQ(joined.notes.size(), e.notes.size() + 1);
  EXPECT_LT(largest_relative_error(joined), 1e-15);
}

TEST(Aggregate, SendsSatelliteFlowsWithTheirIndustries) {
  Economy e = small_economy();
  e.satellites = {{"air", {{"CO2", "CO2", "kg"}}, Matrix(1, 3, 1.0), {}}};
  for (Index j = 0; j < 3; ++j) e.satellites[0].by_industry(0, j) = 10.0 + static_cast<double>(j);
  const Concordance goods =
      Concordance::make(e.goods, Labels::make({"all", "W"}, {"", ""}).value(),
                        {{"1", "all", 1.0}, {"2", "all", 1.0}, {"W", "W", 1.0}})
          .value();
  const Economy joined = aggregate(e, Concordance::identity(e.regions), goods).value();
  EXPECT_EQ(joined.satellites[0].by_industry.values(), (Vector{21.0, 12.0}));
  EXPECT_TRUE(joined.satellites[0].by_final_use.empty());
}

TEST(Aggregate, MakesOneWorldOfEverything) {
  const Economy e = small_economy();
  const auto all = [](const Labels& from) {
    std::vector<ConcordanceLink> links;
    for (const std::string& code : from.codes()) links.push_back({code, "all"});
    return Concordance::make(from, Labels::make({"all"}, {"All"}).value(), links).value();
  };
  const Economy one = aggregate(e, all(e.regions), all(e.goods)).value();
  ASSERT_EQ(one.industries.size(), 1u);
  EXPECT_DOUBLE_EQ(one.gross_output(0), 700.0);
  EXPECT_EQ(one.final_uses.size(), 3u);
}

TEST(Aggregate, RefusesWhatHasNoMeaning) {
  const Economy e = small_economy();
  const Concordance same = Concordance::identity(e.goods);
  const auto divided =
      Concordance::make(e.regions, e.regions, {{"A", "A", 0.5}, {"A", "W", 0.5}, {"W", "W"}})
          .value();
  EXPECT_EQ(aggregate(e, divided, same).error().where, "A");
  const auto joined = Concordance::make(e.regions, e.regions, {{"A", "A"}, {"W", "A"}}).value();
  EXPECT_EQ(aggregate(e, joined, same).error().where, "good 1 of A");
  const auto other = Concordance::identity(Labels::make({"1", "2", "3"}, {"", "", ""}).value());
  const auto refused = aggregate(e, Concordance::identity(e.regions), other);
  EXPECT_EQ(refused.error().code, ErrorCode::shape_mismatch);
  EXPECT_EQ(refused.error().what, "goods of the economy and of the concordance differ: W, 3");
}

TEST(Aggregate, IdentityReturnsTheSameOn100RandomEconomies) {
  Random random(2);
  for (int round = 0; round < 100; ++round) {
    const Economy e = random_economy(random);
    const Economy same =
        aggregate(e, Concordance::identity(e.regions), Concordance::identity(e.goods)).value();
    for (Index r = 0; r < e.regions.size(); ++r) {
      ASSERT_EQ(same.use[r].values(), e.use[r].values());
    }
    ASSERT_EQ(same.value_added.values(), e.value_added.values());
    ASSERT_EQ(same.supplier, e.supplier);
    ASSERT_EQ(same.notes, e.notes);
    for (Index j = 0; j < e.industries.size(); ++j) {
      ASSERT_EQ(same.industries[j].code, e.industries[j].code);
      ASSERT_EQ(same.industries[j].name, e.industries[j].name);
    }
  }
}

TEST(Aggregate, KeepsTotalsAndBalanceOn300RandomEconomies) {
  Random random(3);
  for (int round = 0; round < 300; ++round) {
    Economy e = random_economy(random);
    e.satellites = {random_satellite(random, e)};
    const Economy small = aggregate(e, random_regions(random, e, "R"),
                                    random_goods(random, e.goods, "G", round % 2 == 0))
                              .value();
    ASSERT_TRUE(small.check_shapes());
    ASSERT_NEAR(all_flows(small), all_flows(e), 1e-12 * all_flows(e));
    ASSERT_NEAR(small.value_added.sum(), e.value_added.sum(), 1e-12 * all_flows(e));
    for (Index v = 0; v < k_value_added_rows; ++v) {
      ASSERT_NEAR(small.value_added.row_sum(v), e.value_added.row_sum(v), 1e-12 * all_flows(e));
    }
    for (Index j = 0; j < small.industries.size(); ++j) {
      double gap = -small.gross_output(j);
      const Index r = small.industries[j].region;
      for (Index g = 0; g < small.goods.size(); ++g) {
        if (small.supplier[r][g] == j) gap += small.use[r].row_sum(g);
      }
      ASSERT_NEAR(gap, 0.0, 1e-12 * all_flows(e));
    }
    const SatelliteAccount& before = e.satellites[0];
    const SatelliteAccount& after = small.satellites.at(0);
    for (Index k = 0; k < before.rows.size(); ++k) {
      ASSERT_EQ(after.rows[k].unit, before.rows[k].unit);
      ASSERT_NEAR(after.by_industry.row_sum(k), before.by_industry.row_sum(k), 1e-9);
      ASSERT_NEAR(after.by_final_use.row_sum(k), before.by_final_use.row_sum(k), 1e-9);
    }
    const Index world = small.regions.size() - 1;
    ASSERT_EQ(small.industries.back().code, "W");
    ASSERT_NEAR(small.gdp(world), e.gdp(e.regions.size() - 1), 1e-12 * all_flows(e));
  }
}

TEST(Aggregate, RegionsFirstOrGoodsFirstIsTheSameOn200RandomEconomies) {
  Random random(4);
  for (int round = 0; round < 200; ++round) {
    const Economy e = random_economy(random);
    const Concordance regions = random_regions(random, e, "R");
    const Concordance goods = random_goods(random, e.goods, "G", round % 2 == 0);
    const auto same = [](const Labels& labels) { return Concordance::identity(labels); };
    const Economy both = aggregate(e, regions, goods).value();
    const Economy step = aggregate(e, regions, same(e.goods)).value();
    expect_same(aggregate(step, same(step.regions), goods).value(), both, 1e-12);
    const Economy other = aggregate(e, same(e.regions), goods).value();
    expect_same(aggregate(other, regions, same(other.goods)).value(), both, 1e-12);
  }
}

TEST(Aggregate, TwiceIsTheComposedConcordanceOn200RandomEconomies) {
  Random random(5);
  for (int round = 0; round < 200; ++round) {
    const Economy e = random_economy(random);
    const Concordance regions = random_regions(random, e, "R");
    const Concordance goods = random_goods(random, e.goods, "G", round % 2 == 0);
    const Economy step = aggregate(e, regions, goods).value();
    const Concordance regions2 = random_regions(random, step, "Q");
    const Concordance goods2 = random_goods(random, step.goods, "H", round % 2 == 0);
    expect_same(aggregate(step, regions2, goods2).value(),
                aggregate(e, regions.then(regions2).value(), goods.then(goods2).value()).value(),
                1e-12);
  }
}

}  // namespace
}  // namespace domar::accounts
