#pragma once
/// @file Small data in the layout of Caliendo and Parro (2015), for tests.

namespace domar::readers::caliendo_parro {

// Two countries, two goods. A pays a tariff of 25 % on B's cloth: 40 and 10.
//   A buys corn 60 from A, 10 from B; cloth 50 from A, 40 (50 with the tariff) from B.
//   B buys corn 20 from A, 70 from B; cloth 30 from A, 60 from B.
inline constexpr const char* k_trade =
    "sector,exporter,importer,value,tariff\n"
    "corn,A,A,60,0\ncorn,B,A,10,0\ncloth,A,A,50,0\ncloth,B,A,40,0.25\n"
    "corn,A,B,20,0\ncorn,B,B,70,0\ncloth,A,B,30,0\ncloth,B,B,60,0\n";
// Output: A corn 80, A cloth 80, B corn 80, B cloth 100.
inline constexpr const char* k_inputs =
    "input,sector,region,value\n"
    "corn,corn,A,10\ncorn,cloth,A,20\ncloth,corn,A,10\ncloth,cloth,A,20\n"
    "corn,corn,B,10\ncorn,cloth,B,30\ncloth,corn,B,20\ncloth,cloth,B,10\n";
inline constexpr const char* k_value_added =
    "sector,region,value\ncorn,A,60\ncloth,A,40\ncorn,B,50\ncloth,B,60\n";
inline constexpr const char* k_final =
    "sector,region,value\ncorn,A,38\ncloth,A,72\ncorn,B,50\ncloth,B,60\n";

}  // namespace domar::readers::caliendo_parro
