#include "domar/readers/nbs/nbs.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <numeric>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "../make_files.hpp"
#include "../temp_folder.hpp"
#include "domar/accounts/check.hpp"
#include "domar/readers/formats.hpp"
#include "sample.hpp"

namespace domar::readers::nbs {
namespace {

using accounts::Economy;
using accounts::FinalUseKind;
using accounts::Severity;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

/// Adds a column ERR before the last one: `first` for sector 001, 0 for 002, nothing elsewhere.
std::string with_errors(const std::string& table, const std::string& first) {
  std::istringstream lines(table);
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    const std::string cell = line.starts_with("Code")  ? "ERR"
                             : line.starts_with("001") ? first
                             : line.starts_with("002") ? "0"
                                                       : "";
    text += line.insert(line.rfind(','), "," + cell) + "\n";
  }
  return text;
}

class Nbs : public testing::Test {
 protected:
  Nbs() { options_.row_gdp = 1000.0; }
  Result<Economy> read(const std::string& text) {
    return read_table(folder_.write("toy_2018_2.csv", text), options_);
  }
  Error refused(const std::string& text) {
    const auto economy = read(text);
    if (economy.ok()) return {ErrorCode::internal, "it was not refused", "", "", ""};
    return economy.error();
  }
  TempFolder folder_;
  Options options_;
};

Index errors_in(const Economy& economy) {
  const auto findings = accounts::check(economy);
  return static_cast<Index>(std::count_if(findings.begin(), findings.end(), [](const auto& f) {
    return f.severity == Severity::error;
  }));
}

TEST_F(Nbs, BecomesABalancedEconomyInMillionYuan) {
  const Economy e = read(k_table).value();
  ASSERT_TRUE(e.check_shapes().ok());
  EXPECT_EQ(e.name, "china-2018");
  EXPECT_EQ(e.year, 2018);
  EXPECT_EQ(e.goods.codes(), (std::vector<std::string>{"001", "002", "ROW"}));
  EXPECT_EQ(e.goods.title(1), "Mills, all");
  EXPECT_DOUBLE_EQ(e.gross_output(0), 100.0);
  EXPECT_DOUBLE_EQ(e.gdp(0), 200.0);
  EXPECT_DOUBLE_EQ(e.gdp(1), 1000.0);
  EXPECT_NEAR(e.imports(0)[1], 40.0, 1e-12);
  EXPECT_EQ(e.exports(0), (Vector{30, 20, 0}));
  EXPECT_EQ(e.supplier[0][2], Economy::k_none);
  EXPECT_EQ(e.supplier[1], (std::vector<Index>{2, 2, 2}));
  EXPECT_EQ(e.final_uses[4].kind, FinalUseKind::stock_change);
  EXPECT_EQ(e.final_uses[5].code, "ROW_FU");
  EXPECT_EQ(errors_in(e), 0U);
  EXPECT_LT(accounts::largest_relative_error(e), 1e-14);
  // Good 001: 1000 imports over 8500 of positive use at home; none in the falling stocks.
  EXPECT_NEAR(e.use[1](0, 1), 20.0 / 8.5, 1e-12);
  EXPECT_DOUBLE_EQ(e.use[1](0, e.user_of_final_use(4)), 0.0);
  EXPECT_DOUBLE_EQ(e.use[0](0, e.user_of_final_use(4)), -5.0);
}

TEST_F(Nbs, SaysWhereItComesFromUnlessToldOtherwise) {
  EXPECT_EQ(read(k_table)->source,
            "National Bureau of Statistics of China, input-output table of China 2018, 2 sectors");
  EXPECT_NE(read(k_table)->terms.find("no explicit licence"), std::string::npos);
  options_.source = "a friend";
  EXPECT_EQ(read(k_table)->source, "a friend");
}

TEST_F(Nbs, ColumnsAreMatchedByName) {
  // Sector columns 001 and 002 change places, header and cells alike.
  std::string swapped = replaced(k_table, ",001,002,TIU", ",002,001,TIU");
  swapped = replaced(swapped, "1000,2000,3000,1000,", "2000,1000,3000,1000,");
  swapped = replaced(swapped, "3000,4000,7000,1000,", "4000,3000,7000,1000,");
  for (const char* pair : {"4000,6000", "4000,7000", "-500,2000", "500,2000", "2000,3000",
                           "6000,14000", "10000,20000"}) {
    const std::string text = pair;
    const auto comma = text.find(',');
    swapped = replaced(swapped, ",," + text + ",",
                       ",," + text.substr(comma + 1) + "," + text.substr(0, comma) + ",");
  }
  const Economy a = read(k_table).value();
  const Economy b = read(swapped).value();
  EXPECT_EQ(a.use[0].values(), b.use[0].values());
  EXPECT_EQ(a.use[1].values(), b.use[1].values());
  EXPECT_EQ(a.value_added.values(), b.value_added.values());
}

TEST_F(Nbs, ListsNamesThatAreWrong) {
  EXPECT_EQ(refused(replaced(k_table, ",TIU,", ",TUI,")).what,
            "missing columns: TIU; unknown columns: TUI");
  EXPECT_EQ(refused(replaced(k_table, "VA004,", "VA005,")).what,
            "missing rows: VA004; unknown rows: VA005");
  EXPECT_EQ(refused(replaced(k_table, "\n002,", "\n001,")).what,
            "missing rows: 002; rows that stand twice: 001");
  EXPECT_EQ(refused(replaced(k_table, ",001,002,TIU", ",001,001,TIU")).what,
            "missing columns: 002; columns that stand twice: 001");
  EXPECT_EQ(refused(replaced(k_table, "Code,", "code,")).code, ErrorCode::bad_input);
  EXPECT_EQ(refused("Code,Description\n").code, ErrorCode::bad_input);
}

TEST_F(Nbs, RefusesTextWhereANumberShouldBe) {
  const Error nan = refused(replaced(k_table, "4000,7000,1000", "NaN,7000,1000"));
  EXPECT_EQ(nan.code, ErrorCode::bad_value);
  EXPECT_NE(nan.where.find("toy_2018_2.csv:3:25"), std::string::npos) << nan.where;
  EXPECT_EQ(refused(replaced(k_table, "4000,7000,1000", ",7000,1000")).code, ErrorCode::bad_value);
}

TEST_F(Nbs, NamesTheWorstSectorOfAnUnbalancedTable) {
  const Error error = refused(replaced(k_table, "3000,4000,7000,1000", "3000,4002,7000,1000"));
  EXPECT_EQ(error.code, ErrorCode::unbalanced);
  EXPECT_NE(error.what.find("sector 002 (Mills, all)"), std::string::npos) << error.what;
  EXPECT_NE(error.what.find("a gap of -2"), std::string::npos) << error.what;
  EXPECT_EQ(refused(replaced(k_table, "7000,11000", "7001,11000")).code, ErrorCode::unbalanced);
  EXPECT_EQ(refused(replaced(k_table, "TI,Total,,10000", "TI,Total,,10001")).code,
            ErrorCode::unbalanced);
}

TEST_F(Nbs, NeedsAYearAndTheWorldsGdp) {
  const auto path = folder_.write("toy.csv", k_table);
  EXPECT_EQ(read_table(path, options_).error().code, ErrorCode::bad_input);
  options_.year = 2002;
  EXPECT_EQ(read_table(path, options_)->name, "china-2002");
  options_.row_gdp = 50.0;  // all imports and not a yuan more
  EXPECT_EQ(read_table(path, options_).error().code, ErrorCode::bad_value);
}

TEST_F(Nbs, PutsStatisticalErrorsIntoStocks) {
  // Farms: 200 more imports, an error of 200 in their favour.
  const std::string text =
      with_errors(replaced(k_table, "8000,1000,10000", "8000,1200,10000"), "200");
  const Economy e = read(text).value();
  EXPECT_DOUBLE_EQ(e.use[0](0, e.user_of_final_use(4)), -3.0);
  EXPECT_EQ(errors_in(e), 0U);
  EXPECT_NE(e.notes.front().find("ERR"), std::string::npos);
}

TEST_F(Nbs, TakesImportsBeyondAllUsesAsReExports) {
  // Farms: 9500 imported, but users at home buy 8500; 1000 of the exports pass through.
  std::string text = replaced(k_table, "3000,8000,1000,10000", "11500,16500,9500,10000");
  const Economy e = read(text).value();
  EXPECT_NEAR(e.imports(0)[0], 85.0, 1e-12);
  EXPECT_NEAR(e.exports(0)[0], 105.0, 1e-12);
  EXPECT_EQ(errors_in(e), 0U);
  EXPECT_NE(e.notes.front().find("re-exports"), std::string::npos);
}

TEST_F(Nbs, ReadsOriginsFromATableThatHasThem) {
  const Economy e = read(k_coarse).value();
  EXPECT_EQ(e.final_uses.size(), 4U);
  EXPECT_DOUBLE_EQ(e.use[0](0, 0), 90.0);
  EXPECT_DOUBLE_EQ(e.use[1](0, 0), 10.0);
  EXPECT_DOUBLE_EQ(e.imports(0)[0], 45.0);
  EXPECT_DOUBLE_EQ(e.exports(0)[0], 45.0);
  EXPECT_EQ(errors_in(e), 0U);
  EXPECT_EQ(refused(replaced(k_coarse, "01,Everything,全,Imports", "01,Everything,全,Other")).what,
            "missing rows: 01 Imports; unknown rows: 01 Other");
}

TEST_F(Nbs, UsesTheCoarseTablesPattern) {
  options_.origins = folder_.write("toy_2018_1.csv", k_coarse);
  const Economy e = read(k_table).value();
  // First guess by coarse shares: inputs .1, consumption 1500/13000, investment 2000/6500, stocks
  // 0.
  const double guess = 700.0 + 8000.0 * 1500.0 / 13000.0 + 6000.0 * 2000.0 / 6500.0;
  EXPECT_NEAR(e.use[1](1, 1), 40.0 * 400.0 / guess, 1e-12);
  EXPECT_NEAR(e.imports(0)[1], 40.0, 1e-12);
  EXPECT_EQ(errors_in(e), 0U);
}

TEST_F(Nbs, RefusesACoarseTableThatDoesNotFit) {
  std::string other = replaced(k_coarse, "9000,9000,11500", "9000,9000,11501");
  other = replaced(other, "21000,30000", "21001,30001");
  other = replaced(other, "VA004,,,TOT,5000", "VA004,,,TOT,5001");
  other = replaced(other, "TVA,,,TOT,20000", "TVA,,,TOT,20001");
  other = replaced(other, "TI,,,TOT,30000", "TI,,,TOT,30001");
  options_.origins = folder_.write("toy_2018_1.csv", other);
  EXPECT_NE(refused(k_table).what.find("is not the sum of consecutive sectors"), std::string::npos);
  options_.origins = folder_.write("same.csv", k_table);
  EXPECT_EQ(refused(k_table).what, "the table does not tell domestic goods from imports");
}

/// k_table without commas in titles, its numbers with two decimals.
std::string with_decimals(const std::string& separator, const std::string& decimal) {
  std::istringstream lines(replaced(k_table, "\"Mills, all\"", "Mills"));
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    std::string joined;
    Index column = 0;
    for (std::string field; std::getline(fields, field, ','); ++column) {
      const bool number = column >= 3 && !line.starts_with("Code") && !field.empty();
      joined += (column == 0 ? "" : separator) + field + (number ? decimal + "00" : "");
    }
    if (line.ends_with(',')) joined += separator;
    text += joined + "\n";
  }
  return text;
}

/// The rows of a csv text as cells; codes are text, as the bureau writes them.
Cells with_codes(const std::string& csv) {
  Cells cells = cells_of(csv);
  for (auto& row : cells) {
    for (const bool first_row = &row == &cells.front(); Cell & cell : row) {
      const auto* code = std::get_if<double>(&cell);
      if (code == nullptr || (!first_row && &cell != &row.front())) continue;
      cell = fmt::format("{:03}", static_cast<int>(*code));
    }
  }
  return cells;
}

void expect_same(const Economy& a, const Economy& b) {
  EXPECT_EQ(a.goods.codes(), b.goods.codes());
  EXPECT_EQ(a.use[0].values(), b.use[0].values());
  EXPECT_EQ(a.use[1].values(), b.use[1].values());
  EXPECT_EQ(a.value_added.values(), b.value_added.values());
}

TEST_F(Nbs, SemicolonsAndDecimalCommasGiveTheSame) {
  const Economy plain = read(replaced(k_table, "\"Mills, all\"", "Mills")).value();
  for (const auto& [separator, decimal] : std::vector<std::pair<std::string, std::string>>{
           {",", "."}, {";", "."}, {";", ","}, {"\t", ","}}) {
    SCOPED_TRACE(separator + decimal);
    const auto economy = read(with_decimals(separator, decimal));
    ASSERT_TRUE(economy.ok()) << economy.error().message();
    expect_same(*economy, plain);
  }
  // Thousands apart: 10.000,00 beside 1000,00 and (in quotes) 10,000 beside commas.
  const std::string german = with_decimals(";", ",");
  expect_same(read(replaced(german, ";10000,00\n", ";10.000,00\n")).value(), plain);
  expect_same(read(replaced(k_table, ",1000,10000\n", ",1000,\"10,000\"\n")).value(), plain);
}

TEST_F(Nbs, RefusesMarksThatContradict) {
  const Error mixed = refused(replaced(with_decimals(";", ","), ";10000,00\n", ";10000.00\n"));
  EXPECT_EQ(mixed.code, ErrorCode::bad_value);
  EXPECT_NE(mixed.where.find("toy_2018_2.csv:2:"), std::string::npos) << mixed.where;
  // 10,000 may be ten or ten thousand, and nothing else in the table tells.
  std::string either = replaced(k_table, "\"Mills, all\"", "Mills");
  std::replace(either.begin(), either.end(), ',', ';');
  EXPECT_EQ(refused(replaced(either, ";1000;10000\n", ";1000;10,000\n")).code,
            ErrorCode::bad_value);
}

TEST_F(Nbs, ReadsAWorkbook) {
  const std::string csv = replaced(k_table, "\"Mills, all\"", "Mills");
  const auto path = folder_ / "toy_2018_2.xlsx";
  make_workbook(path, {{"2017", cells_of("nothing,here\n")}, {"2018", with_codes(csv)}});
  ImportOptions options;
  options.row_gdp = options_.row_gdp;
  options.part = "2018";
  const auto detected = detect_format(path);
  ASSERT_TRUE(detected.ok()) << detected.error().message();
  EXPECT_EQ(detected.value()->name, "nbs");
  expect_same(import_table(path, options).value(), read(csv).value());
  expect_same(read_table(path, options_).value(), read(csv).value());  // the sheet of the year
  options_.part = "2019";
  EXPECT_EQ(read_table(path, options_).error().code, ErrorCode::not_found);
}

TEST_F(Nbs, NamesTheCellOfAWorkbook) {
  const std::string csv =
      replaced(replaced(k_table, "\"Mills, all\"", "Mills"), "4000,7000,1000", "x,7000,1000");
  const auto path = folder_ / "toy_2018_2.xlsx";
  make_workbook(path, {{"IO", with_codes(csv)}});
  const Error error = read_table(path, options_).error();
  EXPECT_EQ(error.code, ErrorCode::bad_value);
  EXPECT_TRUE(error.where.ends_with("sheet IO, cell E3")) << error.where;
}

/// The real table of 2018; totals of shared/design/lessons.md in trillion yuan.
class China2018 : public testing::Test {
 protected:
  void SetUp() override {
    const auto table = shared_data("china_io/china_2018_153.csv.gz");
    options_.origins = shared_data("china_io/china_2018_42.csv.gz");
    options_.row_gdp = 477e6;
    if (table.empty() || options_.origins.empty()) {
      GTEST_SKIP() << "skipped: needs ../shared/data/china_io/china_2018_153.csv.gz and _42";
    }
    economy_ = read_table(table, options_).value();
  }
  double row(accounts::ValueAdded kind) const {
    return economy_.value_added.row_sum(kind) - economy_.value_added(kind, 153);
  }
  double final_use(Index f) const {
    const Index user = economy_.user_of_final_use(f);
    return economy_.use[0].col_sum(user) + economy_.use[1].col_sum(user);
  }
  double import_share(const std::string& code) const {
    const Index i = economy_.goods.find(code).value();
    return economy_.imports(0)[i] / (economy_.imports(0)[i] + home_use(i));
  }
  double home_use(Index i) const { return economy_.use[0].row_sum(i) - economy_.exports(0)[i]; }
  Options options_;
  Economy economy_;
};

double sum_of(const Vector& v) { return std::accumulate(v.begin(), v.end(), 0.0); }

TEST_F(China2018, HasThePublishedTotals) {
  constexpr double k_trillion = 1e6;
  constexpr double k_digits = 0.0006;
  EXPECT_NEAR(economy_.gdp(0) / k_trillion, 92.206, k_digits);
  EXPECT_NEAR(row(accounts::labour) / k_trillion, 47.503, k_digits);
  EXPECT_NEAR(row(accounts::production_taxes) / k_trillion, 9.632, k_digits);
  EXPECT_NEAR(row(accounts::depreciation) / k_trillion, 13.370, k_digits);
  EXPECT_NEAR(row(accounts::operating_surplus) / k_trillion, 21.701, k_digits);
  EXPECT_NEAR((final_use(0) + final_use(1)) / k_trillion, 34.736, k_digits);
  EXPECT_NEAR(final_use(2) / k_trillion, 14.841, k_digits);
  EXPECT_NEAR(final_use(3) / k_trillion, 40.771, k_digits);
  EXPECT_NEAR(final_use(4) / k_trillion, 1.151, k_digits);
  EXPECT_NEAR(sum_of(economy_.exports(0)) / k_trillion, 17.569, k_digits);
  EXPECT_NEAR(sum_of(economy_.imports(0)) / k_trillion, 16.863, k_digits);
}

TEST_F(China2018, NamesBothTablesAsItsSource) {
  EXPECT_NE(economy_.source.find("2018, 153 sectors; imports by user after its table with 42"),
            std::string::npos)
      << economy_.source;
}

TEST_F(China2018, BalancesAndHasNoErrors) {
  EXPECT_LT(accounts::largest_relative_error(economy_), 1e-9);
  EXPECT_EQ(errors_in(economy_), 0U);
}

TEST_F(China2018, HasTheKnownImportShares) {
  EXPECT_NEAR(import_share("094"), 0.43, 0.005);
  EXPECT_NEAR(import_share("117"), 0.62, 0.005);
}

TEST_F(China2018, RefusesATruncatedFile) {
  const TempFolder folder;
  std::ifstream in(shared_data("china_io/china_2018_153.csv.gz"), std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  const auto cut = folder.write("china_2018_153.csv.gz", bytes.substr(0, bytes.size() / 2));
  EXPECT_EQ(read_table(cut, options_).error().code, ErrorCode::bad_input);
}

/// Sum of TVA [trillion yuan], shared/data/china_io/README.md.
const std::map<std::string, double> k_published_gdp = {
    {"2002", 12.19}, {"2005", 18.63}, {"2007", 26.60}, {"2010", 40.36}, {"2012", 53.68},
    {"2015", 68.03}, {"2017", 82.32}, {"2018", 92.21}, {"2020", 101.64}};

/// Every table, with the origins of its year where there are any.
TEST(EveryChinaTable, ReadsWithoutErrors) {
  if (shared_data("china_io/china_2018_153.csv.gz").empty()) {
    GTEST_SKIP() << "skipped: needs ../shared/data/china_io";
  }
  for (const char* name : {"2002_122", "2005_42", "2007_135", "2010_41", "2012_139", "2015_42",
                           "2017_149", "2017_42", "2018_153", "2018_42", "2020_153", "2020_42"}) {
    const std::string text = name;
    const auto path = shared_data("china_io/china_" + text + ".csv.gz");
    ASSERT_FALSE(path.empty()) << name << " is missing";
    Options options;
    options.row_gdp = 477e6;
    if (text.size() > 7 && text.substr(0, 4) >= "2017") {
      options.origins = shared_data("china_io/china_" + text.substr(0, 4) + "_42.csv.gz");
    }
    const auto economy = read_table(path, options);
    ASSERT_TRUE(economy.ok()) << name << ": " << economy.error().message();
    EXPECT_EQ(errors_in(*economy), 0U) << name;
    EXPECT_LT(accounts::largest_relative_error(*economy), 1e-8) << name;
    EXPECT_NEAR(economy->gdp(0) / 1e6, k_published_gdp.at(text.substr(0, 4)), 0.006) << name;
    EXPECT_EQ(economy->goods.size(), std::stoul(text.substr(5)) + 1) << name;
  }
}

}  // namespace
}  // namespace domar::readers::nbs
