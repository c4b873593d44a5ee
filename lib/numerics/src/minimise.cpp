#include "domar/numerics/minimise.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <deque>
#include <limits>

namespace domar::numerics {

namespace {

double dot(const Vector& a, const Vector& b) {
  double sum = 0.0;
  for (Index n = 0; n < a.size(); ++n) sum += a[n] * b[n];
  return sum;
}

/// A step and the change of the gradient along it.
struct Pair {
  Vector step;
  Vector change;
  double curvature;  ///< their product, positive
};

class Search {
 public:
  Search(const Objective& objective, Vector start, const Bounds& bounds,
         const MinimiseOptions& options)
      : objective_(objective), bounds_(bounds), options_(options), x_(std::move(start)) {
    project(x_);
    gradient_.assign(x_.size(), 0.0);
    held_.assign(x_.size(), 0);
  }

  Minimum run() {
    value_ = evaluate(x_, gradient_);
    if (!std::isfinite(value_)) return result(false, "the function is not defined at the start");
    while (true) {
      hold_back();
      if (projected_norm() <= options_.gradient_tolerance) return result(true, "");
      if (evaluations_ >= options_.max_evaluations) return result(false, "out of evaluations");
      if (step()) continue;
      if (pairs_.empty()) return result(false, "no step along the gradient leads down");
      pairs_.clear();  // the memory misled: once more from the plain gradient
    }
  }

 private:
  double evaluate(const Vector& x, Vector& gradient) {
    ++evaluations_;
    return objective_(x, gradient);
  }

  void project(Vector& x) const {
    for (Index n = 0; n < bounds_.lower.size(); ++n) x[n] = std::max(x[n], bounds_.lower[n]);
    for (Index n = 0; n < bounds_.upper.size(); ++n) x[n] = std::min(x[n], bounds_.upper[n]);
  }
  [[nodiscard]] bool at_lower(Index n) const {
    return !bounds_.lower.empty() && x_[n] <= bounds_.lower[n];
  }
  [[nodiscard]] bool at_upper(Index n) const {
    return !bounds_.upper.empty() && x_[n] >= bounds_.upper[n];
  }

  /// Variables at a bound that would leave it.
  void hold_back() {
    for (Index n = 0; n < x_.size(); ++n) {
      held_[n] = (at_lower(n) && gradient_[n] >= 0.0) || (at_upper(n) && gradient_[n] <= 0.0);
    }
  }
  [[nodiscard]] double projected_norm() const {
    double norm = 0.0;
    for (Index n = 0; n < x_.size(); ++n) {
      if (held_[n] == 0) norm = std::max(norm, std::abs(gradient_[n]));
    }
    return norm;
  }
  void clear_held(Vector& v) const {
    for (Index n = 0; n < v.size(); ++n) {
      if (held_[n] != 0) v[n] = 0.0;
    }
  }

  /// Minus the inverse Hessian, as remembered, times the gradient, among the free variables.
  [[nodiscard]] Vector direction() const {
    Vector d = gradient_;
    clear_held(d);
    std::vector<double> weight(pairs_.size());
    for (Index p = pairs_.size(); p-- > 0;) {
      weight[p] = dot(pairs_[p].step, d) / pairs_[p].curvature;
      for (Index n = 0; n < d.size(); ++n) d[n] -= weight[p] * pairs_[p].change[n];
    }
    if (!pairs_.empty()) {
      const Pair& last = pairs_.back();
      const double scale = last.curvature / dot(last.change, last.change);
      for (double& entry : d) entry *= scale;
    }
    for (Index p = 0; p < pairs_.size(); ++p) {
      const double back = dot(pairs_[p].change, d) / pairs_[p].curvature;
      for (Index n = 0; n < d.size(); ++n) d[n] += (weight[p] - back) * pairs_[p].step[n];
    }
    for (double& entry : d) entry = -entry;
    clear_held(d);
    return d;
  }

  /// One step with Armijo's rule; false if none leads down.
  bool step() {
    Vector d = direction();
    if (!(dot(d, gradient_) < 0.0)) return false;
    double length = 1.0;
    if (pairs_.empty()) length = std::min(1.0, k_first_step / std::sqrt(dot(d, d)));
    Vector next(x_.size());
    Vector next_gradient(x_.size());
    for (Index halvings = 0; halvings < k_max_halvings; ++halvings, length *= 0.5) {
      for (Index n = 0; n < x_.size(); ++n) next[n] = x_[n] + length * d[n];
      project(next);
      double promised = 0.0;
      for (Index n = 0; n < x_.size(); ++n) promised += gradient_[n] * (next[n] - x_[n]);
      const double value = evaluate(next, next_gradient);
      const double noise = options_.value_noise * std::max(1.0, std::abs(value_));
      if (std::isfinite(value) && value <= value_ + k_armijo * promised + noise &&
          improves(value, next, next_gradient)) {
        accept(std::move(next), std::move(next_gradient), value);
        return true;
      }
      if (evaluations_ >= options_.max_evaluations) return false;
    }
    return false;
  }

  /// Where the function is flat to working precision, the gradient decides: along the step it must
  /// not have turned by more than it was.
  [[nodiscard]] bool improves(double value, const Vector& next, const Vector& next_gradient) const {
    if (value < value_) return true;
    double before = 0.0;
    double after = 0.0;
    for (Index n = 0; n < x_.size(); ++n) {
      before += gradient_[n] * (next[n] - x_[n]);
      after += next_gradient[n] * (next[n] - x_[n]);
    }
    return std::abs(after) < std::abs(before);
  }

  void accept(Vector next, Vector next_gradient, double value) {
    Pair pair{Vector(x_.size()), Vector(x_.size()), 0.0};
    for (Index n = 0; n < x_.size(); ++n) {
      pair.step[n] = next[n] - x_[n];
      pair.change[n] = next_gradient[n] - gradient_[n];
    }
    pair.curvature = dot(pair.step, pair.change);
    if (pair.curvature > k_curvature * dot(pair.change, pair.change)) {
      pairs_.push_back(std::move(pair));
      if (pairs_.size() > options_.memory) pairs_.pop_front();
    }
    x_ = std::move(next);
    gradient_ = std::move(next_gradient);
    value_ = value;
  }

  Minimum result(bool converged, const char* note) const {
    Minimum minimum{x_, value_, projected_norm(), evaluations_, converged, {}, {}, note};
    for (Index n = 0; n < x_.size(); ++n) {
      if (held_[n] == 0) continue;
      (at_lower(n) ? minimum.at_lower : minimum.at_upper).push_back(n);
    }
    return minimum;
  }

  static constexpr double k_armijo = 1e-4;
  static constexpr double k_curvature = 1e-14;
  static constexpr double k_first_step = 0.1;
  static constexpr Index k_max_halvings = 40;

  const Objective& objective_;
  const Bounds& bounds_;
  const MinimiseOptions& options_;
  Vector x_;
  Vector gradient_;
  double value_ = 0.0;
  Index evaluations_ = 0;
  std::vector<std::uint8_t> held_;
  std::deque<Pair> pairs_;
};

}  // namespace

Minimum minimise(const Objective& objective, Vector start, const Bounds& bounds,
                 const MinimiseOptions& options) {
  return Search(objective, std::move(start), bounds, options).run();
}

}  // namespace domar::numerics
