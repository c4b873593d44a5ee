/// @file The verbs about accounts: check, show, import.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "domar/accounts/check.hpp"
#include "domar/base/interrupt.hpp"
#include "domar/readers/economy_file.hpp"
#include "domar/readers/nbs/nbs.hpp"
#include "domar/readers/tables.hpp"
#include "verbs.hpp"

namespace domar::cli {

namespace {

struct Arguments {
  std::string economy, sector, format, table, output, origins, facts, name;
  double row_gdp = 0.0;
  int year = 0;
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

  verb = app.add_subcommand("import", "read a statistical office's table into an economy file");
  verb->add_option("format", args->format, "nbs: China's National Bureau of Statistics")
      ->required();
  verb->add_option("table", args->table, "the table, .csv or .csv.gz")->required();
  verb->add_option("-o,--output", args->output, "economy file to write (.nc)")->required();
  verb->add_option("--origins", args->origins,
                   "coarser table that tells domestic from imported use");
  verb->add_option("--facts", args->facts,
                   "figures with row_gdp, as economies/china-2018/facts.csv");
  verb->add_option("--row-gdp", args->row_gdp, "GDP of the rest of the world [trillion yuan]");
  verb->add_option("--year", args->year, "base year (default: from the file name)");
  verb->add_option("--name", args->name, "name of the economy (default: china-YEAR)");
  verb->callback([args, &act] { act = [args] { return import_table(*args); }; });
  add_json_flag(*verb, args->json);
}

}  // namespace domar::cli
