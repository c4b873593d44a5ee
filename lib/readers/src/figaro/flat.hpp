#pragma once
/// @file FIGARO's flat file: one line for each cell of the matrix.

#include <string_view>

#include "domar/base/result.hpp"
#include "world/grid.hpp"
#include "world/table_text.hpp"

namespace domar::readers::figaro {

/// The first line names the columns of a flat file.
[[nodiscard]] bool is_flat(std::string_view first_line);

/// The matrix of a flat file: its labels are AREA_CODE, in order of first appearance.
/// @error bad_input  columns missing; cells missing or standing twice; lines with too few fields.
/// @error bad_value  a text that is no finite number; `where` is file:line:field.
/// @cost  two passes over the text.
Result<world::Grid> read_flat(const world::TableText& table);

}  // namespace domar::readers::figaro
