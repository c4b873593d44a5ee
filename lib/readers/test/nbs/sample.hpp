#pragma once
/// @file Small tables in the layout of China's bureau of statistics, for tests.

#include <string>

namespace domar::readers::nbs {

/// Two sectors in 10,000 yuan; made by hand, balanced.
inline const std::string k_table =
    "Code,Description,DescriptionInChinese,001,002,TIU,FU101,FU102,THC,FU103,TC,FU201,FU202,GCF,EX,"
    "TFU,IM,GO\n"
    "001,Farms,农,1000,2000,3000,1000,4000,5000,0,5000,500,-500,0,3000,8000,1000,10000\n"
    "002,\"Mills, all\",工,3000,4000,7000,1000,5000,6000,2000,8000,6000,1000,7000,2000,17000,4000,"
    "20000\n"
    "TII,Inputs,,4000,6000,10000,,,,,,,,,,,,\n"
    "VA001,Labour,,4000,7000,11000,,,,,,,,,,,,\n"
    "VA002,Taxes,,-500,2000,1500,,,,,,,,,,,,\n"
    "VA003,Depreciation,,500,2000,2500,,,,,,,,,,,,\n"
    "VA004,Surplus,,2000,3000,5000,,,,,,,,,,,,\n"
    "TVA,Value added,,6000,14000,20000,,,,,,,,,,,,\n"
    "TI,Total,,10000,20000,30000,,,,,,,,,,,,\n";

/// One sector of the same country that knows origins; 500 of the 5000 imports are re-exported.
inline const std::string k_coarse =
    "Code,Description,DescriptionInChinese,Origin,01,TIU,TC,FU201,FU202,EX,TFU,GO\n"
    "01,Everything,全,Domestic,9000,9000,11500,4500,500,4500,21000,30000\n"
    "01,Everything,全,Imports,1000,1000,1500,2000,0,500,4000,5000\n"
    "TII,,,TOT,10000,10000,13000,6500,500,5000,25000,35000\n"
    "VA001,,,TOT,11000,11000,,,,,,\n"
    "VA002,,,TOT,1500,1500,,,,,,\n"
    "VA003,,,TOT,2500,2500,,,,,,\n"
    "VA004,,,TOT,5000,5000,,,,,,\n"
    "TVA,,,TOT,20000,20000,,,,,,\n"
    "TI,,,TOT,30000,30000,,,,,,\n";

}  // namespace domar::readers::nbs
