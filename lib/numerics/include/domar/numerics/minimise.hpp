#pragma once
/// @file Minimum of a smooth function of many variables within bounds, by its gradient.

#include <functional>
#include <string>
#include <vector>

#include "domar/base/array.hpp"

namespace domar::numerics {

/// A smooth function and its gradient at x, written to `gradient` (same length as x). Not finite
/// where it is not defined: such a point is refused and a shorter step is taken.
using Objective = std::function<double(const Vector& x, Vector& gradient)>;

/// Lower and upper bound by variable; empty means none. Lower = upper holds a variable fixed.
struct Bounds {
  Vector lower;
  Vector upper;
};

struct MinimiseOptions {
  Index memory = 30;                 ///< pairs of steps and gradient changes that are remembered
  Index max_evaluations = 2000;      ///< of function and gradient together
  double gradient_tolerance = 1e-9;  ///< largest entry of the projected gradient at the end
  double value_noise = 1e-15;        ///< how exact values are; below it the gradient decides
};

/// Where the search stopped. Only `converged` is a minimum (a local one: the method goes downhill).
struct Minimum {
  Vector x;
  double value = 0.0;
  double gradient_norm = 0.0;  ///< largest entry of the projected gradient
  Index evaluations = 0;
  bool converged = false;
  std::vector<Index> at_lower;  ///< variables whose bound holds them back
  std::vector<Index> at_upper;
  std::string note;  ///< why it stopped where it is not converged
};

/// Projected limited-memory BFGS: variables whose bound holds them back are set aside, the others
/// move along the quasi-Newton direction, cut at the bounds, with Armijo's rule.
///
/// It wants variables scaled so that the second derivatives are of similar size.
/// A start outside the bounds is moved onto them.
///
/// @cost  one evaluation a step, rarely more, and 4 memory n operations.
///
/// Theory: docs/theory/scale.md#search. Source: Nocedal and Wright (2006), chapter 7; Bertsekas
/// (1982) for the set of variables held back.
[[nodiscard]] Minimum minimise(const Objective& objective, Vector start, const Bounds& bounds = {},
                               const MinimiseOptions& options = {});

}  // namespace domar::numerics
