#include "domar/scenario/seek_targets.hpp"

#include <cmath>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "domar/models/experiment_file.hpp"
#include "domar/readers/toml.hpp"
#include "domar/scenario/solve_shock.hpp"
#include "economy_words.hpp"

namespace domar::scenario {

using readers::TomlTable;

using equilibrium::SeekProblem;
using equilibrium::SoughtLever;
using equilibrium::Target;

namespace {

const std::vector<std::string> k_seek_keys{"title",  "target",      "instrument", "cost",
                                           "change", "closure",     "closures",   "elasticities",
                                           "nests",  "productivity"};

Error bad(ErrorCode code, std::string what, std::string hint = "") {
  return {code, std::move(what), "", std::move(hint), ""};
}

Result<std::string> words_of(const TomlTable& table, const char* key, const char* example) {
  const auto word = table.text(key);
  if (!word.ok()) return word.error();
  if (!*word) {
    return table.at(key, bad(ErrorCode::bad_input, fmt::format("'{}' is missing", key), example));
  }
  return **word;
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
    problem.targets.push_back(std::move(target));
  }
  return Done{};
}

Status read_instruments(const TomlTable& root, const models::Vocabulary& words,
                        SeekProblem& problem) {
  const auto tables = root.tables("instrument");
  if (!tables.ok()) return tables.error();
  if (tables->empty()) {
    return root.at("instrument", bad(ErrorCode::bad_input, "there is no [[instrument]]",
                                     "say what may be used: lever = \"...\""));
  }
  for (const TomlTable& table : *tables) {
    if (auto status = table.only({"lever", "lower", "upper", "weight", "name"}); !status.ok()) {
      return status;
    }
    const auto name = words_of(table, "lever", "for example lever = \"output_subsidy of 094\"");
    if (!name.ok()) return name.error();
    auto lever = words.lever(*name);
    if (!lever.ok()) return table.at("lever", lever.error());
    SoughtLever sought;
    sought.lever = std::move(lever.value());
    for (const auto& [key, into] :
         {std::pair{"lower", &sought.lower}, std::pair{"upper", &sought.upper}}) {
      const auto bound = table.number(key);
      if (!bound.ok()) return bound.error();
      if (*bound) *into = models::amount_from(sought.lever, **bound);
    }
    const auto weight = table.number("weight");
    if (!weight.ok()) return weight.error();
    sought.weight = weight->value_or(1.0);
    if (!(sought.weight > 0.0)) {
      return table.at("weight", bad(ErrorCode::bad_value, "a weight is above 0"));
    }
    if (!(sought.lower <= sought.upper)) {
      return table.at("lower", bad(ErrorCode::bad_value, "the lower bound is above the upper one"));
    }
    const auto title = table.text("name");
    if (!title.ok()) return title.error();
    if (*title) sought.lever.name = **title;
    problem.levers.push_back(std::move(sought));
  }
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

/// What else moves: standard results that are no quantity of a single node.
std::vector<NamedResult> side_effects(const models::Vocabulary& words,
                                      const equilibrium::SeekResult& found) {
  std::vector<NamedResult> rows;
  for (const auto& indicator : words.standard_indicators()) {
    if (indicator.name.rfind("output of ", 0) == 0 ||
        indicator.name.rfind("quantity of ", 0) == 0) {
      continue;
    }
    rows.push_back(
        {indicator.name, indicator.unit,
         indicator.value(words.network(), found.base.parameters, found.base.solution),
         indicator.value(words.network(), found.solution.parameters, found.solution.solution)});
  }
  return rows;
}

Result<SeekOutcome> outcome_of(const TomlTable& root, const models::Vocabulary& words,
                               SeekProblem problem) {
  SeekOutcome outcome;
  for (const auto& step :
       {read_targets(root, words, problem), read_instruments(root, words, problem),
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
  outcome.side_effects = side_effects(words, *found);
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
    outcome = outcome_of(*root, words, std::move(problem));
    if (outcome.ok()) outcome->economy = model->title;
  } else {
    auto shock = load_experiment(economy, *root);
    if (!shock.ok()) return shock.error();
    const EconomyWords words(shock->loaded.economy, *shock->accounts);
    SeekProblem problem;
    problem.experiment = shock->experiment;
    title = shock->shock.title;
    outcome = outcome_of(*root, words, std::move(problem));
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
  text +=
      fmt::format("\n{:<46}{:>14} {:>14} {:>14}\n", "What else moves", "before", "after", "change");
  for (const auto& row : outcome.side_effects) {
    const double change = row.after / row.before - 1.0;
    text += fmt::format("  {:<44.44}{:>14.8g} {:>14.8g}", row.name, row.before, row.after);
    text += std::isfinite(change) ? fmt::format(" {:>+12.4f} %\n", 100.0 * change) : "\n";
  }
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
