#include "seek_worlds.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "domar/models/experiment_file.hpp"
#include "seek_file.hpp"
#include "sought_levers.hpp"
#include "world_shock_file.hpp"

namespace domar::scenario {

using equilibrium::SoughtWorldLever;
using equilibrium::WorldIndicator;
using equilibrium::WorldLever;
using equilibrium::WorldModel;
using equilibrium::WorldSeekProblem;
using equilibrium::WorldSeekResult;
using Kind = WorldChangeLine::Kind;

namespace {

Error bad(ErrorCode code, std::string what, std::string hint = "") {
  return {code, std::move(what), "", std::move(hint), ""};
}

/// An instrument of the file with the cells it is about.
struct SoughtWorldLine {
  WorldChangeLine change;
  SoughtWorldLever sought;
};

/// The rate that all cells of a tax have in the base year, as the lever counts it.
std::optional<double> base_rate(const WorldChangeLine& change, const WorldLever& lever,
                                const WorldModel& model) {
  if (change.kind != Kind::tariff && change.kind != Kind::export_tax &&
      change.kind != Kind::output_tax) {
    return std::nullopt;
  }
  const Vector& rates = model.base.*lever.what;
  std::optional<double> rate;
  for (const auto& cell : lever.cells) {
    const double here = cell.weight * rates[cell.at];
    if (rate && *rate != here) return std::nullopt;
    rate = here;
  }
  return rate;
}

Status read_bounds(const TomlTable& table, const WorldModel& model, SoughtWorldLine& line) {
  SoughtWorldLever& sought = line.sought;
  struct Bound {
    const char *change, *rate;
    double* into;
  };
  for (const Bound& bound :
       {Bound{"lower", "min", &sought.lower}, Bound{"upper", "max", &sought.upper}}) {
    auto said = table.number(bound.change);
    if (!said.ok()) return said.error();
    const auto rate = table.number(bound.rate);
    if (!rate.ok()) return rate.error();
    if (*said && *rate) {
      return table.at(bound.rate,
                      bad(ErrorCode::bad_input,
                          fmt::format("'{}' and '{}' say the same bound", bound.rate, bound.change),
                          fmt::format("{} bounds the rate, {} its change: keep one", bound.rate,
                                      bound.change)));
    }
    if (*rate) {
      const auto base = base_rate(line.change, sought.lever, model);
      if (!base) {
        return table.at(bound.rate, bad(ErrorCode::bad_value,
                                        fmt::format("'{}' has no single rate in the base year",
                                                    sought.lever.name),
                                        fmt::format("bound its change: {} = ...", bound.change)));
      }
      *said = **rate - *base;
    }
    if (!*said) continue;
    if (auto status = check_world_change(sought.lever, **said, model); !status.ok()) {
      return table.at(*rate ? bound.rate : bound.change, status.error());
    }
    *bound.into = amount_from(sought.lever, **said);
  }
  const auto weight = table.number("weight");
  if (!weight.ok()) return weight.error();
  sought.weight = weight->value_or(1.0);
  if (!(sought.weight > 0.0)) {
    return table.at("weight", bad(ErrorCode::bad_value, "a weight is above 0"));
  }
  if (sought.lower <= sought.upper) return Done{};
  return table.at(table.has("lower") ? "lower" : "min",
                  bad(ErrorCode::bad_value, "the lower bound is above the upper one",
                      fmt::format("of '{}'", sought.lever.name)));
}

/// What `by` splits: a list of cells that becomes one instrument for each entry.
struct Split {
  const char* word;
  std::vector<Index> WorldChangeLine::*cells;
  Index count;  ///< of all there are
};

/// `by`: one instrument for each sector, origin or destination.
Result<std::vector<WorldChangeLine>> split_by(const TomlTable& table, const WorldChangeLine& whole,
                                              const WorldNames& names) {
  std::vector<WorldChangeLine> lines{whole};
  if (!table.has("by")) return lines;
  const auto words = table.texts("by");
  if (!words.ok()) return words.error();
  const WorldChangeKind& kind = kind_of(whole.kind);
  for (Index k = 0; k < words->size(); ++k) {
    const std::string& word = (*words)[k];
    Split split{nullptr, nullptr, 0};
    if (word == "sector" && kind.has_sectors) {
      split = {"sector", &WorldChangeLine::goods, names.sectors.size()};
    } else if (word == "from" && whole.kind != Kind::transfer) {
      split = {"from", &WorldChangeLine::from, names.regions.size()};
    } else if (word == "to" && kind.has_to) {
      split = {"to", &WorldChangeLine::to, names.regions.size()};
    } else {
      return table.at(
          "by",
          bad(ErrorCode::bad_value, fmt::format("'{}' cannot differ by '{}'", kind.table, word),
              kind.has_to ? "sector, from, to" : "sector, from"),
          static_cast<int>(k));
    }
    std::vector<WorldChangeLine> finer;
    for (const WorldChangeLine& line : lines) {
      std::vector<Index> all = line.*split.cells;
      for (Index i = 0; (line.*split.cells).empty() && i < split.count; ++i) all.push_back(i);
      for (const Index i : all) {
        finer.push_back(line);
        finer.back().*split.cells = {i};
      }
    }
    lines = std::move(finer);
  }
  return lines;
}

/// The change that `lever` names, in words or with keys of cells beside it.
Result<WorldChangeLine> read_lever(const TomlTable& table, const WorldNames& names) {
  const auto words =
      models::required_text(table, "lever", "for example lever = \"output_subsidy of ELE in CHN\"");
  if (!words.ok()) return words.error();
  auto change = world_lever_words(*words, names);
  if (!change.ok()) return table.at("lever", change.error());
  std::vector<std::string> keys{"lever", "by", "lower", "upper", "min", "max", "weight", "name"};
  const auto cells = cell_keys(kind_of(change->kind));
  keys.insert(keys.end(), cells.begin(), cells.end());
  if (auto status = table.only(keys); !status.ok()) return status.error();
  if (auto status = read_cells(table, names, *change); !status.ok()) return status.error();
  return change;
}

/// Instruments of one table.
Status read_instrument(const TomlTable& table, const SolvedWorld& world,
                       std::vector<SoughtWorldLine>& lines, std::vector<std::string>& notes) {
  const auto whole = read_lever(table, world.names());
  if (!whole.ok()) return whole.error();
  auto parts = split_by(table, *whole, world.names());
  if (!parts.ok()) return parts.error();
  const auto name = table.text("name");
  if (!name.ok()) return name.error();
  Index idle = 0;
  for (WorldChangeLine& change : *parts) {
    change.name = words_of_change(change, world.names());
    if (*name) change.name = parts->size() == 1 ? **name : **name + ": " + change.name;
    SoughtWorldLine line{change, {lever_of(change, world.model())}};
    if (!acts(line.sought.lever, world.model())) {
      ++idle;
      continue;
    }
    if (auto status = read_bounds(table, world.model(), line); !status.ok()) return status;
    lines.push_back(std::move(line));
  }
  if (idle == parts->size()) {
    return table.at("lever",
                    bad(ErrorCode::bad_value,
                        fmt::format("'{}' acts on nothing in the base year", parts->front().name),
                        "is it made there, and traded between these regions?"));
  }
  if (idle > 0) {
    notes.push_back(fmt::format("{}: {} of {} instruments have nothing to act on and are left out",
                                kind_of(whole->kind).table, idle, parts->size()));
  }
  return Done{};
}

Result<std::vector<SoughtWorldLine>> read_instruments(const TomlTable& root,
                                                      const SolvedWorld& world,
                                                      std::vector<std::string>& notes) {
  const auto tables = root.tables("instrument");
  if (!tables.ok()) return tables.error();
  if (tables->empty()) {
    return root.at("instrument", bad(ErrorCode::bad_input, "there is no [[instrument]]",
                                     "say what may be used: lever = \"...\""));
  }
  std::vector<SoughtWorldLine> lines;
  std::set<std::string> named;
  for (const TomlTable& table : *tables) {
    const Index before = lines.size();
    if (auto status = read_instrument(table, world, lines, notes); !status.ok()) {
      return status.error();
    }
    for (Index i = before; i < lines.size(); ++i) {
      const std::string words =
          words_of_change(lines[i].change, world.names()) + " " + lines[i].sought.lever.name;
      if (named.insert(words).second) continue;
      return table.at("lever", bad(ErrorCode::bad_input,
                                   fmt::format("'{}' is named twice", lines[i].sought.lever.name),
                                   "one instrument, one pair of bounds"));
    }
  }
  return lines;
}

Status read_targets(const TomlTable& root, const SolvedWorld& world, WorldSeekProblem& problem) {
  const auto goals = read_goals(root, [&](const std::string& said) -> Result<NamedTarget> {
    auto result = world_result(said, world);
    if (!result.ok()) return result.error();
    const double base = world.base_value(*result);
    problem.targets.push_back({*result, 0.0});
    return NamedTarget{result->name, result->unit, [base] { return base; }};
  });
  if (!goals.ok()) return goals.error();
  for (Index t = 0; t < goals->size(); ++t) problem.targets[t].goal = (*goals)[t];
  return Done{};
}

/// The one region whose taxes all instruments are; nothing if there are several, or other levers.
std::optional<Index> who_pays(const std::vector<SoughtWorldLine>& lines) {
  std::optional<Index> payer;
  for (const SoughtWorldLine& line : lines) {
    const bool tax = line.change.kind == Kind::tariff || line.change.kind == Kind::export_tax ||
                     line.change.kind == Kind::output_tax;
    const auto& whose = line.change.kind == Kind::tariff ? line.change.to : line.change.from;
    if (!tax || whose.size() != 1 || (payer && *payer != whose.front())) return std::nullopt;
    payer = whose.front();
  }
  return payer;
}

/// [cost] minimise or maximise: "squares", "fiscal", or a result.
Result<std::string> set_cost(const TomlTable& root, const SolvedWorld& world,
                             const std::vector<SoughtWorldLine>& lines, WorldSeekProblem& problem) {
  auto cost = read_cost(root);
  if (!cost.ok()) return cost.error();
  if (cost->words == "squares" && cost->small) return std::string(k_squares_told);
  const TomlTable table = **root.table("cost");
  if (cost->words == "fiscal") {  // what the budget loses
    const auto payer = who_pays(lines);
    if (!payer) {
      return table.at(cost->key, bad(ErrorCode::bad_value, "whose budget?",
                                     "the instruments are not taxes of one region: write maximise "
                                     "= \"budget of R\""));
    }
    cost->small = !cost->small;
    cost->words = "budget of " + world.model().regions.code(*payer);
  }
  auto result = world_result(cost->words, world);
  if (!result.ok()) return table.at(cost->key, result.error());
  const std::string told = cost->told(result->name);
  problem.cost = std::move(*result);
  problem.cost_sign = cost->small ? 1.0 : -1.0;
  return told;
}

/// What a closure holds cannot be sought, and what it frees is no instrument.
Status refuse_conflicts(const TomlTable& root, const WorldSeekProblem& problem) {
  if (problem.swaps.empty()) return Done{};
  const auto tables = root.tables("closure");
  if (!tables.ok()) return tables.error();
  for (Index i = 0; i < problem.swaps.size(); ++i) {
    const auto& swap = problem.swaps[i];
    for (const auto& target : problem.targets) {
      if (target.result.name != swap.result.name) continue;
      return (*tables)[i].at(
          "fix", bad(ErrorCode::bad_input, fmt::format("'{}' is a target, too", swap.result.name),
                     "hold or seek it"));
    }
    for (const auto& sought : problem.levers) {
      if (sought.lever.name != swap.lever.name) continue;
      return (*tables)[i].at(
          "free",
          bad(ErrorCode::bad_input, fmt::format("'{}' is an [[instrument]], too", swap.lever.name),
              "free another one"));
    }
  }
  return Done{};
}

/// Regions first, then the industries that move most in money.
std::vector<NamedResult> side_effects_of(const SolvedWorld& world, const WorldSeekResult& found) {
  const WorldModel& model = world.model();
  const auto read = [&](const WorldIndicator& result) {
    return NamedResult{result.name, result.unit,
                       result.value(model, found.base.parameters, found.base.solution),
                       result.value(model, found.solution.parameters, found.solution.solution)};
  };
  std::vector<NamedResult> rows;
  for (const WorldIndicator& result : results_of_regions(world)) rows.push_back(read(result));
  std::vector<std::pair<double, NamedResult>> outputs;
  for (const WorldIndicator& result : outputs_of_industries(world)) {
    NamedResult row = read(result);
    const double money = model.output[result.over.front().at] * std::abs(row.after - row.before);
    outputs.emplace_back(money, std::move(row));
  }
  std::stable_sort(outputs.begin(), outputs.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (auto& [money, row] : outputs) rows.push_back(std::move(row));
  return rows;
}

/// The rows that the text shows: welfare of the regions where it moves most, trade and revenue of
/// the regions whose instruments were used, the industries that move most.
std::vector<Index> rows_to_show(const std::vector<NamedResult>& rows, const WorldModel& model,
                                const std::vector<SoughtWorldLine>& lines) {
  constexpr Index k_welfare = 10;
  constexpr Index k_industries = 10;
  std::set<Index> regions;
  for (const SoughtWorldLine& line : lines) {
    const auto& whose = line.change.kind == Kind::tariff ? line.change.to : line.change.from;
    regions.insert(whose.begin(), whose.end());
  }
  std::vector<Index> welfare, own, industries;
  for (Index k = 0; k < rows.size(); ++k) {
    const std::string& name = rows[k].name;
    if (name.rfind("welfare of ", 0) == 0) {
      welfare.push_back(k);
    } else if (name.rfind("output of ", 0) == 0) {
      if (industries.size() < k_industries) industries.push_back(k);
    } else if (regions.size() <= 2 && std::any_of(regions.begin(), regions.end(), [&](Index n) {
                 const std::string of = " of " + model.regions.code(n);
                 return name.size() > of.size() &&
                        name.compare(name.size() - of.size(), of.size(), of) == 0;
               })) {
      own.push_back(k);
    }
  }
  std::stable_sort(welfare.begin(), welfare.end(), [&](Index a, Index b) {
    return std::abs(rows[a].after - rows[a].before) > std::abs(rows[b].after - rows[b].before);
  });
  if (welfare.size() > k_welfare) welfare.resize(k_welfare);
  welfare.insert(welfare.end(), own.begin(), own.end());
  welfare.insert(welfare.end(), industries.begin(), industries.end());
  return welfare;
}

SeekOutcome outcome_of(const SolvedWorld& world, const WorldSeekProblem& problem,
                       const std::vector<SoughtWorldLine>& lines, const WorldSeekResult& found) {
  SeekOutcome outcome;
  for (const auto& target : problem.targets) {
    outcome.targets.push_back({target.result.name, target.result.unit, 0.0, target.goal, 0.0, 0.0});
  }
  for (Index i = 0; i < lines.size(); ++i) {
    const WorldLever& lever = lines[i].sought.lever;
    outcome.instruments.push_back({lever.name, said_of(lever, found.amounts[i]), 0, {}});
  }
  fill_findings(found, outcome);
  for (Index i = 0; i < problem.swaps.size(); ++i) {
    const auto& swap = problem.swaps[i];
    outcome.freed.push_back(
        {swap.name, swap.lever.name, said_of(swap.lever, found.solution.freed[i]), true});
  }
  outcome.residual = found.solution.solution.residual;
  outcome.side_effects = side_effects_of(world, found);
  outcome.shown = rows_to_show(outcome.side_effects, world.model(), lines);
  return outcome;
}

/// What the reader of the answer should know of the world it is about.
void add_notes(const SolvedWorld& world, const std::vector<SoughtWorldLine>& lines,
               std::vector<std::string>& notes) {
  const WorldModel& model = world.model();
  for (const auto& repair : world.built().repairs) {
    notes.push_back(
        fmt::format("{}: {:.4g} {} ({})", repair.rule, repair.money, world.unit(), repair.where));
  }
  const bool tariffs = std::any_of(lines.begin(), lines.end(), [](const auto& line) {
    return line.change.kind == Kind::tariff;
  });
  const Vector& base = model.base.tariff;
  if (tariffs && std::all_of(base.begin(), base.end(), [](double rate) { return rate == 0.0; })) {
    notes.emplace_back(
        "the table tells no tariffs: rates found come on top of those that were paid in the base "
        "year");
  }
  if (model.uniqueness_number() > 1.0) {
    notes.push_back(
        fmt::format("scale x trade elasticity is {:.3g}: there may be several equilibria, and the "
                    "search stays on the one that continues the base year",
                    model.uniqueness_number()));
  }
}

}  // namespace

Result<SeekOutcome> seek_world(const TomlTable& root, const accounts::Economy& economy) {
  std::vector<std::string> keys = world_shock_keys();
  keys.insert(keys.end(), {"target", "instrument", "cost"});
  if (auto status = root.only(keys); !status.ok()) return status.error();
  auto shock = read_world_shock(root, economy);
  if (!shock.ok()) return shock.error();
  const auto made = SolvedWorld::make(economy, shock->options);
  if (!made.ok()) return made.error();
  SolvedWorld& world = **made;
  WorldSeekProblem problem;
  problem.experiment = experiment_of(world.model(), changes_of(*shock, world.model()));
  if (auto status = read_targets(root, world, problem); !status.ok()) return status.error();
  const auto lines = read_instruments(root, world, shock->notes);
  if (!lines.ok()) return lines.error();
  for (const SoughtWorldLine& line : *lines) problem.levers.push_back(line.sought);
  const auto cost = set_cost(root, world, *lines, problem);
  if (!cost.ok()) return cost.error();
  auto swaps = read_world_closures(root, world, false);
  if (!swaps.ok()) return swaps.error();
  problem.swaps = std::move(*swaps);
  if (auto status = refuse_conflicts(root, problem); !status.ok()) return status.error();
  const auto found = equilibrium::seek_in_world(world.solver(), world.model(), problem);
  if (!found.ok()) return root.at("target", found.error());
  SeekOutcome outcome = outcome_of(world, problem, *lines, *found);
  outcome.title = shock->title;
  outcome.economy = economy.name;
  outcome.cost_name = *cost;
  outcome.notes = shock->notes;
  add_notes(world, *lines, outcome.notes);
  return outcome;
}

}  // namespace domar::scenario
