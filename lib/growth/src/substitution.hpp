#pragma once
/// @file Substitution: users turn from an old variety to the new one that grew out of it.
///
/// Theory: docs/theory/emerging-industries.md#substitution.

#include <vector>

#include "domar/accounts/economy.hpp"
#include "domar/equilibrium/parameters.hpp"
#include "domar/growth/drivers.hpp"
#include "domar/network/from_accounts.hpp"

namespace domar::growth {

class Substitution {
 public:
  Substitution(const accounts::Economy& economy, const network::AccountsNetwork& network,
               const Drivers& drivers);

  /// Odds of `year`. What technology has made cheaper counts, not the price of the day: scarce
  /// capacity makes that jump, and users who followed it with a lag would swing from one variety to
  /// the other.
  void update(int year, const Vector& log_productivity);
  /// Adds the shift of tastes; what a user spends on old and new together stays at given prices.
  void shift_tastes(equilibrium::Parameters& parameters) const;
  /// Log odds of the new variety against the old one over the base year, by industry.
  [[nodiscard]] double log_odds(Index industry) const { return log_odds_[industry]; }

 private:
  struct Choice {
    Index old_edge = 0;
    std::vector<std::pair<Index, Index>> new_edges;  ///< (edge, industry)
  };
  void find_choices(const accounts::Economy& economy);

  const network::AccountsNetwork& accounts_;
  const SubstitutionDriver& driver_;
  Index region_;
  Vector log_odds_;
  Vector drifted_;  ///< the part that drift brought
  double drift_scale_ = 1.0;
  std::vector<Choice> choices_;
};

}  // namespace domar::growth
