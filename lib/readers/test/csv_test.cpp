#include "domar/readers/csv.hpp"

#include <gtest/gtest.h>

#include "make_files.hpp"
#include "temp_folder.hpp"

namespace domar::readers {
namespace {

CsvTable parsed(const std::string& text) { return CsvTable::parse(text, "t.csv").value(); }
Error refused(const std::string& text) { return CsvTable::parse(text, "t.csv").error(); }

TEST(Csv, ReadsQuotesMarkAndLineEnds) {
  const CsvTable t = parsed(
      "\xEF\xBB\xBF"
      "a,b\r\n\"1,5\",\"he said \"\"no\"\"\"\r\n\n\"two\nlines\",\n");
  ASSERT_EQ(t.rows(), 2U);
  ASSERT_EQ(t.cols(), 2U);
  EXPECT_EQ(t.header(0), "a");
  EXPECT_EQ(t.field(0, 0), "1,5");
  EXPECT_EQ(t.field(0, 1), "he said \"no\"");
  EXPECT_EQ(t.field(1, 0), "two\nlines");
  EXPECT_EQ(t.field(1, 1), "");
}

TEST(Csv, ReadsALastLineWithoutEnd) {
  EXPECT_EQ(parsed("a,b\n1,2").field(0, 1), "2");
  EXPECT_EQ(parsed("a,b\n1,").field(0, 1), "");
  EXPECT_EQ(parsed("a,b\n1,\"\"").field(0, 1), "");
  EXPECT_EQ(parsed("a\n").rows(), 0U);
}

TEST(Csv, CountsLinesAndCharacters) {
  const CsvTable t = parsed("a,b\n\"x\ny\",1\n农产品,z\n");
  EXPECT_EQ(t.where(0, 1), "t.csv:3:4");
  EXPECT_EQ(t.where(1, 1), "t.csv:4:5");
  EXPECT_EQ(t.where_header(1), "t.csv:1:3");
}

TEST(Csv, ReadsTablesOfAnyKind) {
  const TempFolder folder;
  const auto any = [&](const std::string& text) {
    return CsvTable::read_any(folder.write("t.csv", text)).value();
  };
  EXPECT_DOUBLE_EQ(any("a;b\n1,5;x\n1.234;y\n").number(1, 0).value(), 1234.0);
  EXPECT_DOUBLE_EQ(any("a;b\n1.5;x\n1,234;y\n").number(1, 0).value(), 1234.0);
  EXPECT_DOUBLE_EQ(any("a,b\n\"1,234\",x\n").number(0, 0).value(), 1234.0);
  EXPECT_EQ(any("a;b\n1,234;x\n").number(0, 0).error().where, (folder / "t.csv").string() + ":2:1");
  EXPECT_FALSE(any("a;b\n1,5;x\n1.5;y\n").number(0, 0).ok());

  make_workbook(folder / "t.xlsx", {{"S", {{"a", "b"}, {}, {1.5}}}});
  const CsvTable sheet = CsvTable::read_any(folder / "t.xlsx").value();
  ASSERT_EQ(sheet.rows(), 1U);
  EXPECT_DOUBLE_EQ(sheet.number(0, 0).value(), 1.5);
  EXPECT_EQ(sheet.field(0, 1), "");  // the line ends with its last cell
  EXPECT_TRUE(sheet.where(0, 1).ends_with("t.xlsx, sheet S, cell B3")) << sheet.where(0, 1);
}

TEST(Csv, RefusesDamage) {
  EXPECT_EQ(refused("a,b\n1,\"open\n").where, "t.csv:2:3");
  EXPECT_EQ(refused("a,b\n1,2,3\n").where, "t.csv:2:1");
  EXPECT_EQ(refused("a,b\n1\n").what, "1 fields, but the header has 2");
  EXPECT_EQ(refused("a,b\n\"x\"y,2\n").where, "t.csv:2:4");
  EXPECT_EQ(refused("a,b\n5\",2\n").where, "t.csv:2:2");
  EXPECT_EQ(refused("").what, "the table is empty");
  EXPECT_EQ(refused("\n\n").code, ErrorCode::bad_input);
}

TEST(Csv, ReadsNumbersOrSaysWhere) {
  const CsvTable t = parsed("a,b,c,d\n 1.5e3,NaN,,1 000\n");
  EXPECT_DOUBLE_EQ(t.number(0, 0).value(), 1500.0);
  EXPECT_EQ(t.number(0, 1).error().where, "t.csv:2:8");
  EXPECT_EQ(t.number(0, 1).error().code, ErrorCode::bad_value);
  EXPECT_FALSE(t.number(0, 2).ok());
  EXPECT_FALSE(t.number(0, 3).ok());
  EXPECT_FALSE(t.number_or_empty(0, 2).value().has_value());
  EXPECT_FALSE(t.number_or_empty(0, 3).ok());
}

TEST(Csv, FindsColumnsByNameAndListsAllThatIsWrong) {
  const CsvTable t = parsed("b,a\n1,2\n");
  EXPECT_EQ(t.require_columns({"a", "b"}).value(), (std::vector<Index>{1, 0}));
  const Error error = parsed("a,x,a\n1,2,3\n").require_columns({"a", "b", "c"}).error();
  EXPECT_EQ(error.what, "missing columns: b, c; unknown columns: x; columns that stand twice: a");
}

TEST(Csv, ReadsFilesAndReportsMissingOnes) {
  const TempFolder folder;
  EXPECT_EQ(CsvTable::read(folder.write("t.csv", "a\n1\n"))->field(0, 0), "1");
  EXPECT_EQ(CsvTable::read(folder / "no.csv").error().code, ErrorCode::not_found);
  const std::string cut("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x4b", 11);
  EXPECT_EQ(CsvTable::read(folder.write("t.csv.gz", cut)).error().code, ErrorCode::bad_input);
}

}  // namespace
}  // namespace domar::readers
