#pragma once
/// @file Broyden's good method: a kept tangent, or slopes, corrected by what the steps taken have
/// taught.

#include <vector>

#include "domar/base/array.hpp"

namespace domar::numerics {

/// Only steps are stored (Kelley 1995, Iterative Methods for Linear and Nonlinear Equations,
/// chapter 7): every whole step and the one after it are a pair, and each pair corrects later
/// steps. Pairs stay useful when the problem moves a little, as long as the tangent is kept.
class Broyden {
 public:
  /// @param most_pairs  beyond these all are forgotten at the next pause
  explicit Broyden(Index most_pairs) : most_pairs_(most_pairs) {}

  /// Turns the kept tangent's step into the corrected one. False when the correction is nearly
  /// singular: then the tangent is too old.
  /// @cost  4 operations a pair and unknown
  [[nodiscard]] bool correct(Vector& step);

  /// The corrected step was taken whole: the next one learns from it.
  void taken(const Vector& step);

  /// The next step says nothing about the last one: it was shortened, or the problem has moved.
  void pause();

  /// A new tangent knows better.
  void forget();

 private:
  struct Pair {
    Vector step;
    Vector next;
    double length = 0.0;  ///< of step, squared
  };
  Index most_pairs_;
  std::vector<Pair> pairs_;
  Vector last_;
};

/// Corrects a small matrix of slopes itself: afterwards slopes x step = change.
void correct_slopes(Matrix& slopes, const Vector& step, const Vector& change);

}  // namespace domar::numerics
