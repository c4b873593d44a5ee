#pragma once
/// @file Totals: sums over all industries at once, in one pass over the flows.

#include "domar/accounts/economy.hpp"

namespace domar::accounts {

/// What is paid by each user (industries, then final uses) for goods of all origins, in the unit of
/// the economy.
/// @cost  One pass over the flows, row by row.
[[nodiscard]] Vector spending_by_user(const Economy& economy);

/// Gross output of every industry: inputs plus value added. The same as Economy::gross_output for
/// each, at the cost of one of them.
[[nodiscard]] Vector gross_outputs(const Economy& economy);

/// Sales of every industry: what all users pay for the varieties that it supplies.
[[nodiscard]] Vector industry_sales(const Economy& economy);

/// Largest eigenvalue of the input coefficients A(i, j), industry i sold to industry j per unit of
/// j's output: 1 or more means that industries together use up what they make. Flows below zero
/// count as zero; an industry without output buys nothing.
///
/// By powers of I + A on a vector of ones, until the estimate moves by less than 1e-8 a round.
/// @param  outputs  gross_outputs(economy).
/// @cost   About 20 to 300 passes over the flows.
[[nodiscard]] double spectral_radius(const Economy& economy, const Vector& outputs);

}  // namespace domar::accounts
