#pragma once
/// @file Contributions on a world: the share of every change in every result, and welfare by its
/// sources.
///
/// Theory: docs/theory/contributions.md#worlds.

#include <string>
#include <vector>

#include "domar/equilibrium/contributions.hpp"
#include "domar/equilibrium/world_seek.hpp"

namespace domar::equilibrium {

/// One instrument: what it adds to the base year's parameters in all, and the caps it sets.
struct WorldChange {
  std::string name;
  WorldParameters change;  ///< added to WorldModel::base; empty vectors: nothing
  std::vector<WorldCap> caps;
};

/// Results are ln ratios to the base year: of regions (welfare, income, price of final demand,
/// exports, imports), of factors (price, real wage), of industries (price, real output).
struct WorldContributions : Subtotals {
  WorldCapSolution after;
};

/// All changes together, on the base year's parameters.
[[nodiscard]] WorldParameters with_changes(const WorldModel& model,
                                           const std::vector<WorldChange>& changes,
                                           double share = 1.0);

/// Solves the world with all changes and splits every result by change. On the way every rate and
/// log has reached the same share of its change, a cap the same share of its ln.
///
/// @error no_convergence, infeasible  how far the changes were feasible, and what stands in the
/// way.
/// @cost  about ten solves, at five of which one tangent per change and per cap that binds.
[[nodiscard]] Result<WorldContributions> world_contributions(
    const WorldModel& model, const std::vector<WorldChange>& changes,
    const ContributionOptions& options = {});

/// The same with closures: what their levers do about a change counts for that change. Targets that
/// move are instruments of their own, after the changes; a limit that the base year meets does not
/// move.
/// @cost  besides, one adjoint per point and swap; the solves of `solve_with_swaps`.
[[nodiscard]] Result<WorldContributions> world_contributions(
    const WorldModel& model, const std::vector<WorldChange>& changes,
    const std::vector<WorldSwap>& swaps, const ContributionOptions& options = {});

}  // namespace domar::equilibrium
