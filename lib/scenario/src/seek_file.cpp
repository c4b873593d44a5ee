#include "seek_file.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "domar/models/experiment_file.hpp"
#include "sought_levers.hpp"

namespace domar::scenario {

namespace {

Error bad(ErrorCode code, std::string what, std::string hint = "") {
  return {code, std::move(what), "", std::move(hint), ""};
}

/// The value that one table wants of its result.
Result<double> read_goal(const TomlTable& table, const NamedTarget& target) {
  double goal = 0.0;
  std::vector<const char*> told;
  for (const char* key : {"to", "by", "plus"}) {
    const auto value = table.number(key);
    if (!value.ok()) return value.error();
    if (!*value) continue;
    told.push_back(key);
    const double base = key[0] == 't' ? 0.0 : target.base_value();
    goal = key[0] == 'b' ? base * (1.0 + **value) : base + **value;
  }
  if (told.size() != 1) {
    return table.at("result", bad(ErrorCode::bad_input, "a target needs one of to, by, plus",
                                  "to = 0.10 sets the value, by = 0.1 makes it 10 % larger, "
                                  "plus = 0.01 adds to it"));
  }
  if (target.unit.rfind("share", 0) == 0 && std::abs(goal) > 1.0) {
    return table.at(told.front(),
                    bad(ErrorCode::bad_value,
                        fmt::format("'{}' is a share, and {} of it is wanted", target.name, goal),
                        "shares are below 1: 0.17 for 17 %"));
  }
  return goal;
}

}  // namespace

Result<std::vector<double>> read_goals(
    const TomlTable& root, const std::function<Result<NamedTarget>(const std::string&)>& describe) {
  const auto tables = root.tables("target");
  if (!tables.ok()) return tables.error();
  if (tables->empty()) {
    return root.at("target", bad(ErrorCode::bad_input, "there is no [[target]]",
                                 "say which result is wanted: result = \"...\", to = ..."));
  }
  std::vector<double> goals;
  std::vector<std::string> names;
  for (const TomlTable& table : *tables) {
    if (auto status = table.only({"result", "to", "by", "plus"}); !status.ok()) {
      return status.error();
    }
    const auto words =
        models::required_text(table, "result", "for example result = \"share of class:sei\"");
    if (!words.ok()) return words.error();
    const auto target = describe(*words);
    if (!target.ok()) return table.at("result", target.error());
    const auto goal = read_goal(table, *target);
    if (!goal.ok()) return goal.error();
    if (std::find(names.begin(), names.end(), target->name) != names.end()) {
      return table.at("result",
                      bad(ErrorCode::bad_input, fmt::format("'{}' is wanted twice", target->name),
                          "one result, one target"));
    }
    names.push_back(target->name);
    goals.push_back(*goal);
  }
  return goals;
}

Result<CostWords> read_cost(const TomlTable& root) {
  CostWords cost;
  const auto found = root.table("cost");
  if (!found.ok()) return found.error();
  if (!*found) return cost;
  const TomlTable& table = **found;
  if (auto status = table.only({"minimise", "maximise"}); !status.ok()) return status.error();
  cost.small = table.has("minimise");
  if (cost.small == table.has("maximise")) {
    return root.at("cost", bad(ErrorCode::bad_input, "a cost needs 'minimise' or 'maximise'",
                               "minimise = \"squares\", \"fiscal\" or a result"));
  }
  cost.key = cost.small ? "minimise" : "maximise";
  const auto what = models::required_text(table, cost.key.c_str(), "");
  if (!what.ok()) return what.error();
  cost.words = *what;
  return cost;
}

void fill_findings(const equilibrium::SeekFindings& found, SeekOutcome& outcome) {
  outcome.reached = found.reached;
  outcome.cheapest = found.cheapest;
  outcome.note = found.note;
  outcome.cost = found.cost;
  outcome.solves = found.solves;
  for (Index t = 0; t < outcome.targets.size(); ++t) {
    auto& target = outcome.targets[t];
    target.before = found.before[t];
    target.after = found.after[t];
    target.price = found.price[t];
  }
  for (Index i = 0; i < outcome.instruments.size(); ++i) {
    auto& instrument = outcome.instruments[i];
    instrument.bound = found.bound[i];
    for (Index t = 0; t < outcome.targets.size(); ++t) {
      instrument.slopes.push_back(found.slopes(t, i));
    }
  }
}

}  // namespace domar::scenario
