#include "domar/accounts/economy.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "small_economy.hpp"

namespace domar::accounts {
namespace {

TEST(Economy, AddsUpAsDrawn) {
  const Economy e = small_economy();
  ASSERT_TRUE(e.check_shapes().ok());
  EXPECT_DOUBLE_EQ(e.gross_output(0), 100.0);
  EXPECT_DOUBLE_EQ(e.gross_output(1), 100.0);
  EXPECT_DOUBLE_EQ(e.value_added_of(0), 52.0);
  EXPECT_DOUBLE_EQ(e.gdp(0), 125.0);
  EXPECT_EQ(e.exports(0), (Vector{25, 0, 0}));
  EXPECT_EQ(e.imports(0), (Vector{20, 0, 0}));
  EXPECT_EQ(e.domestic_use(0), (Vector{75, 100, 0}));
  EXPECT_EQ(e.region_of_user(2), 1U);
  EXPECT_EQ(e.region_of_user(4), 0U);
}

TEST(Economy, RefusesShapesThatDoNotFit) {
  Economy e = small_economy();
  e.use[1] = Matrix(2, 6);
  EXPECT_EQ(e.check_shapes().error().code, ErrorCode::shape_mismatch);
  e = small_economy();
  e.supplier[0].pop_back();
  EXPECT_EQ(e.check_shapes().error().code, ErrorCode::shape_mismatch);
  e = small_economy();
  e.value_added = Matrix(3, 3);
  EXPECT_EQ(e.check_shapes().error().code, ErrorCode::shape_mismatch);
}

TEST(Economy, RefusesFlowsThatAreNotFinite) {
  using Limits = std::numeric_limits<double>;
  for (const double bad :
       {Limits::quiet_NaN(), -Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity()}) {
    for (const Index user : {Index{0}, Index{4}}) {
      Economy e = small_economy();
      e.use[1](2, user) = bad;
      const Status checked = e.check_shapes();
      ASSERT_FALSE(checked.ok()) << bad;
      EXPECT_EQ(checked.error().code, ErrorCode::bad_value);
      EXPECT_NE(checked.error().where.find("user " + std::to_string(user)), std::string::npos);
    }
  }
  for (const double good : {Limits::max(), Limits::lowest(), Limits::denorm_min(), -0.0}) {
    Economy e = small_economy();
    e.use[1](2, 4) = good;
    EXPECT_TRUE(e.check_shapes().ok()) << good;
  }
}

TEST(Economy, RefusesSatelliteAccountsThatDoNotFit) {
  Economy e = small_economy();
  e.satellites = {{"air", {{"CO2", "CO2", "kg"}}, Matrix(1, 3, 1.0), Matrix(1, 3, 2.0)}};
  EXPECT_TRUE(e.check_shapes().ok());
  e.satellites[0].by_final_use = Matrix();
  EXPECT_TRUE(e.check_shapes().ok());
  e.satellites.push_back(e.satellites[0]);
  EXPECT_EQ(e.check_shapes().error().what, "the account stands twice");
  e.satellites.pop_back();
  e.satellites[0].by_industry = Matrix(1, 2);
  EXPECT_EQ(e.check_shapes().error().code, ErrorCode::shape_mismatch);
  e.satellites[0].by_industry = Matrix(2, 3);
  e.satellites[0].rows.push_back({"CO2", "again", "t"});
  EXPECT_EQ(e.check_shapes().error().what, "row CO2 stands twice");
  e.satellites[0].rows[1].code = "CH4";
  e.satellites[0].by_industry(1, 2) = std::nan("");
  EXPECT_EQ(e.check_shapes().error().code, ErrorCode::bad_value);
}

TEST(Economy, RefusesReferencesToNowhere) {
  Economy e = small_economy();
  e.supplier[0][1] = 7;
  EXPECT_EQ(e.check_shapes().error().code, ErrorCode::shape_mismatch);
  e = small_economy();
  e.final_uses[0].region = 2;
  EXPECT_EQ(e.check_shapes().error().code, ErrorCode::shape_mismatch);
}

TEST(Economy, RefusesNumbersThatAreNone) {
  Economy e = small_economy();
  e.use[0](0, 3) = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(e.check_shapes().error().code, ErrorCode::bad_value);
  e = small_economy();
  e.value_added(0, 0) = std::numeric_limits<double>::infinity();
  EXPECT_EQ(e.check_shapes().error().code, ErrorCode::bad_value);
}

}  // namespace
}  // namespace domar::accounts
