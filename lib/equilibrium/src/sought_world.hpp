#pragma once
/// @file A world with levers as the search for amounts sees it.

#include <vector>

#include "domar/equilibrium/world_seek.hpp"
#include "sought_mix.hpp"

namespace domar::equilibrium {

/// How a result moves with every parameter while caps that bind hold their quantities, and with ln
/// of the quantity of each of them.
struct HeldGradient {
  WorldParameters by_parameter;
  Vector by_quantity;  ///< by cap that binds, in their order
};

/// Gradients at the solver's last solution, which `at` is.
/// @error no_convergence  not locally unique; two caps hold the same quantity.
/// @cost  one adjoint for each result and each cap that binds.
[[nodiscard]] Result<std::vector<HeldGradient>> gradients_at_caps(
    WorldSolver& solver, const WorldModel& model, const std::vector<WorldCap>& caps,
    const WorldCapSolution& at, const std::vector<WorldIndicator>& results);

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
  [[nodiscard]] std::string trouble() const override { return trouble_; }
  void keep() override { kept_ = at_; }
  void go_back() override { at_ = kept_; }
  [[nodiscard]] Vector values() const override;
  [[nodiscard]] Vector sizes() const override;
  [[nodiscard]] Result<Matrix> slopes() const override;
  [[nodiscard]] const WorldCapSolution& base() const { return base_; }
  [[nodiscard]] const WorldCapSolution& solution() const { return at_; }

 private:
  [[nodiscard]] WorldCapSolution solved(const Vector& amounts) const;

  WorldSolver& solver_;
  const WorldModel& model_;
  const WorldExperiment& experiment_;
  std::vector<WorldLever> levers_;
  std::vector<WorldIndicator> wanted_;
  Vector at_start_;
  WorldCapSolution base_, at_, kept_;
  std::string trouble_;
};

}  // namespace domar::equilibrium
