#pragma once
/// @file Origin split: who uses the imports, estimated from a coarser table that knows.

#include <string>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"

namespace domar::accounts {

/// A table that tells origins apart, with fewer goods and users than the one to be split.
struct CoarseOrigins {
  Matrix domestic;             ///< coarse goods x coarse users
  Matrix imports;              ///< the same shape, the same unit
  std::vector<Index> good_of;  ///< fine good -> coarse good
  std::vector<Index> user_of;  ///< fine user -> coarse user
};

/// Imports by good and user, and how much had to be decided on the way.
struct OriginSplit {
  Matrix imports;  ///< goods x users; 0 <= imports <= max(total use, 0)
  /// Money that ended in another (coarse good, coarse user) cell than the coarse table says, as a
  /// share of all imports. 0 without a coarse table.
  double moved_share = 0.0;
  std::vector<Index> without_pattern;  ///< goods whose coarse shares were all 0: equal shares used
};

/// Splits a use table of goods whatever their origin into imports and the rest.
///
/// First guess of a cell: the import share of its coarse cell times the cell. Then every row is
/// scaled by one factor until it adds up to the imports of that good; a cell that reaches its total
/// use stays there and the others carry the rest: m(i,u) = min(k_i share(i,u) t(i,u), t(i,u)), k_i
/// exact. When cells with a positive share cannot hold all imports, the rest goes to the other
/// cells in proportion to their room. A cell of total use <= 0 (destocking) uses no imports.
/// Exports are not among the users: they use no imports.
///
/// @param total_use      n goods x users of the country, any origin.
/// @param total_imports  n, >= 0, in the unit of `total_use`; rows of the result add up to them
///                       within 1e-12.
/// @param coarse         shares and concordance; without it every user of a good gets the same
/// share.
/// @error shape_mismatch  sizes or concordance do not fit.
/// @error bad_value       imports are negative or a number is not finite.
/// @error unbalanced      imports of a good exceed what its users buy; `where` is the good's
/// number.
Result<OriginSplit> split_origins(const Matrix& total_use, const Vector& total_imports,
                                  const CoarseOrigins& coarse);
Result<OriginSplit> split_origins(const Matrix& total_use, const Vector& total_imports);

}  // namespace domar::accounts
