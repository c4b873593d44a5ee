/// @file The verbs about accounts: check, show.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "domar/accounts/check.hpp"
#include "domar/readers/economy_file.hpp"
#include "names.hpp"
#include "verbs.hpp"

namespace domar::cli {

namespace {

struct Arguments {
  std::string economy, other, fix, sector, region, output;
  bool json = false;
};

int check(const Arguments& args) {
  auto folder = scenario::read_economy_folder(args.economy);
  if (!folder.ok()) return fail(folder.error(), args.json);
  std::optional<scenario::EconomyFolder> other;
  if (!args.other.empty()) {
    auto read = scenario::read_economy_folder(args.other);
    if (!read.ok()) return fail(read.error(), args.json);
    other = std::move(read.value());
  }
  std::optional<accounts::Repaired> repaired;
  if (!args.fix.empty()) {
    auto result = accounts::repair(
        folder->economy, args.fix == "all" ? std::vector<std::string>() : names_in(args.fix));
    if (!result.ok()) return fail(result.error(), args.json);
    repaired = std::move(result.value());
  }
  const accounts::Economy& economy = repaired ? repaired->economy : folder->economy;
  const auto checked = scenario::check_economy(economy, other ? &other->economy : nullptr);
  if (!checked.ok()) return fail(checked.error(), args.json);
  if (!args.output.empty()) {
    if (auto status = readers::write_economy(economy, args.output); !status.ok()) {
      return fail(status.error(), args.json);
    }
  }
  fmt::print("{}",
             check_output(economy, *checked, repaired ? &repaired->repairs : nullptr, args.json));
  return checked->errors > 0 ? exit_status(ErrorCode::unbalanced) : 0;
}

int show(const Arguments& args) {
  const auto folder = scenario::read_economy_folder(args.economy);
  if (!folder.ok()) return fail(folder.error(), args.json);
  const auto text = show_output(*folder, args.sector, args.region, args.json);
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
  verb->add_option("--against", args->other, "another year of it: sudden jumps, exchanged labels");
  std::string rules = "repair first; names with commas, or all:";
  for (const auto& rule : accounts::repair_rules()) rules += "\n  " + rule.name + ": " + rule.what;
  CLI::Option* fix = verb->add_option("--fix", args->fix, rules)->type_name("RULES");
  verb->add_option("-o,--output", args->output, "economy file to write the repaired table to")
      ->needs(fix);
  verb->callback([args, &act] { act = [args] { return check(*args); }; });
  add_json_flag(*verb, args->json);

  verb = app.add_subcommand("show", "what is in an economy");
  verb->add_option("economy", args->economy, "built-in economy or .nc file, for example china-2018")
      ->required();
  verb->add_option("--sector", args->sector, "all about one sector, by code or name");
  verb->add_option("--region", args->region, "whose sector (default: the first region's)");
  verb->callback([args, &act] { act = [args] { return show(*args); }; });
  add_json_flag(*verb, args->json);
}

}  // namespace domar::cli
