#include "world/table_text.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "../make_files.hpp"
#include "../temp_folder.hpp"
#include "domar/base/file.hpp"
#include "world/source_files.hpp"
#include "world/unpacked.hpp"

namespace domar::readers::world {
namespace {

class TableFiles : public testing::Test {
 protected:
  std::string text_of(const std::string& name, const TablePart& part = {}) {
    return std::string(open_table(folder_ / name, part).value().text());
  }
  Error refused(const std::string& name, const TablePart& part = {}) {
    const auto table = open_table(folder_ / name, part);
    EXPECT_FALSE(table.ok());
    return table.ok() ? Error{} : table.error();
  }
  TempFolder folder_;
};

TEST_F(TableFiles, AreTheSameTextHoweverStored) {
  const std::string csv = "a,b\nx,1\n";
  (void)folder_.write("a.csv", "\xEF\xBB\xBF" + csv);
  EXPECT_EQ(text_of("a.csv"), csv);
  make_zip(folder_ / "a.zip", {{"readme.pdf", "%PDF"}, {"a.csv", "\xEF\xBB\xBF" + csv}});
  EXPECT_EQ(text_of("a.zip"), csv);
  make_workbook(folder_ / "a.xlsx", {{"S", cells_of(csv)}});
  EXPECT_EQ(text_of("a.xlsx"), "a\tb\nx\t1\n");
}

TEST_F(TableFiles, OfSeveralPartsOneIsChosen) {
  make_zip(folder_ / "a.zip", {{"ICIO_2017.csv", "17"}, {"ICIO_2018.csv", "18"}});
  EXPECT_EQ(text_of("a.zip", {"", 2018}), "18");
  EXPECT_EQ(text_of("a.zip", {"icio_2017", 0}), "17");
  const Error none = refused("a.zip");
  EXPECT_NE(none.what.find("2 entries"), std::string::npos) << none.what;
  EXPECT_NE(none.hint.find("ICIO_2017.csv, ICIO_2018.csv"), std::string::npos) << none.hint;
  EXPECT_EQ(refused("a.zip", {"2019", 0}).code, ErrorCode::not_found);
  make_workbook(folder_ / "a.xlsx", {{"Notes", {{1.0}}}, {"WIOT_2000", {{2.0}}}});
  EXPECT_EQ(text_of("a.xlsx", {"", 2000}), "2\n");
  EXPECT_EQ(TableFile::open(folder_ / "a.xlsx").value().parts(),
            (std::vector<std::string>{"Notes", "WIOT_2000"}));
  EXPECT_EQ(TableFile::open(folder_ / "a.zip").value().parts().size(), 2U);
}

TEST_F(TableFiles, SayWhereAFieldIs) {
  make_workbook(folder_ / "a.xlsx", {{"S", {{1.0}}}});
  EXPECT_TRUE(
      open_table(folder_ / "a.xlsx").value().place(12, 28).ends_with("a.xlsx, sheet S, cell AB12"));
  make_workbook(folder_ / "b.xlsx", {{"T", {{5.0}}}});
  make_zip(folder_ / "a.zip", {{"deep/b.xlsx", read_file(folder_ / "b.xlsx").value()}});
  const TableText nested = open_table(folder_ / "a.zip").value();
  EXPECT_EQ(nested.text(), "5\n");
  EXPECT_TRUE(nested.place(1, 1).ends_with("a.zip/deep/b.xlsx, sheet T, cell A1"));
  EXPECT_EQ(TableText("x", "f.csv").place(3, 7), "f.csv:3:7");
}

TEST_F(TableFiles, RefuseWhatCannotBeRead) {
  EXPECT_EQ(refused("none.csv").code, ErrorCode::not_found);
  (void)folder_.write("u.csv", std::string("\xFF\xFE\x61\0", 4));
  EXPECT_NE(refused("u.csv").what.find("UTF-16"), std::string::npos);
  make_zip(folder_ / "a.xlsb", {{"xl/workbook.bin", "x"}});
  EXPECT_NE(refused("a.xlsb").what.find("xlsb"), std::string::npos);
  (void)folder_.write("a.xls", "\xD0\xCF\x11\xE0\xA1");
  EXPECT_NE(refused("a.xls").what.find("xls"), std::string::npos);
  make_zip(folder_ / "p.zip", {{"readme.pdf", "%PDF"}});
  EXPECT_EQ(refused("p.zip").code, ErrorCode::not_found);
}

TEST_F(TableFiles, LargeOnesAreMapped) {
  std::string text = "a,b\n";
  while (text.size() < (std::size_t{17} << 20)) text += "x,123456\n";
  (void)folder_.write("a.csv", text);
  const TableText table = open_table(folder_ / "a.csv").value();
  EXPECT_EQ(table.text(), text);
  table.forget(0, table.text().size());
  EXPECT_EQ(table.text(), text);
}

/// The folder of temporary files is `folder` while this lives.
class TemporaryFilesIn {
 public:
  explicit TemporaryFilesIn(const std::filesystem::path& folder) {
    if (const char* was = std::getenv("TMPDIR")) was_ = was;
    setenv("TMPDIR", folder.c_str(), 1);
  }
  ~TemporaryFilesIn() {
    if (was_.empty()) {
      unsetenv("TMPDIR");
    } else {
      setenv("TMPDIR", was_.c_str(), 1);
    }
  }
  TemporaryFilesIn(const TemporaryFilesIn&) = delete;
  TemporaryFilesIn& operator=(const TemporaryFilesIn&) = delete;

 private:
  std::string was_;
};

TEST(UnpackedText, OnDiskIsTheSameAndLeavesNoFile) {
  const TempFolder folder;
  std::string text =
      "\xEF\xBB\xBF"
      "a,b\n";
  for (int k = 0; k < 100'000; ++k) text += std::to_string(k * 7919 % 10'007) + ",1\n";
  make_zip(folder / "a.zip", {{"Z.txt", text}});
  const ZipArchive zip = ZipArchive::open(folder / "a.zip").value();
  const auto temporary = folder / "temporary";
  std::filesystem::create_directories(temporary);
  {
    const TemporaryFilesIn there(temporary);
    const TableText table = unpacked_text(zip, 0, 1).value();
    EXPECT_EQ(table.text(), text.substr(3));
    EXPECT_TRUE(table.file().ends_with("a.zip/Z.txt"));
    table.forget(0, table.text().size());
    EXPECT_EQ(table.text(), text.substr(3));
    EXPECT_TRUE(std::filesystem::is_empty(temporary));
  }
  EXPECT_EQ(unpacked_text(zip, 0).value().text(), text.substr(3));  // in memory
  const TemporaryFilesIn nowhere(folder / "no-such-folder");
  EXPECT_EQ(unpacked_text(zip, 0, 1).value().text(), text.substr(3));
}

TEST(UnpackedText, OnDiskSeesDamage) {
  const TempFolder folder;
  std::string text;
  for (int k = 0; k < 20'000; ++k) text += std::to_string(k * 7919 % 10'007) + ",";
  make_zip(folder / "a.zip", {{"one.csv", text}});
  std::string bytes = read_file(folder / "a.zip").value();
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x10);
  const ZipArchive zip = ZipArchive::open_bytes(bytes, "flipped.zip").value();
  EXPECT_EQ(unpacked_text(zip, 0, 1).error().where, "flipped.zip/one.csv");
}

TEST(SourceFiles, OfAZipAreThoseOfTheFolder) {
  const TempFolder folder;
  make_zip(folder / "a.zip", {{"IOT_2011/Z.txt", "z"}, {"IOT_2011/satellite/F.txt", "f"}});
  make_zip(folder / "b.zip", {{"Z.txt", "z"}, {"satellite/F.txt", "f"}});
  for (const char* name : {"a.zip", "b.zip"}) {
    const SourceFiles files = SourceFiles::open(folder / name).value();
    EXPECT_EQ(files.names(), (std::vector<std::string>{"Z.txt", "satellite/F.txt"}));
    EXPECT_EQ(files.read("satellite/F.txt").value(), "f");
    EXPECT_EQ(files.table("Z.txt").value().text(), "z");
    EXPECT_EQ(files.read("Y.txt").error().code, ErrorCode::not_found);
  }
}

}  // namespace
}  // namespace domar::readers::world
