#include "domar/readers/exiobase/exiobase.hpp"

#include <gtest/gtest.h>

#include <tuple>

#include "../temp_folder.hpp"
#include "domar/accounts/check.hpp"
#include "domar/readers/economy_file.hpp"
#include "sample.hpp"

namespace domar::readers::exiobase {
namespace {

using accounts::Economy;

class Exiobase : public testing::Test {
 protected:
  void SetUp() override {
    write("Z.txt", k_Z);
    write("Y.txt", k_Y);
    write("x.txt", k_x);
    write("unit.txt", k_unit);
    write("satellite/F.txt", std::string(k_head) + k_incomes + k_stressors);
    write("satellite/F_Y.txt", k_stressors_final);
    write(
        "satellite/unit.txt",
        income_units("Employment people: Low-skilled male\t1000 p\nCO2 - combustion - air\tkg\n"));
    write("impacts/F.txt", std::string(k_head) + "GHG emissions (GWP100)\t1\t9\t1\t20\n");
    write("impacts/unit.txt", "impact\tunit\nGHG emissions (GWP100)\tkg CO2 eq.\n");
  }
  [[nodiscard]] std::filesystem::path folder() const { return temp_ / "IOT_2019_ixi"; }
  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((folder() / name).parent_path());
    std::ignore = temp_.write("IOT_2019_ixi/" + name, text);
  }
  Error refused() const {
    const auto economy = read_exiobase(folder());
    EXPECT_FALSE(economy.ok());
    return economy.ok() ? Error{} : economy.error();
  }
  TempFolder temp_;
};

TEST_F(Exiobase, ReadsVersion38) {
  const Economy e = read_exiobase(folder()).value();
  EXPECT_EQ(e.name, "exiobase-2019");
  EXPECT_EQ(e.year, 2019);
  EXPECT_EQ(e.unit, "million EUR");
  EXPECT_EQ(e.regions.codes(), (std::vector<std::string>{"AT", "WF"}));
  EXPECT_DOUBLE_EQ(e.value_added(accounts::production_taxes, 0), 6.0);
  EXPECT_DOUBLE_EQ(e.value_added(accounts::labour, 0), 54.0);
  EXPECT_DOUBLE_EQ(e.value_added(accounts::depreciation, 3), 10.0);
  EXPECT_DOUBLE_EQ(e.value_added(accounts::operating_surplus, 0), 4.0);
  EXPECT_LT(accounts::largest_relative_error(e), 1e-15);
  ASSERT_EQ(e.satellites.size(), 2U);
  EXPECT_EQ(e.satellites[0].name, "impacts");
  EXPECT_TRUE(e.satellites[0].by_final_use.empty());
  const accounts::SatelliteAccount& flows = e.satellites[1];
  EXPECT_EQ(flows.name, "satellite");
  ASSERT_EQ(flows.rows.size(), 2U);
  EXPECT_EQ(flows.rows[1].code, "CO2 - combustion - air");
  EXPECT_EQ(flows.rows[0].unit, "1000 p");
  EXPECT_EQ(flows.by_industry.values(), (Vector{1, 2, 3, 4, 100, 900, 80, 2000}));
  EXPECT_EQ(flows.by_final_use.values(), (Vector{0, 0, 0, 0, 70, 0, 90, 0}));
}

/// From 3.9 on every kind of flow has a folder of its own.
TEST_F(Exiobase, ReadsVersion39) {
  const Economy wanted = read_exiobase(folder()).value();
  std::filesystem::remove_all(folder() / "satellite");
  write("factor_inputs/F.txt", std::string(k_head) + k_incomes);
  write("factor_inputs/unit.txt", income_units(""));
  write("air_emissions/F.txt",
        std::string(k_head) + "CO2 - combustion - air\t100\t900\t80\t2000\n");
  write("air_emissions/unit.txt", "stressor\tunit\nCO2 - combustion - air\tkg\n");
  const Economy e = read_exiobase(folder()).value();
  EXPECT_EQ(e.value_added.values(), wanted.value_added.values());
  ASSERT_EQ(e.satellites.size(), 2U);
  EXPECT_EQ(e.satellites[0].name, "air_emissions");
  EXPECT_EQ(e.satellites[1].name, "impacts");
}

TEST_F(Exiobase, EconomyFileKeepsIt) {
  const Economy e = read_exiobase(folder()).value();
  ASSERT_TRUE(write_economy(e, temp_ / "e.nc").ok());
  const Economy back = read_economy(temp_ / "e.nc").value();
  EXPECT_EQ(back.use[0].values(), e.use[0].values());
  EXPECT_EQ(back.value_added.values(), e.value_added.values());
  EXPECT_EQ(back.satellites[1].by_industry.values(), e.satellites[1].by_industry.values());
}

TEST_F(Exiobase, RefusesDamagedFolders) {
  // The decimal points were lost in one column of value added.
  std::string text = std::string(k_head) + k_incomes + k_stressors;
  text.replace(text.find("34\t58"), 5, "340\t58");
  write("satellite/F.txt", text);
  EXPECT_EQ(refused().code, ErrorCode::unbalanced);
  write("satellite/F.txt", (std::string(k_head) + k_incomes + k_stressors).substr(0, 500));
  EXPECT_EQ(refused().hint, "is the file cut off?");
  write("satellite/F.txt", std::string(k_head) + k_stressors);
  EXPECT_EQ(refused().what, "no row of the folder is value added");
}

TEST_F(Exiobase, RefusesAWrongYear) {
  Options options;
  options.year = 2018;
  EXPECT_EQ(read_exiobase(folder(), options).error().what,
            "the year asked for is 2018, but the name says 2019");
  options.year = 2019;
  EXPECT_EQ(read_exiobase(folder(), options)->year, 2019);
}

TEST_F(Exiobase, RefusesUnitsInThousands) {
  std::string units = income_units("Employment people: Low-skilled male\t1000 p\n");
  write("satellite/unit.txt", units);
  EXPECT_EQ(refused().what, "rows without a unit: CO2 - combustion - air");
  units = k_unit;
  units.replace(units.rfind("M.EUR"), 5, "1000 EUR");
  write("unit.txt", units);
  EXPECT_EQ(refused().what, "the industries count in different units: 1000 EUR, M.EUR");
}

}  // namespace
}  // namespace domar::readers::exiobase
