#pragma once
/// @file Tables: parameters, figures, series and classifications from small documented CSV files.

#include <filesystem>

#include "domar/accounts/classification.hpp"
#include "domar/accounts/parameters.hpp"
#include "domar/base/labels.hpp"
#include "domar/base/result.hpp"

namespace domar::readers {

// Common to all four. Columns are matched by the names in the header, in any order; missing,
// unknown and doubled ones are bad_input. Errors carry file:line:column:
//   bad_value  no finite number, unknown status, low above value or value above high, a share
//   outside
//              [0, 1], a year that is no year, an entry that stands twice;
//   not_found  an unknown sector; the hint names the nearest.

/// Columns sector,parameter,value,unit,year,source,vintage,status. Sectors are codes or titles.
/// @error bad_input  a parameter is not given for every sector; all missing ones are listed.
Result<accounts::SectorParameters> read_parameters(const std::filesystem::path& path,
                                                   const Labels& sectors);

/// Columns name,value,low,high,unit,year,source,vintage,status; low and high may be empty.
Result<accounts::FactTable> read_facts(const std::filesystem::path& path);

/// Columns name,year,value,unit,source,vintage,status.
Result<accounts::SeriesTable> read_series(const std::filesystem::path& path);

/// Columns sector,share,group,source,status. A sector may stand in several groups, but its shares
/// add up to 1 at most. The name of the classification is the file's name without its ending.
Result<accounts::Classification> read_classification(const std::filesystem::path& path,
                                                     const Labels& sectors);

}  // namespace domar::readers
