#pragma once
/// @file Effects: what all instruments in force in a year do to wedges, investment, technology,
/// budget.

#include <optional>
#include <vector>

#include "domar/accounts/economy.hpp"
#include "domar/network/from_accounts.hpp"
#include "domar/policy/instrument.hpp"

namespace domar::policy {

/// A change on one edge: a rate added, or log points.
struct EdgeChange {
  Index edge = 0;
  double amount = 0.0;
};

/// A cap on the quantity that passes an edge, relative to the base year.
struct EdgeCap {
  Index edge = 0;
  double cap = 1.0;
  bool rent_lost = false;
};

/// Logistic adoption: a(t) = ceiling / (1 + exp(-rate (t - midpoint))).
struct Adoption {
  double rate = 0.0;
  double midpoint = 0.0;
  double ceiling = 1.0;
  [[nodiscard]] double at(double year) const;
};

/// Everything that instruments do in one year. Money is in the economy's unit at base-year prices.
struct Effects {
  std::vector<EdgeChange> tax;      ///< added to the ad-valorem rate
  std::vector<EdgeChange> iceberg;  ///< log points
  std::vector<EdgeChange> taste;    ///< log points
  std::vector<EdgeCap> caps;
  Vector investment;           ///< by industry: investment on top of the market's
  Vector investment_response;  ///< by industry: log change of the market's investment
  Vector investment_relief;    ///< by industry: subsidy per unit of its investment
  Vector rd_response;          ///< by industry: log change of private R&D
  Vector rd_relief;            ///< by industry: tax forgone per unit of R&D
  Vector rd_grants;            ///< by industry: R&D paid by grants, net of crowding out
  Vector procurement;          ///< by good
  std::optional<Adoption> ai;
  double data_openness = 0.0;  ///< xi
  double spillover_scale = 1.0;
  double outlays = 0.0;  ///< direct public money (grants, funds, bonds, purchases)
};

/// Effects of all instruments in a year, for the industries of `region`.
/// @error bad_value       the instrument has no handle in this network (say a tariff on a good that
///                        is not imported); `where` names the instrument.
/// @error shape_mismatch  its sectors are not one share per good.
[[nodiscard]] Result<Effects> effects_of(const std::vector<Instrument>& instruments, int year,
                                         const accounts::Economy& economy,
                                         const network::AccountsNetwork& network, Index region);

}  // namespace domar::policy
