#include "world_words.hpp"

namespace domar::scenario {

Result<std::unique_ptr<SolvedWorld>> SolvedWorld::make(
    const accounts::Economy& economy, const equilibrium::WorldAccountsOptions& options) {
  constexpr double k_exact = 1e-12;
  auto built = equilibrium::build_world(economy, options);
  if (!built.ok()) return built.error();
  std::unique_ptr<SolvedWorld> world(new SolvedWorld());
  world->built_ = std::move(*built);
  world->unit_ = economy.unit;
  equilibrium::WorldOptions solver;
  solver.tolerance = k_exact;
  world->solver_ = std::make_unique<equilibrium::WorldSolver>(world->built_.model, solver);
  world->base_ = world->solver_->solve(world->built_.model.base);
  if (auto status = world->base_.status(); !status.ok()) return status.error();
  return world;
}

}  // namespace domar::scenario
