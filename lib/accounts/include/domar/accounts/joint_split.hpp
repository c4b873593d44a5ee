#pragma once
/// @file Joint split: many industries out of many sectors at once, each cell of the parents kept.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domar/accounts/concordance.hpp"
#include "domar/accounts/economy.hpp"
#include "domar/accounts/split.hpp"

namespace domar::accounts {

/// An industry to split out of one or several parents. Everything but the shares of output is a
/// prior: what is not named follows the parents, and the parents' cells win where they disagree.
/// Goods, users and industries are numbers in the economy that is split.
struct SplitIndustry {
  std::string code;  ///< new, for example "li_battery"
  std::string name;  ///< for people

  /// Parent good -> share of its gross output and of its sales, > 0; met exactly.
  std::map<Index, double> output_share;
  /// Good -> spending on it per unit of output, all origins and all pieces of the good together.
  std::map<Index, double> inputs;
  /// Good -> share of that spending that goes abroad, 0 to 1; otherwise as in the parents.
  std::map<Index, double> imported_inputs;
  /// ValueAdded row -> value added per unit of output. Ignored where the parent's cell is not
  /// positive: that one is divided by output.
  std::map<Index, double> value_added;
  /// User in the region -> share of sales. A parent's industry counts with all its pieces.
  std::map<Index, double> sales;
  /// Parent good -> share of the sales of this piece that goes abroad.
  std::map<Index, double> exports;
  /// Parent good -> share of the imports of that good that are this product; otherwise as its share
  /// of output. Met exactly if the cells have room for all that are given; else all are priors,
  /// with a note.
  std::map<Index, double> imports;
  /// Code of another industry of the plan -> how many times as likely this one is to buy from it as
  /// its share in the parent's cell says; > 0. For links known beyond the table: lithium batteries
  /// go into electric vehicles, not into others.
  std::map<std::string, double> affinity;
};

/// What to split out of which region.
struct SplitPlan {
  Index region = 0;
  /// Unnamed inputs and users below this share of a piece's output or sales stay with the rest of
  /// the parent: their detail is imputed anyway, and every cell costs time in a model. 0: none.
  double least_share = 0.0;
  std::vector<SplitIndustry> industries;
};

/// How the unknown rest of the division is drawn: every part of a cell is multiplied by a lognormal
/// variate before the last balance. (The Dirichlet draws of draw_split() would swamp industries
/// that are a thousandth of their parent.) Value added is not drawn here.
struct ShapeDraw {
  std::uint64_t seed = 0;
  double spread = 0.25;  ///< standard deviation in logs, >= 0
};

/// The economy with the new industries.
struct JointSplit {
  Economy economy;   ///< pieces of one industry joined; parents keep their codes and their rest
  Economy pieces;    ///< before joining: one piece per industry and parent ("li_battery@087")
  Concordance back;  ///< goods of `pieces` -> old goods: aggregate() returns the parents
  Concordance join;  ///< goods of `pieces` -> goods of `economy`
  std::vector<Split::Prior> priors;  ///< furthest from what was asked first
  int rounds = 0;                    ///< Newton steps
  double largest_gap = 0.0;          ///< of an output, sales or imports, relative to itself
};

/// Splits all industries of the plan out of their parents in one problem, so that the order of the
/// plan does not matter, then joins the pieces of each.
///
/// Every cell of every parent (column, row, imports of its good; where two parents meet, the whole
/// block) is divided among pieces and the rest of the parent and keeps its sign, so re-aggregation
/// returns the economy to rounding. Inputs plus value added of a piece are its share of the
/// parent's, sales likewise. An industry of several parents is allocated to them in proportion to
/// share x cell, then balanced to its output from each. Without priors every cell is divided by
/// output. With priors: least cross-entropy to them, given the cells and all totals. Satellite
/// accounts of the parents are divided by output, with a note.
///
/// @param economy  one that passes check_shapes().
/// @param draw     if given, cells are scattered around the central division before the last
///                 balance.
/// @error shape_mismatch  the economy fails check_shapes(), or a number points nowhere.
/// @error bad_value       a parent has no industry of its own; its output or sales are not
///                        positive; shares are not positive, or leave a parent no rest; a prior is
///                        negative or not finite; shares of imports add up to more than 1; a code
///                        is taken or unknown.
/// @error infeasible      no division meets the totals; `where` names the piece.
/// @cost  O(cells of the parents x pieces in them) and one dense LU with three unknowns per piece,
///        a Newton step; about 0.3 s for 48 industries out of 44 of 153 sectors.
///
/// Theory: docs/theory/reshape.md#joint-split.
Result<JointSplit> split_jointly(const Economy& economy, const SplitPlan& plan,
                                 const std::optional<ShapeDraw>& draw = std::nullopt);

}  // namespace domar::accounts
