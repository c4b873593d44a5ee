#include "domar/growth/drivers.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include "small_drivers.hpp"

namespace domar::growth {
namespace {

TEST(ValueAt, IsThatOfTheYearOrTheLastBefore) {
  const std::map<int, double> by_year{{2018, 1.0}, {2020, 2.0}};
  EXPECT_EQ(value_at(by_year, 2017, 7.0), 7.0);
  EXPECT_EQ(value_at(by_year, 2018, 7.0), 1.0);
  EXPECT_EQ(value_at(by_year, 2019, 7.0), 1.0);
  EXPECT_EQ(value_at(by_year, 2020, 7.0), 2.0);
  EXPECT_EQ(value_at(by_year, 2035, 7.0), 2.0);
  EXPECT_EQ(value_at({}, 2020, 7.0), 7.0);
}

TEST(CheckDrivers, AcceptsGoodOnes) {
  EXPECT_TRUE(check(still_drivers(), 3).ok());
  EXPECT_TRUE(check(lively_drivers(), 3).ok());
}

struct BadDriver {
  const char* where;
  ErrorCode code;
  std::function<void(Drivers&)> spoil;
};

TEST(CheckDrivers, NamesTheOneThatIsWrong) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto bad = ErrorCode::bad_value;
  const std::vector<BadDriver> cases{
      {"years", bad, [](Drivers& d) { d.last_year = d.base_year; }},
      {"R&D spending", ErrorCode::shape_mismatch, [=](Drivers& d) { d.knowledge.spending_0 = {}; }},
      {"AI exposure", ErrorCode::shape_mismatch, [=](Drivers& d) { d.ai.exposure.pop_back(); }},
      {"emerging share", ErrorCode::shape_mismatch,
       [=](Drivers& d) { d.emerging.share.push_back(0.0); }},
      {"R&D spending", bad, [=](Drivers& d) { d.knowledge.spending_0[1] = -1.0; }},
      {"AI exposure", bad, [=](Drivers& d) { d.ai.exposure[0] = 20.0; }},
      {"emerging share", bad, [=](Drivers& d) { d.emerging.share[0] = nan; }},
      {"capital", bad, [=](Drivers& d) { d.capital.stock_0 = 0.0; }},
      {"capital", bad, [=](Drivers& d) { d.capital.depreciation = 5.3; }},
      {"capital", bad, [=](Drivers& d) { d.capital.kappa = nan; }},
      {"capital", bad, [=](Drivers& d) { d.capital.investment_share[2020] = 42.0; }},
      {"labour", bad,
       [=](Drivers& d) {
         d.labour.quantity = {{2018, 984.0}, {2019, 0.0}};
       }},
      {"knowledge", bad, [=](Drivers& d) { d.knowledge.depreciation = 15.0; }},
      {"knowledge", bad, [=](Drivers& d) { d.knowledge.elasticity = -0.1; }},
      {"knowledge", bad, [=](Drivers& d) { d.knowledge.spillover = -0.1; }},
      {"knowledge", bad, [=](Drivers& d) { d.knowledge.intensity_cap = nan; }},
      {"knowledge", bad, [=](Drivers& d) { d.knowledge.growth_before = -0.15; }},
      {"knowledge", bad, [=](Drivers& d) { d.knowledge.intensity[2020] = 0.0; }},
      {"data", bad, [=](Drivers& d) { d.data.depreciation = 33.0; }},
      {"data", bad, [=](Drivers& d) { d.data.growth_before = -1.0; }},
      {"data", bad, [=](Drivers& d) { d.data.deepening = nan; }},
      {"ai", bad, [=](Drivers& d) { d.ai.cost_saving = 27.0; }},
      {"ai", bad, [=](Drivers& d) { d.ai.cost_effective_share = nan; }},
      {"ai", bad, [=](Drivers& d) { d.ai.adoption.ceiling = 90.0; }},
      {"growth target", bad, [=](Drivers& d) { d.target.gdp_growth[2020] = 6.1; }},
      {"growth target", bad, [=](Drivers& d) { d.target.residual_mean_years = 0; }},
  };
  for (const BadDriver& wrong : cases) {
    Drivers drivers = lively_drivers();
    wrong.spoil(drivers);
    const Status status = check(drivers, 3);
    ASSERT_FALSE(status.ok()) << wrong.where << ", case " << &wrong - cases.data();
    EXPECT_EQ(status.error().where, wrong.where) << status.error().message();
    EXPECT_EQ(status.error().code, wrong.code) << status.error().message();
  }
}

/// People count as ratios to the base year: without that year the first ratio would be nonsense.
TEST(CheckDrivers, NeedsTheLabourOfTheBaseYear) {
  Drivers drivers = still_drivers();
  drivers.labour.quantity = {{2019, 981.8}, {2020, 979.3}};
  const Status status = check(drivers, 3);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().where, "labour");
  EXPECT_NE(status.error().what.find("2018"), std::string::npos) << status.error().message();
}

/// R&D over GDP stands relative to the base year; raw shares would make R&D vanish in silence.
TEST(CheckDrivers, NeedsRdIntensityRelativeToTheBaseYear) {
  Drivers drivers = still_drivers();
  drivers.knowledge.intensity = {{2018, 0.0214}, {2019, 0.0223}};
  const Status status = check(drivers, 3);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().where, "knowledge");
  drivers.knowledge.intensity = {{2018, 1.0}, {2019, 1.042}};
  EXPECT_TRUE(check(drivers, 3).ok());
}

}  // namespace
}  // namespace domar::growth
