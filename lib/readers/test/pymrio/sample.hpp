#pragma once
/// @file The files of a small folder of pymrio, for tests.

namespace domar::readers::pymrio {

// As pymrio's save_all writes it: names of the label columns on a line of their own.
inline constexpr const char* k_Z =
    "region\t\tE\tE\tW\tW\nsector\t\t01\t02\t01\t02\nregion\tsector\t\t\t\t\n"
    "E\t01\t10\t20\t5\t0\nE\t02\t15\t40\t0\t25\nW\t01\t5\t0\t10\t10\nW\t02\t0\t30\t20\t60\n";
inline constexpr const char* k_Y =
    "region\t\tE\tE\tW\tW\ncategory\t\tHFCE\tINVNT\tHFCE\tGFCF\nregion\tsector\t\t\t\t\n"
    "E\t01\t50\t5\t10\t0\nE\t02\t40\t0\t0\t80\nW\t01\t5\t0\t50\t0\nW\t02\t0\t10\t30\t150\n";
inline constexpr const char* k_F =
    "region\tE\tE\tW\tW\nsector\t01\t02\t01\t02\nstressor\t\t\t\t\n"
    "Taxes less subsidies on products\t5\t0\t1\t5\nCompensation of employees\t60\t100\t40\t190\n"
    "Operating surplus\t5\t10\t4\t10\nEmployment hours\t1\t1\t1\t1\n";

/// Two stressors in an account of its own; the columns of industries are shuffled, and only
/// households emit among final users.
inline constexpr const char* k_air =
    "region\tW\tE\tW\tE\nsector\t02\t02\t01\t01\nstressor\t\t\t\t\n"
    "CO2 - air\t4\t2\t3\t1\nCH4 - air\t40\t20\t30\t10\n";
inline constexpr const char* k_air_final =
    "region\tW\tE\ncategory\tHFCE\tHFCE\nstressor\t\t\n"
    "CH4 - air\t7\t8\nCO2 - air\t5\t6\n";

}  // namespace domar::readers::pymrio
