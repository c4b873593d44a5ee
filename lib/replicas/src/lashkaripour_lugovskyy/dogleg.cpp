/// @file Powell's dogleg on residuals in money, as MATLAB's fsolve takes it: a step is the
/// steepest descent up to the trust region's edge, or goes on from its best point towards Newton's.

#include <algorithm>
#include <cmath>
#include <limits>

#include "domar/numerics/dense.hpp"
#include "money_system.hpp"

namespace domar::replicas::lashkaripour_lugovskyy {

namespace {

/// What MATLAB does with the radius: quartered after a step that gained less than 1/20 of what the
/// linear model promised, which is not taken; at least 2.5 steps after one that gained 9/10.
constexpr double k_rejected = 0.05;
constexpr double k_good = 0.9;
constexpr double k_narrower = 0.25;
constexpr double k_wider = 2.5;

double dot(const Vector& a, const Vector& b) {
  double sum = 0.0;
  for (Index i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

Vector times(const Matrix& m, const Vector& v) {
  Vector result(m.rows(), 0.0);
  for (Index i = 0; i < m.rows(); ++i) {
    for (Index j = 0; j < m.cols(); ++j) result[i] += m(i, j) * v[j];
  }
  return result;
}

/// The linear model of the residuals at a point.
struct Model {
  Vector residual;
  Matrix slopes;
  Vector gradient;  ///< of half the sum of squares
  numerics::DenseLu factors;
  bool regular = false;

  Model(MoneySystem& system, const Vector& x) {
    Slopes by_sector;
    residual = system.residuals(x, &by_sector);
    slopes = dense(by_sector);
    gradient.assign(slopes.cols(), 0.0);
    for (Index i = 0; i < slopes.rows(); ++i) {
      for (Index j = 0; j < slopes.cols(); ++j) gradient[j] += slopes(i, j) * residual[i];
    }
    regular = factors.factor(slopes);
  }

  /// The dogleg's point at most `radius` away.
  [[nodiscard]] Vector step(double radius) const {
    Vector cauchy = gradient;
    const double steepness = std::sqrt(squares(gradient));
    const double curvature = squares(times(slopes, gradient));
    const double length = std::min(radius, steepness * steepness * steepness / curvature);
    for (double& entry : cauchy) entry *= -length / steepness;
    if (!regular || radius - length < std::numeric_limits<double>::epsilon()) return cauchy;

    Vector newton = factors.solve(residual);
    for (double& entry : newton) entry = -entry;
    if (squares(newton) <= radius * radius) return newton;
    Vector between = newton;
    for (Index m = 0; m < between.size(); ++m) between[m] -= cauchy[m];
    const double a = squares(between);
    const double b = dot(cauchy, between);
    const double c = length * length - radius * radius;
    const double root = std::sqrt(b * b - a * c);
    const double part = b > 0.0 ? -c / (b + root) : (root - b) / a;
    for (Index m = 0; m < cauchy.size(); ++m) cauchy[m] += part * between[m];
    return cauchy;
  }

  /// By how much the step lowers half the sum of squares if the model holds.
  [[nodiscard]] double promised(const Vector& step) const {
    return -dot(gradient, step) - 0.5 * squares(times(slopes, step));
  }
};

}  // namespace

StoppedPoint dogleg(MoneySystem& system, Vector start, const StopRule& rule) {
  // What their run goes on with is rounding: no gain moves by 1e-8 any more.
  constexpr double k_enough = 1e-8;
  StoppedPoint at{std::move(start), {}, 0};
  Model model(system, at.x);
  double radius = 1.0;
  while (at.iterations < rule.most_iterations && squares(model.residual) > k_enough &&
         radius > 2.0 * std::numeric_limits<double>::epsilon()) {
    ++at.iterations;
    const Vector step = model.step(radius);
    Vector next = at.x;
    for (Index m = 0; m < step.size(); ++m) next[m] += step[m];
    const Vector there = system.residuals(next);
    const double promised = model.promised(step);
    const double gained = 0.5 * (squares(model.residual) - squares(there));
    const double length = std::sqrt(squares(step));
    const bool taken = promised > 0.0 && gained > k_rejected * promised;
    if (!taken) radius = k_narrower * length;
    if (taken && gained >= k_good * promised) radius = std::max(radius, k_wider * length);
    if (!taken) continue;
    at.x = std::move(next);
    model = Model(system, at.x);
  }
  at.residual = model.residual;
  return at;
}

}  // namespace domar::replicas::lashkaripour_lugovskyy
