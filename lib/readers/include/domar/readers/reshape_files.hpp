#pragma once
/// @file Reads what the reshaping tools need: known totals, prices, supply and use tables.

#include <filesystem>
#include <string>
#include <vector>

#include "domar/accounts/deflate.hpp"
#include "domar/accounts/rebalance.hpp"
#include "domar/accounts/supply_use.hpp"
#include "domar/base/result.hpp"

namespace domar::readers {

/// Columns total (output, value_added, labour, ..., final_use, exports, imports), region, code,
/// value; optional: reliability (1 where empty), source, note.
/// @error  those of CsvTable; not_found  an unknown kind of total; bad_value  a number that is
///         none; with file:line:column.
Result<std::vector<accounts::Target>> read_targets(const std::filesystem::path& path);

/// Columns good, price (over the price of the year wanted); optional: region, year, note. With a
/// column year, rows of other years than `year` are passed over.
/// @error  those of CsvTable; bad_value  a number that is none; not_found  no row for the year;
///         bad_input  several years in the file, and none is asked for (year 0).
Result<std::vector<accounts::PriceChange>> read_prices(const std::filesystem::path& path,
                                                       int year = 0);

/// A supply and a use table of one country at basic prices. Both: products down, first column
/// codes, header of industry codes. Columns of the use table that are no industries of the supply
/// table are final uses; rows that are no products of it are incomes (imports, taxes, value added).
/// @error  those of CsvTable; bad_input  products or industries that are in one table only: all are
///         listed; codes that stand twice; bad_value  a number that is none.
Result<accounts::SupplyUse> read_supply_use(const std::filesystem::path& supply,
                                            const std::filesystem::path& use);

/// The symmetric table as CSV: sectors and incomes down; sectors and final uses across.
[[nodiscard]] std::string symmetric_csv(const accounts::SymmetricTable& table,
                                        const accounts::SupplyUse& source);

}  // namespace domar::readers
