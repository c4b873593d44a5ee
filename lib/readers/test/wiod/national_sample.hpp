#pragma once
/// @file A small national table of WIOD 2016, for tests.

#include <string>

namespace domar::readers::wiod {

// The layout of XXX_NIOT_nov16.xlsx (docs/reference/formats.md), two industries, two years.
inline std::string niot(const std::string& year) {
  const std::string y = year + ",";
  return y + "A01,Farms,Domestic,10,20,30,1,9,10,5,15,100\n" +  //
         y + "C26,Chips,Domestic,15,40,40,0,5,60,0,40,200\n" +  //
         y + "A01,Farms,Imports,5,0,4,0,0,1,0,0,\n" +           //
         y + "C26,Chips,Imports,3,30,6,0,0,9,2,0,\n" +          //
         y + "II_fob,Inputs,TOT,33,90,,,,,,,\n" +               //
         y + "TXSP,Taxes,TOT,2,4,7,0,0,7,0,0,\n" +              //
         y + "EXP_adj,Adjustment,TOT,0,0,0,0,0,0,0,0,\n" +      //
         y + "PURR,Abroad,TOT,0,0,0,0,0,0,0,0,\n" +             //
         y + "PURNR,At home,TOT,0,0,0,0,0,0,0,0,\n" +           //
         y + "VA,Value added,TOT,64,105,,,,,,,\n" +             //
         y + "IntTTM,Margins,TOT,1,1,,,,,,,\n" +                //
         y + "GO,Output,TOT,100,200,,,,,,,\n";
}
inline const std::string k_head =
    "Year,Code,Description,Origin,A01,C26,CONS_h,CONS_np,CONS_g,GFCF,INVEN,EXP,GO\n"
    ",,,,Farms,Chips,h,n,g,f,i,e,o\n";

}  // namespace domar::readers::wiod
