#pragma once
/// @file Exponentials and logarithms of whole arrays, after SLEEF.
///
/// As many lanes at once as the machine has. Fused operations are never used, so every machine and
/// every array length gives the same bits for the same number; errors stay below 1 unit in the last
/// place.

#include "domar/base/array.hpp"

namespace domar::numerics {

/// x[i] = exp(x[i]).
void exp_all(double* x, Index n);

/// x[i] = ln(x[i]).
void log_all(double* x, Index n);

}  // namespace domar::numerics
