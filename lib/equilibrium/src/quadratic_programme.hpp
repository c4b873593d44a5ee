#pragma once
/// @file A small dense quadratic programme with equalities that may give way and with bounds.

#include <vector>

#include "domar/base/array.hpp"

namespace domar::equilibrium {

/// min 1/2 d'Hd + c'd subject to J d = -r (as nearly as bounds let) and low <= d <= high.
struct QuadraticProgramme {
  Matrix H;
  Vector c;
  Matrix J;
  Vector r;
  Vector low, high;

  struct Answer {
    Vector step;
    Vector multiplier;  ///< by target
  };

  /// Bounds by an active set: what leaves its bounds is fixed there, what is pulled inside is
  /// freed.
  [[nodiscard]] Answer solve() const;

 private:
  [[nodiscard]] Vector gradient(const Answer& answer) const;
  [[nodiscard]] Answer with(const std::vector<int>& fixed) const;
};

}  // namespace domar::equilibrium
