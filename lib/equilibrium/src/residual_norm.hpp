#pragma once
/// @file The size of a residual: the worst market, and when the dropped one counts.

#include <cmath>

#include "domar/base/array.hpp"

namespace domar::equilibrium {

/// Largest |ln demand - ln supply| of the dropped market: that of the others times its smallness.
inline constexpr double k_walras_tolerance = 1e-8;

struct ResidualNorm {
  double size = 0.0;
  Index worst = 0;
};

/// Where relative prices run away, all other markets may seem to clear: then Walras' law fails.
[[nodiscard]] inline ResidualNorm residual_norm(const Vector& residual, Index numeraire) {
  ResidualNorm norm;
  for (Index i = 0; i < residual.size(); ++i) {
    if (i == numeraire || std::abs(residual[i]) <= norm.size) continue;
    norm = {std::abs(residual[i]), i};
  }
  const double walras = std::abs(residual[numeraire]);
  if (walras > k_walras_tolerance && walras > norm.size) norm = {walras, numeraire};
  return norm;
}

}  // namespace domar::equilibrium
