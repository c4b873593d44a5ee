#pragma once
/// @file Nest rules: the tree of nests by which every industry and final user of an economy buys.
///
/// Theory: docs/theory/nests.md#rules. From a file: docs/reference/nest-files.md.

#include <string>
#include <vector>

#include "domar/accounts/economy.hpp"
#include "domar/base/array.hpp"

namespace domar::network {

struct Elasticities;
enum class Armington;

/// One thing that a nest buys: a factor, another nest of its tree, or some goods side by side.
struct NestInput {
  enum class Of { labour, capital, data, nest, goods };
  Of of = Of::goods;
  Index nest = 0;            ///< number in its tree
  std::vector<Index> goods;  ///< ascending
};

struct Nest {
  std::string name;         ///< its activity is called "USER NAME", for example "CHN 045 output"
  double elasticity = 1.0;  ///< of substitution between its inputs, >= 0
  std::vector<NestInput> inputs;
};

/// The first nest is the root; every other one is an input of exactly one nest.
using NestTree = std::vector<Nest>;

/// How everybody buys and sells. A nest that costs nothing for a user is left out there.
struct NestRules {
  std::vector<NestTree> trees;      ///< of production
  std::vector<Index> tree;          ///< by industry: number of its tree
  NestTree household;               ///< goods alone
  NestTree government, investment;  ///< the same
  /// By good: part of what the first region's households buy in the base year that they buy at any
  /// price and income (linear expenditure system), 0 to below 1; empty: none.
  Vector subsistence;
  Vector armington;  ///< by good: between origins
  Vector home;       ///< by good: of the home variety against imports; empty: as between origins
  Vector exports;    ///< by good: of a one-sector rest of the world's demand
  Vector
      transformation;  ///< by good: between home sales and exports, below 0: sold alike; empty: all
};

/// One tree for all: output = CES(value added, inputs); value added = CES(labour, capital, data).
[[nodiscard]] NestRules standard_rules(const accounts::Economy& economy,
                                       const Elasticities& elasticities, Armington armington);

/// @error bad_value       an elasticity is negative or not finite, subsistence is no share below 1;
///                        `where` names nest or good.
/// @error shape_mismatch  not one tree per industry, or not one elasticity per good.
/// @error bad_input       a tree leaves out a nest or names one twice, or a good does not exist.
[[nodiscard]] Status check_rules(const accounts::Economy& economy, const NestRules& rules);

}  // namespace domar::network
