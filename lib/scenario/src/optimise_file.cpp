/// @file Reading optimise files, and the gravity world of an economy.

#include <cmath>

#include <fmt/format.h>

#include "domar/equilibrium/world_from_accounts.hpp"
#include "domar/equilibrium/world_policy.hpp"
#include "domar/readers/economy_file.hpp"
#include "domar/scenario/economy_folder.hpp"
#include "domar/scenario/optimise.hpp"
#include "toml_reader.hpp"
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

Status read_number(const TomlTable& table, const char* key, double least, double& value) {
  const auto number = table.number(key);
  if (!number.ok()) return number.error();
  if (!*number) return Done{};
  value = **number;
  if (value >= least && std::isfinite(value)) return Done{};
  return table.at(key,
                  bad(fmt::format("{} is {:g}", key, value), fmt::format("at least {:g}", least)));
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
  if (auto status = read_number(world, "trade_elasticity", 1e-3, trade); !status.ok()) {
    return status.error();
  }
  if (auto status = read_number(world, "markup", 0.0, markup); !status.ok()) return status.error();
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
    if (auto status = read_number(table, "trade_elasticity", 1e-3, values.trade_elasticity[*k]);
        !status.ok()) {
      return status.error();
    }
    if (table.has("trade_elasticity")) values.own_trade[*k] = 1;
    if (auto status = read_number(table, "markup", 0.0, values.markup[*k]); !status.ok()) {
      return status.error();
    }
  }
  return values;
}

/// What the rate may differ by: ["sector", "partner"], one of them, or [] for one rate.
Status read_fineness(const TomlTable& table, TaxChoice& choice) {
  if (!table.has("by")) return Done{};
  const auto words = table.texts("by");
  if (!words.ok()) return words.error();
  choice.by_sector = choice.by_partner = false;
  for (Index n = 0; n < words->size(); ++n) {
    const std::string& word = (*words)[n];
    if (word == "sector") {
      choice.by_sector = true;
    } else if (word == "partner") {
      choice.by_partner = true;
    } else {
      return table.at("by", bad("a rate cannot differ by '" + word + "'", "sector, partner"),
                      static_cast<int>(n));
    }
  }
  return Done{};
}

Status read_names(const TomlTable& table, const char* key, const Labels& labels, const char* what,
                  std::vector<Index>& into) {
  if (!table.has(key)) return Done{};
  const auto names = table.texts(key);
  if (!names.ok()) return names.error();
  if (names->empty()) return table.at(key, bad("none is named", "leave it out for all"));
  for (Index n = 0; n < names->size(); ++n) {
    const auto found = labels.require((*names)[n], what);
    if (!found.ok()) return table.at(key, found.error(), static_cast<int>(n));
    into.push_back(*found);
  }
  return Done{};
}

/// A tax is allowed by its key; min and max are rates.
Status read_instrument(const TomlTable& instruments, const char* key,
                       const OptimiseProblem& problem, TaxChoice& choice) {
  choice.allowed = instruments.has(key);
  if (!choice.allowed) return Done{};
  const auto table = instruments.table(key);
  if (!table.ok()) return table.error();
  if (auto status = (*table)->only({"min", "max", "sectors", "partners", "by"}); !status.ok()) {
    return status.error();
  }
  for (auto [name, value] : {std::pair{"min", &choice.lower}, std::pair{"max", &choice.upper}}) {
    const auto number = (*table)->number(name);
    if (!number.ok()) return number.error();
    if (*number) *value = **number;
  }
  if (!(choice.lower >= -1.0) || !(choice.lower <= choice.upper) || !(choice.upper > -1.0)) {
    return instruments.at(
        key, bad(fmt::format("no rate lies between {:g} and {:g}", choice.lower, choice.upper),
                 "rates are shares: 0.25 is 25 %, -0.1 a subsidy of 10 %"));
  }
  for (const char* finer : {"sectors", "partners", "by"}) {
    if (problem.links || !(*table)->has(finer)) continue;
    return (*table)->at(finer, bad("in a world of labour alone taxes are set for each sector and "
                                   "partner",
                                   "leave it out, or take a world table with links"));
  }
  if (auto status = read_names(**table, "sectors", problem.sectors(), "sector", choice.sectors);
      !status.ok()) {
    return status;
  }
  if (auto status = read_names(**table, "partners", problem.regions(), "region", choice.partners);
      !status.ok()) {
    return status;
  }
  return read_fineness(**table, choice);
}

Status read_instruments(const TomlTable& root, OptimiseProblem& problem) {
  const auto table = root.table("instruments");
  if (!table.ok()) return table.error();
  if (!*table) {
    return root.at("instruments", bad("what may the region set?",
                                      "[instruments] with import_tax = {}, export_tax = {} or "
                                      "production_tax = {min = -0.3, max = 0.0}"));
  }
  const TomlTable& instruments = **table;
  if (auto status = instruments.only({"import_tax", "export_tax", "production_tax"});
      !status.ok()) {
    return status;
  }
  for (auto [key, choice] :
       {std::pair{"import_tax", &problem.import_tax}, std::pair{"export_tax", &problem.export_tax},
        std::pair{"production_tax", &problem.production_tax}}) {
    if (auto status = read_instrument(instruments, key, problem, *choice); !status.ok()) {
      return status;
    }
  }
  return Done{};
}

/// [weights]: whose money counts, and how much.
Status read_weights(const TomlTable& root, OptimiseProblem& problem) {
  const auto table = root.table("weights");
  if (!table.ok()) return table.error();
  if (!*table) return Done{};
  if (!problem.links) {
    return root.at("weights", bad("in a world of labour alone a region maximises its own income",
                                  "leave out [weights], or take a world table with links"));
  }
  problem.weight.assign(problem.regions().size(), 0.0);
  double sum = 0.0;
  for (const std::string& key : (*table)->keys()) {
    const auto region = problem.regions().require(key, "region");
    if (!region.ok()) return (*table)->at(key, region.error());
    if (auto status = read_number(**table, key.c_str(), 0.0, problem.weight[*region]);
        !status.ok()) {
      return status;
    }
    sum += problem.weight[*region];
  }
  if (sum > 0.0) return Done{};
  return root.at("weights", bad("nobody's income counts", "[weights] with USA = 1.0"));
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

Status read_answers(const TomlTable& root, OptimiseProblem& problem) {
  const auto table = root.table("retaliation");
  if (!table.ok()) return table.error();
  if (!*table) return Done{};
  if (auto status = (*table)->only({"regions", "rounds"}); !status.ok()) return status;
  const auto names = (*table)->texts("regions");
  if (!names.ok()) return names.error();
  for (Index n = 0; n < names->size(); ++n) {
    const auto region = problem.regions().require((*names)[n], "region");
    if (!region.ok()) return (*table)->at("regions", region.error(), static_cast<int>(n));
    if (*region != problem.region) problem.answering.push_back(*region);
  }
  if (problem.answering.empty()) {
    return (*table)->at("regions", bad("nobody else answers", "regions = [\"CHN\"]"));
  }
  const auto rounds = (*table)->whole("rounds");
  if (!rounds.ok()) return rounds.error();
  if (*rounds && **rounds < 1) {
    return (*table)->at("rounds", bad("no round", "at least 1"));
  }
  if (*rounds) problem.rounds = static_cast<Index>(**rounds);
  return Done{};
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
  for (const char* key : {"elasticities", "sector"}) {
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

Status read_world(const TomlTable& root, GivenWorld& given, OptimiseProblem& problem) {
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
  if (root.has("elasticities")) {
    return root.at("elasticities", bad("[elasticities] are those of a world with links",
                                       "a world of labour alone has [world] trade_elasticity"));
  }
  if (*table && world.has("deficits")) {
    return world.at("deficits", bad("a world of labour alone has no deficits", "leave it out"));
  }
  return Done{};
}

Status read_problem(const TomlTable& root, GivenWorld& given, OptimiseProblem& problem) {
  if (auto status = root.only({"title", "region", "instruments", "world", "sector", "retaliation",
                               "starts", "elasticities", "weights"});
      !status.ok()) {
    return status;
  }
  const auto title = root.text("title");
  if (!title.ok()) return title.error();
  if (*title) problem.title = **title;
  if (auto status = read_world(root, given, problem); !status.ok()) return status;
  const auto region = root.text("region");
  if (!region.ok()) return region.error();
  if (!*region) return root.at("region", bad("whose policy?", "region = \"USA\""));
  const auto found = problem.regions().require(**region, "region");
  if (!found.ok()) return root.at("region", found.error());
  problem.region = *found;
  const auto starts = root.whole("starts");
  if (!starts.ok()) return starts.error();
  if (*starts && **starts < 1) return root.at("starts", bad("no start", "at least 1"));
  if (*starts) problem.starts = static_cast<Index>(**starts);
  if (auto status = read_instruments(root, problem); !status.ok()) return status;
  if (auto status = read_weights(root, problem); !status.ok()) return status;
  return read_answers(root, problem);
}

}  // namespace

Result<OptimiseProblem> load_optimise(const std::string& economy, const std::filesystem::path& file,
                                      GivenWorld given) {
  const auto root = TomlTable::read(file);
  if (!root.ok()) return root.error();
  OptimiseProblem problem;
  problem.title = file.stem().string();
  problem.economy = economy;
  if (auto status = read_problem(*root, given, problem); !status.ok()) return status.error();
  return problem;
}

}  // namespace domar::scenario
