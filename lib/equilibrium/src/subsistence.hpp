#pragma once
/// @file Subsistence at a solved point: what households spend, on what, and the price that is told
/// of it.
///
/// Theory: docs/theory/nests.md#subsistence.

#include "domar/equilibrium/parameters.hpp"
#include "domar/equilibrium/solution.hpp"

namespace domar::equilibrium {

/// A household that buys one bundle at any price, read off a solution whose prices of it are told.
struct SubsistencePoint {
  Index node = 0;        ///< the household's
  Index basic_node = 0;  ///< the bundle bought at any price
  Index rest_node = 0;   ///< what is bought with the rest
  double spent = 0.0;    ///< money
  double basic = 0.0;    ///< money: quantity_0 times its price
  double rest = 0.0;     ///< money: spent - basic
  double real = 0.0;     ///< what its utility costs at base prices
  double worth = 0.0;    ///< money that moves its real spending by 1: price of the rest
};
[[nodiscard]] SubsistencePoint subsistence_point(const network::Network& network,
                                                 const network::Subsistence& household,
                                                 const Solution& solution);

/// Shares of the two bundles as paid, and prices of households and of all spending as told, where
/// the solver has those at the margin.
void tell_subsistence(const network::Network& network, Solution& solution);

/// What is asked of edges and activities that subsistence leaves no room for, in words; else empty.
[[nodiscard]] std::string subsistence_complaint(const network::Network& network,
                                                const Parameters& parameters);

}  // namespace domar::equilibrium
