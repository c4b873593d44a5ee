#include "domar/models/experiment_file.hpp"

#include <cmath>

#include <fmt/format.h>

#include "domar/base/text.hpp"

namespace domar::models {

using equilibrium::Experiment;
using equilibrium::Lever;
using equilibrium::Swap;

namespace {

constexpr double k_no_effect = 1e-12;

Error bad(ErrorCode code, std::string what, std::string hint = "") {
  return {code, std::move(what), "", std::move(hint), ""};
}

bool is_rate(Lever::Kind kind) {
  return kind == Lever::Kind::tax_rate || kind == Lever::Kind::transfer;
}

}  // namespace

Result<std::string> required_text(const TomlTable& table, const char* key, const char* example) {
  const auto word = table.text(key);
  if (!word.ok()) return word.error();
  if (!*word) {
    return table.at(key, bad(ErrorCode::bad_input, fmt::format("'{}' is missing", key), example));
  }
  return **word;
}

double amount_from(const Lever& lever, double said) {
  return is_rate(lever.parts.front().kind) ? said : std::log1p(said);
}

bool moves_rates(const Lever& lever) { return is_rate(lever.parts.front().kind); }

double said_of(const Lever& lever, double amount) {
  return is_rate(lever.parts.front().kind) ? amount : std::expm1(amount);
}

std::optional<double> base_rate(const Lever& lever, const network::Network& network) {
  std::optional<double> rate;
  for (const auto& part : lever.parts) {
    if (!is_rate(part.kind) || part.weight != 1.0) return std::nullopt;
    const double here = part.kind == Lever::Kind::transfer ? network.transfers()[part.at].share_0
                                                           : network.edge(part.at).tax_0;
    if (rate && *rate != here) return std::nullopt;
    rate = here;
  }
  return rate;
}

Status check_change(const Lever& lever, double said, const network::Network& network) {
  constexpr double k_most_points = 3.0;  // of a rate; measures of scenario files stop there, too
  constexpr double k_most_growth = 10.0;
  if (!is_rate(lever.parts.front().kind)) {
    if (!(said > -1.0)) {
      return bad(ErrorCode::bad_value, fmt::format("a change of {} is not above -1", said),
                 "-0.5 is half of it");
    }
    if (said <= k_most_growth) return Done{};
    return bad(ErrorCode::bad_value,
               fmt::format("a change of {} makes it {} times as large", said, 1.0 + said),
               fmt::format("write {} for {} %", said / 100.0, said));
  }
  if (std::abs(said) > k_most_points) {
    return bad(ErrorCode::bad_value,
               fmt::format("a change of {} is {} points of a rate", said, 100.0 * said),
               fmt::format("write {} for {} points", said / 100.0, said));
  }
  for (const auto& part : lever.parts) {
    if (part.kind != Lever::Kind::tax_rate) continue;
    const double rate = network.edge(part.at).tax_0 + part.weight * said;
    if (rate > -1.0) continue;
    return bad(ErrorCode::bad_value,
               fmt::format("'{}' by {} leaves '{}' a tax of {:.4g} %", lever.name, said,
                           network.activity(network.edge(part.at).buyer).name, 100.0 * rate),
               "a subsidy stays below the whole price");
  }
  return Done{};
}

Status read_lever_change(const TomlTable& table, const Vocabulary& vocabulary,
                         Experiment& experiment) {
  if (auto status = table.only({"lever", "by", "to", "name"}); !status.ok()) return status;
  const auto words = required_text(table, "lever", "for example lever = \"productivity of ...\"");
  if (!words.ok()) return words.error();
  auto lever = vocabulary.lever(*words);
  if (!lever.ok()) return table.at("lever", lever.error());
  const auto by = table.number("by");
  const auto to = table.number("to");
  if (!by.ok()) return by.error();
  if (!to.ok()) return to.error();
  if (by->has_value() == to->has_value()) {
    return table.at("lever", bad(ErrorCode::bad_input, "a change needs 'by' or 'to'",
                                 "by = 0.1 adds 10 %, or 0.1 to a rate; to = 0 sets a rate"));
  }
  double amount = 0.0;
  if (*to) {
    const auto base = base_rate(*lever, vocabulary.network());
    if (!base) {
      return table.at("to", bad(ErrorCode::bad_value,
                                is_rate(lever->parts.front().kind)
                                    ? "the rates that this moves differ in the base year"
                                    : "only rates can be set; other levers move",
                                "write 'by' instead"));
    }
    amount = **to - *base;
  } else {
    amount = **by;
  }
  if (auto status = check_change(*lever, amount, vocabulary.network()); !status.ok()) {
    return table.at(*to ? "to" : "by", status.error());
  }
  amount = amount_from(*lever, amount);
  const auto name = table.text("name");
  if (!name.ok()) return name.error();
  if (*name) lever->name = **name;
  experiment.levers.push_back(std::move(lever.value()));
  experiment.amounts.push_back(amount);
  return Done{};
}

namespace {

/// The base year: its solution, and derivatives to find which way a result moves.
class BaseYear {
 public:
  explicit BaseYear(const Vocabulary& vocabulary)
      : network_(vocabulary.network()),
        numeraire_(vocabulary.numeraire()),
        parameters_(equilibrium::base_parameters(network_)) {
    equilibrium::SolverOptions options;
    options.numeraire = numeraire_;
    solution_ = equilibrium::solve(network_, parameters_, options);
  }

  [[nodiscard]] double value(const equilibrium::Indicator& result) const {
    return result.value(network_, parameters_, solution_);
  }
  /// d result / d lever at the base year.
  [[nodiscard]] Result<double> slope(const equilibrium::Indicator& result, const Lever& lever) {
    if (!derivatives_) {
      auto found = equilibrium::Derivatives::at(network_, parameters_, solution_, numeraire_);
      if (!found.ok()) return found.error();
      derivatives_.emplace(std::move(found.value()));
    }
    const auto gradient =
        equilibrium::gradient_of(result, network_, parameters_, solution_, *derivatives_);
    return equilibrium::slope_of(gradient, parameters_, {lever}, {0.0}, 0);
  }

 private:
  const network::Network& network_;
  Index numeraire_;
  equilibrium::Parameters parameters_;
  equilibrium::Solution solution_;
  std::optional<equilibrium::Derivatives> derivatives_;
};

/// The line of one table.
Result<ClosureLine> read_line(const TomlTable& table) {
  if (auto status =
          table.only({"fix", "free", "to", "by", "at_least", "at_most", "lower", "upper", "name"});
      !status.ok()) {
    return status.error();
  }
  ClosureLine line;
  const auto fix =
      required_text(table, "fix", "the result to hold, for example fix = \"real_wage\"");
  if (!fix.ok()) return fix.error();
  const auto free = required_text(
      table, "free", "the instrument that holds it, for example free = \"endowment of labour\"");
  if (!free.ok()) return free.error();
  line.fix = *fix;
  line.free = *free;
  int targets = 0;
  for (const auto& [key, into] :
       {std::pair{"to", &line.to}, std::pair{"by", &line.by}, std::pair{"at_least", &line.at_least},
        std::pair{"at_most", &line.at_most}, std::pair{"lower", &line.lower},
        std::pair{"upper", &line.upper}}) {
    const auto value = table.number(key);
    if (!value.ok()) return value.error();
    *into = *value;
    const bool is_target = into != &line.lower && into != &line.upper;
    if (*value && is_target && ++targets > 1) {
      return table.at(key, bad(ErrorCode::bad_input, "the target is given twice",
                               "give one of to, by, at_least, at_most"));
    }
  }
  const auto name = table.text("name");
  if (!name.ok()) return name.error();
  line.name = name->value_or("");
  return line;
}

/// An error and the key of the table it belongs to.
struct KeyError {
  std::string key;
  Error error;
};

void set_target(const ClosureLine& line, Swap& swap) {
  if (line.to) swap.target = *line.to;
  if (line.by) swap.target = swap.target_0 * (1.0 + *line.by);
  if (line.at_least) swap.target = *line.at_least;
  if (line.at_most) swap.target = *line.at_most;
  // A limit lets the lever move to one side only, and only when it must.
  if (!line.at_least && !line.at_most) return;
  swap.limit = line.at_least ? 1 : -1;
  const bool upwards = line.at_least.has_value() == (swap.sense > 0);
  (upwards ? swap.lower : swap.upper) = 0.0;
  const bool met = line.at_least ? swap.target_0 >= swap.target : swap.target_0 <= swap.target;
  if (met) swap.target_0 = swap.target;  // a limit that holds does not move along the path
}

std::optional<KeyError> check_twice(const Swap& swap, const Experiment& experiment) {
  for (const Swap& other : experiment.swaps) {
    if (other.lever.name == swap.lever.name) {
      return KeyError{"free",
                      bad(ErrorCode::bad_input, fmt::format("'{}' is freed twice", swap.lever.name),
                          "each fixed result needs an instrument of its own")};
    }
    if (other.result.name == swap.result.name) {
      return KeyError{
          "fix", bad(ErrorCode::bad_input, fmt::format("'{}' is fixed twice", swap.result.name))};
    }
  }
  return std::nullopt;
}

/// Adds the swap of one line.
std::optional<KeyError> add_line(const ClosureLine& line, const Vocabulary& vocabulary,
                                 BaseYear& base, Experiment& experiment) {
  auto result = vocabulary.indicator(line.fix);
  if (!result.ok()) return KeyError{"fix", result.error()};
  auto lever = vocabulary.lever(line.free);
  if (!lever.ok()) return KeyError{"free", lever.error()};
  Swap swap;
  swap.name = line.name.empty() ? line.fix + " by " + line.free : line.name;
  swap.result = std::move(result.value());
  swap.lever = std::move(lever.value());
  swap.target_0 = swap.target = base.value(swap.result);
  const auto slope = base.slope(swap.result, swap.lever);
  if (!slope.ok()) return KeyError{"fix", slope.error()};
  if (std::abs(*slope) < k_no_effect) {
    return KeyError{"free", bad(ErrorCode::infeasible,
                                fmt::format("'{}' does not move with '{}'", line.fix, line.free),
                                "free an instrument that the result depends on")};
  }
  swap.sense = *slope > 0.0 ? 1 : -1;
  set_target(line, swap);
  if (line.lower) swap.lower = amount_from(swap.lever, *line.lower);
  if (line.upper) swap.upper = amount_from(swap.lever, *line.upper);
  if (!(swap.lower <= 0.0 && swap.upper >= 0.0)) {
    return KeyError{swap.lower <= 0.0 ? "upper" : "lower",
                    bad(ErrorCode::bad_value, "the base year lies outside the bounds",
                        "bounds are changes: lower at most 0, upper at least 0")};
  }
  if (auto twice = check_twice(swap, experiment)) return twice;
  experiment.swaps.push_back(std::move(swap));
  return std::nullopt;
}

}  // namespace

Status read_closures(const TomlTable& root, const Vocabulary& vocabulary, Experiment& experiment) {
  if (!root.has("closure")) return Done{};
  std::vector<TomlTable> tables;
  if (root.is_table("closure")) {
    tables.push_back(**root.table("closure"));
  } else {
    const auto found = root.tables("closure");
    if (!found.ok()) return found.error();
    tables = *found;
  }
  BaseYear base(vocabulary);
  for (const TomlTable& table : tables) {
    const auto line = read_line(table);
    if (!line.ok()) return line.error();
    if (auto problem = add_line(*line, vocabulary, base, experiment)) {
      return table.at(problem->key, problem->error);
    }
  }
  return Done{};
}

Status add_closures(const std::vector<ClosureLine>& lines, const Vocabulary& vocabulary,
                    Experiment& experiment) {
  if (lines.empty()) return Done{};
  BaseYear base(vocabulary);
  for (const ClosureLine& line : lines) {
    if (auto problem = add_line(line, vocabulary, base, experiment)) return problem->error;
  }
  return Done{};
}

Result<ModelShock> read_model_shock(const std::filesystem::path& file, const Model& model) {
  const auto root = TomlTable::read(file);
  if (!root.ok()) return root.error();
  if (auto status = root->only({"title", "change", "closure"}); !status.ok()) {
    return status.error();
  }
  return read_model_experiment(*root, model);
}

Result<ModelShock> read_model_experiment(const TomlTable& root, const Model& model) {
  ModelShock shock;
  const auto title = root.text("title");
  if (!title.ok()) return title.error();
  shock.title = title->value_or(std::filesystem::path(root.file()).stem().string());
  const NetworkWords words(model.network, model.numeraire);
  const auto changes = root.tables("change");
  if (!changes.ok()) return changes.error();
  shock.experiment.swaps = model.relations;
  for (const TomlTable& table : *changes) {
    if (auto status = read_lever_change(table, words, shock.experiment); !status.ok()) {
      return status.error();
    }
  }
  if (auto status = read_closures(root, words, shock.experiment); !status.ok()) {
    return status.error();
  }
  return shock;
}

}  // namespace domar::models
