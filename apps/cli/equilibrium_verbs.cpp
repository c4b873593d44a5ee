/// @file The verbs about one equilibrium: solve, replicate.

#include <CLI/CLI.hpp>
#include <memory>

#include <fmt/format.h>

#include "domar/models/experiment_file.hpp"
#include "domar/models/model_file.hpp"
#include "domar/scenario/economy_folder.hpp"
#include "domar/scenario/solve_batch.hpp"
#include "domar/scenario/solve_model.hpp"
#include "domar/scenario/solve_shock.hpp"
#include "domar/scenario/world_shock.hpp"
#include "verbs.hpp"

namespace domar::cli {

namespace {

struct Arguments {
  std::string economy, name, data;
  std::vector<std::string> shocks;
  bool json = false;
  bool contributions = false;
};

/// An economy of many regions and sectors goes to the world engine.
int solve_world(const Arguments& args, const accounts::Economy& economy) {
  const auto shock = scenario::load_world_shock(economy, args.shocks.front());
  if (!shock.ok()) return fail(shock.error(), args.json);
  const auto result = scenario::solve_world_shock(economy, *shock, args.contributions);
  if (!result.ok()) return fail(result.error(), args.json);
  fmt::print("{}",
             args.json ? scenario::world_shock_json(*result) : scenario::world_shock_text(*result));
  return result->outcome.solution.converged ? 0 : exit_status(ErrorCode::no_convergence);
}

/// A model file and a shock to it.
int solve_a_model(const Arguments& args) {
  const auto model = models::read_model(args.economy);
  if (!model.ok()) return fail(model.error(), args.json);
  const auto shock = models::read_model_shock(args.shocks.front(), *model);
  if (!shock.ok()) return fail(shock.error(), args.json);
  const auto result = scenario::solve_model(*model, *shock, args.contributions);
  if (!result.ok()) return fail(result.error(), args.json);
  fmt::print("{}", args.json ? scenario::model_json(*result) : scenario::model_text(*result));
  return result->converged ? 0 : exit_status(ErrorCode::no_convergence);
}

/// Several shock files.
int solve_many(const Arguments& args) {
  const auto batch = scenario::solve_batch(args.economy, args.shocks, args.contributions);
  if (!batch.ok()) return fail(batch.error(), args.json);
  fmt::print("{}", args.json ? scenario::batch_json(*batch) : scenario::batch_text(*batch));
  if (args.contributions && !args.json) fmt::print("\ncontributions of each shock: --json\n");
  return batch->all_converged() ? 0 : exit_status(ErrorCode::no_convergence);
}

int solve(const Arguments& args) {
  if (args.shocks.size() > 1) return solve_many(args);
  if (models::is_model_file(args.economy)) return solve_a_model(args);
  const auto folder = scenario::read_economy_folder(args.economy);
  if (!folder.ok()) return fail(folder.error(), args.json);
  if (equilibrium::is_world(folder->economy)) return solve_world(args, folder->economy);
  const auto shock = scenario::load_shock(args.economy, args.shocks.front());
  if (!shock.ok()) return fail(shock.error(), args.json);
  const auto result = scenario::solve_shock(*shock, args.contributions);
  if (!result.ok()) return fail(result.error(), args.json);
  fmt::print("{}", args.json ? scenario::shock_json(*result) : scenario::shock_text(*result));
  return result->converged ? 0 : exit_status(ErrorCode::no_convergence);
}

int replicate(const Arguments& args) {
  if (args.name.empty()) {
    fmt::print("{}", replicas_output(args.json));
    return 0;
  }
  const auto text = replicate_output(args.name, args.data, args.json);
  if (!text.ok()) return fail(text.error(), args.json);
  fmt::print("{}", *text);
  return 0;
}

}  // namespace

void describe_equilibrium_verbs(CLI::App& app, Act& act) {
  const auto args = std::make_shared<Arguments>();

  CLI::App* verb =
      app.add_subcommand("solve", "static counterfactuals: the base year with a change");
  verb->add_option("economy", args->economy,
                   "built-in economy, .nc file or model file (.toml), for example china-2018")
      ->required();
  verb->add_option("shock", args->shocks,
                   "shock file, for example scenarios/shocks/chips.toml; of several, a table with "
                   "a row for each")
      ->required();
  verb->add_flag("--contributions", args->contributions,
                 "the share of every instrument in every result, and welfare by its sources");
  verb->callback([args, &act] { act = [args] { return solve(*args); }; });
  add_json_flag(*verb, args->json);

  verb = app.add_subcommand("replicate", "published results computed again; lists them");
  verb->add_option("name", args->name, "replica, for example stdcge (default: list them)");
  verb->add_option("--data", args->data, "folder of the data, for those that need it");
  verb->callback([args, &act] { act = [args] { return replicate(*args); }; });
  add_json_flag(*verb, args->json);
}

}  // namespace domar::cli
