#pragma once
/// @file PolicyWorld: a world in which regions set their taxes in turn, whatever solves it.

#include <memory>

#include "domar/scenario/optimise.hpp"

namespace domar::scenario {

class PolicyWorld {
 public:
  PolicyWorld() = default;
  virtual ~PolicyWorld() = default;
  PolicyWorld(const PolicyWorld&) = delete;
  PolicyWorld& operator=(const PolicyWorld&) = delete;

  /// The best taxes of a region, everybody else's as they stand.
  struct Move {
    RegionPolicy policy;
    double objective = 0.0;
    double spread = 0.0;  ///< of the objective between starts that converged
    Index evaluations = 0;
  };

  [[nodiscard]] virtual double uniqueness_number() const = 0;
  /// Finds them and puts them in place. `weight` by region; empty: the region's own income.
  [[nodiscard]] virtual Result<Move> set_best(Index region, const Vector& weight, Index starts) = 0;
  /// Share of real income gained, by region, with the taxes in place.
  [[nodiscard]] virtual Vector gains() const = 0;
  /// All taxes in place, in the measure in which answers must settle.
  [[nodiscard]] virtual Vector taxes() const = 0;
};

/// Trade in labour: Lashkaripour and Lugovskyy's world. The problem must outlive it.
[[nodiscard]] Result<std::unique_ptr<PolicyWorld>> gravity_policies(const OptimiseProblem& problem);

/// The world engine's, with links between industries. The problem must outlive it.
[[nodiscard]] std::unique_ptr<PolicyWorld> linked_policies(const OptimiseProblem& problem);

}  // namespace domar::scenario
