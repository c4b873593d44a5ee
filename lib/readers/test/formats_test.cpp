#include "domar/readers/formats.hpp"

#include <gtest/gtest.h>

#include <set>

#include "make_files.hpp"
#include "temp_folder.hpp"

namespace domar::readers {
namespace {

class Detection : public testing::Test {
 protected:
  std::string_view format_of(const std::string& name, const std::string& text) {
    return detect_format(folder_.write(name, text)).value()->name;
  }
  Error refused(const std::filesystem::path& path) {
    const auto format = detect_format(path);
    EXPECT_FALSE(format.ok());
    return format.ok() ? Error{} : format.error();
  }
  TempFolder folder_;
};

TEST_F(Detection, LooksAtLabels) {
  EXPECT_EQ(format_of("a.csv", "V1,A_01,A_HFCE,OUT\n"), "icio");
  EXPECT_EQ(format_of("b.csv", "Year,Code,Description,01,HFCE,IMPO\n"), "oecd-national");
  EXPECT_EQ(format_of("c.csv", "Code,Description,01,TIU\n"), "nbs");
  EXPECT_EQ(format_of("d.csv", "x\n,,,,A,B\n,,,,c1,c2\n"), "wiod");
  EXPECT_EQ(format_of("e.csv", "V1;A_01;A_HFCE;OUT\n"), "icio");
  EXPECT_EQ(format_of("f.csv", ",AUS_C01T05AGR,HFCE_AUS,DISC\n"), "icio");
  EXPECT_EQ(format_of("test_Z.csv", "\"\",\"ESP_01T09\"\n"), "exvatools");
}

TEST_F(Detection, TellsFigaroFromIcio) {
  EXPECT_EQ(format_of("f.csv", "rowLabels,AT_A01,AT_P3_S14\n"), "figaro");
  EXPECT_EQ(format_of("g.csv", "refArea,rowIi,counterpartArea,colIi,obsValue\n"), "figaro");
}

TEST_F(Detection, LooksIntoZipsWorkbooksAndFolders) {
  make_zip(folder_ / "a.zip", {{"readme.txt", "hello"}, {"t.csv", "V1,A_01,A_HFCE\n"}});
  ImportOptions options;
  options.part = "t.csv";
  EXPECT_EQ(detect_format(folder_ / "a.zip", options).value()->name, "icio");
  make_workbook(folder_ / "a.xlsx",
                {{"Notes", cells_of("hello")}, {"2000", cells_of("x\n,,,,A,B\n,,,,c1,c2\n")}});
  EXPECT_EQ(detect_format(folder_ / "a.xlsx").value()->name, "wiod");
  make_zip(folder_ / "b.zip", {{"IOT_2011_ixi/Z.txt", "x"}, {"IOT_2011_ixi/Y.txt", "x"}});
  EXPECT_EQ(detect_format(folder_ / "b.zip").value()->name, "exiobase");
  make_zip(folder_ / "c.zip", {{"Eora26_2015_bp_T.txt", "1"}, {"labels_T.txt", "x"}});
  EXPECT_EQ(detect_format(folder_ / "c.zip").value()->name, "eora26");
  make_zip(
      folder_ / "d.zip",
      {{"20240110_120secMother_AllCountries_002_T-Results_2022_059_Markup001(full).csv", "1"}});
  EXPECT_EQ(detect_format(folder_ / "d.zip").value()->name, "gloria");
  make_zip(folder_ / "e.zip", {{"trade.csv", "x"},
                               {"intermediate_consumption.csv.gz", "x"},
                               {"final_consumption.csv", "x"},
                               {"value_added.csv", "x"}});
  EXPECT_EQ(detect_format(folder_ / "e.zip").value()->name, "caliendo-parro");
  EXPECT_EQ(refused(folder_ / "").code, ErrorCode::bad_input);
  (void)folder_.write("Z.txt", "");
  EXPECT_EQ(detect_format(folder_ / "").value()->name, "pymrio");
}

TEST_F(Detection, SaysWhyItKnowsNone) {
  const Error none = refused(folder_.write("e.csv", "one,two\n1,2\n"));
  EXPECT_NE(none.hint.find("icio"), std::string::npos);
  EXPECT_EQ(refused(folder_ / "none.csv").code, ErrorCode::not_found);
  EXPECT_NE(refused(folder_.write("a.nc", "\x89HDF")).hint.find("no import"), std::string::npos);
  EXPECT_NE(refused(folder_.write("a.xls", "\xD0\xCF\x11\xE0")).what.find(".xls"),
            std::string::npos);
  EXPECT_EQ(find_format("ico").error().code, ErrorCode::usage);
  EXPECT_NE(find_format("ico").error().hint.find("icio"), std::string::npos);
}

TEST(TableFormats, AreDescribed) {
  std::set<std::string_view> names;
  for (const TableFormat& format : table_formats()) {
    EXPECT_TRUE(names.insert(format.name).second) << format.name;
    EXPECT_FALSE(format.what.empty() || format.stored.empty() || format.layout.empty())
        << format.name;
    EXPECT_EQ(find_format(format.name).value(), &format);
  }
}

}  // namespace
}  // namespace domar::readers
