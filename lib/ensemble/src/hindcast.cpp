#include "domar/ensemble/hindcast.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "domar/ensemble/design.hpp"
#include "domar/numerics/distributions.hpp"

namespace domar::ensemble {

namespace {

constexpr int k_tail_dof = 4;                 ///< changes of shares have fatter tails than a normal
constexpr double k_median_of_t4 = 0.7406971;  ///< of |t| with 4 degrees of freedom
/// Shares below this are left out of log scores: a kernel in a share that is next to nothing says
/// nothing.
constexpr double k_smallest_share = 1e-5;

/// Numbers of the shares of each cluster, in order.
std::vector<std::vector<Index>> clusters_of(const std::vector<Index>& cluster) {
  std::vector<std::vector<Index>> groups;
  for (Index i = 0; i < cluster.size(); ++i) {
    groups.resize(std::max<Index>(groups.size(), cluster[i] + 1));
    groups[cluster[i]].push_back(i);
  }
  return groups;
}

Vector errors_of(const Vector& point, const Vector& outcome) {
  Vector errors(outcome.size());
  for (Index i = 0; i < errors.size(); ++i) errors[i] = point[i] - outcome[i];
  return errors;
}

/// Mean difference of squared errors by cluster.
Vector loss_difference(const Vector& ours, const Vector& rival,
                       const std::vector<std::vector<Index>>& groups) {
  Vector difference;
  for (const auto& group : groups) {
    if (group.empty()) continue;
    double sum = 0.0;
    for (const Index i : group) sum += ours[i] * ours[i] - rival[i] * rival[i];
    difference.push_back(sum / static_cast<double>(group.size()));
  }
  return difference;
}

void score_members(const Matrix& members, const HindcastCase& hindcast,
                   const std::vector<std::vector<Index>>& groups, ForecastScore& score) {
  const auto n = static_cast<double>(hindcast.outcome.size());
  Vector pits;
  double scored = 0.0;
  for (Index i = 0; i < hindcast.outcome.size(); ++i) {
    Vector column(members.rows());
    for (Index m = 0; m < column.size(); ++m) column[m] = members(m, i);
    const double outcome = hindcast.outcome[i];
    score.crps += crps(column, outcome) / n;
    if (outcome <= k_smallest_share) continue;
    pits.push_back(pit(column, outcome));
    const double log = log_score(std::move(column), outcome);
    if (!std::isfinite(log)) continue;
    score.log_score += log;
    scored += 1.0;
  }
  if (scored > 0.0) score.log_score /= scored;
  score.calibration = calibration(std::move(pits));
  double counted = 0.0;
  for (const auto& group : groups) {
    if (group.empty()) continue;
    Matrix part(members.rows(), group.size());
    Vector outcome(group.size());
    for (Index c = 0; c < group.size(); ++c) {
      outcome[c] = hindcast.outcome[group[c]];
      for (Index m = 0; m < members.rows(); ++m) part(m, c) = members(m, group[c]);
    }
    score.energy += energy_score(part, outcome);
    counted += 1.0;
  }
  score.energy /= std::max(1.0, counted);
  score.has_members = true;
}

}  // namespace

std::vector<ForecastScore> score(const HindcastCase& hindcast) {
  const auto groups = clusters_of(hindcast.cluster);
  const auto filled = static_cast<Index>(std::count_if(
      groups.begin(), groups.end(), [](const auto& group) { return !group.empty(); }));
  const Vector walk = errors_of(hindcast.forecasters.at(1).point, hindcast.outcome);
  std::vector<ForecastScore> scores;
  for (const Forecaster& forecaster : hindcast.forecasters) {
    ForecastScore score;
    score.name = forecaster.name;
    score.uses_outcome = forecaster.uses_outcome;
    const Vector errors = errors_of(forecaster.point, hindcast.outcome);
    score.mae = mean_absolute_error(errors);
    score.rmse = root_mean_squared_error(errors);
    // One cluster alone has no scatter: then shares are taken as if independent.
    score.against_walk =
        filled > 1 ? compare_losses(loss_difference(errors, walk, groups)) : compare(errors, walk);
    score.against_walk.relative_rmse = compare(errors, walk).relative_rmse;
    if (!forecaster.members.empty()) score_members(forecaster.members, hindcast, groups, score);
    scores.push_back(std::move(score));
  }
  return scores;
}

namespace {

/// Brings the shares of every cluster back to the sum they had.
void restore_sums(std::span<double> shares, const Vector& wanted,
                  const std::vector<std::vector<Index>>& groups) {
  for (Index g = 0; g < groups.size(); ++g) {
    double now = 0.0;
    for (const Index i : groups[g]) now += shares[i];
    if (!(now > 0.0)) continue;
    for (const Index i : groups[g]) shares[i] *= wanted[g] / now;
  }
}

Vector sums_of(std::span<const double> shares, const std::vector<std::vector<Index>>& groups) {
  Vector sums(groups.size(), 0.0);
  for (Index g = 0; g < groups.size(); ++g) {
    for (const Index i : groups[g]) sums[g] += shares[i];
  }
  return sums;
}

}  // namespace

Matrix scattered(const Matrix& points, const std::vector<Index>& cluster, double median_change,
                 int years, Index members, std::uint64_t seed) {
  const auto groups = clusters_of(cluster);
  const double size = median_change * std::sqrt(static_cast<double>(years)) / k_median_of_t4;
  Matrix result(members, points.cols());
  for (Index m = 0; m < members; ++m) {
    const auto around = points.row(m % points.rows());
    for (Index i = 0; i < points.cols(); ++i) {
      const double u = counter_uniform(counter_seed(seed, m), i);
      result(m, i) = around[i] * std::exp(size * numerics::student_t_quantile(u, k_tail_dof));
    }
    restore_sums(result.row(m), sums_of(around, groups), groups);
  }
  return result;
}

Vector drifted(const Vector& before, const Vector& last, const std::vector<Index>& cluster,
               double steps) {
  Vector result = last;
  for (Index i = 0; i < last.size(); ++i) {
    if (before[i] > 0.0 && last[i] > 0.0) result[i] *= std::pow(last[i] / before[i], steps);
  }
  const auto groups = clusters_of(cluster);
  restore_sums(result, sums_of(last, groups), groups);
  return result;
}

}  // namespace domar::ensemble
