#include "domar/readers/figaro/figaro.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "../make_files.hpp"
#include "../temp_folder.hpp"
#include "domar/accounts/check.hpp"
#include "domar/readers/economy_file.hpp"
#include "sample.hpp"

namespace domar::readers::figaro {
namespace {

using accounts::Economy;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto first = text.find(from);
  EXPECT_NE(first, std::string::npos) << from;
  for (auto at = first; at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::vector<std::string> cut(const std::string& line, char separator) {
  std::vector<std::string> fields;
  std::istringstream in(line);
  for (std::string field; std::getline(in, field, separator);) fields.push_back(field);
  return fields;
}

/// The same cells as the flat file has them, one on a line.
std::vector<std::string> flat_lines(const std::string& matrix) {
  std::vector<std::string> lines;
  const std::vector<std::string> rows = cut(matrix, '\n');
  const std::vector<std::string> cols = cut(rows[0], ',');
  const auto parts = [](const std::string& label) {
    const auto at = label.find('_');
    return label.substr(0, at) + "," + label.substr(at + 1);
  };
  for (Index i = 1; i < rows.size(); ++i) {
    const std::vector<std::string> fields = cut(rows[i], ',');
    for (Index j = 1; j < fields.size(); ++j) {
      lines.push_back(fields[0] + "," + cols[j] + "," + parts(fields[0]) + "," + parts(cols[j]) +
                      "," + fields[j]);
    }
  }
  return lines;
}

std::string flat(const std::vector<std::string>& lines) {
  std::string text = "icioiRow,icioiCol,refArea,rowIi,counterpartArea,colIi,obsValue\n";
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

class Figaro : public testing::Test {
 protected:
  Result<Economy> read(const std::string& text) {
    return read_figaro(folder_.write("matrix_eu-ic-io_ind-by-ind_25ed_2021.csv", text), options_);
  }
  Error refused(const std::string& text) {
    const auto economy = read(text);
    EXPECT_FALSE(economy.ok());
    return economy.ok() ? Error{} : economy.error();
  }
  static void expect_same(const Economy& a, const Economy& b) {
    EXPECT_EQ(a.regions.codes(), b.regions.codes());
    EXPECT_EQ(a.goods.codes(), b.goods.codes());
    for (Index r = 0; r < a.use.size(); ++r) EXPECT_EQ(a.use[r].values(), b.use[r].values());
    EXPECT_EQ(a.value_added.values(), b.value_added.values());
  }
  TempFolder folder_;
  Options options_;
};

TEST_F(Figaro, ReadsTheMatrix) {
  const Economy e = read(k_matrix).value();
  EXPECT_EQ(e.name, "figaro-2021");
  EXPECT_EQ(e.unit, "million EUR");
  EXPECT_EQ(e.regions.codes(), (std::vector<std::string>{"AT", "ROW"}));
  EXPECT_EQ(e.final_uses[0].kind, accounts::FinalUseKind::government);
  EXPECT_EQ(e.final_uses[4].kind, accounts::FinalUseKind::stock_change);
  EXPECT_DOUBLE_EQ(e.gross_output(1), 200.0);
  EXPECT_DOUBLE_EQ(e.value_added(accounts::labour, 3), 190.0);
  EXPECT_DOUBLE_EQ(e.value_added(accounts::production_taxes, 0), 5.0);
  EXPECT_DOUBLE_EQ(e.value_added(accounts::operating_surplus, 2), 4.0);
  EXPECT_LT(accounts::largest_relative_error(e), 1e-15);
}

TEST_F(Figaro, ReadsProductsAndTheFlatFile) {
  const Economy wanted = read(k_matrix).value();
  std::string products = replaced(replaced(k_matrix, "_A01", "_CPA_A01"), "_C26", "_CPA_C26");
  expect_same(read(products).value(), wanted);
  expect_same(read(flat(flat_lines(k_matrix))).value(), wanted);
  products = flat(flat_lines(products));
  expect_same(read(replaced(replaced(products, "rowIi", "rowPi"), "colIi", "colPi")).value(),
              wanted);
  make_zip(folder_ / "flatfile_eu-ic-io_ind-by-ind_25ed_2021.zip",
           {{"flatfile_eu-ic-io_ind-by-ind_25ed_2021.csv", flat(flat_lines(k_matrix))}});
  expect_same(read_figaro(folder_ / "flatfile_eu-ic-io_ind-by-ind_25ed_2021.zip").value(), wanted);
}

TEST_F(Figaro, ShuffledItIsTheSame) {
  const Economy wanted = read(k_matrix).value();
  std::vector<std::string> lines = flat_lines(k_matrix);
  std::rotate(lines.begin() + 14, lines.begin() + 100, lines.end());
  std::reverse(lines.begin() + 60, lines.end());
  const Economy e = read(flat(lines)).value();
  for (Index r = 0; r < 2; ++r) {
    const Index other = wanted.regions.find(e.regions.code(r)).value();
    EXPECT_DOUBLE_EQ(e.gdp(r), wanted.gdp(other));
    EXPECT_DOUBLE_EQ(e.exports(r)[e.goods.find("C26").value()], wanted.exports(other)[1]);
  }
}

TEST_F(Figaro, EconomyFileKeepsIt) {
  const Economy e = read(k_matrix).value();
  ASSERT_TRUE(write_economy(e, folder_ / "e.nc").ok());
  expect_same(read_economy(folder_ / "e.nc").value(), e);
}

TEST_F(Figaro, RefusesDamagedMatrices) {
  const std::string text = k_matrix;
  EXPECT_EQ(refused(text.substr(0, 420)).hint, "is the file cut off?");
  EXPECT_NE(refused(replaced(text, "FIGW1_C26,0,30,20,60,0,0,0,0,10,0,30,0,150,0\n", ""))
                .what.find("missing: ROW C26"),
            std::string::npos);
  EXPECT_NE(refused(text.substr(0, text.find("W2_D21X31"))).what.find("no row is value added"),
            std::string::npos);
  EXPECT_EQ(refused(text.substr(0, text.find("W2_B2A3G"))).code, ErrorCode::unbalanced);
  EXPECT_EQ(refused(replaced(text, "15,40", "15,NaN")).code, ErrorCode::bad_value);
  EXPECT_NE(
      refused(replaced(text, "FIGW1_A01,FIGW1_C26", "FIGW1_A01,FIGW1_A01")).what.find("twice"),
      std::string::npos);
  EXPECT_EQ(refused(replaced(replaced(text, "AT_P51G", "AT_P99"), "W2_D1,", "W2_D9,")).what,
            "unknown rows or columns: W2_D9, AT_P99");
  EXPECT_EQ(refused(replaced(text, "60,100,40", "600,100,40")).code, ErrorCode::unbalanced);
  options_.year = 2020;
  EXPECT_EQ(refused(text).what, "the year asked for is 2020, but the name says 2021");
}

TEST_F(Figaro, RefusesDamagedFlatFiles) {
  std::vector<std::string> lines = flat_lines(k_matrix);
  lines.erase(lines.begin() + 20);
  EXPECT_EQ(refused(flat(lines)).what, "1 cells are missing, first AT_C26 to AT_P3_S15");
  lines.push_back(lines.front());
  EXPECT_EQ(refused(flat(lines)).what, "AT_A01 to AT_A01 stands twice");
  const std::string text = flat(flat_lines(k_matrix));
  const Error nan = refused(replaced(text, "C26,40\n", "C26,nan\n"));
  EXPECT_EQ(nan.code, ErrorCode::bad_value);
  EXPECT_NE(nan.where.find(".csv:17:7"), std::string::npos) << nan.where;
  EXPECT_EQ(refused(replaced(text, "obsValue", "obsvalue2")).code, ErrorCode::bad_input);
  const Error empty = refused("refArea,rowIi,counterpartArea,colIi,obsValue\nAT,A01,,,5\n");
  EXPECT_EQ(empty.what, "a label is empty");
  EXPECT_NE(empty.where.find(".csv:2:3"), std::string::npos) << empty.where;
  EXPECT_EQ(refused(text.substr(0, 90)).what, "a line with too few fields");
  EXPECT_EQ(refused(text.substr(0, text.find('\n') + 1)).what, "the table has no numbers");
}

}  // namespace
}  // namespace domar::readers::figaro
