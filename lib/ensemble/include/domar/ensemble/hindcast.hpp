#pragma once
/// @file Hindcast: forecasts of a vector of shares, the model's beside its rivals', scored on what
/// came.
///
/// Theory: docs/theory/hindcast.md.

#include <cstdint>
#include <string>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/ensemble/scores.hpp"

namespace domar::ensemble {

/// One way to forecast.
struct Forecaster {
  std::string name;           ///< "Domar", "random walk", ...
  bool uses_outcome = false;  ///< was told something that came later, for example final demand
  Vector point;               ///< one for each share
  Matrix members;             ///< (member, share); empty: a point forecast only
};

/// What was forecast from one year for another. Shares of all clusters stand one after the other.
struct HindcastCase {
  std::string name;  ///< for example "China, value added by sector"
  int base_year = 0;
  int target_year = 0;
  std::vector<Index> cluster;  ///< by share: 0, 1, ...; a country, or each share its own
  Vector outcome;
  std::vector<Forecaster> forecasters;  ///< the first is the model, the second the random walk
};

/// A forecaster's scores in one case.
struct ForecastScore {
  std::string name;
  bool uses_outcome = false;
  double mae = 0.0;   ///< share
  double rmse = 0.0;  ///< share
  /// Against the random walk, loss differences averaged by cluster. Of the walk itself: undecided.
  Comparison against_walk;
  bool has_members = false;
  double crps = 0.0;          ///< mean over shares
  double energy = 0.0;        ///< mean over clusters
  double log_score = 0.0;     ///< mean over shares
  Calibration calibration{};  ///< of the members
};

/// @return one score for each forecaster. @cost  O(members^2 shares) for the energy score.
[[nodiscard]] std::vector<ForecastScore> score(const HindcastCase& hindcast);

/// Members around a point forecast: ln shares moved by Student's t with 4 degrees of freedom whose
/// median size is `median_change` a year times sqrt(years), then brought back to the sum of the
/// point forecast within each cluster. Member m depends on the seed and m alone.
///
/// @param points  (1 or member, share): around one forecast, or around those of many draws in turn
[[nodiscard]] Matrix scattered(const Matrix& points, const std::vector<Index>& cluster,
                               double median_change, int years, Index members, std::uint64_t seed);

/// Rival: every share goes on growing as between two years of the past, brought back to the sum.
[[nodiscard]] Vector drifted(const Vector& before, const Vector& last,
                             const std::vector<Index>& cluster, double steps);

}  // namespace domar::ensemble
