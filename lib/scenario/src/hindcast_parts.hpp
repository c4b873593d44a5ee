#pragma once
/// @file The parts of the hindcast: China's tables, and WIOD's national tables.

#include "domar/base/labels.hpp"
#include "domar/scenario/hindcast.hpp"

namespace domar::scenario {

/// Adds China's cases, official comparisons, table errors and later knowledge.
[[nodiscard]] Status hindcast_china(const HindcastOptions& options, HindcastReport& report);

/// Is there a folder with WIOD's tables? Asked before anything is run.
/// @error bad_input  no list of its countries.
[[nodiscard]] Status check_wiod(const HindcastOptions& options);

/// Adds the cases of the 43 countries, 2000 to 2007 and 2014, and 2007 to 2014.
[[nodiscard]] Status hindcast_wiod(const HindcastOptions& options, HindcastReport& report);

/// The past from which the ranges of a case are taken.
struct PastScatter {
  double median_change = 0.0;  ///< median of |d ln share| over the root of the years
  std::string from;            ///< for people
};

/// Scores a case and adds it. @param shares  of every share, to show them singly; may be empty.
void add_case(const ensemble::HindcastCase& hindcast, const PastScatter& past, const Labels& shares,
              HindcastReport& report);

}  // namespace domar::scenario
