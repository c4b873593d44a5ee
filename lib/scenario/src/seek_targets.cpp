#include "domar/scenario/seek_targets.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "contributions_report.hpp"
#include "domar/equilibrium/world_from_accounts.hpp"
#include "domar/models/experiment_file.hpp"
#include "domar/scenario/solve_shock.hpp"
#include "economy_words.hpp"
#include "freed_instruments.hpp"
#include "seek_file.hpp"
#include "seek_worlds.hpp"
#include "sought_levers.hpp"

namespace domar::scenario {

using equilibrium::SeekProblem;
using equilibrium::Target;

namespace {

const std::vector<std::string> k_seek_keys{"title",  "target",      "instrument", "cost",
                                           "change", "closure",     "closures",   "elasticities",
                                           "nests",  "productivity"};

/// The base year's value of a result.
double base_value(const models::Vocabulary& words, const equilibrium::Indicator& result) {
  const auto parameters = equilibrium::base_parameters(words.network());
  equilibrium::SolverOptions options;
  options.numeraire = words.numeraire();
  return result.value(words.network(), parameters,
                      equilibrium::solve(words.network(), parameters, options));
}

Status read_targets(const TomlTable& root, const models::Vocabulary& words, SeekProblem& problem) {
  const auto goals = read_goals(root, [&](const std::string& said) -> Result<NamedTarget> {
    auto result = words.indicator(said);
    if (!result.ok()) return result.error();
    problem.targets.push_back({*result, 0.0});
    const std::string unit = result->unit;
    return NamedTarget{said, unit, [&words, indicator = std::move(*result)] {
                         return base_value(words, indicator);
                       }};
  });
  if (!goals.ok()) return goals.error();
  for (Index t = 0; t < goals->size(); ++t) problem.targets[t].goal = (*goals)[t];
  return Done{};
}

Status read_instruments(const TomlTable& root, const models::Vocabulary& words,
                        const EconomyFolder* folder, SeekProblem& problem) {
  std::vector<std::string> notes;
  auto lines = read_sought_levers(root, words, folder, notes);
  if (!lines.ok()) return lines.error();
  for (SoughtLine& line : *lines) problem.levers.push_back(std::move(line.sought));
  return Done{};
}

/// [cost] minimise or maximise: "squares", "fiscal", or a result.
Status set_cost(const TomlTable& root, const models::Vocabulary& words, SeekProblem& problem,
                std::string& name) {
  name = k_squares_told;
  auto cost = read_cost(root);
  if (!cost.ok()) return cost.error();
  if (cost->words == "squares" && cost->small) return Done{};
  if (cost->words == "fiscal") {  // what the budget loses
    cost->small = !cost->small;
    cost->words = "budget";
  }
  auto result = words.indicator(cost->words);
  if (!result.ok()) return (*root.table("cost"))->at(cost->key, result.error());
  problem.cost = std::move(result.value());
  problem.cost_sign = cost->small ? 1.0 : -1.0;
  name = cost->told(cost->words);
  return Done{};
}

/// Closures whose bounds keep them from holding at the amounts found.
void note_missed_closures(const network::Network& network,
                          const std::vector<equilibrium::Swap>& swaps,
                          const equilibrium::ClosedSolution& at, SeekOutcome& outcome) {
  for (Index i = 0; i < swaps.size() && i < at.freed.size(); ++i) {
    const double value = swaps[i].result.value(network, at.parameters, at.solution);
    const auto freed = freed_instrument(swaps[i], at.freed[i], value, at.active[i]);
    if (freed.missed) outcome.notes.push_back(missed_text(freed));
  }
}

/// @param folder  of an economy; nullptr for a model
Result<SeekOutcome> outcome_of(const TomlTable& root, const models::Vocabulary& words,
                               const EconomyFolder* folder, SeekProblem problem) {
  SeekOutcome outcome;
  for (const auto& step :
       {read_targets(root, words, problem), read_instruments(root, words, folder, problem),
        set_cost(root, words, problem, outcome.cost_name)}) {
    if (!step.ok()) return step.error();
  }
  equilibrium::SolverOptions options;
  options.numeraire = words.numeraire();
  auto found = equilibrium::seek(words.network(), problem, options);
  if (!found.ok()) return root.at("target", found.error());
  outcome.residual = found->solution.solution.residual;
  for (const Target& target : problem.targets) {
    outcome.targets.push_back({target.result.name, target.result.unit, 0.0, target.goal, 0.0, 0.0});
  }
  for (Index i = 0; i < problem.levers.size(); ++i) {
    const auto& lever = problem.levers[i].lever;
    outcome.instruments.push_back({lever.name, models::said_of(lever, found->amounts[i]), 0, {}});
  }
  fill_findings(*found, outcome);
  note_missed_closures(words.network(), problem.experiment.swaps, found->solution, outcome);
  outcome.side_effects = side_effects(words, found->base, found->solution);
  return outcome;
}

}  // namespace

Result<SeekOutcome> seek_targets(const std::string& economy, const std::filesystem::path& file) {
  const auto root = TomlTable::read(file);
  if (!root.ok()) return root.error();
  if (!models::is_model_file(economy)) {
    const auto folder = read_economy_folder(economy);
    if (!folder.ok()) return folder.error();
    if (equilibrium::is_world(folder->economy)) return seek_world(*root, folder->economy);
  }
  if (auto status = root->only(k_seek_keys); !status.ok()) return status.error();
  Result<SeekOutcome> outcome = SeekOutcome{};
  std::string title;
  if (models::is_model_file(economy)) {
    const auto model = models::read_model(economy);
    if (!model.ok()) return model.error();
    auto shock = models::read_model_experiment(*root, *model);
    if (!shock.ok()) return shock.error();
    const models::NetworkWords words(model->network, model->numeraire);
    SeekProblem problem;
    problem.experiment = std::move(shock->experiment);
    title = shock->title;
    outcome = outcome_of(*root, words, nullptr, std::move(problem));
    if (outcome.ok()) outcome->economy = model->title;
  } else {
    auto shock = load_experiment(economy, *root);
    if (!shock.ok()) return shock.error();
    const EconomyWords words(shock->loaded.economy, *shock->accounts);
    SeekProblem problem;
    problem.experiment = shock->experiment;
    title = shock->shock.title;
    outcome = outcome_of(*root, words, &shock->loaded.economy, std::move(problem));
    if (outcome.ok()) outcome->economy = economy;
  }
  if (outcome.ok()) outcome->title = title;
  return outcome;
}

namespace {

/// In the order of the file; of very many those with the largest amounts.
std::vector<Index> largest_instruments(const SeekOutcome& outcome) {
  constexpr Index k_many = 40;
  constexpr Index k_shown = 30;
  std::vector<Index> order(outcome.instruments.size());
  std::iota(order.begin(), order.end(), Index{0});
  if (order.size() <= k_many) return order;
  std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) {
    return std::abs(outcome.instruments[a].amount) > std::abs(outcome.instruments[b].amount);
  });
  order.resize(k_shown);
  std::sort(order.begin(), order.end());
  return order;
}

}  // namespace

std::string seek_text(const SeekOutcome& outcome) {
  std::string text = fmt::format("{} ({})\n\n{:<46}{:>14} {:>14} {:>14}\n", outcome.title,
                                 outcome.economy, "Targets", "before", "wanted", "reached");
  for (const auto& target : outcome.targets) {
    text += fmt::format("  {:<44.44}{:>14.8g} {:>14.8g} {:>14.8g}\n", target.name, target.before,
                        target.goal, target.after);
  }
  if (!outcome.reached) text += fmt::format("\n  {}\n", outcome.note);
  text += fmt::format("\n{:<46}{:>14} {:>29}\n", "Instruments", "amount",
                      "one point more moves target 1");
  const auto shown = largest_instruments(outcome);
  for (const Index i : shown) {
    const auto& row = outcome.instruments[i];
    text += fmt::format("  {:<44.44}{:>+14.8g} {:>+29.6g}{}\n", row.name, row.amount,
                        0.01 * row.slopes.front(), row.bound == 0 ? "" : "  at its bound");
  }
  if (shown.size() < outcome.instruments.size()) {
    text += fmt::format("  ... {} with smaller amounts (--json has all)\n",
                        outcome.instruments.size() - shown.size());
  }
  if (outcome.instruments.size() > outcome.targets.size()) {
    text += fmt::format(
        "  cost: {:.8g} ({}){}\n", outcome.cost, outcome.cost_name,
        outcome.reached && !outcome.cheapest ? "; reached, but a cheaper mix may exist" : "");
  }
  for (const auto& freed : outcome.freed) {
    text += fmt::format("  held: {}, {:+.8g}\n", freed.closure, freed.amount);
  }
  if (outcome.shown.empty()) {
    text += side_effects_text(outcome.side_effects);
  } else {
    std::vector<NamedResult> rows;
    for (const Index k : outcome.shown) rows.push_back(outcome.side_effects[k]);
    text += side_effects_text(rows);
    text += fmt::format("  ... {} more (--json has all)\n",
                        outcome.side_effects.size() - outcome.shown.size());
  }
  for (const auto& note : outcome.notes) text += "note: " + note + "\n";
  return text;
}

std::string seek_json(const SeekOutcome& outcome) {
  using Json = nlohmann::ordered_json;
  Json json{{"version", 1},
            {"title", outcome.title},
            {"economy", outcome.economy},
            {"reached", outcome.reached},
            {"cheapest", outcome.cheapest},
            {"note", outcome.note},
            {"cost", outcome.cost},
            {"cost_of", outcome.cost_name},
            {"targets", Json::array()},
            {"instruments", Json::array()},
            {"side_effects", Json::array()}};
  for (const auto& target : outcome.targets) {
    json["targets"].push_back({{"result", target.name},
                               {"unit", target.unit},
                               {"before", target.before},
                               {"goal", target.goal},
                               {"after", target.after},
                               {"price", target.price}});
  }
  for (const auto& row : outcome.instruments) {
    Json slopes = Json::object();
    for (Index t = 0; t < outcome.targets.size(); ++t) {
      slopes[outcome.targets[t].name] = row.slopes[t];
    }
    json["instruments"].push_back(
        {{"lever", row.name}, {"amount", row.amount}, {"at_bound", row.bound}, {"slopes", slopes}});
  }
  for (const auto& row : outcome.side_effects) {
    json["side_effects"].push_back(
        {{"name", row.name}, {"unit", row.unit}, {"before", row.before}, {"after", row.after}});
  }
  if (!outcome.freed.empty()) json["freed"] = freed_json(outcome.freed);
  if (!outcome.notes.empty()) json["notes"] = outcome.notes;
  json["solves"] = outcome.solves;
  json["residual"] = outcome.residual;
  return json.dump(1) + "\n";
}

}  // namespace domar::scenario
