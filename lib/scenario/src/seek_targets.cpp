#include "domar/scenario/seek_targets.hpp"

#include <cmath>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "domar/models/experiment_file.hpp"
#include "domar/readers/toml.hpp"
#include "domar/scenario/solve_shock.hpp"
#include "economy_words.hpp"
#include "sought_levers.hpp"

namespace domar::scenario {

using equilibrium::SeekProblem;
using equilibrium::Target;

namespace {

const std::vector<std::string> k_seek_keys{"title",  "target",      "instrument", "cost",
                                           "change", "closure",     "closures",   "elasticities",
                                           "nests",  "productivity"};

Error bad(ErrorCode code, std::string what, std::string hint = "") {
  return {code, std::move(what), "", std::move(hint), ""};
}

/// The base year's value of a result.
double base_value(const models::Vocabulary& words, const equilibrium::Indicator& result) {
  const auto parameters = equilibrium::base_parameters(words.network());
  equilibrium::SolverOptions options;
  options.numeraire = words.numeraire();
  return result.value(words.network(), parameters,
                      equilibrium::solve(words.network(), parameters, options));
}

Status read_targets(const TomlTable& root, const models::Vocabulary& words, SeekProblem& problem) {
  const auto tables = root.tables("target");
  if (!tables.ok()) return tables.error();
  if (tables->empty()) {
    return root.at("target", bad(ErrorCode::bad_input, "there is no [[target]]",
                                 "say which result is wanted: result = \"...\", to = ..."));
  }
  for (const TomlTable& table : *tables) {
    if (auto status = table.only({"result", "to", "by", "plus"}); !status.ok()) return status;
    const auto name = words_of(table, "result", "for example result = \"share of class:sei\"");
    if (!name.ok()) return name.error();
    auto result = words.indicator(*name);
    if (!result.ok()) return table.at("result", result.error());
    Target target{std::move(result.value()), 0.0};
    int given = 0;
    for (const char* key : {"to", "by", "plus"}) {
      const auto value = table.number(key);
      if (!value.ok()) return value.error();
      if (!*value) continue;
      ++given;
      const double base = key[0] == 't' ? 0.0 : base_value(words, target.result);
      target.goal = key[0] == 'b' ? base * (1.0 + **value) : base + **value;
    }
    if (given != 1) {
      return table.at("result", bad(ErrorCode::bad_input, "a target needs one of to, by, plus",
                                    "to = 0.10 sets the value, by = 0.1 makes it 10 % larger, "
                                    "plus = 0.01 adds to it"));
    }
    if (target.result.unit.rfind("share", 0) == 0 && std::abs(target.goal) > 1.0) {
      return table.at(
          table.has("to") ? "to" : (table.has("by") ? "by" : "plus"),
          bad(ErrorCode::bad_value,
              fmt::format("'{}' is a share, and {} of it is wanted", *name, target.goal),
              "shares are below 1: 0.17 for 17 %"));
    }
    for (const Target& other : problem.targets) {
      if (other.result.name != *name) continue;
      return table.at("result",
                      bad(ErrorCode::bad_input, fmt::format("'{}' is wanted twice", *name),
                          "one result, one target"));
    }
    problem.targets.push_back(std::move(target));
  }
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
Status read_cost(const TomlTable& root, const models::Vocabulary& words, SeekProblem& problem,
                 std::string& name) {
  name = "half the sum of squared amounts";
  const auto found = root.table("cost");
  if (!found.ok()) return found.error();
  if (!*found) return Done{};
  const TomlTable& table = **found;
  if (auto status = table.only({"minimise", "maximise"}); !status.ok()) return status;
  const bool small = table.has("minimise");
  if (small == table.has("maximise")) {
    return root.at("cost", bad(ErrorCode::bad_input, "a cost needs 'minimise' or 'maximise'",
                               "minimise = \"squares\", \"fiscal\" or a result"));
  }
  const char* key = small ? "minimise" : "maximise";
  auto what = words_of(table, key, "");
  if (!what.ok()) return what.error();
  if (*what == "squares" && small) return Done{};
  problem.cost_sign = small ? 1.0 : -1.0;
  if (*what == "fiscal") {  // what the budget loses
    problem.cost_sign = -problem.cost_sign;
    what = std::string("budget");
  }
  auto result = words.indicator(*what);
  if (!result.ok()) return table.at(key, result.error());
  problem.cost = std::move(result.value());
  name = problem.cost_sign < 0.0 ? *what + ", as large as can be" : *what + ", as small as can be";
  return Done{};
}

/// @param folder  of an economy; nullptr for a model
Result<SeekOutcome> outcome_of(const TomlTable& root, const models::Vocabulary& words,
                               const EconomyFolder* folder, SeekProblem problem) {
  SeekOutcome outcome;
  for (const auto& step :
       {read_targets(root, words, problem), read_instruments(root, words, folder, problem),
        read_cost(root, words, problem, outcome.cost_name)}) {
    if (!step.ok()) return step.error();
  }
  equilibrium::SolverOptions options;
  options.numeraire = words.numeraire();
  auto found = equilibrium::seek(words.network(), problem, options);
  if (!found.ok()) return root.at("target", found.error());
  outcome.reached = found->reached;
  outcome.cheapest = found->cheapest;
  outcome.note = found->note;
  outcome.cost = found->cost;
  outcome.solves = found->solves;
  outcome.residual = found->solution.solution.residual;
  for (Index t = 0; t < problem.targets.size(); ++t) {
    outcome.targets.push_back({problem.targets[t].result.name, problem.targets[t].result.unit,
                               found->before[t], problem.targets[t].goal, found->after[t],
                               found->price[t]});
  }
  for (Index i = 0; i < problem.levers.size(); ++i) {
    SoughtInstrument row{problem.levers[i].lever.name,
                         models::said_of(problem.levers[i].lever, found->amounts[i]),
                         found->bound[i],
                         {}};
    for (Index t = 0; t < problem.targets.size(); ++t) row.slopes.push_back(found->slopes(t, i));
    outcome.instruments.push_back(std::move(row));
  }
  outcome.side_effects = side_effects(words, found->base, found->solution);
  return outcome;
}

}  // namespace

Result<SeekOutcome> seek_targets(const std::string& economy, const std::filesystem::path& file) {
  const auto root = TomlTable::read(file);
  if (!root.ok()) return root.error();
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
  for (const auto& row : outcome.instruments) {
    text += fmt::format("  {:<44.44}{:>+14.8g} {:>+29.6g}{}\n", row.name, row.amount,
                        0.01 * row.slopes.front(), row.bound == 0 ? "" : "  at its bound");
  }
  if (outcome.instruments.size() > outcome.targets.size()) {
    text += fmt::format(
        "  cost: {:.8g} ({}){}\n", outcome.cost, outcome.cost_name,
        outcome.reached && !outcome.cheapest ? "; reached, but a cheaper mix may exist" : "");
  }
  text += side_effects_text(outcome.side_effects);
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
  json["solves"] = outcome.solves;
  json["residual"] = outcome.residual;
  return json.dump(1) + "\n";
}

}  // namespace domar::scenario
