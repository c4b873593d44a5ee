#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "format.hpp"
#include "sections.hpp"

namespace domar::scenario::report {

namespace {

using growth::YearResult;
using policy::Instrument;
using policy::InstrumentKind;

constexpr const char* k_funds_fact = "marginal_cost_of_public_funds";

std::vector<Effect> effects(const View& view) {
  std::vector<Effect> all{};
  for (const ScenarioResult* s : view.with_twin()) all.push_back(effect_of(view, *s));
  return all;
}

/// Difference of a number of a year between scenario and twin.
double difference(const Effect& effect, int year, double YearResult::*number) {
  const YearResult* with = find_year(effect.scenario->path, year);
  const YearResult* without = find_year(effect.twin->path, year);
  return with == nullptr || without == nullptr ? 0.0 : with->*number - without->*number;
}

double welfare_effect(const Effect& effect, int year) {
  const YearResult* with = find_year(effect.scenario->path, year);
  const YearResult* without = find_year(effect.twin->path, year);
  return with == nullptr || without == nullptr ? 0.0 : with->welfare / without->welfare - 1.0;
}

double structure_effect(const View& view, const Effect& effect, int year) {
  return view.results.sei(*effect.scenario, year).structure -
         view.results.sei(*effect.twin, year).structure;
}

/// Mean yearly cost with what the funds cost, by the financing of each measure; the plain cost
/// where no figure is given.
double funded_cost(const View& view, const Effect& effect) {
  const Vector by_year = view.results.funded_cost(*effect.scenario);
  if (by_year.empty()) return effect.fiscal_cost;
  double sum = 0.0;
  for (Index t = 0; t < by_year.size(); ++t) {
    const int year = effect.scenario->path.years[t].year;
    if (year >= effect.cost_from && year <= effect.cost_to) sum += by_year[t];
  }
  return sum / (effect.cost_to - effect.cost_from + 1);
}

std::string funds_words(const View& view) {
  const auto found = view.results.facts.by_name.find(k_funds_fact);
  if (found == view.results.facts.by_name.end()) return "";
  return fmt::format("A {} of public money costs {}{} of welfare", view.currency,
                     as_printed(found->second.value), mark_of(found->second.status));
}

/// Years of the effects shown: those of key years that come last.
std::vector<int> effect_years(const View& view) {
  std::vector<int> years = view.later_years();
  if (years.size() > 2) years.erase(years.begin(), years.end() - 2);
  return years;
}

Table effects_table(const View& view, const std::vector<Effect>& all) {
  Table table{"Each scenario against its no-policy twin",
              {{"Scenario", Column::Kind::text}, {"Twin", Column::Kind::text}},
              {}};
  for (const int year : effect_years(view)) table.columns.push_back({fmt::format("GDP {}", year)});
  table.columns.insert(
      table.columns.end(),
      {{fmt::format("Consumption and public services {}", view.last_year)},
       {fmt::format("SEI structure {}, points", view.last_year)},
       {fmt::format("Foreign reliance {}, points", view.last_year)},
       {fmt::format("Public money, billion {} a year, {} prices", view.currency, view.base_year)},
       {"With cost of public funds \u2021"},
       {"Years of the cost"}});
  for (const Effect& effect : all) {
    Row row{label_of(*effect.scenario), label_of(*effect.twin)};
    for (const int year : effect_years(view)) {
      row.emplace_back(signed_percent(gdp_effect(effect, year)));
    }
    row.emplace_back(signed_percent(welfare_effect(effect, view.last_year)));
    row.emplace_back(signed_number(100.0 * structure_effect(view, effect, view.last_year), 2));
    row.emplace_back(signed_number(
        100.0 * difference(effect, view.last_year, &YearResult::foreign_reliance), 2));
    row.emplace_back(number(effect.fiscal_cost, 1));
    row.emplace_back(number(funded_cost(view, effect), 1));
    row.emplace_back(fmt::format("{}\u2013{}", effect.cost_from, effect.cost_to));
    table.rows.push_back(row);
  }
  return table;
}

std::vector<Passport> policy_passports(const View& view) {
  std::vector<Passport> passports = view.passports({k_funds_fact});
  for (const ScenarioResult* scenario : view.with_twin()) {
    for (const Instrument& policy : scenario->policies) {
      passports.push_back(passport_of(policy.name, policy.passport));
      passports.back().name = label_of(*scenario) + ": " + policy.name;
    }
  }
  return passports;
}

/// A chart of one or two numbers for each scenario.
struct Comparison {
  std::string id{};
  std::string title{};
  std::string unit{};
  std::vector<std::string> series{};
  std::vector<std::vector<double>> values{};  ///< [series][effect]
  int decimals = 2;
  bool with_sign = true;
  std::string note{};
};

HorizontalBars bars_of(const Comparison& comparison, const std::vector<Effect>& all) {
  HorizontalBars chart;
  chart.unit = comparison.unit;
  chart.series = comparison.series;
  chart.colors = {"#56B4E9", "#005a8c"};
  if (comparison.series.size() == 1) chart.colors = {"#005a8c"};
  for (std::size_t e = 0; e < all.size(); ++e) {
    BarGroup group{label_of(*all[e].scenario), {}, {}};
    for (const auto& series : comparison.values) {
      group.values.push_back(series[e]);
      group.texts.push_back(comparison.with_sign ? signed_number(series[e], comparison.decimals)
                                                 : number(series[e], comparison.decimals));
    }
    chart.groups.push_back(group);
  }
  return chart;
}

std::string comparison_figure(const View& view, const std::vector<Effect>& all,
                              const Comparison& comparison) {
  const HorizontalBars chart = bars_of(comparison, all);
  return figure(comparison.id,
                {.title = comparison.title,
                 .description = "Horizontal bars, one group a scenario: difference from its "
                                "no-policy twin, " +
                                comparison.unit + ".",
                 .draw =
                     [&](const About& about, double width) {
                       HorizontalBars drawn = chart;
                       drawn.about = about;
                       return svg(drawn, width);
                     },
                 .note = comparison.note,
                 .source = view.source(),
                 .passports = policy_passports(view),
                 .table = effects_table(view, all)});
}

/// The scenario with the largest number, for a title.
const Effect& largest(const std::vector<Effect>& all, const std::vector<double>& values) {
  return all[static_cast<std::size_t>(std::max_element(values.begin(), values.end()) -
                                      values.begin())];
}

std::string gdp_figure(const View& view, const std::vector<Effect>& all) {
  Comparison c{"gdp-effect", "", "% of real GDP against the twin", {}, {}};
  for (const int year : effect_years(view)) {
    c.series.push_back(std::to_string(year));
    c.values.emplace_back();
    for (const Effect& e : all) c.values.back().push_back(100.0 * gdp_effect(e, year));
  }
  if (c.values.empty()) return "";
  const auto& last = c.values.back();
  c.title = fmt::format(
      "In {} the policies change GDP by between {} % and {} % against the same world without them; "
      "most in \u201c{}\u201d",
      effect_years(view).back(), signed_number(*std::min_element(last.begin(), last.end()), 2),
      signed_number(*std::max_element(last.begin(), last.end()), 2),
      label_of(*largest(all, last).scenario));
  return comparison_figure(view, all, c);
}

std::string share_figure(const View& view, const std::vector<Effect>& all) {
  Comparison c{"share-effect",
               "",
               fmt::format("points in {} against the twin", view.last_year),
               {"SEI share of GDP, structure", "foreign reliance of final spending"},
               {{}, {}}};
  for (const Effect& e : all) {
    c.values[0].push_back(100.0 * structure_effect(view, e, view.last_year));
    c.values[1].push_back(100.0 * difference(e, view.last_year, &YearResult::foreign_reliance));
  }
  const Effect& best = largest(all, c.values[0]);
  c.title =
      fmt::format("\u201c{}\u201d adds most to the SEI share, {} in {}", label_of(*best.scenario),
                  points(structure_effect(view, best, view.last_year), 2), view.last_year);
  c.note =
      "Foreign reliance is the share of final spending that ends up abroad through all "
      "suppliers; a minus means less dependence.";
  return comparison_figure(view, all, c);
}

std::string cost_figure(const View& view, const std::vector<Effect>& all) {
  Comparison c{"fiscal-cost",
               "",
               fmt::format("billion {} a year at {} prices", view.currency, view.base_year),
               {"public money", "with the cost of public funds \u2021"},
               {{}, {}}};
  c.with_sign = false;
  c.decimals = 1;
  for (const Effect& e : all) {
    c.values[0].push_back(e.fiscal_cost);
    c.values[1].push_back(funded_cost(view, e));
  }
  const Effect& most = largest(all, c.values[0]);
  c.title = fmt::format("\u201c{}\u201d costs most public money: {} a year, {} of {} GDP",
                        label_of(*most.scenario), money(most.fiscal_cost, view.currency),
                        percent(most.fiscal_cost / view.gdp_billions(), 2), view.base_year);
  c.note =
      "Outlays, tax reliefs and subsidies less tariff revenue, mean of the years in which the "
      "policies are in force; a minus is revenue. " +
      funds_words(view) + ".";
  if (funds_words(view).empty()) c.note.resize(c.note.size() - 2);
  return comparison_figure(view, all, c);
}

std::string years_of(const View& view, const Instrument& policy) {
  return policy.to > view.last_year ? fmt::format("from {}", policy.from)
                                    : fmt::format("{}\u2013{}", policy.from, policy.to);
}

/// How large a measure is, in the words of its kind.
std::string size_of(const View& view, const Instrument& p) {
  switch (p.kind) {
    case InstrumentKind::rd_deduction:
      return fmt::format("extra deduction {} (before: {})", percent(p.rate, 0),
                         percent(p.before, 0));
    case InstrumentKind::rd_grant:
    case InstrumentKind::equipment_renewal:
    case InstrumentKind::guidance_fund:
    case InstrumentKind::procurement:
      return money(view.results.billions(p.amount), view.currency) + " a year";
    case InstrumentKind::import_quota:
      return fmt::format("at most {} of {} imports", percent(p.cap, 0), view.base_year);
    case InstrumentKind::ai_programme:
      return fmt::format("half of adoption in {}, ceiling {}", as_printed(p.midpoint),
                         percent(p.ceiling, 0));
    case InstrumentKind::export_control:
    case InstrumentKind::localisation:
      return fmt::format("{} log points", signed_number(100.0 * p.rate, 0));
    case InstrumentKind::output_subsidy:
    case InstrumentKind::purchase_subsidy:
    case InstrumentKind::tariff:
    case InstrumentKind::data_market:
    case InstrumentKind::standards:
    case InstrumentKind::investment_subsidy:
      return percent(p.rate, 1);
    case InstrumentKind::milestone:
      return money(view.results.billions(p.amount), view.currency) + " once";
  }
  return "";
}

/// Rows for the measures that are not in `listed` yet: scenarios together and twins repeat them.
void add_measures(Table& table, const View& view, const ScenarioResult& scenario,
                  const std::vector<Instrument>& measures, const char* from_where,
                  std::vector<Instrument>& listed) {
  for (const Instrument& p : measures) {
    if (std::find(listed.begin(), listed.end(), p) != listed.end()) continue;
    listed.push_back(p);
    const Fact& fact = p.passport;
    std::string source = fact.source;
    if (!fact.vintage.empty()) source += ", " + fact.vintage;
    table.rows.push_back({label_of(scenario), p.name, title_words(policy::name_of(p.kind)),
                          from_where, years_of(view, p), size_of(view, p) + mark_of(fact.status),
                          passport_of("", fact).value, fact.unit, fact.year, source,
                          mark_of(fact.status) + " " + name_of(fact.status)});
  }
}

Table measures_table(const View& view) {
  using Kind = Column::Kind;
  Table table{"Measures of every scenario, each where it stands first",
              {{"Scenario", Kind::text},
               {"Measure", Kind::text},
               {"Kind", Kind::text},
               {"By", Kind::text},
               {"Years", Kind::text},
               {"Size in the run", Kind::text},
               {"Value as published"},
               {"Unit", Kind::text},
               {"Year", Kind::text},
               {"Source and vintage", Kind::long_text},
               {"Status", Kind::text}},
              {}};
  std::vector<Instrument> listed;
  for (const ScenarioResult& scenario : view.results.scenarios) {
    add_measures(table, view, scenario, scenario.policies, "policy", listed);
    add_measures(table, view, scenario, scenario.shocks, "from abroad", listed);
  }
  return table;
}

/// Mean yearly cost of a measure while it lasts, billions.
double mean_cost(const View& view, const ScenarioResult& scenario, Index policy) {
  double sum = 0.0;
  int years = 0;
  const Index place = scenario.shocks.size() + policy;
  for (const auto& year : scenario.path.years) {
    if (place >= year.instrument_cost.size() || year.instrument_cost[place] == 0.0) continue;
    sum += view.results.billions(year.instrument_cost[place]);
    ++years;
  }
  return years > 0 ? sum / years : 0.0;
}

/// What every measure costs, and what it adds where the effect was split.
Table by_measure_table(const View& view) {
  bool split = false;
  for (const auto& s : view.results.scenarios) split = split || !s.measures.empty();
  Table table{"Measures of every scenario: mean cost in the years it costs",
              {{"Scenario", Column::Kind::text},
               {"Measure", Column::Kind::text},
               {"Financed by", Column::Kind::text},
               {fmt::format("Billion {} a year", view.currency)}},
              {}};
  if (split) {
    table.columns.push_back({fmt::format("GDP {}, % (order of the file)", view.last_year)});
    for (const char* part : {"labour", "capital", "data", "technology", "reallocation"}) {
      table.columns.push_back({fmt::format("of this {}", part)});
    }
  }
  for (const ScenarioResult* s : view.with_twin()) {
    if (split && s->measures.empty()) continue;
    for (Index k = 0; k < s->policies.size(); ++k) {
      Row row{label_of(*s), s->policies[k].name, words(policy::name_of(s->policies[k].financing)),
              number(mean_cost(view, *s, k), 1)};
      if (split) {
        const MeasureEffect& m = s->measures[k];
        row.emplace_back(signed_number(100.0 * std::expm1(m.log_gdp.back()), 3));
        for (const double part : {m.accounts.labour, m.accounts.capital, m.accounts.data,
                                  m.accounts.technology, m.accounts.reallocation}) {
          row.emplace_back(signed_number(100.0 * part, 3));
        }
      }
      table.rows.push_back(row);
    }
  }
  return table;
}

std::string descriptions(const View& view) {
  std::string html = "<dl>\n";
  for (const ScenarioResult& s : view.results.scenarios) {
    std::string text = s.title.empty() || capital(s.title) == label_of(s) ? "" : s.title + ". ";
    text += s.description;
    if (!s.twin.empty()) text += fmt::format(" Twin: {}.", title_words(s.twin));
    html += fmt::format("<dt><strong>{}</strong></dt>\n<dd>{}</dd>\n", escaped(label_of(s)),
                        escaped(text));
  }
  return html + "</dl>\n";
}

}  // namespace

Effect effect_of(const View& view, const ScenarioResult& scenario) {
  Effect effect;
  effect.scenario = &scenario;
  effect.twin = view.twin_of(scenario);
  effect.cost_from = view.last_year;
  effect.cost_to = view.base_year;
  for (const Instrument& p : scenario.policies) {
    effect.cost_from = std::min(effect.cost_from, std::max(p.from, view.base_year + 1));
    effect.cost_to = std::max(effect.cost_to, std::min(p.to, view.last_year));
  }
  if (effect.cost_to < effect.cost_from) {
    effect.cost_from = view.base_year;
    effect.cost_to = view.last_year;
  }
  if (effect.twin == nullptr) return effect;
  double sum = 0.0;
  for (int year = effect.cost_from; year <= effect.cost_to; ++year) {
    sum += difference(effect, year, &YearResult::fiscal_cost);
  }
  const double years = effect.cost_to - effect.cost_from + 1;
  effect.fiscal_cost = view.results.billions(sum / years);
  return effect;
}

double gdp_effect(const Effect& effect, int year) {
  if (effect.twin == nullptr) return 0.0;
  const YearResult* with = find_year(effect.scenario->path, year);
  const YearResult* without = find_year(effect.twin->path, year);
  return with == nullptr || without == nullptr ? 0.0 : with->real_gdp / without->real_gdp - 1.0;
}

std::string scenarios_section(const View& view) {
  const std::vector<Effect> all = effects(view);
  std::string html = paragraph(
      "Every policy scenario is compared with a twin: the same world, the same shocks from abroad, "
      "without the policies. Only the difference is the effect of policy.");
  html += descriptions(view);
  if (all.empty()) {
    html += paragraph("No scenario of this run has a twin; there is no effect of policy to show.");
  } else {
    html += table(effects_table(view, all));
    html += gdp_figure(view, all);
    if (view.has_class("sei")) html += share_figure(view, all);
    html += cost_figure(view, all);
    html += heading("What each measure costs and adds") + table(by_measure_table(view));
  }
  const Table measures = measures_table(view);
  if (!measures.rows.empty()) html += heading("Every measure with its passport") + table(measures);
  return html;
}

}  // namespace domar::scenario::report
