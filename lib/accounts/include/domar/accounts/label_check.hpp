#pragma once
/// @file Label check: columns that stand twice, and labels that seem to have changed places.

#include <vector>

#include "domar/accounts/check.hpp"
#include "domar/accounts/economy.hpp"

namespace domar::accounts {

/// Looks for what a table looks like after its labels went wrong:
/// - two industries of a region with the very same column of inputs and value added, or the very
///   same row of sales: one was copied over the other (warning);
/// - industries whose sales differ from their own output but equal that of each other, round a
///   ring: row and column labels are in different orders (error).
///
/// @param outputs, sales  gross_outputs(economy), industry_sales(economy).
/// @cost  One pass over the flows.
[[nodiscard]] std::vector<Finding> check_labels(const Economy& economy, const Vector& outputs,
                                                const Vector& sales);

}  // namespace domar::accounts
