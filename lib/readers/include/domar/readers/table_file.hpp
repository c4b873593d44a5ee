#pragma once
/// @file Table file: an economy as one table in csv or xlsx, for other programs and for people.

#include <filesystem>
#include <string>

#include "domar/accounts/economy.hpp"
#include "domar/base/result.hpp"

namespace domar::readers {

/// Writes the table as csv, or as xlsx where the name ends so; all or nothing. Every number is
/// written with the digits that give the same double back. Facts, notes and satellite accounts are
/// not written.
///
/// Lines: "domar-table,1"; name, year, unit, price_basis, source, terms; four lines of labels of
/// users (region, code, name, kind: industry or a kind of final use); a line that names the five
/// columns of labels (origin, origin_name, good, good_name, supplier); then for each origin and
/// good what the users pay, and the four kinds of value added.
///
/// @error  those of Economy::check_shapes; bad_input  the file cannot be written, or is larger than
///         a sheet can be (16,384 columns, 1,048,576 rows).
Status write_table(const accounts::Economy& economy, const std::filesystem::path& path);

/// Reads what write_table wrote, from csv, gzip, zip or xlsx; `part` is the sheet or entry, or a
/// part of its name (empty: the only one). Columns and rows may stand in any
/// order; every origin has every good.
/// @error bad_input  labels missing, doubled or unknown (all listed), or another layout.
/// @error bad_value  text where a number should be, with its place.
Result<accounts::Economy> read_table(const std::filesystem::path& path,
                                     const std::string& part = "");

}  // namespace domar::readers
