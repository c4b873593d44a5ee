#pragma once
/// @file Check economy: balance, plausibility, known GDP and another year in one ranked list.

#include <vector>

#include "domar/accounts/check.hpp"
#include "domar/accounts/economy.hpp"
#include "domar/base/result.hpp"

namespace domar::scenario {

/// What `domar check` found, and how far rows and columns disagree.
struct Checked {
  std::vector<accounts::Finding> findings;  ///< errors first, then by money
  Index errors = 0;
  double largest_relative_error = 0.0;  ///< accounts::largest_relative_error
};

/// Checks an economy by itself (accounts::check), against known GDP (readers::shipped_known_gdp,
/// accounts::check_known_gdp), and against another year of it if one is given
/// (accounts::compare_years).
/// @error  those of compare_years and shipped_known_gdp.
[[nodiscard]] Result<Checked> check_economy(const accounts::Economy& economy,
                                            const accounts::Economy* other = nullptr);

}  // namespace domar::scenario
