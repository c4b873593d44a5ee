#pragma once
/// @file Nest: a detailed national table inside a world table, the world's totals kept.

#include <string>

#include "domar/accounts/concordance.hpp"
#include "domar/accounts/economy.hpp"

namespace domar::accounts {

/// The world with one region in detail.
struct Nested {
  Economy economy;
  Concordance back;          ///< goods of `economy` -> goods of the world; aggregate() undoes it
  double largest_gap = 0.0;  ///< of a piece's output or sales, relative to its parent's
  double priors_met = 0.0;   ///< share of the national table's money that found its cell as asked
};

/// Splits every industry of a region into the sectors of its national table that belong to it. The
/// national table gives structure, the world table gives money: shares of output, recipes, sales
/// and imports are taken from the national table as priors, and every cell of the world table stays
/// what it was (split.hpp). Industries elsewhere make all the pieces of their good. So years and
/// price bases may differ a little; a note tells both.
///
/// A world industry to which one national sector belongs keeps its name; one to which none belongs
/// stays as it is.
///
/// @param world     a table in which each industry of the region makes one good, and alone.
/// @param region    code or title of a region of `world`.
/// @param national  a table whose first region is that country.
/// @param sectors   sources: goods of `national` that its first region makes; targets: goods of
///                  `world`; every source goes to one target.
/// @error not_found       the region.
/// @error shape_mismatch  sources or targets of `sectors` do not fit the tables; all are listed.
/// @error bad_value       a sector is divided, or belongs to a world industry that makes nothing in
///                        the region although the sector has output: all are listed; and those of
///                        split.
/// @cost  One split() for each world industry with more than one sector.
Result<Nested> nest(const Economy& world, const std::string& region, const Economy& national,
                    const Concordance& sectors);

}  // namespace domar::accounts
