#pragma once
/// @file Contributions: the exact share of every instrument in every result along the straight path
/// from the base year to a change (what GEMPACK calls subtotals), and welfare by its sources.
///
/// Theory: docs/theory/contributions.md.

#include <array>
#include <string>
#include <vector>

#include "domar/equilibrium/closures.hpp"

namespace domar::equilibrium {

/// Nodes and agents of one region, for its welfare and real GDP.
struct RegionNodesOf {
  std::string name;
  std::vector<bool> agent;     ///< by agent
  std::vector<bool> activity;  ///< by activity
};

/// Where a change of welfare comes from.
enum class Source {
  technology,      ///< productivity, and resources lost or saved on the way
  scale,           ///< productivity that follows from size
  endowments,      ///< more or fewer factors
  allocation,      ///< quantities that move along wedges: taxes times changes of their base
  terms_of_trade,  ///< prices of exports against those of imports
  transfers        ///< money from other regions, and between agents with other prices
};
inline constexpr Index k_sources = 6;
[[nodiscard]] const char* name_of(Source source);

struct IndicatorContributions {
  std::string name;
  double before = 0.0;
  double after = 0.0;
  Vector by_instrument;    ///< adds up to after - before
  double remainder = 0.0;  ///< after - before less the sum: error of integration
};

struct RegionContributions {
  std::string name;
  double spending_0 = 0.0;            ///< base-year spending, money
  double equivalent_variation = 0.0;  ///< money at base-year prices, from the end points
  Matrix welfare;                     ///< (source, instrument); adds up to equivalent_variation
  double remainder = 0.0;
  double log_real_gdp = 0.0;  ///< ln change, Divisia along the path
  Vector real_gdp;            ///< by instrument; adds up to log_real_gdp
};

/// Results and welfare by instrument, whatever solver they come from.
struct Subtotals {
  std::vector<std::string> instruments;
  std::vector<IndicatorContributions> indicators;
  std::vector<RegionContributions> regions;
  int points = 0;  ///< at which the economy was solved and differentiated
};

struct Contributions : Subtotals {  ///< instruments: levers, then moved targets
  ClosedSolution before, after;
};

struct ContributionOptions {
  double tolerance = 1e-8;  ///< remainder accepted, relative to the largest contribution
  int most_points = 2000;
};

/// Solves the whole change and splits every result by instrument.
///
/// @error no_convergence  how far the change was feasible, and what stands in the way.
/// @cost  about ten exact solves with Jacobian where the path is smooth; more at kinks.
[[nodiscard]] Result<Contributions> contributions(const network::Network& network,
                                                  const Experiment& experiment,
                                                  const std::vector<Indicator>& indicators,
                                                  const std::vector<RegionNodesOf>& regions,
                                                  const ContributionOptions& options = {},
                                                  const SolverOptions& solver = {});

}  // namespace domar::equilibrium
