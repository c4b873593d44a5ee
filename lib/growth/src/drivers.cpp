#include "domar/growth/drivers.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "domar/network/network.hpp"

namespace domar::growth {

double value_at(const std::map<int, double>& by_year, int year, double otherwise) {
  const auto after = by_year.upper_bound(year);
  return after == by_year.begin() ? otherwise : std::prev(after)->second;
}

bool ExperienceDriver::acts() const {
  return std::any_of(exponent.begin(), exponent.end(), [](double w) { return w != 0.0; });
}

bool SubstitutionDriver::acts() const {
  const bool drifts = std::any_of(drift.begin(), drift.end(), [](double d) { return d != 0.0; });
  return !parent.empty() && (preference != 0.0 || drifts);
}

Drivers switched(Drivers drivers, const DriverSwitches& on) {
  if (!on.knowledge) drivers.knowledge.elasticity = 0.0;
  if (!on.spillovers) drivers.knowledge.spillover = 0.0;
  if (!on.foreign) drivers.foreign = ForeignDriver{};
  if (!on.catch_up) drivers.catch_up = CatchUpDriver{};
  if (!on.ai) drivers.ai.cost_effective_share = 0.0;
  if (!on.emerging) drivers.emerging.trend = 0.0;
  if (!on.experience) drivers.experience = ExperienceDriver{};
  if (!on.substitution) drivers.substitution = SubstitutionDriver{};
  if (!on.scale) drivers.scale = ScaleDriver{};
  if (!on.vintages) drivers.vintages = VintageDriver{};
  if (!on.residual) drivers.target.gdp_growth.clear();
  return drivers;
}

namespace {

bool is_share(double x) { return x >= 0.0 && x <= 1.0; }
bool is_rate(double x) { return x >= 0.0 && std::isfinite(x); }  // false for NaN too

Error bad(const char* where, std::string what, std::string hint = "") {
  return {ErrorCode::bad_value, std::move(what), where, std::move(hint), ""};
}

Status check_by_industry(const Drivers& drivers, Index industries) {
  struct ByIndustry {
    const Vector& values;
    const char* name;
    bool shares;
  };
  for (const auto& [values, name, shares] :
       {ByIndustry{drivers.knowledge.spending_0, "R&D spending", false},
        ByIndustry{drivers.ai.exposure, "AI exposure", true},
        ByIndustry{drivers.emerging.share, "emerging share", true}}) {
    if (values.size() != industries) {
      return Error{ErrorCode::shape_mismatch,
                   fmt::format("{} values for {} industries", values.size(), industries), name, "",
                   ""};
    }
    for (const double value : values) {
      if (shares ? is_share(value) : is_rate(value)) continue;
      return bad(name, fmt::format("{} is {}", value, shares ? "no share" : "not from 0 up"));
    }
  }
  return Done{};
}

Status check_capital(const CapitalDriver& capital) {
  if (!(capital.stock_0 > 0.0) || !std::isfinite(capital.stock_0) ||
      !is_share(capital.depreciation) || !is_rate(capital.kappa)) {
    return bad("capital", "stock above 0, depreciation in [0, 1], kappa from 0 up");
  }
  for (const auto& [year, share] : capital.investment_share) {
    if (share > 0.0 && share < 1.0) continue;
    return bad("capital", fmt::format("investment share {} of {} is no share", share, year));
  }
  return Done{};
}

Status check_labour(const LabourDriver& labour, int base_year) {
  const auto& people = labour.quantity;
  if (!people.empty() && people.begin()->first > base_year) {
    return bad("labour", fmt::format("no people in the base year {}, which all others are "
                                     "compared with; the first year is {}",
                                     base_year, people.begin()->first));
  }
  for (const auto& [year, quantity] : people) {
    if (quantity > 0.0 && std::isfinite(quantity)) continue;
    return bad("labour", fmt::format("{} people in {}", quantity, year));
  }
  for (const auto& [year, share] : labour.participation) {
    if (share > 0.0 && share <= 1.0) continue;
    return bad("labour", fmt::format("participation {} of {} is no share", share, year),
               "write 0.75 for 75 %");
  }
  if (!labour.participation.empty() && labour.participation.begin()->first > base_year) {
    return bad("labour", fmt::format("no participation in the base year {}", base_year));
  }
  if (!std::isfinite(labour.quality_growth)) return bad("labour", "quality growth is no number");
  return Done{};
}

Status check_knowledge(const KnowledgeDriver& knowledge, int base_year) {
  if (!is_share(knowledge.depreciation) || !is_rate(knowledge.elasticity) ||
      !is_rate(knowledge.spillover) || !is_rate(knowledge.intensity_cap) ||
      !(knowledge.growth_before + knowledge.depreciation > 0.0)) {
    return bad("knowledge",
               "depreciation in [0, 1]; elasticity, spillover and cap of the intensity from 0 up; "
               "growth before the base year above minus depreciation");
  }
  for (const auto& [year, relative] : knowledge.intensity) {
    if (relative > 0.0 && std::isfinite(relative)) continue;
    return bad("knowledge", fmt::format("R&D intensity {} in {}", relative, year));
  }
  const double now = value_at(knowledge.intensity, base_year, 1.0);
  if (std::abs(now - 1.0) > 1e-9) {
    return bad("knowledge", fmt::format("R&D intensity is {} in the base year", now),
               "intensities stand relative to the base year, which is 1");
  }
  return Done{};
}

Status check_links(const KnowledgeDriver& knowledge, Index industries) {
  if (!is_rate(knowledge.harder) || !is_share(knowledge.patent_weight)) {
    return bad("knowledge", "how much harder ideas get from 0 up; weight of patents in [0, 1]");
  }
  for (const KnowledgeLink& link : knowledge.patents) {
    if (link.from < industries && link.to < industries && is_rate(link.weight)) continue;
    return bad("knowledge links",
               fmt::format("link {} to {} of weight {}", link.from, link.to, link.weight),
               "industries of the economy, weights from 0 up");
  }
  return Done{};
}

/// A vector that may be empty, else one finite value an industry within bounds.
Status check_optional(const Vector& values, Index industries, const char* name, double least,
                      double most) {
  if (values.empty()) return Done{};
  if (values.size() != industries) {
    return Error{ErrorCode::shape_mismatch,
                 fmt::format("{} values for {} industries", values.size(), industries), name, "",
                 ""};
  }
  for (const double value : values) {
    if (value >= least && value <= most) continue;
    return bad(name, fmt::format("{} lies outside {} to {}", value, least, most));
  }
  return Done{};
}

Status check_parents(const std::vector<Index>& parents, Index industries, const char* name) {
  if (parents.empty()) return Done{};
  if (parents.size() != industries) {
    return Error{ErrorCode::shape_mismatch,
                 fmt::format("{} parents for {} industries", parents.size(), industries), name, "",
                 ""};
  }
  for (Index j = 0; j < industries; ++j) {
    const Index parent = parents[j];
    if (parent == network::k_none || (parent < industries && parent != j)) continue;
    return bad(name, fmt::format("industry {} cannot be the parent of {}", parent, j));
  }
  return Done{};
}

Status check_sources(const Drivers& drivers, Index industries) {
  const ExperienceDriver& experience = drivers.experience;
  const SubstitutionDriver& substitution = drivers.substitution;
  for (const Status& status :
       {check_optional(experience.exponent, industries, "experience", -1.0, 2.0),
        check_optional(experience.growth_before, industries, "experience", 1e-6, 2.0),
        check_parents(experience.parent, industries, "experience"),
        check_parents(substitution.parent, industries, "substitution"),
        check_optional(substitution.drift, industries, "substitution", -1.0, 2.0),
        check_optional(drivers.scale.elasticity, industries, "scale", 0.0, 1.0),
        check_links(drivers.knowledge, industries)}) {
    if (!status.ok()) return status;
  }
  if (experience.acts() && experience.growth_before.size() != industries) {
    return bad("experience", "growth before the base year is needed: Z_0 = y_0 / g");
  }
  if (!is_share(experience.given_back)) return bad("experience", "given back lies in [0, 1]");
  if (!is_rate(substitution.preference) || !(substitution.drift_half_life > 0.0)) {
    return bad("substitution", "preference from 0 up, half-life of the drift above 0");
  }
  if (!is_rate(drivers.foreign.elasticity) || !std::isfinite(drivers.foreign.growth)) {
    return bad("foreign", "elasticity from 0 up, growth a number");
  }
  const CatchUpDriver& catch_up = drivers.catch_up;
  if (!is_rate(catch_up.speed) || !is_rate(catch_up.absorption) || !is_rate(catch_up.gap_0) ||
      !std::isfinite(catch_up.frontier_growth)) {
    return bad("catch_up", "speed, absorption and gap from 0 up, growth of the frontier a number");
  }
  if (!is_rate(drivers.vintages.embodied)) return bad("vintages", "embodied progress from 0 up");
  return Done{};
}

Status check_target(const GrowthTarget& target) {
  for (const auto& [year, rate] : target.gdp_growth) {
    if (rate > -0.95 && rate <= 1.0) continue;
    return bad("growth target", fmt::format("growth {} of {} is not a rate", rate, year),
               "write 0.061 for 6.1 %");
  }
  if (target.residual_mean_years < 1) {
    return bad("growth target", "the residual is the mean of at least one year");
  }
  return Done{};
}

}  // namespace

Status check(const Drivers& drivers, Index industries) {
  if (drivers.last_year <= drivers.base_year) {
    return bad("years",
               fmt::format("the last year {} is not after the base year {}", drivers.last_year,
                           drivers.base_year),
               "years run forward, for example 2018 to 2035");
  }
  for (const Status& status :
       {check_by_industry(drivers, industries), check_capital(drivers.capital),
        check_labour(drivers.labour, drivers.base_year),
        check_knowledge(drivers.knowledge, drivers.base_year), check_target(drivers.target),
        check_sources(drivers, industries)}) {
    if (!status.ok()) return status;
  }
  const DataDriver& data = drivers.data;
  if (!is_share(data.depreciation) || !(data.growth_before + data.depreciation > 0.0) ||
      !std::isfinite(data.deepening)) {
    return bad("data",
               "depreciation in [0, 1], growth before the base year above minus depreciation");
  }
  const policy::Adoption& adoption = drivers.ai.adoption;
  if (!is_share(drivers.ai.cost_saving) || !is_share(drivers.ai.cost_effective_share) ||
      !is_share(adoption.ceiling) || !std::isfinite(adoption.rate) ||
      !std::isfinite(adoption.midpoint)) {
    return bad("ai", "cost saving, cost-effective share and final adoption lie in [0, 1]");
  }
  if ((drivers.ai.task_substitution && !is_rate(*drivers.ai.task_substitution)) ||
      !is_rate(drivers.ai.intangible_cost) || !is_rate(drivers.ai.scale)) {
    return bad("ai", "substitution between tasks, cost of intangibles and scale from 0 up");
  }
  if (!std::isfinite(drivers.emerging.trend)) return bad("emerging", "the trend is no number");
  if (!std::isfinite(drivers.foreign_growth)) return bad("abroad", "growth is no number");
  return Done{};
}

}  // namespace domar::growth
