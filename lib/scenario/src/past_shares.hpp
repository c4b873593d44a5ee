#pragma once
/// @file Past shares: how an economy was made up in tables of earlier years.

#include <filesystem>
#include <map>
#include <string>

#include "domar/base/array.hpp"
#include "domar/base/labels.hpp"
#include "domar/base/result.hpp"

namespace domar::scenario {

/// Shares of GDP by industry, year and quantity ("value_added", "exports", "imports").
struct PastShares {
  Labels industries;
  std::map<std::string, std::map<int, Vector>> by_quantity;  ///< in the order of `industries`

  /// Median of |d ln share| between one table and the next, all industries and pairs of tables up
  /// to `last` together, over the square root of the years between; shares below `least` are left
  /// out on either side. 0 where there is no pair.
  [[nodiscard]] double median_change(const std::string& quantity, int last, double least) const;

  /// A year's shares in the order of other labels; an industry that is not there has 0.
  [[nodiscard]] Vector laid_out(const std::string& quantity, int year, const Labels& codes) const;
};

/// Columns industry,name,year,value_added,exports,imports; every industry that is missing in a year
/// has nothing in it.
/// @error  those of CsvTable; bad_value  a negative share, a year that is no year, a doubled row.
[[nodiscard]] Result<PastShares> read_past_shares(const std::filesystem::path& path);

}  // namespace domar::scenario
