#pragma once
/// @file Quotas: quantity caps on edges (import bans, export controls), solved as complementarity.

#include <vector>

#include "domar/equilibrium/solver.hpp"

namespace domar::equilibrium {

/// The quantity that passes an edge may not exceed `cap` times its base-year quantity. A wedge
/// opens when the cap binds; it is zero when it does not.
struct Quota {
  /// Who has the scarcity rent: the receiver of the edge's tax, or nobody (spent on getting round
  /// it).
  enum class Rent { to_receiver, lost };
  Index edge = 0;
  double cap = 1.0;  ///< share of the base-year quantity, > 0
  Rent rent = Rent::to_receiver;
};

struct QuotaSolution {
  Solution solution;
  Vector
      log_wedge;  ///< by quota: ln of buyer's price over seller's price; 0 where it does not bind
};

/// Solves with all caps respected: either the cap binds to 1e-9 or its wedge is zero.
///
/// @param wedges  start, one per quota, for example last year's; may be empty.
/// @param slopes  d ln quantity / d wedge, kept from one call to the next; nullptr or empty:
/// guessed.
/// @cost  a few warm solves per binding cap, two or three with good slopes.
[[nodiscard]] QuotaSolution solve_with_quotas(Solver& solver, const network::Network& network,
                                              const Parameters& parameters,
                                              const std::vector<Quota>& quotas,
                                              const Vector& wedges = {}, Matrix* slopes = nullptr);

/// The parameters with each quota's wedge booked where its rent goes: into the tax, or into
/// resources lost. These are the parameters that the solution of solve_with_quotas solves.
[[nodiscard]] Parameters with_wedges(Parameters parameters, const std::vector<Quota>& quotas,
                                     const Vector& wedges);

/// Quantity that passes an edge, over its base year.
[[nodiscard]] double relative_quantity(const network::Network& network,
                                       const Parameters& parameters, const Solution& solution,
                                       Index edge);

}  // namespace domar::equilibrium
