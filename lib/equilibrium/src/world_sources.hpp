#pragma once
/// @file Slopes of a world's results, of its regions' welfare by source and of real GDP in one
/// direction.
///
/// Theory: docs/theory/contributions.md#worlds.

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "domar/equilibrium/contributions.hpp"
#include "domar/equilibrium/world_caps.hpp"

namespace domar::equilibrium {

/// A direction of all parameters with what results and flows do about it.
struct WorldMove {
  WorldParameters direction;  ///< empty vectors: nothing moves
  WorldTangent tangent;

  void add(const WorldMove& other, double weight);
};

class WorldSources {
 public:
  explicit WorldSources(const WorldModel& model);

  /// Results, then k_sources + 1 per region.
  [[nodiscard]] Index rows() const;
  [[nodiscard]] Index results() const { return names_.size(); }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  /// Values at a solution: results (ln ratios), then real spending by region [base money].
  [[nodiscard]] Vector values(const WorldCapSolution& at) const;
  /// Slopes of all rows.
  [[nodiscard]] Vector slopes(const WorldCapSolution& at, const WorldMove& move) const;
  /// d ln of the quantity that passes an edge (units sent).
  [[nodiscard]] double quantity_slope(const WorldCapSolution& at, const WorldMove& move,
                                      Index edge) const;

 private:
  using Parts = std::vector<std::array<double, k_sources>>;  ///< by region
  void add_industries(const WorldCapSolution& at, const WorldMove& move, Parts& parts) const;
  void add_factors(const WorldCapSolution& at, const WorldMove& move, Parts& parts) const;
  void add_trade(const WorldCapSolution& at, const WorldMove& move, Parts& parts) const;
  [[nodiscard]] Vector trade_slopes(const WorldCapSolution& at, const WorldMove& move) const;

  const WorldModel& model_;
  std::vector<std::string> names_;
  Vector factor_0_;  ///< by factor: income of the base year
};

}  // namespace domar::equilibrium
