#pragma once
/// @file Check: what is wrong or odd in an economy, ranked by money.

#include <string>
#include <vector>

#include "domar/accounts/economy.hpp"

namespace domar::accounts {

/// error: the accounts contradict themselves. warning: possible, but models stumble over it.
/// note: good to know.
enum class Severity { error, warning, note };

/// "error", "warning", "note".
[[nodiscard]] const char* name_of(Severity severity);

/// One thing found.
struct Finding {
  Severity severity = Severity::note;
  std::string what;       ///< one sentence, no full stop
  std::string where;      ///< region, good, industry or user
  double money = 0.0;     ///< size of it in the economy's unit, >= 0
  double relative = 0.0;  ///< size relative to gross output (GDP for findings about a region)
};

/// From what gap on, relative to output or GDP.
struct CheckOptions {
  double error = 1e-6;    ///< accounts that differ by more contradict themselves
  double warning = 1e-9;  ///< accounts that differ by more have been rounded
};

/// Looks for: sales of an industry that differ from its gross output (inputs plus value added),
/// sales without output, industries without output, goods sold that nobody makes, negative flows,
/// stock changes, production taxes, operating surplus and value added (which is the same as
/// coefficients that add up to 1 or more), income GDP that differs from expenditure GDP, copied or
/// exchanged labels (label_check.hpp), input coefficients that are not productive; and notes each
/// GDP and the largest eigenvalue. Against known figures: known_gdp.hpp; against another year:
/// compare_years.hpp; how to repair: repair.hpp.
///
/// @param economy  one that passes check_shapes().
/// @return  Errors first, then warnings, then notes; each by money, largest first.
[[nodiscard]] std::vector<Finding> check(const Economy& economy, const CheckOptions& options = {});

/// Largest difference between the sales and the gross output of an industry, relative to the
/// larger.
[[nodiscard]] double largest_relative_error(const Economy& economy);

}  // namespace domar::accounts
