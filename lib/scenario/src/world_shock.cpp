#include "domar/scenario/world_shock.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "toml_reader.hpp"
#include "world_options_file.hpp"

namespace domar::scenario {

using accounts::Economy;
using equilibrium::WorldCap;
using equilibrium::WorldModel;
using equilibrium::WorldParameters;
using equilibrium::WorldSolution;
using Change = WorldShock::Change;

namespace {

constexpr double k_percent = 100.0;

/// What a table of the file may hold, and which number it changes.
struct KindName {
  const char* table;
  Change::Kind kind;
  const char* number;  // key of the value
  bool has_from;
  bool has_to;
};
constexpr KindName k_kinds[] = {{"tariff", Change::Kind::tariff, "rate", true, true},
                                {"export_tax", Change::Kind::export_tax, "rate", true, true},
                                {"output_tax", Change::Kind::output_tax, "rate", true, false},
                                {"trade_cost", Change::Kind::iceberg, "change", true, true},
                                {"productivity", Change::Kind::productivity, "change", true, false},
                                {"endowment", Change::Kind::endowment, "change", true, false},
                                {"cap", Change::Kind::cap, "share", true, true}};

Error bad(const std::string& what, const std::string& hint) {
  return {ErrorCode::bad_value, what, "", hint, ""};
}

Result<std::vector<Index>> names_in(const TomlTable& table, const char* key, const Labels& labels,
                                    const char* what) {
  std::vector<Index> found;
  if (!table.has(key)) return found;
  const auto names = table.texts(key);
  if (!names.ok()) return names.error();
  for (Index k = 0; k < names->size(); ++k) {
    const auto at = labels.require((*names)[k], what);
    if (!at.ok()) return table.at(key, at.error(), static_cast<int>(k));
    found.push_back(*at);
  }
  return found;
}

/// "tariff on c14 from CHN to USA".
std::string words_of(const Change& change, const std::string& what, const Economy& economy) {
  const auto listed = [](const std::vector<Index>& chosen, const Labels& labels) {
    const std::string first = labels.code(chosen.front());
    return chosen.size() == 1 ? first : fmt::format("{} and {} more", first, chosen.size() - 1);
  };
  std::string words = what;
  std::replace(words.begin(), words.end(), '_', ' ');
  if (!change.goods.empty()) words += " on " + listed(change.goods, economy.goods);
  if (!change.from.empty()) words += " from " + listed(change.from, economy.regions);
  if (!change.to.empty()) words += " to " + listed(change.to, economy.regions);
  return words;
}

Result<Change> read_change(const TomlTable& table, const KindName& kind, const Economy& economy) {
  std::vector<std::string> keys{kind.number, "name"};
  const bool with_goods = kind.kind != Change::Kind::endowment;
  if (with_goods) keys.emplace_back("sectors");
  if (kind.has_from) keys.emplace_back("from");
  if (kind.has_to) keys.emplace_back("to");
  if (kind.kind == Change::Kind::cap) keys.emplace_back("rent");
  if (auto status = table.only(keys); !status.ok()) return status.error();
  Change change;
  change.kind = kind.kind;
  auto goods = names_in(table, "sectors", economy.goods, "sector");
  if (!goods.ok()) return goods.error();
  auto from = names_in(table, "from", economy.regions, "region");
  if (!from.ok()) return from.error();
  auto to = names_in(table, "to", economy.regions, "region");
  if (!to.ok()) return to.error();
  change.goods = std::move(*goods);
  change.from = std::move(*from);
  change.to = std::move(*to);
  const auto name = table.text("name");
  if (!name.ok()) return name.error();
  change.name = name->value_or(words_of(change, kind.table, economy));
  const auto value = table.number(kind.number);
  if (!value.ok()) return value.error();
  if (!value->has_value()) {
    return table.at(kind.number, bad(fmt::format("{} is missing", kind.number),
                                     fmt::format("write {} = 0.1 for 10 %", kind.number)));
  }
  change.value = **value;
  const bool cap = kind.kind == Change::Kind::cap;
  if (!(change.value > (cap ? 0.0 : -1.0)) || !(change.value <= 10.0)) {
    return table.at(kind.number,
                    bad(fmt::format("{} {} is not above {} and at most 10", kind.number,
                                    change.value, cap ? 0 : -1),
                        fmt::format("write {} for {} %", change.value / k_percent, change.value)));
  }
  if (cap && table.has("rent")) {
    const auto rent = table.text("rent");
    if (!rent.ok()) return rent.error();
    const std::string word = rent->value_or("");
    if (word == "lost") {
      change.rent = WorldCap::Rent::lost;
    } else if (word == "origin") {
      change.rent = WorldCap::Rent::to_origin;
    } else if (word != "destination") {
      return table.at("rent", bad(fmt::format("rent '{}' is unknown", word),
                                  "write \"destination\", \"origin\" or \"lost\""));
    }
  }
  return change;
}

}  // namespace

Result<WorldShock> load_world_shock(const Economy& economy, const std::filesystem::path& file) {
  const auto root = TomlTable::read(file);
  if (!root.ok()) return root.error();
  std::vector<std::string> keys{"title", "sourcing", "elasticities", "scale", "markup"};
  for (const auto& kind : k_kinds) keys.emplace_back(kind.table);
  if (auto status = root->only(keys); !status.ok()) return status.error();
  WorldShock shock;
  shock.title = file.stem().string();
  const auto title = root->text("title");
  if (!title.ok()) return title.error();
  shock.title = title->value_or(shock.title);
  const auto sourcing = root->text("sourcing");
  if (!sourcing.ok()) return sourcing.error();
  const std::string mix = sourcing->value_or("shared");
  if (mix != "shared" && mix != "by_user") {
    return root->at("sourcing", bad(fmt::format("sourcing '{}' is unknown", mix),
                                    "write \"shared\" or \"by_user\""));
  }
  if (mix == "by_user") shock.options.sourcing = network::Sourcing::by_user;
  if (auto status = read_world_elasticities(*root, economy, shock.options, shock.notes);
      !status.ok()) {
    return status.error();
  }
  if (auto status = read_world_entry(*root, economy, shock.options, shock.starts); !status.ok()) {
    return status.error();
  }
  for (const auto& kind : k_kinds) {
    if (!root->has(kind.table)) continue;
    const auto tables = root->tables(kind.table);
    if (!tables.ok()) return tables.error();
    for (const TomlTable& table : *tables) {
      auto change = read_change(table, kind, economy);
      if (!change.ok()) return change.error();
      shock.changes.push_back(std::move(*change));
    }
  }
  if (shock.changes.empty()) {
    return Error{ErrorCode::bad_input, "nothing is changed", file.string(),
                 "add a table [[tariff]], [[trade_cost]], [[export_tax]], [[output_tax]], "
                 "[[productivity]], [[endowment]] or [[cap]]",
                 ""};
  }
  return shock;
}

namespace {

std::vector<Index> all_if_empty(std::vector<Index> chosen, Index count) {
  if (!chosen.empty()) return chosen;
  chosen.resize(count);
  std::iota(chosen.begin(), chosen.end(), Index{0});
  return chosen;
}

/// Applies one change; trade wedges never to trade within a region.
void apply(const Change& change, const WorldModel& model, WorldParameters& parameters,
           std::vector<WorldCap>& caps) {
  const auto goods = all_if_empty(change.goods, model.sector_count());
  const auto from = all_if_empty(change.from, model.region_count());
  const auto to = all_if_empty(change.to, model.region_count());
  for (const Index i : from) {
    if (change.kind == Change::Kind::endowment) {
      for (Index f = 0; f < model.factor_count(); ++f) {
        parameters.log_endowment[model.factor(i, f)] += std::log1p(change.value);
      }
      continue;
    }
    for (const Index s : goods) {
      const Index seller = model.industry(i, s);
      if (change.kind == Change::Kind::output_tax) parameters.output_tax[seller] += change.value;
      if (change.kind == Change::Kind::productivity) {
        parameters.log_productivity[seller] += std::log1p(change.value);
      }
      for (const Index n : to) {
        if (i == n) continue;
        const Index e = model.edge(s, i, n);
        if (change.kind == Change::Kind::tariff) parameters.tariff[e] += change.value;
        if (change.kind == Change::Kind::export_tax) parameters.export_tax[e] += change.value;
        if (change.kind == Change::Kind::iceberg) {
          parameters.log_iceberg[e] += std::log1p(change.value);
        }
        if (change.kind == Change::Kind::cap && model.trade_share[e] > 0.0) {
          caps.push_back({e, change.value, change.rent});
        }
      }
    }
  }
}

void sum_trade(const WorldModel& model, const WorldParameters& parameters,
               const WorldSolution& solution, Vector& exports, Vector& imports) {
  const Index R = model.region_count();
  exports.assign(R, 0.0);
  imports.assign(R, 0.0);
  if (solution.trade_share.empty()) return;
  for (Index e = 0; e < model.edges(); ++e) {
    if (e / R % R == e % R) continue;
    const double value = solution.trade(model, parameters, e);
    exports[e / R % R] += value;
    imports[e % R] += value;
  }
}

}  // namespace

namespace {

/// The tables of a shock as changes of parameters; what carries one name is one.
std::vector<equilibrium::WorldChange> changes_of(const WorldShock& shock, const WorldModel& model) {
  std::vector<equilibrium::WorldChange> changes;
  for (const Change& change : shock.changes) {
    auto known = std::find_if(changes.begin(), changes.end(),
                              [&](const auto& other) { return other.name == change.name; });
    if (known == changes.end()) {
      equilibrium::WorldChange none{change.name, equilibrium::no_wedges(model), {}};
      std::fill(none.change.markup.begin(), none.change.markup.end(), 0.0);
      known = changes.insert(changes.end(), std::move(none));
    }
    apply(change, model, known->change, known->caps);
  }
  return changes;
}

}  // namespace

Result<WorldShockResult> solve_world_shock(const Economy& economy, const WorldShock& shock,
                                           bool with_contributions) {
  auto world = equilibrium::build_world(economy, shock.options);
  if (!world.ok()) return world.error();
  WorldShockResult result;
  result.title = shock.title;
  result.economy = economy.name;
  result.unit = economy.unit;
  result.notes = shock.notes;
  result.world = std::move(*world);
  const WorldModel& model = result.world.model;
  const auto changes = changes_of(shock, model);
  for (const auto& change : changes) {
    result.caps.insert(result.caps.end(), change.caps.begin(), change.caps.end());
  }
  equilibrium::WorldSolver solver(model);
  const auto base = solver.solve(model.base);
  if (auto status = base.status(); !status.ok()) return status.error();
  result.outcome = equilibrium::solve_with_caps(
      solver, model, equilibrium::with_changes(model, changes), result.caps);
  sum_trade(model, model.base, base, result.exports_0, result.imports_0);
  sum_trade(model, result.outcome.parameters, result.outcome.solution, result.exports,
            result.imports);
  const auto& scale = model.scale_elasticity;
  if (std::any_of(scale.begin(), scale.end(), [](double psi) { return psi > 0.0; }) &&
      result.caps.empty()) {
    equilibrium::WorldEquilibriaSearch search;
    search.starts = shock.starts;
    result.equilibria =
        equilibrium::find_world_equilibria(model, result.outcome.parameters, search);
  }
  if (with_contributions && result.outcome.solution.converged) {
    auto found = equilibrium::world_contributions(model, changes);
    if (!found.ok()) return found.error();
    result.contributions = std::move(*found);
  }
  return result;
}

}  // namespace domar::scenario
