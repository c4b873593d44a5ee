#pragma once
/// @file Subsistence of households in a nest file: the table [subsistence]. Format:
/// docs/reference/nest-files.md#subsistence; calibration: docs/theory/nests.md#subsistence.

#include "domar/base/array.hpp"
#include "domar/readers/toml.hpp"
#include "domar/scenario/economy_folder.hpp"
#include "sector_list.hpp"

namespace domar::scenario {

/// Part of what the first region's households buy of each good that they buy at any price, from
/// shares or from a Frisch parameter and expenditure elasticities.
///
/// @error bad_input, bad_value, not_found  with file:line:column: both kinds or none, unknown
///        sectors, a sector named twice or not bought by households, a share that is not from 0 to
///        below 1, elasticities that need less than no subsistence or do not add up.
[[nodiscard]] Result<Vector> read_subsistence(const readers::TomlTable& table,
                                              const EconomyFolder& folder, const Groups& groups);

}  // namespace domar::scenario
