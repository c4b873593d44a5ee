#include "sought_levers.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "domar/models/experiment_file.hpp"
#include "sector_list.hpp"

namespace domar::scenario {

using equilibrium::Lever;
using equilibrium::SoughtLever;

namespace {

Error bad(ErrorCode code, std::string what, std::string hint = "") {
  return {code, std::move(what), "", std::move(hint), ""};
}

Error named_twice(const std::string& lever) {
  return bad(ErrorCode::bad_input, fmt::format("'{}' is named twice", lever),
             "one instrument, one pair of bounds");
}

/// A bound on the rate itself, as a bound on its change.
Status read_rate_bound(const TomlTable& table, const char* key, const char* as_change,
                       const network::Network& network, const Lever& lever, double& into) {
  const auto rate = table.number(key);
  if (!rate.ok()) return rate.error();
  if (!*rate) return Done{};
  if (table.has(as_change)) {
    return table.at(
        key,
        bad(ErrorCode::bad_input, fmt::format("'{}' and '{}' say the same bound", key, as_change),
            fmt::format("{} bounds the rate, {} its change: keep one", key, as_change)));
  }
  const auto base = models::base_rate(lever, network);
  if (!base) {
    return table.at(key, bad(ErrorCode::bad_value,
                             fmt::format("'{}' has no single rate in the base year", lever.name),
                             fmt::format("bound its change: {} = ...", as_change)));
  }
  into = **rate - *base;
  const auto status = models::check_change(lever, into, network);
  if (!status.ok()) return table.at(key, status.error());
  return Done{};
}

Status read_bounds(const TomlTable& table, const network::Network& network, SoughtLever& sought) {
  for (const auto& [key, into] :
       {std::pair{"lower", &sought.lower}, std::pair{"upper", &sought.upper}}) {
    const auto bound = table.number(key);
    if (!bound.ok()) return bound.error();
    if (!*bound) continue;
    const auto meant = models::check_change(sought.lever, **bound, network);
    if (!meant.ok()) return table.at(key, meant.error());
    *into = models::amount_from(sought.lever, **bound);
  }
  auto status = read_rate_bound(table, "min", "lower", network, sought.lever, sought.lower);
  if (status.ok()) {
    status = read_rate_bound(table, "max", "upper", network, sought.lever, sought.upper);
  }
  if (!status.ok()) return status;
  const auto weight = table.number("weight");
  if (!weight.ok()) return weight.error();
  sought.weight = weight->value_or(1.0);
  if (!(sought.weight > 0.0)) {
    return table.at("weight", bad(ErrorCode::bad_value, "a weight is above 0"));
  }
  if (!(sought.lower <= sought.upper)) {
    return table.at(table.has("lower") ? "lower" : "min",
                    bad(ErrorCode::bad_value, "the lower bound is above the upper one",
                        fmt::format("of '{}'", sought.lever.name)));
  }
  return Done{};
}

Result<SoughtLine> line_of(const TomlTable& table, const models::Vocabulary& words,
                           const std::string& name) {
  auto lever = words.lever(name);
  if (!lever.ok()) return table.at("lever", lever.error());
  SoughtLine line;
  std::tie(line.kind, line.object) = models::split_words(name, " of ");
  line.sought.lever = std::move(lever.value());
  if (line.sought.lever.parts.front().kind == Lever::Kind::tax_rate) {
    line.base_rate = models::base_rate(line.sought.lever, words.network());
  }
  if (auto status = read_bounds(table, words.network(), line.sought); !status.ok()) {
    return status.error();
  }
  return line;
}

/// `sectors`: the lever for each of them.
Status add_one_by_one(const TomlTable& table, const models::Vocabulary& words,
                      const EconomyFolder* folder, const std::string& name,
                      std::vector<SoughtLine>& lines, std::vector<std::string>& notes) {
  if (folder == nullptr) {
    return table.at("sectors", bad(ErrorCode::bad_input, "a model file has no sectors",
                                   "write one [[instrument]] for each"));
  }
  if (name.find(" of ") != std::string::npos) {
    return table.at("sectors",
                    bad(ErrorCode::bad_input, fmt::format("'{}' names its sector already", name),
                        "write lever = \"tariff\", sectors = [...]"));
  }
  const auto goods = read_goods(table, "sectors", *folder, {});
  if (!goods.ok()) return goods.error();
  const auto listed = table.texts("sectors");
  const bool by_pattern = std::any_of(listed->begin(), listed->end(), [](const auto& word) {
    return word.find('*') != std::string::npos || word.rfind("class:", 0) == 0;
  });
  Index nothing = 0;
  const Index before = lines.size();
  for (const Index good : *goods) {
    auto line = line_of(table, words, name + " of " + folder->economy.goods.code(good));
    if (!line.ok() && line.error().code == ErrorCode::bad_value && by_pattern &&
        !words.lever(name + " of " + folder->economy.goods.code(good)).ok()) {
      ++nothing;
      continue;
    }
    if (!line.ok()) return line.error();
    lines.push_back(std::move(line.value()));
  }
  if (lines.size() == before) {
    return table.at("sectors", bad(ErrorCode::bad_value,
                                   fmt::format("'{}' acts on none of these sectors", name),
                                   "are they made at home, imported, or bought by households?"));
  }
  if (nothing > 0) {
    notes.push_back(
        fmt::format("{}: {} of {} sectors have nothing to act on", name, nothing, goods->size()));
  }
  return Done{};
}

}  // namespace

Result<std::vector<SoughtLine>> read_sought_levers(const TomlTable& root,
                                                   const models::Vocabulary& words,
                                                   const EconomyFolder* folder,
                                                   std::vector<std::string>& notes) {
  const auto tables = root.tables("instrument");
  if (!tables.ok()) return tables.error();
  if (tables->empty()) {
    return root.at("instrument", bad(ErrorCode::bad_input, "there is no [[instrument]]",
                                     "say what may be used: lever = \"...\""));
  }
  std::vector<SoughtLine> lines;
  std::set<std::string> named;
  for (const TomlTable& table : *tables) {
    const auto known =
        table.only({"lever", "sectors", "lower", "upper", "min", "max", "weight", "name"});
    if (!known.ok()) return known.error();
    const auto name =
        models::required_text(table, "lever", "for example lever = \"output_subsidy of 094\"");
    if (!name.ok()) return name.error();
    if (table.has("sectors")) {
      const Index before = lines.size();
      const auto status = add_one_by_one(table, words, folder, *name, lines, notes);
      if (!status.ok()) return status.error();
      for (Index i = before; i < lines.size(); ++i) {
        if (named.insert(lines[i].sought.lever.name).second) continue;
        return table.at("sectors", named_twice(lines[i].sought.lever.name));
      }
      continue;
    }
    auto line = line_of(table, words, *name);
    if (!line.ok()) return line.error();
    if (!named.insert(*name).second) return table.at("lever", named_twice(*name));
    const auto title = table.text("name");
    if (!title.ok()) return title.error();
    if (*title) line->sought.lever.name = **title;
    lines.push_back(std::move(line.value()));
  }
  return lines;
}

std::vector<NamedResult> side_effects(const models::Vocabulary& words,
                                      const equilibrium::ClosedSolution& before,
                                      const equilibrium::ClosedSolution& after) {
  std::vector<NamedResult> rows;
  for (const auto& indicator : words.standard_indicators()) {
    if (indicator.name.rfind("output of ", 0) == 0 ||
        indicator.name.rfind("quantity of ", 0) == 0) {
      continue;
    }
    rows.push_back({indicator.name, indicator.unit,
                    indicator.value(words.network(), before.parameters, before.solution),
                    indicator.value(words.network(), after.parameters, after.solution)});
  }
  return rows;
}

std::string side_effects_text(const std::vector<NamedResult>& rows) {
  std::string text =
      fmt::format("\n{:<46}{:>14} {:>14} {:>14}\n", "What else moves", "before", "after", "change");
  for (const auto& row : rows) {
    const double change = row.after / row.before - 1.0;
    text += fmt::format("  {:<44.44}{:>14.8g} {:>14.8g}", row.name, row.before, row.after);
    text += std::isfinite(change) ? fmt::format(" {:>+12.4f} %\n", 100.0 * change) : "\n";
  }
  return text;
}

}  // namespace domar::scenario
