#include "domar/numerics/broyden.hpp"

#include "domar/numerics/kernels.hpp"

namespace domar::numerics {

namespace {
/// Of a step's length; less is left only where the corrected tangent is nearly singular.
constexpr double k_least_left = 0.1;
}  // namespace

bool Broyden::correct(Vector& step) {
  const Index n = step.size();
  for (const Pair& pair : pairs_) {
    const double part = dot(pair.step.data(), step.data(), n) / pair.length;
    add_scaled(part, pair.next.data(), step.data(), n);
  }
  if (last_.empty()) return true;
  const double length = dot(last_.data(), last_.data(), n);
  const double left = 1.0 - dot(last_.data(), step.data(), n) / length;
  if (!(left >= k_least_left)) return false;
  for (double& value : step) value /= left;
  pairs_.push_back({std::move(last_), step, length});
  last_.clear();
  return true;
}

void Broyden::taken(const Vector& step) { last_ = step; }

void Broyden::pause() {
  last_.clear();
  if (pairs_.size() > most_pairs_) pairs_.clear();
}

void Broyden::forget() {
  last_.clear();
  pairs_.clear();
}

void correct_slopes(Matrix& slopes, const Vector& step, const Vector& change) {
  double length = 0.0;
  for (const double s : step) length += s * s;
  if (length == 0.0) return;
  for (Index i = 0; i < change.size(); ++i) {
    double predicted = 0.0;
    for (Index j = 0; j < step.size(); ++j) predicted += slopes(i, j) * step[j];
    for (Index j = 0; j < step.size(); ++j) {
      slopes(i, j) += (change[i] - predicted) * step[j] / length;
    }
  }
}

}  // namespace domar::numerics
