#pragma once
/// @file The files of a small Eora26, for tests.

#include <map>
#include <string>

namespace domar::readers::eora26 {

// Two countries with two sectors and the rest of the world with its one (TOTAL), in the layout of
// Eora26: tabs, no labels beside the numbers, a tab at the end of every line of labels. The numbers
// are made up.
inline const std::map<std::string, std::string> k_files = {
    {"Eora26_2015_bp_T.txt",
     "10\t20\t5\t0\t1\n15\t40\t0\t25\t0\n5\t0\t10\t10\t0\n0\t30\t20\t60\t4\n0\t0\t3\t0\t2\n"},
    {"Eora26_2015_bp_FD.txt",
     "50\t5\t10\t0\t2\t0\n40\t0\t0\t80\t0\t0\n5\t0\t50\t0\t0\t0\n0\t10\t30\t150\t0\t0\n"
     "1\t0\t0\t0\t14\t0\n"},
    {"Eora26_2015_bp_VA.txt",
     "60\t100\t40\t190\t10\n4\t0\t2\t9\t0\n-1\t0\t-1\t0\t0\n5\t10\t1\t5\t1\n"
     "2\t0\t0\t5\t1\n3\t0\t0\t0\t1\n"},
    {"Eora26_2015_bp_Q.txt", "1\t2\t3\t4\t5\n10\t20\t30\t40\t50\n"},
    {"Eora26_2015_bp_QY.txt", "6\t0\t7\t0\t8\t0\n60\t0\t70\t0\t80\t0\n"},
    {"labels_T.txt",
     "France\tFRA\tIndustries\tAgriculture\t\nFrance\tFRA\tIndustries\tMetal Products\t\n"
     "Japan\tJPN\tIndustries\tAgriculture\t\nJapan\tJPN\tIndustries\tMetal Products\t\n"
     "ROW\tROW\tTOTAL\tTOTAL\t\n"},
    {"labels_FD.txt",
     "France\tFRA\tFinal Demand\tHousehold final consumption P.3h\t\n"
     "France\tFRA\tFinal Demand\tChanges in inventories P.52\t\n"
     "Japan\tJPN\tFinal Demand\tHousehold final consumption P.3h\t\n"
     "Japan\tJPN\tFinal Demand\tGross fixed capital formation P.51\t\n"
     "ROW\tROW\tFinal Demand\tHousehold final consumption P.3h\t\n"
     "ROW\tROW\tFinal Demand\tChanges in inventories P.52\t\n"},
    {"labels_VA.txt",
     "Primary inputs\tCompensation of employees D.1\t\nPrimary inputs\tTaxes on production D.29\t\n"
     "Primary inputs\tSubsidies on production D.39\t\n"
     "Primary inputs\tNet operating surplus B.2n\t\nPrimary inputs\tNet mixed income B.3n\t\n"
     "Primary inputs\tConsumption of fixed capital K.1\t\n"},
    {"labels_Q.txt", "I-GHG-CO2 emissions (Gg)\tTotal\t\nEnergy Usage (TJ)\tCoal\t\n"},
};

}  // namespace domar::readers::eora26
