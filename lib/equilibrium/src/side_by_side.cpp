#include "side_by_side.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "residual_norm.hpp"

namespace domar::equilibrium {

namespace {
constexpr int k_iterations = 80;
/// Where new tangents do not help, the start is too far away.
constexpr int k_most_tangents = 2;
/// Inner gaps may be this share of the tolerance: they reach the markets several times larger.
constexpr double k_inner_share = 0.1;
/// Steps that bring no market nearer are halved, down to those of no consequence. Small markets may
/// move far: their demand is a power of their price. Steps that are far longer lead nowhere.
constexpr int k_halvings = 4;
constexpr double k_short_step = 0.3;
constexpr double k_hopeless_step = 20.0;
/// An iteration that leaves more than this share stalls. A new tangent costs as much as some fifty
/// iterations, so several are allowed to.
constexpr double k_stalls = 0.8;
constexpr int k_allowed_stalls = 12;
constexpr double k_allowed_growth = 4.0;
}  // namespace

/// Largest gap of all equations; infinite where they cannot be evaluated.
double SideBySide::probe(const Vector& x) {
  ++probes;
  if (!evaluation_.probe(x)) return std::numeric_limits<double>::infinity();
  return std::max(residual_norm(evaluation_.residual(), numeraire_).size, evaluation_.inner_gap());
}

bool SideBySide::close_enough(double gap) const {
  const double inner = std::max(Evaluation::k_finest_price_tolerance, k_inner_share * tolerance_);
  return gap <= tolerance_ && evaluation_.inner_gap() <= inner;
}

bool SideBySide::refresh() {
  ++jacobians;
  learnt_.forget();
  return tangent_.take(evaluation_.whole_tangent());
}

/// What a step of inner unknown i is measured in: 1 for ln prices, its guess for sales and incomes.
double SideBySide::size_of(Index i, const Vector& guess) const {
  const Index prices = guess.size() - evaluation_.sales_and_incomes();
  return i < prices || guess[i] == 0.0 ? 1.0 : std::abs(guess[i]);
}

/// The kept tangent's step of x, then of the inner unknowns: sales and incomes relative to their
/// guess.
Vector SideBySide::step(const Vector& guess) {
  Vector step = tangent_.step(evaluation_.residual_after_inner_steps());
  const Vector inner = evaluation_.inner_steps(step);
  for (Index i = 0; i < inner.size(); ++i) step.push_back(inner[i] / size_of(i, guess));
  return step;
}

/// Goes a part of the step from x = at and this guess.
void SideBySide::move(Vector& x, const Vector& at, const Vector& guess, const Vector& step,
                      double part) {
  const Index outer = x.size();
  for (Index i = 0; i < outer; ++i) x[i] = at[i] + part * step[i];
  Vector next = guess;
  for (Index i = 0; i < guess.size(); ++i) {
    next[i] += part * size_of(i, guess) * step[outer + i];
  }
  evaluation_.set_inner_guess(x, next);
}

/// The gap at x, or where the hint leads if that is nearer.
double SideBySide::first_gap(Vector& x, const Vector& hint) {
  const double gap = probe(x);
  if (hint.size() != x.size() || !evaluation_.have_tangent() || close_enough(gap)) return gap;
  const Vector at = x;
  const Vector guess = evaluation_.inner_guess();
  const Vector inner = evaluation_.inner_steps_along(hint);
  Vector next = guess;
  for (Index i = 0; i < x.size(); ++i) x[i] += hint[i];
  for (Index i = 0; i < next.size(); ++i) next[i] += inner[i];
  evaluation_.set_inner_guess(x, next);
  const double hinted = probe(x);
  if (hinted < gap) return hinted;
  x = at;
  evaluation_.set_inner_guess(at, guess);
  return probe(x);
}

double SideBySide::solve(Vector& x, double tolerance, const Vector& hint) {
  const Vector first = x;
  const Vector first_guess = evaluation_.inner_guess();
  const auto fail = [&] {
    x = first;
    evaluation_.set_inner_guess(first, first_guess);
    return std::numeric_limits<double>::infinity();
  };
  tolerance_ = tolerance;
  probes = 0;
  jacobians = 0;
  learnt_.pause();
  double gap = first_gap(x, hint);
  if (!std::isfinite(gap)) return fail();
  bool fresh = false;
  int stalls = 0;
  for (int iteration = 0; iteration < k_iterations; ++iteration) {
    if (close_enough(gap)) return residual_norm(evaluation_.residual(), numeraire_).size;
    if (!tangent_.usable() || !evaluation_.have_tangent()) {
      if (fresh || jacobians == k_most_tangents || !refresh()) return fail();
      fresh = true;
      stalls = 0;
    }
    const Vector at = x;
    const Vector guess = evaluation_.inner_guess();
    Vector next = step(guess);
    if (!learnt_.correct(next)) {
      tangent_.drop();
      continue;
    }
    double longest = 0.0;
    for (const double value : next) longest = std::max(longest, std::abs(value));
    if (!(longest <= k_hopeless_step)) return fail();
    double after = 0.0;
    double part = 1.0;
    for (int halving = 0; halving <= k_halvings; ++halving, part *= 0.5) {
      move(x, at, guess, next, part);
      after = probe(x);
      if (after < gap || close_enough(after) || longest * part < k_short_step) break;
    }
    if (!(after < k_stalls * gap)) ++stalls;
    if (!close_enough(after) && (!(after < k_allowed_growth * gap) || stalls > k_allowed_stalls)) {
      if (fresh) return fail();
      x = at;
      evaluation_.set_inner_guess(at, guess);
      gap = probe(x);
      tangent_.drop();
      continue;
    }
    fresh = false;
    gap = after;
    if (part == 1.0) {
      learnt_.taken(next);
    } else {
      learnt_.pause();
    }
  }
  return fail();
}

}  // namespace domar::equilibrium
