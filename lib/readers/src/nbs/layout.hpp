#pragma once
/// @file Where an NBS table keeps what: columns and rows found by name.

#include <map>
#include <string>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/labels.hpp"
#include "domar/base/result.hpp"
#include "domar/readers/csv.hpp"

namespace domar::readers::nbs {

/// Positions of everything in one file.
struct Layout {
  Labels sectors;                    ///< code and English description, in the order of the rows
  bool by_origin = false;            ///< has a column Origin: rows of domestic goods and of imports
  std::vector<Index> sector_col;     ///< [sector]
  std::vector<Index> sector_row;     ///< [sector]; domestic goods if by_origin
  std::vector<Index> import_row;     ///< [sector]; only if by_origin
  std::map<std::string, Index> col;  ///< "TIU", "FU101", ... as far as the file has them
  std::map<std::string, Index> row;  ///< "TII", "VA001", ...
};

/// @error bad_input  missing, unknown or doubled columns or rows, all listed.
Result<Layout> find_layout(const CsvTable& csv);

}  // namespace domar::readers::nbs
