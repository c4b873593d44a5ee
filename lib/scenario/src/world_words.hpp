#pragma once
/// @file The words by which files name results and instruments of a world.
///
/// Words: docs/reference/world-shocks.md#words.

#include <memory>
#include <string>
#include <vector>

#include "domar/equilibrium/world_from_accounts.hpp"
#include "world_changes.hpp"

namespace domar::scenario {

/// A world at its base year, solved exactly, with a solver to go on from there.
class SolvedWorld {
 public:
  /// @error  those of build_world; no_convergence  the base year has no equilibrium.
  [[nodiscard]] static Result<std::unique_ptr<SolvedWorld>> make(
      const accounts::Economy& economy, const equilibrium::WorldAccountsOptions& options);

  [[nodiscard]] const equilibrium::WorldFromAccounts& built() const { return built_; }
  [[nodiscard]] const equilibrium::WorldModel& model() const { return built_.model; }
  [[nodiscard]] const equilibrium::WorldSolution& base() const { return base_; }
  [[nodiscard]] const std::string& unit() const { return unit_; }
  [[nodiscard]] WorldNames names() const {
    return {model().regions, model().sectors, model().factors};
  }
  [[nodiscard]] equilibrium::WorldSolver& solver() { return *solver_; }
  /// The base year's value of a result.
  [[nodiscard]] double base_value(const equilibrium::WorldIndicator& result) const {
    return result.value(model(), model().base, base_);
  }

 private:
  SolvedWorld() = default;
  equilibrium::WorldFromAccounts built_;
  std::unique_ptr<equilibrium::WorldSolver> solver_;
  equilibrium::WorldSolution base_;
  std::string unit_;  ///< of money
};

/// A result in words: "output of ELE in USA", "welfare of CHN", "exports of ELE from CHN to USA".
/// @error bad_input, not_found  the words mean nothing here; the hint names what does.
[[nodiscard]] Result<equilibrium::WorldIndicator> world_result(const std::string& words,
                                                               const SolvedWorld& world);

/// An instrument in words: "tariff on ELE from CHN to USA", "output_subsidy of ELE in CHN".
/// @error  as above.
[[nodiscard]] Result<WorldChangeLine> world_lever_words(const std::string& words,
                                                        const WorldNames& names);

/// What is told of every region when nobody asks for anything in particular.
[[nodiscard]] std::vector<equilibrium::WorldIndicator> results_of_regions(const SolvedWorld& world);
/// Real output of every industry that there is.
[[nodiscard]] std::vector<equilibrium::WorldIndicator> outputs_of_industries(
    const SolvedWorld& world);

}  // namespace domar::scenario
