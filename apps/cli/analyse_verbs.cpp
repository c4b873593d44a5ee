/// @file The verb about an economy as it stands: analyse.

#include <CLI/CLI.hpp>
#include <memory>

#include <fmt/format.h>

#include "domar/scenario/analyse.hpp"
#include "verbs.hpp"

namespace domar::cli {

namespace {

constexpr Index k_rows_shown = 20;

struct Arguments {
  std::string name, economy = "china-2018";
  scenario::AnalyseOptions options;
  bool all = false;
  bool json = false;
};

std::string list_of_analyses() {
  std::string text;
  for (const auto& [name, about] : scenario::analysis_names()) {
    text += fmt::format("{:<24} {}\n", name, about);
  }
  return text;
}

int analyse(const Arguments& args) {
  if (args.name.empty()) {
    fmt::print("{}", list_of_analyses());
    return 0;
  }
  const auto folder = scenario::read_economy_folder(args.economy);
  if (!folder.ok()) return fail(folder.error(), args.json);
  const auto found = scenario::analyse(args.name, *folder, args.options);
  if (!found.ok()) return fail(found.error(), args.json);
  fmt::print("{}", args.json ? scenario::analysis_json(*found)
                             : scenario::analysis_text(*found, args.all ? 0 : k_rows_shown));
  return 0;
}

}  // namespace

void describe_analyse_verb(CLI::App& app, Act& act) {
  const auto args = std::make_shared<Arguments>();
  CLI::App* verb = app.add_subcommand(
      "analyse", "what an economy says as it stands: influence, centrality, innovation, the past");
  verb->add_option("name", args->name, "analysis, for example influence (default: list them)");
  verb->add_option("economy", args->economy, "built-in economy or .nc file")->capture_default_str();
  verb->add_option("--wedge", args->options.wedge,
                   "distortion-centrality: loss on every input, 0.1 for 10 %")
      ->capture_default_str();
  verb->add_option("--lambda", args->options.speed,
                   "innovation-network: how fast research becomes knowledge, a year")
      ->capture_default_str();
  verb->add_option("--rho", args->options.discount, "innovation-network: discount rate, a year")
      ->capture_default_str();
  verb->add_flag("--all", args->all, "all rows");
  verb->callback([args, &act] { act = [args] { return analyse(*args); }; });
  add_json_flag(*verb, args->json);
}

}  // namespace domar::cli
