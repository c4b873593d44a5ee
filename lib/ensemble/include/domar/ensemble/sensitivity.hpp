#pragma once
/// @file Sensitivity: which uncertain input a result depends on, from draws that are there anyway.
///
/// Theory: docs/theory/uncertainty.md#sensitivity.

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"

namespace domar::ensemble {

/// Sobol's indices: shares of the variance of a result.
struct Sensitivity {
  Vector first;              ///< by input: what knowing this input alone would take away
  Vector total;              ///< by input: what would be left if all others were known
  double explained = 0.0;    ///< share of variance the fit explains, cross-validated
  double variance = 0.0;     ///< of the result over the draws
  std::vector<bool> in_fit;  ///< inputs that passed the screening; the others' indices are 0
};

/// First and total Sobol indices of y by a sparse polynomial chaos (Legendre polynomials, terms
/// chosen by least angle regression, Blatman and Sudret 2011) over the inputs that a screening by
/// single effects finds to matter most.
///
/// @param inputs    (draw, input), uniform on (0, 1) and independent.
/// @param outcomes  one finite number for each draw.
/// @param most      inputs let into the fit; its time grows with the fourth power.
/// @return  all zeros where the result does not vary.
/// @error shape_mismatch, bad_value (fewer than 16 draws, not finite), not_found (as openturns()).
/// @cost  about 1 s for 1,000 draws and 12 inputs.
[[nodiscard]] Result<Sensitivity> sobol_indices(const Matrix& inputs, const Vector& outcomes,
                                                Index most = 12);

}  // namespace domar::ensemble
