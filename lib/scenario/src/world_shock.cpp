#include "domar/scenario/world_shock.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "world_options_file.hpp"
#include "world_shock_file.hpp"

namespace domar::scenario {

using accounts::Economy;
using equilibrium::WorldModel;
using equilibrium::WorldParameters;
using equilibrium::WorldSolution;

std::vector<std::string> world_shock_keys() {
  std::vector<std::string> keys{"title", "sourcing", "elasticities", "scale", "markup", "closure"};
  for (const auto& kind : world_change_kinds()) keys.emplace_back(kind.table);
  return keys;
}

Result<WorldShock> read_world_shock(const TomlTable& root, const Economy& economy) {
  WorldShock shock;
  const auto title = root.text("title");
  if (!title.ok()) return title.error();
  shock.title = title->value_or(std::filesystem::path(root.file()).stem().string());
  const auto sourcing = root.text("sourcing");
  if (!sourcing.ok()) return sourcing.error();
  const std::string mix = sourcing->value_or("shared");
  if (mix != "shared" && mix != "by_user") {
    return root.at("sourcing",
                   Error{ErrorCode::bad_value, fmt::format("sourcing '{}' is unknown", mix), "",
                         "write \"shared\" or \"by_user\"", ""});
  }
  if (mix == "by_user") shock.options.sourcing = network::Sourcing::by_user;
  if (auto status = read_world_elasticities(root, economy, shock.options, shock.notes);
      !status.ok()) {
    return status.error();
  }
  if (auto status = read_world_entry(root, economy, shock.options, shock.starts); !status.ok()) {
    return status.error();
  }
  const Labels factors = equilibrium::world_factors(economy);
  const WorldNames names{economy.regions, economy.goods, factors};
  for (const auto& kind : world_change_kinds()) {
    if (!root.has(kind.table)) continue;
    const auto tables = root.tables(kind.table);
    if (!tables.ok()) return tables.error();
    for (const TomlTable& table : *tables) {
      auto change = read_world_change(table, kind, names);
      if (!change.ok()) return change.error();
      shock.changes.push_back(std::move(*change));
    }
  }
  return shock;
}

Result<WorldShock> load_world_shock(const Economy& economy, const std::filesystem::path& file) {
  const auto root = TomlTable::read(file);
  if (!root.ok()) return root.error();
  if (auto status = root->only(world_shock_keys()); !status.ok()) return status.error();
  auto shock = read_world_shock(*root, economy);
  if (!shock.ok()) return shock.error();
  if (root->has("closure")) {
    const auto world = SolvedWorld::make(economy, shock->options);
    if (!world.ok()) return world.error();
    auto swaps = read_world_closures(*root, **world, true);
    if (!swaps.ok()) return swaps.error();
    shock->swaps = std::move(*swaps);
  }
  if (shock->changes.empty() && shock->swaps.empty()) {
    return Error{ErrorCode::bad_input, "nothing is changed", file.string(),
                 "add a table [[tariff]], [[trade_cost]], [[export_tax]], [[output_tax]], "
                 "[[productivity]], [[endowment]], [[transfer]], [[cap]] or [[closure]]",
                 ""};
  }
  return shock;
}

std::vector<equilibrium::WorldChange> changes_of(const WorldShock& shock, const WorldModel& model) {
  std::vector<equilibrium::WorldChange> changes;
  for (const WorldChangeLine& change : shock.changes) {
    auto known = std::find_if(changes.begin(), changes.end(),
                              [&](const auto& other) { return other.name == change.name; });
    if (known == changes.end()) {
      equilibrium::WorldChange none{change.name, equilibrium::no_wedges(model), {}};
      std::fill(none.change.markup.begin(), none.change.markup.end(), 0.0);
      known = changes.insert(changes.end(), std::move(none));
    }
    apply_change(change, model, known->change, known->caps);
  }
  return changes;
}

equilibrium::WorldExperiment experiment_of(const WorldModel& model,
                                           const std::vector<equilibrium::WorldChange>& changes) {
  equilibrium::WorldExperiment experiment{equilibrium::with_changes(model, changes), {}};
  for (const auto& change : changes) {
    experiment.caps.insert(experiment.caps.end(), change.caps.begin(), change.caps.end());
  }
  return experiment;
}

namespace {

void sum_trade(const WorldModel& model, const WorldParameters& parameters,
               const WorldSolution& solution, Vector& exports, Vector& imports) {
  const Index R = model.region_count();
  exports.assign(R, 0.0);
  imports.assign(R, 0.0);
  if (solution.trade_share.empty()) return;
  for (Index e = 0; e < model.edges(); ++e) {
    if (e / R % R == e % R) continue;
    const double value = solution.trade(model, parameters, e);
    exports[e / R % R] += value;
    imports[e % R] += value;
  }
}

/// Solves with all results of closures held, and tells what that took.
Status solve_closed(const WorldShock& shock, const equilibrium::WorldExperiment& experiment,
                    WorldShockResult& result) {
  constexpr double k_exact = 1e-12;
  const WorldModel& model = result.world.model;
  equilibrium::WorldOptions options;
  options.tolerance = k_exact;
  equilibrium::WorldSolver solver(model, options);
  const auto base = solver.solve(model.base);
  if (auto status = base.status(); !status.ok()) return status;
  auto closed = equilibrium::solve_with_swaps(solver, model, experiment, shock.swaps);
  if (!closed.ok()) return closed.error();
  result.outcome = *closed;
  for (Index i = 0; i < shock.swaps.size(); ++i) {
    const auto& swap = shock.swaps[i];
    const bool solved = result.outcome.solution.converged;
    const double after =
        solved ? swap.result.value(model, closed->parameters, closed->solution) : 0.0;
    result.held.push_back({swap.name, swap.result.name, swap.result.unit,
                           swap.result.value(model, model.base, base), swap.target, after,
                           swap.lever.name, said_of(swap.lever, closed->freed[i]),
                           swap.lever.in_logs(), closed->active[i]});
    for (const WorldChangeLine& change : shock.changes) {
      if (change.name != swap.lever.name) continue;
      result.notes.push_back(fmt::format(
          "'{}' is changed and freed: what it moves by comes on top of the change", change.name));
    }
  }
  return Done{};
}

}  // namespace

Result<WorldShockResult> solve_world_shock(const Economy& economy, const WorldShock& shock,
                                           bool with_contributions) {
  auto world = equilibrium::build_world(economy, shock.options);
  if (!world.ok()) return world.error();
  WorldShockResult result;
  result.title = shock.title;
  result.economy = economy.name;
  result.unit = economy.unit;
  result.notes = shock.notes;
  result.world = std::move(*world);
  const WorldModel& model = result.world.model;
  const auto changes = changes_of(shock, model);
  const auto experiment = experiment_of(model, changes);
  result.caps = experiment.caps;
  equilibrium::WorldSolver solver(model);
  const auto base = solver.solve(model.base);
  if (auto status = base.status(); !status.ok()) return status.error();
  if (shock.swaps.empty()) {
    result.outcome =
        equilibrium::solve_with_caps(solver, model, experiment.parameters, result.caps);
  } else if (auto status = solve_closed(shock, experiment, result); !status.ok()) {
    return status.error();
  }
  sum_trade(model, model.base, base, result.exports_0, result.imports_0);
  sum_trade(model, result.outcome.parameters, result.outcome.solution, result.exports,
            result.imports);
  const auto& scale = model.scale_elasticity;
  if (std::any_of(scale.begin(), scale.end(), [](double psi) { return psi > 0.0; }) &&
      result.caps.empty()) {
    equilibrium::WorldEquilibriaSearch search;
    search.starts = shock.starts;
    result.equilibria =
        equilibrium::find_world_equilibria(model, result.outcome.parameters, search);
  }
  if (with_contributions && result.outcome.solution.converged) {
    auto found = equilibrium::world_contributions(model, changes, shock.swaps);
    if (!found.ok()) return found.error();
    result.contributions = std::move(*found);
  }
  return result;
}

}  // namespace domar::scenario
