#include "cell_division.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "domar/numerics/dense.hpp"

namespace domar::accounts {

namespace {
constexpr double k_tolerance = 1e-13;
constexpr double k_accepted = 1e-9;  // when rounding stops the last steps
constexpr double k_ridge = 1e-13;    // totals add up to the parents': some equations are redundant
constexpr double k_longest_step = 5.0;  // in logs
constexpr int k_max_rounds = 300;
constexpr double k_progress = 0.95;  // of the best gap so far
constexpr int k_idle_rounds = 20;    // divisions that exist are found in about ten rounds
constexpr double k_infinity = std::numeric_limits<double>::infinity();
}  // namespace

CellDivision::CellDivision(std::vector<DividedCell>& cells, Vector totals, Vector scales)
    : cells_(cells), totals_(std::move(totals)), scales_(std::move(scales)) {
  touched_.reserve(cells_.size());
  for (const DividedCell& cell : cells_) {
    money_ += std::abs(cell.parent);
    std::vector<Index> touched;
    for (const auto& pair : cell.totals) {
      for (const Index t : pair) {
        if (t != DividedCell::k_none) touched.push_back(t);
      }
    }
    std::sort(touched.begin(), touched.end());
    touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
    touched_.push_back(std::move(touched));
  }
}

bool CellDivision::run() {
  Vector mu(totals_.size(), 0.0);
  double before = k_infinity;
  double best = k_infinity;
  int idle = 0;  // rounds without progress: totals that no division meets
  for (;; ++rounds) {
    Matrix hessian(totals_.size(), totals_.size());
    const Vector gap = gaps(mu, hessian);
    find_worst(gap);
    const bool at_rounding = largest_gap <= k_accepted && largest_gap > 0.5 * before;
    if (largest_gap <= k_tolerance || at_rounding || rounds >= k_max_rounds) break;
    before = largest_gap;
    idle = largest_gap < k_progress * best ? 0 : idle + 1;
    best = std::min(best, largest_gap);
    if (idle > k_idle_rounds) break;
    Vector step;
    if (!direction(gap, hessian, step) || !advance(mu, gap, step)) break;
  }
  Vector shares;
  for (DividedCell& cell : cells_) {
    tilt(cell, mu, shares);
    cell.share = shares;
  }
  return largest_gap <= k_accepted;
}

/// Fills share_e exp(sign m_e), divided by their sum, and returns the log of the sum.
double CellDivision::tilt(const DividedCell& cell, const Vector& mu, Vector& shares) const {
  const Index parts = cell.share.size();
  shares.resize(parts);
  double largest = -k_infinity;
  for (Index e = 0; e < parts; ++e) {
    double sum = 0.0;
    for (const Index t : cell.totals[e]) {
      if (t != DividedCell::k_none) sum += cell.parent < 0.0 ? -mu[t] : mu[t];
    }
    shares[e] = sum;
    if (cell.share[e] > 0.0) largest = std::max(largest, sum);
  }
  double sum = 0.0;
  for (Index e = 0; e < parts; ++e) {
    shares[e] = cell.share[e] > 0.0 ? cell.share[e] * std::exp(shares[e] - largest) : 0.0;
    sum += shares[e];
  }
  for (double& share : shares) share /= sum;
  return largest + std::log(sum);
}

double CellDivision::value(const Vector& mu) const {
  double sum = 0.0;
  Vector shares;
  for (const DividedCell& cell : cells_) sum += std::abs(cell.parent) * tilt(cell, mu, shares);
  for (Index t = 0; t < mu.size(); ++t) sum -= totals_[t] * mu[t];
  return sum;
}

Vector CellDivision::gaps(const Vector& mu, Matrix& hessian) const {
  const Index n = totals_.size();
  Vector gap(n);
  for (Index t = 0; t < n; ++t) gap[t] = -totals_[t];
  Vector mean(n, 0.0);
  Vector p;
  for (Index c = 0; c < cells_.size(); ++c) {
    const DividedCell& cell = cells_[c];
    tilt(cell, mu, p);
    const double size = std::abs(cell.parent);
    for (const Index t : touched_[c]) mean[t] = 0.0;
    for (Index e = 0; e < p.size(); ++e) {
      for (const Index t : cell.totals[e]) {
        if (t == DividedCell::k_none) continue;
        gap[t] += cell.parent * p[e];
        mean[t] += p[e];
        for (const Index other : cell.totals[e]) {
          if (other != DividedCell::k_none) hessian(t, other) += size * p[e];
        }
      }
    }
    for (const Index t : touched_[c]) {
      for (const Index other : touched_[c]) hessian(t, other) -= size * mean[t] * mean[other];
    }
  }
  return gap;
}

void CellDivision::find_worst(const Vector& gap) {
  largest_gap = 0.0;
  for (Index t = 0; t < gap.size(); ++t) {
    const double relative = std::abs(gap[t]) / scales_[t];
    if (relative <= largest_gap) continue;
    largest_gap = relative;
    worst = t;
  }
}

bool CellDivision::direction(const Vector& gap, Matrix& hessian, Vector& step) const {
  const Index n = gap.size();
  Vector unit(n, 1.0);
  for (Index t = 0; t < n; ++t) {
    if (hessian(t, t) > 0.0) unit[t] = 1.0 / std::sqrt(hessian(t, t));
  }
  Vector rhs(n);
  for (Index t = 0; t < n; ++t) {
    for (Index other = 0; other < n; ++other) hessian(t, other) *= unit[t] * unit[other];
    hessian(t, t) += k_ridge;
    rhs[t] = -unit[t] * gap[t];
  }
  numerics::DenseLu lu;
  if (!lu.factor(hessian)) return false;
  step = lu.solve(rhs);
  for (Index t = 0; t < n; ++t) step[t] *= unit[t];
  return true;
}

bool CellDivision::advance(Vector& mu, const Vector& gap, const Vector& step) const {
  double slope = 0.0;
  double longest = 0.0;
  for (Index t = 0; t < mu.size(); ++t) {
    slope += gap[t] * step[t];
    longest = std::max(longest, std::abs(step[t]));
  }
  const double before = value(mu);
  double length = longest > k_longest_step ? k_longest_step / longest : 1.0;
  for (int halving = 0; halving < 50; ++halving, length *= 0.5) {
    Vector next = mu;
    for (Index t = 0; t < mu.size(); ++t) next[t] += length * step[t];
    // The last term is rounding: near the solution values no longer tell steps apart.
    if (value(next) > before + 1e-4 * length * slope + 1e-14 * money_) continue;
    mu = std::move(next);
    return true;
  }
  return false;
}

double SplitDraws::log_gamma(double shape) {
  if (shape < 1.0) return log_gamma(shape + 1.0) + std::log(uniform()) / shape;
  const double d = shape - 1.0 / 3.0;
  for (;;) {
    const double x = normal();
    const double v = std::pow(1.0 + x / std::sqrt(9.0 * d), 3.0);
    if (v <= 0.0) continue;
    if (std::log(uniform()) < 0.5 * x * x + d - d * v + d * std::log(v)) return std::log(d * v);
  }
}

double SplitDraws::normal() {
  const double radius = std::sqrt(-2.0 * std::log(uniform()));
  return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

void SplitDraws::redraw(std::vector<DividedCell>& cells, double concentration) {
  for (DividedCell& cell : cells) {
    Vector logs(cell.share.size(), -k_infinity);
    for (Index e = 0; e < logs.size(); ++e) {
      if (cell.share[e] > 0.0) logs[e] = log_gamma(concentration * cell.share[e]);
    }
    const double largest = *std::max_element(logs.begin(), logs.end());
    for (Index e = 0; e < logs.size(); ++e) {
      // A millionth of the largest part keeps every total within reach of Newton's steps.
      if (cell.share[e] > 0.0) cell.share[e] = std::exp(std::max(logs[e] - largest, -13.8));
    }
  }
}

}  // namespace domar::accounts
