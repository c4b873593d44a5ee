#pragma once
/// @file World tables of WIOD, releases 2013 and 2016: CSV, and gzip arrays with labels.json.

#include <filesystem>
#include <string>

#include "domar/accounts/economy.hpp"
#include "domar/base/result.hpp"
#include "domar/readers/world/world_table.hpp"

namespace domar::readers::wiod {

/// What the file does not say.
struct Options {
  std::string name;  ///< of the economy; empty: "wiod-" and the year
  int year = 0;      ///< 0: the last four digits in the file's name
  std::string part;  ///< entry of a zip or sheet of a workbook; empty: the only one, or the year's
  std::string source;
  std::string terms = "WIOD: cite Timmer et al. (2015)";
  world::Repairs repairs;
};

/// Reads a world table saved as CSV from the published workbook: lines of titles, then four lines
/// of labels (code, description, country, number) and four columns of the same.
///
/// Rows VA and the differences between basic and purchasers' prices (TXSP, EXP_adj, PURR, PURNR,
/// IntTTM), stand in labour and in net taxes on production; GO is checked.
///
/// @error bad_input, bad_value, unbalanced  those of world::make_economy, and a workbook or a text
///                   that is no table of numbers (`where` is file:line:field).
Result<accounts::Economy> read_csv(const std::filesystem::path& path, const Options& options = {});

/// Reads gzip arrays beside a labels.json: wiot13_YYYY.i32.gz ([Z | F] then output, int32), or
/// wiot14_est_ZF.f32.gz with wiot14_est_side.f64.gz (value added, taxes, margins, output).
///
/// The former gives no value added: it is output less inputs. Its numbers were cut to whole
/// millions, so sales fall short of output by up to 0.1 %; the rest goes to stock changes at home,
/// and the tolerance is at least 2e-3.
///
/// @error bad_input  labels.json is missing or damaged, or the array has another length.
/// @error            those of world::make_economy.
Result<accounts::Economy> read_arrays(const std::filesystem::path& path,
                                      const Options& options = {});

}  // namespace domar::readers::wiod
