#pragma once
/// @file A world with levers as the search for amounts sees it.

#include <vector>

#include "domar/equilibrium/world_seek.hpp"
#include "sought_mix.hpp"

namespace domar::equilibrium {

class SoughtWorld : public SoughtEconomy {
 public:
  /// @param levers  in the order of amounts
  /// @param wanted  results with goals, then the cost if it is a result
  SoughtWorld(WorldSolver& solver, const WorldModel& model, const WorldExperiment& experiment,
              std::vector<WorldLever> levers, std::vector<WorldIndicator> wanted)
      : solver_(solver),
        model_(model),
        experiment_(experiment),
        levers_(std::move(levers)),
        wanted_(std::move(wanted)),
        at_start_(levers_.size(), 0.0) {}

  /// Amounts at which start() solves; 0 unless told.
  void start_at(Vector amounts) { at_start_ = std::move(amounts); }

  Status start() override;
  bool solve_at(const Vector& amounts) override;
  void keep() override { kept_ = at_; }
  void go_back() override { at_ = kept_; }
  [[nodiscard]] Vector values() const override;
  [[nodiscard]] Result<Matrix> slopes() const override;
  [[nodiscard]] const WorldCapSolution& base() const { return base_; }
  [[nodiscard]] const WorldCapSolution& solution() const { return at_; }

 private:
  [[nodiscard]] WorldCapSolution solved(const Vector& amounts) const;
  [[nodiscard]] Status hold_caps(std::vector<WorldParameters>& gradients) const;

  WorldSolver& solver_;
  const WorldModel& model_;
  const WorldExperiment& experiment_;
  std::vector<WorldLever> levers_;
  std::vector<WorldIndicator> wanted_;
  Vector at_start_;
  WorldCapSolution base_, at_, kept_;
};

}  // namespace domar::equilibrium
