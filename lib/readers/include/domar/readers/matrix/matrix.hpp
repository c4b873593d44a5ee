#pragma once
/// @file Matrix: any input-output table or social accounting matrix, described by a short TOML
/// file.

#include <filesystem>
#include <string>

#include "domar/accounts/economy.hpp"
#include "domar/accounts/known_gdp.hpp"
#include "domar/base/result.hpp"

namespace domar::readers::matrix {

/// What overrides the description.
struct Options {
  std::string name;
  int year = 0;
  double row_gdp = 0.0;  ///< GDP of the rest of the world, in the unit of the table
  const accounts::KnownGdp* known = nullptr;  ///< says it where neither gives it
  std::string part;                           ///< sheet of a workbook or entry of a zip
  bool keep_gaps = false;                     ///< as world::Repairs::keep_gaps
};

/// Reads a table by its description (docs/reference/formats.md#your-own-table): which labels are
/// sectors, final uses, value added, imports and exports, the unit and the year.
///
/// @error not_found  the description or the table is not there.
/// @error bad_input  the description is no TOML or has unknown keys (file:line:column); labels
///                   missing, doubled, or in none of the lists: all of them are listed.
/// @error bad_value  text where a number should be, with its place; row_gdp too small.
/// @error unbalanced  what sectors sell and what they cost differ: the worst is named.
Result<accounts::Economy> read_matrix(const std::filesystem::path& description,
                                      const Options& options = {});

}  // namespace domar::readers::matrix
