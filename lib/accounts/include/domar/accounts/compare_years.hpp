#pragma once
/// @file Compare years: sudden jumps between two tables of the same economy.

#include <vector>

#include "domar/accounts/check.hpp"
#include "domar/accounts/economy.hpp"

namespace domar::accounts {

/// What counts as sudden. Shares are of the region's GDP, so that units and inflation do not
/// matter.
struct JumpOptions {
  double factor = 1.25;        ///< a year: the share rose or fell by more than this
  double least_share = 0.002;  ///< of GDP: industries that are smaller in both years are left out
  double least_coefficient = 0.02;  ///< input coefficients that are smaller in both are left out
};

/// Looks for what changed more between two tables than industries do: value added and sales as
/// shares of GDP, by industry; labels that seem to have changed places (an industry's column looks
/// like another's of the other year, and the other way round); industries, goods or regions that
/// are in one table only. Matched by codes.
///
/// @param economy, other  two years of one classification; either may be the earlier one.
/// @return  Errors for swapped labels, warnings for jumps, notes for what is in one table only;
///          ranked by money of `economy`.
/// @error shape_mismatch  no region or no industry code is common to both.
[[nodiscard]] Result<std::vector<Finding>> compare_years(const Economy& economy,
                                                         const Economy& other,
                                                         const JumpOptions& options = {});

}  // namespace domar::accounts
