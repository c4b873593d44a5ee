#include "domar/accounts/concordance.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "random_accounts.hpp"

namespace domar::accounts {
namespace {

const Labels old_codes = Labels::make({"01", "02", "03"}, {"Rice", "Cloth", "Other"}).value();
const Labels new_codes = Labels::make({"A", "C"}, {"Farms", "Factories"}).value();

TEST(Concordance, CarriesSharesOver) {
  const auto c =
      Concordance::make(old_codes, new_codes,
                        {{"03", "A", 0.25}, {"01", "A", 1.0}, {"02", "C", 1.0}, {"03", "C", 0.75}})
          .value();
  EXPECT_EQ(c.apply({10, 20, 40}).value(), (Vector{20, 50}));
  EXPECT_FALSE(c.is_whole());
  EXPECT_FALSE(c.is_identity());
  EXPECT_TRUE(c.empty_targets().empty());
  EXPECT_EQ(c.apply({1, 2}).error().code, ErrorCode::shape_mismatch);
}

TEST(Concordance, ListsEverythingUnknownOrMissing) {
  const auto unknown =
      Concordance::make(old_codes, new_codes, {{"1", "A"}, {"02", "D"}, {"04", "E"}, {"1", "A"}});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::not_found);
  EXPECT_EQ(unknown.error().what,
            "concordance names unknown sources: 1, 04; unknown targets: D, E");
  const auto missing = Concordance::make(old_codes, new_codes, {{"02", "A"}});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().what, "concordance has no line for: 01, 03");
}

TEST(Concordance, RefusesWeightsThatAreNoShares) {
  const auto made = [](double first, double second) {
    return Concordance::make(old_codes, new_codes,
                             {{"01", "A", first}, {"01", "C", second}, {"02", "C"}, {"03", "C"}});
  };
  EXPECT_TRUE(made(0.5, 0.5 + 1e-10));
  EXPECT_EQ(made(0.5, 0.5 + 1e-8).error().code, ErrorCode::bad_value);
  EXPECT_NE(made(0.5, 0.4).error().what.find("01"), std::string::npos);
  EXPECT_EQ(made(1.5, -0.5).error().code, ErrorCode::bad_value);
  EXPECT_EQ(made(std::nan(""), 1.0).error().code, ErrorCode::bad_value);
  EXPECT_EQ(
      Concordance::make(old_codes, new_codes, {{"01", "A", 0.5}, {"01", "A", 0.5}}).error().where,
      "01 -> A");
}

TEST(Concordance, NamesEmptyTargetsAndKnowsTheIdentity) {
  const auto c =
      Concordance::make(old_codes, new_codes, {{"01", "C"}, {"02", "C"}, {"03", "C"}}).value();
  EXPECT_EQ(c.empty_targets(), (std::vector<Index>{0}));
  EXPECT_TRUE(c.is_whole());
  EXPECT_TRUE(Concordance::identity(old_codes).is_identity());
  EXPECT_EQ(c.then(Concordance::identity(old_codes)).error().what,
            "the next concordance does not know: A, C");
}

TEST(Concordance, KeepsTotalsAndComposesOn500RandomOnes) {
  Random random(1);
  for (int round = 0; round < 500; ++round) {
    const Labels from = numbered("a", 1 + below(random, 20));
    const Concordance first = random_concordance(random, from, "b", 1 + below(random, 10), true);
    const Concordance second =
        random_concordance(random, first.targets(), "c", 1 + below(random, 5), true);
    Vector x(from.size());
    for (double& value : x) value = uniform(random);
    const Vector once = first.then(second).value().apply(x).value();
    const Vector twice = second.apply(first.apply(x).value()).value();
    const double total = std::accumulate(x.begin(), x.end(), 0.0);
    EXPECT_NEAR(std::accumulate(once.begin(), once.end(), 0.0), total, 1e-12 * total);
    for (Index t = 0; t < once.size(); ++t) EXPECT_NEAR(once[t], twice[t], 1e-12 * total);
  }
}

}  // namespace
}  // namespace domar::accounts
