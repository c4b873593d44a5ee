/// @file The verb split: industries out of the sectors of an economy.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include <fmt/format.h>

#include "domar/accounts/split_facts.hpp"
#include "domar/readers/economy_file.hpp"
#include "domar/scenario/split_file.hpp"
#include "verbs.hpp"

namespace domar::cli {

namespace {

constexpr Index k_shown_priors = 10;

struct SplitArguments {
  std::string economy, file, output;
  std::optional<std::uint64_t> seed;
  double spread = 0.25;
  bool json = false;
};

/// Output, value added and trade of one new industry.
struct NewSector {
  std::string code, name;
  double output = 0.0, value_added = 0.0, exports = 0.0, imports = 0.0;
};

std::vector<NewSector> new_sectors(const accounts::Economy& economy,
                                   const accounts::SplitFacts& facts) {
  std::vector<NewSector> sectors;
  const Vector exports = economy.exports(facts.region);
  const Vector imports = economy.imports(facts.region);
  for (const auto& industry : facts.industries) {
    const Index good = *economy.goods.find(industry.code);
    const Index maker = economy.supplier[facts.region][good];
    sectors.push_back({industry.code, industry.name, economy.gross_output(maker),
                       economy.value_added_of(maker), exports[good], imports[good]});
  }
  return sectors;
}

std::string as_json(const accounts::JointSplit& made, const accounts::SplitFacts& facts,
                    const std::string& file) {
  nlohmann::ordered_json out{
      {"economy", made.economy.name}, {"file", file},
      {"unit", made.economy.unit},    {"gdp", made.economy.gdp(facts.region)},
      {"rounds", made.rounds},        {"largest_gap", made.largest_gap}};
  for (const auto& sector : new_sectors(made.economy, facts)) {
    out["industries"].push_back({{"code", sector.code},
                                 {"name", sector.name},
                                 {"output", sector.output},
                                 {"value_added", sector.value_added},
                                 {"exports", sector.exports},
                                 {"imports", sector.imports}});
  }
  for (const auto& prior : made.priors) {
    out["priors"].push_back({{"industry", prior.piece},
                             {"what", prior.what},
                             {"asked", prior.asked},
                             {"got", prior.got}});
  }
  return out.dump(1) + "\n";
}

std::string as_text(const accounts::JointSplit& made, const accounts::SplitFacts& facts,
                    const std::string& file) {
  const double gdp = made.economy.gdp(facts.region);
  std::string text = fmt::format("{}: {}, {} industries split out, unit {}\n\n", file,
                                 made.economy.name, facts.industries.size(), made.economy.unit);
  text += fmt::format("{:<26} {:>12} {:>12} {:>9} {:>11} {:>11}\n", "industry", "output",
                      "value added", "% of GDP", "exports", "imports");
  for (const auto& sector : new_sectors(made.economy, facts)) {
    text += fmt::format("{:<26} {:>12.0f} {:>12.0f} {:>9.4f} {:>11.0f} {:>11.0f}\n", sector.code,
                        sector.output, sector.value_added, 100.0 * sector.value_added / gdp,
                        sector.exports, sector.imports);
  }
  if (made.priors.empty()) return text;
  text += "\nPriors that the parents' cells changed most:\n";
  for (Index i = 0; i < std::min(k_shown_priors, made.priors.size()); ++i) {
    const auto& prior = made.priors[i];
    text += fmt::format("{:<26} {:<22} asked {:>10.0f}, got {:>10.0f}\n", prior.piece, prior.what,
                        prior.asked, prior.got);
  }
  return text;
}

int split(const SplitArguments& args) {
  const auto path = scenario::find_economy(args.economy);
  if (!path.ok()) return fail(path.error(), args.json);
  const auto economy = readers::read_economy(*path);
  if (!economy.ok()) return fail(economy.error(), args.json);
  const auto facts = scenario::read_split_file(args.file, *economy);
  if (!facts.ok()) return fail(facts.error(), args.json);
  const auto made = args.seed ? accounts::draw_by_facts(*economy, *facts, *args.seed, args.spread)
                              : accounts::split_by_facts(*economy, *facts);
  if (!made.ok()) return fail(made.error(), args.json);
  if (auto status = readers::write_economy(made->economy, args.output); !status.ok()) {
    return fail(status.error(), args.json);
  }
  fmt::print("{}",
             args.json ? as_json(*made, *facts, args.output) : as_text(*made, *facts, args.output));
  return 0;
}

}  // namespace

void describe_split_verb(CLI::App& app, Act& act) {
  const auto args = std::make_shared<SplitArguments>();
  CLI::App* verb = app.add_subcommand("split", "split industries out of the sectors of an economy");
  verb->add_option("economy", args->economy, "built-in economy or .nc file, for example china-2018")
      ->required();
  verb->add_option("file", args->file,
                   "what is known about the industries (.toml), see docs/reference/split-files.md")
      ->required();
  verb->add_option("-o,--output", args->output, "economy file to write (.nc)")->required();
  verb->add_option("--draw", args->seed,
                   "seed: another admissible economy, with figures drawn inside their bounds");
  verb->add_option("--spread", args->spread,
                   "of drawn cells around the central division, in logs (default 0.25)");
  verb->callback([args, &act] { act = [args] { return split(*args); }; });
  add_json_flag(*verb, args->json);
}

}  // namespace domar::cli
