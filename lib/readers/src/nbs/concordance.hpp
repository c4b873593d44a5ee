#pragma once
/// @file Which coarse sector a fine sector belongs to, found by gross output.

#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"
#include "nbs/table.hpp"

namespace domar::readers::nbs {

/// Fine sector -> coarse sector. Coarse sectors are runs of consecutive fine ones whose gross
/// outputs add up to theirs (1e-9 relative; in the published tables they agree to 1e-12).
/// @error unbalanced  they do not; `where` names the first coarse sector that fails.
Result<std::vector<Index>> match_sectors(const Table& fine, const Table& coarse);

}  // namespace domar::readers::nbs
