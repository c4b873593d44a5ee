#pragma once
/// @file All equilibria of a gravity world that a search from many starts finds.

#include <cstdint>
#include <vector>

#include "domar/equilibrium/gravity.hpp"

namespace domar::equilibrium {

/// One of several equilibria.
struct FoundEquilibrium {
  GravityState state;
  int sign = 0;    ///< of the determinant, 1 where the equilibrium is the only one
  Index hits = 0;  ///< starts that led here
};

struct EquilibriaSearch {
  Index starts = 200;
  std::uint32_t seed = 1;
  double spread = 4.0;     ///< of the logs of labour at the starts, standard deviation
  double same = 1e-6;      ///< states nearer than this in every log are one
  double idle_log = 25.0;  ///< an industry below exp(-this) of its labour counts as shut: left out
};

/// What was found. A search proves that equilibria exist, never that there are no others.
struct Equilibria {
  std::vector<FoundEquilibrium> found;  ///< by hits, most first
  double uniqueness_number = 0.0;
  Index failed = 0;  ///< starts that led nowhere
};

/// Newton's method from the base year and from random allocations of labour, in a fixed order.
/// With a uniqueness number of at most 1 the base-year start alone is used.
/// @cost  about `starts` solves.
///
/// Theory: docs/theory/scale.md#uniqueness.
[[nodiscard]] Equilibria find_equilibria(const Gravity& world, const GravityWedges& wedges,
                                         const EquilibriaSearch& search = {});

}  // namespace domar::equilibrium
