#include "innovation_drivers.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace domar::scenario {

using accounts::Economy;

namespace {

/// Wants a driver: named and on, or not named while the economy has its figures.
class Choice {
 public:
  Choice(const DriverChoice& choice, const Figures& figures) : choice_(choice), figures_(figures) {}

  [[nodiscard]] bool by_default(const std::string& driver, const std::string& fact) const {
    return choice_.demanded(driver) || (!choice_.refused(driver) && figures_.has(fact));
  }
  [[nodiscard]] bool on_demand(const std::string& driver) const { return choice_.demanded(driver); }

 private:
  const DriverChoice& choice_;
  const Figures& figures_;
};

/// By industry: the old sector that most of a new one's output grew out of, or k_none.
std::vector<Index> parents_of(const LoadedJob& loaded, const Figures& figures) {
  const auto& folder = loaded.economy;
  std::vector<Index> parents(folder.economy.industries.size(), network::k_none);
  Vector largest(parents.size(), 0.0);
  for (const auto& link : folder.varieties) {
    const Index child = figures.industry_of_sector(link.to);
    if (link.weight <= largest[child]) continue;
    largest[child] = link.weight;
    parents[child] = figures.industry_of_sector(link.from);
  }
  return parents;
}

void set_abroad(const Choice& choice, Figures& figures, growth::Drivers& drivers) {
  if (choice.by_default("foreign", "rd_foreign_elasticity")) {
    drivers.foreign = {figures("rd_foreign_elasticity"), figures("rd_foreign_growth")};
  }
  if (choice.on_demand("catch_up")) {
    drivers.catch_up = {figures("catch_up_speed"), figures("catch_up_absorption"),
                        figures("catch_up_gap"), figures("frontier_growth")};
  }
}

/// A figure of an emerging industry by its code, or nothing.
std::optional<double> figure_of(const EconomyFolder& folder, Index industry, const char* quantity) {
  const std::string name = folder.economy.industries[industry].code + "." + quantity;
  if (!folder.emerging.by_name.contains(name)) return std::nullopt;
  return folder.emerging.require(name)->value;  // by require, so that draws know of it
}

bool has_learning_rates(const EconomyFolder& folder) {
  return std::any_of(folder.economy.industries.begin(), folder.economy.industries.end(),
                     [&](const auto& industry) {
                       return folder.emerging.by_name.contains(industry.code + ".learning_rate");
                     });
}

constexpr double k_fastest = 0.95;  ///< cost fall per doubling: a draw must not reach 1

/// Learning rates are per doubling of cumulative output and hold with R&D in them; what own R&D
/// explains of them is taken off.
void set_experience(const LoadedJob& loaded, Figures& figures, growth::Drivers& drivers) {
  auto& experience = drivers.experience;
  const Index industries = loaded.economy.economy.industries.size();
  experience.exponent.assign(industries, 0.0);
  experience.growth_before.assign(industries, figures("experience_growth_before"));
  const double own = 1.0 - figures("experience_rd_overlap");
  for (Index j = 0; j < industries; ++j) {
    const auto rate = figure_of(loaded.economy, j, "learning_rate");
    if (rate) experience.exponent[j] = -std::log2(1.0 - std::min(*rate, k_fastest)) * own;
  }
  experience.parent = parents_of(loaded, figures);
  experience.given_back = figures("experience_given_back");
}

/// What the price route gives at the base year: preference times the cost that falls with
/// experience, were output to go on growing as before.
double price_route(const growth::Drivers& drivers, Index industry) {
  const auto& experience = drivers.experience;
  if (experience.exponent.empty()) return 0.0;
  return drivers.substitution.preference * experience.exponent[industry] *
         experience.growth_before[industry];
}

/// The drift of users is, where their shares were counted before the base year, what log odds
/// gained a year, less the price route; else growth of 2018-2024 beyond that of the whole economy,
/// as far as `variety_drift` says it is users' turning, which is fitted on the past and named so in
/// docs/theory/growth.md#seen.
void set_substitution(const LoadedJob& loaded, Figures& figures, growth::Drivers& drivers) {
  auto& substitution = drivers.substitution;
  const Index industries = loaded.economy.economy.industries.size();
  substitution.parent = parents_of(loaded, figures);
  substitution.preference = figures("variety_preference");
  substitution.drift_half_life = figures("variety_drift_half_life");
  substitution.drift_until = static_cast<int>(figures("variety_drift_until"));
  substitution.drift.assign(industries, 0.0);
  const double strength = figures("variety_drift");
  const double ordinary = figures("variety_ordinary_growth");
  for (Index j = 0; j < industries; ++j) {
    auto growth = figure_of(loaded.economy, j, "growth_volume");
    if (!growth) growth = figure_of(loaded.economy, j, "growth_value");
    if (substitution.parent[j] == network::k_none) continue;
    if (const auto odds = figure_of(loaded.economy, j, "share_log_odds_growth")) {
      substitution.drift[j] = *odds - price_route(drivers, j);
    } else if (growth) {
      substitution.drift[j] = strength * (std::log1p(*growth) - ordinary);
    }
  }
}

/// How an author's total gain over ten years compares with Acemoglu's.
void set_ai(const DriverChoice& choice, const Choice& wanted, Figures& figures,
            growth::Drivers& drivers) {
  if (!choice.ai_scenario.empty()) {
    drivers.ai.scale = figures("ai_scenarios." + choice.ai_scenario + ".tfp_10_years") /
                       figures("ai_scenarios.acemoglu.tfp_10_years");
  }
  if (choice.ai_total) {
    drivers.ai.scale = *choice.ai_total / figures("ai_scenarios.acemoglu.tfp_10_years");
  }
  if (wanted.on_demand("ai_bottlenecks")) {
    drivers.ai.task_substitution = figures("ai_task_substitution");
  }
  if (wanted.on_demand("ai_j_curve")) drivers.ai.intangible_cost = figures("ai_intangible_cost");
}

}  // namespace

void set_innovation(const LoadedJob& loaded, Figures& figures, growth::Drivers& drivers) {
  const DriverChoice& choice = loaded.job.drivers;
  const Choice wanted(choice, figures);
  set_abroad(wanted, figures, drivers);
  set_ai(choice, wanted, figures, drivers);
  if (wanted.on_demand("ideas_get_harder")) drivers.knowledge.harder = figures("ideas_get_harder");
  for (const auto& link : loaded.economy.knowledge_links) {
    drivers.knowledge.patents.push_back(
        {figures.industry_of_sector(link.from), figures.industry_of_sector(link.to), link.weight});
  }
  const bool learns = choice.demanded("experience") ||
                      (!choice.refused("experience") && has_learning_rates(loaded.economy));
  if (learns) set_experience(loaded, figures, drivers);
  const bool substitutes = choice.demanded("substitution") ||
                           (!choice.refused("substitution") && !loaded.economy.varieties.empty());
  if (substitutes) set_substitution(loaded, figures, drivers);
  if (wanted.on_demand("scale")) {
    drivers.scale.elasticity = figures.by_industry("scale_elasticity");
  }
  if (wanted.by_default("vintages", "vintage_embodied")) {
    drivers.vintages.embodied = figures("vintage_embodied");
  }
  drivers.data.saturating = choice.saturating_data;
  growth::DriverSwitches on;
  on.knowledge = !choice.refused("knowledge");
  on.spillovers = !choice.refused("spillovers");
  on.ai = !choice.refused("ai");
  // Experience curves are the better account of the same thing.
  on.emerging = choice.demanded("emerging") || (!choice.refused("emerging") && !learns);
  if (on.emerging) drivers.emerging.trend = figures("emerging_productivity_trend");
  on.residual = !choice.refused("residual");
  drivers = growth::switched(std::move(drivers), on);
}

std::vector<std::string> acting_drivers(const LoadedJob& loaded, const growth::Drivers& drivers) {
  const bool scales = std::any_of(drivers.scale.elasticity.begin(), drivers.scale.elasticity.end(),
                                  [](double psi) { return psi != 0.0; });
  const std::map<std::string, bool> acts{
      {"knowledge", drivers.knowledge.elasticity != 0.0},
      {"spillovers", drivers.knowledge.spillover != 0.0},
      {"ideas_get_harder", drivers.knowledge.harder != 0.0},
      {"foreign", drivers.foreign.elasticity != 0.0},
      {"catch_up", drivers.catch_up.speed != 0.0 || drivers.catch_up.absorption != 0.0},
      {"data", !loaded.job.drivers.refused("data")},
      {"ai", drivers.ai.cost_effective_share != 0.0},
      {"ai_bottlenecks", drivers.ai.task_substitution.has_value()},
      {"ai_j_curve", drivers.ai.intangible_cost != 0.0},
      {"emerging", drivers.emerging.trend != 0.0},
      {"experience", drivers.experience.acts()},
      {"substitution", drivers.substitution.acts()},
      {"scale", scales},
      {"vintages", drivers.vintages.embodied != 0.0},
      {"residual", !drivers.target.gdp_growth.empty()}};
  std::vector<std::string> names;
  for (const auto& [name, about] : driver_names()) {
    if (acts.at(name)) names.push_back(name);
  }
  return names;
}

}  // namespace domar::scenario
