#pragma once
/// @file Reads the table of known GDP that ships with Domar (economies/known-gdp/gdp.csv).

#include <filesystem>

#include "domar/accounts/known_gdp.hpp"
#include "domar/base/result.hpp"

namespace domar::readers {

/// Columns region, year, gdp [million US dollars], exchange_rate [national currency per US dollar].
/// @error  those of CsvTable::read and require_columns; bad_value  a number that is none or not
///         above zero, or a region and year that stand twice; with file:line:column.
Result<accounts::KnownGdp> read_known_gdp(const std::filesystem::path& path);

/// The table that ships with Domar; nothing known if it is not there.
/// @error  those of read_known_gdp.
Result<accounts::KnownGdp> shipped_known_gdp();

}  // namespace domar::readers
