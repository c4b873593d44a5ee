#include "domar/readers/caliendo_parro/caliendo_parro.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

#include "../temp_folder.hpp"
#include "domar/accounts/check.hpp"
#include "domar/readers/economy_file.hpp"
#include "sample.hpp"

namespace domar::readers::caliendo_parro {
namespace {

using accounts::Economy;

class CaliendoParro : public testing::Test {
 protected:
  void SetUp() override {
    std::ignore = folder_.write("trade.csv", k_trade);
    std::ignore = folder_.write("intermediate_consumption.csv", k_inputs);
    std::ignore = folder_.write("value_added.csv", k_value_added);
    std::ignore = folder_.write("final_consumption.csv", k_final);
  }
  void replace(const std::string& file, std::string text, const std::string& from,
               const std::string& to) const {
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    std::ignore = folder_.write(file, text.replace(at, from.size(), to));
  }
  Error refused() const {
    const auto economy = read_caliendo_parro(folder_ / "");
    EXPECT_FALSE(economy.ok());
    return economy.ok() ? Error{} : economy.error();
  }
  TempFolder folder_;
};

TEST_F(CaliendoParro, BuysFromOriginsInTheCountrysShares) {
  const Economy e = read_caliendo_parro(folder_ / "").value();
  EXPECT_EQ(e.regions.codes(), (std::vector<std::string>{"A", "B"}));
  EXPECT_EQ(e.goods.codes(), (std::vector<std::string>{"corn", "cloth"}));
  EXPECT_DOUBLE_EQ(e.gross_output(3), 100.0);
  EXPECT_LT(accounts::largest_relative_error(e), 1e-15);
  // A's corn farms pay 10 for cloth: half goes to A, 4 to B, 1 to A's customs.
  EXPECT_DOUBLE_EQ(e.use[0](1, 0), 5.0);
  EXPECT_DOUBLE_EQ(e.use[1](1, 0), 4.0);
  EXPECT_DOUBLE_EQ(e.value_added(accounts::production_taxes, 0), 1.0);
  EXPECT_DOUBLE_EQ(e.exports(1)[1], 40.0);
  // Of A's corn, 70 are sold and 68 consumed.
  EXPECT_NEAR(e.use[0](0, 5) + e.use[1](0, 5), 2.0, 1e-14);
  EXPECT_NE(e.notes[3].find("good by good"), std::string::npos) << e.notes[3];
}

TEST_F(CaliendoParro, EconomyFileKeepsIt) {
  const Economy e = read_caliendo_parro(folder_ / "").value();
  ASSERT_TRUE(write_economy(e, folder_ / "e.nc").ok());
  const Economy back = read_economy(folder_ / "e.nc").value();
  EXPECT_EQ(back.value_added.values(), e.value_added.values());
  EXPECT_EQ(back.use[1].values(), e.use[1].values());
}

TEST_F(CaliendoParro, LinesMayStandInAnyOrder) {
  const Economy wanted = read_caliendo_parro(folder_ / "").value();
  std::ignore = folder_.write(
      "trade.csv",
      "tariff,importer,value,exporter,sector\n0,B,60,B,cloth\n0,A,60,A,corn\n0.25,A,40,B,cloth\n"
      "0,A,10,B,corn\n0,A,50,A,cloth\n0,B,30,A,cloth\n0,B,20,A,corn\n0,B,70,B,corn\n");
  const Economy e = read_caliendo_parro(folder_ / "").value();
  EXPECT_EQ(e.use[0].values(), wanted.use[0].values());
  EXPECT_EQ(e.use[1].values(), wanted.use[1].values());
}

TEST_F(CaliendoParro, RefusesDamagedFiles) {
  replace("trade.csv", k_trade, "cloth,B,A,40,0.25\n", "");
  EXPECT_EQ(refused().what, "every pair of labels stands once, but not A/cloth/B (missing)");
  replace("trade.csv", k_trade, "cloth,B,A", "corn,B,A");
  EXPECT_EQ(refused().what,
            "every pair of labels stands once, but not A/corn/B (twice), A/cloth/B (missing)");
  replace("trade.csv", k_trade, "cloth,B,A,40", "cloth,B,A,NaN");
  EXPECT_NE(refused().where.find("trade.csv:5:11"), std::string::npos) << refused().where;
  replace("trade.csv", k_trade, "cloth,B,A", "cloth,C,A");
  EXPECT_EQ(refused().what, "unknown exporter 'C'");
  replace("trade.csv", k_trade, "40,0.25", "40,25");
  EXPECT_NE(refused().hint.find("write 0.25 for a tariff of 25 %"), std::string::npos);
  replace("trade.csv", k_trade, "40,0.25", "-40,0.25");
  EXPECT_EQ(refused().code, ErrorCode::bad_value);
  replace("trade.csv", k_trade, "cloth,A,A,50", "cloth,A,A,500");
  EXPECT_EQ(refused().code, ErrorCode::unbalanced);
  replace("trade.csv", k_trade, ",tariff", ",rate");
  EXPECT_EQ(refused().what, "columns missing: tariff");
  std::filesystem::remove(folder_ / "trade.csv");
  EXPECT_EQ(refused().code, ErrorCode::not_found);
}

/// The data as shipped: 31 countries, 40 sectors.
TEST(CaliendoParroData, ReadsAsShipped) {
  const auto data = shared_data("cp2015/README.md");
  if (data.empty()) GTEST_SKIP() << "skipped: needs ../shared/data/cp2015";
  const Economy e = read_caliendo_parro(data.parent_path()).value();
  EXPECT_EQ(e.regions.size(), 31U);
  EXPECT_EQ(e.goods.size(), 40U);
  EXPECT_LT(accounts::largest_relative_error(e), 1e-12);
  double gdp = 0.0;
  for (Index r = 0; r < 31; ++r) gdp += e.gdp(r);
  // Published: 48.1407845 trillion USD of gross output; inputs and value added are 6.6e-8 off it.
  double output = 0.0;
  for (Index j = 0; j < e.industries.size(); ++j) output += e.gross_output(j);
  EXPECT_NEAR(output / 1e12, 48.1407845, 1e-6);
  const Index argentina = e.regions.find("Argentina").value();
  EXPECT_NEAR(e.domestic_use(argentina)[0], 19135411036.0, 1e-5);
  EXPECT_GT(gdp, 2e13);
}

}  // namespace
}  // namespace domar::readers::caliendo_parro
