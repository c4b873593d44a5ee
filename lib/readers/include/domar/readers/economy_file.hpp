#pragma once
/// @file Economy file: an economy as one netCDF-4 file that xarray, ncdump and Domar open alike.

#include <filesystem>

#include "domar/accounts/economy.hpp"
#include "domar/base/result.hpp"

namespace domar::readers {

/// Writes all or nothing (write_file_with).
///
/// Dimensions: origin (= region), good, user (industries, then final uses), industry, final_use,
/// value_added. Each has a text variable of its own name with its labels; *_name, *_code,
/// *_region and final_use_kind tell the rest. `flow(origin, good, user)` is Economy::use,
/// `income(value_added, industry)` is Economy::value_added, `supplier(region, good)` the index of
/// an industry or -1. Global attributes: format ("domar-economy 1"), title, year, unit,
/// price_basis, source, terms; `facts` and `notes` are JSON texts. Satellite accounts, if there are
/// any, stand in variables satellite and satellite_1_..., satellite_2_... (src/satellite_file.hpp);
/// files without them are read as before.
///
/// @param uncompressed_from  how many flows stand as they are, to be read fast (2^24: 128 MiB);
///                           fewer are compressed.
///
/// Every number is kept bit by bit: reading gives the economy that was written, and writing that
/// gives the same bytes again.
///
/// The file ends with a mark and the checksum of all before (src/seal.hpp), which netCDF ignores.
///
/// @error  those of Economy::check_shapes; bad_value  a dimension is empty; bad_input  the file
/// cannot be
///         written.
Status write_economy(const accounts::Economy& economy, const std::filesystem::path& path,
                     Index uncompressed_from = Index{1} << 24);

/// Reads what write_economy wrote; dimensions and variables are found by name.
///
/// @error not_found  no such file.
/// A file whose checksum is missing or wrong is refused before the netCDF library sees it: the
/// library crashes on some damaged files. So a file changed by another program has to be written by
/// Domar again.
///
/// @error bad_input  damaged, not written by Domar, another format version, or a variable,
/// dimension or
///                   attribute is missing or has another type or shape; `what` names it.
/// @error           those of Economy::check_shapes.
Result<accounts::Economy> read_economy(const std::filesystem::path& path);

}  // namespace domar::readers
