#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "domar/ensemble/scores.hpp"
#include "domar/scenario/result_files.hpp"

namespace domar::scenario {

using Json = nlohmann::ordered_json;

namespace {

constexpr int k_summary_version = 1;

/// A scenario and its year-by-year twin.
const ScenarioResult* twin_of(const Results& results, const ScenarioResult& scenario) {
  return scenario.twin.empty() ? nullptr : results.find(scenario.twin);
}

/// Mean yearly cost over the twin's while measures are in force [billion].
double mean_cost(const Results& results, const ScenarioResult& scenario,
                 const ScenarioResult& twin) {
  double sum = 0.0;
  int years = 0;
  for (Index t = 0; t < scenario.path.years.size(); ++t) {
    const double cost = scenario.path.years[t].fiscal_cost - twin.path.years[t].fiscal_cost;
    if (cost == 0.0) continue;
    sum += cost;
    ++years;
  }
  return years == 0 ? 0.0 : results.billions(sum) / years;
}

Json growth_json(const ScenarioResult& scenario) {
  Json growth;
  for (const auto& year : scenario.path.years) {
    if (year.year == scenario.path.years.front().year) continue;
    const auto& a = year.accounts;
    growth["year"].push_back(year.year);
    growth["gdp_growth"].push_back(a.gdp_growth);
    growth["labour"].push_back(a.labour);
    growth["capital"].push_back(a.capital);
    growth["data"].push_back(a.data);
    growth["technology"].push_back(a.technology);
    growth["reallocation"].push_back(a.reallocation);
    growth["labour_quantity"].push_back(a.labour_quantity);
    growth["labour_quality"].push_back(a.labour_quality);
    Json& sources = growth["technology_sources"];
    for (const auto& source : growth::k_technology_sources) {
      sources[source.name].push_back(a.sources.*source.part);
    }
    sources["residual"].push_back(a.sources.residual);
    sources["remainder"].push_back(a.sources.remainder);
  }
  return growth;
}

Json sei_json(const Results& results, const ScenarioResult& scenario) {
  Json sei;
  for (const auto& year : scenario.path.years) {
    const SeiShare share = results.sei(scenario, year.year);
    sei["year"].push_back(year.year);
    sei["total"].push_back(share.total);
    sei["structure"].push_back(share.structure);
    sei["unallocated"].push_back(share.unallocated);
    sei["reclassification"].push_back(share.reclassification);
    sei["low_80"].push_back(share.low);
    sei["high_80"].push_back(share.high);
  }
  return sei;
}

Json sectors_json(const Results& results, const ScenarioResult& scenario) {
  Json sectors;
  for (const auto& set : results.classes) {
    Json& entry = sectors[set.name];
    for (const auto& year : scenario.path.years) {
      entry["share_of_gdp"].push_back(year.class_share.at(set.name));
      entry["foreign_content"].push_back(year.class_foreign_reliance.at(set.name));
    }
  }
  return sectors;
}

Json fiscal_json(const Results& results, const ScenarioResult& scenario) {
  Json cost;
  const ScenarioResult* twin = twin_of(results, scenario);
  for (Index t = 0; t < scenario.path.years.size(); ++t) {
    const double twins = twin == nullptr ? 0.0 : twin->path.years[t].fiscal_cost;
    const double billions = results.billions(scenario.path.years[t].fiscal_cost - twins);
    cost["year"].push_back(scenario.path.years[t].year);
    cost["billion"].push_back(billions);
  }
  const Vector funded = results.funded_cost(scenario);
  if (!funded.empty()) cost["billion_with_cost_of_funds"] = funded;
  for (Index k = 0; k < scenario.policies.size(); ++k) {
    Json& measure = cost["by_measure"].emplace_back();
    measure["measure"] = scenario.policies[k].name;
    measure["financing"] = policy::name_of(scenario.policies[k].financing);
    for (const auto& year : scenario.path.years) {
      const Index place = scenario.shocks.size() + k;
      const bool known = place < year.instrument_cost.size();
      measure["billion"].push_back(known ? results.billions(year.instrument_cost[place]) : 0.0);
    }
  }
  cost["unit"] = fmt::format("billion {} a year at prices of the base year, over the twin",
                             results.economy.currency());
  return cost;
}

Json scenario_json(const Results& results, const ScenarioResult& scenario) {
  Json json;
  json["name"] = scenario.name;
  json["title"] = scenario.title;
  json["twin"] = scenario.twin;
  json["sei_share"] = sei_json(results, scenario);
  json["gdp_growth"] = growth_json(scenario);
  for (const auto& year : scenario.path.years) {
    json["real_gdp"].push_back(year.real_gdp);
    json["foreign_reliance"].push_back(year.foreign_reliance);
    json["investment_share"].push_back(year.investment_share);
    json["labour_share"].push_back(year.labour_share);
    json["capital_share"].push_back(year.capital_share);
    json["data_share"].push_back(year.data_share);
    json["exports_share"].push_back(year.exports_share);
    json["imports_share"].push_back(year.imports_share);
    json["rd_share"].push_back(year.rd_share);
    json["ai_adoption"].push_back(year.ai_adoption);
  }
  json["sectors"] = sectors_json(results, scenario);
  json["fiscal_cost"] = fiscal_json(results, scenario);
  for (const auto& measure : scenario.measures) {
    const auto& a = measure.accounts;
    json["by_measure"].push_back({{"measure", measure.measure},
                                  {"log_gdp", measure.log_gdp},
                                  {"labour", a.labour},
                                  {"capital", a.capital},
                                  {"data", a.data},
                                  {"technology", a.technology},
                                  {"reallocation", a.reallocation}});
  }
  if (const ScenarioResult* twin = twin_of(results, scenario)) {
    Json& effect = json["against_twin"];
    for (Index t = 0; t < scenario.path.years.size(); ++t) {
      const auto& with = scenario.path.years[t];
      const auto& without = twin->path.years[t];
      effect["real_gdp"].push_back(with.real_gdp / without.real_gdp - 1.0);
      effect["welfare"].push_back(with.welfare / without.welfare - 1.0);
      effect["foreign_reliance"].push_back(with.foreign_reliance - without.foreign_reliance);
      effect["sei_structure"].push_back(results.sei(scenario, with.year).structure -
                                        results.sei(*twin, with.year).structure);
    }
  }
  return json;
}

Json official_json(const Results& results) {
  Json points = Json::array();
  for (const auto& point : results.official_sei) {
    points.push_back({{"year", point.year},
                      {"value", point.value},
                      {"kind", point.kind},
                      {"source", point.passport.source},
                      {"vintage", point.passport.vintage},
                      {"status", name_of(point.passport.status)}});
  }
  return points;
}

Json cutoffs_json(const Results& results) {
  Json list = Json::array();
  for (const auto& cut : results.cutoffs) {
    Json entry{{"supplier", cut.supplier},   {"elasticities", cut.elasticities},
               {"converged", cut.converged}, {"feasible_share", cut.feasible_share},
               {"real_gdp", cut.real_gdp},   {"welfare", cut.welfare},
               {"own_price", cut.own_price}};
    for (const auto& [name, change] : cut.hardest_hit) entry["hardest_hit"][name] = change;
    list.push_back(entry);
  }
  return list;
}

Json checks_json(const Results& results) {
  return {{"replication_residual", results.checks.replication_residual},
          {"walras_residual", results.checks.walras_residual},
          {"accounts_residual", results.checks.accounts_residual},
          {"market_residual", results.checks.market_residual}};
}

Json indices_json(const Uncertainty& drawn, const Uncertainty::Indices& indices) {
  Json json;
  json["explained"] = indices.explained;
  Json& inputs = json["inputs"];
  inputs = Json::array();
  for (const Index i : Uncertainty::by_influence(indices)) {
    inputs.push_back({{"input", drawn.inputs[i].name},
                      {"kind", drawn.inputs[i].kind},
                      {"first", indices.first[i]},
                      {"total", indices.total[i]}});
  }
  return json;
}

Json target_json(const Uncertainty& drawn) {
  Json json;
  json["year"] = drawn.target->year;
  json["target"] = drawn.target->share;
  for (Index s = 0; s < drawn.scenarios.size(); ++s) {
    json["by_scenario"][drawn.scenarios[s]] = drawn.target->probability[s];
    json["standard_error"][drawn.scenarios[s]] = drawn.target->standard_error[s];
  }
  const auto& target = *drawn.target;
  if (target.indices) json["sensitivity"] = indices_json(drawn, *target.indices);
  if (target.structure_indices) {
    json["sensitivity_of_structure"] = indices_json(drawn, *target.structure_indices);
  }
  return json;
}

Json uncertainty_json(const Uncertainty& drawn) {
  Json json;
  json["draws"] = drawn.draws();
  json["failed"] = drawn.failures();
  json["seed"] = drawn.seed;
  json["design"] = drawn.design;
  for (const int year : drawn.years) json["years"].push_back(year);
  for (Index s = 0; s < drawn.scenarios.size(); ++s) {
    for (Index v = 0; v < drawn.variables.size(); ++v) {
      Json& fan = json["fans"][drawn.scenarios[s]][drawn.variables[v].name];
      for (Index t = 0; t < drawn.years.size(); ++t) {
        const Vector values = drawn.sorted(s, v, t);
        for (const auto& [name, p] :
             {std::pair{"p05", 0.05}, std::pair{"p10", 0.1}, std::pair{"p25", 0.25},
              std::pair{"p50", 0.5}, std::pair{"p75", 0.75}, std::pair{"p90", 0.9},
              std::pair{"p95", 0.95}}) {
          fan[name].push_back(ensemble::quantile(values, p));
        }
      }
    }
  }
  for (Index s = 1; s < drawn.scenarios.size(); ++s) {
    const Vector effects = drawn.gdp_effects(s, drawn.years.size() - 1);
    for (const auto& [name, p] :
         {std::pair{"p10", 0.1}, std::pair{"p50", 0.5}, std::pair{"p90", 0.9}}) {
      json["effect_on_gdp"][drawn.scenarios[s]][name] = ensemble::quantile(effects, p);
    }
  }
  if (drawn.target) json["target"] = target_json(drawn);
  for (const DrawnInput& input : drawn.inputs) {
    json["inputs"].push_back({{"name", input.name},
                              {"kind", input.kind},
                              {"low", input.low},
                              {"median", input.median},
                              {"high", input.high},
                              {"unit", input.unit},
                              {"status", name_of(input.status)}});
  }
  return json;
}

}  // namespace

std::string summary_json(const Results& results) {
  Json json;
  json["version"] = k_summary_version;
  json["domar"] = results.version;
  json["title"] = results.title;
  json["economy"] = results.economy_name;
  for (const auto& year : results.baseline().path.years) json["years"].push_back(year.year);
  for (const auto& scenario : results.scenarios) {
    json["scenarios"][scenario.name] = scenario_json(results, scenario);
  }
  json["official_sei"] = official_json(results);
  json["sei_drift"] = {{"level", results.drift.level},
                       {"slope", results.drift.slope},
                       {"residual_sd", results.drift.residual_sd},
                       {"degrees_of_freedom", results.drift.degrees_of_freedom},
                       {"first_year", results.drift.first_year},
                       {"last_year", results.drift.last_year},
                       {"held_from", results.drift.held_from}};
  const OfficialPoint* target = results.sei_target();
  if (target != nullptr && results.sei(results.baseline(), target->year).total > 0.0) {
    Json& probability = json["probability_sei_target"];
    probability["year"] = target->year;
    probability["target"] = target->value;
    for (const auto& scenario : results.scenarios) {
      probability["by_scenario"][scenario.name] =
          results.probability_sei_reaches(scenario, target->year, target->value);
    }
  }
  if (results.uncertainty) json["uncertainty"] = uncertainty_json(*results.uncertainty);
  json["cutoffs"] = cutoffs_json(results);
  json["checks"] = checks_json(results);
  json["warnings"] = results.warnings;
  return json.dump(1) + "\n";
}

std::string run_json(const Results& results) {
  Json json;
  json["version"] = results.version;
  json["title"] = results.title;
  json["economy"] = results.economy_name;
  json["inputs_sha256"] = results.input_hashes;
  json["closures"] = results.closures;
  json["seeds"] = Json::array();  // empty: nothing was drawn
  if (results.uncertainty) json["seeds"].push_back(results.uncertainty->seed);
  json["threads"] = results.threads;
  json["checks"] = checks_json(results);
  for (const auto& scenario : results.scenarios) {
    Json& years = json["convergence"][scenario.name];
    for (const auto& year : scenario.path.years) {
      years.push_back({{"year", year.year},
                       {"residual", year.quality.residual},
                       {"walras_residual", year.quality.walras_residual},
                       {"evaluations", year.quality.evaluations},
                       {"tangents", year.quality.jacobians}});
    }
  }
  for (const auto& [year, residual] : results.baseline().path.labour_residual) {
    json["labour_residual"][std::to_string(year)] = residual;
  }
  for (const auto& repair : results.repairs) {
    json["repairs"].push_back(
        {{"rule", repair.rule}, {"where", repair.where}, {"money", repair.money}});
  }
  json["timings_seconds"] = results.timings;
  return json.dump(1) + "\n";
}

namespace {

std::string percent(double share, int decimals = 1) {
  return fmt::format("{:.{}f} %", 100.0 * share, decimals);
}

std::string sei_lines(const Results& results) {
  std::string text =
      "SEI share of GDP            official          model (structure + reclassification)\n";
  const auto& baseline = results.baseline();
  for (const auto& point : results.official_sei) {
    if (point.year < 2014) continue;
    const std::string prefix = point.kind == "lower bound" ? "over "
                               : point.kind == "target"    ? "target "
                                                           : "";
    std::string model = "-";
    const SeiShare share = results.sei(baseline, point.year);
    if (share.total > 0.0) {
      model = fmt::format("{} ({} + {})", percent(share.total), percent(share.structure),
                          percent(share.reclassification));
    }
    text +=
        fmt::format("  {}  {:>26}          {}\n", point.year, prefix + percent(point.value), model);
  }
  if (results.sei_unallocated != 0.0) {
    text += fmt::format("  structure counts {} of GDP that no industry is named for\n",
                        percent(results.sei_unallocated));
  }
  const OfficialPoint* target = results.sei_target();
  if (target == nullptr) return text;
  const SeiShare share = results.sei(baseline, target->year);
  if (share.total == 0.0) return text;  // the run ends before the target year
  text += fmt::format(
      "  {}: 80 % range {} to {}; probability of {} or more: {} (drift of counting alone)\n",
      target->year, percent(share.low), percent(share.high), percent(target->value, 0),
      percent(results.probability_sei_reaches(baseline, target->year, target->value), 0));
  return text;
}

/// What the draws say, in words.
std::string draw_lines(const Uncertainty& drawn) {
  const Index solved = drawn.draws() - drawn.failures();
  std::string text = fmt::format("{} draws over {} uncertain numbers (seed {}, {})", drawn.draws(),
                                 drawn.inputs.size(), drawn.seed, drawn.design);
  if (drawn.failures() > 0) text += fmt::format(", {} not solved", drawn.failures());
  text += "\n";
  for (Index s = 1; s < drawn.scenarios.size(); ++s) {
    const Vector effects = drawn.gdp_effects(s, drawn.years.size() - 1);
    text += fmt::format(
        "  {}, {}: GDP {:+.2f} % over the baseline, 80 % of draws {:+.2f} to {:+.2f}\n",
        drawn.years.back(), drawn.scenarios[s], 100.0 * ensemble::quantile(effects, 0.5),
        100.0 * ensemble::quantile(effects, 0.1), 100.0 * ensemble::quantile(effects, 0.9));
  }
  if (!drawn.target) return text;
  const auto& target = *drawn.target;
  const auto t = static_cast<Index>(target.year - drawn.years.front());
  for (Index s = 0; s < drawn.scenarios.size(); ++s) {
    const Vector share = drawn.sorted(s, drawn.variable("sei_total"), t);
    text += fmt::format(
        "  {}, {}: SEI {} of GDP, 80 % of draws {} to {}; probability of {} or more: {}"
        " (+- {} by the number of draws)\n",
        target.year, drawn.scenarios[s], percent(ensemble::quantile(share, 0.5)),
        percent(ensemble::quantile(share, 0.1)), percent(ensemble::quantile(share, 0.9)),
        percent(target.share, 0), percent(target.probability[s], 0),
        percent(std::max(target.standard_error[s], 0.5 / static_cast<double>(solved)), 1));
  }
  for (const auto& [what, indices] : {std::pair{"It", &target.indices},
                                      std::pair{"Structure alone", &target.structure_indices}}) {
    if (!*indices) continue;
    text += fmt::format("  {} depends most on ({} of the variance explained):\n", what,
                        percent((*indices)->explained, 0));
    int shown = 0;
    for (const Index i : Uncertainty::by_influence(**indices)) {
      if (++shown > 6) break;
      text += fmt::format("    {:<44} first {:>6}  total {:>6}\n", drawn.inputs[i].name,
                          percent((*indices)->first[i]), percent((*indices)->total[i]));
    }
  }
  return text;
}

/// Mean growth and its parts over a span of years.
std::string growth_lines(const Results& results) {
  std::string text =
      "Growth accounts (baseline)   GDP   labour  capital  data  technology  reallocation\n";
  const auto& years = results.baseline().path.years;
  const int first = years.front().year + 1;
  const int last = years.back().year;
  const auto measured = results.series.by_name.find("gdp_growth");
  const int middle = measured == results.series.by_name.end() || measured->second.empty()
                         ? last
                         : std::min(last, measured->second.rbegin()->first);
  for (const auto& [from, to] : {std::pair{first, middle}, std::pair{middle + 1, last}}) {
    if (from > to) continue;
    growth::GrowthAccounts sum;
    for (const auto& year : years) {
      if (year.year < from || year.year > to) continue;
      const double weight = 1.0 / (to - from + 1);
      sum.gdp_growth += weight * year.accounts.gdp_growth;
      sum.labour += weight * year.accounts.labour;
      sum.capital += weight * year.accounts.capital;
      sum.data += weight * year.accounts.data;
      sum.technology += weight * year.accounts.technology;
      sum.reallocation += weight * year.accounts.reallocation;
    }
    text += fmt::format(
        "  {}-{}, points a year  {:5.2f}  {:6.2f}  {:7.2f} {:5.2f}  {:10.2f}  {:12.2f}\n", from, to,
        100 * sum.gdp_growth, 100 * sum.labour, 100 * sum.capital, 100 * sum.data,
        100 * sum.technology, 100 * sum.reallocation);
  }
  return text;
}

std::string scenario_lines(const Results& results) {
  const int last = results.baseline().path.years.back().year;
  std::string text = fmt::format(
      "Scenarios in {} against their twins   GDP      SEI structure   foreign reliance   cost, bn "
      "a year\n",
      last);
  for (const auto& scenario : results.scenarios) {
    const ScenarioResult* twin = twin_of(results, scenario);
    if (twin == nullptr) continue;
    const auto& with = scenario.path.years.back();
    const auto& without = twin->path.years.back();
    const double cost = mean_cost(results, scenario, *twin);
    text += fmt::format(
        "  {:<34} {:+6.2f} %  {:+7.2f} points  {:+8.2f} points  {:14.0f}\n", scenario.name,
        100 * (with.real_gdp / without.real_gdp - 1.0),
        100 * (results.sei(scenario, last).structure - results.sei(*twin, last).structure),
        100 * (with.foreign_reliance - without.foreign_reliance), cost);
  }
  return text;
}

std::string dependence_lines(const Results& results) {
  const auto& years = results.baseline().path.years;
  std::string text =
      fmt::format("Foreign share of final spending, through all suppliers: {} in {}, {} in {}\n",
                  percent(years.front().foreign_reliance), years.front().year,
                  percent(years.back().foreign_reliance), years.back().year);
  for (const auto& cut : results.cutoffs) {
    if (cut.elasticities != "standard" && cut.elasticities != "short_run") continue;
    text += cut.converged
                ? fmt::format("  {} ({}): GDP {:+.2f} %, own price x {:.2f}\n", cut.supplier,
                              cut.elasticities, 100 * cut.real_gdp, cut.own_price)
                : fmt::format("  {} ({}): solved up to {} of the cut only\n", cut.supplier,
                              cut.elasticities, percent(cut.feasible_share));
  }
  return text;
}

}  // namespace

std::string summary_text(const Results& results) {
  std::string text = results.title + "\n\n";
  if (!results.official_sei.empty()) text += sei_lines(results) + "\n";
  if (results.uncertainty) text += draw_lines(*results.uncertainty) + "\n";
  text += growth_lines(results) + "\n";
  if (results.scenarios.size() > 1) text += scenario_lines(results) + "\n";
  text += dependence_lines(results);
  text += fmt::format("\nChecks: replication {:.0e}, Walras {:.0e}, growth accounts {:.0e}\n",
                      results.checks.replication_residual, results.checks.walras_residual,
                      results.checks.accounts_residual);
  for (const auto& warning : results.warnings) text += "Warning: " + warning + "\n";
  return text;
}

}  // namespace domar::scenario
