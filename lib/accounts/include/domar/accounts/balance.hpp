#pragma once
/// @file RAS: bi-proportional scaling of a table to known row and column totals.

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"

namespace domar::accounts {

/// When RAS stops.
struct RasOptions {
  double tolerance = 1e-10;  ///< largest gap of a row or column, relative to the sum of the table
  int max_rounds = 1000;     ///< one round scales all rows, then all columns
};

/// What RAS made, converged or not.
struct RasReport {
  Matrix table;
  bool converged = false;
  int rounds = 0;
  double largest_gap = 0.0;  ///< largest gap of a row or column, relative to the sum of the table
};

/// The table closest to `start` (least information gained) that has the given totals:
/// m(i,j) = r_i start(i,j) s_j. A zero stays zero.
///
/// @param start       n x m, all entries >= 0.
/// @param row_totals  n, >= 0, in the unit of `start`.
/// @param col_totals  m, >= 0; adds up to the same sum as `row_totals` (1e-9 relative).
/// @return  The scaled table and how far it came; a table whose zeros leave no way to the totals
///          comes back with `converged` false.
/// @error   shape_mismatch  the totals do not fit the table.
/// @error   bad_value       an entry or a total is negative or not finite.
/// @error   unbalanced      row and column totals add up to different sums, or a positive total
///                          belongs to a row or column of zeros; `where` names it.
///
/// Source: Stone (1961); Miller and Blair (2009), chapter 7.
Result<RasReport> ras(const Matrix& start, const Vector& row_totals, const Vector& col_totals,
                      const RasOptions& options = {});

}  // namespace domar::accounts
