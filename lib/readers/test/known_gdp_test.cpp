#include "domar/readers/known_gdp.hpp"

#include <gtest/gtest.h>

#include "temp_folder.hpp"

namespace domar::readers {
namespace {

class ReadKnownGdp : public testing::Test {
 protected:
  Result<accounts::KnownGdp> read(const std::string& text) {
    return read_known_gdp(folder_.write("gdp.csv", text));
  }
  TempFolder folder_;
};

TEST_F(ReadKnownGdp, MatchesColumnsByName) {
  const auto known = read("gdp,region,exchange_rate,year\n100,CHN,6.6,2018\n").value();
  EXPECT_EQ(known.find("CHN", 2018)->gdp, 100.0);
  EXPECT_EQ(known.find("CHN", 2018)->exchange_rate, 6.6);
  EXPECT_FALSE(known.find("CHN", 2017).has_value());
}

TEST_F(ReadKnownGdp, RefusesZerosAndDoubledRowsWithTheirPlace) {
  const auto zero = read("region,year,gdp,exchange_rate\nCHN,2018,0,6.6\n");
  ASSERT_FALSE(zero.ok());
  EXPECT_NE(zero.error().where.find("gdp.csv:2:10"), std::string::npos) << zero.error().where;
  const auto twice = read("region,year,gdp,exchange_rate\nA,2018,1,1\nA,2018,1,1\n");
  ASSERT_FALSE(twice.ok());
  EXPECT_NE(twice.error().what.find("A has 2018 twice"), std::string::npos);
}

TEST(KnownGdpTable, ShipsWithChinaAndTheWorld) {
  const auto known =
      read_known_gdp(test::source_dir() / "economies" / "known-gdp" / "gdp.csv").value();
  // 91.9 trillion yuan in the national accounts of that vintage; world as the World Bank, 85.7.
  const auto china = known.find("CHN", 2018).value();
  EXPECT_NEAR(china.gdp * china.exchange_rate / 1e6, 91.9, 0.1);
  EXPECT_NEAR(known.find(accounts::KnownGdp::k_world, 2014)->gdp / 1e6, 79.0, 0.1);
}

}  // namespace
}  // namespace domar::readers
