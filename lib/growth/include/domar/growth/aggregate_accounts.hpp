#pragma once
/// @file Aggregate accounts: growth of a whole economy from yearly totals, without industries.
///
/// Theory: docs/theory/growth-accounts.md#the-past.

#include <map>

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"

namespace domar::growth {

/// Totals of a year; only their growth counts, but for the share.
struct AggregateYear {
  double real_gdp = 0.0;
  double capital = 0.0;       ///< stock, or services
  double hours = 0.0;         ///< people times hours
  double quality = 1.0;       ///< human capital per hour
  double labour_share = 0.0;  ///< of GDP, 0 to 1
};

/// Mean log points a year: gdp = hours + deepening + quality + tfp
///                             = labour (share x hours and quality) + capital (share x stock) +
///                             tfp.
struct AggregateAccounts {
  double gdp = 0.0;
  double hours = 0.0;      ///< growth of hours itself
  double deepening = 0.0;  ///< capital share x growth of capital per hour
  double quality = 0.0;    ///< labour share x growth of quality
  double labour = 0.0;     ///< labour share x growth of hours, and quality
  double capital = 0.0;    ///< capital share x growth of capital
  double tfp = 0.0;
};

/// Chained year by year with the mean share of the two years (Tornqvist).
/// @error not_found  a year between `from` and `to` is missing; bad_value  a total is not above 0.
[[nodiscard]] Result<AggregateAccounts> aggregate_accounts(
    const std::map<int, AggregateYear>& years, int from, int to);

}  // namespace domar::growth
