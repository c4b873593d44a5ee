#include "gravity_point.hpp"

#include <algorithm>
#include <cmath>

namespace domar::equilibrium {

GravityPoint::GravityPoint(const Gravity& world)
    : world_(world),
      n_(world.regions()),
      sectors_(world.sectors()),
      cost_(sectors_ * n_),
      share_(sectors_ * n_ * n_),
      purchases_(sectors_ * n_ * n_),
      net_(sectors_ * n_ * n_),
      log_total_(sectors_ * n_),
      paid_for_(sectors_ * n_),
      paid_(sectors_ * n_, 0.0),
      demand_(n_),
      wages_(n_),
      earned_(n_),
      market_(n_),
      budget_(n_),
      sector_(sectors_ * n_, 0.0) {}

void GravityPoint::set_wedges(const GravityWedges& wedges) {
  import_ = wedges.import;
  origin_ = wedges.origin;
  weight_ = world_.share_;
  for (Index k = 0, cell = 0; k < sectors_; ++k) {
    const double power = 1.0 - world_.data_.sigma[k];
    for (Index end = cell + n_ * n_; cell < end; ++cell) {
      double change = import_[cell] * origin_[cell] / world_.base_import_[cell];
      if (!wedges.iceberg.empty()) change *= wedges.iceberg[cell];
      if (change != 1.0) weight_[cell] *= std::pow(change, power);
    }
  }
}

/// What every region buys of sector k, and the wages that this pays for.
void GravityPoint::buy(Index k, const GravityState& state) {
  const double power = 1.0 - world_.data_.sigma[k];
  const double scale = world_.data_.scale[k];
  Vector factor(n_);
  double largest = -1e300;
  for (Index j = 0; j < n_; ++j) {
    cost_[k * n_ + j] = state.log_wage[j] - scale * state.log_labour[k * n_ + j];
    factor[j] = power * cost_[k * n_ + j];
    if (active(k, j)) largest = std::max(largest, factor[j]);
  }
  for (double& entry : factor) entry = std::exp(std::min(entry - largest, 0.0));
  std::fill_n(paid_for_.begin() + static_cast<std::ptrdiff_t>(k * n_), n_, 0.0);
  const double per_wage = 1.0 / (1.0 + world_.data_.markup[k]);
  for (Index i = 0; i < n_; ++i) {
    const Index row = (k * n_ + i) * n_;
    double total = 0.0;
    for (Index j = 0; j < n_; ++j) total += share_[row + j] = weight_[row + j] * factor[j];
    log_total_[k * n_ + i] = std::log(total) + largest;
    const double spent =
        world_.spending_[k * n_ + i] * world_.income_[i] * std::exp(state.log_income[i]);
    for (Index j = 0; j < n_; ++j) {
      share_[row + j] /= total;
      purchases_[row + j] = share_[row + j] * spent;
      net_[row + j] = purchases_[row + j] / (import_[row + j] * origin_[row + j]) * per_wage;
      paid_for_[k * n_ + j] += net_[row + j];
    }
  }
}

/// Labour demanded, incomes earned, residuals.
bool GravityPoint::add_up(const GravityState& state) {
  std::fill(demand_.begin(), demand_.end(), 0.0);
  for (Index j = 0; j < n_; ++j) {
    wages_[j] = world_.wages_[j] * std::exp(state.log_wage[j]);
    earned_[j] = wages_[j];
  }
  for (Index k = 0; k < sectors_; ++k) {
    const double markup = world_.data_.markup[k];
    for (Index j = 0; j < n_; ++j) {
      const Index at = k * n_ + j;
      earned_[j] += markup * paid_for_[at];
      if (!has_scale(k)) {
        demand_[j] += paid_for_[at];
      } else if (active(k, j)) {
        paid_[at] = world_.labour_[at] * std::exp(state.log_wage[j] + state.log_labour[at]);
        demand_[j] += paid_[at];
        sector_[at] = std::log(paid_for_[at] / paid_[at]);
      }
    }
    for (Index i = 0, cell = k * n_ * n_; i < n_; ++i) {
      for (Index j = 0; j < n_; ++j, ++cell) {
        const double before = purchases_[cell] / import_[cell];
        earned_[i] += purchases_[cell] - before;
        earned_[j] += before - before / origin_[cell];
      }
    }
  }
  double world = 0.0;
  double numeraire = 0.0;
  bool fine = true;
  for (Index j = 0; j < n_; ++j) {
    market_[j] = std::log(demand_[j] / wages_[j]);
    budget_[j] = state.log_income[j] - std::log(earned_[j] / world_.income_[j]);
    fine = fine && std::isfinite(market_[j]) && std::isfinite(budget_[j]);
    world += world_.wages_[j];
    numeraire += wages_[j] - world_.wages_[j];
  }
  budget_[n_ - 1] = numeraire / world;
  return fine;
}

bool GravityPoint::evaluate(const GravityState& state) {
  for (Index k = 0; k < sectors_; ++k) buy(k, state);
  if (!add_up(state)) return false;
  return std::all_of(sector_.begin(), sector_.end(), [](double r) { return std::isfinite(r); });
}

double GravityPoint::residual() const {
  double largest = 0.0;
  for (const Vector* block : {&market_, &budget_, &sector_}) {
    for (const double entry : *block) largest = std::max(largest, std::abs(entry));
  }
  return largest;
}

double GravityPoint::squares() const {
  double sum = 0.0;
  for (const Vector* block : {&market_, &budget_, &sector_}) {
    for (const double entry : *block) sum += entry * entry;
  }
  return sum;
}

double GravityPoint::log_welfare(Index region) const {
  double welfare = std::log(earned_[region] / world_.income_[region]);
  for (Index k = 0; k < sectors_; ++k) {
    const Index at = k * n_ + region;
    if (world_.spending_[at] > 0.0) {
      welfare -= world_.spending_[at] * log_total_[at] / (1.0 - world_.data_.sigma[k]);
    }
  }
  return welfare;
}

}  // namespace domar::equilibrium
