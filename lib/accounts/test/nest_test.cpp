#include "domar/accounts/nest.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "domar/accounts/aggregate.hpp"
#include "domar/accounts/check.hpp"
#include "random_accounts.hpp"

namespace domar::accounts {
namespace {

/// A world of two countries with 2 goods each and a national table of 5 sectors for the first.
struct Tables {
  explicit Tables(std::uint64_t seed) {
    Random random(seed);
    world = positive(random, 2, 2);
    national = positive(random, 5, 1);
    const std::vector<std::string> to{"g0", "g0", "g0", "g1", "g1"};
    std::vector<ConcordanceLink> links;
    std::vector<std::string> codes;
    for (Index i = 0; i < 5; ++i) {
      codes.push_back("s" + std::to_string(i));
      links.push_back({codes.back(), to[i]});
    }
    std::vector<std::string> goods = codes;
    goods.push_back("W");
    national.goods = Labels::make(goods, goods).value();
    for (Index j = 0; j < 5; ++j) national.industries[j].code = codes[j];
    sectors =
        Concordance::make(Labels::make(codes, codes).value(), numbered("g", 2), links).value();
  }

  /// Positive flows and incomes: every industry makes a good living.
  static Economy positive(Random& random, Index goods, Index countries) {
    Economy e = random_economy(random, goods, countries);
    for (Index r = 0; r < e.regions.size(); ++r) {
      for (Index i = 0; i < e.goods.size(); ++i) {
        if (e.supplier[r][i] == Economy::k_none) continue;
        for (double& value : e.use[r].row(i)) value = 1.0 + std::abs(value);
      }
    }
    for (Index j = 0; j < e.industries.size(); ++j) {
      double sold = 0.0;
      const Index r = e.industries[j].region;
      for (Index i = 0; i < e.goods.size(); ++i) {
        if (e.supplier[r][i] == j) sold += e.use[r].row_sum(i);
      }
      double inputs = 0.0;
      for (const Matrix& origin : e.use) inputs += origin.col_sum(j);
      for (Index v = 0; v < k_value_added_rows; ++v) {
        e.value_added(v, j) = (sold - inputs) / k_value_added_rows;
      }
    }
    return e;
  }

  Economy world;
  Economy national;
  Concordance sectors;
};

TEST(Nest, KeepsEveryCellOfTheWorld) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Tables t(seed);
    const auto nested = nest(t.world, "r0", t.national, t.sectors);
    ASSERT_TRUE(nested.ok()) << nested.error().message();
    EXPECT_EQ(nested->economy.goods.size(), t.world.goods.size() + 3);
    EXPECT_LT(largest_relative_error(nested->economy), 1e-9);
    const Economy back =
        aggregate(nested->economy, Concordance::identity(t.world.regions), nested->back).value();
    for (Index r = 0; r < t.world.regions.size(); ++r) {
      for (Index i = 0; i < t.world.goods.size(); ++i) {
        const Index k = *back.goods.find(t.world.goods.code(i));
        for (Index u = 0; u < t.world.users(); ++u) {
          EXPECT_NEAR(back.use[r](k, u), t.world.use[r](i, u), 1e-10);
        }
      }
    }
    EXPECT_GT(nested->priors_met, 0.2);
    EXPECT_LE(nested->priors_met, 1.0);
  }
}

TEST(Nest, TakesSharesOfOutputFromTheNationalTable) {
  const Tables t(5);
  const auto nested = nest(t.world, "r0", t.national, t.sectors).value();
  const Economy& e = nested.economy;
  const Vector national{t.national.gross_output(0), t.national.gross_output(1),
                        t.national.gross_output(2)};
  const double parent = t.world.gross_output(t.world.supplier[0][0]);
  const double family = national[0] + national[1] + national[2];
  for (Index k = 0; k < 3; ++k) {
    const Index good = *e.goods.find("s" + std::to_string(k));
    EXPECT_NEAR(e.gross_output(e.supplier[0][good]), parent * national[k] / family, 1e-8);
  }
}

TEST(Nest, ANationalTableThatIsTheWorldsOwnSplitFitsExactly) {
  // Nest, take the result for a national table, and nest again: nothing has to give.
  const Tables t(9);
  const auto once = nest(t.world, "r0", t.national, t.sectors).value();
  std::vector<ConcordanceLink> links;
  for (Index i = 0; i < 5; ++i) {
    links.push_back({"s" + std::to_string(i), i < 3 ? "g0" : "g1"});
  }
  links.push_back({"W", "W"});
  const auto again = nest(t.world, "r0", once.economy,
                          Concordance::make(once.economy.goods, t.world.goods, links).value());
  ASSERT_TRUE(again.ok()) << again.error().message();
  EXPECT_GT(again->priors_met, once.priors_met);
}

TEST(Nest, ListsWhatDoesNotFit) {
  const Tables t(3);
  EXPECT_EQ(nest(t.world, "nowhere", t.national, t.sectors).error().code, ErrorCode::not_found);
  const auto short_list =
      Concordance::make(numbered("s", 4), numbered("g", 2),
                        {{"s0", "g0"}, {"s1", "g0"}, {"s2", "g0"}, {"s3", "g1"}})
          .value();
  const auto missing = nest(t.world, "r0", t.national, short_list);
  ASSERT_FALSE(missing.ok());
  EXPECT_NE(missing.error().what.find("s4"), std::string::npos);
  const auto divided = Concordance::make(numbered("s", 5), numbered("g", 2),
                                         {{"s0", "g0", 0.5},
                                          {"s0", "g1", 0.5},
                                          {"s1", "g0"},
                                          {"s2", "g0"},
                                          {"s3", "g1"},
                                          {"s4", "g1"}})
                           .value();
  EXPECT_NE(nest(t.world, "r0", t.national, divided).error().what.find("divides: s0"),
            std::string::npos);
}

}  // namespace
}  // namespace domar::accounts
