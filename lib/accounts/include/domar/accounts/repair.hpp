#pragma once
/// @file Repair: named ways to make a table consistent, each reported with what it moved.

#include <string>
#include <vector>

#include "domar/accounts/economy.hpp"

namespace domar::accounts {

/// A repair that can be asked for by name.
struct RepairRule {
  std::string name;
  std::string what;  ///< one line for people: what it changes, and what is kept
};

/// All rules, in the order in which they are applied:
/// - negative-flows: an input below zero becomes zero; the seller's stocks at home take up the
///   difference, the buyer's operating surplus too, so that both balances stay;
/// - negative-final-use: a final use below zero other than stocks becomes zero, stocks of the
///   buyer's region take it;
/// - unsupplied-goods: a good that is sold but that no industry of its region supplies is taken
/// from
///   the region with most output of it, of which it becomes an export;
/// - income: value added at or below zero is raised to a hundredth of output; inputs give way in
///   proportion, and the sellers' stocks at home take what is not sold;
/// - sales: what an industry sells less than its output goes to stocks at home, more than its
/// output
///   comes from them;
/// - output: instead of `sales`, operating surplus closes the gap and output becomes what is sold.
///   Only by name.
[[nodiscard]] const std::vector<RepairRule>& repair_rules();

/// Money that a rule moved at one place.
struct Repair {
  std::string rule;
  std::string what;    ///< one sentence, no full stop
  std::string where;   ///< industry, variety or user
  double moved = 0.0;  ///< in the economy's unit, >= 0
};

/// The repaired accounts.
struct Repaired {
  Economy economy;
  std::vector<Repair> repairs;  ///< by rule, then by money, largest first
};

/// Applies rules to a copy of the accounts; each that did something leaves a note in the economy.
///
/// @param rules  names of repair_rules(), in any order; empty: all but those "only by name".
/// @error not_found   a name that is no rule; the hint lists them.
/// @error bad_value   a region has no stock changes to take up a difference; `where` names it.
/// @cost  One pass over the flows per rule.
Result<Repaired> repair(const Economy& economy, const std::vector<std::string>& rules);

}  // namespace domar::accounts
