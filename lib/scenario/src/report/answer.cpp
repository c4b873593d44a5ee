#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "format.hpp"
#include "sections.hpp"

namespace domar::scenario::report {

namespace {

/// Words for a probability; the number always stands beside them.
std::string likelihood(double probability) {
  if (probability >= 0.9) return "very likely";
  if (probability >= 0.66) return "likely";
  if (probability >= 0.33) return "about as likely as not";
  if (probability >= 0.1) return "unlikely";
  return "very unlikely";
}

/// First year in which the baseline total is at least `share`, or 0.
int year_reached(const View& view, double share) {
  for (const auto& year : view.baseline().years) {
    if (view.results.sei(view.results.baseline(), year.year).total >= share) return year.year;
  }
  return 0;
}

std::string when_reached(const View& view, const OfficialPoint& target) {
  const int year = year_reached(view, target.value);
  if (year == 0) {
    return fmt::format("The baseline does not reach {} by {}.", percent(target.value, 0),
                       view.last_year);
  }
  if (year < target.year) {
    return fmt::format("The baseline passes {} already in {}.", percent(target.value, 0), year);
  }
  if (year == target.year) return "";
  return fmt::format("The baseline reaches {} in {}.", percent(target.value, 0), year);
}

std::string verdict(const View& view, const OfficialPoint& target) {
  const auto& baseline = view.results.baseline();
  const SeiShare share = view.results.sei(baseline, target.year);
  const double p = view.results.probability_sei_reaches(baseline, target.year, target.value);
  const double gap = share.total - target.value;
  return fmt::format(
      "Will strategic emerging industries (SEI) reach {} of GDP in {}? In the baseline this is {}: "
      "the share comes to {}, {} {} the target. The probability of reaching it is {}, counting "
      "only "
      "how uncertain the official way of counting is (80 % range: {} to {}). {}",
      percent(target.value, 0), target.year, likelihood(p), percent(share.total), distance(gap),
      gap >= 0.0 ? "above" : "short of", percent(p, p < 0.0995 || p > 0.9005 ? 1 : 0),
      percent(share.low), percent(share.high), when_reached(view, target));
}

std::string two_parts(const View& view, int year) {
  const auto& baseline = view.results.baseline();
  const SeiShare start = view.results.sei(baseline, view.base_year);
  const SeiShare share = view.results.sei(baseline, year);
  const double by_structure = share.structure - start.structure;
  const double change = share.total - start.total;
  std::string text = fmt::format(
      "Of the {} in {}, {} points are structure (every industry keeps the part that was emerging "
      "in "
      "{}) and {} points are reclassification and upgrading within industries: a drift fitted on "
      "official figures, which the model does not explain. Since {} structure has changed by {} "
      "and "
      "reclassification by {}.",
      percent(share.total), year, number(100.0 * share.structure, 1), view.base_year,
      number(100.0 * share.reclassification, 1), view.base_year, points(by_structure),
      points(share.reclassification - start.reclassification));
  if (change > 0.002) {
    text += fmt::format(" What the growth of industries itself adds is {} of the change.",
                        percent(by_structure / change, 0));
  }
  return text;
}

/// The policy scenario for which a number is largest, or nullptr.
template <typename Value>
const ScenarioResult* best_by(const View& view, Value value) {
  const ScenarioResult* best = nullptr;
  for (const ScenarioResult* scenario : view.with_twin()) {
    if (scenario->policies.empty()) continue;
    if (best == nullptr || value(*scenario) > value(*best)) best = scenario;
  }
  return best;
}

std::string policy_answer(const View& view) {
  const auto structure = [&](const ScenarioResult& s) {
    return view.results.sei(s, view.last_year).structure -
           view.results.sei(*view.twin_of(s), view.last_year).structure;
  };
  const auto gdp = [&](const ScenarioResult& s) {
    return gdp_effect(effect_of(view, s), view.last_year);
  };
  const ScenarioResult* most_gdp = best_by(view, gdp);
  if (most_gdp == nullptr) return "";
  std::string text = fmt::format(
      "Against its no-policy twin, \u201c{}\u201d adds most to GDP: {} in {}, for {} of public "
      "money a "
      "year while it lasts.",
      label_of(*most_gdp), signed_percent(gdp(*most_gdp)), view.last_year,
      money(effect_of(view, *most_gdp).fiscal_cost, view.currency));
  if (!view.has_class("sei")) return text;
  const ScenarioResult* most_sei = best_by(view, structure);
  return text +
         fmt::format(" \u201c{}\u201d moves the structure of the economy most: {} of SEI share.",
                     label_of(*most_sei), points(structure(*most_sei), 2));
}

/// One line a task: what it adds and what it costs.
std::string tasks_answer(const View& view) {
  std::vector<std::string> lines;
  const int middle = view.later_years().size() > 1
                         ? view.later_years()[view.later_years().size() - 2]
                         : view.last_year;
  for (const ScenarioResult* s : view.with_twin()) {
    if (s->policies.empty()) continue;
    const Effect effect = effect_of(view, *s);
    lines.push_back(
        fmt::format("{}: GDP {} in {} and {} in {}; {} of public money a year, {}\u2013{}.",
                    label_of(*s), signed_percent(gdp_effect(effect, middle)), middle,
                    signed_percent(gdp_effect(effect, view.last_year)), view.last_year,
                    money(effect.fiscal_cost, view.currency), effect.cost_from, effect.cost_to));
  }
  if (lines.empty()) return "";
  return paragraph("What each task adds and costs, against its no-policy twin:") + list(lines);
}

std::string growth_answer(const View& view) {
  if (view.last_year == view.base_year) return "";
  const auto [before, after] = two_periods(view);
  if (before.gdp <= 0.0 || after.gdp <= 0.0) return "";
  return fmt::format(
             "Growth of {}\u2013{} is made of labour {}, capital {}, data {} and technology {} "
             "points a "
             "year; of {}\u2013{} {}, {}, {} and {}. ",
             before.from, before.to, signed_number(100 * before.labour / before.years(), 2),
             signed_number(100 * before.capital / before.years(), 2),
             signed_number(100 * before.data / before.years(), 2),
             signed_number(100 * before.technology / before.years(), 2), after.from, after.to,
             signed_number(100 * after.labour / after.years(), 2),
             signed_number(100 * after.capital / after.years(), 2),
             signed_number(100 * after.data / after.years(), 2),
             signed_number(100 * after.technology / after.years(), 2)) +
         fmt::format(
             "GDP grows by {} a year in {}\u2013{} and {} in {}\u2013{}. Technology and data "
             "account for "
             "{} of "
             "growth in the first period and {} in the second; labour and capital for {} and {}.",
             percent(std::expm1(before.gdp / before.years())), before.from, before.to,
             percent(std::expm1(after.gdp / after.years())), after.from, after.to,
             percent(before.modern_share(), 0), percent(after.modern_share(), 0),
             percent(before.classic_share(), 0), percent(after.classic_share(), 0));
}

std::string dependence_answer(const View& view) {
  const double from = view.first().foreign_reliance;
  const double to = view.last().foreign_reliance;
  if (from <= 0.0) return "";
  return fmt::format(
      "Of every 100 {} of final spending, {} end up abroad through all suppliers in {} and {} in "
      "{}.",
      view.currency, number(100.0 * from, 1), view.base_year, number(100.0 * to, 1),
      view.last_year);
}

Table scenario_table(const View& view, const std::optional<OfficialPoint>& target) {
  Table table{"SEI share of GDP by scenario: total, and structure alone",
              {{"Scenario", Column::Kind::text}},
              {}};
  for (const int year : view.later_years()) {
    table.columns.push_back({fmt::format("{} total", year)});
    table.columns.push_back({fmt::format("{} structure", year)});
  }
  if (target) {
    table.columns.push_back(
        {fmt::format("Probability of {} in {}", percent(target->value, 0), target->year)});
  }
  for (const ScenarioResult& scenario : view.results.scenarios) {
    if (scenario.path.years.empty()) continue;
    Row row{label_of(scenario)};
    for (const int year : view.later_years()) {
      const SeiShare share = view.results.sei(scenario, year);
      row.emplace_back(percent(share.total));
      row.emplace_back(percent(share.structure, 2));
    }
    if (target) {
      row.emplace_back(
          percent(view.results.probability_sei_reaches(scenario, target->year, target->value), 1));
    }
    table.rows.push_back(row);
  }
  return table;
}

std::string sei_answer(const View& view) {
  if (!view.has_class("sei")) {
    return paragraph(
        "This economy names no class of emerging industries (\u201csei\u201d); the report shows "
        "growth, "
        "scenarios and dependence only.");
  }
  const auto target = sei_target(view);
  const int year = target ? target->year : view.last_year;
  std::string html;
  if (target) {
    html += fmt::format("<p class=\"answer\">{}</p>\n", escaped(verdict(view, *target)));
  }
  html += paragraph(two_parts(view, year));
  return html;
}

}  // namespace

std::optional<OfficialPoint> sei_target(const View& view) {
  const OfficialPoint* target = view.results.sei_target();
  if (target == nullptr || find_year(view.baseline(), target->year) == nullptr) return {};
  return *target;
}

std::string answer_section(const View& view) {
  std::string html = sei_answer(view);
  html += paragraph(policy_answer(view));
  html += tasks_answer(view);
  html += paragraph(growth_answer(view));
  html += paragraph(dependence_answer(view));
  if (view.has_class("sei")) html += table(scenario_table(view, sei_target(view)));
  html += fmt::format(
      "<p class=\"key\">{}</p>\n",
      escaped(
          "How to read the marks: \u2020 from memory, not yet checked against the printed source; "
          "\u2021 assumption, a choice made here. Numbers without a mark were read in their "
          "source, "
          "computed from public files or derived from such numbers. This is a set of what-if "
          "answers under stated assumptions, not a forecast; the last chapter says how far to "
          "trust it."));
  return html;
}

}  // namespace domar::scenario::report
