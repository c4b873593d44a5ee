#pragma once
/// @file Tables as pandas writes them with several lines and columns of labels.

#include <string>
#include <vector>

#include "domar/base/result.hpp"
#include "domar/readers/world/world_table.hpp"
#include "world/grid.hpp"
#include "world/source_files.hpp"

namespace domar::readers::pymrio {

/// Reads a table below two lines of labels, and perhaps a line that names the label columns.
/// @error  those of world::parse_grid; bad_input  no columns of labels.
Result<world::Grid> read_pandas(const world::SourceFiles& files, const std::string& name);

/// The two header lines as names of columns, the first two label columns as names of rows.
[[nodiscard]] std::vector<world::Account> columns_of(const world::Grid& grid);
[[nodiscard]] std::vector<world::Account> rows_of(const world::Grid& grid);

/// "Mill USD", "M.EUR", "Million USD" -> "million USD".
[[nodiscard]] std::string spelled_out(const std::string& unit);

}  // namespace domar::readers::pymrio
