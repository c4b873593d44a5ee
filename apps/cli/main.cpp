/// @file domar: the command line. Data on stdout, messages on stderr, exit codes of result.hpp.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>

#include <fmt/format.h>

#include "domar/accounts/check.hpp"
#include "domar/base/file.hpp"
#include "domar/base/interrupt.hpp"
#include "domar/base/text.hpp"
#include "domar/readers/economy_file.hpp"
#include "domar/readers/nbs/nbs.hpp"
#include "domar/readers/tables.hpp"
#include "domar/scenario/result_files.hpp"
#include "domar/scenario/run_job.hpp"
#include "domar/scenario/solve_shock.hpp"
#include "domar/scenario/version.hpp"
#include "verbs.hpp"

namespace domar::cli {

namespace {

/// Everything the command line can say.
struct Arguments {
  std::string scenario, economy, sector, format, table, output, origins, facts, name, data;
  double row_gdp = 0.0;
  int year = 0;
  int threads = 0;
  bool json = false;
  bool quiet = false;
};

int fail(const Error& error, bool json) {
  if (json) {
    const nlohmann::ordered_json out{{"error",
                                      {{"code", name_of(error.code)},
                                       {"what", error.what},
                                       {"where", error.where},
                                       {"hint", error.hint}}}};
    // A message may quote what the user typed, which need not be UTF-8.
    using nlohmann::ordered_json;
    fmt::print("{}\n", out.dump(1, ' ', false, ordered_json::error_handler_t::replace));
  }
  fmt::print(stderr, "{}\n", error.message());
  return exit_status(error.code);
}

int run(const Arguments& args) {
  watch_for_interrupt();
  auto loaded = scenario::load_job(args.scenario);
  if (!loaded.ok()) return fail(loaded.error(), args.json);
  const std::filesystem::path folder =
      args.output.empty() ? loaded->job.output : std::filesystem::path(args.output);
  scenario::RunOptions options;
  options.threads = args.threads > 0
                        ? args.threads
                        : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  options.progress = args.quiet ? Progress::Style::none : Progress::style_for_stderr();
  auto results = scenario::run_job(std::move(loaded.value()), options);
  if (!results.ok()) return fail(results.error(), args.json);
  if (auto status = scenario::write_results(*results, folder); !status.ok()) {
    return fail(status.error(), args.json);
  }
  fmt::print("{}", args.json ? scenario::summary_json(*results) : scenario::summary_text(*results));
  if (!args.quiet) fmt::print(stderr, "wrote {}\n", (folder / "report.html").string());
  return 0;
}

int solve(const Arguments& args) {
  const auto shock = scenario::load_shock(args.economy, args.scenario);
  if (!shock.ok()) return fail(shock.error(), args.json);
  const auto result = scenario::solve_shock(*shock);
  if (!result.ok()) return fail(result.error(), args.json);
  fmt::print("{}", args.json ? scenario::shock_json(*result) : scenario::shock_text(*result));
  return result->converged ? 0 : exit_status(ErrorCode::no_convergence);
}

int check(const Arguments& args) {
  const auto folder = scenario::read_economy_folder(args.economy);
  if (!folder.ok()) return fail(folder.error(), args.json);
  fmt::print("{}", check_output(*folder, args.json));
  const auto findings = accounts::check(folder->economy);
  const bool broken = std::any_of(findings.begin(), findings.end(), [](const auto& finding) {
    return finding.severity == accounts::Severity::error;
  });
  return broken ? exit_status(ErrorCode::unbalanced) : 0;
}

int show(const Arguments& args) {
  const auto folder = scenario::read_economy_folder(args.economy);
  if (!folder.ok()) return fail(folder.error(), args.json);
  const auto text = show_output(*folder, args.sector, args.json);
  if (!text.ok()) return fail(text.error(), args.json);
  fmt::print("{}", *text);
  return 0;
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

/// The size of the rest of the world: given, or from a table of figures (trillion yuan).
Status set_rest_of_world(const Arguments& args, readers::nbs::Options& options) {
  constexpr double k_million_per_trillion = 1e6;
  if (!args.facts.empty()) {
    const auto facts = readers::read_facts(args.facts);
    if (!facts.ok()) return facts.error();
    for (const char* name : {"world_gdp", "china_gdp_usd", "exchange_rate", "row_gdp"}) {
      const auto fact = facts->require(name);
      if (!fact.ok()) return fact.error();
      options.facts[name] = *fact;
    }
    options.row_gdp = options.facts["row_gdp"].value * k_million_per_trillion;
  }
  if (args.row_gdp > 0.0) options.row_gdp = args.row_gdp * k_million_per_trillion;
  if (options.row_gdp > 0.0) return Done{};
  return Error{ErrorCode::usage, "the size of the rest of the world is missing", "",
               "give --facts economies/china-2018/facts.csv, or --row-gdp in trillion yuan", ""};
}

int import_table(const Arguments& args) {
  if (args.format != "nbs") {
    return fail({ErrorCode::usage, fmt::format("unknown format '{}'", args.format), "",
                 "known formats: nbs", ""},
                args.json);
  }
  readers::nbs::Options options;
  options.name = args.name;
  options.year = args.year;
  options.origins = args.origins;
  std::error_code ignored;
  if (!std::filesystem::exists(args.table, ignored)) {
    return fail({ErrorCode::not_found, "no such file", args.table, "check the spelling", ""},
                args.json);
  }
  if (auto status = set_rest_of_world(args, options); !status.ok()) {
    return fail(status.error(), args.json);
  }
  watch_for_interrupt();
  const auto economy = readers::nbs::read_table(args.table, options);
  if (!economy.ok()) return fail(economy.error(), args.json);
  if (interrupt_requested()) return fail(interrupted_error(), args.json);
  if (auto status = readers::write_economy(*economy, args.output); !status.ok()) {
    return fail(status.error(), args.json);
  }
  for (const auto& note : economy->notes) fmt::print(stderr, "note: {}\n", note);
  if (args.json) {
    const nlohmann::ordered_json out{{"economy", economy->name},
                                     {"file", args.output},
                                     {"industries", economy->industries.size()},
                                     {"gdp", economy->gdp(0)},
                                     {"unit", economy->unit}};
    fmt::print("{}\n", out.dump(1));
  } else {
    fmt::print("{}: {} industries, GDP {:.0f} {}\n", args.output, economy->industries.size(),
               economy->gdp(0), economy->unit);
  }
  return 0;
}

/// The verbs and their options. `act` is set to what the parsed verb does.
void describe(CLI::App& app, Arguments& args, std::function<int()>& act) {
  app.set_version_flag("--version", std::string("domar ") + scenario::k_version);
  app.require_subcommand(0, 1);  // usage_error tells what is missing
  app.footer(
      "Exit codes: 0 ok, 1 internal, 2 usage, 3 bad input, 4 did not converge, "
      "5 infeasible, 130 interrupted.");

  CLI::App* verb =
      app.add_subcommand("run", "run a scenario file and write its results and report");
  verb->add_option("scenario", args.scenario, "scenario file, for example scenarios/china.toml")
      ->required();
  verb->add_option("-o,--output", args.output,
                   "folder for the results (default: as the file says)");
  verb->add_option("--threads", args.threads, "scenarios run side by side (default: all cores)")
      ->check(CLI::Range(1, 256));
  verb->add_flag("-q,--quiet", args.quiet, "no progress");
  verb->callback([&] { act = [&args] { return run(args); }; });

  verb = app.add_subcommand("solve", "one static counterfactual: the base year with a change");
  verb->add_option("economy", args.economy, "built-in economy or .nc file, for example china-2018")
      ->required();
  verb->add_option("shock", args.scenario, "shock file, for example scenarios/shocks/chips.toml")
      ->required();
  verb->callback([&] { act = [&args] { return solve(args); }; });

  verb = app.add_subcommand("check", "balance and plausibility of an economy, ranked by money");
  verb->add_option("economy", args.economy, "built-in economy or .nc file, for example china-2018")
      ->required();
  verb->callback([&] { act = [&args] { return check(args); }; });

  verb = app.add_subcommand("show", "what is in an economy");
  verb->add_option("economy", args.economy, "built-in economy or .nc file, for example china-2018")
      ->required();
  verb->add_option("--sector", args.sector, "all about one sector, by code or name");
  verb->callback([&] { act = [&args] { return show(args); }; });

  verb = app.add_subcommand("replicate", "published results computed again; lists them");
  verb->add_option("name", args.name, "replica, for example stdcge (default: list them)");
  verb->add_option("--data", args.data, "folder of the data, for those that need it");
  verb->callback([&] { act = [&args] { return replicate(args); }; });

  verb = app.add_subcommand("import", "read a statistical office's table into an economy file");
  verb->add_option("format", args.format, "nbs: China's National Bureau of Statistics")->required();
  verb->add_option("table", args.table, "the table, .csv or .csv.gz")->required();
  verb->add_option("-o,--output", args.output, "economy file to write (.nc)")->required();
  verb->add_option("--origins", args.origins,
                   "coarser table that tells domestic from imported use");
  verb->add_option("--facts", args.facts,
                   "figures with row_gdp, as economies/china-2018/facts.csv");
  verb->add_option("--row-gdp", args.row_gdp, "GDP of the rest of the world [trillion yuan]");
  verb->add_option("--year", args.year, "base year (default: from the file name)");
  verb->add_option("--name", args.name, "name of the economy (default: china-YEAR)");
  verb->callback([&] { act = [&args] { return import_table(args); }; });

  for (CLI::App* each : app.get_subcommands({})) {
    each->add_flag("--json", args.json, "machine-readable output on stdout");
  }
}

/// What is wrong with the command line, with the nearest verb for one that does not exist.
Error usage_error(const CLI::App& app, const std::string& what) {
  Error error{ErrorCode::usage, what, "", "domar --help lists verbs and options", ""};
  const auto surplus = app.remaining();
  if (!app.get_subcommands().empty() || surplus.empty() || surplus.front()[0] == '-') return error;
  std::vector<std::string> verbs;
  for (const CLI::App* verb : app.get_subcommands({})) verbs.push_back(verb->get_name());
  error.what = fmt::format("unknown verb '{}'", surplus.front());
  error.hint =
      fmt::format("did you mean {}? {}", verbs[nearest_name(surplus.front(), verbs)], error.hint);
  return error;
}

int main_of(int argc, char** argv) {
  CLI::App app{"Domar: from measured accounts to growth, emerging industries and policy", "domar"};
  Arguments args;
  std::function<int()> act;
  describe(app, args, act);
  const bool json = std::any_of(argv + std::min(1, argc), argv + argc,
                                [](const char* word) { return std::string(word) == "--json"; });
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    if (problem.get_exit_code() == 0) return app.exit(problem);
    return fail(usage_error(app, problem.what()), json);
  }
  return act ? act() : fail(usage_error(app, "no verb is given"), json);
}

}  // namespace

}  // namespace domar::cli

int main(int argc, char** argv) {
  try {
    return domar::cli::main_of(argc, argv);
  } catch (const std::exception& problem) {
    fmt::print(stderr, "internal error: {}\n   hint: please report this with the command\n",
               problem.what());
    return 1;
  }
}
