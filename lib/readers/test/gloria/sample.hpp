#pragma once
/// @file The files of a small GLORIA, for tests.

#include <filesystem>
#include <string>

#include "../make_files.hpp"

namespace domar::readers::gloria {

// Two regions with two sectors in GLORIA's layout: for each region its industries, then its
// products; no labels. A's first industry makes 90 of product 1 and 10 of product 2, so of A's
// product 2 it has a market share of 10 / 210 = 1 / 21; B makes one product in each industry.
inline const std::string k_T =
    "0,0,90,10,0,0,0,0\n0,0,0,200,0,0,0,0\n10,20,0,0,5,0,0,0\n15,40,0,0,0,25,0,0\n"
    "0,0,0,0,0,0,80,0\n0,0,0,0,0,0,0,300\n5,0,0,0,10,10,0,0\n0,30,0,0,20,60,0,0\n";
inline const std::string k_Y =
    "0,0,0,0\n0,0,0,0\n45,0,10,0\n50,0,0,80\n0,0,0,0\n0,0,0,0\n5,0,50,0\n0,10,30,150\n";
// Compensation, taxes, subsidies, surplus for each region; columns as in T.
inline const std::string k_V =
    "60,100,0,0,0,0,0,0\n6,2,0,0,0,0,0,0\n-1,-2,0,0,0,0,0,0\n5,10,0,0,0,0,0,0\n"
    "0,0,0,0,40,190,0,0\n0,0,0,0,1,5,0,0\n0,0,0,0,0,0,0,0\n0,0,0,0,4,10,0,0\n";
inline const std::string k_TQ = "1,2,0,0,3,4,0,0\n10,20,0,0,30,40,0,0\n";
inline const std::string k_YQ = "5,0,6,0\n50,0,60,0\n";

inline std::string file(const std::string& table) {
  return "20240110_120secMother_AllCountries_002_" + table +
         "-Results_2022_059_Markup001(full).csv";
}

inline void write_labels(const std::filesystem::path& path, const std::string& second) {
  make_workbook(path,
                {{"Regions", cells_of("Lfd_Nr,Region_acronyms,Region_names\n1,AUT,Austria\n"
                                      "2,XAM,Rest of Americas\n")},
                 {"Sectors", cells_of("Lfd_Nr,Sector_names\n1,Wheat\n2," + second + "\n")},
                 {"Value added and final demand",
                  cells_of("Lfd_Nr,Value_added_names,Final_demand_names\n"
                           "1,Compensation of employees D.1,Household final consumption P.3h\n"
                           "2,Taxes on production D.29,Gross fixed capital formation P.51\n"
                           "3,Subsidies on production D.39\n4,Net operating surplus B.2n\n")},
                 {"Satellites", cells_of("Lfd_Nr,Sat_head_indicator,Sat_indicator,Sat_unit\n"
                                         "1,Material,Copper ore,t\n2,Emissions,CO2,kilotonnes\n")},
                 {"Sequential region-sector labels", cells_of("Lfd_Nr\n1\n")}});
}

}  // namespace domar::readers::gloria
