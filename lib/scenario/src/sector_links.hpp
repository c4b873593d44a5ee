#pragma once
/// @file Links: links between sectors from a small CSV file.

#include <filesystem>
#include <vector>

#include "domar/accounts/sector_link.hpp"
#include "domar/base/labels.hpp"
#include "domar/base/result.hpp"

namespace domar::scenario {

/// Columns from,to,weight,source,status; sectors are codes or titles.
/// @error bad_value  a weight below 0, a sector linked to itself, a link that stands twice;
/// @error not_found  an unknown sector; the hint names the nearest. Errors carry file:line:column.
Result<std::vector<accounts::SectorLink>> read_links(const std::filesystem::path& path,
                                                     const Labels& sectors);

}  // namespace domar::scenario
