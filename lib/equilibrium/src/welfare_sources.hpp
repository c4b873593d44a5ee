#pragma once
/// @file Slopes of indicators, of welfare by source and of real GDP in one direction, on a network.
///
/// Theory: docs/theory/contributions.md#welfare.

#include <array>
#include <vector>

#include "domar/equilibrium/contributions.hpp"

namespace domar::equilibrium {

/// Everything that is integrated: indicators, then per region the sources of welfare and real GDP.
class WelfareSources {
 public:
  WelfareSources(const network::Network& network, const std::vector<Indicator>& indicators,
                 const std::vector<RegionNodesOf>& regions);

  /// Rows: indicators, then k_sources + 1 per region.
  [[nodiscard]] Index rows() const {
    return indicators_.size() + regions_.size() * (k_sources + 1);
  }

  /// Slopes of all rows in one direction at a point. `scale_part`: d ln productivity by activity
  /// that follows from size.
  [[nodiscard]] Vector slopes(const ClosedSolution& at, const std::vector<IndicatorSlopes>& by,
                              const ClosedSolver::Response& response,
                              const Vector& scale_part) const;

  /// What the agents' spending of a region buys [base money].
  [[nodiscard]] double real_spending(const RegionNodesOf& region, const ClosedSolution& at) const;

 private:
  using Parts = std::array<double, k_sources>;
  struct Spending {
    double deflator = 1.0;   ///< money that buys one more unit of real spending
    double inflation = 0.0;  ///< d ln price of what is bought
    double gained = 0.0;     ///< d real spending
  };
  [[nodiscard]] Spending spending(const RegionNodesOf& region, const ClosedSolution& at,
                                  const ClosedSolver::Response& response) const;
  struct Beyond {
    double gain = 0.0;    ///< money: what the household's part is worth more at the margin
    double dearer = 0.0;  ///< money: by what goods as bought became dearer than the told price
  };
  [[nodiscard]] Beyond beyond_subsistence(Index h, const ClosedSolution& at,
                                          const Change& tangent) const;
  [[nodiscard]] double spending_change(Index h, const ClosedSolution& at,
                                       const ClosedSolver::Response& response) const;
  [[nodiscard]] bool sells(Index region, Index node) const;
  void add_technology(const RegionNodesOf& region, const ClosedSolution& at,
                      const ParameterSlopes& move, const Vector& scale_part, Parts& part) const;
  [[nodiscard]] double add_endowments(const RegionNodesOf& region, const ClosedSolution& at,
                                      const ParameterSlopes& move, Parts& part) const;
  [[nodiscard]] double add_edges(Index region, const ClosedSolution& at,
                                 const ClosedSolver::Response& response, double inflation,
                                 Parts& part) const;
  void add_region(Index region, const ClosedSolution& at, const ClosedSolver::Response& response,
                  const Vector& scale_part, Vector& out) const;

  const network::Network& network_;
  const std::vector<Indicator>& indicators_;
  const std::vector<RegionNodesOf>& regions_;
  std::vector<std::vector<bool>> market_;  ///< [region][market]: sold by the region
};

}  // namespace domar::equilibrium
