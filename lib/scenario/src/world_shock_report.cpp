/// @file Results of a world shock as text and JSON.

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "contributions_report.hpp"
#include "domar/scenario/world_shock.hpp"

namespace domar::scenario {

using equilibrium::WorldModel;

namespace {

constexpr double k_percent = 100.0;

std::vector<Index> all_regions(const WorldModel& model) {
  std::vector<Index> all(model.region_count());
  std::iota(all.begin(), all.end(), Index{0});
  return all;
}

double percent(double log_change) { return k_percent * std::expm1(log_change); }

/// Real wage of a region's factors together, weighted with what they earn at base.
double log_real_income_of_factors(const WorldShockResult& result, Index n) {
  const WorldModel& model = result.world.model;
  Vector earned(model.factor_count(), 0.0);
  for (Index s = 0; s < model.sector_count(); ++s) {
    const Index at = model.industry(n, s);
    for (Index f = 0; f < model.factor_count(); ++f) {
      earned[f] += model.output[at] / model.base.markup[at] * model.value_added_share[at] *
                   model.factor_share[n](f, s);
    }
  }
  double before = 0.0;
  double after = 0.0;
  const auto& solution = result.outcome.solution;
  for (Index f = 0; f < model.factor_count(); ++f) {
    before += earned[f];
    after += earned[f] * std::exp(solution.results.real_wage[model.factor(n, f)]);
  }
  return std::log(after / before);
}

/// What moves most: the regions' results, and welfare of those few whose welfare moves most.
std::string contributions_of_regions(const equilibrium::Subtotals& all, const std::string& unit) {
  constexpr Index k_regions = 4;
  equilibrium::Subtotals few;
  few.instruments = all.instruments;
  few.points = all.points;
  few.regions = all.regions;
  std::stable_sort(few.regions.begin(), few.regions.end(), [](const auto& a, const auto& b) {
    return std::abs(a.equivalent_variation / a.spending_0) >
           std::abs(b.equivalent_variation / b.spending_0);
  });
  if (few.regions.size() > k_regions) few.regions.resize(k_regions);
  for (const auto& indicator : all.indicators) {
    const auto& name = indicator.name;
    const bool of_region = std::any_of(few.regions.begin(), few.regions.end(), [&](const auto& r) {
      for (const char* what : {"welfare of ", "exports of ", "imports of "}) {
        if (name == what + r.name) return true;
      }
      return false;
    });
    if (of_region) few.indicators.push_back(indicator);
  }
  return "\nResults are log points; --json has all of them, by region and industry.\n" +
         contributions_text(few, unit);
}

/// Whether an equilibrium is the one whose results are told.
bool is_shown(const WorldShockResult& result, const equilibrium::WorldEquilibrium& one) {
  constexpr double k_same = 1e-6;
  const Vector& ours = result.outcome.solution.results.output;
  const Vector& other = one.solution.results.output;
  for (Index j = 0; j < ours.size(); ++j) {
    if (std::abs(ours[j] - other[j]) > k_same) return false;
  }
  return true;
}

/// How many equilibria there may be, and which were found.
std::string equilibria_text(const WorldShockResult& result) {
  const auto& all = *result.equilibria;
  const WorldModel& model = result.world.model;
  std::string text =
      fmt::format("\nscale x trade elasticity at most {:.3f}: ", all.uniqueness_number);
  if (all.uniqueness_number <= 1.0) {
    text +=
        "one equilibrium where industries do not buy from each other; with links the limit is "
        "tighter";
    if (!all.found.empty() && all.found[0].sign != 0) {
      text += fmt::format("; the determinant is {} here", all.found[0].sign > 0 ? "+" : "-");
    }
    return text + "\n";
  }
  text += fmt::format("there may be several equilibria\n{} starts found {}{}\n", all.starts,
                      all.found.size(),
                      all.failed > 0 ? fmt::format(" ({} led nowhere)", all.failed) : "");
  constexpr Index k_equilibria = 8;
  for (Index k = 0; k < std::min(k_equilibria, all.found.size()); ++k) {
    const auto& one = all.found[k];
    Index most = 0;
    for (Index n = 1; n < model.region_count(); ++n) {
      const auto& welfare = one.solution.results.welfare;
      if (std::abs(welfare[n]) > std::abs(welfare[most])) most = n;
    }
    const char* sign = one.sign > 0 ? "+" : (one.sign < 0 ? "-" : "not computed");
    text +=
        fmt::format("  {} starts, determinant {}: consumption of {} {:+.3f} %{}\n", one.hits, sign,
                    model.regions.code(most), percent(one.solution.results.welfare[most]),
                    is_shown(result, one) ? " (the one shown: it continues the base year)" : "");
  }
  return text;
}

std::string amount_of(const HeldResult& held) {
  return fmt::format("{:+.6g} {}", k_percent * held.amount, held.relative ? "%" : "points");
}

/// "tax revenue of USA held at 1234 million USD by tariff to USA: +2.5 points".
std::string held_text(const WorldShockResult& result) {
  constexpr double k_nothing = 1e-12;  // what rounding leaves of a balance of 0
  std::string text;
  for (const HeldResult& held : result.held) {
    if (!held.binds) continue;
    text += fmt::format("held: {} at {:.8g} ({}; {:.8g} in the base year) by {}, {}\n", held.result,
                        std::abs(held.after) < k_nothing ? 0.0 : held.after, held.unit, held.before,
                        held.lever, amount_of(held));
  }
  for (const std::string& words : not_held(result)) text += words + "\n";
  return text;
}

std::string not_solved(const WorldShockResult& result) {
  const auto& solution = result.outcome.solution;
  constexpr double k_closed =
      1e-8;  // residual of an economy that is solved: a closure was not held
  if (!result.held.empty() && solution.residual < k_closed) {
    return fmt::format("{}: not solved; {}\n", result.title, solution.note);
  }
  return fmt::format("{}: not solved; {} (worst: {}, {:.4g} in money; feasible up to {:.1f} %)\n",
                     result.title, solution.note, solution.worst, solution.worst_money,
                     k_percent * solution.feasible_share);
}

}  // namespace

std::vector<std::string> not_held(const WorldShockResult& result) {
  std::vector<std::string> all;
  for (const HeldResult& held : result.held) {
    if (held.binds) continue;
    all.push_back(fmt::format("not held: {} is {:.8g}, not {:.8g} ({}); {} stands at its bound, {}",
                              held.result, held.after, held.target, held.unit, held.lever,
                              amount_of(held)));
  }
  return all;
}

std::string world_shock_text(const WorldShockResult& result) {
  const auto& solution = result.outcome.solution;
  if (!solution.converged) return not_solved(result);
  const WorldModel& model = result.world.model;
  std::string text =
      fmt::format("{} ({}: {} regions, {} sectors), against the base year\n\n", result.title,
                  result.economy, model.region_count(), model.sector_count());
  std::vector<Index> order = all_regions(model);
  std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) {
    return std::abs(solution.results.welfare[a]) > std::abs(solution.results.welfare[b]);
  });
  constexpr Index k_shown = 15;
  text += fmt::format("{:<20}{:>14}{:>14}{:>12}{:>12}\n", "region", "consumption", "factor income",
                      "exports", "imports");
  for (Index k = 0; k < std::min(k_shown, order.size()); ++k) {
    const Index n = order[k];
    text += fmt::format("{:<20}{:>+13.4f}%{:>+13.4f}%{:>+11.3f}%{:>+11.3f}%\n",
                        model.regions.code(n), percent(solution.results.welfare[n]),
                        percent(log_real_income_of_factors(result, n)),
                        k_percent * (result.exports[n] / result.exports_0[n] - 1.0),
                        k_percent * (result.imports[n] / result.imports_0[n] - 1.0));
  }
  if (order.size() > k_shown) {
    text += fmt::format("... {} more regions (--json has all)\n", order.size() - k_shown);
  }
  for (Index q = 0; q < result.caps.size(); ++q) {
    if (result.outcome.log_wedge[q] <= 0.0) continue;
    const Index e = result.caps[q].edge;
    const Index R = model.region_count();
    text += fmt::format("cap binds: {} from {} to {} costs {:.1f} % more\n",
                        model.sectors.code(e / (R * R)), model.regions.code(e / R % R),
                        model.regions.code(e % R), percent(result.outcome.log_wedge[q]));
  }
  text += held_text(result);
  for (const auto& [factor, share] : solution.unused) {
    text += fmt::format(
        "{} is left over in fixed proportions: {:.1f} % of it is unused, its price "
        "falls to nothing\n",
        model.factor_name(factor), k_percent * share);
  }
  if (result.equilibria) text += equilibria_text(result);
  for (const auto& repair : result.world.repairs) {
    text += fmt::format("note: {}: {:.4g} ({})\n", repair.rule, repair.money, repair.where);
  }
  text += fmt::format(
      "note: outputs that fit the shares differ from the table by {:.3g} % of world output, most "
      "in "
      "{}\n",
      k_percent * result.world.output_moved, result.world.worst_industry);
  for (const auto& note : result.notes) text += "note: " + note + "\n";
  if (result.contributions) text += contributions_of_regions(*result.contributions, result.unit);
  return text;
}

namespace {

using Json = nlohmann::ordered_json;

Json regions_json(const WorldShockResult& result) {
  const auto& solution = result.outcome.solution;
  Json json;
  for (Index n = 0; n < result.world.model.region_count(); ++n) {
    json.push_back({{"region", result.world.model.regions.code(n)},
                    {"welfare", std::expm1(solution.results.welfare[n])},
                    {"real_factor_income", std::expm1(log_real_income_of_factors(result, n))},
                    {"gdp", solution.gdp[n]},
                    {"final_price", std::expm1(solution.results.final_price[n])},
                    {"tax_revenue", solution.tax_revenue[n]},
                    {"exports_0", result.exports_0[n]},
                    {"exports", result.exports[n]},
                    {"imports_0", result.imports_0[n]},
                    {"imports", result.imports[n]}});
  }
  return json;
}

Json industries_json(const WorldShockResult& result) {
  const auto& solution = result.outcome.solution;
  const WorldModel& model = result.world.model;
  Json json;
  for (Index n = 0; n < model.region_count(); ++n) {
    for (Index s = 0; s < model.sector_count(); ++s) {
      const Index at = model.industry(n, s);
      if (!(model.output[at] > 0.0)) continue;
      const double price = solution.results.price[at];
      json.push_back({{"region", model.regions.code(n)},
                      {"sector", model.sectors.code(s)},
                      {"output", std::expm1(solution.results.output[at] - price)},
                      {"price", std::expm1(price)}});
    }
  }
  return json;
}

/// Caps that bind and factors left over.
void add_limits(const WorldShockResult& result, Json& json) {
  const WorldModel& model = result.world.model;
  const Index R = model.region_count();
  for (Index q = 0; q < result.caps.size(); ++q) {
    if (result.outcome.log_wedge[q] <= 0.0) continue;
    const Index e = result.caps[q].edge;
    json["wedges"].push_back({{"sector", model.sectors.code(e / (R * R))},
                              {"from", model.regions.code(e / R % R)},
                              {"to", model.regions.code(e % R)},
                              {"wedge", std::expm1(result.outcome.log_wedge[q])}});
  }
  for (const auto& [factor, share] : result.outcome.solution.unused) {
    json["unused"].push_back({{"factor", model.factor_name(factor)}, {"share", share}});
  }
}

/// What closures hold and what that took.
Json held_json(const WorldShockResult& result) {
  Json json;
  for (const HeldResult& held : result.held) {
    json.push_back({{"closure", held.closure},
                    {"instrument", held.lever},
                    {"amount", held.amount},
                    {"binds", held.binds},
                    {"result", held.result},
                    {"unit", held.unit},
                    {"before", held.before},
                    {"target", held.target},
                    {"after", held.after}});
  }
  return json;
}

void add_equilibria(const WorldShockResult& result, Json& json) {
  const WorldModel& model = result.world.model;
  json["uniqueness_number"] = result.equilibria->uniqueness_number;
  json["starts"] = result.equilibria->starts;
  json["starts_failed"] = result.equilibria->failed;
  for (const auto& one : result.equilibria->found) {
    Json welfare;
    for (Index n = 0; n < model.region_count(); ++n) {
      welfare[model.regions.code(n)] = std::expm1(one.solution.results.welfare[n]);
    }
    json["equilibria"].push_back({{"determinant_sign", one.sign},
                                  {"starts", one.hits},
                                  {"shown", is_shown(result, one)},
                                  {"welfare", welfare}});
  }
}

}  // namespace

std::vector<std::string> all_notes(const WorldShockResult& result) {
  std::vector<std::string> notes = not_held(result);
  notes.insert(notes.end(), result.notes.begin(), result.notes.end());
  return notes;
}

std::string world_shock_json(const WorldShockResult& result) {
  const auto& solution = result.outcome.solution;
  Json json{{"version", 1},
            {"title", result.title},
            {"economy", result.economy},
            {"converged", solution.converged},
            {"feasible_share", solution.feasible_share},
            {"residual", solution.residual},
            {"walras_residual", solution.walras_residual},
            {"output_moved", result.world.output_moved},
            {"notes", all_notes(result)}};
  for (const auto& repair : result.world.repairs) {
    json["repairs"].push_back(
        {{"rule", repair.rule}, {"where", repair.where}, {"money", repair.money}});
  }
  if (!solution.converged) {
    json["note"] = solution.note;
    json["worst"] = solution.worst;
    json["worst_money"] = solution.worst_money;
    return json.dump(1) + "\n";
  }
  json["regions"] = regions_json(result);
  json["industries"] = industries_json(result);
  add_limits(result, json);
  if (!result.held.empty()) json["freed"] = held_json(result);
  if (result.equilibria) add_equilibria(result, json);
  if (result.contributions) json["contributions"] = contributions_json(*result.contributions);
  return json.dump(1) + "\n";
}

}  // namespace domar::scenario
