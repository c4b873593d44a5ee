/// @file The verbs about accounts: check, show.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "domar/accounts/check.hpp"
#include "verbs.hpp"

namespace domar::cli {

namespace {

struct Arguments {
  std::string economy, sector;
  bool json = false;
};

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

}  // namespace

void describe_accounts_verbs(CLI::App& app, Act& act) {
  const auto args = std::make_shared<Arguments>();

  CLI::App* verb =
      app.add_subcommand("check", "balance and plausibility of an economy, ranked by money");
  verb->add_option("economy", args->economy, "built-in economy or .nc file, for example china-2018")
      ->required();
  verb->callback([args, &act] { act = [args] { return check(*args); }; });
  add_json_flag(*verb, args->json);

  verb = app.add_subcommand("show", "what is in an economy");
  verb->add_option("economy", args->economy, "built-in economy or .nc file, for example china-2018")
      ->required();
  verb->add_option("--sector", args->sector, "all about one sector, by code or name");
  verb->callback([args, &act] { act = [args] { return show(*args); }; });
  add_json_flag(*verb, args->json);
}

}  // namespace domar::cli
