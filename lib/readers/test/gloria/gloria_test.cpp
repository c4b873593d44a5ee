#include "domar/readers/gloria/gloria.hpp"

#include <gtest/gtest.h>

#include <tuple>

#include "../make_files.hpp"
#include "../temp_folder.hpp"
#include "domar/accounts/check.hpp"
#include "domar/readers/economy_file.hpp"
#include "sample.hpp"

namespace domar::readers::gloria {
namespace {

using accounts::Economy;

class Gloria : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder());
    write("T", k_T);
    write("Y", k_Y);
    write("V", k_V);
    write_labels(temp_ / "GLORIA_ReadMe_059.xlsx", "Metal");
  }
  [[nodiscard]] std::filesystem::path folder() const { return temp_ / "GLORIA_MRIOs_59_2022"; }
  void write(const std::string& table, const std::string& text) const {
    std::ignore = temp_.write("GLORIA_MRIOs_59_2022/" + file(table), text);
  }
  Error refused(const Options& options = {}) const {
    const auto economy = read_gloria(folder(), options);
    EXPECT_FALSE(economy.ok());
    return economy.ok() ? Error{} : economy.error();
  }
  TempFolder temp_;
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST_F(Gloria, BecomesATableOfIndustriesByMarketShares) {
  const Economy e = read_gloria(folder()).value();
  EXPECT_EQ(e.name, "gloria-2022");
  EXPECT_EQ(e.regions.titles(), (std::vector<std::string>{"Austria", "Rest of Americas"}));
  EXPECT_EQ(e.goods.codes(), (std::vector<std::string>{"Wheat", "Metal"}));
  EXPECT_EQ(e.final_uses[1].kind, accounts::FinalUseKind::fixed_investment);
  // Industry 1 of A sells all of product 1 and a 21st of product 2; industry 2 the rest of it.
  EXPECT_NEAR(e.use[0](0, 0), 10.0 + 15.0 / 21.0, 1e-14);
  EXPECT_NEAR(e.use[0](1, 3), 25.0 * 20.0 / 21.0, 1e-14);
  EXPECT_NEAR(e.use[0](0, 4), 45.0 + 50.0 / 21.0, 1e-14);
  EXPECT_DOUBLE_EQ(e.use[1](1, 3), 60.0);
  EXPECT_DOUBLE_EQ(e.gross_output(0), 100.0);
  EXPECT_DOUBLE_EQ(e.value_added(accounts::production_taxes, 0), 5.0);
  EXPECT_LT(accounts::largest_relative_error(e), 1e-15);
  EXPECT_TRUE(e.satellites.empty());
}

TEST_F(Gloria, ReadsSatelliteAccountsFromElsewhere) {
  std::filesystem::create_directories(temp_ / "GLORIA_SatelliteAccounts_059_2022");
  std::ignore = temp_.write("GLORIA_SatelliteAccounts_059_2022/" + file("TQ"), k_TQ);
  std::ignore = temp_.write("GLORIA_SatelliteAccounts_059_2022/" + file("YQ"), k_YQ);
  Options options;
  options.satellites = temp_ / "GLORIA_SatelliteAccounts_059_2022";
  const Economy e = read_gloria(folder(), options).value();
  ASSERT_EQ(e.satellites.size(), 1U);
  EXPECT_EQ(e.satellites[0].rows[1].code, "Emissions | CO2");
  EXPECT_EQ(e.satellites[0].rows[0].unit, "t");
  EXPECT_EQ(e.satellites[0].by_industry.values(), (Vector{1, 2, 3, 4, 10, 20, 30, 40}));
  EXPECT_EQ(e.satellites[0].by_final_use.values(), (Vector{5, 0, 6, 0, 50, 0, 60, 0}));
  // The folder above both, and the workbook in it, will do too.
  const Economy all = read_gloria(temp_ / "").value();
  EXPECT_EQ(all.use[0].values(), e.use[0].values());
  EXPECT_EQ(all.satellites[0].by_industry.values(), e.satellites[0].by_industry.values());
  ASSERT_TRUE(write_economy(e, temp_ / "e.nc").ok());
  EXPECT_EQ(read_economy(temp_ / "e.nc")->satellites[0].by_final_use.values(),
            e.satellites[0].by_final_use.values());
}

TEST_F(Gloria, ReadsAZip) {
  const Economy wanted = read_gloria(folder()).value();
  make_zip(temp_ / "GLORIA_MRIOs_59_2022.zip",
           {{file("T"), k_T}, {file("Y"), k_Y}, {file("V"), k_V}});
  EXPECT_EQ(read_gloria(temp_ / "GLORIA_MRIOs_59_2022.zip")->use[0].values(),
            wanted.use[0].values());
}

TEST_F(Gloria, RefusesDamagedFiles) {
  write("T", k_T.substr(0, k_T.rfind("0,30")));
  EXPECT_EQ(refused().what, "7 x 8 numbers, but the labels are of 8 x 8");
  write("T", replaced(k_T, "15,40", "15,NaN"));
  EXPECT_NE(refused().where.find("(full).csv:4:2"), std::string::npos) << refused().where;
  write("T", replaced(k_T, "0,200", "0,2000"));  // a decimal point lost
  EXPECT_EQ(refused().code, ErrorCode::unbalanced);
  write("T", replaced(k_T, "0,200,0,0,0", "0,0,0,0,200"));  // supply of another region's product
  EXPECT_EQ(refused().code, ErrorCode::unbalanced);
  write("T", k_T);
  write("V", replaced(k_V, "60,100", "600,100"));
  EXPECT_EQ(refused().code, ErrorCode::unbalanced);
  write("V", k_V);
  write_labels(temp_ / "GLORIA_ReadMe_059.xlsx", "Wheat");
  EXPECT_EQ(refused().what, "rows stand twice: AUT Wheat, XAM Wheat");
  std::ignore = temp_.write("GLORIA_ReadMe_059.xlsx", "no workbook");
  EXPECT_EQ(refused().code, ErrorCode::bad_input);
  std::filesystem::remove(temp_ / "GLORIA_ReadMe_059.xlsx");
  EXPECT_EQ(refused().what, "no GLORIA_ReadMe_VVV.xlsx");
}

TEST_F(Gloria, WantsAYearThatIsThere) {
  Options options;
  options.year = 2021;
  EXPECT_EQ(refused(options).hint, "there are 2022");
}

}  // namespace
}  // namespace domar::readers::gloria
