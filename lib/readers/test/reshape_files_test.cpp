#include "domar/readers/reshape_files.hpp"

#include <gtest/gtest.h>

#include "temp_folder.hpp"

namespace domar::readers {
namespace {

using accounts::TargetKind;

TEST(ReshapeFiles, ReadsTotals) {
  TempFolder folder;
  const auto targets =
      read_targets(
          folder.write("t.csv",
                       "code,total,region,value,reliability,source\n094,output,CHN,12.5,,x\n,"
                       "value_added,CHN,90,0.5,\n"))
          .value();
  ASSERT_EQ(targets.size(), 2U);
  EXPECT_EQ(targets[0].kind, TargetKind::output);
  EXPECT_EQ(targets[0].code, "094");
  EXPECT_EQ(targets[0].reliability, 1.0);
  EXPECT_EQ(targets[1].reliability, 0.5);
  EXPECT_NE(targets[1].where.find("t.csv:3"), std::string::npos);
}

TEST(ReshapeFiles, NamesAnUnknownTotalWithItsPlace) {
  TempFolder folder;
  const auto targets =
      read_targets(folder.write("t.csv", "total,region,code,value\nouput,CHN,094,1\n"));
  ASSERT_FALSE(targets.ok());
  EXPECT_NE(targets.error().where.find("t.csv:2:1"), std::string::npos);
  EXPECT_NE(targets.error().hint.find("did you mean output"), std::string::npos);
  const auto columns = read_targets(folder.write("u.csv", "total,region,kode,value\n"));
  ASSERT_FALSE(columns.ok());
  EXPECT_NE(columns.error().what.find("missing: code; unknown: kode"), std::string::npos);
}

TEST(ReshapeFiles, ReadsPricesOfOneYear) {
  TempFolder folder;
  const auto path =
      folder.write("p.csv", "year,good,price\n2018,094,0.9\n2018,,1.02\n2019,094,0.8\n");
  EXPECT_EQ(read_prices(path, 2018)->size(), 2U);
  EXPECT_EQ(read_prices(path, 2019)->front().price, 0.8);
  EXPECT_FALSE(read_prices(path).ok());
  EXPECT_FALSE(read_prices(path, 2020).ok());
}

TEST(ReshapeFiles, ReadsSupplyAndUseByName) {
  TempFolder folder;
  const auto supply = folder.write("s.csv", "code,i1,i2\np1,90,10\np2,,100\n");
  const auto use =
      folder.write("u.csv", "code,all,i2,i1\nwages,,60,60\np2,70,20,10\np1,50,30,20\n");
  const auto table = read_supply_use(supply, use).value();
  EXPECT_EQ(table.U(0, 0), 20.0);
  EXPECT_EQ(table.Y(1, 0), 70.0);
  EXPECT_EQ(table.incomes, std::vector<std::string>{"wages"});
  const auto made = accounts::make_symmetric(table, accounts::SymmetricModel::D).value();
  EXPECT_EQ(symmetric_csv(made, table), "code,i1,i2,all\ni1,18,27,45\ni2,12,23,75\nwages,60,60,\n");
  const auto short_use = folder.write("v.csv", "code,all,i1\np1,50,20\np2,70,10\n");
  EXPECT_NE(read_supply_use(supply, short_use).error().what.find("only: i2"), std::string::npos);
}

}  // namespace
}  // namespace domar::readers
