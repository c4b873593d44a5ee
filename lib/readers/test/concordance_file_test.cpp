#include "domar/readers/concordance_file.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <numeric>

#include "temp_folder.hpp"

namespace domar::readers {
namespace {

Labels codes(std::vector<std::string> list) { return Labels::make(list, list).value(); }

TEST(ConcordanceFile, ReadsWeightsAndNames) {
  TempFolder folder;
  const auto path = folder.write(
      "c.csv", "note,target,target_name,source,weight\n,T,Tea,a,0.25\n,U,,a,0.75\n,T,,b,\n");
  const auto c = read_concordance(path).value();
  EXPECT_EQ(c.targets().title(0), "Tea");
  EXPECT_EQ(c.targets().title(1), "U");
  EXPECT_EQ(c.apply({4.0, 1.0}).value(), (Vector{2.0, 3.0}));
}

TEST(ConcordanceFile, ChainsFilesAndKeepsWhatItMay) {
  TempFolder folder;
  const auto one = folder.write("1.csv", "source,target\na,x\nb,y\nunused,z\n");
  const auto two = folder.write("2.csv", "source,target,weight\nx,P,0.5\nx,Q,0.5\ny,Q,1\n");
  const auto c = read_concordances({one, two}, codes({"a", "b", "W"}), {"W"}).value();
  const Vector sums = c.apply({10.0, 1.0, 7.0}).value();
  EXPECT_EQ(sums[*c.targets().find("P")], 5.0);
  EXPECT_EQ(sums[*c.targets().find("Q")], 6.0);
  EXPECT_EQ(sums[*c.targets().find("W")], 7.0);
}

TEST(ConcordanceFile, ListsCodesWithoutALine) {
  TempFolder folder;
  const auto path = folder.write("c.csv", "source,target\na,x\n");
  const auto c = read_concordances({path}, codes({"a", "b", "c"}), {});
  ASSERT_FALSE(c.ok());
  EXPECT_NE(c.error().what.find("no line for b, c"), std::string::npos) << c.error().message();
}

TEST(ConcordanceFile, RefusesWeightsThatDoNotAddUp) {
  TempFolder folder;
  const auto path = folder.write("c.csv", "source,target,weight\na,x,0.5\na,y,0.4\n");
  const auto c = read_concordance(path);
  ASSERT_FALSE(c.ok());
  EXPECT_NE(c.error().where.find("c.csv"), std::string::npos);
  EXPECT_FALSE(read_concordance(folder.write("d.csv", "from,to\na,b\n")).ok());
}

/// Every file that ships is a concordance, and the ways that the README names can be walked.
TEST(ConcordanceFile, ShippedOnesAreWhole) {
  const auto folder = test::source_dir() / "economies" / "concordances";
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".csv") continue;
    ++files;
    const auto c = read_concordance(entry.path());
    ASSERT_TRUE(c.ok()) << c.error().message();
  }
  EXPECT_GE(files, 13);
  const auto nbs = read_concordance(folder / "nbs153_isic4.csv").value();
  for (const std::string way : {"wiod16", "wiod13", "icio45", "nace64", "section", "broad28"}) {
    const auto c = read_concordances(
        {folder / "nbs153_isic4.csv", folder / ("isic4_" + way + ".csv")}, nbs.sources(), {});
    ASSERT_TRUE(c.ok()) << c.error().message();
    const Vector sums = c->apply(Vector(153, 1.0)).value();
    EXPECT_NEAR(std::accumulate(sums.begin(), sums.end(), 0.0), 153.0, 1e-9);
  }
  // Two ways from China's sectors to the OECD's industries agree but for the ones divided.
  const auto straight = read_concordance(folder / "nbs153_icio45.csv").value();
  const auto around = read_concordances({folder / "nbs153_isic4.csv", folder / "isic4_icio45.csv"},
                                        nbs.sources(), {})
                          .value();
  Index different = 0;
  for (Index s = 0; s < 153; ++s) {
    const auto& a = straight.parts(s);
    const auto& b = around.parts(s);
    const bool same = a.size() == b.size() &&
                      straight.targets().code(a[0].target) == around.targets().code(b[0].target);
    if (!same) ++different;
  }
  EXPECT_EQ(different, 1U);  // 135, commercial services: M and N
}

}  // namespace
}  // namespace domar::readers
