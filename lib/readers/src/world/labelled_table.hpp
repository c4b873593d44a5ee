#pragma once
/// @file What readers of world tables share: years in names, REGION_CODE labels, incomes.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domar/accounts/known_gdp.hpp"
#include "domar/base/result.hpp"
#include "domar/readers/world/world_table.hpp"
#include "world/grid.hpp"

namespace domar::readers::world {

/// The last four digits that look like a year and stand alone: ICIO2021_2018.csv is of 2018.
[[nodiscard]] std::optional<int> year_in_name(const std::filesystem::path& path);

/// The year of a table whose name is `name`: the one that was asked for, else the last in the name,
/// else 0.
/// @error bad_input  the name holds years, but neither the one asked for nor a range ("1995-2011")
///                   that it is in.
Result<int> year_of(const std::filesystem::path& name, int asked);

/// The three capitals that stand alone in a name: CHN_NIOT_nov16.xlsx, oecd21_CHN_1995_2018.csv.gz.
[[nodiscard]] std::optional<std::string> country_in_name(const std::filesystem::path& path);

/// The country of a national table: the one that was asked for, else the one in the name, else
/// empty.
/// @error bad_input  the name is that of another country (one that is in `known`, where it is
///                   there: other capitals may mean anything).
Result<std::string> country_of(const std::filesystem::path& name, const std::string& asked,
                               const accounts::KnownGdp* known);

/// Puts rows of incomes (`names`) of `cols` into the table: a total only if there are no parts.
/// What is no value added is left out with a note.
/// @error bad_input  none of them is value added.
Status take_incomes(std::vector<Account> cols, const std::vector<std::string>& names,
                    const Matrix& values, WorldTable& table);

/// A table in one piece: rows REGION_SECTOR, columns REGION_SECTOR and REGION_FINALUSE, then rows
/// of incomes, of output and of totals, and a column of output, all known by name.
/// @error bad_input  a label is none of these; all are listed.
/// @error bad_value  a number is missing where one is needed.
Status take_labelled(const std::vector<Account>& rows, const std::vector<Account>& cols,
                     const Grid& grid, WorldTable& table);

/// Adds the plants of China and Mexico to the regions that are merged: CN1 ... CN4 are CHN, MX1 ...
/// MX3 are MEX.
void merge_plants(Repairs& repairs);

/// "CHN_C26" -> ("CHN", "C26"); without an underscore the region is empty.
[[nodiscard]] Account split_label(std::string_view label);

}  // namespace domar::readers::world
