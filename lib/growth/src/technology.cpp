#include "technology.hpp"

#include <algorithm>
#include <cmath>

namespace domar::growth {

using network::k_none;
using network::Network;

Technology::Technology(const accounts::Economy& economy, const network::AccountsNetwork& accounts,
                       const Drivers& drivers)
    : economy_(economy),
      accounts_(accounts),
      drivers_(drivers),
      knowledge_links_(SupplyLinks(economy, accounts, drivers).by_knowledge),
      imported_(economy, accounts, drivers.region) {
  const Network& network = accounts.network;
  const Index n = accounts.industries.size();
  value_added_share_.assign(n, 0.0);
  labour_share_.assign(n, 1.0);
  capital_share_.assign(n, 0.0);
  log_productivity_.assign(n, 0.0);
  gift_.assign(n, 0.0);
  output_.assign(n, 1.0);
  output_before_.assign(n, 1.0);
  for (const TechnologySource& source : k_technology_sources) {
    (change_.*source.by_industry).assign(n, 0.0);
  }
  for (Index j = 0; j < n; ++j) {
    const auto& nodes = accounts.industries[j];
    const double income = accounts.factor_income_0[j];
    value_added_share_[j] = income / network.value_0(nodes.produce);
    for (const Index e : accounts.factor_edges[j]) {
      const auto& edge = network.edge(e);
      if (edge.seller == nodes.labour) labour_share_[j] = edge.value_0 / income;
      if (edge.seller == nodes.capital) capital_share_[j] = edge.value_0 / income;
    }
  }
  start_knowledge();
  start_experience();
  looks_abroad_ = drivers.foreign.elasticity > 0.0 || drivers.catch_up.speed > 0.0 ||
                  drivers.catch_up.absorption > 0.0;
  if (looks_abroad_) imports_0_ = imports_ = imported_.shares_0();
  gap_.assign(n, drivers.catch_up.gap_0);
  adoption_ = drivers.ai.adoption.at(drivers.base_year);
  newly_adopted_ = adoption_ - drivers.ai.adoption.at(drivers.base_year - 1);
}

void Technology::start_knowledge() {
  const KnowledgeDriver& knowledge = drivers_.knowledge;
  const Index n = accounts_.industries.size();
  knowledge_0_.assign(n, 0.0);
  knowledge_elasticity_.assign(n, 0.0);
  own_knowledge_.assign(n, 0.0);
  log_knowledge_.assign(n, 0.0);
  spillover_pool_.assign(n, 1.0);
  double rd = 0.0;
  double income = 0.0;
  for (Index j = 0; j < n; ++j) {
    if (!ours(j)) continue;
    rd += knowledge.spending_0[j];
    income += accounts_.factor_income_0[j];
  }
  const double mean_intensity = rd / income;
  for (Index j = 0; j < n; ++j) {
    if (!ours(j) || mean_intensity <= 0.0) continue;
    knowledge_0_[j] = knowledge.spending_0[j] / (knowledge.growth_before + knowledge.depreciation);
    const double relative = knowledge.spending_0[j] / accounts_.factor_income_0[j] / mean_intensity;
    knowledge_elasticity_[j] = knowledge.elasticity * std::min(knowledge.intensity_cap, relative);
  }
  knowledge_ = knowledge_0_;
}

void Technology::start_experience() {
  const ExperienceDriver& driver = drivers_.experience;
  if (!driver.acts()) return;
  const Index n = accounts_.industries.size();
  experience_0_.assign(n, 1.0);
  parent_ratio_.assign(n, 0.0);
  log_experience_.assign(n, 0.0);
  for (Index j = 0; j < n; ++j) {
    if (driver.exponent[j] != 0.0) experience_0_[j] = 1.0 / driver.growth_before[j];
  }
  experience_ = experience_0_;
}

double Technology::rd_spending(Index industry, int year, double real_gdp,
                               const policy::Effects& effects) const {
  const double intensity = value_at(drivers_.knowledge.intensity, year, 1.0);
  return drivers_.knowledge.spending_0[industry] * real_gdp * intensity *
             std::exp(effects.rd_response[industry]) +
         effects.rd_grants[industry];
}

void Technology::accumulate(const YearBehind& behind) {
  const Index n = knowledge_.size();
  const Network& network = accounts_.network;
  for (Index j = 0; j < n; ++j) {
    if (!ours(j)) continue;
    knowledge_[j] = (1.0 - drivers_.knowledge.depreciation) * knowledge_[j] +
                    rd_spending(j, behind.year, behind.real_gdp, behind.effects);
  }
  if (looks_abroad_) imports_ = imported_.shares(behind.solution);
  if (!experience_.empty()) {
    const auto& parents = drivers_.experience.parent;
    for (Index j = 0; j < n; ++j) {
      experience_[j] += behind.output[j];
      const Index parent = parents.empty() ? k_none : parents[j];
      if (parent == k_none) continue;
      const auto sales = [&](Index i) {
        return behind.solution.value[network.node_of_activity(accounts_.industries[i].supply)];
      };
      parent_ratio_[j] = std::min(1.0, sales(j) / sales(parent));
    }
  }
  output_before_ = output_;
  output_ = behind.output;
  if (drivers_.vintages.embodied > 0.0) {
    if (age_.empty()) {  // the age at which the base year's investment keeps it
      age_.assign(n, 0.0);
      for (Index j = 0; j < n; ++j) {
        const double fresh = behind.new_capital[j];
        if (fresh > 0.0) age_[j] = (1.0 - fresh) / fresh;
      }
      age_before_ = age_;
    } else {
      age_before_ = age_;
      for (Index j = 0; j < n; ++j) age_[j] = (1.0 - behind.new_capital[j]) * (age_[j] + 1.0);
    }
  }
}

void Technology::update(int year, const policy::Effects& effects) {
  const Index n = knowledge_.size();
  // Without a programme adoption follows its own curve; a programme halves the gap to its curve
  // every year, so that a programme that starts late does not jump.
  double adopted = std::max(adoption_, drivers_.ai.adoption.at(year));
  if (effects.ai) {
    adopted = std::max(adopted, adoption_ + 0.5 * (effects.ai->at(year) - adoption_));
  }
  const double adopted_before = adoption_;
  const double new_before = newly_adopted_;
  newly_adopted_ = adopted - adoption_;
  adoption_ = adopted;

  Vector relative_knowledge(n, 1.0);
  for (Index j = 0; j < n; ++j) relative_knowledge[j] = knowledge(j);
  std::fill(change_.given_back.begin(), change_.given_back.end(), 0.0);
  for (Index j = 0; j < n; ++j) {
    if (!ours(j)) continue;
    add_knowledge(j, effects.spillover_scale, relative_knowledge);
    if (looks_abroad_) add_from_abroad(j);
    add_ai(j, adopted_before, new_before);
    change_.emerging[j] = drivers_.emerging.trend * drivers_.emerging.share[j];
    if (!experience_.empty()) add_experience(j);
    add_scale_and_vintages(j);
  }
  for (Index j = 0; j < n; ++j) {
    if (!ours(j)) continue;
    double total = 0.0;
    for (const TechnologySource& source : k_technology_sources) {
      total += (change_.*source.by_industry)[j];
    }
    log_productivity_[j] += total;
    gap_[j] =
        std::max(0.0, gap_[j] + drivers_.catch_up.frontier_growth - total / value_added_share_[j]);
  }
}

void Technology::add_knowledge(Index j, double spillover_scale, const Vector& relative) {
  const KnowledgeDriver& driver = drivers_.knowledge;
  const double va = value_added_share_[j];
  const double pool = linked(knowledge_links_[j], relative);
  change_.spillovers[j] =
      va * driver.spillover * spillover_scale * std::log(pool / spillover_pool_[j]);
  spillover_pool_[j] = pool;

  const double log_knowledge = std::log(relative[j]);
  if (driver.harder > 0.0) {
    const double easier = std::exp(-driver.harder * own_knowledge_[j] / va);
    change_.own_knowledge[j] =
        va * knowledge_elasticity_[j] * easier * (log_knowledge - log_knowledge_[j]);
    own_knowledge_[j] += change_.own_knowledge[j];
  } else {
    const double own_total = va * knowledge_elasticity_[j] * log_knowledge;
    change_.own_knowledge[j] = own_total - own_knowledge_[j];
    own_knowledge_[j] = own_total;
  }
  log_knowledge_[j] = log_knowledge;
}

/// Imported inputs carry foreign knowledge; they are also the door to the frontier.
void Technology::add_from_abroad(Index j) {
  const double va = value_added_share_[j];
  change_.foreign[j] = va * drivers_.foreign.elasticity * imports_[j] * drivers_.foreign.growth;
  const CatchUpDriver& driver = drivers_.catch_up;
  const double income = accounts_.factor_income_0[j];
  const double intensity = income > 0.0 ? drivers_.knowledge.spending_0[j] / income : 0.0;
  const double access = imports_0_[j] > 0.0 ? std::min(1.0, imports_[j] / imports_0_[j]) : 1.0;
  change_.catch_up[j] = va * (driver.speed + driver.absorption * intensity) * gap_[j] * access;
}

/// ln of what AI saves on the tasks of labour, at the share `done` of tasks it does.
namespace {
double log_saving(const AiDriver& ai, double done) {
  if (!ai.task_substitution) return done * ai.cost_saving;
  const double sigma = *ai.task_substitution;
  const double cheaper = 1.0 - ai.cost_saving;
  if (std::abs(sigma - 1.0) < 1e-12) return -done * std::log(cheaper);
  const double mean = done * std::pow(cheaper, 1.0 - sigma) + 1.0 - done;
  return -std::log(mean) / (1.0 - sigma);
}
}  // namespace

void Technology::add_ai(Index j, double before, double new_before) {
  const AiDriver& ai = drivers_.ai;
  const double va = value_added_share_[j];
  if (ai.task_substitution) {
    const double tasks = ai.exposure[j] * ai.cost_effective_share;
    change_.ai[j] = va * labour_share_[j] *
                    (log_saving(ai, tasks * adoption_) - log_saving(ai, tasks * before));
  } else {
    change_.ai[j] = va * ai.exposure[j] * ai.cost_effective_share * ai.cost_saving *
                    labour_share_[j] * newly_adopted_;
  }
  if (ai.intangible_cost > 0.0) {
    const double saved =
        va * ai.exposure[j] * ai.cost_effective_share * ai.cost_saving * labour_share_[j];
    change_.ai[j] -= ai.intangible_cost * saved * (newly_adopted_ - new_before);
  }
  change_.ai[j] *= ai.scale;
}

void Technology::add_experience(Index j) {
  const ExperienceDriver& driver = drivers_.experience;
  gift_[j] = 0.0;
  if (driver.exponent[j] == 0.0) return;
  const double log_experience = std::log(experience(j));
  change_.experience[j] = driver.exponent[j] * (log_experience - log_experience_[j]);
  log_experience_[j] = log_experience;
  const Index parent = driver.parent.empty() ? k_none : driver.parent[j];
  if (parent == k_none) return;
  gift_[j] = driver.given_back * parent_ratio_[j] * change_.experience[j];
  change_.given_back[parent] += gift_[j];
}

void Technology::add_scale_and_vintages(Index j) {
  if (!drivers_.scale.elasticity.empty()) {
    change_.scale[j] = drivers_.scale.elasticity[j] * std::log(output_[j] / output_before_[j]);
  }
  if (!age_.empty()) {
    change_.vintages[j] = -value_added_share_[j] * capital_share_[j] * drivers_.vintages.embodied *
                          (age_[j] - age_before_[j]);
  }
}

}  // namespace domar::growth
