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

}  // namespace domar::scenario
