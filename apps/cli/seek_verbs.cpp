/// @file The verbs that search and compare: seek, compare.

#include <CLI/CLI.hpp>
#include <memory>

#include <fmt/format.h>

#include "domar/base/text.hpp"
#include "domar/scenario/compare.hpp"
#include "domar/scenario/seek_targets.hpp"
#include "verbs.hpp"

namespace domar::cli {

namespace {

/// Exit status of `compare` when the two differ; see docs/reference/exit-codes.md.
constexpr int k_different = 6;

struct Arguments {
  std::string economy, file, a, b;
  scenario::CompareOptions options;
  bool json = false;
};

int seek(const Arguments& args) {
  const auto outcome = scenario::seek_targets(args.economy, args.file);
  if (!outcome.ok()) return fail(outcome.error(), args.json);
  fmt::print("{}", args.json ? scenario::seek_json(*outcome) : scenario::seek_text(*outcome));
  return outcome->reached ? 0 : exit_status(ErrorCode::infeasible);
}

int compare(const Arguments& args) {
  const auto comparison = scenario::compare(args.a, args.b, args.options);
  if (!comparison.ok()) return fail(comparison.error(), args.json);
  fmt::print("{}", args.json ? scenario::comparison_json(*comparison)
                             : scenario::comparison_text(*comparison, args.options));
  return comparison->same() ? 0 : k_different;
}

}  // namespace

void describe_seek_verbs(CLI::App& app, Act& act) {
  const auto args = std::make_shared<Arguments>();
  const auto from_nothing_up = [](const std::string& text) -> std::string {
    const auto number = parse_number(text);
    return number && *number >= 0.0 ? "" : "'" + text + "' is not a number from 0 up";
  };

  CLI::App* verb = app.add_subcommand(
      "seek", "which subsidy, tax or cost reduction reaches a target, at least cost");
  verb->add_option(
          "economy", args->economy,
          "built-in economy, .nc file or model file (.toml), for example china-2018 or world-2014")
      ->required();
  verb->add_option("file", args->file,
                   "seek file with targets and instruments, for example "
                   "scenarios/seek/sei-share.toml")
      ->required();
  verb->callback([args, &act] { act = [args] { return seek(*args); }; });
  add_json_flag(*verb, args->json);

  verb = app.add_subcommand("compare", "what differs between two results or economies");
  verb->add_option("a", args->a, "results folder, .json of domar --json, economy or .nc file")
      ->required();
  verb->add_option("b", args->b, "the same kind of thing")->required();
  verb->add_option("--relative", args->options.relative,
                   "relative difference that is none (default 1e-9)")
      ->check(from_nothing_up);
  verb->add_option("--absolute", args->options.absolute,
                   "absolute difference that is none (default 1e-12)")
      ->check(from_nothing_up);
  verb->add_option("--most", args->options.most, "differences shown (default 20)");
  verb->footer("Exit codes: 0 the same, 6 different, others as usual.");
  verb->callback([args, &act] { act = [args] { return compare(*args); }; });
  add_json_flag(*verb, args->json);
}

}  // namespace domar::cli
