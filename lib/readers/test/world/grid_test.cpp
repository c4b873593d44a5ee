#include "world/grid.hpp"

#include <gtest/gtest.h>

#include <charconv>
#include <cmath>
#include <random>

#include "../make_files.hpp"
#include "../temp_folder.hpp"
#include "world/number_field.hpp"

namespace domar::readers::world {
namespace {

Matrix numbers(const std::string& text, const GridShape& shape = {}) {
  return parse_grid({text, "t.csv"}, shape).value().values;
}

Error refused(const std::string& text, const GridShape& shape = {}) {
  const auto grid = parse_grid({text, "t.csv"}, shape);
  EXPECT_FALSE(grid.ok()) << text;
  return grid.ok() ? Error{} : grid.error();
}

TEST(Grid, ReadsLabelsAndNumbers) {
  const Grid grid =
      parse_grid({"title\n,\"b, c\",d\nx,1,2\n\n\"y \"\"z\"\"\",-3e2,+.5", "t.csv"}, {.skipped = 1})
          .value();
  EXPECT_EQ(grid.header[0], (std::vector<std::string>{"b, c", "d"}));
  EXPECT_EQ(grid.labels[0], (std::vector<std::string>{"x", "y \"z\""}));
  EXPECT_EQ(grid.line_of, (std::vector<Index>{3, 5}));
  EXPECT_EQ(grid.values.values(), (Vector{1, 2, -300, 0.5}));
}

TEST(Grid, NeedsNoLabels) {
  EXPECT_EQ(numbers("1\t2\n3\t4\n", {.header_rows = 0, .label_cols = 0}).values(),
            (Vector{1, 2, 3, 4}));
}

TEST(Grid, UnderstandsThousandsAndDecimalCommas) {
  const Vector wanted{1234.5, 2, 0.25, 1234567};
  EXPECT_EQ(numbers(",a,b\nx,\"1,234.5\",2\ny,.25,\"1,234,567\"\n").values(), wanted);
  EXPECT_EQ(numbers(";a;b\nx;1.234,5;2\ny;0,25;1.234.567\n").values(), wanted);
  EXPECT_EQ(numbers("\ta\tb\nx\t1 234,5\t2\ny\t0,25\t1\xC2\xA0"
                    "234\xC2\xA0"
                    "567\n")
                .values(),
            wanted);
  EXPECT_EQ(numbers("\ta\tb\nx\t1,234.5\t2\ny\t0.25\t1,234,567\n").values(), wanted);
  // One field alone says nothing, but its table does.
  EXPECT_EQ(numbers(";a;b\nx;1,234;0,5\n").values(), (Vector{1.234, 0.5}));
  EXPECT_EQ(numbers(";a;b\nx;1,234;0.5\n").values(), (Vector{1234, 0.5}));
  EXPECT_EQ(numbers(",a,b\nx,\"1,234\",567\n").values(), (Vector{1234, 567}));
  EXPECT_EQ(numbers(",a,b\nx,\"0,234\",\"5,67\"\n").values(), (Vector{0.234, 5.67}));
}

TEST(Grid, RefusesNumbersThatMayMeanTwoThings) {
  const Error either = refused(";a;b\nx;1,234;7\n");
  EXPECT_EQ(either.code, ErrorCode::bad_value);
  EXPECT_EQ(either.where, "t.csv:2:2");
  EXPECT_NE(either.what.find("thousands or decimals"), std::string::npos);
  const Error both = refused(";a;b\nx;1,5;7.25\n");
  EXPECT_NE(both.what.find("'7.25' (t.csv:2:3)"), std::string::npos) << both.what;
  EXPECT_EQ(refused(";a;b\nx;1.2345,5;7\n").code, ErrorCode::bad_value);
}

TEST(Grid, NamesThePlaceOfWhatIsWrong) {
  EXPECT_EQ(refused(",a,b\nx,1,2\ny,1,NaN\n").where, "t.csv:3:3");
  EXPECT_EQ(refused(",a,b\nx,1,inf\n").where, "t.csv:2:3");
  EXPECT_EQ(refused(",a,b\nx,1,\n").what, "a number is missing");
  EXPECT_EQ(refused(",a,b\nx,,1\n").where, "t.csv:2:2");
  EXPECT_EQ(refused(",a,b\nx,1\n").what, "2 fields where the header has 3");
  EXPECT_EQ(refused(",a,b\nx,1,2,3\n").what, "4 fields where the header has 3");
  EXPECT_EQ(refused(",a,b\nx,1,2,\n").what, "4 fields where the header has 3");
  EXPECT_EQ(refused(",a,b\n").what, "the table has no numbers");
  EXPECT_EQ(refused(",a,b\n\"x,1,2\n").what, "a quote is not closed");
  EXPECT_TRUE(std::isnan(numbers(",a,b\nx,,2\n", {.blanks = true})(0, 0)));
}

TEST(Grid, OfSheetsMayHaveShortLinesAndNamesCells) {
  const TempFolder folder;
  const auto sheet = [&](const std::string& csv) {
    make_workbook(folder / "a.xlsx", {{"S", cells_of(csv)}});
    return parse_grid(open_table(folder / "a.xlsx").value(), {.blanks = true});
  };
  const Grid grid = sheet(",a,b,c\n,,,\nx,1,2,3\n,,,\ny,4,,\n").value();
  EXPECT_EQ(grid.labels[0], (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(grid.line_of, (std::vector<Index>{3, 5}));
  EXPECT_DOUBLE_EQ(grid.values(1, 0), 4.0);
  EXPECT_TRUE(std::isnan(grid.values(1, 2)));
  const auto wrong = sheet(",a,b\nx,1,#DIV/0!\n");
  ASSERT_FALSE(wrong.ok());
  EXPECT_TRUE(wrong.error().where.ends_with("sheet S, cell C2")) << wrong.error().where;
}

TEST(Grid, PutsNumbersWhereTheyAreWanted) {
  const TableText table(",a,b,c\nx,1,2,3\ny,4,5,6\n", "t.csv");
  const GridFrame frame = read_frame(table, {}).value();
  Vector to(4, 0.0);
  const GridTarget target{{nullptr, to.data()}, {2, GridTarget::k_skip, 0}};
  ASSERT_TRUE(read_numbers(table, frame, target).ok());
  EXPECT_EQ(to, (Vector{6, 0, 4, 0}));
}

TEST(Grid, GivesBackEveryDouble) {
  std::mt19937_64 draw(7);
  std::string text;
  Vector wanted;
  for (int k = 0; k < 5000; ++k) {
    const double value =
        std::ldexp(static_cast<double>(draw()) - 9e18, static_cast<int>(draw() % 200) - 150);
    wanted.push_back(value);
    char digits[40];
    text.append(digits, std::to_chars(digits, digits + 40, value).ptr);
    text += k % 50 == 49 ? '\n' : '\t';
  }
  EXPECT_EQ(numbers(text, {.header_rows = 0, .label_cols = 0}).values(), wanted);
}

TEST(NumberField, NeedsGroupsOfThree) {
  using enum DecimalMark;
  EXPECT_EQ(parse_field(" \"-12,345\" ", point), -12345.0);
  EXPECT_EQ(parse_field("1.5E3", point), 1500.0);
  EXPECT_EQ(parse_field("1,5E3", comma), 1500.0);
  for (const char* wrong : {"1,23", "1,2345", ",123", "0,123", "1234,567", "1,234 567", "1,,234",
                            "1,234,", "--1", "1-", "", "-", "nan", "1 2", "0x10"}) {
    EXPECT_FALSE(parse_field(wrong, point)) << wrong;
  }
}

TEST(Separator, IsFoundOutsideOfQuotes) {
  EXPECT_EQ(separator_of("a,b"), ',');
  EXPECT_EQ(separator_of("\"a;b\",c"), ',');
  EXPECT_EQ(separator_of("a, b;c"), ';');
  EXPECT_EQ(separator_of("a;b\tc"), '\t');
}

}  // namespace
}  // namespace domar::readers::world
