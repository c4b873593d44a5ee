#pragma once
/// @file Static path: from the base year to a change in equal steps, every point an equilibrium.

#include <algorithm>
#include <string>
#include <vector>

#include "domar/accounts/economy.hpp"
#include "domar/equilibrium/closures.hpp"
#include "domar/equilibrium/parameters.hpp"
#include "domar/equilibrium/solution.hpp"
#include "domar/network/from_accounts.hpp"
#include "domar/policy/effects.hpp"

namespace domar::scenario {

/// A change at its full size. Only wedges, tastes, caps and productivity act at once; what works
/// through stocks needs years.
struct StaticChange {
  policy::Effects effects;
  Vector log_productivity;  ///< by industry; empty: none
};

struct StaticPoint {
  equilibrium::Parameters parameters;
  equilibrium::Solution solution;
};

/// points[0] is the base year. Complete when it has `steps` + 1 points.
struct StaticPath {
  Index steps = 0;
  std::vector<StaticPoint> points;
  Vector log_wedge;  ///< by cap, at the last point
  Vector freed;      ///< by swap, at the last point
  std::vector<bool> active;
  std::string note;     ///< why it ends early
  double beyond = 0.0;  ///< share of the step after the last point that could be solved
  std::vector<equilibrium::OpenMarket> open_markets;
  double open_share = 0.0;

  [[nodiscard]] bool complete() const { return points.size() == steps + 1; }
  [[nodiscard]] double feasible_share() const {
    if (points.empty()) return 0.0;
    return std::min(1.0,
                    (static_cast<double>(points.size() - 1) + beyond) / static_cast<double>(steps));
  }
};

/// Walks: rates and logs grow in proportion, caps by equal steps of ln quantity.
/// @param steps  even, for chained_growth
[[nodiscard]] StaticPath walk(const network::AccountsNetwork& accounts, const StaticChange& change,
                              Index steps);

/// The same for an experiment, with its closures; a failure is narrowed down to 0.1 % of the
/// change (1 % with more than twenty closures or caps). Caps alone are walked by the quickest way
/// first, and held like closures where that fails.
[[nodiscard]] StaticPath walk(const network::AccountsNetwork& accounts,
                              const equilibrium::Experiment& experiment, bool has_closures,
                              Index steps);

/// ln change of real GDP of a region along a complete path. One step over a large change would
/// weigh prices of two different worlds; the chain's error falls with the square of the step, and
/// Richardson's extrapolation from steps of one and two takes out its leading part.
[[nodiscard]] double chained_growth(const accounts::Economy& economy,
                                    const network::AccountsNetwork& accounts, Index region,
                                    const StaticPath& path);

}  // namespace domar::scenario
