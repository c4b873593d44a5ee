#pragma once
/// @file From the accounts of a world (every region makes every good in one industry) to a
/// WorldModel, and the repairs that takes.
///
/// Theory: docs/theory/world.md#from-accounts.

#include <string>
#include <vector>

#include "domar/accounts/economy.hpp"
#include "domar/equilibrium/world_model.hpp"
#include "domar/network/from_accounts.hpp"

namespace domar::equilibrium {

struct WorldAccountsOptions {
  /// output, inputs, value_added and final_use of the nests; armington by good. `exports` is
  /// unused.
  network::Elasticities elasticities;
  network::Sourcing sourcing = network::Sourcing::shared;
  double least_value_added = 0.01;  ///< share of cost that every industry's factors earn at least
  Vector markup;  ///< by good: profits as a share of cost, paid out of value added; empty: none
  Vector scale;   ///< by good: scale elasticity psi; empty: constant returns
};

/// A world with what had to be changed in its accounts.
struct WorldFromAccounts {
  WorldModel model;
  std::vector<network::Repair> repairs;  ///< money in the economy's unit, one entry per rule
  double output_moved = 0.0;   ///< sum of |output - measured output| over measured output, world
  std::string worst_industry;  ///< where output moved most
  double worst_money = 0.0;
};

/// Whether every industry makes one good and every region at most one industry per good, in more
/// than two regions or with all goods in both: what a WorldModel can hold.
[[nodiscard]] bool is_world(const accounts::Economy& economy);

/// The factors that its industries pay: labour, and capital where the table tells its income.
[[nodiscard]] Labels world_factors(const accounts::Economy& economy);

/// Builds the world whose base year fits the shares of the accounts.
///
/// Flows below zero become zero. Outputs then follow from shares and final spending (fit_flows), so
/// that the base year balances exactly; `output_moved` says how far that is from the table.
/// Net production taxes are a tax on output; labour and the rest of value added are the factors.
///
/// @error bad_input  the economy is no world (is_world).
/// @error shape_mismatch, bad_value  elasticities do not fit; final spending of a region is not
///                   positive.
/// @error infeasible  an industry's value added cannot pay the markup; `hint` says which it could.
/// @cost  O(regions^2 x sectors x users).
[[nodiscard]] Result<WorldFromAccounts> build_world(const accounts::Economy& economy,
                                                    const WorldAccountsOptions& options);

}  // namespace domar::equilibrium
