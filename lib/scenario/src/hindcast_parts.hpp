#pragma once
/// @file The parts of the hindcast: China's tables, and WIOD's national tables.

#include "domar/scenario/hindcast.hpp"

namespace domar::scenario {

/// Adds China's cases, official comparisons, table errors and later knowledge.
[[nodiscard]] Status hindcast_china(const HindcastOptions& options, HindcastReport& report);

/// Adds the cases of the 43 countries, 2000 to 2007 and 2014, and 2007 to 2014.
[[nodiscard]] Status hindcast_wiod(const HindcastOptions& options, HindcastReport& report);

/// Scores a case and adds it.
void add_case(const ensemble::HindcastCase& hindcast, HindcastReport& report);

}  // namespace domar::scenario
