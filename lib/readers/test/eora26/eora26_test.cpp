#include "domar/readers/eora26/eora26.hpp"

#include <gtest/gtest.h>

#include <map>
#include <tuple>

#include "../make_files.hpp"
#include "../temp_folder.hpp"
#include "domar/accounts/check.hpp"
#include "domar/readers/economy_file.hpp"
#include "sample.hpp"

namespace domar::readers::eora26 {
namespace {

using accounts::Economy;

class Eora : public testing::Test {
 protected:
  void SetUp() override {
    for (const auto& [name, text] : k_files) std::ignore = folder_.write(name, text);
  }
  void replace(const std::string& file, const std::string& from, const std::string& to) const {
    std::string text = k_files.at(file);
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    std::ignore = folder_.write(file, text.replace(at, from.size(), to));
  }
  void restore(const std::string& file) const {
    std::ignore = folder_.write(file, k_files.at(file));
  }
  Error refused(const Options& options = {}) const {
    const auto economy = read_eora26(folder_ / "", options);
    EXPECT_FALSE(economy.ok());
    return economy.ok() ? Error{} : economy.error();
  }
  TempFolder folder_;
};

TEST_F(Eora, BecomesCountriesAndARestOfTheWorldWithAGoodOfItsOwn) {
  const Economy e = read_eora26(folder_ / "").value();
  EXPECT_EQ(e.name, "eora26-2015");
  EXPECT_EQ(e.unit, "thousand USD");
  EXPECT_EQ(e.price_basis, "basic");
  EXPECT_EQ(e.regions.titles(), (std::vector<std::string>{"France", "Japan", "ROW"}));
  EXPECT_EQ(e.goods.codes(), (std::vector<std::string>{"Agriculture", "Metal Products", "TOTAL"}));
  ASSERT_EQ(e.industries.size(), 5U);
  EXPECT_EQ(e.supplier[0][2], Economy::k_none);
  EXPECT_EQ(e.supplier[2][2], 4U);
  EXPECT_EQ(e.supplier[2][0], Economy::k_none);
  EXPECT_DOUBLE_EQ(e.use[2](2, 2), 3.0);
  EXPECT_DOUBLE_EQ(e.gross_output(1), 200.0);
  EXPECT_DOUBLE_EQ(e.value_added(accounts::production_taxes, 0), 3.0);
  EXPECT_DOUBLE_EQ(e.value_added(accounts::operating_surplus, 3), 10.0);
  EXPECT_DOUBLE_EQ(e.value_added(accounts::depreciation, 4), 1.0);
  EXPECT_LT(accounts::largest_relative_error(e), 1e-15);
  ASSERT_EQ(e.satellites.size(), 1U);
  EXPECT_EQ(e.satellites[0].rows[0].code, "I-GHG-CO2 emissions (Gg) | Total");
  EXPECT_EQ(e.satellites[0].rows[1].unit, "TJ");
  EXPECT_EQ(e.satellites[0].by_industry.values(), (Vector{1, 2, 3, 4, 5, 10, 20, 30, 40, 50}));
  EXPECT_EQ(e.satellites[0].by_final_use.row_sum(1), 210.0);
}

TEST_F(Eora, ShuffledWithItsLabelsItIsTheSame) {
  const Economy wanted = read_eora26(folder_ / "").value();
  // Sectors of France change places in all files.
  const auto swap_lines = [&](const std::string& file) {
    const std::string text = k_files.at(file);
    const auto first = text.find('\n') + 1;
    const auto second = text.find('\n', first) + 1;
    std::ignore = folder_.write(
        file, text.substr(first, second - first) + text.substr(0, first) + text.substr(second));
  };
  swap_lines("labels_T.txt");
  swap_lines("Eora26_2015_bp_FD.txt");
  std::ignore = folder_.write(
      "Eora26_2015_bp_T.txt",
      "40\t15\t0\t25\t0\n20\t10\t5\t0\t1\n0\t5\t10\t10\t0\n30\t0\t20\t60\t4\n0\t0\t3\t0\t2\n");
  std::ignore = folder_.write("Eora26_2015_bp_VA.txt",
                              "100\t60\t40\t190\t10\n0\t4\t2\t9\t0\n0\t-1\t-1\t0\t0\n"
                              "10\t5\t1\t5\t1\n0\t2\t0\t5\t1\n0\t3\t0\t0\t1\n");
  std::ignore = folder_.write("Eora26_2015_bp_Q.txt", "2\t1\t3\t4\t5\n20\t10\t30\t40\t50\n");
  const Economy e = read_eora26(folder_ / "").value();
  for (Index g = 0; g < 3; ++g) {
    const Index other = wanted.goods.find(e.goods.code(g)).value();
    for (Index j = 0; j < e.industries.size(); ++j) {
      const Index r = e.industries[j].region;
      const Index k = wanted.supplier[r][wanted.goods.find(e.industries[j].code).value()];
      EXPECT_EQ(e.use[0](g, j), wanted.use[0](other, k));
      EXPECT_EQ(e.satellites[0].by_industry(1, j), wanted.satellites[0].by_industry(1, k));
      EXPECT_EQ(e.value_added_of(j), wanted.value_added_of(k));
    }
  }
}

TEST_F(Eora, ReadsAZipWithLabelsElsewhere) {
  const Economy wanted = read_eora26(folder_ / "").value();
  Entries numbers;
  Entries labels;
  for (const auto& [name, text] : k_files) {
    (name.starts_with("labels") ? labels : numbers).emplace_back(name, text);
  }
  const TempFolder zips;
  make_zip(zips / "Eora26_2015_bp.zip", numbers);
  make_zip(zips / "indices.zip", labels);
  const auto alone = read_eora26(zips / "Eora26_2015_bp.zip");
  ASSERT_FALSE(alone.ok());
  EXPECT_EQ(alone.error().what, "no labels_T.txt");
  Options options;
  options.labels = zips / "indices.zip";
  const Economy e = read_eora26(zips / "Eora26_2015_bp.zip", options).value();
  EXPECT_EQ(e.use[1].values(), wanted.use[1].values());
}

TEST_F(Eora, EconomyFileKeepsIt) {
  const Economy e = read_eora26(folder_ / "").value();
  ASSERT_TRUE(write_economy(e, folder_ / "e.nc").ok());
  const Economy back = read_economy(folder_ / "e.nc").value();
  EXPECT_EQ(back.use[2].values(), e.use[2].values());
  EXPECT_EQ(back.supplier, e.supplier);
  EXPECT_EQ(back.satellites[0].by_final_use.values(), e.satellites[0].by_final_use.values());
}

TEST_F(Eora, WantsAYearThatIsThere) {
  Options options;
  options.year = 2014;
  EXPECT_EQ(refused(options).hint, "there are Eora26_2015_bp_");
  std::ignore = folder_.write("Eora26_2014_bp_T.txt", "1\n");
  EXPECT_EQ(refused().what, "several tables, and none is chosen");
  options.year = 2015;
  EXPECT_TRUE(read_eora26(folder_ / "", options).ok());
}

TEST_F(Eora, RefusesDamagedFiles) {
  replace("Eora26_2015_bp_T.txt", "0\t0\t3\t0\t2\n", "");
  EXPECT_EQ(refused().what, "4 x 5 numbers, but the labels are of 5 x 5");
  replace("Eora26_2015_bp_T.txt", "0\t0\t3\t0\t2\n", "0\t0\t3");
  EXPECT_EQ(refused().code, ErrorCode::bad_input);
  replace("Eora26_2015_bp_T.txt", "40", "NaN");
  EXPECT_NE(refused().where.find("T.txt:2:2"), std::string::npos) << refused().where;
  replace("Eora26_2015_bp_T.txt", "40", "-40");
  EXPECT_NE(refused().what.find("FRA Metal Products to FRA Metal Products"), std::string::npos);
  restore("Eora26_2015_bp_T.txt");
  replace("labels_T.txt", "FRA\tIndustries\tMetal",
          "FRA\tIndustries\tAgriculture\t\nX\tX\tX\tMetal");
  EXPECT_EQ(refused().what, "5 x 5 numbers, but the labels are of 6 x 6");
  replace("labels_T.txt", "Metal Products", "Agriculture");
  EXPECT_EQ(refused().what, "rows stand twice: FRA Agriculture");
  restore("labels_T.txt");
  replace("labels_FD.txt", "Household final consumption P.3h", "Something else");
  EXPECT_EQ(refused().what, "unknown final uses: FRA Something else");
  restore("labels_FD.txt");
  replace("labels_VA.txt", "Net operating surplus B.2n", "Surprise");
  EXPECT_EQ(refused().code, ErrorCode::unbalanced);
  restore("labels_VA.txt");
  replace("Eora26_2015_bp_VA.txt", "100", "1000");  // a decimal point lost
  EXPECT_EQ(refused().code, ErrorCode::unbalanced);
}

}  // namespace
}  // namespace domar::readers::eora26
