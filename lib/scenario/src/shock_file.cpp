/// @file Reading a shock file: TOML -> the economy's network, levers, caps and closures.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "domar/base/text.hpp"
#include "domar/models/experiment_file.hpp"
#include "domar/scenario/solve_shock.hpp"
#include "economy_words.hpp"
#include "instrument_reader.hpp"
#include "model.hpp"
#include "nest_file.hpp"

namespace domar::scenario {

namespace fs = std::filesystem;
using equilibrium::Lever;
using equilibrium::Swap;
using models::ClosureLine;
using network::Mobility;
using network::Sourcing;

namespace {

constexpr double k_widest_wedge = 20.0;  ///< ln; the upper bound of a cap's wedge

const std::vector<std::string> k_shock_keys{"title", "closures", "closure",     "elasticities",
                                            "nests", "change",   "productivity"};
const std::vector<std::string> k_closure_keys{"labour", "capital",    "sourcing",  "trade_balance",
                                              "budget", "investment", "government"};

Error bad(ErrorCode code, std::string what, std::string hint = "") {
  return {code, std::move(what), "", std::move(hint), ""};
}

/// One of the words, the first of which is the default.
Result<std::string> choose(const TomlTable& table, const std::string& key,
                           const std::vector<std::string>& words) {
  const auto word = table.text(key);
  if (!word.ok()) return word.error();
  if (!*word) return words.front();
  if (std::find(words.begin(), words.end(), **word) != words.end()) return **word;
  return table.at(
      key, bad(ErrorCode::not_found, fmt::format("unknown {} '{}'", key, **word),
               fmt::format("did you mean {}? Choices: {}", words[nearest_name(**word, words)],
                           fmt::join(words, ", "))));
}

/// Closures by name: some shape the network, the others are swaps.
Status read_named_closures(const TomlTable& root, Job& job, std::vector<ClosureLine>& lines) {
  const auto found = root.table("closures");
  if (!found.ok()) return found.error();
  if (!*found) return Done{};
  const TomlTable& table = **found;
  if (auto status = table.only(k_closure_keys); !status.ok()) return status;
  const auto hold = [&](const char* fix, const char* free) {
    ClosureLine line;
    line.fix = fix;
    line.free = free;
    lines.push_back(line);
  };
  const auto labour =
      choose(table, "labour", {"mobile", "sector_bound", "real_wage", "wage_floor"});
  if (!labour.ok()) return labour.error();
  job.labour = *labour == "sector_bound" ? Mobility::sector_bound : Mobility::mobile;
  if (*labour == "real_wage") hold("real_wage", "endowment of labour");
  if (*labour == "wage_floor") {
    hold("real_wage", "endowment of labour");
    lines.back().at_least = 1.0;
  }
  const auto capital = choose(table, "capital", {"sector_bound", "mobile", "real_return"});
  if (!capital.ok()) return capital.error();
  job.capital = *capital == "sector_bound" ? Mobility::sector_bound : Mobility::mobile;
  if (*capital == "real_return") hold("real_return", "endowment of capital");
  const auto sourcing = choose(table, "sourcing", {"by_user", "shared"});
  if (!sourcing.ok()) return sourcing.error();
  job.sourcing = *sourcing == "shared" ? Sourcing::shared : Sourcing::by_user;
  const auto balance = choose(table, "trade_balance", {"share_of_income", "share_of_gdp"});
  if (!balance.ok()) return balance.error();
  if (*balance == "share_of_gdp") hold("foreign_transfer", "foreign_transfer");
  const auto budget = choose(table, "budget", {"lump_sum", "purchase_tax", "output_tax"});
  if (!budget.ok()) return budget.error();
  if (*budget != "lump_sum") hold("budget", budget->c_str());
  for (const auto& [key, share] :
       {std::pair{"investment", "investment_share"}, std::pair{"government", "government_share"}}) {
    const auto how = choose(table, key, {"share", "real"});
    if (!how.ok()) return how.error();
    if (*how == "real") hold(key, share);
  }
  return Done{};
}

Status read_elasticities(const TomlTable& root, Job& job) {
  const auto table = root.table("elasticities");
  if (!table.ok()) return table.error();
  if (!*table) return Done{};
  if (auto status = (*table)->only({"set"}); !status.ok()) return status;
  const auto set = choose(**table, "set", {"standard", "short_run", "nearly_fixed", "high"});
  if (!set.ok()) return set.error();
  job.elasticities = *set;
  return Done{};
}

bool acts_at_once(policy::InstrumentKind kind) {
  using enum policy::InstrumentKind;
  return kind == output_subsidy || kind == purchase_subsidy || kind == tariff ||
         kind == import_quota || kind == export_control || kind == localisation;
}

/// What an instrument does at once, as a lever and caps of its name.
Status add_instrument(const TomlTable& table, LoadedShock& shock) {
  const accounts::Economy& economy = shock.loaded.economy.economy;
  const network::AccountsNetwork& accounts = *shock.accounts;
  auto instrument = read_instrument(table, shock.loaded.economy, economy.year);
  if (!instrument.ok()) return instrument.error();
  if (!acts_at_once(instrument->kind)) {
    return table.at("instrument", bad(ErrorCode::bad_value,
                                      fmt::format("'{}' works through stocks over years",
                                                  policy::name_of(instrument->kind)),
                                      "run it in a scenario with years: domar run"));
  }
  const auto effects = policy::effects_of({*instrument}, economy.year, economy, accounts, 0);
  if (!effects.ok()) return table.at("instrument", effects.error());
  Lever lever{instrument->name, {}};
  for (const auto& [kind, changes] : {std::pair{Lever::Kind::tax_rate, &effects->tax},
                                      std::pair{Lever::Kind::iceberg, &effects->iceberg},
                                      std::pair{Lever::Kind::taste, &effects->taste}}) {
    for (const auto& change : *changes) lever.parts.push_back({kind, change.edge, change.amount});
  }
  if (!lever.parts.empty()) {
    shock.experiment.levers.push_back(std::move(lever));
    shock.experiment.amounts.push_back(1.0);
  }
  for (const auto& cap : effects->caps) {
    Swap swap;
    swap.name = instrument->name;
    swap.result = models::quantity_on_edge(accounts.network, cap.edge);
    swap.result.log = true;
    const auto kind = cap.rent_lost ? Lever::Kind::iceberg : Lever::Kind::tax_power;
    swap.lever = {
        "wedge on " + accounts.network.activity(accounts.network.edge(cap.edge).buyer).name,
        {{kind, cap.edge, 1.0}}};
    swap.target = std::log(cap.cap);
    swap.lower = 0.0;
    swap.upper = k_widest_wedge;
    swap.sense = -1;
    // Of several caps on one edge only the tightest can bind.
    auto& swaps = shock.experiment.swaps;
    const auto other = std::find_if(swaps.begin(), swaps.end(), [&](const Swap& known) {
      return known.lever.name == swap.lever.name;
    });
    if (other == swaps.end()) {
      swaps.push_back(std::move(swap));
    } else if (swap.target < other->target) {
      *other = std::move(swap);
    }
  }
  shock.shock.changes.push_back(std::move(instrument.value()));
  return Done{};
}

/// [[productivity]] sector, change: relative change of what an industry makes from its inputs.
Status add_productivity(const TomlTable& table, const EconomyWords& words, LoadedShock& shock) {
  if (auto status = table.only({"sector", "change"}); !status.ok()) return status;
  const auto sector = table.text("sector");
  if (!sector.ok()) return sector.error();
  const auto change = table.number("change");
  if (!change.ok()) return change.error();
  auto lever = words.lever("productivity of " + sector->value_or(""));
  if (!lever.ok()) return table.at("sector", lever.error());
  const double said = change->value_or(0.0);
  if (!(said > -1.0 && said <= 10.0)) {
    return table.at("change",
                    bad(ErrorCode::bad_value, fmt::format("change {} is not above -1", said),
                        fmt::format("write {} for {} %", said / 100.0, said)));
  }
  shock.experiment.levers.push_back(std::move(lever.value()));
  shock.experiment.amounts.push_back(std::log1p(said));
  return Done{};
}

Status read_changes(const TomlTable& root, const EconomyWords& words, LoadedShock& shock) {
  const auto changes = root.tables("change");
  if (!changes.ok()) return changes.error();
  for (const TomlTable& table : *changes) {
    const Status status = table.has("lever")
                              ? models::read_lever_change(table, words, shock.experiment)
                              : add_instrument(table, shock);
    if (!status.ok()) return status;
  }
  const auto gains = root.tables("productivity");
  if (!gains.ok()) return gains.error();
  for (const TomlTable& table : *gains) {
    if (auto status = add_productivity(table, words, shock); !status.ok()) return status;
  }
  return Done{};
}

/// A region in surplus hands abroad a share of its income, and one agent earns all of its GDP: then
/// "share_of_gdp" is what "share_of_income" is, and nothing need be swapped.
void drop_what_is_the_same(std::vector<ClosureLine>& named, LoadedShock& shock) {
  const auto& network = shock.accounts->network;
  const auto& transfers = network.transfers();
  const Index agent = shock.accounts->regions.front().agent;
  const bool hands_on = std::any_of(transfers.begin(), transfers.end(),
                                    [&](const auto& transfer) { return transfer.from == agent; });
  const auto same = std::find_if(named.begin(), named.end(), [](const ClosureLine& line) {
    return line.fix == "foreign_transfer" && line.free == "foreign_transfer";
  });
  if (!hands_on || same == named.end()) return;
  named.erase(same);
  shock.notes.push_back(fmt::format(
      "trade_balance = \"share_of_gdp\" is the same as \"share_of_income\" here: {} exports more "
      "than it imports, hands abroad a share of its income, and all of its GDP is its income",
      shock.loaded.economy.economy.regions.title(0)));
}

}  // namespace

Result<LoadedShock> load_shock(const std::string& economy, const fs::path& file) {
  const auto root = TomlTable::read(file);
  if (!root.ok()) return root.error();
  if (auto status = root->only(k_shock_keys); !status.ok()) return status.error();
  return load_experiment(economy, *root);
}

Result<LoadedShock> load_experiment(const std::string& economy, const TomlTable& root) {
  LoadedShock shock;
  Job& job = shock.loaded.job;
  job.economy = economy;
  std::vector<ClosureLine> named;
  const auto title = root.text("title");
  if (!title.ok()) return title.error();
  shock.shock.title = title->value_or(fs::path(root.file()).stem().string());
  for (const auto& step : {read_named_closures(root, job, named), read_elasticities(root, job)}) {
    if (!step.ok()) return step.error();
  }
  auto nests = read_nest_choice(root);
  if (!nests.ok()) return nests.error();
  job.tree = std::move(nests->tree);
  job.nests = std::move(nests->rules);
  auto folder = read_economy_folder(economy);
  if (!folder.ok()) return folder.error();
  shock.loaded.economy = std::move(folder.value());
  auto options = network_options(shock.loaded, job.elasticities);
  if (!options.ok()) return options.error();
  auto built = network::build_network(shock.loaded.economy.economy, *options);
  if (!built.ok()) return built.error();
  shock.accounts = std::make_shared<const network::AccountsNetwork>(std::move(built.value()));

  const EconomyWords words(shock.loaded.economy, *shock.accounts);
  if (auto status = read_changes(root, words, shock); !status.ok()) return status.error();
  drop_what_is_the_same(named, shock);
  shock.has_closures = !named.empty() || root.has("closure");
  if (auto status = models::add_closures(named, words, shock.experiment); !status.ok()) {
    return root.at("closures", status.error());
  }
  if (auto status = models::read_closures(root, words, shock.experiment); !status.ok()) {
    return status.error();
  }
  return shock;
}

}  // namespace domar::scenario
