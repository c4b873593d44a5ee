#pragma once
/// @file Deflate: accounts at the prices of another year, and volume indices chained over years.

#include <string>
#include <vector>

#include "domar/accounts/economy.hpp"

namespace domar::accounts {

/// Price of a region's variety of a good over its price in the year whose prices are wanted: 1.1
/// where it has become 10 % dearer since.
struct PriceChange {
  std::string region;   ///< code or title; empty: the good's varieties of all regions
  std::string good;     ///< code or title; empty: all goods of the region
  double price = 1.0;   ///< > 0
  std::string where{};  ///< file:line for messages; may be empty
};

/// The economy at other prices: every flow of a variety over its price; value added of an industry
/// is what is left of its output (double deflation), shared among its kinds as at current prices.
/// The more special entry counts: region and good before good, before region. Rows and columns
/// balance as before.
///
/// @return  The economy, with a note. An industry whose value added turns negative at these prices
///          is noted by name.
/// @error not_found  a region or good; varieties without a price: all are listed.
/// @error bad_value  a price that is not above zero, or stands twice.
Result<Economy> deflate(const Economy& economy, const std::vector<PriceChange>& prices,
                        const std::string& prices_of);

/// Volumes of one year over the year before.
struct VolumeChange {
  double laspeyres = 1.0;  ///< at prices of the earlier year
  double paasche = 1.0;    ///< at prices of the later year
  double fisher = 1.0;     ///< geometric mean of the two
};

/// Volume of gross output, of value added by double deflation, and of GDP, one year over the other.
struct VolumeChanges {
  std::vector<std::string> industries;  ///< "CHN:094"
  std::vector<VolumeChange> output;
  std::vector<VolumeChange> value_added;
  /// Industries that are left out above, because output or value added is not positive at both
  /// years' prices, so that their volumes have no index.
  std::vector<std::string> left_out;
  std::vector<std::string> regions;
  std::vector<VolumeChange> gdp;
};

/// Compares two years of one classification at both years' prices.
///
/// @param earlier, later  current-price accounts with the same industries, goods and regions, by
///                        code.
/// @param prices  of the later year over the earlier one.
/// @error  those of deflate; shape_mismatch  industries that are in one table only: all are listed;
///         bad_value  GDP of a region is not positive.
/// Source: System of National Accounts 2008, chapter 15.
Result<VolumeChanges> volume_changes(const Economy& earlier, const Economy& later,
                                     const std::vector<PriceChange>& prices);

/// Chained indices, 1 in the first year: products of the yearly Fisher changes.
/// @param  one element per pair of neighbouring years, the same items in each.
Vector chained(const std::vector<VolumeChange>& years);

}  // namespace domar::accounts
