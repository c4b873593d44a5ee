#pragma once
/// @file Aggregate: the same economy with fewer regions and sectors, nothing lost.

#include "domar/accounts/concordance.hpp"
#include "domar/accounts/economy.hpp"

namespace domar::accounts {

/// The accounts by new regions and goods:
/// use'[R](G, U) = sum over r -> R, g -> G, u -> U of weight(g, G) weight(u, U) use[r](g, u).
///
/// An industry goes where the goods go that it supplies: when all of them go the same way, so does
/// it, and it takes the code of the new good. When they part, it is kept whole under its own code
/// (a rest of the world of one industry that supplies every imported variety stays one industry).
/// An industry that supplies nothing goes with the good of its code, or is kept. Industries of one
/// new region that go to the same good become one; so do kept ones of the same code, and final
/// uses of the same kind and code. Their order is that of first appearance. Satellite accounts go
/// with their industries and final uses.
///
/// A sector that is divided by weights is divided with one recipe and one pattern of sales: that is
/// a proportional split, not knowledge about its parts (see split.hpp).
///
/// @param economy  one that passes check_shapes(); unit, year, price basis and facts are kept.
/// @param regions  sources are the codes of economy.regions; every region goes to one target.
/// @param goods    sources are the codes of economy.goods; weights allowed.
/// @return  The aggregated economy. Sums of flows, of value added, and the balance of what was
///          balanced are kept to rounding (1e-12 relative). One note says what was done, none if
///          both concordances are identities.
/// @error shape_mismatch  codes of the economy and sources of a concordance differ; they are
///                        listed. Or the economy fails check_shapes().
/// @error bad_value       a region is divided (its parts would need trade between them), or a good
///                        of a new region would come from two industries; `where` names it.
Result<Economy> aggregate(const Economy& economy, const Concordance& regions,
                          const Concordance& goods);

}  // namespace domar::accounts
