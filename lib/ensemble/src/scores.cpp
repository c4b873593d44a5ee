#include "domar/ensemble/scores.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include "domar/numerics/distributions.hpp"

namespace domar::ensemble {

namespace {

double mean(const Vector& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Autocovariance at `lag`, divided by the number of values.
double autocovariance(const Vector& values, double centre, Index lag) {
  double sum = 0.0;
  for (Index t = lag; t < values.size(); ++t) {
    sum += (values[t] - centre) * (values[t - lag] - centre);
  }
  return sum / static_cast<double>(values.size());
}

}  // namespace

double mean_absolute_error(const Vector& errors) {
  if (errors.empty()) return 0.0;
  double sum = 0.0;
  for (const double e : errors) sum += std::abs(e);
  return sum / static_cast<double>(errors.size());
}

double root_mean_squared_error(const Vector& errors) {
  if (errors.empty()) return 0.0;
  double sum = 0.0;
  for (const double e : errors) sum += e * e;
  return std::sqrt(sum / static_cast<double>(errors.size()));
}

Comparison compare_losses(const Vector& difference, int horizon) {
  Comparison result;
  result.outcomes = static_cast<int>(difference.size());
  if (difference.size() < 2) return result;
  const auto n = static_cast<double>(difference.size());
  const double centre = mean(difference);
  const auto h = static_cast<double>(horizon);
  double variance = autocovariance(difference, centre, 0);
  for (Index lag = 1; lag < static_cast<Index>(horizon) && lag < difference.size(); ++lag) {
    variance += 2.0 * autocovariance(difference, centre, lag);
  }
  if (!(variance > 0.0)) return result;  // alike, or too short for that many lags
  const double harvey = std::sqrt((n + 1.0 - 2.0 * h + h * (h - 1.0) / n) / n);
  result.statistic = harvey * centre / std::sqrt(variance / n);
  result.p_better = numerics::student_t_cdf(result.statistic, result.outcomes - 1);
  return result;
}

Comparison compare(const Vector& model, const Vector& rival, int horizon) {
  Vector difference(model.size());
  for (Index i = 0; i < model.size(); ++i) {
    difference[i] = model[i] * model[i] - rival[i] * rival[i];
  }
  Comparison result = compare_losses(difference, horizon);
  const double rivals = root_mean_squared_error(rival);
  const double ours = root_mean_squared_error(model);
  if (rivals > 0.0) {
    result.relative_rmse = ours / rivals;
  } else if (ours > 0.0) {
    result.relative_rmse = std::numeric_limits<double>::infinity();
  }
  return result;
}

double crps(Vector ensemble, double outcome) {
  if (ensemble.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::sort(ensemble.begin(), ensemble.end());
  const auto n = static_cast<double>(ensemble.size());
  double distance = 0.0;
  double spread = 0.0;  // sum over ordered pairs of |x_i - x_j|, halved twice below
  for (Index i = 0; i < ensemble.size(); ++i) {
    distance += std::abs(ensemble[i] - outcome);
    spread += (2.0 * static_cast<double>(i) + 1.0 - n) * ensemble[i];
  }
  return distance / n - spread / (n * n);
}

double quantile(const Vector& sorted, double p) {
  const double place = std::clamp(p, 0.0, 1.0) * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<Index>(place);
  if (below + 1 >= sorted.size()) return sorted.back();
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[below + 1] - sorted[below]);
}

double pit(const Vector& ensemble, double outcome) {
  double below = 0.0;
  for (const double x : ensemble) below += x < outcome ? 1.0 : (x == outcome ? 0.5 : 0.0);
  return below / static_cast<double>(ensemble.size());
}

double log_score(Vector ensemble, double outcome) {
  if (ensemble.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::sort(ensemble.begin(), ensemble.end());
  const auto n = static_cast<double>(ensemble.size());
  const double centre = mean(ensemble);
  const double sd = std::sqrt(autocovariance(ensemble, centre, 0) * n / std::max(1.0, n - 1.0));
  const double iqr = quantile(ensemble, 0.75) - quantile(ensemble, 0.25);
  const double scale = iqr > 0.0 ? std::min(sd, iqr / 1.34) : sd;
  const double width = 0.9 * scale * std::pow(n, -0.2);
  if (!(width > 0.0)) {
    return outcome == centre ? -std::numeric_limits<double>::infinity()
                             : std::numeric_limits<double>::infinity();
  }
  // The logarithm of a sum of exponentials, the largest taken out: far outcomes stay finite.
  double nearest = std::numeric_limits<double>::infinity();
  for (const double x : ensemble) nearest = std::min(nearest, std::abs(x - outcome) / width);
  double sum = 0.0;
  for (const double x : ensemble) {
    const double z = (x - outcome) / width;
    sum += std::exp(0.5 * (nearest * nearest - z * z));
  }
  return 0.5 * nearest * nearest - std::log(sum) +
         std::log(n * width * std::sqrt(2.0 * std::numbers::pi));
}

double energy_score(const Matrix& ensemble, const Vector& outcome) {
  const auto distance = [](std::span<const double> a, std::span<const double> b) {
    double sum = 0.0;
    for (Index i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
    return std::sqrt(sum);
  };
  const auto n = static_cast<double>(ensemble.rows());
  double away = 0.0;
  double spread = 0.0;
  for (Index i = 0; i < ensemble.rows(); ++i) {
    away += distance(ensemble.row(i), outcome);
    for (Index j = 0; j < i; ++j) spread += distance(ensemble.row(i), ensemble.row(j));
  }
  return away / n - spread / (n * n);  // every pair stands once: half of the mean over both orders
}

Calibration calibration(Vector pits) {
  Calibration result;
  result.outcomes = static_cast<int>(pits.size());
  result.pit_histogram.assign(10, 0.0);
  if (pits.empty()) return result;
  std::sort(pits.begin(), pits.end());
  const auto n = static_cast<double>(pits.size());
  for (Index i = 0; i < pits.size(); ++i) {
    const double p = pits[i];
    const double from_middle = std::abs(p - 0.5);
    result.coverage_50 += from_middle <= 0.25 ? 1.0 / n : 0.0;
    result.coverage_80 += from_middle <= 0.40 ? 1.0 / n : 0.0;
    result.coverage_95 += from_middle <= 0.475 ? 1.0 / n : 0.0;
    result.pit_histogram[std::min<Index>(9, static_cast<Index>(10.0 * p))] += 1.0 / n;
    const auto rank = static_cast<double>(i);
    result.pit_distance = std::max({result.pit_distance, (rank + 1.0) / n - p, p - rank / n});
  }
  result.pit_probability = 1.0 - numerics::kolmogorov_cdf(result.pit_distance, result.outcomes);
  return result;
}

}  // namespace domar::ensemble
