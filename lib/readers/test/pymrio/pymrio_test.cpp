#include "domar/readers/pymrio/pymrio.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include <tuple>

#include "../temp_folder.hpp"
#include "domar/accounts/check.hpp"
#include "domar/base/file.hpp"
#include "sample.hpp"
#include "world/grid.hpp"

namespace domar::readers::pymrio {
namespace {

using accounts::Economy;

class Pymrio : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_ / "factor_inputs");
    std::ignore = folder_.write("Z.txt", k_Z);
    std::ignore = folder_.write("Y.txt", k_Y);
    std::ignore = folder_.write("factor_inputs/F.txt", k_F);
  }
  void replace(const std::string& file, std::string text, const std::string& from,
               const std::string& to) const {
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    std::ignore = folder_.write(file, text.replace(at, from.size(), to));
  }
  Error refused() const {
    const auto economy = read_pymrio(folder_ / "");
    EXPECT_FALSE(economy.ok());
    return economy.ok() ? Error{} : economy.error();
  }
  TempFolder folder_;
};

void expect_same(const Economy& a, const Economy& b) {
  EXPECT_EQ(a.regions.codes(), b.regions.codes());
  EXPECT_EQ(a.goods.codes(), b.goods.codes());
  ASSERT_EQ(a.final_uses.size(), b.final_uses.size());
  for (Index f = 0; f < a.final_uses.size(); ++f) {
    EXPECT_EQ(a.final_uses[f].kind, b.final_uses[f].kind);
  }
  for (Index r = 0; r < a.use.size(); ++r) EXPECT_EQ(a.use[r].values(), b.use[r].values());
  EXPECT_EQ(a.unit, b.unit);
  ASSERT_EQ(a.satellites.size(), b.satellites.size());
  for (Index k = 0; k < a.satellites.size(); ++k) {
    EXPECT_EQ(a.satellites[k].name, b.satellites[k].name);
    EXPECT_EQ(a.satellites[k].by_industry.values(), b.satellites[k].by_industry.values());
    EXPECT_EQ(a.satellites[k].by_final_use.values(), b.satellites[k].by_final_use.values());
    ASSERT_EQ(a.satellites[k].rows.size(), b.satellites[k].rows.size());
    for (Index row = 0; row < a.satellites[k].rows.size(); ++row) {
      EXPECT_EQ(a.satellites[k].rows[row].code, b.satellites[k].rows[row].code);
      EXPECT_EQ(a.satellites[k].rows[row].unit, b.satellites[k].rows[row].unit);
    }
  }
}

TEST_F(Pymrio, ReadsAFolder) {
  const Economy e = read_pymrio(folder_ / "").value();
  EXPECT_EQ(e.goods.codes(), (std::vector<std::string>{"01", "02"}));
  EXPECT_DOUBLE_EQ(e.gross_output(1), 200.0);
  EXPECT_DOUBLE_EQ(e.value_added(accounts::production_taxes, 0), 5.0);
  EXPECT_DOUBLE_EQ(e.value_added(accounts::operating_surplus, 1), 10.0);
  ASSERT_EQ(e.satellites.size(), 1U);
  EXPECT_EQ(e.satellites[0].name, "factor_inputs_other");
  EXPECT_EQ(e.satellites[0].rows[0].code, "Employment hours");
  EXPECT_EQ(e.satellites[0].by_industry.values(), (Vector{1, 1, 1, 1}));
  EXPECT_LT(accounts::largest_relative_error(e), 1e-15);
}

TEST_F(Pymrio, WritesWhatItReads) {
  const Economy first = read_pymrio(folder_ / "").value();
  const TempFolder other;
  ASSERT_TRUE(write_pymrio(first, other / "out").ok());
  const Economy second = read_pymrio(other / "out").value();
  expect_same(first, second);
  EXPECT_EQ(first.value_added.values(), second.value_added.values());
  EXPECT_EQ(second.name, first.name);
}

TEST_F(Pymrio, ReadsAndWritesSatelliteAccounts) {
  std::filesystem::create_directories(folder_ / "air");
  std::ignore = folder_.write("air/F.txt", k_air);
  std::ignore = folder_.write("air/F_Y.txt", k_air_final);
  std::ignore = folder_.write("air/unit.txt", "stressor\tunit\nCH4 - air\tt\nCO2 - air\tkg\n");
  const Economy e = read_pymrio(folder_ / "").value();
  ASSERT_EQ(e.satellites.size(), 2U);
  EXPECT_EQ(e.satellites[1].name, "factor_inputs_other");
  const accounts::SatelliteAccount& air = e.satellites[0];
  EXPECT_EQ(air.name, "air");
  EXPECT_EQ(air.rows[0].code, "CO2 - air");
  EXPECT_EQ(air.rows[0].unit, "kg");
  EXPECT_EQ(air.by_industry.values(), (Vector{1, 2, 3, 4, 10, 20, 30, 40}));
  EXPECT_EQ(air.by_final_use.values(), (Vector{6, 0, 5, 0, 8, 0, 7, 0}));
  const TempFolder other;
  ASSERT_TRUE(write_pymrio(e, other / "out").ok());
  expect_same(e, read_pymrio(other / "out").value());
  Options options;
  options.satellites = false;
  EXPECT_TRUE(read_pymrio(folder_ / "", options)->satellites.empty());
}

TEST_F(Pymrio, RefusesDamagedSatelliteAccounts) {
  std::filesystem::create_directories(folder_ / "air");
  std::ignore = folder_.write("air/F.txt", k_air);
  std::ignore = folder_.write("air/unit.txt", "stressor\tunit\nCH4 - air\tt\n");
  EXPECT_EQ(refused().what, "rows without a unit: CO2 - air");
  std::filesystem::remove(folder_ / "air/unit.txt");
  replace("air/F.txt", k_air, "CH4", "CO2");
  EXPECT_EQ(refused().what, "satellite account air: rows stand twice: CO2 - air");
  replace("air/F.txt", k_air, "W\tE\tW\tE", "W\tE\tW\tX");
  EXPECT_NE(refused().what.find("unknown: X 01; missing: E 01"), std::string::npos);
  replace("air/F.txt", k_air, "20", "2O");
  EXPECT_NE(refused().where.find("air/F.txt:5:3"), std::string::npos) << refused().where;
  std::ignore = folder_.write("air/F.txt", k_air);
  replace("air/F_Y.txt", k_air_final, "CO2", "N2O");
  EXPECT_EQ(refused().what, "rows missing: CO2 - air");
  replace("air/F_Y.txt", k_air_final, "HFCE\tHFCE", "HFCE\tWHAT");
  EXPECT_NE(refused().what.find("final uses unknown or standing twice: E WHAT"), std::string::npos);
}

TEST_F(Pymrio, RefusesValueAddedInAnotherUnit) {
  std::ignore = folder_.write("factor_inputs/unit.txt",
                              "stressor\tunit\nTaxes less subsidies on products\t1000 USD\n"
                              "Compensation of employees\tM.USD\nOperating surplus\tM.USD\n"
                              "Employment hours\th\n");
  EXPECT_EQ(refused().what,
            "the table is in million USD, but value added is not: Taxes less subsidies on products "
            "in 1000 USD");
}

TEST_F(Pymrio, MultipliesCoefficientsByOutput) {
  const Economy wanted = read_pymrio(folder_ / "").value();
  std::filesystem::remove(folder_ / "Z.txt");
  const char* A =
      "region\t\tE\tE\tW\tW\nsector\t\t01\t02\t01\t02\nregion\tsector\t\t\t\t\n"
      "E\t01\t0.1\t0.1\t0.0625\t0\nE\t02\t0.15\t0.2\t0\t0.083333333333333329\n"
      "W\t01\t0.05\t0\t0.125\t0.033333333333333333\nW\t02\t0\t0.15\t0.25\t0.2\n";
  std::ignore = folder_.write("A.txt", A);
  EXPECT_EQ(refused().what, "no x.txt in the folder");
  const std::string x = "region\tsector\tindout\nE\t01\t100\nW\t02\t300\nE\t02\t200\n";
  std::ignore = folder_.write("x.txt", x);
  EXPECT_EQ(refused().what, "columns of A without gross output: W 01");
  std::ignore = folder_.write("x.txt", x + "W\t01\t80\n");
  const Economy e = read_pymrio(folder_ / "").value();
  for (Index r = 0; r < 2; ++r) {
    for (Index k = 0; k < wanted.use[r].values().size(); ++k) {
      EXPECT_NEAR(e.use[r].values()[k], wanted.use[r].values()[k], 1e-12) << r << " " << k;
    }
  }
  replace("A.txt", A, "0.25", "0.5");
  EXPECT_EQ(refused().code, ErrorCode::unbalanced);
}

TEST_F(Pymrio, RefusesToWriteATableWithoutOneIndustryPerRegionAndSector) {
  Economy e = read_pymrio(folder_ / "").value();
  e.supplier[1][1] = e.supplier[1][0];
  EXPECT_EQ(write_pymrio(e, folder_ / "out").error().code, ErrorCode::bad_input);
  e.supplier[1][1] = Economy::k_none;
  EXPECT_EQ(write_pymrio(e, folder_ / "out").error().code, ErrorCode::bad_input);
}

TEST_F(Pymrio, ShuffledColumnsAreStillRight) {
  const Economy wanted = read_pymrio(folder_ / "").value();
  std::ignore =
      folder_.write("Z.txt",
                    "region\t\tW\tE\tW\tE\nsector\t\t02\t02\t01\t01\nregion\tsector\t\t\t\t\n"
                    "E\t01\t0\t20\t5\t10\nE\t02\t25\t40\t0\t15\nW\t01\t10\t0\t10\t5\n"
                    "W\t02\t60\t30\t20\t0\n");
  expect_same(read_pymrio(folder_ / "").value(), wanted);
}

TEST_F(Pymrio, RefusesDamagedFiles) {
  replace("Z.txt", k_Z, "40", "NaN");
  Error error = refused();
  EXPECT_EQ(error.code, ErrorCode::bad_value);
  EXPECT_NE(error.where.find("Z.txt:5:4"), std::string::npos) << error.where;
  replace("Z.txt", k_Z, "40\t", "40,5\t0.5");
  EXPECT_NE(refused().hint.find("decimal point"), std::string::npos);
  replace("Z.txt", k_Z, "W\t02\t0\t30\t20\t60\n", "W\t02\t0\t3");
  EXPECT_EQ(refused().hint, "is the file cut off?");
  replace("Z.txt", k_Z, "W\t02\t0\t30\t20\t60\n", "");
  EXPECT_NE(refused().what.find("missing: W 02"), std::string::npos) << refused().what;
  replace("Z.txt", k_Z, "02\t01\t02", "02\t01\t01");
  EXPECT_NE(refused().what.find("standing twice: W 01"), std::string::npos);
  std::ignore = folder_.write("Z.txt", "");
  EXPECT_EQ(refused().code, ErrorCode::bad_input);
  std::filesystem::remove(folder_ / "Z.txt");
  EXPECT_EQ(refused().code, ErrorCode::not_found);
}

TEST_F(Pymrio, NeedsValueAddedThatFits) {
  replace("factor_inputs/F.txt", k_F, "190", "90");
  EXPECT_EQ(refused().code, ErrorCode::unbalanced);
  std::ignore = folder_.write("unit.txt",
                              "region\tsector\tunit\nE\t01\tM.EUR\nE\t02\tt\nW\t01\tt\nW\t02\tt\n");
  EXPECT_NE(refused().what.find("different units: M.EUR, t"), std::string::npos);
}

/// pymrio's test system as it is shipped, against what pymrio 0.6.3 makes of it.
class PymrioTestSystem : public testing::Test {
 protected:
  void SetUp() override {
    const auto data = shared_data("../cases/pymrio-test/mrio_data");
    if (data.empty()) GTEST_SKIP() << "skipped: needs ../shared/cases/pymrio-test";
    options_.repairs.close_income_gap = true;
    economy_ = read_pymrio(data, options_).value();
  }
  /// Industry of a region and sector.
  Index industry(const std::string& region, const std::string& sector) const {
    return economy_
        .supplier[economy_.regions.find(region).value()][economy_.goods.find(sector).value()];
  }
  Options options_;
  Economy economy_;
};

TEST_F(PymrioTestSystem, HasItsLabels) {
  EXPECT_EQ(economy_.name, "testmrio");
  EXPECT_EQ(economy_.unit, "million USD");
  EXPECT_EQ(economy_.regions.size(), 6U);
  EXPECT_EQ(economy_.goods.size(), 8U);
  EXPECT_EQ(economy_.final_uses.size(), 36U);  // the empty columns of exports are left out
}

TEST_F(PymrioTestSystem, HasItsGrossOutput) {
  const auto text = read_file(shared_data("../cases/pymrio-test/expected/x.csv")).value();
  const auto x = world::parse_grid({text, "x.csv"}, {',', 1, 2}).value();
  ASSERT_EQ(x.values.rows(), 48U);
  for (Index i = 0; i < 48; ++i) {
    const Index j = industry(x.labels[0][i], x.labels[1][i]);
    EXPECT_NEAR(economy_.gross_output(j) / x.values(i, 0), 1.0, 1e-11) << i;
  }
}

TEST_F(PymrioTestSystem, HasItsCoefficients) {
  const auto text = read_file(shared_data("../cases/pymrio-test/expected/A.csv")).value();
  const auto A = world::parse_grid({text, "A.csv"}, {',', 2, 2, true}).value();
  ASSERT_EQ(A.values.rows(), 48U);
  for (Index i = 0; i < 48; ++i) {
    const Index origin = economy_.regions.find(A.labels[0][i]).value();
    const Index good = economy_.goods.find(A.labels[1][i]).value();
    for (Index k = 0; k < 48; ++k) {
      const Index j = industry(A.header[0][k], A.header[1][k]);
      const double a = economy_.use[origin](good, j) / economy_.gross_output(j);
      EXPECT_NEAR(a, A.values(i, k), 6e-12 * a + 1e-20) << i << " " << k;
    }
  }
}

TEST_F(PymrioTestSystem, IsRefusedWithoutClosingItsGap) {
  const auto error = read_pymrio(shared_data("../cases/pymrio-test/mrio_data")).error();
  EXPECT_EQ(error.code, ErrorCode::unbalanced);
}

TEST_F(PymrioTestSystem, HasItsEmissions) {
  const auto text = read_file(shared_data("../cases/pymrio-test/expected/emissions_S.csv")).value();
  const auto S = world::parse_grid({text, "S.csv"}, {',', 2, 2, true}).value();
  ASSERT_EQ(economy_.satellites.size(), 1U);
  const accounts::SatelliteAccount& air = economy_.satellites[0];
  EXPECT_EQ(air.name, "emissions");
  EXPECT_EQ(air.rows[0].code, "emission_type1 | air");
  EXPECT_EQ(air.rows[0].unit, "kg");
  EXPECT_EQ(air.by_final_use.cols(), 36U);
  for (Index i = 0; i < S.values.rows(); ++i) {
    for (Index k = 0; k < 48; ++k) {
      const Index j = industry(S.header[0][k], S.header[1][k]);
      EXPECT_NEAR(air.by_industry(i, j) / economy_.gross_output(j), S.values(i, k),
                  1e-11 * S.values(i, k));
    }
  }
}

TEST_F(PymrioTestSystem, RoundTripGivesTheSameNumbers) {
  const TempFolder folder;
  ASSERT_TRUE(write_pymrio(economy_, folder / "out").ok());
  const Economy again = read_pymrio(folder / "out").value();
  expect_same(economy_, again);
  for (Index k = 0; k < economy_.value_added.values().size(); ++k) {
    EXPECT_NEAR(again.value_added.values()[k], economy_.value_added.values()[k], 1e-6);
  }
}

}  // namespace
}  // namespace domar::readers::pymrio
