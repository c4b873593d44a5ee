#include "domar/numerics/distributions.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace domar::numerics {

double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

double normal_quantile(double p) {
  if (!(p > 0.0)) return -std::numeric_limits<double>::infinity();
  if (!(p < 1.0)) return std::numeric_limits<double>::infinity();
  // Bisection finds the neighbourhood, Newton the digits; tails from the smaller side, where erfc
  // keeps its relative precision.
  const double tail = std::min(p, 1.0 - p);
  double low = -40.0;
  double high = 0.0;
  for (int i = 0; i < 20; ++i) {
    const double middle = 0.5 * (low + high);
    (normal_cdf(middle) < tail ? low : high) = middle;
  }
  double z = 0.5 * (low + high);
  for (int i = 0; i < 4; ++i) {
    const double density = std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi);
    z -= (normal_cdf(z) - tail) / density;
  }
  return p < 0.5 ? z : -z;
}

double student_t_cdf(double t, int dof) {
  // Abramowitz and Stegun (1964), 26.7.3 and 26.7.4: a finite sum for whole degrees of freedom.
  const double angle = std::atan(t / std::sqrt(static_cast<double>(dof)));
  const double cosine = std::cos(angle);
  const bool odd = dof % 2 == 1;
  double term = odd ? cosine : 1.0;
  double sum = dof == 1 ? 0.0 : term;
  for (int k = odd ? 3 : 2; k <= dof - 2; k += 2) {
    term *= cosine * cosine * (k - 1.0) / k;
    sum += term;
  }
  const double within =
      odd ? 2.0 / std::numbers::pi * (angle + std::sin(angle) * sum) : std::sin(angle) * sum;
  return std::clamp(0.5 + 0.5 * within, 0.0, 1.0);
}

double student_t_quantile(double p, int dof) {
  // Bisection in the angle, on which the whole line is (-pi/2, pi/2).
  double low = -0.5 * std::numbers::pi;
  double high = -low;
  const double root = std::sqrt(static_cast<double>(dof));
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    (student_t_cdf(root * std::tan(middle), dof) < p ? low : high) = middle;
  }
  return root * std::tan(0.5 * (low + high));
}

double kolmogorov_cdf(double distance, int points) {
  const double root = std::sqrt(static_cast<double>(points));
  const double k = distance * (root + 0.12 + 0.11 / root);
  if (k < 0.2) return 0.0;  // the series needs too many terms there, and the sum is below 1e-12
  double tail = 0.0;
  for (int j = 1; j <= 100; ++j) {
    tail += (j % 2 == 1 ? 2.0 : -2.0) * std::exp(-2.0 * j * j * k * k);
  }
  return std::clamp(1.0 - tail, 0.0, 1.0);
}

}  // namespace domar::numerics
