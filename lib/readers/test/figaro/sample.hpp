#pragma once
/// @file A small FIGARO table, for tests.

namespace domar::readers::figaro {

// Austria and the rest of the world with two industries, in the layout of the matrix file: the
// labels and the six rows W2_... are Eurostat's, the numbers are made up.
inline constexpr const char* k_matrix =
    "rowLabels,AT_A01,AT_C26,FIGW1_A01,FIGW1_C26,AT_P3_S13,AT_P3_S14,AT_P3_S15,AT_P51G,AT_P5M,"
    "FIGW1_P3_S13,FIGW1_P3_S14,FIGW1_P3_S15,FIGW1_P51G,FIGW1_P5M\n"
    "AT_A01,10,20,5,0,0,50,0,0,5,0,10,0,0,0\n"
    "AT_C26,15,40,0,25,10,20,10,0,0,0,0,0,80,0\n"
    "FIGW1_A01,5,0,10,10,0,5,0,0,0,20,30,0,0,0\n"
    "FIGW1_C26,0,30,20,60,0,0,0,0,10,0,30,0,150,0\n"
    "W2_D21X31,3,0,1,3,0,9,0,4,0,0,7,0,1,0\n"
    "W2_OP_RES,0,0,0,0,0,6,0,0,0,0,2,0,0,0\n"
    "W2_OP_NRES,0,0,0,0,0,-4,0,0,0,0,-1,0,0,0\n"
    "W2_D1,60,100,40,190,0,0,0,0,0,0,0,0,0,0\n"
    "W2_D29X39,2,0,0,2,0,0,0,0,0,0,0,0,0,0\n"
    "W2_B2A3G,5,10,4,10,0,0,0,0,0,0,0,0,0,0\n";

}  // namespace domar::readers::figaro
