#pragma once
/// @file Known GDP: a yardstick for tables, to find wrong units, years and lost decimal points.

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domar/accounts/check.hpp"
#include "domar/accounts/economy.hpp"
#include "domar/base/result.hpp"

namespace domar::accounts {

/// GDP by region (ISO 3166 alpha-3, or k_world) and year.
struct KnownGdp {
  struct Entry {
    double gdp = 0.0;            ///< million US dollars, current prices
    double exchange_rate = 1.0;  ///< national currency per US dollar, mean of the year
  };
  static constexpr const char* k_world = "WORLD";

  std::map<std::pair<std::string, int>, Entry> entries;

  [[nodiscard]] std::optional<Entry> find(const std::string& region, int year) const;
};

/// How many US dollars a unit of the economy's money is worth in its year, in millions: 1 for
/// "million USD", 1000 for "billion dollars", 1e-3 / 6.6 for "thousand yuan" of 2018. Nothing if
/// the unit names a currency that is not the dollar or that of a region with a known rate.
[[nodiscard]] std::optional<double> million_dollars_per_unit(const Economy& economy,
                                                             const KnownGdp& known);

/// GDP of the world less that of a country, in the unit (million_dollars_per_unit) of a table of
/// that year: how large the rest of the world is beside a national table.
/// @param region  code or title of the country, as in check_known_gdp.
/// @error not_found  the country or the year has no known figure, or the unit is in another
///                   currency; `what` says which.
[[nodiscard]] Result<double> rest_of_world_gdp(const std::string& region, const std::string& unit,
                                               int year, const KnownGdp& known);

/// Compares each region's value added, and that of all regions together where there are several,
/// with known GDP. Off by more than a quarter: a warning; by about a power of ten: an error that
/// says so, since then the unit is not what the table says, or decimal points are lost. Regions and
/// years without a known figure are passed over.
[[nodiscard]] std::vector<Finding> check_known_gdp(const Economy& economy, const KnownGdp& known);

}  // namespace domar::accounts
