#pragma once
/// @file Minimum cross-entropy: the numbers closest to prior ones that meet linear equations.

#include <string>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"

namespace domar::accounts {

/// sum of coefficient * cell = value, exactly or as well as its reliability allows.
struct LinearConstraint {
  struct Term {
    Index cell = 0;
    double coefficient = 1.0;
  };
  std::string name;         ///< for people, for example "output of steel"
  std::vector<Term> terms;  ///< a cell that stands twice counts with the sum
  double value = 0.0;       ///< in the unit of the cells

  /// 0: holds exactly. Above 0, in the unit of the cells: missing the value by m costs m^2 / (2
  /// slack). Moving a cell z by m costs about m^2 / (2 z), so a slack as large as the cell says
  /// that the equation is as credible as the cell's prior, and half of it twice as credible.
  double slack = 0.0;
};

/// When to stop, and how much to tell.
struct CrossEntropyOptions {
  double tolerance = 1e-11;  ///< largest gap of an equation, relative to the sizes of its terms
  int max_rounds = 300;      ///< Newton steps
  Index changes = 10;        ///< how many of the largest changes to report
};

/// What was found, converged or not.
struct CrossEntropyReport {
  /// A number before and after.
  struct Change {
    Index cell = 0;
    double before = 0.0;
    double after = 0.0;
  };
  Vector cells;
  Vector multipliers;  ///< lambda, one per equation: what a unit of `value` costs at the margin
  bool converged = false;
  int rounds = 0;
  double largest_gap = 0.0;     ///< of an equation, relative to the sizes of its terms
  std::string worst;            ///< its name
  std::vector<Change> changes;  ///< largest first
};

/// Minimises the sum of z ln(z / z0) - z + z0 over cells z of the sign of z0, subject to C z = d;
/// soft equations add (C z - d)^2 / (2 slack). The solution is z = z0 exp(sign(z0) C' lambda). A
/// negative cell counts with its size, and a zero stays zero. (The terms - z + z0 make the prior
/// itself the answer whenever it meets the equations; with a fixed total they change nothing.)
///
/// Newton's method on the convex dual, with line search; redundant equations do no harm.
///
/// @param prior        z0, finite, any sign.
/// @param constraints  rows of C and d.
/// @return  Cells and how far they came. `converged` is false when the equations can only be met
///          with some cells at zero, or rounds ran out.
/// @error   shape_mismatch  a constraint names a cell that does not exist.
/// @error   bad_value       a number is not finite or a slack is negative; `where` names it.
/// @error   infeasible      no cells of these signs meet the equations; `where` names those that
///                          together cannot hold (a combination of them reads: 0 or less = more).
/// @cost    One LU factorisation a round, O(k^3) for k constraints, dense.
///
/// Theory: docs/theory/reshape.md#cross-entropy. Source (from memory): Golan, Judge and Robinson
/// (1994); Robinson, Cattaneo and El-Said (2001).
Result<CrossEntropyReport> minimise_cross_entropy(const Vector& prior,
                                                  const std::vector<LinearConstraint>& constraints,
                                                  const CrossEntropyOptions& options = {});

}  // namespace domar::accounts
