#pragma once
/// @file Content: how much of every price goes, directly and through all suppliers, to chosen
/// nodes.

#include <vector>

#include "domar/network/network.hpp"

namespace domar::network {

/// Share of each activity's cost that ends up at the `targets` when every purchase is followed
/// through all its suppliers (look-through reliance, cost-side Leontief inverse). Flow inside a
/// target is not followed further. Taxes are left out: shares are of what sellers get.
///
/// @param cost_share  by edge, for example Solution::cost_share; sums to 1 per buyer
/// @param tax         ad-valorem rate by edge, same length
/// @param targets     node numbers
/// @param start       an earlier result to start from; may be empty
/// @return            by activity, 0 to 1, passes end when nothing moves by more than 1e-9
/// @cost              about 40 passes over the edges from nothing, fewer from a start
[[nodiscard]] Vector content(const Network& network, const Vector& cost_share, const Vector& tax,
                             const std::vector<Index>& targets, const Vector& start = {});

}  // namespace domar::network
