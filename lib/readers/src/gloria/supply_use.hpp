#pragma once
/// @file Supply and use of regions that make their own products, as a table of industries.

#include <vector>

#include "domar/base/array.hpp"

namespace domar::readers::gloria {

/// Market shares of a region: D(i, p) = S(i, p) / sum over i of S(i, p); 0 where nobody supplies p.
[[nodiscard]] Matrix market_shares(const Matrix& supply);

/// Rows of products become rows of industries, region by region and in place: row block r of
/// `values` becomes D_r times it. @param shares  one square matrix for each region.
void products_to_industries(const std::vector<Matrix>& shares, Matrix& values);

}  // namespace domar::readers::gloria
