/// @file The verbs about years: run, hindcast.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <thread>

#include <fmt/format.h>

#include "domar/base/file.hpp"
#include "domar/base/interrupt.hpp"
#include "domar/scenario/hindcast.hpp"
#include "domar/scenario/result_files.hpp"
#include "domar/scenario/run_job.hpp"
#include "verbs.hpp"

namespace domar::cli {

namespace {

struct Arguments {
  std::string scenario, output;
  int threads = 0;
  unsigned long draws = 0;
  unsigned long seed = 1;
  int draws_until = 0;
  std::string design = "sobol";
  bool hindcast = false;
  bool json = false;
  bool quiet = false;
};

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
  options.folder = folder;
  options.draws.draws = args.draws;
  options.draws.seed = args.seed;
  options.draws.last_year = args.draws_until;
  options.draws.design = args.design == "sobol" ? scenario::DrawOptions::Design::sobol
                                                : scenario::DrawOptions::Design::latin_hypercube;
  auto results = scenario::run_job(std::move(loaded.value()), options);
  if (!results.ok()) return fail(results.error(), args.json);
  if (args.hindcast) {
    scenario::HindcastOptions past;
    past.threads = options.threads;
    auto report = scenario::hindcast(past);
    if (!report.ok()) return fail(report.error(), args.json);
    results->hindcast = std::move(report.value());
  }
  if (auto status = scenario::write_results(*results, folder); !status.ok()) {
    return fail(status.error(), args.json);
  }
  fmt::print("{}", args.json ? scenario::summary_json(*results) : scenario::summary_text(*results));
  if (!args.quiet) fmt::print(stderr, "wrote {}\n", (folder / "report.html").string());
  return 0;
}

struct HindcastArguments {
  std::string data, page;
  unsigned long draws = 32;
  unsigned long seed = 1;
  int threads = 0;
  bool json = false;
};

int hindcast(const HindcastArguments& args) {
  scenario::HindcastOptions options;
  options.data = args.data;
  options.draws = args.draws;
  options.seed = args.seed;
  options.threads = args.threads > 0
                        ? args.threads
                        : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  const auto report = scenario::hindcast(options);
  if (!report.ok()) return fail(report.error(), args.json);
  if (!args.page.empty()) {
    if (auto status = write_file(args.page, scenario::hindcast_html(*report)); !status.ok()) {
      return fail(status.error(), args.json);
    }
  }
  fmt::print("{}", args.json ? scenario::hindcast_json(*report) : scenario::hindcast_text(*report));
  return 0;
}

void describe_hindcast(CLI::App& app, Act& act) {
  const auto args = std::make_shared<HindcastArguments>();
  CLI::App* verb = app.add_subcommand(
      "hindcast", "predict the past from older tables and score it against naive rivals");
  verb->add_option("--data", args->data,
                   "folder that holds wiod16_niot; without it that part is skipped");
  verb->add_option("-o,--output", args->page, "file for a page with pictures (.html)");
  verb->add_option("--draws", args->draws, "of the parameters of China 2012 (default: 32)")
      ->check(CLI::Range(1UL, 100000UL));
  verb->add_option("--seed", args->seed, "of draws and ranges (default: 1)");
  verb->add_option("--threads", args->threads, "side by side (default: all cores)")
      ->check(CLI::Range(1, 256));
  verb->callback([args, &act] { act = [args] { return hindcast(*args); }; });
  add_json_flag(*verb, args->json);
}

}  // namespace

void describe_run_verbs(CLI::App& app, Act& act) {
  describe_hindcast(app, act);
  const auto args = std::make_shared<Arguments>();

  CLI::App* verb =
      app.add_subcommand("run", "run a scenario file and write its results and report");
  verb->add_option("scenario", args->scenario, "scenario file, for example scenarios/china.toml")
      ->required();
  verb->add_option("-o,--output", args->output,
                   "folder for the results (default: as the file says)");
  verb->add_option("--threads", args->threads, "scenarios run side by side (default: all cores)")
      ->check(CLI::Range(1, 256));
  CLI::Option* draws =
      verb->add_option("--draws", args->draws,
                       "runs with all uncertain numbers drawn from their priors: fans, "
                       "probabilities, and what they depend on; a stopped run goes on where it was")
          ->check(CLI::Range(1UL, 1000000UL));
  verb->add_option("--seed", args->seed, "of the draws (default: 1)")->needs(draws);
  verb->add_option("--design", args->design, "sobol (default) or lhs")
      ->needs(draws)
      ->check(CLI::IsMember({"sobol", "lhs"}));
  verb->add_option("--draws-until", args->draws_until,
                   "last year of the draws (default: that of the latest official target)")
      ->needs(draws);
  verb->add_flag("--hindcast", args->hindcast,
                 "a chapter of the report on how Domar would have done from 2012 (see hindcast)");
  verb->add_flag("-q,--quiet", args->quiet, "no progress");
  verb->callback([args, &act] { act = [args] { return run(*args); }; });
  add_json_flag(*verb, args->json);
}

}  // namespace domar::cli
