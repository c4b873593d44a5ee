#include "domar/accounts/deflate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "domar/accounts/check.hpp"
#include "random_accounts.hpp"
#include "small_economy.hpp"

namespace domar::accounts {
namespace {

TEST(Deflate, OnePriceForAllScalesEverything) {
  const Economy real = deflate(small_economy(), {{"", "", 2.0}}, "2010").value();
  EXPECT_NEAR(real.gdp(0), 62.5, 1e-12);
  EXPECT_NEAR(real.gross_output(2), 250.0, 1e-12);
  EXPECT_NEAR(real.value_added(labour, 0), 15.0, 1e-12);
  EXPECT_LT(largest_relative_error(real), 1e-13);
  EXPECT_EQ(real.price_basis, "producer prices of 2010");
}

TEST(Deflate, ValueAddedIsWhatIsLeft) {
  // Good 1 of A twice as dear: farms make 50, use 5 + 30 + 8 of inputs.
  const Economy real = deflate(small_economy(), {{"", "", 1.0}, {"A", "1", 2.0}}, "2010").value();
  EXPECT_NEAR(real.gross_output(0), 50.0, 1e-12);
  EXPECT_NEAR(real.value_added_of(0), 7.0, 1e-12);
  EXPECT_NEAR(real.value_added_of(1), 100.0 - 17.0, 1e-12);
  EXPECT_NEAR(real.value_added(labour, 0) / real.value_added(depreciation, 0), 30.0 / 14.0, 1e-12);
  EXPECT_LT(largest_relative_error(real), 1e-13);
}

TEST(Deflate, TheMoreSpecialPriceCounts) {
  const Economy real =
      deflate(small_economy(), {{"", "", 1.0}, {"", "1", 2.0}, {"W", "", 4.0}}, "2010").value();
  EXPECT_NEAR(real.use[0](0, 3), 25.0, 1e-12);  // good 1 of A: by good
  EXPECT_NEAR(real.use[1](0, 3), 5.0, 1e-12);   // good 1 of W: by good before by region
  EXPECT_NEAR(real.use[1](2, 5), 120.0, 1e-12);
}

TEST(Deflate, ListsVarietiesWithoutAPrice) {
  const auto real = deflate(small_economy(), {{"A", "", 1.1}}, "2010");
  ASSERT_FALSE(real.ok());
  EXPECT_NE(real.error().what.find("W:W The world's own"), std::string::npos);
  EXPECT_FALSE(deflate(small_economy(), {{"", "", 0.0}}, "2010").ok());
  EXPECT_FALSE(deflate(small_economy(), {{"", "", 1.0}, {"", "", 1.0}}, "2010").ok());
  EXPECT_FALSE(deflate(small_economy(), {{"", "9", 1.0}}, "2010").ok());
}

TEST(VolumeChanges, SeesThroughPrices) {
  const Economy now = small_economy();
  // Everything half as much and twice as cheap the year before, but for prices of 1.5 and 3.
  Economy then = now;
  then.year = 2017;
  const std::vector<PriceChange> prices{{"", "", 1.0}, {"", "1", 1.5}};
  then = deflate(now, prices, "2017").value();
  then.year = 2017;
  const auto changes = volume_changes(then, now, prices).value();
  for (const VolumeChange& change : changes.value_added) {
    EXPECT_NEAR(change.laspeyres, 1.0, 1e-12);
    EXPECT_NEAR(change.paasche, 1.0, 1e-12);
  }
  EXPECT_NEAR(changes.gdp[0].fisher, 1.0, 1e-12);
  EXPECT_EQ(changes.industries[1], "A:2");
}

TEST(VolumeChanges, PaascheAndLaspeyresDifferAndFisherLiesBetween) {
  const Economy then = small_economy();
  Economy now = then;
  now.year = 2019;
  now.use[0](0, 3) += 50.0;
  now.value_added(labour, 0) += 50.0;
  const auto changes = volume_changes(then, now, {{"", "", 1.0}, {"A", "1", 1.3}}).value();
  const VolumeChange& gdp = changes.gdp[0];
  EXPECT_GT(std::abs(gdp.laspeyres - gdp.paasche), 1e-3);
  EXPECT_GT(gdp.fisher, std::min(gdp.laspeyres, gdp.paasche));
  EXPECT_LT(gdp.fisher, std::max(gdp.laspeyres, gdp.paasche));
  const Vector chain = chained({gdp, gdp});
  EXPECT_NEAR(chain[2], gdp.fisher * gdp.fisher, 1e-15);
}

TEST(VolumeChanges, LeavesOutWhatHasNoIndex) {
  // Good 1 of A thrice as dear: farms lose money at the earlier prices.
  const auto changes =
      volume_changes(small_economy(), small_economy(), {{"", "", 1.0}, {"A", "1", 3.0}}).value();
  EXPECT_EQ(changes.left_out, std::vector<std::string>{"A:1"});
  EXPECT_EQ(changes.industries, (std::vector<std::string>{"A:2", "W:W"}));
}

TEST(VolumeChanges, ListsIndustriesOfOneTableOnly) {
  Economy other = small_economy();
  other.industries[0].code = "7";
  const auto changes = volume_changes(small_economy(), other, {{"", "", 1.0}});
  ASSERT_FALSE(changes.ok());
  EXPECT_NE(changes.error().what.find("A:7, A:1"), std::string::npos) << changes.error().what;
}

TEST(Deflate, RandomTablesStayBalanced) {
  Random random(3);
  for (int round = 0; round < 200; ++round) {
    const Economy e = random_economy(random);
    std::vector<PriceChange> prices{{"", "", 1.0}};
    for (Index i = 0; i < e.goods.size(); ++i) {
      if (uniform(random) < 0.5) prices.push_back({"", e.goods.code(i), 0.5 + uniform(random)});
    }
    const Economy real = deflate(e, prices, "then").value();
    EXPECT_LT(largest_relative_error(real), 1e-10);
    std::vector<PriceChange> back = prices;
    for (PriceChange& price : back) price.price = 1.0 / price.price;
    const Economy again = deflate(real, back, "now").value();
    for (Index j = 0; j < e.industries.size(); ++j) {
      EXPECT_NEAR(again.value_added_of(j), e.value_added_of(j),
                  1e-9 * (1.0 + std::abs(e.gross_output(j))));
    }
  }
}

}  // namespace
}  // namespace domar::accounts
