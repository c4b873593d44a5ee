#include "zip/archive.hpp"

#include <gtest/gtest.h>

#include "../make_files.hpp"
#include "../temp_folder.hpp"
#include "domar/base/file.hpp"

namespace domar::readers {
namespace {

TEST(ZipArchive, ListsAndReadsEntries) {
  const TempFolder folder;
  make_zip(folder / "a.zip", {{"x/one.csv", "a,b\n1,2\n"}, {"two.txt", std::string(300'000, 'z')}});
  const ZipArchive zip = ZipArchive::open(folder / "a.zip").value();
  ASSERT_EQ(zip.entries().size(), 2U);
  EXPECT_EQ(zip.entries()[0].name, "x/one.csv");
  EXPECT_EQ(zip.read(0).value(), "a,b\n1,2\n");
  EXPECT_EQ(zip.read(zip.find("two.txt").value()).value(), std::string(300'000, 'z'));
  EXPECT_FALSE(zip.find("three"));
  EXPECT_TRUE(zip.shown(0).ends_with("a.zip/x/one.csv"));
}

TEST(ZipArchive, RefusesWhatIsBeyondTheLimits) {
  const TempFolder folder;
  make_zip(folder / "bomb.zip", {{"zeros.csv", std::string(5'000'000, '0')}, {"b.csv", "1"}});
  ZipLimits ratio;
  ratio.ratio = 100;
  ratio.ratio_from = 1'000'000;
  const auto dense = ZipArchive::open(folder / "bomb.zip", ratio).value().read(0);
  ASSERT_FALSE(dense.ok());
  EXPECT_NE(dense.error().what.find("times its size"), std::string::npos) << dense.error().what;
  ZipLimits size;
  size.entry_bytes = 4'999'999;
  EXPECT_FALSE(ZipArchive::open(folder / "bomb.zip", size).value().read(0).ok());
  size.entry_bytes = 5'000'000;
  EXPECT_TRUE(ZipArchive::open(folder / "bomb.zip", size).value().read(0).ok());
  ZipLimits count;
  count.entries = 1;
  EXPECT_FALSE(ZipArchive::open(folder / "bomb.zip", count).ok());
}

TEST(ZipArchive, NamesDamage) {
  const TempFolder folder;
  std::string text;
  for (int k = 0; k < 20'000; ++k) text += std::to_string(k * 7919 % 10'007) + ",";
  make_zip(folder / "a.zip", {{"one.csv", text}});
  const std::string bytes = read_file(folder / "a.zip").value();
  EXPECT_EQ(ZipArchive::open(folder / "none.zip").error().code, ErrorCode::not_found);
  for (const std::size_t length : {std::size_t{0}, std::size_t{10}, bytes.size() / 2}) {
    const auto cut = ZipArchive::open_bytes(bytes.substr(0, length), "cut.zip");
    ASSERT_FALSE(cut.ok()) << length;
    EXPECT_EQ(cut.error().where, "cut.zip");
  }
  std::string flipped = bytes;
  flipped[bytes.size() / 2] = static_cast<char>(flipped[bytes.size() / 2] ^ 0x10);
  const auto damaged = ZipArchive::open_bytes(flipped, "flipped.zip").value().read(0);
  ASSERT_FALSE(damaged.ok());
  EXPECT_EQ(damaged.error().where, "flipped.zip/one.csv");
}

}  // namespace
}  // namespace domar::readers
