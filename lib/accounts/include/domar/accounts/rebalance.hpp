#pragma once
/// @file Rebalance: accounts that meet known totals, as close to the old ones as possible.

#include <string>
#include <vector>

#include "domar/accounts/economy.hpp"

namespace domar::accounts {

/// What a known total is a total of.
enum class TargetKind {
  output,       ///< gross output of an industry
  value_added,  ///< value added of an industry, or of the whole region where `code` is empty
  labour,       ///< one kind of value added, of an industry or of the whole region
  production_taxes,
  depreciation,
  operating_surplus,
  final_use,  ///< a column of final use, by its code
  exports,    ///< of a good, or of all goods where `code` is empty
  imports     ///< of a good, or of all goods where `code` is empty
};

/// "output", "value_added", "labour", ... as users write them.
[[nodiscard]] const char* name_of(TargetKind kind);
/// @error not_found  no such kind; the hint names the nearest.
Result<TargetKind> parse_target_kind(const std::string& name);

/// A total that is known from elsewhere.
struct Target {
  TargetKind kind = TargetKind::output;
  std::string region;  ///< code or title
  std::string code;    ///< industry, final use or good; may be empty as said above
  double value = 0.0;  ///< in the unit of the economy
  /// 1: met exactly. Below: missing it by m costs m^2 / (2 s) with s = |value| (1 / reliability -
  /// 1), so that 0.5 makes it as credible as a single cell of its size.
  double reliability = 1.0;
  std::string where{};  ///< file:line for messages; may be empty
};

/// How the accounts are moved.
enum class BalanceMethod {
  cross_entropy,  ///< least cross-entropy; any set of targets, exact or soft
  gras            ///< rows and columns scaled; targets of output, value added and final use only
};

struct RebalanceOptions {
  BalanceMethod method = BalanceMethod::cross_entropy;
  Index changes = 10;  ///< how many of the largest changes to report
};

/// A cell before and after, in the unit of the economy.
struct AccountChange {
  std::string where;  ///< "CHN:094 ... to CHN:091 ..."
  double before = 0.0;
  double after = 0.0;
};

/// The new accounts and what moved most.
struct Rebalanced {
  Economy economy;
  std::vector<AccountChange> changes;  ///< largest in money first
  double largest_gap = 0.0;            ///< of an equation, relative to the sizes of its terms
  int rounds = 0;
  double moved = 0.0;  ///< sum of |after - before| over all cells
};

/// Moves flows and value added so that every industry sells what it makes (sales = inputs + value
/// added) and the targets are met. Cells keep their sign; zeros stay zero. Without targets the
/// accounts are only made consistent.
///
/// @param economy  one that passes check_shapes(); need not balance.
/// @error not_found  a region, industry, good or final use of a target; the hint names the nearest.
/// @error bad_value  a target is not finite, stands twice, has no cells, or a reliability is
///                   outside (0, 1]; with `gras` a target that it cannot take.
/// @error infeasible, unbalanced  the totals contradict each other or the signs of the cells; the
///                   message names the smallest conflicting set that was found.
/// @error no_convergence  rounds ran out; the worst equation is named.
/// @cost  Cross-entropy: an LU of as many unknowns as industries and targets per round, plus
///        O(cells).  Theory: docs/theory/reshape.md#rebalance.
Result<Rebalanced> rebalance(const Economy& economy, const std::vector<Target>& targets,
                             const RebalanceOptions& options = {});

/// Accounts of a later (or earlier) year: all of `economy` scaled to the level of the targets (by
/// the sum of value-added targets if there are any, else of output, else of final use, over the
/// same items of `economy`), then rebalance() to them, dated `year`. A note says so.
/// Satellite accounts are left out, with a note: what was emitted in one year says nothing of
/// another.
///
/// @error  those of rebalance; bad_value  no target says how large the economy is.
Result<Rebalanced> extend(const Economy& economy, int year, const std::vector<Target>& targets,
                          const RebalanceOptions& options = {});

}  // namespace domar::accounts
