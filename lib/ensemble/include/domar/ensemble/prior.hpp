#pragma once
/// @file Prior: from a figure's passport to a distribution, by one stated rule.
///
/// Theory: docs/theory/uncertainty.md#priors.

#include <optional>
#include <string>

#include "domar/base/fact.hpp"
#include "domar/base/result.hpp"

namespace domar::ensemble {

/// A two-piece normal distribution, in logs where all of it is positive.
struct Prior {
  std::string name;
  double median = 0.0;
  double low = 0.0;    ///< 5 % lie below
  double high = 0.0;   ///< 5 % lie above
  double least = 0.0;  ///< draws are cut off here
  double most = 0.0;   ///< and here
  Fact passport;

  /// The value below which a share u of the prior lies; u is cut off at 0.005 and 0.995.
  [[nodiscard]] double at(double u) const;
};

/// The prior of a figure, or nothing where it counts as known.
///
/// @param low, high  the range its source gives; either may be missing.
/// @error bad_value  the value lies outside its range, or a number is not finite; `where` names it.
[[nodiscard]] Result<std::optional<Prior>> prior_of(const std::string& name, const Fact& fact,
                                                    std::optional<double> low,
                                                    std::optional<double> high);

/// The prior of a factor common to many values, median 1. @param known  most are seen, computed or
/// derived.
[[nodiscard]] Prior factor_prior(const std::string& name, bool known);

/// Seen, computed or derived, not from memory or assumed.
[[nodiscard]] bool is_known(FactStatus status);

}  // namespace domar::ensemble
