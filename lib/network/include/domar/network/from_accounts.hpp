#pragma once
/// @file From measured accounts to a network: nests, factors, taxes, trade, and the repairs it
/// takes.
///
/// Theory: docs/theory/equilibrium.md#from-accounts.

#include <memory>
#include <string>
#include <vector>

#include "domar/accounts/economy.hpp"
#include "domar/network/nest_rules.hpp"
#include "domar/network/network.hpp"

namespace domar::network {

/// Substitution. Nests: output = CES(value added, inputs); value added = CES(labour, capital,
/// data); inputs = CES over goods; each good = CES over origins (Armington); a one-sector rest of
/// the world substitutes each imported good for its own product.
struct Elasticities {
  double output = 0.2;       ///< value added against inputs
  double inputs = 0.2;       ///< among inputs, and among goods bought for investment
  double value_added = 0.9;  ///< among labour, capital and data
  double final_use = 0.9;    ///< among goods bought for consumption
  Vector armington;          ///< by good: among origins
  Vector exports;            ///< by good: of the rest of the world's demand
};

/// How factors move between industries.
enum class Mobility { mobile, sector_bound };
/// Whether users share one mix of origins per region and good, or have the mix the table shows.
enum class Sourcing { by_user, shared };

/// How varieties of one good compete: all with each other; or home against imports at half the
/// elasticity, and origins of imports with each other at the whole of it.
enum class Armington { one_level, two_levels };

struct NetworkOptions {
  Elasticities elasticities;
  Mobility labour = Mobility::mobile;
  Mobility capital = Mobility::sector_bound;
  Sourcing sourcing = Sourcing::by_user;
  Armington armington = Armington::one_level;
  /// Another tree than the standard one; nothing: standard_rules(elasticities, armington).
  std::shared_ptr<const NestRules> nests;
  double capital_floor = 0.05;  ///< least share of value added that capital earns
  double data_share = 0.0;      ///< share of value added that data earn, carved from surplus
  double data_cap_of_surplus = 1.0 / 3.0;  ///< most of the operating surplus that may become data's
  std::vector<std::string> preferred_core;  ///< see NetworkBuilder::prefer_core
};

/// A change to the accounts that the network needed; never silent.
struct Repair {
  std::string rule;    ///< name of the rule, for example "stocks drawn down are met by imports"
  std::string where;   ///< industry or good
  double money = 0.0;  ///< amount moved, in the economy's unit
};

/// Where the nodes of an industry are.
struct IndustryNodes {
  Index supply = k_none;    ///< activity: what the industry sells, production tax included
  Index produce = k_none;   ///< activity: output at cost, the root of its nests
  Index home = k_none;      ///< activity that users at home buy from: supply, unless transformed
  Index abroad = k_none;    ///< node that importers buy from: supply's, unless transformed
  Index labour = k_none;    ///< market
  Index capital = k_none;   ///< market, or k_none
  Index data = k_none;      ///< market, or k_none
  Index tax_edge = k_none;  ///< edge supply <- produce, carries the production tax
};

/// Where the nodes of a region are.
struct RegionNodes {
  Index agent = k_none;
  Index top = k_none;             ///< activity: all final spending (Cobb-Douglas)
  Index household = k_none;       ///< activity, or k_none
  Index household_nest = k_none;  ///< activity: root of its nests; household, or with subsistence
                                  ///< what it spends on beyond that
  Index subsistence = k_none;     ///< activity: what households buy at any price, or k_none
  Index government = k_none;      ///< activity, or k_none
  Index investment = k_none;      ///< activity, or k_none (fixed investment and stock changes)
  Index everything = k_none;      ///< activity, for a region whose final uses are not told apart
  /// [industry of the economy]: edges by which the final user buys its product, in whatever nest:
  /// the home variety itself, or a mix of origins that holds it.
  std::vector<std::vector<Index>> household_buys, government_buys, investment_buys;
};

/// A network with the way back to the accounts it came from.
struct AccountsNetwork {
  Network network;
  std::vector<IndustryNodes> industries;  ///< by industry of the economy
  std::vector<RegionNodes> regions;       ///< by region
  /// [destination region][good]: edges on which that region's imports of the good pass, one per
  /// origin; tariffs and quotas act here. The buyer is the import node, the seller the supply node.
  std::vector<std::vector<std::vector<Index>>> import_edges;
  /// [region][good]: edges by which users of a region buy their own variety where an imported one
  /// competes (in Armington nodes).
  std::vector<std::vector<std::vector<Index>>> domestic_edges;
  std::vector<Repair> repairs;

  /// Edges by which an industry's inputs are bought from supply or import nodes (its Armington
  /// choices resolved; with shared sourcing from the mix that users share), nest by nest.
  std::vector<std::vector<Index>> input_edges;
  /// Edges by which an industry's nests hire labour, capital and data, in this order.
  std::vector<std::vector<Index>> factor_edges;
  /// Sum of value added other than net production taxes at base, by industry.
  Vector factor_income_0;
};

/// Builds the network of an economy and checks that it replicates the base year.
///
/// @error shape_mismatch  elasticities are not one per good.
/// @error bad_value       an elasticity or share is out of range; a flow is negative and no rule
///                        repairs it; `where` names it.
/// @error bad_input       the nests of an industry leave out something that it pays for.
/// @cost  O(users x goods x origins).
[[nodiscard]] Result<AccountsNetwork> build_network(const accounts::Economy& economy,
                                                    const NetworkOptions& options);

}  // namespace domar::network
