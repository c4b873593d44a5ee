#pragma once
/// @file Influence: how much an industry's productivity matters to all, and where wedges drive a
/// gap between what it matters and what it sells.
///
/// Theory: docs/theory/distortion-centrality.md. Sources: Hulten (1978), Liu (2019).

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"

namespace domar::network {

/// Influence mu' = beta' (I - Sigma)^-1: elasticity of aggregate output to productivity.
/// @param Sigma  n x n, (i, j): elasticity of i's output to input j, rows sum to less than 1.
/// @param beta   final shares, n, sum 1.
/// @error shape_mismatch, bad_value, not_productive
[[nodiscard]] Result<Vector> influence(const Matrix& Sigma, const Vector& beta);

/// What subsidies meet in an economy with wedges (Liu 2019).
struct DistortionCentrality {
  Vector influence;    ///< mu
  Vector sales;        ///< gamma: sales over factor income (the Domar weight)
  Vector value_added;  ///< share of factor income, sums to 1
  Vector centrality;   ///< xi = mu / gamma; its mean weighted by value_added is 1
};

/// @param shares  n x n, (i, j): what i spends on j, wedge excluded, over its sales (omega).
/// @param wedge   n x n, chi(i, j) >= 0: the input is worth 1 + chi of what is spent on it, so
///                Sigma = omega (1 + chi); the rest is lost.
/// @param beta    final shares, n, sum 1.
/// @error shape_mismatch, bad_value, not_productive  as influence.
[[nodiscard]] Result<DistortionCentrality> distortion_centrality(const Matrix& shares,
                                                                 const Matrix& wedge,
                                                                 const Vector& beta);

/// First-order effect on ln aggregate output of subsidies on value added, Cov(xi, s).
[[nodiscard]] double effect_of_subsidies(const DistortionCentrality& economy,
                                         const Vector& subsidy);

}  // namespace domar::network
