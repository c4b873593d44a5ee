#include "domar/readers/oecd_icio/oecd_icio.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "../make_files.hpp"
#include "../temp_folder.hpp"
#include "domar/accounts/check.hpp"
#include "domar/base/file.hpp"
#include "domar/readers/formats.hpp"
#include "sample.hpp"
#include "world/grid.hpp"

namespace domar::readers::oecd_icio {
namespace {

using accounts::Economy;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

class Icio : public testing::Test {
 protected:
  Result<Economy> read(const std::string& text) {
    return read_icio(folder_.write("ICIO2023_2018.csv", text), options_);
  }
  Error refused(const std::string& text) {
    const auto economy = read(text);
    EXPECT_FALSE(economy.ok());
    return economy.ok() ? Error{} : economy.error();
  }
  TempFolder folder_;
  Options options_;
};

TEST_F(Icio, ReadsTheLayoutOf2023) {
  const Economy e = read(k_icio).value();
  EXPECT_EQ(e.name, "icio-2018");
  EXPECT_EQ(e.year, 2018);
  EXPECT_EQ(e.goods.codes(), (std::vector<std::string>{"A01", "C26"}));
  EXPECT_DOUBLE_EQ(e.gross_output(1), 200.0);
  EXPECT_DOUBLE_EQ(e.value_added(accounts::production_taxes, 3), 5.0);
  EXPECT_DOUBLE_EQ(e.value_added(accounts::labour, 3), 200.0);
  EXPECT_DOUBLE_EQ(e.exports(0)[1], 105.0);
  EXPECT_LT(accounts::largest_relative_error(e), 1e-15);
}

TEST_F(Icio, ReadsTheNamesOfOlderEditions) {
  const Economy wanted = read(k_icio).value();
  // 2018 and 2021: one row of taxes for each region that levies them, VALU, OUTPUT, TOTAL.
  std::string old = replaced(k_icio, "TLS,5,0,1,5,7,0,8,9,\n",
                             "FRA_TAXSUB,4,0,0,0,7,0,0,0,0\nROW_TAXSUB,1,0,1,5,0,0,8,9,0\n");
  old = replaced(old, "\nVA,", "\nVALU,");
  old = replaced(old, "\nOUT,", "\nOUTPUT,");
  old = replaced(old, ",OUT\n", ",TOTAL\n");
  const Economy e = read("\xEF\xBB\xBF" + replaced(old, "\n", "\r\n")).value();
  EXPECT_EQ(e.value_added.values(), wanted.value_added.values());
  EXPECT_EQ(e.use[1].values(), wanted.use[1].values());
  // 2016: value added and taxes in one row.
  std::string oldest = replaced(k_icio, "TLS,5,0,1,5,7,0,8,9,\n", "");
  oldest = replaced(oldest, "VA,65,110,44,200", "VA+TAXSUB,70,110,45,205");
  EXPECT_DOUBLE_EQ(read(oldest)->value_added(accounts::labour, 0), 70.0);
}

TEST_F(Icio, ReadsTheTurnedLabelsOf2016) {
  const Economy wanted = read(k_icio).value();
  std::string text = replaced(k_icio, "FRA_HFCE,FRA_INVNT,ROW_HFCE,ROW_GFCF,OUT",
                              "HFCE_FRA,INV_FRA,HFCE_ROW,GFCF_ROW,DISC");
  text = replaced(text, "_A01", "_C01T05AGR");
  text = replaced(text, "TLS,5,0,1,5,7,0,8,9,\nVA,65,110,44,200", "VA+TAXSUB,70,110,45,205");
  for (const char* output : {",100\n", ",200\n", ",80\n", ",300\n"}) {
    text = replaced(text, output, ",0\n");
  }
  const Economy e = read_icio(folder_.write("ICIO2016_2003.csv", text)).value();
  EXPECT_EQ(e.year, 2003);
  EXPECT_EQ(e.goods.code(0), "C01T05AGR");
  EXPECT_EQ(e.use[0].values(), wanted.use[0].values());
  EXPECT_EQ(e.final_uses[1].kind, accounts::FinalUseKind::stock_change);
}

TEST_F(Icio, TakesTheYearOfTheEntryOfAZip) {
  make_zip(folder_ / "2016-2020_SML.zip", {{"2018_SML.csv", k_icio}, {"2019_SML.csv", k_icio}});
  EXPECT_EQ(read_icio(folder_ / "2016-2020_SML.zip").error().code, ErrorCode::bad_input);
  options_.year = 2019;
  EXPECT_EQ(read_icio(folder_ / "2016-2020_SML.zip", options_)->year, 2019);
  make_zip(folder_ / "1995-2000_SML.zip", {{"1996_SML.csv", k_icio}});
  EXPECT_EQ(read_icio(folder_ / "1995-2000_SML.zip")->year, 1996);
  make_zip(folder_ / "icio-1995-2000.zip", {{"table.csv", k_icio}});
  options_.year = 1997;
  EXPECT_EQ(read_icio(folder_ / "icio-1995-2000.zip", options_)->year, 1997);
  options_.year = 2001;
  EXPECT_EQ(read_icio(folder_ / "icio-1995-2000.zip", options_).error().code, ErrorCode::bad_input);
}

TEST_F(Icio, RefusesAWrongYear) {
  options_.year = 2017;
  EXPECT_EQ(refused(k_icio).what, "the year asked for is 2017, but the name says 2023, 2018");
}

TEST_F(Icio, MatchesRegionsAcrossTheirSpellings) {
  EXPECT_EQ(read(replaced(k_icio, "FRA_", "ROM_"))->regions.code(0), "ROU");
  EXPECT_EQ(read(replaced(k_icio, "ROW_", "RoW_"))->regions.code(1), "ROW");
}

TEST_F(Icio, ShuffledColumnsAreStillRight) {
  const Economy wanted = read(k_icio).value();
  const Economy e =
      read(
          "V1,OUT,ROW_C26,FRA_C26,ROW_A01,FRA_A01,FRA_HFCE,FRA_INVNT,ROW_HFCE,ROW_GFCF\n"
          "VA,,200,110,44,65,,,,\n"
          "FRA_A01,100,0,20,5,10,50,5,10,0\nFRA_C26,200,25,40,0,15,40,0,0,80\n"
          "OUT,,300,200,80,100,,,,\n"
          "ROW_A01,80,10,0,10,5,5,0,50,0\nROW_C26,300,60,30,20,0,0,10,30,150\n"
          "TLS,,5,0,1,5,7,0,8,9\n")
          .value();
  EXPECT_EQ(e.use[0].values(), wanted.use[0].values());
  EXPECT_EQ(e.use[1].values(), wanted.use[1].values());
  EXPECT_EQ(e.value_added.values(), wanted.value_added.values());
}

TEST_F(Icio, RefusesDamagedFiles) {
  EXPECT_NE(refused("PK\x03\x04").what.find("zip cannot be read"), std::string::npos);
  EXPECT_EQ(refused("").code, ErrorCode::bad_input);
  EXPECT_EQ(refused(std::string(k_icio).substr(0, 150)).hint, "is the file cut off?");
  // Whole rows are missing: the columns know them.
  const std::string text = k_icio;
  const Error cut = refused(text.substr(0, text.find("ROW_C26,0")));
  EXPECT_NE(cut.what.find("missing: ROW C26"), std::string::npos) << cut.what;
  const Error nan = refused(replaced(k_icio, "15,40", "15,NaN"));
  EXPECT_EQ(nan.code, ErrorCode::bad_value);
  EXPECT_NE(nan.where.find(".csv:3:3"), std::string::npos) << nan.where;
  const Error blank = refused(replaced(k_icio, "15,40", "15,"));
  EXPECT_EQ(blank.what, "a number is missing");
  EXPECT_NE(blank.where.find(".csv:3:3"), std::string::npos) << blank.where;
  EXPECT_NE(refused(replaced(k_icio, "15,40", "15,4,5")).hint.find("decimal commas"),
            std::string::npos);
  EXPECT_NE(
      refused(replaced(replaced(k_icio, ",", ";"), "15;40", "15.5;4,5")).hint.find("decimal point"),
      std::string::npos);
  EXPECT_NE(refused(replaced(k_icio, "ROW_A01,ROW_C26", "ROW_A01,ROW_A01")).what.find("twice"),
            std::string::npos);
  EXPECT_NE(refused(replaced(k_icio, "ROW_GFCF", "ROW_WHAT")).what.find("ROW_WHAT"),
            std::string::npos);
  EXPECT_EQ(refused(replaced(k_icio, "25,40,0,0,80,200", "25,40,0,0,8,200")).code,
            ErrorCode::unbalanced);
  EXPECT_EQ(refused(replaced(k_icio, "65,110,44", "65,11,44")).code, ErrorCode::unbalanced);
}

/// The synthetic ICIO-type table of the R package exvatools, put into one file.
class IcioWithPlants : public Icio {
 protected:
  void SetUp() override {
    const auto data = shared_data("../cases/exvatools-test");
    if (data.empty()) GTEST_SKIP() << "skipped: needs ../shared/cases/exvatools-test";
    const auto grid = [&](const char* name) {
      return world::parse_grid({read_file(data / name).value(), name}, {}).value();
    };
    const auto Z = grid("iciotest_Z.csv");
    const auto F = grid("iciotest_Yfd.csv");
    const auto X = grid("iciotest_VA_X.csv");
    text_ = "V1";
    for (const auto& name : Z.header[0]) text_ += "," + name;
    for (const auto& name : F.header[0]) text_ += "," + name;
    for (Index i = 0; i < Z.values.rows(); ++i) {
      text_ += "\n" + Z.labels[0][i];
      for (const double value : Z.values.row(i)) text_ += fmt::format(",{}", value);
      for (const double value : F.values.row(i)) text_ += fmt::format(",{}", value);
    }
    for (const Index k : {0U, 1U}) {
      text_ += k == 0 ? "\nVA" : "\nOUT";
      for (Index i = 0; i < X.values.rows(); ++i) text_ += fmt::format(",{}", X.values(i, k));
      text_ += std::string(F.header[0].size(), ',');
    }
    text_ = replaced(replaced(text_ + "\n", "_CONS", "_HFCE"), "_INVST", "_GFCF");
  }
  std::string text_;
};

TEST_F(IcioWithPlants, HasThePublishedExportsOnceMerged) {
  options_.merge_plants = true;
  const Economy e = read(text_).value();
  EXPECT_EQ(e.regions.size(), 6U);
  const auto exports = [&](const char* region) {
    const Vector by_good = e.exports(e.regions.find(region).value());
    return std::accumulate(by_good.begin(), by_good.end(), 0.0);
  };
  EXPECT_NEAR(exports("ESP"), 4666.96, 0.005);
  EXPECT_NEAR(exports("CHN"), 8575.51, 0.005);
  EXPECT_LT(accounts::largest_relative_error(e), 1e-9);
}

TEST_F(IcioWithPlants, RefusesPlantsThatStandAlone) {
  const Error error = refused(text_);
  EXPECT_EQ(error.what, "regions without final uses: MX1, MX2, CN1, CN2");
  EXPECT_NE(error.hint.find("merged"), std::string::npos);
}

class National : public testing::Test {
 protected:
  Result<Economy> read(const std::string& text) {
    return read_national(folder_.write("oecd21_CHN_2018.csv", text), options_);
  }
  Error refused(const std::string& text) {
    const auto economy = read(text);
    EXPECT_FALSE(economy.ok());
    return economy.ok() ? Error{} : economy.error();
  }
  void SetUp() override { options_.row_gdp = 1000.0; }
  TempFolder folder_;
  NationalOptions options_;
};

TEST_F(National, BecomesACountryAndTheRestOfTheWorld) {
  const Economy e = read(k_national).value();
  EXPECT_EQ(e.name, "chn-2018");
  EXPECT_EQ(e.regions.codes(), (std::vector<std::string>{"CHN", "ROW"}));
  EXPECT_DOUBLE_EQ(e.gross_output(0), 100.0);
  EXPECT_DOUBLE_EQ(e.gdp(0), 215.0);
  EXPECT_DOUBLE_EQ(e.gdp(1), 1000.0);
  EXPECT_DOUBLE_EQ(e.imports(0)[0], 10.0);
  EXPECT_DOUBLE_EQ(e.exports(0)[0], 15.0);                     // non-residents included
  EXPECT_DOUBLE_EQ(e.use[1](0, e.user_of_final_use(2)), 4.0);  // bought abroad
  EXPECT_NEAR(e.use[1](0, 0), 6.0 * 10.0 / 91.0, 1e-12);       // equal shares of the rest
  EXPECT_LT(accounts::largest_relative_error(e), 1e-14);
}

TEST_F(National, ReadsWorkbooksAndDecimalCommas) {
  const std::string csv = replaced(k_national, "\"Mills, all\"", "Mills");
  const Economy plain = read(csv).value();
  const auto expect_plain = [&](const Result<Economy>& economy) {
    ASSERT_TRUE(economy.ok()) << economy.error().message();
    EXPECT_EQ(economy->use[0].values(), plain.use[0].values());
    EXPECT_EQ(economy->use[1].values(), plain.use[1].values());
    EXPECT_EQ(economy->value_added.values(), plain.value_added.values());
  };
  const auto path = folder_ / "oecd21_CHN_2018.xlsx";
  make_workbook(path, {{"Notes", cells_of("OECD\n")}, {"Data 2018", cells_of(csv)}});
  options_.year = 2018;
  expect_plain(read_national(path, options_));
  options_.part = "Data";
  expect_plain(read_national(path, options_));

  options_.part.clear();
  std::string text = csv;
  std::replace(text.begin(), text.end(), ',', ';');
  expect_plain(read(replaced(text, "15;40;60;1;20", "15,0;40;60,00;1;20")));
}

TEST_F(National, ReadsRowsThatSayTotal) {
  const Economy plain = read(k_national).value();
  const std::string text =
      replaced(replaced(k_national, ",01,Farms", ",TTL_01,Farms"), ",02,\"", ",TTL_02,\"");
  const Economy e = read(text).value();
  EXPECT_EQ(e.goods.codes(), plain.goods.codes());
  EXPECT_EQ(e.goods.titles(), plain.goods.titles());
  EXPECT_EQ(e.use[0].values(), plain.use[0].values());
  EXPECT_EQ(e.use[1].values(), plain.use[1].values());
  EXPECT_EQ(e.value_added.values(), plain.value_added.values());
}

// The same country where the source knows who imports; 2 of the imported mills pass through.
constexpr const char* k_origins =
    "Year,Code,Description,01,02,HFCE,NPISH,GGFC,GFCF,INVNT,CONS_ABR,CONS_NONRES,EXPO,IMPO\n"
    "2018,DOM_01,Farms,8,19,48,0,5,5,0,0,3,12,0\n"
    "2018,IMP_01,Farms,2,1,2,0,0,0,1,4,0,0,-10\n"
    "2018,DOM_02,\"Mills, all\",10,25,50,1,20,70,-1,0,0,25,0\n"
    "2018,IMP_02,\"Mills, all\",5,15,10,0,0,10,0,0,0,2,-42\n"
    "2018,TXS_INT_FNL,Taxes,5,10,7,0,0,9,0,0,-1,0,0\n"
    "2018,VALU,Value added,70,130,0,0,0,0,0,0,0,0,0\n"
    "2018,OUTPUT,Output,100,200,0,0,0,0,0,0,0,0,0\n";

TEST_F(National, TakesOriginsFromASourceThatTellsThem) {
  const Economy e = read(k_origins).value();
  EXPECT_EQ(e.goods.codes(), (std::vector<std::string>{"01", "02", "ROW"}));
  EXPECT_EQ(e.use[0](1, 0), 10.0);
  EXPECT_EQ(e.use[1](1, 0), 5.0);
  EXPECT_EQ(e.use[1](0, e.user_of_final_use(2)), 4.0);
  EXPECT_EQ(e.imports(0)[0], 10.0);
  EXPECT_EQ(e.imports(0)[1], 40.0);
  EXPECT_EQ(e.exports(0)[1], 25.0);
  EXPECT_LT(accounts::largest_relative_error(e), 1e-14);
  EXPECT_TRUE(std::any_of(e.notes.begin(), e.notes.end(), [](const std::string& note) {
    return note.find("re-exported imports, 2 million USD") != std::string::npos;
  }));
  EXPECT_TRUE(std::none_of(e.notes.begin(), e.notes.end(), [](const std::string& note) {
    return note.find("estimated") != std::string::npos;
  }));
}

TEST_F(National, RefusesRowsOfOneOriginAlone) {
  std::string home = replaced(k_national, ",01,Farms", ",DOM_01,Farms");
  EXPECT_EQ(refused(home).what, "the rows of sectors begin with rows without one and DOM_");
  home = replaced(home, ",02,\"", ",DOM_02,\"");
  EXPECT_EQ(refused(home).what, "the rows of sectors begin with DOM_");
  EXPECT_NE(refused(home).hint.find("TTL_"), std::string::npos);
  std::string text = k_origins;
  text.erase(text.find("2018,IMP_02"), text.find("2018,TXS") - text.find("2018,IMP_02"));
  EXPECT_NE(refused(text).what.find("missing row IMP_02"), std::string::npos);
  EXPECT_EQ(refused(replaced(k_origins, "2,-42", "2,-52")).what,
            "rows IMP_ miss IMPO by 10 million USD in all, of 62");
  EXPECT_TRUE(read(replaced(replaced(k_origins, "2,-42", "2,0"), "0,-10", "0,0")).ok());
}

TEST_F(National, RefusesDamagedFiles) {
  EXPECT_NE(refused(replaced(k_national, ",GFCF,", ",GFC,")).what.find("missing GFCF"),
            std::string::npos);
  EXPECT_NE(refused(replaced(k_national, "2018,02", "2018,01")).what.find("standing twice 01"),
            std::string::npos);
  EXPECT_NE(refused(replaced(k_national, "2018,OUTPUT", "2018,OTHER_")).what.find("OUTPUT"),
            std::string::npos);
  EXPECT_EQ(refused(replaced(k_national, "15,40", "15,NaN")).code, ErrorCode::bad_value);
  EXPECT_EQ(refused(replaced(k_national, "15,40", "15,4,0")).code, ErrorCode::bad_input);
  EXPECT_EQ(refused(replaced(k_national, "15,40", "15,50")).code, ErrorCode::unbalanced);
  EXPECT_EQ(refused(replaced(k_national, "12,-10", "12,10")).code, ErrorCode::bad_value);
  EXPECT_EQ(refused(replaced(k_national, "2018,VALU", "1e300,VALU")).what, "this is no year");
  options_.row_gdp = 50.0;
  EXPECT_EQ(refused(k_national).code, ErrorCode::bad_value);
}

TEST_F(National, WantsAYearThatIsThere) {
  options_.year = 2017;
  EXPECT_EQ(refused(k_national).hint, "there are 2018");
}

/// Every year of both countries; China's published totals of the README in trillion USD.
TEST(NationalTables, ReadAsPublished) {
  const auto china = shared_data("oecd_iot21/oecd21_CHN_1995_2018.csv.gz");
  const auto japan = shared_data("oecd_iot21/oecd21_JPN_1995_2018.csv.gz");
  if (china.empty() || japan.empty()) GTEST_SKIP() << "skipped: needs ../shared/data/oecd_iot21";
  EXPECT_EQ(detect_format(china).value()->name, "oecd-national");
  const std::map<int, double> published = {{1995, 0.69}, {2005, 2.05}, {2014, 9.55}, {2018, 12.79}};
  NationalOptions options;
  options.row_gdp = 50e6;
  EXPECT_EQ(read_national(china, options).error().code, ErrorCode::bad_input);  // which year?
  for (options.year = 1995; options.year <= 2018; options.year += 1) {
    for (const auto& file : {china, japan}) {
      const auto e = read_national(file, options);
      ASSERT_TRUE(e.ok()) << options.year << ": " << e.error().message();
      EXPECT_LT(accounts::largest_relative_error(*e), 1e-11) << options.year;
      if (file != china) continue;
      double labour = -options.row_gdp;
      for (const double value : e->value_added.row(accounts::labour)) labour += value;
      const auto known = published.find(options.year);
      if (known == published.end()) continue;
      EXPECT_NEAR(labour / 1e6, known->second, 0.005) << options.year;
    }
  }
}

}  // namespace
}  // namespace domar::readers::oecd_icio
