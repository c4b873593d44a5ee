/// @file The verb optimise: the best taxes and subsidies of a region.

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "domar/replicas/lashkaripour_lugovskyy.hpp"
#include "domar/scenario/optimise.hpp"
#include "verbs.hpp"

namespace domar::cli {

namespace {

struct OptimiseArguments {
  std::string economy, file;
  bool json = false;
};

/// Lashkaripour and Lugovskyy's folder is an economy, too: with tariffs and their elasticities.
Result<scenario::OptimiseProblem> load(const OptimiseArguments& args) {
  namespace ll = replicas::lashkaripour_lugovskyy;
  std::error_code ignored;
  if (!std::filesystem::exists(std::filesystem::path(args.economy) / "Tab4_Data_RE.mat", ignored)) {
    return scenario::load_optimise(args.economy, args.file);
  }
  const auto tables = ll::read_tables(args.economy);
  if (!tables.ok()) return tables.error();
  return scenario::load_optimise(args.economy, args.file, tables->restricted, tables->free_entry);
}

int optimise(const OptimiseArguments& args) {
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
  CLI::App* verb =
      app.add_subcommand("optimise", "the best taxes and subsidies of a region, others answering");
  verb->add_option("economy", args->economy,
                   "world economy (.nc), or the folder ll2023-industrial-policy")
      ->required();
  verb->add_option("file", args->file,
                   "who may set what (.toml), see docs/reference/optimise-files.md")
      ->required();
  verb->callback([args, &act] { act = [args] { return optimise(*args); }; });
  add_json_flag(*verb, args->json);
}

}  // namespace domar::cli
