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

}  // namespace domar::numerics
