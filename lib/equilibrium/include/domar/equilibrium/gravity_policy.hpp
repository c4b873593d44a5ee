#pragma once
/// @file The best taxes and subsidies of one region of a gravity world, found by search.

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "domar/equilibrium/gravity.hpp"

namespace domar::equilibrium {

/// Between which values a gross factor may move; (0, infinity) is anything.
struct FactorRange {
  double lower = 0.0;
  double upper = std::numeric_limits<double>::infinity();
};

/// Limits on the equilibrium that a policy leads to, as ratios to the base year.
struct StateRange {
  FactorRange wage;
  FactorRange income;
  FactorRange labour;  ///< of every sector with scale
};

/// What one region may set, everybody else's taxes given.
struct PolicyProblem {
  Index region = 0;
  bool import_taxes = true;      ///< by sector and origin
  bool export_taxes = true;      ///< by sector and destination
  bool production_taxes = true;  ///< by sector; subsidies are negative ones
  FactorRange import_range;      ///< of 1 + tax
  FactorRange export_range;
  FactorRange production_range;
  std::optional<StateRange> state_range;
  GravityWedges held;  ///< all wedges: those not set here stay, those set start here
  double gradient_tolerance = 1e-8;
  Index max_evaluations = 3000;
};

/// One tax at the optimum.
struct PolicyInstrument {
  enum class Kind { import_tax, export_tax, production_tax };
  Kind kind = Kind::import_tax;
  Index sector = 0;
  Index partner = 0;  ///< origin of imports, destination of exports
  double rate = 0.0;  ///< gross factor less 1
  int bound = 0;      ///< -1 held by its lower bound, 1 by its upper one
};

struct OptimalPolicy {
  GravityWedges wedges;
  GravityState state;
  double gain = 0.0;           ///< change of real income, share of the base year's
  double gradient_norm = 0.0;  ///< largest slope left, scaled by the flow that an instrument taxes
  double violation = 0.0;      ///< of state_range, largest, in logs
  Index evaluations = 0;
  bool converged = false;
  std::vector<PolicyInstrument> instruments;
  std::string note;
};

/// Maximises real income of `problem.region` over its instruments: quasi-Newton steps along exact
/// gradients, every point a solved equilibrium. Import and export taxes have one degree of freedom
/// too many (Lerner symmetry): the level found depends on the start, the gain does not.
///
/// @error bad_value  a range is empty; wedges do not fit the world; nothing may be set.
///
/// Theory: docs/theory/scale.md#optimal-policy.
[[nodiscard]] Result<OptimalPolicy> optimal_policy(const Gravity& world,
                                                   const PolicyProblem& problem);

}  // namespace domar::equilibrium
