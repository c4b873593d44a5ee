#pragma once
/// @file All equilibria of a world with scale economies that a search from many starts finds.

#include <cstdint>
#include <vector>

#include "domar/equilibrium/world_solver.hpp"

namespace domar::equilibrium {

/// One of several equilibria.
struct WorldEquilibrium {
  WorldSolution solution;
  int sign = 0;    ///< of the determinant: 1 as where there are no scale economies, 0 unknown
  Index hits = 0;  ///< starts that led here
};

struct WorldEquilibriaSearch {
  Index starts = 30;
  std::uint32_t seed = 1;
  double spread = 2.0;          ///< of the logs of output at the starts, standard deviation
  double same = 1e-6;           ///< equilibria nearer than this in every log are one
  double idle_log = 25.0;       ///< an industry below exp(-this) of its output is shut: left out
  Index largest_system = 3000;  ///< unknowns up to which the determinant is computed
};

/// What was found. A search proves that equilibria exist, never that there are no others.
struct WorldEquilibria {
  std::vector<WorldEquilibrium> found;  ///< by hits, most first
  double uniqueness_number = 0.0;
  Index starts = 0;
  Index failed = 0;  ///< starts that led nowhere, or where an industry shuts
};

/// Newton's method from the base year and from random allocations of output between the industries
/// with scale economies of every region, in a fixed order. With a uniqueness number of at most 1
/// the base-year start alone is used.
/// @cost  about `starts` solves and, per equilibrium, one LU of all unknowns.
///
/// Theory: docs/theory/world.md#scale.
[[nodiscard]] WorldEquilibria find_world_equilibria(const WorldModel& model,
                                                    const WorldParameters& parameters,
                                                    const WorldEquilibriaSearch& search = {});

}  // namespace domar::equilibrium
