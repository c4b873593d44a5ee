#pragma once
/// @file Satellite accounts within an economy file.

#include "domar/accounts/economy.hpp"
#include "domar/base/result.hpp"
#include "domar/readers/netcdf_file.hpp"

namespace domar::readers {

/// Writes nothing for an economy without satellite accounts, so that its file stays as it was.
///
/// Else the dimension and text variable `satellite` (names), and for the k-th of them, from 1: the
/// dimension and text variable satellite_k_row with satellite_k_row_name and satellite_k_row_unit,
/// `satellite_k_industry(satellite_k_row, industry)`, and, if there are flows of final users,
/// `satellite_k_final_use(satellite_k_row, final_use)`. Numbers are exact.
void write_satellites(const accounts::Economy& economy, NetcdfWriter& file);

/// The accounts of a file whose industries and final uses are known; none in files without them.
/// Errors stay in `file`.
std::vector<accounts::SatelliteAccount> read_satellites(NetcdfReader& file, Index industries,
                                                        Index final_uses);

}  // namespace domar::readers
