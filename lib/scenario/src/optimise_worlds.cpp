#include "optimise_worlds.hpp"

#include <cmath>

#include <fmt/format.h>

#include "domar/equilibrium/world_from_accounts.hpp"
#include "domar/equilibrium/world_policy.hpp"
#include "domar/readers/economy_file.hpp"
#include "domar/scenario/economy_folder.hpp"
#include "world_options_file.hpp"

namespace domar::scenario {

namespace {

using accounts::Economy;
using equilibrium::GravityData;

/// Elasticities and markups of the [world] table and of its [[sector]]s.
struct SectorValues {
  Vector trade_elasticity;
  Vector markup;
  std::vector<char> own_trade;  ///< whether a [[sector]] tells its trade elasticity
};

Error bad(std::string what, std::string hint) {
  return Error{ErrorCode::bad_value, std::move(what), "", std::move(hint), ""};
}

Result<Entry> read_entry(const TomlTable& world) {
  const auto text = world.text("entry");
  if (!text.ok()) return text.error();
  if (!*text || **text == "none") return Entry::none;
  if (**text == "restricted") return Entry::restricted;
  if (**text == "free") return Entry::free;
  return world.at("entry", bad("entry is '" + **text + "'", "none, restricted or free"));
}

Result<SectorValues> read_sectors(const TomlTable& root, const TomlTable& world,
                                  const Labels& sectors) {
  double trade = 5.0;
  double markup = 0.0;
  if (auto status = read_at_least(world, "trade_elasticity", 1e-3, trade); !status.ok()) {
    return status.error();
  }
  if (auto status = read_at_least(world, "markup", 0.0, markup); !status.ok())
    return status.error();
  SectorValues values{Vector(sectors.size(), trade), Vector(sectors.size(), markup),
                      std::vector<char>(sectors.size(), 0)};
  const auto tables = root.tables("sector");
  if (!tables.ok()) return tables.error();
  for (const TomlTable& table : *tables) {
    if (auto status = table.only({"code", "trade_elasticity", "markup"}); !status.ok()) {
      return status.error();
    }
    const auto code = table.text("code");
    if (!code.ok()) return code.error();
    if (!*code) return table.at("code", bad("which sector?", "code = \"C24\""));
    const auto k = sectors.require(**code, "sector");
    if (!k.ok()) return table.at("code", k.error());
    if (auto status = read_at_least(table, "trade_elasticity", 1e-3, values.trade_elasticity[*k]);
        !status.ok()) {
      return status.error();
    }
    if (table.has("trade_elasticity")) values.own_trade[*k] = 1;
    if (auto status = read_at_least(table, "markup", 0.0, values.markup[*k]); !status.ok()) {
      return status.error();
    }
  }
  return values;
}

/// Purchases of a world table by good, origin and destination, whoever the user is.
Result<GravityData> world_of(const Economy& economy, std::vector<std::string>& notes) {
  const Index n = economy.regions.size();
  GravityData data{economy.regions, economy.goods, {}, {}, {}, {}, {}};
  double negative = 0.0;
  for (Index k = 0; k < economy.goods.size(); ++k) {
    Matrix flow(n, n);
    for (Index j = 0; j < n; ++j) {
      for (Index u = 0; u < economy.users(); ++u) {
        flow(j, economy.region_of_user(u)) += economy.use[j](k, u);
      }
    }
    for (Index j = 0; j < n; ++j) {
      for (Index i = 0; i < n; ++i) {
        if (flow(j, i) >= 0.0) continue;
        negative -= flow(j, i);
        flow(j, i) = 0.0;
      }
    }
    data.flow.push_back(std::move(flow));
    data.tariff.emplace_back(n, n, 0.0);
  }
  for (Index r = 0; r < n; ++r) {
    double at_home = 0.0;
    for (const Matrix& flow : data.flow) at_home += flow(r, r);
    if (at_home > 0.0 && n > 1) continue;
    return Error{
        ErrorCode::infeasible, "this region buys nothing from itself", economy.regions.code(r),
        "optimal taxes need a world table, where every region's own trade is measured: domar "
        "import wiod, oecd-icio, ...",
        ""};
  }
  if (negative > 0.0) {
    notes.push_back(
        fmt::format("negative purchases of {:.4g} {} together (stocks drawn down) are "
                    "taken as none",
                    negative, economy.unit));
  }
  notes.push_back("the table holds no tariffs: the base year is taken to have none");
  return data;
}

/// The world of labour alone with the markups and elasticities of the file, deficits removed.
Status make_gravity(const Economy& economy, const TomlTable& root, const TomlTable& world,
                    OptimiseProblem& problem) {
  auto data = world_of(economy, problem.notes);
  if (!data.ok()) return data.error();
  const auto values = read_sectors(root, world, data->sectors);
  if (!values.ok()) return values.error();
  const Vector none(data->sectors.size(), 0.0);
  for (const double trade : values->trade_elasticity) data->sigma.push_back(1.0 + trade);
  data->scale = problem.entry == Entry::free ? values->markup : none;
  data->markup = problem.entry == Entry::restricted ? values->markup : none;
  auto balanced = equilibrium::without_deficits(*data);
  if (!balanced.ok()) return balanced.error();
  problem.notes.emplace_back("trade deficits are removed first, at constant returns");
  problem.data = std::move(*balanced);
  return Done{};
}

/// The world with links, as `domar solve` has it, and the markups of the file.
Status make_links(const Economy& economy, const TomlTable& root, const TomlTable& world,
                  OptimiseProblem& problem) {
  equilibrium::WorldAccountsOptions options;
  const auto values = read_sectors(root, world, economy.goods);
  if (!values.ok()) return values.error();
  const auto sourcing = root.text("sourcing");
  if (!sourcing.ok()) return sourcing.error();
  if (*sourcing && **sourcing != "shared" && **sourcing != "by_user") {
    return root.at("sourcing", bad("sourcing '" + **sourcing + "' is unknown",
                                   "write \"shared\" or \"by_user\""));
  }
  if (*sourcing && **sourcing == "by_user") options.sourcing = network::Sourcing::by_user;
  const bool trade_told = &world != &root && world.has("trade_elasticity");
  std::vector<std::string> assumed;
  if (auto status = read_world_elasticities(root, economy, options, assumed); !status.ok()) {
    return status;
  }
  if (trade_told || root.has("sector")) {
    const auto elasticities = root.table("elasticities");
    if (trade_told && elasticities.ok() && *elasticities && (*elasticities)->has("armington")) {
      return world.at("trade_elasticity",
                      bad("the elasticity between origins is told twice",
                          "trade_elasticity is armington less 1: leave out one of them"));
    }
    const auto base = options.elasticities.armington;
    for (Index s = 0; s < base.size(); ++s) {
      const bool own = trade_told || values->own_trade[s] != 0;
      if (own) options.elasticities.armington[s] = 1.0 + values->trade_elasticity[s];
    }
  }
  if (!trade_told) {
    problem.notes.insert(problem.notes.end(), assumed.begin(), assumed.end());
  }
  if (problem.entry == Entry::free) options.scale = values->markup;
  if (problem.entry == Entry::restricted) options.markup = values->markup;
  auto built = equilibrium::build_world(economy, options);
  if (!built.ok()) return built.error();
  for (const auto& repair : built->repairs) {
    problem.notes.push_back(
        fmt::format("{}: {:.4g} {} ({})", repair.rule, repair.money, economy.unit, repair.where));
  }
  problem.notes.emplace_back("the table holds no tariffs: the base year is taken to have none");
  problem.links = std::move(built->model);
  return Done{};
}

/// What [world] says of trade deficits: gone (the default), or kept in units of the numeraire.
Status settle_deficits(const TomlTable& world, OptimiseProblem& problem) {
  const auto word = world.text("deficits");
  if (!word.ok()) return word.error();
  if (*word && **word != "removed" && **word != "kept") {
    return world.at("deficits", bad("deficits are '" + **word + "'", "removed or kept"));
  }
  if (*word && **word == "kept") {
    problem.notes.emplace_back(
        "trade deficits are kept: who receives one can raise what it buys by taxes that lift its "
        "prices alone, so bounds matter");
    return Done{};
  }
  auto balanced = equilibrium::without_transfers(*problem.links);
  if (!balanced.ok()) return balanced.error();
  problem.links = std::move(*balanced);
  problem.notes.emplace_back("trade deficits are removed first");
  return Done{};
}

Status make_world(const TomlTable& root, const TomlTable& world, OptimiseProblem& problem) {
  const auto folder = read_economy_folder(problem.economy);
  if (!folder.ok()) return folder.error();
  const bool can_link = equilibrium::is_world(folder->economy);
  bool links = can_link;
  if (&world != &root) {
    const auto told = world.truth("links");
    if (!told.ok()) return told.error();
    links = told->value_or(can_link);
  }
  if (!links) return make_gravity(folder->economy, root, world, problem);
  if (!can_link) {
    return world.at("links", bad("this economy is no world in which every region makes every good "
                                 "in one industry",
                                 "links = false takes labour as the only input"));
  }
  return make_links(folder->economy, root, world, problem);
}

/// A world that comes with its own elasticities and markups: the file may not tell others.
Status take_given(const TomlTable& root, const std::optional<TomlTable>& world, GivenWorld& given,
                  OptimiseProblem& problem) {
  const auto refuse = [](const TomlTable& table, const char* key) {
    return table.at(key, bad("this folder's world has its own elasticities, markups and links",
                             fmt::format("leave out {}", key)));
  };
  for (const char* key : {"elasticities", "sector", "sourcing"}) {
    if (root.has(key)) return refuse(root, key);
  }
  for (const char* key : {"trade_elasticity", "markup", "links", "deficits"}) {
    if (world && world->has(key)) return refuse(*world, key);
  }
  if (given.links) {
    if (problem.entry != Entry::none) return refuse(*world, "entry");
    problem.links = std::move(*given.links);
    return Done{};
  }
  problem.data =
      problem.entry == Entry::free ? std::move(*given.free_entry) : std::move(*given.restricted);
  if (problem.entry == Entry::none) problem.entry = Entry::restricted;
  return Done{};
}

}  // namespace

Status read_at_least(const TomlTable& table, const char* key, double least, double& value) {
  const auto number = table.number(key);
  if (!number.ok()) return number.error();
  if (!*number) return Done{};
  value = **number;
  if (value >= least && std::isfinite(value)) return Done{};
  return table.at(key,
                  bad(fmt::format("{} is {:g}", key, value), fmt::format("at least {:g}", least)));
}

Status read_policy_world(const TomlTable& root, GivenWorld& given, OptimiseProblem& problem) {
  const auto table = root.table("world");
  if (!table.ok()) return table.error();
  const TomlTable& world = *table ? **table : root;
  if (*table) {
    if (auto status = world.only({"entry", "trade_elasticity", "markup", "links", "deficits"});
        !status.ok()) {
      return status;
    }
    const auto entry = read_entry(world);
    if (!entry.ok()) return entry.error();
    problem.entry = *entry;
  }
  if (given.links || given.restricted) return take_given(root, *table, given, problem);
  if (auto status = make_world(root, world, problem); !status.ok()) return status;
  if (problem.links) return settle_deficits(world, problem);
  if (root.has("sourcing")) {
    return root.at("sourcing", bad("in a world of labour alone nobody buys but a region as a whole",
                                   "leave it out, or take a world table with links"));
  }
  if (root.has("elasticities")) {
    return root.at("elasticities", bad("[elasticities] are those of a world with links",
                                       "a world of labour alone has [world] trade_elasticity"));
  }
  if (*table && world.has("deficits")) {
    return world.at("deficits", bad("a world of labour alone has no deficits", "leave it out"));
  }
  return Done{};
}

}  // namespace domar::scenario
