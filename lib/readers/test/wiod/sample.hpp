#pragma once
/// @file Small tables of WIOD and of the Asian Development Bank, for tests.

namespace domar::readers::wiod {

// The layout of the published workbooks (docs/reference/formats.md), two regions, two industries.
inline constexpr const char* k_wiot =
    "Intercountry Input-Output Table,,,,,,,,,,,,\n"
    "(US$ million),,,,,,,,,,,,\n"
    ",,,,A01,C26,A01,C26,CONS_h,INVEN,CONS_h,GFCF,GO\n"
    ",,,,Farms,Chips,Farms,Chips,h,i,h,g,Output\n"
    ",,,,FRA,FRA,ROM,ROM,FRA,FRA,ROM,ROM,TOT\n"
    ",,,,c1,c2,c1,c2,c57,c61,c57,c60,c62\n"
    "A01,Farms,FRA,r1,10,20,5,0,50,5,10,0,100\n"
    "C26,Chips,FRA,r2,15,40,0,25,40,0,0,80,200\n"
    "A01,Farms,ROM,r1,5,0,10,10,5,0,50,0,80\n"
    "C26,Chips,ROM,r2,0,30,20,60,0,10,30,150,300\n"
    "II_fob,Inputs,TOT,r65,30,90,35,95,,,,,\n"
    "TXSP,Taxes,TOT,r66,4,0,1,4,9,9,9,9,\n"
    "VA,Value added,TOT,r70,65,110,44,200,,,,,\n"
    "IntTTM,Margins,TOT,r71,1,0,0,1,,,,,\n"
    "GO,Output,TOT,r73,100,200,80,300,,,,,\n";

// Labels as in ADB-MRIO-2024-August 2025.xlsx (docs/reference/formats.md): no codes, F1 to F5, trs.
inline constexpr const char* k_adb =
    "Multiregional Input-Output Table 2024\n2 economies at current prices\nIn millions of US$\n\n"
    ",,,,Farms,Chips,Farms,Chips,Households,NPISH,Government,Investment,Stocks,Households,NPISH,"
    "Government,Investment,Stocks,TOTAL\n"
    ",,,,PRC,PRC,JPN,JPN,PRC,PRC,PRC,PRC,PRC,JPN,JPN,JPN,JPN,JPN,ToT\n"
    ",,,,c1,c2,c1,c2,F1,F2,F3,F4,F5,F1,F2,F3,F4,F5,\n"
    ",Farms,PRC,c1,10,20,5,0,45,1,4,0,5,10,0,0,0,0,100\n"
    ",Chips,PRC,c2,15,40,0,25,40,0,0,0,0,0,0,0,80,0,200\n"
    ",Farms,JPN,c1,5,0,10,10,5,0,0,0,0,50,0,0,0,0,80\n"
    ",Chips,JPN,c2,0,30,20,60,0,0,0,0,10,30,0,0,150,0,300\n"
    ",Intermediate,TOT,r60,30,90,35,95,90,1,4,0,15,90,0,0,230,0,\n"
    ",Taxes,TOT,r99,4,0,1,4,9,0,0,9,0,0,0,0,0,0,\n"
    ",CIF,TOT,r61,0,0,0,0,0,0,0,0,0,0,0,0,0,0,\n"
    ",Abroad,TOT,r62,0,0,0,0,0,0,0,0,0,0,0,0,0,0,\n"
    ",At home,TOT,r63,0,0,0,0,0,0,0,0,0,0,0,0,0,0,\n"
    ",Value added,TOT,r64,65,110,44,200,0,0,0,0,0,0,0,0,0,0,\n"
    ",Margins,TOT,trs,1,0,0,1,0,0,0,0,0,0,0,0,0,0,\n"
    ",TOTAL,TOT,r69,100,200,80,300,99,1,4,9,15,90,0,0,230,0,\n";

}  // namespace domar::readers::wiod
