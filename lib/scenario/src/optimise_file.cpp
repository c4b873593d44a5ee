/// @file Reading optimise files, and the gravity world of an economy.

#include <cmath>

#include <fmt/format.h>

#include "domar/readers/economy_file.hpp"
#include "domar/scenario/economy_folder.hpp"
#include "domar/scenario/optimise.hpp"
#include "toml_reader.hpp"

namespace domar::scenario {

namespace {

using accounts::Economy;
using equilibrium::FactorRange;
using equilibrium::GravityData;

/// Elasticities and markups of the [world] table and of its [[sector]]s.
struct SectorValues {
  Vector trade_elasticity;
  Vector markup;
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
  SectorValues values{Vector(sectors.size(), trade), Vector(sectors.size(), markup)};
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
    if (auto status = read_number(table, "markup", 0.0, values.markup[*k]); !status.ok()) {
      return status.error();
    }
  }
  return values;
}

/// An instrument is allowed by its key; min and max are rates.
Status read_instrument(const TomlTable& instruments, const char* key, bool& allowed,
                       FactorRange& range) {
  allowed = instruments.has(key);
  if (!allowed) return Done{};
  const auto limits = instruments.table(key);
  if (!limits.ok()) return limits.error();
  if (auto status = (*limits)->only({"min", "max"}); !status.ok()) return status.error();
  double least = -1.0;
  double most = HUGE_VAL;
  for (auto [name, value] : {std::pair{"min", &least}, std::pair{"max", &most}}) {
    const auto number = (*limits)->number(name);
    if (!number.ok()) return number.error();
    if (*number) *value = **number;
  }
  if (!(least >= -1.0) || !(least <= most) || !(most > -1.0)) {
    return instruments.at(key, bad(fmt::format("no rate lies between {:g} and {:g}", least, most),
                                   "rates are shares: 0.25 is 25 %, -0.1 a subsidy of 10 %"));
  }
  range = {1.0 + least, 1.0 + most};
  return Done{};
}

Status read_instruments(const TomlTable& root, equilibrium::PolicyProblem& policy) {
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
  if (auto status =
          read_instrument(instruments, "import_tax", policy.import_taxes, policy.import_range);
      !status.ok()) {
    return status;
  }
  if (auto status =
          read_instrument(instruments, "export_tax", policy.export_taxes, policy.export_range);
      !status.ok()) {
    return status;
  }
  return read_instrument(instruments, "production_tax", policy.production_taxes,
                         policy.production_range);
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
    const auto region = problem.data.regions.require((*names)[n], "region");
    if (!region.ok()) return (*table)->at("regions", region.error(), static_cast<int>(n));
    if (*region != problem.policy.region) problem.answering.push_back(*region);
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

/// The world with the markups and elasticities of the file, deficits removed.
Status make_world(const TomlTable& root, const TomlTable& world, OptimiseProblem& problem) {
  const auto folder = read_economy_folder(problem.economy);
  if (!folder.ok()) return folder.error();
  auto data = world_of(folder->economy, problem.notes);
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

Status read_problem(const TomlTable& root, const std::optional<GravityData>& restricted,
                    const std::optional<GravityData>& free_entry, OptimiseProblem& problem) {
  if (auto status =
          root.only({"title", "region", "instruments", "world", "sector", "retaliation", "starts"});
      !status.ok()) {
    return status;
  }
  const auto title = root.text("title");
  if (!title.ok()) return title.error();
  if (*title) problem.title = **title;
  const auto table = root.table("world");
  if (!table.ok()) return table.error();
  const TomlTable& world = *table ? **table : root;
  if (*table) {
    if (auto status = world.only({"entry", "trade_elasticity", "markup"}); !status.ok()) {
      return status;
    }
    const auto entry = read_entry(world);
    if (!entry.ok()) return entry.error();
    problem.entry = *entry;
  }
  if (restricted && free_entry) {
    problem.data = problem.entry == Entry::free ? *free_entry : *restricted;
    if (problem.entry == Entry::none) problem.entry = Entry::restricted;
  } else if (auto status = make_world(root, world, problem); !status.ok()) {
    return status;
  }
  const auto region = root.text("region");
  if (!region.ok()) return region.error();
  if (!*region) return root.at("region", bad("whose policy?", "region = \"USA\""));
  const auto found = problem.data.regions.require(**region, "region");
  if (!found.ok()) return root.at("region", found.error());
  problem.policy.region = *found;
  const auto starts = root.whole("starts");
  if (!starts.ok()) return starts.error();
  if (*starts && **starts < 1) return root.at("starts", bad("no start", "at least 1"));
  if (*starts) problem.starts = static_cast<Index>(**starts);
  if (auto status = read_instruments(root, problem.policy); !status.ok()) return status;
  return read_answers(root, problem);
}

}  // namespace

Result<OptimiseProblem> load_optimise(const std::string& economy, const std::filesystem::path& file,
                                      const std::optional<GravityData>& restricted,
                                      const std::optional<GravityData>& free_entry) {
  const auto root = TomlTable::read(file);
  if (!root.ok()) return root.error();
  OptimiseProblem problem;
  problem.title = file.stem().string();
  problem.economy = economy;
  if (auto status = read_problem(*root, restricted, free_entry, problem); !status.ok()) {
    return status.error();
  }
  return problem;
}

}  // namespace domar::scenario
