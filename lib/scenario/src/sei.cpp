#include "sei.hpp"

#include <algorithm>
#include <cmath>

#include "domar/numerics/distributions.hpp"

namespace domar::scenario {

std::vector<OfficialPoint> official_sei_points(const accounts::SeriesTable& series) {
  std::vector<OfficialPoint> points;
  for (const auto& [name, kind] : {std::pair{"sei_share_official", "figure"},
                                   std::pair{"sei_share_lower_bound", "lower bound"},
                                   std::pair{"sei_share_target", "target"}}) {
    const auto found = series.by_name.find(name);
    if (found == series.by_name.end()) continue;
    for (const auto& [year, fact] : found->second) points.push_back({year, fact.value, kind, fact});
  }
  std::stable_sort(points.begin(), points.end(),
                   [](const auto& a, const auto& b) { return a.year < b.year; });
  return points;
}

namespace {

/// Officials say "over 13 %" of what lies between 13 and 14 %.
constexpr double k_bound_allowance = 0.005;

}  // namespace

CountingDrift fit_drift(const std::vector<OfficialPoint>& official, const growth::Path& baseline,
                        int held_from, double unallocated) {
  CountingDrift drift;
  drift.held_from = held_from;
  std::vector<std::pair<double, double>> points;  // years since base, ln ratio
  const int base = baseline.years.front().year;
  for (const auto& year : baseline.years) {
    const OfficialPoint* best = nullptr;  // a figure is better than a bound for the same year
    for (const auto& point : official) {
      if (point.year != year.year || point.year <= base || point.kind == "target") continue;
      if (best == nullptr || point.kind == "figure") best = &point;
    }
    const auto structure = year.class_share.find("sei");
    if (best == nullptr || structure == year.class_share.end()) continue;
    const double value = best->value + (best->kind == "figure" ? 0.0 : k_bound_allowance);
    points.emplace_back(year.year - base, std::log(value / (structure->second + unallocated)));
    drift.years_fitted.push_back(year.year);
  }
  const auto n = static_cast<double>(points.size());
  if (points.size() < 3) return drift;
  double mean_t = 0.0;
  double mean_y = 0.0;
  for (const auto& [t, y] : points) {
    mean_t += t / n;
    mean_y += y / n;
  }
  double spread = 0.0;
  double joint = 0.0;
  for (const auto& [t, y] : points) {
    spread += (t - mean_t) * (t - mean_t);
    joint += (t - mean_t) * (y - mean_y);
  }
  drift.slope = joint / spread;
  drift.level = mean_y - drift.slope * mean_t;
  double errors = 0.0;
  for (const auto& [t, y] : points) errors += std::pow(y - drift.level - drift.slope * t, 2);
  drift.degrees_of_freedom = static_cast<int>(points.size()) - 2;
  drift.residual_sd = std::sqrt(errors / drift.degrees_of_freedom);
  drift.bound_allowance = k_bound_allowance;
  drift.t_90 = numerics::student_t_quantile(0.9, drift.degrees_of_freedom);
  drift.first_year = static_cast<int>(drift.years_fitted.front());
  drift.last_year = static_cast<int>(drift.years_fitted.back());
  return drift;
}

int drift_held_from(const accounts::FactTable& facts, int base_year) {
  const auto held = facts.by_name.find("sei_drift_held_from");
  return held == facts.by_name.end() ? base_year
                                     : static_cast<int>(std::lround(held->second.value));
}

double sei_unallocated(const accounts::FactTable& facts) {
  const auto found = facts.by_name.find("sei_unallocated");
  return found == facts.by_name.end() ? 0.0 : found->second.value;
}

PredictedDrift predicted_drift(const CountingDrift& drift, int base_year, int year) {
  if (drift.degrees_of_freedom == 0 || year <= base_year) return {};
  const double t = std::min(year, std::max(drift.held_from, drift.last_year)) - base_year;
  const auto n = static_cast<double>(drift.years_fitted.size());
  double mean = 0.0;
  for (const double y : drift.years_fitted) mean += (y - base_year) / n;
  double spread = 0.0;
  for (const double y : drift.years_fitted) spread += std::pow(y - base_year - mean, 2);
  return {drift.level + drift.slope * t,
          drift.residual_sd * std::sqrt(1.0 + 1.0 / n + (t - mean) * (t - mean) / spread)};
}

SeiShare Results::sei(const ScenarioResult& scenario, int year) const {
  SeiShare share;
  for (const auto& result : scenario.path.years) {
    if (result.year != year || !result.class_share.contains("sei")) continue;
    const PredictedDrift drift_of_year =
        predicted_drift(drift, scenario.path.years.front().year, year);
    share.unallocated = sei_unallocated;
    share.structure = result.class_share.at("sei") + sei_unallocated;
    share.total = share.structure * std::exp(drift_of_year.log_drift);
    share.reclassification = share.total - share.structure;
    const double reach = drift.t_90 * drift_of_year.error;
    share.low = share.total * std::exp(-reach);
    share.high = share.total * std::exp(reach);
  }
  return share;
}

double Results::probability_sei_reaches(const ScenarioResult& scenario, int year,
                                        double wanted) const {
  const SeiShare share = sei(scenario, year);
  const PredictedDrift drift_of_year =
      predicted_drift(drift, scenario.path.years.front().year, year);
  if (share.total <= 0.0) return 0.0;
  if (drift_of_year.error == 0.0) return share.total >= wanted ? 1.0 : 0.0;
  const double t = std::log(share.total / wanted) / drift_of_year.error;
  return numerics::student_t_cdf(t, drift.degrees_of_freedom);
}

}  // namespace domar::scenario
