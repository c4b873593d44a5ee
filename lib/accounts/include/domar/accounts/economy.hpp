#pragma once
/// @file Economy: the measured accounts of an economy in memory, one base year, values only.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domar/accounts/satellite.hpp"
#include "domar/base/array.hpp"
#include "domar/base/fact.hpp"
#include "domar/base/labels.hpp"
#include "domar/base/result.hpp"

namespace domar::accounts {

/// Who buys for final use. `everything` is for a region whose final uses are not told apart.
enum class FinalUseKind { household, government, fixed_investment, stock_change, everything };

/// "household", "government", "fixed_investment", "stock_change", "everything".
[[nodiscard]] const char* name_of(FinalUseKind kind);

/// A producer: one column of intermediate inputs and value added.
struct Industry {
  Index region = 0;  ///< index into Economy::regions
  std::string code;
  std::string name;
};

/// A column of final demand.
struct FinalUse {
  Index region = 0;
  FinalUseKind kind = FinalUseKind::household;
  std::string code;
  std::string name;
};

/// The four kinds of value added, rows of Economy::value_added in this order.
enum ValueAdded : Index {
  labour = 0,  ///< compensation of employees (and mixed income where the source puts it there)
  production_taxes = 1,   ///< net taxes on production; negative where subsidies exceed taxes
  depreciation = 2,       ///< depreciation of fixed assets
  operating_surplus = 3,  ///< operating surplus
};
inline constexpr Index k_value_added_rows = 4;

/// Measured accounts. Rows supply and columns use; origin comes before destination.
///
/// A good is a variety class ("094 electronic components"); region r supplies its own variety of it
/// through industry supplier[r][good]. A user is an industry or a final use: users are numbered
/// industries first, then final uses. For a national table there are two regions: the country (0)
/// and the rest of the world (1), whose single industry supplies every imported variety.
///
/// All values are in `unit`, at the prices named by `price_basis`, in current money of `year`.
struct Economy {
  static constexpr Index k_none = static_cast<Index>(-1);

  std::string name;         ///< for example "china-2018"
  int year = 0;             ///< base year
  std::string unit;         ///< for example "million yuan"
  std::string price_basis;  ///< "producer", "basic" or "purchaser"
  std::string source;       ///< where the table comes from, for people
  std::string terms;        ///< terms of use of the source

  Labels regions;
  Labels goods;
  std::vector<Industry> industries;
  std::vector<FinalUse> final_uses;
  std::vector<std::vector<Index>> supplier;  ///< [region][good] -> industry, or k_none

  std::vector<Matrix> use;  ///< [origin region](good, user): what the user pays for that variety
  Matrix value_added;       ///< (ValueAdded row, industry)
  std::vector<SatelliteAccount> satellites;  ///< emissions, employment ...; may be none

  std::map<std::string, Fact> facts;  ///< single figures that came with it, e.g. "world_gdp"
  std::vector<std::string> notes;     ///< what was estimated or repaired on the way in

  [[nodiscard]] Index users() const { return industries.size() + final_uses.size(); }
  [[nodiscard]] Index user_of_industry(Index industry) const { return industry; }
  [[nodiscard]] Index user_of_final_use(Index final_use) const {
    return industries.size() + final_use;
  }
  [[nodiscard]] Index region_of_user(Index user) const {
    return user < industries.size() ? industries[user].region
                                    : final_uses[user - industries.size()].region;
  }

  /// Inputs plus value added of an industry.
  [[nodiscard]] double gross_output(Index industry) const;
  /// Sum of the value-added rows of an industry (producer prices: net production taxes included).
  [[nodiscard]] double value_added_of(Index industry) const;
  /// Value added of a region, all industries.
  [[nodiscard]] double gdp(Index region) const;
  /// What users of other regions pay for the region's varieties, by good.
  [[nodiscard]] Vector exports(Index region) const;
  /// What the region's users pay for other regions' varieties, by good.
  [[nodiscard]] Vector imports(Index region) const;
  /// What the region's users pay for its own varieties, by good.
  [[nodiscard]] Vector domestic_use(Index region) const;

  /// How much of `unit` a billion of the currency is: 1000 when accounts are in millions.
  [[nodiscard]] double per_billion() const;
  /// The currency in `unit`, for example "yuan" of "million yuan".
  [[nodiscard]] std::string currency() const;

  /// Shapes and labels fit together (satellites too), all numbers are finite.
  /// @error shape_mismatch, bad_value  with the place in `where`.
  [[nodiscard]] Status check_shapes() const;
};

}  // namespace domar::accounts
