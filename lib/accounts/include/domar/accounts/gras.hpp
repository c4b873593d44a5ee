#pragma once
/// @file GRAS: bi-proportional scaling of a table with negative cells, and why margins conflict.

#include <optional>
#include <string>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"

namespace domar::accounts {

/// When GRAS stops, and how much it tells.
struct GrasOptions {
  double tolerance = 1e-10;  ///< largest gap of a row or column, relative to the sum of |totals|
  int max_rounds = 2000;     ///< one round scales all rows, then all columns
  Index changes = 10;        ///< how many of the largest changes to report
};

/// A cell before and after, in the unit of the table.
struct CellChange {
  Index row = 0;
  Index col = 0;
  double before = 0.0;
  double after = 0.0;
};

/// What GRAS made, converged or not.
struct GrasReport {
  Matrix table;
  bool converged = false;
  int rounds = 0;
  double largest_gap = 0.0;         ///< of a row or column, relative to the sum of |totals|
  std::vector<CellChange> changes;  ///< largest in money first
};

/// Rows and columns whose totals contradict each other whatever the sizes of the cells: between
/// them and the rest of the table there are only cells of the wrong sign, or none.
struct MarginConflict {
  std::vector<Index> rows;
  std::vector<Index> cols;
  double row_total = 0.0;  ///< sum of the totals of `rows`
  double col_total = 0.0;  ///< sum of the totals of `cols`

  /// "row 3: total 5, but its columns (2, 4) have 4", ready for an error.
  [[nodiscard]] std::string message() const;
};

/// A small set of totals that no table with the signs of `start` can meet, or nothing if there is
/// such a table. Cells can take any size but keep their sign; zeros stay.
///
/// Totals are supplies and demands, positive cells carry from row to column, negative ones from
/// column to row, without limit; a maximal flow that leaves a supply unsent shows the conflict: all
/// that is reachable from it. The smallest set so found is returned (not always the smallest there
/// is). A row without cells, and blocks without connection whose sums differ, are special cases.
///
/// @param start       n x m, finite, any sign; only signs matter.
/// @param row_totals  n, finite, any sign.  @param col_totals  m, likewise.
/// @param tolerance   differences below it, relative to the sum of |totals|, are rounding.
/// @error shape_mismatch, bad_value  as gras.
Result<std::optional<MarginConflict>> find_margin_conflict(const Matrix& start,
                                                           const Vector& row_totals,
                                                           const Vector& col_totals,
                                                           double tolerance = 1e-9);

/// The table closest to `start` that has the given totals; cells keep their signs:
/// m(i,j) = r_i p(i,j) s_j - n(i,j) / (r_i s_j), where p and -n are the positive and negative
/// cells. It minimises the sum of |start| z ln(z / e), z = m / start.
///
/// @param start       n x m, finite.
/// @param row_totals  n, finite, any sign, in the unit of `start`.
/// @param col_totals  m, likewise; adds up to the same sum (1e-9 of the sum of |totals|).
/// @return  The scaled table, how far it came, and what changed most. When totals can only be met
///          with some cells at zero, convergence is slow and `converged` may be false.
/// @error   shape_mismatch  the totals do not fit the table.
/// @error   bad_value       a cell or a total is not finite.
/// @error   unbalanced      the totals contradict each other; `where` names the rows and columns.
/// @cost    O(n m) a round, and one maximal flow on the cells.
///
/// Theory: docs/theory/reshape.md#gras. Source (from memory): Junius and Oosterhaven (2003); the
/// objective as corrected by Lenzen, Wood and Gallego (2007); rows without positive cells as in
/// Temurshoev, Miller and Bouwmeester (2013).
Result<GrasReport> gras(const Matrix& start, const Vector& row_totals, const Vector& col_totals,
                        const GrasOptions& options = {});

}  // namespace domar::accounts
