#pragma once
/// @file The official SEI series beside the model: counting drift and its uncertainty.

#include "domar/scenario/results.hpp"

namespace domar::scenario {

/// Official figures, lower bounds and targets from the economy's series, by year.
[[nodiscard]] std::vector<OfficialPoint> official_sei_points(const accounts::SeriesTable& series);

/// Least squares of ln(official / structure) on a level and a slope, over figures and lower bounds
/// after the base year. Needs three points for an uncertainty; with fewer the drift is zero.
/// @param unallocated  share of GDP that belongs to the structure although no industry is named.
[[nodiscard]] CountingDrift fit_drift(const std::vector<OfficialPoint>& official,
                                      const growth::Path& baseline, int held_from,
                                      double unallocated = 0.0);

/// ln drift of a year and the standard error of a single figure predicted for it; zeros up to the
/// base year and where nothing was fitted.
struct PredictedDrift {
  double log_drift = 0.0;
  double error = 0.0;
};
[[nodiscard]] PredictedDrift predicted_drift(const CountingDrift& drift, int base_year, int year);

/// The year from which on the drift stays as it is: `sei_drift_held_from`, or the base year.
[[nodiscard]] int drift_held_from(const accounts::FactTable& facts, int base_year);

/// Share of GDP that the official figure holds and no industry of the class does; 0 without one.
[[nodiscard]] double sei_unallocated(const accounts::FactTable& facts);

}  // namespace domar::scenario
