#include "domar/readers/exvatools/exvatools.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <tuple>

#include "../temp_folder.hpp"
#include "domar/accounts/check.hpp"
#include "domar/readers/pymrio/pymrio.hpp"

namespace domar::readers::exvatools {
namespace {

using accounts::Economy;

double exports(const Economy& e, const char* region) {
  const Vector by_good = e.exports(e.regions.find(region).value());
  return std::accumulate(by_good.begin(), by_good.end(), 0.0);
}

TEST(Exvatools, ReadsItsTablesWithThePublishedExports) {
  const auto wiod = shared_data("../cases/exvatools-test/wiodtest_Z.csv");
  const auto icio = shared_data("../cases/exvatools-test/iciotest_Z.csv");
  if (wiod.empty() || icio.empty()) GTEST_SKIP() << "skipped: needs ../shared/cases/exvatools-test";
  const Economy small = read_exvatools(wiod).value();
  EXPECT_EQ(small.name, "wiodtest");
  EXPECT_EQ(small.regions.size(), 6U);
  EXPECT_LT(accounts::largest_relative_error(small), 1e-9);
  const TempFolder folder;
  ASSERT_TRUE(pymrio::write_pymrio(small, folder / "out").ok());
  EXPECT_EQ(pymrio::read_pymrio(folder / "out")->use[3].values(), small.use[3].values());

  Options options;
  EXPECT_EQ(read_exvatools(icio).error().what, "regions without final uses: MX1, MX2, CN1, CN2");
  options.merge_plants = true;
  const Economy merged = read_exvatools(icio, options).value();
  EXPECT_EQ(merged.regions.size(), 6U);
  EXPECT_NEAR(exports(merged, "ESP"), 4666.96, 0.005);
  EXPECT_NEAR(exports(merged, "CHN"), 8575.51, 0.005);
}

TEST(Exvatools, RefusesDamagedFiles) {
  const TempFolder folder;
  const auto path = folder.write("t_Z.csv", "\"\",\"A_1\",\"B_1\"\n\"A_1\",1,2\n\"B_1\",3,4\n");
  EXPECT_EQ(read_exvatools(path).error().code, ErrorCode::not_found);
  std::ignore = folder.write("t_Yfd.csv", "\"\",\"A_CONS\",\"B_CONS\"\n\"A_1\",5,2\n\"B_1\",1,8\n");
  std::ignore = folder.write("t_VA_X.csv", "\"\",\"VA\",\"X\"\n\"2\",10,16\n\"1\",6,10\n");
  EXPECT_DOUBLE_EQ(read_exvatools(path)->gross_output(1), 16.0);
  std::ignore = folder.write("t_VA_X.csv", "\"\",\"VA\",\"X\"\n\"2\",10,16\n\"2\",6,10\n");
  EXPECT_EQ(read_exvatools(path).error().what, "row '2' is none of 1 to 2, or stands twice");
  std::ignore = folder.write("t_VA_X.csv", "\"\",\"VA\",\"X\"\n\"2\",10,16\n");
  EXPECT_EQ(read_exvatools(path).error().what, "1 rows, but Z has 2");
  std::ignore = folder.write("t_VA_X.csv", "\"\",\"VA\",\"Y\"\n\"2\",10,16\n\"1\",6,10\n");
  EXPECT_EQ(read_exvatools(path).error().what, "columns missing: VA or X");
  std::ignore = folder.write("t_VA_X.csv", "\"\",\"VA\",\"X\"\n\"2\",100,16\n\"1\",6,10\n");
  EXPECT_EQ(read_exvatools(path).error().code, ErrorCode::unbalanced);
  EXPECT_EQ(read_exvatools(folder / "t_Yfd.csv").error().code, ErrorCode::bad_input);
}

}  // namespace
}  // namespace domar::readers::exvatools
