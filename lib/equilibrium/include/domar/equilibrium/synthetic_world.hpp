#pragma once
/// @file Synthetic worlds of any size: gravity trade, random recipes; the same numbers from the
/// same seed on every machine and in benchmarks/peers/world.py.

#include <cstdint>

#include "domar/equilibrium/world_model.hpp"

namespace domar::equilibrium {

struct SyntheticOptions {
  Index regions = 10;
  Index sectors = 5;
  std::uint64_t seed = 1;
  double armington_low = 3.0;  ///< Armington elasticities are drawn between these
  double armington_high = 8.0;
  double output_elasticity = 1.0;
  double input_elasticity = 1.0;
  double final_elasticity = 1.0;
  bool by_user =
      false;  ///< every user has a mix of origins of its own, within 50 % of the shared one
};

/// Regions differ in size by a factor of a few hundred, trade falls with distance, home trade
/// dominates, value added is 30 to 70 % of cost. Trade is nearly balanced, no taxes.
[[nodiscard]] WorldModel synthetic_world(const SyntheticOptions& options);

/// Tariffs drawn evenly between 0 and `highest` on every edge between two regions.
[[nodiscard]] WorldParameters random_tariffs(const WorldModel& model, double highest,
                                             std::uint64_t seed);

/// Number k of stream `seed`, even in [0, 1): splitmix64 of seed and k.
[[nodiscard]] double even_draw(std::uint64_t seed, std::uint64_t k);

}  // namespace domar::equilibrium
