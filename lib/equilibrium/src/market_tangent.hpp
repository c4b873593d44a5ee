#pragma once
/// @file MarketTangent: a kept factorisation of d residual / d x without the numeraire.

#include "domar/base/array.hpp"
#include "domar/numerics/dense.hpp"

namespace domar::equilibrium {

/// The numeraire's price is not an unknown and its market is dropped.
class MarketTangent {
 public:
  explicit MarketTangent(Index numeraire) : numeraire_(numeraire) {}

  /// Factors a jacobian of all unknowns. False when it is empty or singular.
  bool take(const Matrix& jacobian);
  /// Takes factors of another tangent with as many unknowns and the same numeraire.
  void take(const numerics::DenseLu& factors) {
    lu_ = factors;
    usable_ = true;
  }
  void drop() { usable_ = false; }
  [[nodiscard]] bool usable() const { return usable_; }

  [[nodiscard]] const numerics::DenseLu& factors() const { return lu_; }
  [[nodiscard]] Index numeraire() const { return numeraire_; }

  /// The step that closes this residual; 0 for the numeraire.
  [[nodiscard]] Vector step(const Vector& residual) const;

 private:
  Index numeraire_;
  numerics::DenseLu lu_;
  bool usable_ = false;
};

}  // namespace domar::equilibrium
