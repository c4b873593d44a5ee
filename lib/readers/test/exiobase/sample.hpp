#pragma once
/// @file The files of a small EXIOBASE 3, for tests.

#include <string>

namespace domar::readers::exiobase {

// Two regions and two industries in the layout of EXIOBASE 3.8: the labels, names of value added
// and units are those of the release (docs/reference/formats.md); the numbers are made up.
inline constexpr const char* k_Z =
    "region\t\tAT\tAT\tWF\tWF\nsector\t\tCultivation of wheat\tSteel\tCultivation of wheat\tSteel\n"
    "region\tsector\t\t\t\t\n"
    "AT\tCultivation of wheat\t10\t20\t5\t0\nAT\tSteel\t15\t40\t0\t25\n"
    "WF\tCultivation of wheat\t5\t0\t10\t10\nWF\tSteel\t0\t30\t20\t60\n";
inline constexpr const char* k_Y =
    "region\t\tAT\tAT\tWF\tWF\n"
    "category\t\tFinal consumption expenditure by households\tChanges in inventories\t"
    "Final consumption expenditure by households\tGross fixed capital formation\n"
    "region\tsector\t\t\t\t\n"
    "AT\tCultivation of wheat\t50\t5\t10\t0\nAT\tSteel\t40\t0\t0\t80\n"
    "WF\tCultivation of wheat\t5\t0\t50\t0\nWF\tSteel\t0\t10\t30\t150\n";
inline constexpr const char* k_x =
    "region\tsector\tindout\nAT\tCultivation of wheat\t100\nAT\tSteel\t200\n"
    "WF\tCultivation of wheat\t80\nWF\tSteel\t300\n";
inline constexpr const char* k_unit =
    "region\tsector\tunit\nAT\tCultivation of wheat\tM.EUR\nAT\tSteel\tM.EUR\n"
    "WF\tCultivation of wheat\tM.EUR\nWF\tSteel\tM.EUR\n";
inline constexpr const char* k_head =
    "region\tAT\tAT\tWF\tWF\nsector\tCultivation of wheat\tSteel\tCultivation of wheat\tSteel\n"
    "stressor\t\t\t\t\n";
inline constexpr const char* k_incomes =
    "Taxes less subsidies on products purchased: Total\t5\t0\t1\t5\n"
    "Other net taxes on production\t1\t2\t0\t0\n"
    "Compensation of employees; wages, salaries, & employers' social contributions: Low-skilled\t"
    "20\t40\t10\t90\n"
    "Compensation of employees; wages, salaries, & employers' social contributions: High-skilled\t"
    "34\t58\t28\t90\n"
    "Operating surplus: Consumption of fixed capital\t6\t7\t4\t10\n"
    "Operating surplus: Rents on land\t1\t0\t1\t0\n"
    "Operating surplus: Remaining net operating surplus\t3\t3\t1\t10\n";
inline constexpr const char* k_stressors =
    "Employment people: Low-skilled male\t1\t2\t3\t4\nCO2 - combustion - air\t100\t900\t80\t2000\n";
inline constexpr const char* k_stressors_final =
    "region\tAT\tWF\ncategory\tFinal consumption expenditure by households\t"
    "Final consumption expenditure by households\nstressor\t\t\n"
    "Employment people: Low-skilled male\t0\t0\nCO2 - combustion - air\t70\t90\n";

inline std::string income_units(const std::string& stressors) {
  std::string units = "stressor\tunit\n";
  const std::string rows = k_incomes;
  for (std::size_t at = 0; at < rows.size(); at = rows.find('\n', at) + 1) {
    units += rows.substr(at, rows.find('\t', at) - at) + "\tM.EUR\n";
  }
  return units + stressors;
}

}  // namespace domar::readers::exiobase
