#include "domar/base/file.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace domar {
namespace {

class FileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::temp_directory_path() /
        ("domar_file_test_" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) +
         ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path folder_;
};

TEST_F(FileTest, WhatWasWrittenIsRead) {
  ASSERT_TRUE(write_file(folder_ / "deep" / "a.txt", "hello").ok());
  EXPECT_EQ(read_file(folder_ / "deep" / "a.txt").value(), "hello");
}

TEST_F(FileTest, AFailedWriteLeavesTheOldFileAndNoTemporary) {
  ASSERT_TRUE(write_file(folder_ / "a.txt", "old").ok());
  const Status status = write_file_with(folder_ / "a.txt", [](const auto& temporary) -> Status {
    (void)write_file(temporary, "half");
    return Error{ErrorCode::internal, "stopped halfway", "", "", ""};
  });
  EXPECT_FALSE(status.ok());
  EXPECT_EQ(read_file(folder_ / "a.txt").value(), "old");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

TEST_F(FileTest, AMissingFileAndAFolderAreErrors) {
  EXPECT_EQ(read_file(folder_ / "no.txt").error().code, ErrorCode::not_found);
  EXPECT_EQ(read_file(folder_).error().code, ErrorCode::bad_input);
}

TEST_F(FileTest, ADamagedGzipIsAnError) {
  ASSERT_TRUE(write_file(folder_ / "a.gz", std::string("\x1f\x8b\x08\x00garbage", 11)).ok());
  EXPECT_EQ(read_file(folder_ / "a.gz").error().code, ErrorCode::bad_input);
}

TEST(Sha256, OfNothingIsThePublishedValue) {
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

}  // namespace
}  // namespace domar
