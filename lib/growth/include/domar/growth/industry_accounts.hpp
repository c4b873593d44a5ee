#pragma once
/// @file Industry accounts: growth of the past by industry, as far as nominal tables and numbers of
/// workers tell it.
///
/// Theory: docs/theory/growth-accounts.md#industries-of-the-past.

#include <vector>

#include "domar/base/result.hpp"

namespace domar::growth {

/// An industry in one year.
struct IndustryTotals {
  double value_added = 0.0;    ///< current prices, above 0
  double labour_income = 0.0;  ///< of this, current prices
  double persons = 0.0;        ///< any unit, the same in both years; 0: not known
};

/// Its growth between two years, log points a year.
struct IndustryGrowth {
  double share = 0.0;         ///< mean weight in GDP (logarithmic mean over that of the whole)
  double value_added = 0.0;   ///< deflated by the prices of GDP
  double contribution = 0.0;  ///< to real GDP; these add up to its growth
  double labour = 0.0;        ///< of this: persons, by labour's mean share; NaN where not known
  double rest = 0.0;  ///< capital, productivity and relative prices, which nominal tables do not
                      ///< tell apart; NaN where labour is
};

/// Industries of two years in the same order.
/// @param real_growth  of GDP over the whole period, log points
/// @param years        of the period, at least 1
/// @error shape_mismatch  the lists differ in length or are empty; bad_value  an industry without
///        value added, a period without years
[[nodiscard]] Result<std::vector<IndustryGrowth>> industry_accounts(
    const std::vector<IndustryTotals>& before, const std::vector<IndustryTotals>& after,
    double real_growth, int years);

}  // namespace domar::growth
