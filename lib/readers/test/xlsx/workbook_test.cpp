#include "xlsx/workbook.hpp"

#include <gtest/gtest.h>

#include "../make_files.hpp"
#include "../temp_folder.hpp"
#include "domar/base/file.hpp"

namespace domar::readers::xlsx {
namespace {

/// A workbook with one sheet of this XML.
Entries book_of(const std::string& sheet, const std::string& shared = "<sst/>") {
  return {
      {"[Content_Types].xml", "<Types/>"},
      {"xl/workbook.xml",
       R"(<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>)"},
      {"xl/_rels/workbook.xml.rels",
       R"(<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/a.xml"/>)"
       R"(<Relationship Id="rId2" Type="x/sharedStrings" Target="/xl/texts.xml"/></Relationships>)"},
      {"xl/worksheets/a.xml", "<worksheet><sheetData>" + sheet + "</sheetData></worksheet>"},
      {"xl/texts.xml", shared}};
}

class Sheets : public testing::Test {
 protected:
  Result<std::string> text_of(const Entries& entries) {
    make_zip(folder_ / "a.xlsx", entries);
    const Result<Workbook> book = Workbook::open(folder_ / "a.xlsx");
    if (!book.ok()) return book.error();
    return book->text_of(0);
  }
  TempFolder folder_;
};

TEST_F(Sheets, WrittenByOthersAreRead) {
  make_workbook(
      folder_ / "b.xlsx",
      {{"Notes", {{std::string("hello")}}},
       {"Data",
        {{Cell(), std::string("A \"b\"\tc")}, {}, {std::string("x"), 0.1, Cell(), -2.5e-7}}}});
  const Workbook book = Workbook::open(folder_ / "b.xlsx").value();
  EXPECT_EQ(book.sheets(), (std::vector<std::string>{"Notes", "Data"}));
  EXPECT_EQ(book.text_of(1).value(), "\t\"A \"\"b\"\" c\"\n\nx\t0.1\t\t-2.5E-07\n");
}

TEST_F(Sheets, KnowEveryKindOfCell) {
  EXPECT_EQ(
      text_of(
          book_of(
              R"(<row r="2"><c r="B2" t="s"><v>1</v></c><c t="inlineStr"><is><r><t>in</t></r>)"
              R"(<r><t>line</t></r><rPh><t>no</t></rPh></is></c><c r="E2" t="str"><f>A1</f><v>f</v></c>)"
              R"(<c t="b"><v>1</v></c><c s="3"><v>43831</v></c><c t="e"><v>#N/A</v></c><c r="AA2"/></row>)"
              R"(<row><c><v>7</v></c></row>)",
              "<sst><si><t>zero</t></si><si><r><t>o</t></r><r><t>ne</t></r></si></sst>"))
          .value(),
      "\n\tone\tinline\t\tf\t1\t43831\t#N/A\n7\n");
}

TEST_F(Sheets, RefuseDamage) {
  const auto refused = [&](const Entries& entries) {
    const auto text = text_of(entries);
    EXPECT_FALSE(text.ok());
    return text.ok() ? Error{} : text.error();
  };
  EXPECT_NE(refused(book_of(R"(<row r="1"><c t="s"><v>5</v></c></row>)"))
                .what.find("A1 refers to text 5"),
            std::string::npos);
  EXPECT_NE(refused(book_of(R"(<row r="3"/><row r="2"/>)")).what.find("row '2'"),
            std::string::npos);
  EXPECT_NE(refused(book_of(R"(<row r="1"><c r="B1"/><c r="A1"/></row>)")).what.find("cell 'A1'"),
            std::string::npos);
  EXPECT_NE(refused(book_of("<row><c>")).what.find("damaged"), std::string::npos);
  EXPECT_NE(refused(book_of("", "<!DOCTYPE a [<!ENTITY b 'c'>]><sst/>")).what.find("document type"),
            std::string::npos);
  auto missing = book_of("");
  missing.erase(missing.begin() + 3);
  EXPECT_NE(refused(missing).what.find("sheet 'S' is missing"), std::string::npos);
  EXPECT_NE(refused({{"a.csv", "1"}}).what.find("no workbook"), std::string::npos);
}

TEST_F(Sheets, OfOtherProgramsAreRefusedWithAdvice) {
  const auto refused = [](const Result<Workbook>& book) {
    EXPECT_FALSE(book.ok());
    EXPECT_NE(book.error().hint.find("xlsx"), std::string::npos);
    return book.error().what;
  };
  make_zip(folder_ / "a.xlsb", {{"xl/workbook.bin", "x"}});
  EXPECT_NE(refused(Workbook::open(folder_ / "a.xlsb")).find(".xlsb"), std::string::npos);
  make_zip(folder_ / "a.ods", {{"mimetype", "x"}, {"content.xml", "x"}});
  EXPECT_NE(refused(Workbook::open(folder_ / "a.ods")).find(".ods"), std::string::npos);
  EXPECT_NE(refused(Workbook::open(folder_.write("a.xls", "\xD0\xCF\x11\xE0\xA1"))).find(".xls"),
            std::string::npos);
}

TEST(CellName, CountsLikeSpreadsheets) {
  EXPECT_EQ(cell_name(12, 2), "B12");
  EXPECT_EQ(cell_name(1, 26), "Z1");
  EXPECT_EQ(cell_name(1, 27), "AA1");
  EXPECT_EQ(cell_name(9, 16384), "XFD9");
}

}  // namespace
}  // namespace domar::readers::xlsx
