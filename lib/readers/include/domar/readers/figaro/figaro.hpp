#pragma once
/// @file FIGARO: Eurostat's inter-country tables, industry by industry and product by product.

#include <filesystem>
#include <string>

#include "domar/accounts/economy.hpp"
#include "domar/base/result.hpp"
#include "domar/readers/world/world_table.hpp"

namespace domar::readers::figaro {

/// What the file does not say.
struct Options {
  std::string name;  ///< of the economy; empty: "figaro-" and the year
  int year = 0;      ///< 0: the last four digits in the file's name
  std::string part;  ///< entry of a zip or sheet of a workbook; empty: the only one, or the year's
  std::string source;
  std::string terms = "Eurostat: reuse with attribution (CC BY 4.0)";
  world::Repairs repairs;
};

/// Reads matrix_eu-ic-io_ind-by-ind_25ed_2021.csv (or prod-by-prod), or the flat file of the same
/// table (columns refArea, rowIi or rowPi, counterpartArea, colIi or colPi, obsValue), as csv, gzip
/// or zip. Million EUR, basic prices.
///
/// Sectors are those of the file (A01, C10T12, ...; products lose their CPA_), regions its
/// two-letter codes; FIGW1, the rest of the world, is ROW. Final uses are P3_S14, P3_S15
/// (households, NPISH), P3_S13 (government), P51G (fixed capital), P5M (inventories and valuables).
/// Rows W2_D1 are labour, W2_D29X39 and W2_D21X31 (taxes less subsidies on products) net taxes on
/// production, W2_B2A3G operating surplus. What residents buy abroad and non-residents at home
/// (W2_OP_RES, W2_OP_NRES) and taxes on final uses are left out: final uses are at basic prices.
/// FIGARO states no output: it is sales, and the columns are checked against it.
///
/// @error bad_input   a flat file that misses cells or has some twice (how many, and the first), or
///                    columns; those of world::make_economy.
/// @error bad_value, unbalanced  those of world::make_economy, and a text that is no number
///                    (`where` is file:line:field).
Result<accounts::Economy> read_figaro(const std::filesystem::path& path,
                                      const Options& options = {});

}  // namespace domar::readers::figaro
