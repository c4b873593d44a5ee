#pragma once
/// @file Split: a sector of an economy in pieces, each cell of the parent kept.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domar/accounts/concordance.hpp"
#include "domar/accounts/economy.hpp"

namespace domar::accounts {

/// What is known about a piece. Everything but the share of output is a prior: what is not named
/// follows the parent, and the parent's cells win where they disagree.
struct SplitPiece {
  std::string code;           ///< new, for example "094a"
  std::string name;           ///< for people
  double output_share = 0.0;  ///< of the parent's gross output and sales, > 0; met exactly

  /// Spending on a good (number in Economy::goods; all origins together) per unit of output. For
  /// the parent's own good: on all pieces together. 0: never buys it.
  std::map<Index, double> inputs;
  /// Value added (ValueAdded row) per unit of output.
  std::map<Index, double> value_added;
  /// Sales to a user (number among Economy::users()) per unit of sales. For the parent industry: to
  /// all pieces together.
  std::map<Index, double> sales;
  /// Share of the piece in the imports of the parent's good; without it `output_share`. Shares are
  /// divided by their sum.
  std::optional<double> import_share;
};

/// Which sector to split, into what. The shares of output add up to 1 (1e-9), so the last piece is
/// usually "the rest of" the parent.
struct SplitRequest {
  Index region = 0;  ///< where the parent industry is
  Index good = 0;    ///< the good it makes, and makes alone
  std::vector<SplitPiece> pieces;
};

/// The economy with the pieces, and what became of the priors.
struct Split {
  /// A prior and what the parent's cells left of it, both in the unit of the economy.
  struct Prior {
    std::string piece;
    std::string what;  ///< "input 094", "value added 0", "sales to 12"
    double asked = 0.0;
    double got = 0.0;
  };
  Economy economy;
  Concordance back;           ///< new goods -> old goods; aggregate() with it returns the parent
  std::vector<Prior> priors;  ///< furthest from what was asked first
  int rounds = 0;             ///< Newton steps
  double largest_gap = 0.0;   ///< of a piece's output or sales, relative to the parent's
};

/// Replaces a good and the industry that makes it by pieces, in place.
///
/// Each cell of the parent (its column of inputs and value added, its row of sales, imports of the
/// good) is divided among the pieces and keeps its sign, so re-aggregation returns the parent to
/// rounding. Inputs plus value added of piece k are w_k times those of the parent, sales likewise.
/// Without priors every cell is divided by w: the pieces share one recipe, and multipliers of all
/// other sectors stay as they were. With priors the division of least cross-entropy to
/// them is found, given the cells and both totals of every piece.
///
/// Satellite accounts of the parent are divided by w, with a note.
///
/// Industries of other regions that make the good are not split: they make all pieces. A piece out
/// of several parents: split each parent, then aggregate the pieces.
///
/// @param economy  one that passes check_shapes().
/// @error shape_mismatch  the economy fails check_shapes(), or a number points nowhere.
/// @error bad_value       no industry of the region makes the good, or it makes others too; its
///                        output or sales are not positive; fewer than one piece; shares are not
///                        positive or do not add up to 1; a prior is negative or not finite; a code
///                        is taken; priors of 0 leave a cell to nobody.
/// @error infeasible      priors of 0 leave no way to a piece's output or sales; `where` names it.
/// @cost  O(cells of the parent x pieces^2) a Newton step; the unknowns are two per piece.
///
/// Theory: docs/theory/reshape.md#split. Source (from memory): Wolsky (1984); Lindner, Legault and
/// Guan (2012).
Result<Split> split(const Economy& economy, const SplitRequest& request);

/// A random split: every cell of the central split() is divided by a Dirichlet draw around it, and
/// the cells are then brought back to the pieces' totals by least cross-entropy. Everything that
/// holds for split() holds for each draw; cells at 0 stay at 0, no other part is drawn below a
/// millionth of the largest of its cell; `output_share` is not drawn.
///
/// @param seed           the same seed gives the same draw (std::mt19937_64).
/// @param concentration  > 0; a share p of a cell is drawn with standard deviation sqrt(p (1 - p) /
///                       (concentration + 1)) before the totals are met: 0.05 to 0.15 for 20.
/// @error as split(); bad_value  concentration is not positive and finite.
Result<Split> draw_split(const Economy& economy, const SplitRequest& request, std::uint64_t seed,
                         double concentration = 20.0);

}  // namespace domar::accounts
