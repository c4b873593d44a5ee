#pragma once
/// @file Tables as pandas writes them with several lines and columns of labels.

#include <memory>
#include <string>
#include <vector>

#include "domar/base/result.hpp"
#include "domar/readers/world/world_table.hpp"
#include "world/grid.hpp"
#include "world/source_files.hpp"

namespace domar::readers::pymrio {

/// Reads a table below two lines of labels, and perhaps a line that names the label columns.
/// @error  those of world::parse_grid; bad_input  no columns of labels.
Result<world::Grid> read_pandas(const world::SourceFiles& files, const std::string& name);

/// The same, its numbers read later. @error  those of world::read_frame; bad_input as above.
Result<std::shared_ptr<const world::TextNumbers>> read_pandas_labels(
    const world::SourceFiles& files, const std::string& name);

/// The two header lines as names of columns, the first two label columns as names of rows.
template <class Labels>
[[nodiscard]] std::vector<world::Account> columns_of(const Labels& grid) {
  std::vector<world::Account> accounts;
  for (Index j = 0; j < grid.header[0].size(); ++j) {
    accounts.push_back({grid.header[0][j], grid.header[1][j]});
  }
  return accounts;
}
template <class Labels>
[[nodiscard]] std::vector<world::Account> rows_of(const Labels& grid) {
  std::vector<world::Account> accounts;
  for (Index i = 0; i < grid.labels[0].size(); ++i) {
    accounts.push_back({grid.labels[0][i], grid.labels[1][i]});
  }
  return accounts;
}

/// "Mill USD", "M.EUR", "Million USD" -> "million USD".
[[nodiscard]] std::string spelled_out(const std::string& unit);

}  // namespace domar::readers::pymrio
