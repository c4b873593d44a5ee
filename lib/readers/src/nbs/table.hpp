#pragma once
/// @file An NBS table in memory, in its own unit (10,000 yuan), totals verified.

#include <filesystem>
#include <map>
#include <string>

#include "domar/base/array.hpp"
#include "domar/base/labels.hpp"
#include "domar/base/result.hpp"

namespace domar::readers::nbs {

/// Flows of all origins; those of imports beside them when the file tells origins apart.
struct Table {
  std::string file;
  Labels sectors;
  bool by_origin = false;
  Matrix use;                            ///< sectors x sectors, any origin
  std::map<std::string, Vector> column;  ///< FU101 ... EX (any origin), IM, GO, ERR if there; or TC
  Matrix value_added;                    ///< VA001 to VA004 x sectors
  Matrix imported_use;                   ///< only if by_origin
  std::map<std::string, Vector> imported;  ///< TC, FU201, FU202, EX; only if by_origin
};

/// @param part  sheet or entry; empty: the only one, or that of the year.
/// @error those of nbs::read_table that concern one file.
Result<Table> load_table(const std::filesystem::path& path, const std::string& part, int year);

}  // namespace domar::readers::nbs
