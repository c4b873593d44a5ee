#include "domar/scenario/solve_shock.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "contributions_report.hpp"
#include "domar/growth/growth_accounts.hpp"
#include "domar/network/content.hpp"
#include "economy_words.hpp"
#include "freed_instruments.hpp"
#include "model.hpp"
#include "static_path.hpp"

namespace domar::scenario {

using accounts::Economy;
using network::AccountsNetwork;
using network::k_none;

namespace {

constexpr Index k_region = 0;
constexpr Index k_steps = 8;
constexpr Index k_rows_shown = 8;
constexpr double k_no_change = 1e-8;  ///< relative: what a solver's tolerance leaves

/// A relative change for people; what is none has no sign.
double in_percent(double change) { return std::abs(change) < k_no_change ? 0.0 : 100.0 * change; }

/// Numbers read off one point of a path.
class Reading {
 public:
  Reading(const Economy& economy, const AccountsNetwork& accounts, const StaticPoint& point)
      : economy_(economy),
        accounts_(accounts),
        network_(accounts.network),
        point_(point),
        gdp_(growth::nominal_gdp(economy, accounts, k_region, point.parameters, point.solution)) {}

  [[nodiscard]] double gdp() const { return gdp_; }
  /// Output of an activity in base-year units.
  [[nodiscard]] double quantity(Index activity) const {
    return point_.solution.quantity(network_, activity);
  }
  [[nodiscard]] double log_price(Index activity) const {
    return point_.solution.log_price[network_.node_of_activity(activity)];
  }
  [[nodiscard]] double value_added(Index industry) const {
    double value =
        point_.solution.value[network_.node_of_activity(accounts_.industries[industry].supply)];
    for (const Index e : accounts_.input_edges[industry]) {
      value -= point_.solution.paid(network_, e);
    }
    return value;
  }
  /// A result by the words of closures, targets and contributions; NaN where there is none.
  [[nodiscard]] double word(const EconomyWords& words, const std::string& name) const {
    const auto found = words.indicator(name);
    return found.ok() ? found->value(network_, point_.parameters, point_.solution) : std::nan("");
  }
  [[nodiscard]] double foreign_reliance() const {
    std::vector<Index> foreign;
    for (Index j = 0; j < accounts_.industries.size(); ++j) {
      if (economy_.industries[j].region != k_region) {
        foreign.push_back(network_.node_of_activity(accounts_.industries[j].supply));
      }
    }
    return network::content(network_, point_.solution.cost_share, point_.parameters.tax,
                            foreign)[accounts_.regions[k_region].top];
  }
  /// Mean price of labour, weighted by base income, over the price of household consumption.
  [[nodiscard]] double log_real_wage() const {
    double paid = 0.0;
    double base = 0.0;
    std::vector<bool> seen(network_.markets(), false);
    for (Index j = 0; j < accounts_.industries.size(); ++j) {
      const Index market = accounts_.industries[j].labour;
      if (economy_.industries[j].region != k_region || seen[market]) continue;
      seen[market] = true;
      base += network_.market(market).endowment_0;
      paid += network_.market(market).endowment_0 * std::exp(point_.solution.log_price[market]);
    }
    return std::log(paid / base) - log_price(accounts_.regions[k_region].household);
  }
  [[nodiscard]] double revenue(const std::vector<std::pair<Index, double>>& rates) const {
    double sum = 0.0;
    for (const auto& [edge, rate] : rates) {
      sum += point_.solution.paid(network_, edge) * rate / (1.0 + point_.parameters.tax[edge]);
    }
    return sum / gdp_;
  }

 private:
  const Economy& economy_;
  const AccountsNetwork& accounts_;
  const network::Network& network_;
  const StaticPoint& point_;
  double gdp_;
};

/// Rates that levers of the change and of closures moved, by edge; wedges of caps are no taxes.
std::vector<std::pair<Index, double>> rates_moved(const LoadedShock& shock,
                                                  const StaticPath& path) {
  using equilibrium::Lever;
  std::vector<std::pair<Index, double>> rates;
  const auto add = [&](const Lever& lever, double amount) {
    for (const auto& part : lever.parts) {
      if (part.kind == Lever::Kind::tax_rate) rates.emplace_back(part.at, part.weight * amount);
    }
  };
  for (Index i = 0; i < shock.experiment.levers.size(); ++i) {
    add(shock.experiment.levers[i], shock.experiment.amounts[i]);
  }
  for (Index i = 0; i < shock.experiment.swaps.size(); ++i) {
    add(shock.experiment.swaps[i].lever, path.freed[i]);
  }
  return rates;
}

bool is_cap(const equilibrium::Swap& swap) { return swap.lever.name.rfind("wedge on ", 0) == 0; }

/// What a reader of the file may not have meant.
void add_notes(const equilibrium::Experiment& experiment, std::vector<std::string>& notes) {
  if (experiment.levers.empty() && experiment.swaps.empty()) {
    notes.emplace_back("the file changes nothing: it has no [[change]] and no closure");
  }
  for (const auto& swap : experiment.swaps) {
    for (const auto& lever : experiment.levers) {
      if (lever.name != swap.lever.name) continue;
      notes.push_back(fmt::format(
          "'{}' is changed and freed: what it moves by comes on top of the change", lever.name));
    }
  }
}

void fill_freed(const LoadedShock& shock, const StaticPath& path, ShockResult& result) {
  for (Index i = 0; i < shock.experiment.swaps.size(); ++i) {
    const auto& swap = shock.experiment.swaps[i];
    if (!is_cap(swap)) {
      const auto& end = path.points.back();
      const double value = swap.result.value(shock.accounts->network, end.parameters, end.solution);
      result.freed.push_back(freed_instrument(swap, path.freed[i], value, path.active[i]));
    } else if (path.freed[i] > 0.0) {
      result.wedges.emplace_back(swap.lever.name.substr(9), std::expm1(path.freed[i]));
    } else {
      result.slack.push_back(swap.lever.name.substr(9));
    }
  }
}

double relative(double after, double before) { return after / before - 1.0; }

/// A solution that no measurement speaks for.
void note_far_results(ShockResult& result) {
  constexpr double k_half = -0.5;
  const IndustryChange* turned = nullptr;  // the worst that had some value added in the base year
  for (const auto& row : result.industries) {
    if (row.value_added_share > -k_no_change || row.value_added_share_0 < 0.0) continue;
    if (turned == nullptr || row.value_added_share < turned->value_added_share) turned = &row;
  }
  std::vector<std::string> why;
  if (result.real_gdp < k_half) {
    why.push_back(fmt::format("real GDP changes by {:+.1f} %", 100.0 * result.real_gdp));
  }
  if (turned != nullptr) {
    why.push_back(fmt::format("the value added of '{}' is {:.2g} % of GDP", turned->name,
                              100.0 * turned->value_added_share));
  }
  if (why.empty()) return;
  result.notes.push_back(
      fmt::format("the result is far outside what the elasticities were measured for: {}",
                  fmt::join(why, ", ")));
}

/// The word real_gdp, which a closure may hold, is not the chained number of the table.
void note_real_gdp(ShockResult& result) {
  for (const auto& freed : result.freed) {
    if (freed.result != "real_gdp") continue;
    result.notes.push_back(
        fmt::format("real GDP of the table is chained along the change, {:+.4f} %; the word "
                    "real_gdp, which the closure means, compares its two ends alone: {:+.4f} %",
                    in_percent(result.real_gdp), in_percent(freed.value - 1.0)));
  }
}

void fill_industries(const Economy& economy, const AccountsNetwork& accounts, const Reading& before,
                     const Reading& after, double log_deflator, ShockResult& result) {
  for (Index j = 0; j < accounts.industries.size(); ++j) {
    if (economy.industries[j].region != k_region) continue;
    const Index supply = accounts.industries[j].supply;
    result.industries.push_back(
        {economy.industries[j].code, economy.industries[j].name,
         relative(after.quantity(supply), before.quantity(supply)),
         std::exp(after.log_price(supply) - before.log_price(supply) - log_deflator) - 1.0,
         before.value_added(j) / before.gdp(), after.value_added(j) / after.gdp()});
  }
}

}  // namespace

Result<ShockResult> solve_shock(const LoadedShock& shock, bool with_contributions) {
  const LoadedJob& loaded = shock.loaded;
  const Economy& economy = loaded.economy.economy;
  const AccountsNetwork& accounts = *shock.accounts;
  const StaticPath path = walk(accounts, shock.experiment, shock.has_closures, k_steps);

  ShockResult result;
  result.title = shock.shock.title;
  result.economy = loaded.job.economy;
  result.elasticities = loaded.job.elasticities;
  result.nests = loaded.job.tree;
  result.converged = path.complete();
  result.feasible_share = path.feasible_share();
  result.note = path.note;
  result.unit = economy.unit;
  result.notes = shock.notes;
  add_notes(shock.experiment, result.notes);
  if (!result.converged) {
    result.open_markets = path.open_markets;
    result.open_share = path.open_share;
    return result;
  }

  const Reading before(economy, accounts, path.points.front());
  const Reading after(economy, accounts, path.points.back());
  const auto& region = accounts.regions[k_region];
  const double growth = chained_growth(economy, accounts, k_region, path);
  result.real_gdp = std::exp(growth) - 1.0;
  if (region.household != k_none) {
    result.consumption =
        relative(after.quantity(region.household), before.quantity(region.household));
    result.real_wage = std::exp(after.log_real_wage() - before.log_real_wage()) - 1.0;
  }
  result.final_spending = relative(after.quantity(region.top), before.quantity(region.top));
  const EconomyWords words(loaded.economy, accounts);
  result.exports = relative(after.word(words, "exports"), before.word(words, "exports"));
  result.imports = relative(after.word(words, "imports"), before.word(words, "imports"));
  result.foreign_reliance_0 = before.foreign_reliance();
  result.foreign_reliance = after.foreign_reliance();
  result.revenue = after.revenue(rates_moved(shock, path));
  fill_freed(shock, path, result);
  note_real_gdp(result);
  const double log_deflator = std::log(after.gdp() / before.gdp()) - growth;
  fill_industries(economy, accounts, before, after, log_deflator, result);
  note_far_results(result);
  result.residual = path.points.back().solution.residual;
  result.walras_residual = path.points.back().solution.walras_residual;
  if (with_contributions) {
    auto found = equilibrium::contributions(accounts.network, shock.experiment,
                                            words.standard_indicators(), words.regions());
    if (!found.ok()) return found.error();
    result.contributions = std::move(found.value());
  }
  return result;
}

std::string shock_text(const ShockResult& result) {
  if (!result.converged) {
    const auto then = result.note.find("; then ");  // a step's own share of the way is no news
    return fmt::format("{}: not solved; feasible up to {:.1f} % of the change; then {}\n",
                       result.title, 100.0 * result.feasible_share,
                       then == std::string::npos ? result.note : result.note.substr(then + 7)) +
           open_markets_text(result.open_markets, result.open_share, result.unit);
  }
  std::string text =
      fmt::format("{} ({}, {} elasticities{}), against the base year\n\n", result.title,
                  result.economy, result.elasticities,
                  result.nests == "standard" ? "" : fmt::format(", nests {}", result.nests));
  for (const auto& [name, value] :
       {std::pair{"real GDP", result.real_gdp},
        std::pair{"household consumption", result.consumption},
        std::pair{"final spending", result.final_spending},
        std::pair{"real wage", result.real_wage}, std::pair{"exports, real", result.exports},
        std::pair{"imports, real", result.imports}}) {
    if (std::isnan(value)) continue;  // a region without trade
    text += fmt::format("  {:<28} {:+9.3f} %\n", name, in_percent(value));
  }
  text += fmt::format("  {:<28} {:9.3f} % of spending (was {:.3f} %)\n", "foreign reliance",
                      100.0 * result.foreign_reliance, 100.0 * result.foreign_reliance_0);
  if (result.revenue != 0.0) {
    text += fmt::format("  {:<28} {:+9.3f} % of GDP\n", "revenue of the changes",
                        100.0 * result.revenue);
  }
  for (const auto& [name, wedge] : result.wedges) {
    text += fmt::format("  cap binds: {} costs {:.1f} % more\n", name, 100.0 * wedge);
  }
  for (const auto& name : result.slack) {
    text += fmt::format("  the cap on {} does not bind\n", name);
  }
  for (const auto& freed : result.freed) {
    text += "  " + freed_text(freed) + "\n";
  }
  auto rows = result.industries;
  std::erase_if(rows, [](const auto& row) {
    return std::abs(row.output) < k_no_change && std::abs(row.price) < k_no_change;
  });
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return std::abs(a.output) > std::abs(b.output);
  });
  if (rows.empty()) {
    text += "\nNo industry moves: nothing that is changed or held makes a difference\n";
    for (const auto& note : result.notes) text += "note: " + note + "\n";
    return text;
  }
  text += fmt::format("\nIndustries that move most{:>33}{:>12}{:>16}\n", "output", "price",
                      "share of GDP");
  for (Index n = 0; n < std::min<Index>(rows.size(), k_rows_shown); ++n) {
    text += fmt::format("  {:<4} {:<44.44} {:+7.2f} % {:+8.2f} %  {:5.2f} -> {:.2f} %\n",
                        rows[n].code, rows[n].name, 100.0 * rows[n].output, 100.0 * rows[n].price,
                        100.0 * rows[n].value_added_share_0, 100.0 * rows[n].value_added_share);
  }
  for (const auto& note : result.notes) text += "note: " + note + "\n";
  if (result.contributions) text += contributions_text(*result.contributions, result.unit);
  return text;
}

std::string shock_json(const ShockResult& result) {
  nlohmann::ordered_json json{{"version", 1},
                              {"title", result.title},
                              {"economy", result.economy},
                              {"elasticities", result.elasticities},
                              {"nests", result.nests}};
  add_ending({result.converged, result.feasible_share, result.note, result.open_markets}, json);
  if (!result.converged) return json.dump(1) + "\n";
  json["real_gdp"] = result.real_gdp;
  json["consumption"] = result.consumption;
  json["final_spending"] = result.final_spending;
  json["real_wage"] = result.real_wage;
  json["exports"] = result.exports;
  json["imports"] = result.imports;
  json["foreign_reliance_0"] = result.foreign_reliance_0;
  json["foreign_reliance"] = result.foreign_reliance;
  json["revenue_share_of_gdp"] = result.revenue;
  for (const auto& [name, wedge] : result.wedges) json["wedges"][name] = wedge;
  for (const auto& name : result.slack) json["wedges"][name] = 0.0;
  for (const auto& row : result.industries) {
    json["industries"].push_back({{"code", row.code},
                                  {"name", row.name},
                                  {"output", row.output},
                                  {"price", row.price},
                                  {"value_added_share_0", row.value_added_share_0},
                                  {"value_added_share", row.value_added_share}});
  }
  if (!result.freed.empty()) json["freed"] = freed_json(result.freed);
  auto notes = result.notes;
  for (const auto& freed : result.freed) {
    if (freed.missed) notes.push_back(missed_text(freed));
  }
  if (!notes.empty()) json["notes"] = notes;
  if (result.contributions) json["contributions"] = contributions_json(*result.contributions);
  json["residual"] = result.residual;
  json["walras_residual"] = result.walras_residual;
  return json.dump(1) + "\n";
}

}  // namespace domar::scenario
