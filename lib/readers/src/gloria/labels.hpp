#pragma once
/// @file The labels of GLORIA, from its ReadMe workbook.

#include <filesystem>
#include <string>
#include <vector>

#include "domar/accounts/satellite.hpp"
#include "domar/base/result.hpp"

namespace domar::readers::gloria {

struct GloriaLabels {
  std::vector<std::string> regions;  ///< acronyms
  std::vector<std::string> region_names;
  std::vector<std::string> sectors;
  std::vector<std::string> incomes;
  std::vector<std::string> final_uses;
  std::vector<accounts::SatelliteRow> satellites;  ///< empty where the workbook has no such sheet
};

/// Sheets Regions (Region_acronyms, Region_names), Sectors (Sector_names), Value added and final
/// demand (Value_added_names, Final_demand_names), Satellites (Sat_head_indicator, Sat_indicator,
/// Sat_unit).
/// @error not_found  no such workbook or sheet. @error bad_input  a column is missing or empty.
Result<GloriaLabels> read_labels(const std::filesystem::path& workbook, bool satellites);

}  // namespace domar::readers::gloria
