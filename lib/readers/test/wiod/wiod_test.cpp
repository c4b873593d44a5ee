#include "domar/readers/wiod/wiod.hpp"

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <numeric>

#include <tuple>

#include "../make_files.hpp"
#include "../temp_folder.hpp"
#include "domar/accounts/check.hpp"
#include "domar/readers/formats.hpp"
#include "sample.hpp"

namespace domar::readers::wiod {
namespace {

using accounts::Economy;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

class WiodCsv : public testing::Test {
 protected:
  Result<Economy> read(const std::string& text) {
    return read_csv(folder_.write("wiot_2014.csv", text));
  }
  Error refused(const std::string& text) {
    const auto economy = read(text);
    EXPECT_FALSE(economy.ok());
    return economy.ok() ? Error{} : economy.error();
  }
  TempFolder folder_;
};

TEST_F(WiodCsv, ReadsTheLayoutOf2016) {
  const Economy e = read(k_wiot).value();
  EXPECT_EQ(e.year, 2014);
  EXPECT_EQ(e.regions.codes(), (std::vector<std::string>{"FRA", "ROU"}));
  EXPECT_EQ(e.goods.title(1), "Chips");
  EXPECT_DOUBLE_EQ(e.gross_output(3), 300.0);
  EXPECT_DOUBLE_EQ(e.value_added(accounts::production_taxes, 0), 5.0);
  EXPECT_DOUBLE_EQ(e.value_added(accounts::labour, 1), 110.0);
  EXPECT_LT(accounts::largest_relative_error(e), 1e-15);
}

TEST_F(WiodCsv, ReadsWorkbooks) {
  make_workbook(folder_ / "wiot.xlsx",
                {{"Notes", cells_of("hello")}, {"WIOT_2014", cells_of(k_wiot)}});
  const Economy sheet = read_csv(folder_ / "wiot.xlsx").value();
  const Economy text = read(k_wiot).value();
  EXPECT_EQ(sheet.year, 2014);
  for (Index r = 0; r < 2; ++r) EXPECT_EQ(sheet.use[r].values(), text.use[r].values());
  EXPECT_EQ(sheet.value_added.values(), text.value_added.values());
  make_zip(folder_ / "WIOT2014.xlsb", {{"xl/workbook.bin", "x"}});
  const auto binary = read_csv(folder_ / "WIOT2014.xlsb");
  ASSERT_FALSE(binary.ok());
  EXPECT_NE(binary.error().hint.find("xlsx"), std::string::npos);
}

TEST_F(WiodCsv, TakesTheUnitOfTheTitles) {
  EXPECT_EQ(read(k_wiot).value().unit, "million USD");
  EXPECT_EQ(read(replaced(k_wiot, "(US$ million)", "(thousand US$)")).value().unit, "thousand USD");
}

TEST_F(WiodCsv, ReadsWorkbooksOfTheAsianDevelopmentBank) {
  make_workbook(
      folder_ / "ADB-MRIO-2024-August 2025.xlsx",
      {{"ADB MRIO 2024", cells_of(k_adb)}, {"Legend", cells_of("Code,Country\nPRC,China\n")}});
  const auto path = folder_ / "ADB-MRIO-2024-August 2025.xlsx";
  EXPECT_EQ(detect_format(path).value()->name, "adb-mrio");
  const Economy e = import_table(path).value();
  EXPECT_EQ(e.name, "adb-2024");
  EXPECT_EQ(e.goods.codes(), (std::vector<std::string>{"c1", "c2"}));
  EXPECT_EQ(e.goods.title(1), "Chips");
  EXPECT_EQ(e.final_uses.size(), 10U);
  EXPECT_DOUBLE_EQ(e.gross_output(3), 300.0);
  EXPECT_DOUBLE_EQ(e.value_added(accounts::production_taxes, 0), 5.0);
  EXPECT_LT(accounts::largest_relative_error(e), 1e-15);
}

TEST_F(WiodCsv, RefusesDamagedFiles) {
  EXPECT_NE(refused("PK\x03\x04").what.find("zip cannot be read"), std::string::npos);
  EXPECT_EQ(refused("").code, ErrorCode::bad_input);
  const Error nan = refused(replaced(k_wiot, "15,40", "15,NaN"));
  EXPECT_EQ(nan.code, ErrorCode::bad_value);
  EXPECT_NE(nan.where.find("wiot_2014.csv:8:6"), std::string::npos) << nan.where;
  EXPECT_EQ(refused(replaced(k_wiot, "15,40", "15,")).code, ErrorCode::bad_value);
  EXPECT_NE(refused(replaced(k_wiot, "15,40", "15,4,0")).hint.find("decimal commas"),
            std::string::npos);
  EXPECT_EQ(refused(std::string(k_wiot).substr(0, 460)).hint, "is the file cut off?");
  EXPECT_NE(refused(replaced(k_wiot, "A01,Farms,ROM", "C26,Farms,ROM")).what.find("twice"),
            std::string::npos);
  EXPECT_EQ(refused(replaced(k_wiot, "80,200\n", "8,200\n")).code, ErrorCode::unbalanced);
}

TEST(WiodArrays, RefuseAnotherLengthAndMissingLabels) {
  const TempFolder folder;
  const auto file = folder.write("wiot13_2011.i32.gz", std::string(12, '\0'));
  EXPECT_EQ(read_arrays(file).error().code, ErrorCode::not_found);
  std::ignore = folder.write("labels.json", "{\"countries\": 3}");
  EXPECT_EQ(read_arrays(file).error().code, ErrorCode::bad_input);
  std::ignore =
      folder.write("labels.json",
                   R"({"countries": ["A"], "industries": [{"code": 1}], "final_demand": ["c37"]})");
  EXPECT_FALSE(read_arrays(file).ok());
  std::ignore = folder.write("labels.json",
                             R"({"countries": ["A"], "industries": [{"code": "c1", "name": "All"}],
                   "final_demand": ["c37 household"]})");
  EXPECT_EQ(read_arrays(file)->gross_output(0), 0.0);  // 12 bytes: one flow, one final use, output
  std::ignore = folder.write("wiot13_2011.i32.gz", std::string(11, '\0'));
  EXPECT_EQ(read_arrays(file).error().what, "11 bytes where labels.json asks for 12");
}

double share_of_world(const Economy& e, const char* region) {
  double world = 0.0;
  for (Index r = 0; r < e.regions.size(); ++r) world += e.gdp(r);
  return e.gdp(e.regions.find(region).value()) / world;
}

/// The real table of 2011; figures of the README beside it.
TEST(Wiod2011, HasTheKnownTotals) {
  const auto path = shared_data("wiod13/wiot13_2011.i32.gz");
  if (path.empty()) GTEST_SKIP() << "skipped: needs ../shared/data/wiod13";
  const Economy e = read_arrays(path).value();
  EXPECT_EQ(e.year, 2011);
  EXPECT_EQ(e.regions.size(), 41U);
  EXPECT_EQ(e.goods.size(), 35U);
  EXPECT_TRUE(e.regions.find("ROU").has_value());
  EXPECT_NEAR(e.value_added.sum() / 1e6, 69.3, 0.05);
  EXPECT_NEAR(e.gdp(e.regions.find("CHN").value()) / 1e6, 7.39, 0.005);
  EXPECT_NEAR(share_of_world(e, "USA"), 0.219, 0.0005);
  EXPECT_NEAR(share_of_world(e, "ROW"), 0.154, 0.0005);
  EXPECT_LT(accounts::largest_relative_error(e), 1e-11);
  const Index china = e.regions.find("CHN").value();
  const std::array<double, 5> wanted = {0.36, 0.0, 0.14, 0.47, 0.03};
  std::array<double, 5> spent{};
  for (Index f = 0; f < 5; ++f) {
    for (const Matrix& origin : e.use)
      spent[f] += origin.col_sum(e.user_of_final_use(5 * china + f));
  }
  const double all = std::accumulate(spent.begin(), spent.end(), 0.0);
  for (Index f = 0; f < 5; ++f) EXPECT_NEAR(spent[f] / all, wanted[f], 0.006) << f;
}

TEST(Wiod1995, ReadsWithTheRoughestRounding) {
  const auto path = shared_data("wiod13/wiot13_1995.i32.gz");
  if (path.empty()) GTEST_SKIP() << "skipped: needs ../shared/data/wiod13";
  const auto e = read_arrays(path);
  ASSERT_TRUE(e.ok()) << e.error().message();
  EXPECT_LT(accounts::largest_relative_error(*e), 1e-11);
}

TEST(Wiod2014Estimate, HasTheKnownTotals) {
  const auto path = shared_data("wiot14_est/wiot14_est_ZF.f32.gz");
  if (path.empty()) GTEST_SKIP() << "skipped: needs ../shared/data/wiot14_est";
  const auto read = read_arrays(path);
  ASSERT_TRUE(read.ok()) << read.error().message();
  const Economy& e = *read;
  EXPECT_EQ(e.year, 2014);
  EXPECT_EQ(e.regions.size(), 44U);
  EXPECT_NEAR(e.value_added.sum() / 1e6, 75.954, 0.01);
  double labour = 0.0;
  for (const double value : e.value_added.row(accounts::labour)) labour += value;
  EXPECT_NEAR(labour / 1e6, 74.3, 0.05);
  const auto share = [&](const char* region) {
    const Index r = e.regions.find(region).value();
    double sum = 0.0;
    for (Index j = 0; j < e.industries.size(); ++j) {
      if (e.industries[j].region == r) sum += e.value_added(accounts::labour, j);
    }
    return sum / labour;
  };
  EXPECT_NEAR(share("CHN"), 0.138, 0.0005);
  EXPECT_NEAR(share("USA"), 0.233, 0.0005);
  EXPECT_NEAR(share("ROW"), 0.151, 0.0005);
  EXPECT_LT(accounts::largest_relative_error(e), 1e-10);
}

}  // namespace
}  // namespace domar::readers::wiod
