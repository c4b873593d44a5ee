/// @file Closures by swap of world shock files.

#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "domar/models/experiment_file.hpp"
#include "sought_levers.hpp"
#include "world_shock_file.hpp"

namespace domar::scenario {

using equilibrium::WorldLever;
using equilibrium::WorldModel;
using equilibrium::WorldParameters;
using equilibrium::WorldSwap;

namespace {

constexpr double k_no_effect = 1e-12;

Error bad(ErrorCode code, std::string what, std::string hint = "") {
  return {code, std::move(what), "", std::move(hint), ""};
}

/// Numbers of a closure as its table says them.
struct Said {
  std::optional<double> to, by, at_least, at_most, lower, upper;
};

Result<Said> read_numbers(const TomlTable& table, bool limits) {
  Said said;
  int targets = 0;
  for (const auto& [key, into] :
       {std::pair{"to", &said.to}, std::pair{"by", &said.by}, std::pair{"at_least", &said.at_least},
        std::pair{"at_most", &said.at_most}, std::pair{"lower", &said.lower},
        std::pair{"upper", &said.upper}}) {
    const auto value = table.number(key);
    if (!value.ok()) return value.error();
    if (!*value) continue;
    *into = *value;
    if (!limits && into != &said.to && into != &said.by) {
      return table.at(key, bad(ErrorCode::bad_input,
                               "while something is sought a closure holds its result exactly",
                               "leave out limits and bounds, or make it a [[target]]"));
    }
    const bool is_target = into != &said.lower && into != &said.upper;
    if (is_target && ++targets > 1) {
      return table.at(key, bad(ErrorCode::bad_input, "the target is given twice",
                               "give one of to, by, at_least, at_most"));
    }
  }
  return said;
}

/// Target and bounds; a limit lets the lever move to one side only, and only when it must.
Status set_numbers(const TomlTable& table, const Said& said, const WorldModel& model,
                   WorldSwap& swap) {
  if (said.to) swap.target = *said.to;
  if (said.by) swap.target *= 1.0 + *said.by;
  if (said.at_least) swap.target = *said.at_least;
  if (said.at_most) swap.target = *said.at_most;
  if (said.at_least || said.at_most) {
    const bool upwards = said.at_least.has_value() == (swap.sense > 0);
    (upwards ? swap.lower : swap.upper) = 0.0;
  }
  for (const auto& [key, value, into] : {std::tuple{"lower", said.lower, &swap.lower},
                                         std::tuple{"upper", said.upper, &swap.upper}}) {
    if (!value) continue;
    if (auto status = check_world_change(swap.lever, *value, model); !status.ok()) {
      return table.at(key, status.error());
    }
    *into = amount_from(swap.lever, *value);
  }
  if (swap.lower <= 0.0 && swap.upper >= 0.0) return Done{};
  return table.at(swap.lower <= 0.0 ? "upper" : "lower",
                  bad(ErrorCode::bad_value, "the base year lies outside the bounds",
                      "bounds are changes: lower at most 0, upper at least 0"));
}

Result<WorldSwap> read_closure(const TomlTable& table, SolvedWorld& world, bool limits) {
  if (auto status =
          table.only({"fix", "free", "to", "by", "at_least", "at_most", "lower", "upper", "name"});
      !status.ok()) {
    return status.error();
  }
  const auto fix = models::required_text(
      table, "fix", "the result to hold, for example fix = \"tax_revenue of USA\"");
  if (!fix.ok()) return fix.error();
  const auto free = models::required_text(
      table, "free", "the instrument that holds it, for example free = \"output_tax in USA\"");
  if (!free.ok()) return free.error();
  const auto said = read_numbers(table, limits);
  if (!said.ok()) return said.error();
  auto result = world_result(*fix, world);
  if (!result.ok()) return table.at("fix", result.error());
  auto change = world_lever_words(*free, world.names());
  if (!change.ok()) return table.at("free", change.error());
  if (change->kind == WorldChangeLine::Kind::transfer && change->to.empty()) {
    return table.at("free", bad(ErrorCode::bad_input, "who receives the transfer?",
                                "free = \"transfer to USA\""));
  }
  change->name = words_of_change(*change, world.names());
  const auto name = table.text("name");
  if (!name.ok()) return name.error();
  WorldSwap swap;
  swap.lever = lever_of(*change, world.model());
  swap.name = name->value_or(result->name + " by " + swap.lever.name);
  swap.target = world.base_value(*result);
  swap.result = std::move(*result);
  const auto slope =
      equilibrium::base_slope(world.solver(), world.model(), swap.result, swap.lever);
  if (!slope.ok()) return table.at("fix", slope.error());
  if (std::abs(*slope) < k_no_effect || !acts(swap.lever, world.model())) {
    return table.at(
        "free", bad(ErrorCode::infeasible, fmt::format("'{}' does not move with '{}'", *fix, *free),
                    "free an instrument that the result depends on"));
  }
  swap.sense = *slope > 0.0 ? 1 : -1;
  if (auto status = set_numbers(table, *said, world.model(), swap); !status.ok()) {
    return status.error();
  }
  return swap;
}

/// Lowest tax that the change leaves, among cells that bear any.
double lowest_rate(const WorldLever& lever, double said, const WorldModel& model) {
  double lowest = 0.0;
  const Vector& base = model.base.*lever.what;
  for (const auto& cell : lever.cells) {
    lowest = std::min(lowest, base[cell.at] + cell.weight * said);
  }
  return lowest;
}

}  // namespace

Status check_world_change(const WorldLever& lever, double said, const WorldModel& model) {
  constexpr double k_most_points = 3.0;
  constexpr double k_most_growth = 10.0;
  if (lever.in_logs()) {
    if (said > -1.0 && said <= k_most_growth) return Done{};
    return bad(
        ErrorCode::bad_value, fmt::format("a change of {} is not above -1 and at most 10", said),
        said > 0.0 ? fmt::format("write {} for {} %", said / 100.0, said) : "-0.5 is half of it");
  }
  if (lever.what == &WorldParameters::transfer) {
    if (std::abs(said) <= 1.0) return Done{};
    return bad(ErrorCode::bad_value, fmt::format("a transfer of {} times all spending", said),
               fmt::format("write {} for {} %", said / 100.0, said));
  }
  if (std::abs(said) > k_most_points) {
    return bad(ErrorCode::bad_value,
               fmt::format("a change of {} is {} points of a rate", said, 100.0 * said),
               fmt::format("write {} for {} points", said / 100.0, said));
  }
  const double lowest = lowest_rate(lever, said, model);
  if (lowest > -1.0) return Done{};
  return bad(ErrorCode::bad_value,
             fmt::format("'{}' by {} leaves a tax of {:.4g} %", lever.name, said, 100.0 * lowest),
             "a subsidy stays below the whole price");
}

Result<std::vector<WorldSwap>> read_world_closures(const TomlTable& root, SolvedWorld& world,
                                                   bool limits) {
  std::vector<WorldSwap> swaps;
  if (!root.has("closure")) return swaps;
  std::vector<TomlTable> tables;
  if (root.is_table("closure")) {
    tables.push_back(**root.table("closure"));
  } else {
    const auto found = root.tables("closure");
    if (!found.ok()) return found.error();
    tables = *found;
  }
  for (const TomlTable& table : tables) {
    auto swap = read_closure(table, world, limits);
    if (!swap.ok()) return swap.error();
    for (const WorldSwap& other : swaps) {
      if (other.lever.name == swap->lever.name) {
        return table.at(
            "free", bad(ErrorCode::bad_input, fmt::format("'{}' is freed twice", swap->lever.name),
                        "each fixed result needs an instrument of its own"));
      }
      if (other.result.name == swap->result.name) {
        return table.at("fix", bad(ErrorCode::bad_input,
                                   fmt::format("'{}' is fixed twice", swap->result.name)));
      }
    }
    swaps.push_back(std::move(*swap));
  }
  return swaps;
}

}  // namespace domar::scenario
