#include "domar/readers/mat_file.hpp"

#include <gtest/gtest.h>
#include <matio.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <sstream>
#include <string_view>

namespace domar::readers {
namespace {

class MatFile : public testing::TestWithParam<int> {
 protected:
  void TearDown() override { std::filesystem::remove(path_); }

  void write(matio_compression compression) {
    mat_t* const file = Mat_CreateVer(path_.c_str(), nullptr, MAT_FT_MAT5);
    std::array<double, 6> flows{1.5, 2, 3, 4, 5, 6};
    std::array<std::size_t, 3> shape{1, 2, 3};
    std::array<std::int32_t, 2> count{7, -8};
    std::array<std::size_t, 2> row{1, 2};
    std::string name = "tables";
    std::array<std::size_t, 2> length{1, name.size()};
    for (matvar_t* variable :
         {Mat_VarCreate("flows", MAT_C_DOUBLE, MAT_T_DOUBLE, 3, shape.data(), flows.data(), 0),
          Mat_VarCreate("title", MAT_C_CHAR, MAT_T_UTF8, 2, length.data(), name.data(), 0),
          Mat_VarCreate("count", MAT_C_INT32, MAT_T_INT32, 2, row.data(), count.data(), 0)}) {
      Mat_VarWrite(file, variable, compression);
      Mat_VarFree(variable);
    }
    Mat_Close(file);
  }

  std::filesystem::path path_ =
      std::filesystem::temp_directory_path() / ("domar_mat_" + std::to_string(getpid()) + ".mat");
};

TEST_F(MatFile, NumericArraysAreReadAndTextsLeftOut) {
  for (const matio_compression compression : {MAT_COMPRESSION_NONE, MAT_COMPRESSION_ZLIB}) {
    write(compression);
    const auto arrays = read_mat_file(path_);
    ASSERT_TRUE(arrays.ok()) << arrays.error().message();
    EXPECT_EQ(arrays->size(), 2u);
    EXPECT_EQ(arrays->at("flows").shape, (std::vector<Index>{1, 2, 3}));
    EXPECT_EQ(arrays->at("flows").values, (Vector{1.5, 2, 3, 4, 5, 6}));
    EXPECT_EQ(arrays->at("count").values, (Vector{7, -8}));
  }
}

/// A size that is wrong must not make us ask for the memory it stands for.
TEST_F(MatFile, ArraysBeyondTheFileAreRefused) {
  write(MAT_COMPRESSION_NONE);
  std::stringstream text;
  text << std::ifstream(path_, std::ios::binary).rdbuf();
  std::string bytes = text.str();
  const std::array<std::int32_t, 3> shape{1, 2, 3};
  const std::string_view written(reinterpret_cast<const char*>(shape.data()), sizeof shape);
  const auto at = bytes.find(written);
  ASSERT_NE(at, std::string::npos);
  bytes[at + 6] = 100;  // 1 x 6,553,602 x 3
  std::ofstream(path_, std::ios::binary) << bytes;
  const auto arrays = read_mat_file(path_);
  ASSERT_FALSE(arrays.ok());
  EXPECT_NE(arrays.error().what.find("larger than a file of this size"), std::string::npos);
}

/// Whatever is missing at the end, the answer is an error or arrays that are whole.
TEST_F(MatFile, DamagedFilesDoNotCrash) {
  write(MAT_COMPRESSION_ZLIB);
  const auto size = std::filesystem::file_size(path_);
  for (auto left = size; left-- > 0;) {
    std::filesystem::resize_file(path_, left);
    const auto arrays = read_mat_file(path_);
    if (!arrays.ok()) continue;
    for (const auto& [name, array] : *arrays) {
      EXPECT_EQ(array.values.size(), name == "flows" ? 6u : 2u) << left;
    }
  }
}

TEST_F(MatFile, OtherFilesAreRefused) {
  EXPECT_EQ(read_mat_file("no-such-file.mat").error().code, ErrorCode::not_found);
  std::ofstream(path_) << "region,value\nA,1\n";
  EXPECT_EQ(read_mat_file(path_).error().code, ErrorCode::bad_input);
}

}  // namespace
}  // namespace domar::readers
