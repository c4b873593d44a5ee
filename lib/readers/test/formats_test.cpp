#include "domar/readers/formats.hpp"

#include <gtest/gtest.h>

#include <set>

#include "make_files.hpp"
#include "sample_tables.hpp"
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

/// An option is honoured or refused, never passed over.
TEST(TableFormats, RefuseOptionsTheyHaveNoUseFor) {
  const TempFolder folder;
  for (const SampleTable& sample : write_sample_tables(folder)) {
    SCOPED_TRACE(sample.format);
    const TableFormat& format = **find_format(sample.format);
    const auto error_with = [&](auto set) {
      ImportOptions options = sample.options;
      set(options);
      const auto economy = import_as(format, sample.path, options);
      return economy.ok() ? Error{} : economy.error();
    };
    const Error part = error_with([](ImportOptions& o) { o.part = "no such part"; });
    EXPECT_FALSE(part.what.empty());  // refused, or not found
    if ((format.takes & k_part) == 0U) {
      EXPECT_EQ(part.code, ErrorCode::usage);
      EXPECT_EQ(part.what, "--part does not apply to " + sample.format);
      EXPECT_NE(part.hint.find("formats that take it: nbs, icio"), std::string::npos) << part.hint;
    }
    if ((format.takes & k_row_gdp) == 0U) {
      EXPECT_EQ(error_with([](ImportOptions& o) { o.row_gdp = 1.0; }).code, ErrorCode::usage);
    }
    if ((format.takes & k_region) == 0U) {
      EXPECT_EQ(error_with([](ImportOptions& o) { o.region = "FRA"; }).code, ErrorCode::usage);
    }
    if ((format.takes & k_merge_plants) == 0U) {
      EXPECT_EQ(error_with([](ImportOptions& o) { o.merge_plants = true; }).code, ErrorCode::usage);
    }
    if ((format.takes & k_repairs) == 0U) {
      EXPECT_EQ(error_with([](ImportOptions& o) { o.repairs.negative_inputs = true; }).code,
                ErrorCode::usage);
    }
  }
}

/// The year asked for is that of the table, or it is refused: nothing is relabelled.
TEST(TableFormats, RefuseAYearThatTheTableIsNotOf) {
  const TempFolder folder;
  for (const SampleTable& sample : write_sample_tables(folder)) {
    if (sample.format == "matrix" || sample.format == "caliendo-parro") continue;
    if (sample.format == "exvatools") continue;  // neither files nor names tell a year
    SCOPED_TRACE(sample.format);
    ImportOptions options = sample.options;
    options.year = 1999;
    EXPECT_FALSE(import_table(sample.path, options).ok());
    const auto economy = import_table(sample.path, sample.options);
    ASSERT_TRUE(economy.ok()) << economy.error().message();
    options.year = economy->year;
    EXPECT_TRUE(import_table(sample.path, options).ok());
  }
}

/// Without a size of the rest of the world a national table takes the known one, and says so.
TEST(TableFormats, TakeTheRestOfTheWorldFromKnownGdp) {
  const TempFolder folder;
  accounts::KnownGdp known;
  known.entries[{accounts::KnownGdp::k_world, 2018}] = {900.0, 1.0};
  known.entries[{"CHN", 2018}] = {100.0, 6.5};
  int tried = 0;
  for (const SampleTable& sample : write_sample_tables(folder)) {
    if (sample.format != "nbs" && sample.format != "oecd-national") continue;
    ImportOptions options = sample.options;
    options.row_gdp = 0.0;
    options.facts.clear();
    EXPECT_EQ(import_table(sample.path, options).error().what,
              "the size of the rest of the world is missing");
    options.known = &known;
    const auto economy = import_table(sample.path, options);
    ASSERT_TRUE(economy.ok()) << economy.error().message();
    const bool yuan = sample.format == "nbs";
    EXPECT_DOUBLE_EQ(economy->gdp(1), yuan ? 800.0 * 6.5 : 800.0);
    EXPECT_NE(economy->notes.back().find("known GDP of the world in 2018 less that of CHN"),
              std::string::npos)
        << economy->notes.back();
    if (!yuan) {
      ImportOptions other = options;
      other.region = "FRA";
      EXPECT_EQ(import_table(sample.path, other).error().what,
                "the country asked for is FRA, but the name says CHN");
    }
    EXPECT_DOUBLE_EQ(economy->facts.at("row_gdp").value, (yuan ? 5200.0 : 800.0) / 1e6);
    EXPECT_EQ(economy->facts.at("row_gdp").unit, yuan ? "trillion yuan" : "trillion USD");
    known.entries.erase({"CHN", 2018});
    EXPECT_EQ(import_table(sample.path, options).error().what,
              "the size of the rest of the world is missing: GDP of CHN in 2018 is not known");
    known.entries[{"CHN", 2018}] = {100.0, 6.5};
    ++tried;
  }
  EXPECT_EQ(tried, 2);
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
