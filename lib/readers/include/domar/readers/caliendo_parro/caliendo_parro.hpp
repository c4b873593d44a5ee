#pragma once
/// @file Data of Caliendo and Parro (2015): 31 countries and 40 sectors of 1993, as an economy.

#include <filesystem>
#include <string>

#include "domar/accounts/economy.hpp"
#include "domar/base/result.hpp"
#include "domar/readers/world/world_table.hpp"

namespace domar::readers::caliendo_parro {

/// What the files do not say.
struct Options {
  std::string name = "caliendo-parro-1993";  ///< of the economy
  int year = 1993;
  std::string unit = "USD";
  std::string source = "Caliendo and Parro (2015), data of the replication";
  std::string terms = "no explicit licence: cite Caliendo and Parro (2015)";
  world::Repairs repairs;
};

/// Reads a folder or zip of trade.csv (sector, exporter, importer, value, tariff),
/// intermediate_consumption.csv (input, sector, region, value), final_consumption.csv and
/// value_added.csv (sector, region, value), each perhaps as .csv.gz.
///
/// Trade is net of tariffs and holds sales at home; consumption is what the user pays, tariff
/// included. A user buys a good from every origin as the whole country does, so what it pays origin
/// r for good g is value(r) / sum over origins of value (1 + tariff) of its consumption. Tariffs on
/// inputs stand in net taxes on production; tariffs on final uses are left out, since final uses
/// are at basic prices. Value added is a total and stands in labour.
///
/// In these data trade and consumption agree over all goods, but not good by good (the paper first
/// solves for a world where they do). What is sold beyond published consumption stands in the final
/// use stock_change; its size is in a note.
///
/// Inputs below zero (31 cells of the published file, -9.3 million USD in all) are kept, with a
/// note.
///
/// @error not_found   a file is missing.
/// @error bad_input   columns missing; a pair of labels missing or doubled (all are listed).
/// @error bad_value   text where a number should be (`where` is file:line:column), trade below
///                    zero, a tariff above 500 %, a good that is consumed but sold by nobody.
/// @error unbalanced  output (inputs and value added) and sales differ.
Result<accounts::Economy> read_caliendo_parro(const std::filesystem::path& path,
                                              const Options& options = {});

}  // namespace domar::readers::caliendo_parro
