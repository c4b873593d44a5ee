#include "domar/readers/matrix/matrix.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "../make_files.hpp"
#include "../temp_folder.hpp"
#include "domar/accounts/check.hpp"
#include "domar/base/file.hpp"
#include "domar/readers/csv.hpp"

namespace domar::readers::matrix {
namespace {

using accounts::Economy;

class Described : public testing::Test {
 protected:
  /// Copies a table of ../shared/cases beside the description; false if it is not there.
  bool copy(const std::string& name) {
    const auto data = shared_data("../cases");
    if (data.empty()) return false;
    std::filesystem::copy_file(data / name,
                               folder_ / std::filesystem::path(name).filename().string());
    return true;
  }
  Result<Economy> read(const std::string& toml) {
    return read_matrix(folder_.write("table.toml", toml));
  }
  Error refused(const std::string& toml) {
    const auto economy = read(toml);
    EXPECT_FALSE(economy.ok());
    return economy.ok() ? Error{} : economy.error();
  }
  TempFolder folder_;
};

// Hosoe, Gasawa and Hashimoto's two sectors: imports and tariffs stand in the columns of products.
constexpr const char* k_sam = R"(
table = "sam.csv"
unit = "billion yen"
year = 1995
country = "JPN"
sectors = ["BRD", "MLK"]
exports = ["EXT"]
imports = ["EXT"]
row_gdp = 1000.0
[final_uses]
HOH = "household"
GOV = "government"
INV = "fixed_investment"
[value_added]
CAP = "operating_surplus"
LAB = "labour"
IDT = "production_taxes"
TRF = "production_taxes"
)";

TEST_F(Described, SocialAccountingMatrix) {
  if (!copy("stdcge/sam.csv")) GTEST_SKIP() << "skipped: needs ../shared/cases";
  const Economy e = read(k_sam).value();
  EXPECT_EQ(e.name, "table");
  EXPECT_LT(accounts::largest_relative_error(e), 1e-14);
  EXPECT_DOUBLE_EQ(e.gross_output(0), 92.0 - 13.0);
  EXPECT_DOUBLE_EQ(e.exports(0)[0], 8.0);
  EXPECT_NEAR(e.imports(0)[0], 13.0, 1e-12);
  EXPECT_NEAR(e.imports(0)[1], 11.0, 1e-12);
  EXPECT_DOUBLE_EQ(e.value_added(accounts::labour, 1), 25.0);
  EXPECT_DOUBLE_EQ(e.value_added(accounts::production_taxes, 1), 6.0);
}

TEST_F(Described, WorldTableWithFinalUsesAheadOfRegions) {
  if (!copy("leather/table.csv")) GTEST_SKIP() << "skipped: needs ../shared/cases";
  const Economy e = read(R"(
table = "table.csv"
unit = "billion USD"
year = 2000
regions = ["Argentina", "Turkey", "Germany"]
output = ["output"]
[final_uses]
final = "everything"
)")
                        .value();
  EXPECT_EQ(e.regions.size(), 3U);
  EXPECT_EQ(e.goods.size(), 3U);
  EXPECT_LT(accounts::largest_relative_error(e), 1e-14);
  EXPECT_DOUBLE_EQ(e.gross_output(0), 77.7);
}

TEST_F(Described, WideTableWithImportsByUser) {
  if (!copy("germany-1995/netherlands_2000.csv")) GTEST_SKIP() << "skipped: needs ../shared/cases";
  const Economy e = read(R"(
table = "netherlands_2000.csv"
unit = "million EUR"
year = 2000
country = "NLD"
row_gdp = 3e7
sectors = ["agriculture_group", "mining_group", "manufacturing_group", "utilities_group",
           "construction_group", "services_group"]
exports = ["exports"]
imports = ["imports"]
imports_are = "by user"
empty = ["NA"]
leave_out = ["TOTAL", "final_consumption_households", "total_use", "total_use_pp", "compensation_employees"]
output = ["output_bp"]
[final_uses]
final_consumption_private = "household"
final_consumption_government = "government"
gross_fixed_capital_formation = "fixed_investment"
[value_added]
net_tax = "production_taxes"
value_added_bp = "labour"
)")
                        .value();
  EXPECT_LT(accounts::largest_relative_error(e), 1e-12);
  EXPECT_DOUBLE_EQ(e.use[0](0, 2), 8260.0);
  EXPECT_EQ(e.goods.code(e.goods.size() - 1), "ROW");
  EXPECT_GT(e.use[1](e.goods.size() - 1, 0), 0.0);
}

TEST_F(Described, LongTable) {
  if (!copy("germany-1995/germany_1995.csv")) GTEST_SKIP() << "skipped: needs ../shared/cases";
  const Economy e = read(R"(
table = "germany_1995.csv"
unit = "million EUR"
year = 1995
country = "DEU"
row_gdp = 3e7
sectors = ["CPA_A", "CPA_B-E", "CPA_F", "CPA_G-I", "CPA_J-N", "CPA_O-T"]
exports = ["P6"]
imports = ["P7"]
imports_are = "by user"
empty = ["NA"]
output = ["P1"]
leave_out = ["TOTAL", "CPA_TOTAL", "TFU", "P2", "B1G", "EMP", "EMP-FTE", "EMP-WS"]
[long]
row = "prod_na"
column = "induse"
value = "values"
[long.only]
geo = "DE"
[final_uses]
P3_S13 = "government"
P3_S14 = "household"
P5 = "fixed_investment"
P52 = "stock_change"
[value_added]
D1 = "labour"
K1 = "depreciation"
B2A3N = "operating_surplus"
D29X39 = "production_taxes"
D21X31 = "production_taxes"
)")
                        .value();
  EXPECT_EQ(e.industries.size(), 7U);
  EXPECT_DOUBLE_EQ(e.use[0](0, 1), 25480.0);
  EXPECT_LT(accounts::largest_relative_error(e), 1e-12);
}

// The United Kingdom in 2010: six tables of 128 products in one long file.
constexpr const char* k_uk = R"toml(
table = "uk_2010_tables_long.csv.gz"
unit = "million GBP"
year = 2010
country = "GBR"
country_title = "United Kingdom"
source = "Office for National Statistics, UK Input-Output Analytical Tables 2010"
terms = "Open Government Licence"
row_gdp = 4e7
sectors = ["*"]
exports = ["Exports of goods", "Exports of services"]
imports = ["Imported goods and services"]
imports_are = "by user"
output = ["Total output"]
leave_out = ["Total consumption", "Total intermediate demand", "Total demand"]
[long]
row = "uk_row"
column = "uk_col"
value = "values"
[long.only]
indicator = "Input-Output table (domestic use, basic prices, product by product)"
[final_uses]
Households = "household"
"Non-profit instns serving households" = "household"
"Central government" = "government"
"Local government" = "government"
"Gross fixed capital formation" = "fixed_investment"
Valuables = "stock_change"
"Changes in inventories" = "stock_change"
[value_added]
"Taxes less subsidies on products" = "production_taxes"
"Taxes less subsidies on production" = "production_taxes"
"Compensation of employees" = "labour"
"Gross Operating Surplus" = "operating_surplus"
)toml";

/// Type I output multipliers, column sums of (I - A)^-1, by product: the rounds of 1 + A' (1 +
/// ...).
std::map<std::string, double> output_multipliers(const Economy& e) {
  const Index n = e.goods.size() - 1;  // the last is the rest of the world's own
  Vector multiplier(n, 1.0);
  for (int round = 0; round < 400; ++round) {
    Vector next(n, 1.0);
    for (Index j = 0; j < n; ++j) {
      const double output = e.gross_output(j);
      for (Index i = 0; i < n && output > 0.0; ++i) {
        next[j] += multiplier[i] * e.use[0](i, j) / output;
      }
    }
    multiplier = next;
  }
  std::map<std::string, double> by_code;
  for (Index j = 0; j < n; ++j) by_code[e.goods.code(j)] = multiplier[j];
  return by_code;
}

TEST_F(Described, UnitedKingdomHasThePublishedMultipliers) {
  if (shared_data("../cases/uk-2010/uk_2010_tables_long.csv.gz").empty()) {
    GTEST_SKIP() << "skipped: needs ../shared/cases/uk-2010";
  }
  ASSERT_TRUE(copy("uk-2010/uk_2010_tables_long.csv.gz"));
  // Codes and labels of the products, as the file has them.
  const auto data = shared_data("../cases/uk-2010");
  const CsvTable tables = CsvTable::read(data / "uk_2010_tables_long.csv.gz").value();
  std::map<std::string, std::string> code_of;
  for (Index i = 0; i < tables.rows(); ++i) {
    code_of.emplace(tables.text(i, *tables.find("uk_row_lab")),
                    tables.text(i, *tables.find("uk_row")));
  }
  const auto read_uk = read(k_uk);
  ASSERT_TRUE(read_uk.ok()) << read_uk.error().message();
  const Economy& e = *read_uk;
  EXPECT_EQ(e.goods.size(), 128U);
  EXPECT_LT(accounts::largest_relative_error(e), 1e-9);
  // 24,515 and 2,774 of the imports are exported again: the row and columns of the file.
  EXPECT_TRUE(std::any_of(e.notes.begin(), e.notes.end(), [](const std::string& note) {
    return note == "re-exported imports are left out: 27289 million GBP";
  }));

  const auto multipliers = output_multipliers(e);
  const CsvTable published = CsvTable::read(data / "uk_2010_published_multipliers.csv.gz").value();
  Index compared = 0;
  for (Index i = 0; i < published.rows(); ++i) {
    const auto code = code_of.find(published.text(i, *published.find("uk_row_label")));
    if (code == code_of.end()) continue;
    const double wanted = published.number(i, *published.find("Output multiplier")).value();
    EXPECT_NEAR(multipliers.at(code->second), wanted, 1e-9) << code->second;
    ++compared;
  }
  EXPECT_EQ(compared, 127U);
}

TEST_F(Described, ShuffledColumnsAndWorkbooksAreTheSame) {
  const std::string toml = R"(
table = "T"
unit = "million EUR"
year = 2010
sectors = ["a", "b"]
row_gdp = 1000
exports = ["EX"]
imports = ["IM"]
[final_uses]
HH = "household"
[value_added]
VA = "labour"
)";
  const auto with = [&](const std::string& name) {
    std::string text = toml;
    return text.replace(text.find("\"T\""), 3, "\"" + name + "\"");
  };
  (void)folder_.write("t.csv", ",a,b,HH,EX,IM\na,1,2,6,3,-2\nb,3,4,5,1,-1\nVA,6,6,,,\n");
  (void)folder_.write("s.csv", ";HH;IM;b;EX;a\nVA;;;6;;6\nb;5,0;-1;4;1;3\na;6;-2;2;3;1\n");
  make_workbook(folder_ / "t.xlsx",
                {{"IO", cells_of(",a,b,HH,EX,IM\na,1,2,6,3,-2\nb,3,4,5,1,-1\nVA,6,6,,,\n")}});
  const Economy first = read(with("t.csv")).value();
  EXPECT_LT(accounts::largest_relative_error(first), 1e-14);
  EXPECT_NEAR(first.imports(0)[0], 2.0, 1e-12);
  for (const char* name : {"s.csv", "t.xlsx"}) {
    const Economy again = read(with(name)).value();
    for (Index r = 0; r < 2; ++r) EXPECT_EQ(again.use[r].values(), first.use[r].values()) << name;
  }
}

// Two sectors of one country, in t.csv or a workbook.
constexpr const char* k_small = R"(
table = "t.csv"
unit = "million EUR"
year = 2010
sectors = ["a", "b"]
row_gdp = 1000
exports = ["EX"]
[final_uses]
HH = "household"
[value_added]
VA = "labour"
)";

TEST_F(Described, NamesListedLabelsTheTableDoesNotHave) {
  (void)folder_.write("t.csv", ",a,b,HH,EX\na,1,2,6,3\nb,3,4,5,1\nVA,8,7,,\n");
  ASSERT_TRUE(read(k_small).ok()) << refused(k_small).what;
  const std::string output = "output = [\"X\"]\n";
  EXPECT_NE(refused(output + k_small).what.find("missing output X"), std::string::npos);

  (void)folder_.write("w.csv", ",E.a,W.a,E.HH,W.HH\nE.a,1,2,6,0\nW.a,3,4,0,5\nVA,5,6,0,0\n");
  const std::string world =
      "table = \"w.csv\"\nunit = \"million EUR\"\nyear = 2010\nregions = [\"E\", \"W\"]\n";
  const std::string kinds = "[final_uses]\nHH = \"household\"\n[value_added]\nVA = \"labour\"\n";
  ASSERT_TRUE(read(world + kinds).ok()) << refused(world + kinds).what;
  EXPECT_NE(refused(world + output + kinds).what.find("missing output X"), std::string::npos);
  EXPECT_NE(refused(world + kinds + "TAX = \"production_taxes\"\n").what.find("missing row TAX"),
            std::string::npos);
  EXPECT_NE(refused(world + "[final_uses]\nGOV = \"government\"\nHH = \"household\"\n"
                            "[value_added]\nVA = \"labour\"\n")
                .what.find("missing column GOV"),
            std::string::npos);
  std::string regions = world + kinds;
  regions.replace(regions.find("\"W\"]"), 4, "\"W\", \"N\"]");
  EXPECT_NE(refused(regions).what.find("missing region N"), std::string::npos);
}

TEST_F(Described, RefusesNumbersOutOfReach) {
  make_workbook(folder_ / "t.xlsx",
                {{"IO", cells_of(",a,b,HH,EX\na,1,2,6,3\nb,3,4,5,1\nVA,8,7,,\n")}});
  std::string sheet = k_small;
  sheet.replace(sheet.find("t.csv"), 5, "t.xlsx");
  ASSERT_TRUE(read(sheet).ok());
  for (const char* line : {"label_column = 1000000000000000000\n", "label_column = 0\n",
                           "header_line = 1000000000000000000\n"}) {
    EXPECT_EQ(refused(line + sheet).code, ErrorCode::bad_value) << line;
  }
  std::string year = k_small;
  year.replace(year.find("2010"), 4, "4294969306");  // 2010 in the lower 32 bits
  EXPECT_EQ(refused(year).code, ErrorCode::bad_value);
  (void)folder_.write("t.csv", ",a,b,HH,EX\na,1,2,1e308,1e308\nb,3,4,5,1\nVA,1e308,7,,\n");
  EXPECT_EQ(refused(k_small).code, ErrorCode::bad_value);
}

TEST_F(Described, TakesAllOtherLabelsForSectors) {
  (void)folder_.write("t.csv", ",a,b,HH,EX\na,1,2,6,3\nb,3,4,5,1\nVA,8,7,,\n");
  std::string all = k_small;
  all.replace(all.find("[\"a\", \"b\"]"), 10, "[\"*\"]");
  EXPECT_EQ(read(all)->use[0].values(), read(k_small)->use[0].values());
  (void)folder_.write("t.csv", ",a,b,HH,EX\na,1,2,6,3\nb,3,4,5,1\nVA,8,7,,\nTAX,0,0,,\n");
  EXPECT_NE(refused(all).what.find("unknown TAX"), std::string::npos);
  (void)folder_.write("t.csv", ",c,d,HH,EX\na,1,2,6,3\nb,3,4,5,1\nVA,8,7,,\n");
  EXPECT_EQ(refused(all).what, "no label stands in both rows and columns");
  EXPECT_NE(refused("price_basis = \"market\"\n" + all).what.find("market"), std::string::npos);
}

TEST_F(Described, NamesWhatIsWrong) {
  (void)folder_.write("sam.csv", read_file(shared_data("../cases").empty()
                                               ? folder_.write("x", ",BRD\nBRD,1\n")
                                               : shared_data("../cases") / "stdcge/sam.csv")
                                     .value());
  const std::string toml = k_sam;
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string text = toml;
    return refused(text.replace(text.find(from), from.size(), to));
  };
  EXPECT_NE(changed("year = 1995", "jear = 1995").where.find("table.toml:4:"), std::string::npos);
  EXPECT_NE(changed("\"labour\"", "\"labor\"").what.find("labor"), std::string::npos);
  EXPECT_EQ(changed("sam.csv", "none.csv").code, ErrorCode::not_found);
  EXPECT_NE(changed("year = 1995\n", "").what.find("year"), std::string::npos);
  if (shared_data("../cases").empty()) return;
  EXPECT_NE(changed("\"MLK\"", "\"MILK\"").what.find("unknown MLK"), std::string::npos);
  EXPECT_NE(changed("TRF = \"production_taxes\"\n", "").what.find("unknown TRF"),
            std::string::npos);
  EXPECT_EQ(changed("1000.0", "10.0").code, ErrorCode::bad_value);
  EXPECT_EQ(changed("imports = [\"EXT\"]\n", "").code, ErrorCode::unbalanced);
}

}  // namespace
}  // namespace domar::readers::matrix
