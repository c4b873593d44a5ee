#pragma once
/// @file Evidence: what measured growth leaves of sources that together claim more.
///
/// Theory: docs/theory/growth.md#evidence.

#include <string>
#include <vector>

#include "domar/base/array.hpp"

namespace domar::growth {

/// A contribution to growth before and after its sum was seen [any unit, the same for all].
struct Claim {
  std::string name;
  double mean = 0.0;
  double low = 0.0;   ///< 5 % lie below
  double high = 0.0;  ///< 5 % lie above
  double posterior_mean = 0.0;
  double posterior_sd = 0.0;
};

/// Linear-Gaussian update: claims are independent normals whose sum, with an unexplained part of
/// mean 0, was measured. Claims keep their order; without spread a claim stays.
/// @param unexplained_sd  of what no claim names, above 0.
void weigh(std::vector<Claim>& claims, double measured, double unexplained_sd);

}  // namespace domar::growth
