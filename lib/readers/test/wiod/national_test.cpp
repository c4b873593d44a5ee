#include <gtest/gtest.h>

#include "../make_files.hpp"
#include "../temp_folder.hpp"
#include "domar/accounts/check.hpp"
#include "domar/readers/formats.hpp"
#include "domar/readers/wiod/wiod.hpp"
#include "national_sample.hpp"

namespace domar::readers::wiod {
namespace {

using accounts::Economy;

class NationalWorkbook : public testing::Test {
 protected:
  std::filesystem::path write(const std::string& csv) {
    make_workbook(folder_ / "FRA_NIOT_nov16.xlsx",
                  {{"Notes", cells_of("WIOD\n")}, {"National IO-tables", cells_of(csv)}});
    return folder_ / "FRA_NIOT_nov16.xlsx";
  }
  Error refused(const std::string& csv, int year = 2014) {
    NationalOptions options;
    options.year = year;
    options.row_gdp = 1e6;
    const auto economy = read_national(write(csv), options);
    EXPECT_FALSE(economy.ok());
    return economy.ok() ? Error{} : economy.error();
  }
  TempFolder folder_;
};

TEST_F(NationalWorkbook, TellsImportsApart) {
  ImportOptions options;
  options.year = 2014;
  options.row_gdp = 1e6;
  const auto path = write(k_head + niot("2013") + niot("2014"));
  EXPECT_EQ(detect_format(path).value()->name, "wiod-national");
  const Economy e = import_table(path, options).value();
  EXPECT_EQ(e.name, "fra-2014");
  EXPECT_EQ(e.regions.codes(), (std::vector<std::string>{"FRA", "ROW"}));
  EXPECT_DOUBLE_EQ(e.use[0](1, 0), 15.0);
  EXPECT_DOUBLE_EQ(e.use[1](1, 1), 30.0);
  EXPECT_DOUBLE_EQ(e.exports(0)[1], 40.0);
  EXPECT_DOUBLE_EQ(e.value_added(accounts::production_taxes, 0), 3.0);
  EXPECT_DOUBLE_EQ(e.gdp(1), 1e6);
  EXPECT_LT(accounts::largest_relative_error(e), 1e-14);
}

TEST_F(NationalWorkbook, NamesWhatIsWrong) {
  const std::string good = k_head + niot("2014");
  EXPECT_NE(refused(good, 2015).hint.find("2014"), std::string::npos);
  EXPECT_NE(refused(k_head + niot("2013") + niot("2014"), 0).hint.find("2013, 2014"),
            std::string::npos);
  const auto replaced = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    return text.replace(text.find(from), from.size(), to);
  };
  EXPECT_TRUE(refused(replaced("15,40,40", "15,x,40")).where.ends_with("cell F4"));
  EXPECT_TRUE(refused(replaced("15,40,40", "15,,40")).where.ends_with("cell F4"));
  EXPECT_NE(refused(replaced("C26,Chips,Imports", "C27,Chips,Imports")).what.find("C26"),
            std::string::npos);
  EXPECT_NE(refused(replaced("15,40,40", "15,41,40")).what.find("GO"), std::string::npos);
}

TEST(NationalArrays, AreOneCountryWithARestOfTheWorld) {
  const auto data = shared_data("wiod16_niot");
  if (data.empty()) GTEST_SKIP() << "skipped: needs ../shared/data/wiod16_niot";
  const auto path = data / "niot16_2014.f64.gz";
  NationalOptions options;
  options.row_gdp = 6e7;
  EXPECT_NE(read_national(path, options).error().hint.find("AUS, AUT"), std::string::npos);
  options.country = "CHN";
  const Economy e = read_national(path, options).value();
  EXPECT_EQ(e.name, "chn-2014");
  EXPECT_EQ(e.goods.size(), 57U);
  EXPECT_LT(accounts::largest_relative_error(e), 1e-12);
  // The README of the data: value added of C26 in China 261.8 bn, imported share of inputs 16.1 %.
  const Index c26 = e.supplier[0][e.goods.find("C26").value()];
  EXPECT_NEAR(e.value_added(accounts::labour, c26), 261.8e3, 0.1e3);
  double home = 0.0;
  double abroad = 0.0;
  for (Index i = 0; i < e.goods.size(); ++i) {
    home += e.use[0](i, c26);
    abroad += e.use[1](i, c26);
  }
  EXPECT_NEAR(abroad / (home + abroad), 0.161, 5e-4);
}

TEST(NationalArrays, AreReadForEveryCountryAndYear) {
  const auto data = shared_data("wiod16_niot");
  if (data.empty()) GTEST_SKIP() << "skipped: needs ../shared/data/wiod16_niot";
  NationalOptions options;
  options.row_gdp = 1e8;
  for (const char* year : {"2000", "2007", "2014"}) {
    for (const char* country : {"AUS", "DEU", "JPN", "LUX", "MLT", "ROU", "USA"}) {
      options.country = country;
      const auto e = read_national(data / ("niot16_" + std::string(year) + ".f64.gz"), options);
      if (options.country == "ROU" && std::string(year) == "2014") {
        ASSERT_FALSE(e.ok());  // the source itself misses 3,852.8 million USD there
        EXPECT_NE(e.error().what.find("R_S"), std::string::npos) << e.error().what;
        continue;
      }
      ASSERT_TRUE(e.ok()) << country << year << e.error().message();
    }
  }
}

}  // namespace
}  // namespace domar::readers::wiod
