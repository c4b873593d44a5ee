#pragma once
/// @file Adoption: S-curves through targets and through measured shares.

#include <map>

#include "domar/base/result.hpp"
#include "domar/policy/effects.hpp"

namespace domar::policy {

/// The logistic curve with this ceiling through two points.
/// @error bad_value  shares that do not lie between 0 and the ceiling, or the same year twice.
[[nodiscard]] Result<Adoption> adoption_through(double year_1, double share_1, double year_2,
                                                double share_2, double ceiling = 1.0);

/// Least squares in log odds, ln(s / (ceiling - s)) = rate (t - midpoint). Curves fitted before
/// take-off fail: give the midpoint a wide range.
/// @error bad_value  fewer than two years, or a share outside 0 to the ceiling.
[[nodiscard]] Result<Adoption> fit_adoption(const std::map<int, double>& shares,
                                            double ceiling = 1.0);

}  // namespace domar::policy
