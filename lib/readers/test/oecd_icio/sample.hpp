#pragma once
/// @file Small inter-country and national tables of the OECD, for tests.

namespace domar::readers::oecd_icio {

// The layout of the editions of 2023 and later: docs/reference/formats.md. Two regions, two
// industries; taxes on final uses stand below them, nothing stands in the corner.
inline constexpr const char* k_icio =
    "V1,FRA_A01,FRA_C26,ROW_A01,ROW_C26,FRA_HFCE,FRA_INVNT,ROW_HFCE,ROW_GFCF,OUT\n"
    "FRA_A01,10,20,5,0,50,5,10,0,100\n"
    "FRA_C26,15,40,0,25,40,0,0,80,200\n"
    "ROW_A01,5,0,10,10,5,0,50,0,80\n"
    "ROW_C26,0,30,20,60,0,10,30,150,300\n"
    "TLS,5,0,1,5,7,0,8,9,\n"
    "VA,65,110,44,200,,,,,\n"
    "OUT,100,200,80,300,,,,,\n";

// The layout of the national tables of the 2021 edition, two sectors; million USD.
inline constexpr const char* k_national =
    "Year,Code,Description,01,02,HFCE,NPISH,GGFC,GFCF,INVNT,CONS_ABR,CONS_NONRES,EXPO,IMPO\n"
    "2018,01,Farms,10,20,50,0,5,5,1,4,3,12,-10\n"
    "2018,02,\"Mills, all\",15,40,60,1,20,80,-1,0,0,25,-40\n"
    "2018,TXS_INT_FNL,Taxes,5,10,7,0,0,9,0,0,-1,0,0\n"
    "2018,VALU,Value added,70,130,0,0,0,0,0,0,0,0,0\n"
    "2018,OUTPUT,Output,100,200,0,0,0,0,0,0,0,0,0\n";

}  // namespace domar::readers::oecd_icio
