/// @file The verb optimise: the best taxes and subsidies of a region.

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "domar/models/model_file.hpp"
#include "domar/replicas/caliendo_parro.hpp"
#include "domar/replicas/lashkaripour_lugovskyy.hpp"
#include "domar/scenario/optimise.hpp"
#include "domar/scenario/optimise_levers.hpp"
#include "verbs.hpp"

namespace domar::cli {

namespace {

struct OptimiseArguments {
  std::string economy, file;
  bool json = false;
};

bool holds(const std::string& folder, const char* file) {
  std::error_code ignored;
  return std::filesystem::exists(std::filesystem::path(folder) / file, ignored);
}

/// The folders of two papers are economies, too: with tariffs and their elasticities.
Result<scenario::OptimiseProblem> load(const OptimiseArguments& args) {
  scenario::GivenWorld given;
  if (holds(args.economy, "Tab4_Data_RE.mat")) {
    const auto tables = replicas::lashkaripour_lugovskyy::read_tables(args.economy);
    if (!tables.ok()) return tables.error();
    given.restricted = tables->restricted;
    given.free_entry = tables->free_entry;
  } else if (holds(args.economy, "theta.csv") && holds(args.economy, "deficit.csv")) {
    const auto world = replicas::caliendo_parro::read_world(args.economy);
    if (!world.ok()) return world.error();
    auto balanced = replicas::caliendo_parro::without_deficits(*world);
    if (!balanced.ok()) return balanced.error();
    given.links = std::move(*balanced);
  }
  return scenario::load_optimise(args.economy, args.file, std::move(given));
}

/// One country or a model: the levers of its network.
int optimise_levers(const OptimiseArguments& args) {
  const auto best = scenario::optimise_levers(args.economy, args.file);
  if (!best.ok()) return fail(best.error(), args.json);
  fmt::print("{}",
             args.json ? scenario::best_levers_json(*best) : scenario::best_levers_text(*best));
  return best->converged ? 0 : exit_status(ErrorCode::no_convergence);
}

int optimise(const OptimiseArguments& args) {
  if (models::is_model_file(args.economy) || scenario::speaks_of_levers(args.file)) {
    return optimise_levers(args);
  }
  const auto problem = load(args);
  if (!problem.ok()) return fail(problem.error(), args.json);
  const auto result = scenario::optimise(*problem);
  if (!result.ok()) return fail(result.error(), args.json);
  fmt::print("{}", args.json ? scenario::optimise_json(*problem, *result)
                             : scenario::optimise_text(*problem, *result));
  return result->converged ? 0 : exit_status(ErrorCode::no_convergence);
}

}  // namespace

void describe_optimise_verb(CLI::App& app, Act& act) {
  const auto args = std::make_shared<OptimiseArguments>();
  CLI::App* verb = app.add_subcommand(
      "optimise", "the best taxes and subsidies of a country or a region, others answering");
  verb->add_option("economy", args->economy,
                   "economy (built in or .nc), model file (.toml), or the folder "
                   "ll2023-industrial-policy or "
                   "cp2015")
      ->required();
  verb->add_option("file", args->file,
                   "who may set what (.toml), see docs/reference/optimise-files.md")
      ->required();
  verb->callback([args, &act] { act = [args] { return optimise(*args); }; });
  add_json_flag(*verb, args->json);
}

}  // namespace domar::cli
