/// @file Newton system and adjoint of the gravity world: labour of sectors with scale is eliminated
/// sector by sector, so that one system in wages and incomes remains.

#include <cmath>

#include "gravity_point.hpp"

namespace domar::equilibrium {

GravityPoint::SectorSlopes GravityPoint::sector_slopes(Index k) const {
  SectorSlopes slopes{Matrix(n_, n_), Matrix(n_, n_), Matrix(n_, n_), Matrix(n_, n_)};
  const double power = 1.0 - world_.data_.sigma[k];
  const double markup = world_.data_.markup[k];
  for (Index i = 0; i < n_; ++i) {  // destination
    const Index row = (k * n_ + i) * n_;
    const double* const share = &share_[row];
    double import_tax = 0.0;
    for (Index j = 0; j < n_; ++j) {  // origin
      const Index cell = row + j;
      const double net = net_[cell];
      if (net == 0.0) continue;
      const double before = purchases_[cell] / import_[cell];
      const double import_revenue = purchases_[cell] - before;
      const double origin_revenue = before - before / origin_[cell] + markup * net;
      import_tax += import_revenue;
      slopes.wages_in_income(j, i) = net;
      slopes.wages_in_cost(j, j) += power * net;
      slopes.earned_in_income(j, i) += origin_revenue;
      slopes.earned_in_cost(j, j) += power * origin_revenue;
      slopes.earned_in_cost(i, j) += power * import_revenue;
      double* const wages = slopes.wages_in_cost.row(j).data();
      for (Index l = 0; l < n_; ++l) wages[l] -= power * net * share[l];
      if (origin_revenue == 0.0) continue;
      double* const earned = slopes.earned_in_cost.row(j).data();
      for (Index l = 0; l < n_; ++l) earned[l] -= power * origin_revenue * share[l];
    }
    slopes.earned_in_income(i, i) += import_tax;
    double* const earned = slopes.earned_in_cost.row(i).data();
    for (Index l = 0; l < n_; ++l) earned[l] -= power * import_tax * share[l];
  }
  return slopes;
}

/// (1 + scale H) labour = residual + (H - 1) wages + V incomes, H and V relative to wages paid for.
bool GravityPoint::eliminate(Index k, const SectorSlopes& slopes) {
  Matrix own(n_, n_);
  Matrix right(n_, 2 * n_);
  for (Index j = 0; j < n_; ++j) {
    own(j, j) = 1.0;
    if (!active(k, j)) continue;
    const double paid_for = paid_for_[k * n_ + j];
    for (Index l = 0; l < n_; ++l) {
      const double in_cost = slopes.wages_in_cost(j, l) / paid_for;
      own(j, l) += world_.data_.scale[k] * in_cost;
      right(j, l) = in_cost;
      right(j, n_ + l) = slopes.wages_in_income(j, l) / paid_for;
    }
    right(j, j) -= 1.0;
  }
  Eliminated& sector = eliminated_[k];
  if (!sector.lu.factor(own)) return false;
  sector.slope = sector.lu.solve(right);
  sector.earned_in_cost = slopes.earned_in_cost;
  return true;
}

void GravityPoint::add_to_reduced(Index k, const SectorSlopes& slopes) {
  for (Index j = 0; j < n_; ++j) {
    double* const market = reduced_.row(j).data();
    double* const budget = reduced_.row(n_ + j).data();
    const double paid = paid_[k * n_ + j];
    for (Index l = 0; l < n_; ++l) {
      if (!has_scale(k)) {
        market[l] += slopes.wages_in_cost(j, l) / demand_[j];
        market[n_ + l] += slopes.wages_in_income(j, l) / demand_[j];
      }
      budget[l] -= slopes.earned_in_cost(j, l) / earned_[j];
      budget[n_ + l] -= slopes.earned_in_income(j, l) / earned_[j];
    }
    if (!has_scale(k)) continue;
    const Matrix& labour = eliminated_[k].slope;
    const double* const own = labour.row(j).data();
    market[j] += paid / demand_[j];
    for (Index l = 0; l < 2 * n_; ++l) market[l] += paid / demand_[j] * own[l];
    for (Index m = 0; m < n_; ++m) {
      const double through = world_.data_.scale[k] * slopes.earned_in_cost(j, m) / earned_[j];
      if (through == 0.0) continue;
      const double* const other = labour.row(m).data();
      for (Index l = 0; l < 2 * n_; ++l) budget[l] += through * other[l];
    }
  }
}

bool GravityPoint::factor() {
  reduced_ = Matrix(2 * n_, 2 * n_);
  eliminated_.resize(sectors_);
  for (Index j = 0; j < n_; ++j) {
    reduced_(j, j) = -1.0;
    reduced_(n_ + j, n_ + j) = 1.0;
    reduced_(n_ + j, j) = -wages_[j] / earned_[j];
  }
  for (Index k = 0; k < sectors_; ++k) {
    const SectorSlopes slopes = sector_slopes(k);
    if (has_scale(k) && !eliminate(k, slopes)) return false;
    add_to_reduced(k, slopes);
  }
  double world = 0.0;
  for (const double wages : world_.wages_) world += wages;
  for (Index l = 0; l < n_; ++l) {
    reduced_(2 * n_ - 1, l) = wages_[l] / world;
    reduced_(2 * n_ - 1, n_ + l) = 0.0;
  }
  return reduced_lu_.factor(reduced_);
}

/// Labour of sector k if wages and incomes stay.
Vector GravityPoint::sector_constant(Index k) const {
  Vector right(n_);
  for (Index j = 0; j < n_; ++j) right[j] = sector_[k * n_ + j];
  return eliminated_[k].lu.solve(right);
}

GravitySlope GravityPoint::newton_step() const {
  std::vector<Vector> constant(sectors_);
  Vector right(2 * n_);
  for (Index j = 0; j < n_; ++j) {
    right[j] = -market_[j];
    right[n_ + j] = -budget_[j];
  }
  for (Index k = 0; k < sectors_; ++k) {
    if (!has_scale(k)) continue;
    constant[k] = sector_constant(k);
    for (Index j = 0; j < n_; ++j) {
      right[j] -= paid_[k * n_ + j] / demand_[j] * constant[k][j];
      if (j + 1 == n_) continue;  // the numeraire knows no labour
      double through = 0.0;
      for (Index l = 0; l < n_; ++l) {
        through += eliminated_[k].earned_in_cost(j, l) * constant[k][l];
      }
      right[n_ + j] -= world_.data_.scale[k] / earned_[j] * through;
    }
  }
  const Vector both = reduced_lu_.solve(right);
  GravitySlope step{Vector(n_), Vector(n_), Vector(sectors_ * n_, 0.0)};
  for (Index j = 0; j < n_; ++j) {
    step.log_wage[j] = both[j];
    step.log_income[j] = both[n_ + j];
  }
  for (Index k = 0; k < sectors_; ++k) {
    if (!has_scale(k)) continue;
    for (Index j = 0; j < n_; ++j) {
      double labour = constant[k][j];
      for (Index l = 0; l < 2 * n_; ++l) labour += eliminated_[k].slope(j, l) * both[l];
      step.log_labour[k * n_ + j] = labour;
    }
  }
  return step;
}

int GravityPoint::raw_sign() const {
  int sign = reduced_lu_.determinant_sign();
  for (Index k = 0; k < sectors_; ++k) {
    if (has_scale(k)) sign *= eliminated_[k].lu.determinant_sign();
  }
  return sign;
}

GravitySlope GravityPoint::welfare_slope(Index region) const {
  GravitySlope slope{Vector(n_, 0.0), Vector(n_, 0.0), Vector(sectors_ * n_, 0.0)};
  slope.log_income[region] = 1.0;
  for (Index k = 0; k < sectors_; ++k) {
    const double spent = world_.spending_[k * n_ + region];
    for (Index j = 0; j < n_; ++j) {
      const double weight = spent * share_[(k * n_ + region) * n_ + j];
      slope.log_wage[j] -= weight;
      if (has_scale(k)) slope.log_labour[k * n_ + j] = world_.data_.scale[k] * weight;
    }
  }
  return slope;
}

GravitySlope GravityPoint::multipliers(const GravitySlope& slope) const {
  Vector right(2 * n_);
  for (Index j = 0; j < n_; ++j) {
    right[j] = slope.log_wage[j];
    right[n_ + j] = slope.log_income[j];
  }
  for (Index k = 0; k < sectors_; ++k) {
    if (!has_scale(k)) continue;
    for (Index j = 0; j < n_; ++j) {
      const double labour = slope.log_labour[k * n_ + j];
      if (labour == 0.0) continue;
      for (Index l = 0; l < 2 * n_; ++l) right[l] += eliminated_[k].slope(j, l) * labour;
    }
  }
  const Vector both = reduced_lu_.solve_transposed(right);
  GravitySlope result{Vector(n_), Vector(n_), Vector(sectors_ * n_, 0.0)};
  for (Index j = 0; j < n_; ++j) {
    result.log_wage[j] = both[j];
    result.log_income[j] = both[n_ + j];
  }
  for (Index k = 0; k < sectors_; ++k) {
    if (!has_scale(k)) continue;
    Vector own(n_);
    for (Index l = 0; l < n_; ++l) {
      own[l] = paid_[k * n_ + l] / demand_[l] * both[l] - slope.log_labour[k * n_ + l];
    }
    for (Index j = 0; j + 1 < n_; ++j) {
      const double through = world_.data_.scale[k] / earned_[j] * both[n_ + j];
      for (Index l = 0; l < n_; ++l) own[l] += through * eliminated_[k].earned_in_cost(j, l);
    }
    const Vector solved = eliminated_[k].lu.solve_transposed(own);
    for (Index j = 0; j < n_; ++j) result.log_labour[k * n_ + j] = solved[j];
  }
  return result;
}

GravityWedges GravityPoint::wedge_slope(Index region, const GravitySlope& multiplier) const {
  GravityWedges slope{Vector(share_.size(), 0.0), Vector(share_.size(), 0.0),
                      Vector(share_.size(), 0.0)};
  Vector earned(n_);  // worth of a unit earned by a region
  for (Index j = 0; j < n_; ++j) {
    earned[j] = j + 1 < n_ ? multiplier.log_income[j] / earned_[j] : 0.0;
  }
  Vector paid_for(n_);  // worth of a unit of wages that the sales of an origin pay for
  Vector worth(n_);     // of a log unit of purchases, by origin
  for (Index k = 0; k < sectors_; ++k) {
    const double power = 1.0 - world_.data_.sigma[k];
    for (Index j = 0; j < n_; ++j) {
      const Index at = k * n_ + j;
      paid_for[j] = world_.data_.markup[k] * earned[j];
      if (!has_scale(k)) {
        paid_for[j] -= multiplier.log_wage[j] / demand_[j];
      } else if (active(k, j)) {
        paid_for[j] -= multiplier.log_labour[at] / paid_for_[at];
      }
    }
    for (Index i = 0; i < n_; ++i) {
      const Index row = (k * n_ + i) * n_;
      double sum = 0.0;
      for (Index j = 0; j < n_; ++j) {
        const double before = purchases_[row + j] / import_[row + j];
        const double wages = paid_for[j] * net_[row + j];
        const double origin = earned[j] * before * (1.0 - 1.0 / origin_[row + j]);
        worth[j] = wages + earned[i] * (purchases_[row + j] - before) + origin;
        sum += worth[j];
        slope.import[row + j] = earned[i] * before - wages - origin;
        slope.origin[row + j] = earned[j] * before / origin_[row + j] - wages;
      }
      const double price = i == region ? world_.spending_[k * n_ + i] : 0.0;
      for (Index j = 0; j < n_; ++j) {
        const double through = power * (worth[j] - share_[row + j] * sum) - price * share_[row + j];
        slope.import[row + j] += through;
        slope.origin[row + j] += through;
        slope.iceberg[row + j] = through;
      }
    }
  }
  return slope;
}

}  // namespace domar::equilibrium
