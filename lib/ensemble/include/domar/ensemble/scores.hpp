#pragma once
/// @file Scores: how good a forecast was, for single numbers, ensembles and vectors.
///
/// Theory: docs/theory/hindcast.md#scores. Lower is better for every score.

#include <vector>

#include "domar/base/array.hpp"

namespace domar::ensemble {

/// Mean |error| and root of the mean squared error of point forecasts, in the unit of the outcome.
/// Both are 0 without errors. @param errors  forecast - outcome.
[[nodiscard]] double mean_absolute_error(const Vector& errors);
[[nodiscard]] double root_mean_squared_error(const Vector& errors);

/// A forecast against a rival on the same outcomes.
struct Comparison {
  double relative_rmse =
      1.0;                 ///< of the model over that of the rival; below 1: the model is better
  double statistic = 0.0;  ///< Diebold-Mariano with Harvey's correction; below 0: the model
  double p_better =
      0.5;  ///< one-sided: chance of such a statistic or a lower one if both were alike
  int outcomes = 0;
};

/// Diebold and Mariano (1995) on squared errors, with the correction of Harvey, Leybourne and
/// Newbold (1997) and Student's t with one degree of freedom less than there are outcomes.
///
/// @param model, rival  errors of both, in the order of time, or across independent units.
/// @param horizon       steps ahead h >= 1: autocovariances of the loss difference up to h - 1 are
///                      counted. 1 for units that are independent of one another.
/// @return  a statistic of 0 where the errors are alike or fewer than 2.
[[nodiscard]] Comparison compare(const Vector& model, const Vector& rival, int horizon = 1);

/// The same test on differences of loss that are already there, for example means by country.
[[nodiscard]] Comparison compare_losses(const Vector& loss_difference, int horizon = 1);

/// Continuous ranked probability score of an ensemble, mean |X - y| - mean |X - X'| / 2, X and X'
/// any two members. For one member it is |X - y|.
/// @cost  O(n log n)
[[nodiscard]] double crps(Vector ensemble, double outcome);

/// The value below which a share p of the ensemble lies, straight lines between members.
/// @param sorted  from low to high, not empty.
[[nodiscard]] double quantile(const Vector& sorted, double p);

/// Probability integral transform: share of members below the outcome; equal ones count half.
[[nodiscard]] double pit(const Vector& ensemble, double outcome);

/// -ln of the ensemble's density at the outcome: Gaussian kernels of Silverman's width
/// 0.9 min(sd, iqr / 1.34) n^(-1/5). Infinite when all members are alike and miss.
[[nodiscard]] double log_score(Vector ensemble, double outcome);

/// Energy score of an ensemble of vectors, mean ||X - y|| - mean ||X - X'|| / 2.
/// @param ensemble  (member, component). @cost  O(members^2 components)
[[nodiscard]] double energy_score(const Matrix& ensemble, const Vector& outcome);

/// Are forecast ranges as wide as they should be?
struct Calibration {
  int outcomes = 0;
  double coverage_50 = 0.0;  ///< share of outcomes within the central 50 % of their ensemble
  double coverage_80 = 0.0;
  double coverage_95 = 0.0;
  Vector pit_histogram;          ///< share of outcomes in ten equal bins; flat when calibrated
  double pit_distance = 0.0;     ///< Kolmogorov's distance of the PIT from uniform
  double pit_probability = 1.0;  ///< of that distance or a larger one, if outcomes are independent
};

/// @param pits  one PIT for each outcome.
[[nodiscard]] Calibration calibration(Vector pits);

}  // namespace domar::ensemble
