#pragma once
/// @file One point of the gravity world: everything that follows from wedges, wages, incomes and
/// labour, its residuals and their slopes.

#include "domar/equilibrium/gravity.hpp"
#include "domar/numerics/dense.hpp"

namespace domar::equilibrium {

/// Unknowns and residuals by block, all in logs.
///
/// market   region: labour demanded over labour there is
/// budget   region: income spent over income earned; that of the last region is replaced by the
///          numeraire, because budgets and labour markets add up to nothing (Walras)
/// sector   of sectors with scale: wages that sales pay for over wages paid
class GravityPoint {
 public:
  explicit GravityPoint(const Gravity& world);

  /// Wedges enter once; points at the same wedges share their powers.
  void set_wedges(const GravityWedges& wedges);
  /// Returns false where something is not finite or an income is not positive.
  bool evaluate(const GravityState& state);
  [[nodiscard]] double residual() const;  ///< largest entry
  [[nodiscard]] double squares() const;

  /// Factors the slopes of the residuals at this point; false if they are singular.
  bool factor();
  /// The Newton step with the slopes last factored: what to add to the state.
  [[nodiscard]] GravitySlope newton_step() const;
  /// Sign of the determinant of the slopes last factored, up to the sign of the system as such.
  [[nodiscard]] int raw_sign() const;

  /// Multipliers of the residuals: the transposed system solved for a slope in the state.
  [[nodiscard]] GravitySlope multipliers(const GravitySlope& slope) const;
  [[nodiscard]] GravitySlope welfare_slope(Index region) const;
  /// Slope of welfare at a fixed state less multipliers x residuals, in log wedges.
  [[nodiscard]] GravityWedges wedge_slope(Index region, const GravitySlope& multiplier) const;

  [[nodiscard]] double log_welfare(Index region) const;
  [[nodiscard]] const Vector& purchases() const { return purchases_; }

  /// Newton's method from `state`, which becomes the solution. Old slopes serve as long as they
  /// bring the residual down tenfold.
  void solve(GravityState& state);

 private:
  bool step(GravityState& state);
  /// Slopes of one sector: wages that its sales pay for and what its regions earn besides wages,
  /// both by the region of origin, in unit costs and in incomes.
  struct SectorSlopes {
    Matrix wages_in_cost;
    Matrix wages_in_income;
    Matrix earned_in_cost;
    Matrix earned_in_income;
  };
  /// A sector with scale, its labour eliminated: labour = constant + slope (wages | incomes).
  struct Eliminated {
    numerics::DenseLu lu;
    Matrix slope;           ///< n x 2n
    Matrix earned_in_cost;  ///< kept for multipliers and right-hand sides
  };

  [[nodiscard]] bool has_scale(Index k) const { return world_.data_.scale[k] > 0.0; }
  [[nodiscard]] bool active(Index k, Index j) const { return world_.labour_[k * n_ + j] > 0.0; }
  void buy(Index k, const GravityState& state);
  bool add_up(const GravityState& state);
  [[nodiscard]] SectorSlopes sector_slopes(Index k) const;
  bool eliminate(Index k, const SectorSlopes& slopes);
  void add_to_reduced(Index k, const SectorSlopes& slopes);
  [[nodiscard]] Vector sector_constant(Index k) const;

  const Gravity& world_;
  Index n_;
  Index sectors_;
  Vector import_;
  Vector origin_;
  Vector weight_;  ///< share x wedge^(1-sigma), as cells
  Vector cost_;    ///< log, sector * regions + origin
  Vector share_;
  Vector purchases_;  ///< prices of the buyer
  Vector net_;        ///< wages that they pay for
  Vector log_total_;  ///< sector * regions + destination: (1-sigma) log price
  Vector paid_for_;   ///< sector * regions + origin: wages that sales pay for
  Vector paid_;       ///< the same, wages paid (sectors with scale)
  Vector demand_;     ///< by region: labour demanded
  Vector wages_;      ///< by region: value of the labour there is
  Vector earned_;     ///< by region
  Vector market_;
  Vector budget_;
  Vector sector_;
  std::vector<Eliminated> eliminated_;
  Matrix reduced_;
  numerics::DenseLu reduced_lu_;
};

}  // namespace domar::equilibrium
