#pragma once
/// @file Supply links: who supplies whom within a region, and how much of its inputs an industry
/// imports.

#include <utility>
#include <vector>

#include "domar/accounts/economy.hpp"
#include "domar/equilibrium/solution.hpp"
#include "domar/growth/drivers.hpp"
#include "domar/network/from_accounts.hpp"

namespace domar::growth {

using Links = std::vector<std::pair<Index, double>>;  ///< (domestic supplier, weight), sum 1

/// Sum over suppliers of the weight times a relative stock; 1 without suppliers.
[[nodiscard]] double linked(const Links& links, const Vector& relative);

/// Domestic suppliers of every industry, own deliveries left out.
struct SupplyLinks {
  std::vector<Links> by_value;      ///< weights by purchases
  std::vector<Links> by_knowledge;  ///< by R&D embodied in purchases (Terleckyj 1974), and patents

  SupplyLinks(const accounts::Economy& economy, const network::AccountsNetwork& network,
              const Drivers& drivers);
};

/// Imported share of the inputs of every industry of a region, through the mixes it buys.
class ImportedInputs {
 public:
  ImportedInputs(const accounts::Economy& economy, const network::AccountsNetwork& network,
                 Index region);
  /// At the base year.
  [[nodiscard]] Vector shares_0() const;
  /// In a solved year. @cost O(input edges).
  [[nodiscard]] Vector shares(const equilibrium::Solution& solution) const;

 private:
  template <class Paid, class Part>
  [[nodiscard]] Vector shares_of(Paid paid, Part part) const;

  const network::AccountsNetwork& accounts_;
  std::vector<bool> ours_;       ///< by activity: supplied by an industry of the region
  std::vector<bool> supplied_;   ///< by activity: supplied by any industry
  std::vector<bool> looked_at_;  ///< by industry
};

}  // namespace domar::growth
