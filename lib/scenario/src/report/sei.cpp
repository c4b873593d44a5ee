#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "format.hpp"
#include "sections.hpp"

namespace domar::scenario::report {

namespace {

std::vector<Point> shares(const View& view, const ScenarioResult& scenario,
                          double SeiShare::*part) {
  std::vector<Point> points;
  points.reserve(scenario.path.years.size());
  for (const auto& year : scenario.path.years) {
    points.push_back(
        {static_cast<double>(year.year), 100.0 * (view.results.sei(scenario, year.year).*part)});
  }
  return points;
}

Marks marks_of(const View& view, const std::string& kind, bool from_memory) {
  Marks marks;
  for (const OfficialPoint& point : view.results.official_sei) {
    if (point.kind != kind || mark_of(point.passport.status).empty() == from_memory) continue;
    marks.points.push_back({static_cast<double>(point.year), 100.0 * point.value});
    marks.texts.push_back((kind == "lower bound" ? "> " : "") + as_printed(100.0 * point.value) +
                          mark_of(point.passport.status));
  }
  return marks;
}

void add_marks(LineChart& chart, Marks marks, const std::string& label, Key::Sign sign,
               const std::string& color) {
  if (marks.points.empty()) return;
  marks.label = label;
  marks.sign = sign;
  marks.color = color;
  chart.marks.push_back(marks);
}

void add_official(LineChart& chart, const View& view) {
  const std::string red = "#A0300A";
  add_marks(chart, marks_of(view, "figure", false), "official figure", Key::Sign::dot, red);
  add_marks(chart, marks_of(view, "figure", true), "official figure, from memory \u2020",
            Key::Sign::ring, red);
  for (const bool uncertain : {false, true}) {
    const std::string dagger = uncertain ? " \u2020" : "";
    add_marks(chart, marks_of(view, "lower bound", uncertain), "official \u201cover\u201d" + dagger,
              Key::Sign::triangle, red);
    add_marks(chart, marks_of(view, "target", uncertain), "official target" + dagger,
              Key::Sign::diamond, "#0B6E4F");
  }
}

/// Everything at once: total with its range, structure, scenarios, official figures.
LineChart overview_chart(const View& view) {
  const auto& baseline = view.results.baseline();
  LineChart chart;
  chart.unit = "% of GDP";
  chart.from_zero = true;
  chart.height = 430.0;
  chart.bands.push_back({"80 % range of the counting drift \u2021",
                         shares(view, baseline, &SeiShare::low),
                         shares(view, baseline, &SeiShare::high), k_palette[0]});
  Line total = line_of(view, baseline);
  total.points = shares(view, baseline, &SeiShare::total);
  chart.lines.push_back(total);
  if (view.results.sei_unallocated > 0.0) {
    chart.lines.push_back({"Not allocated to any sector \u2021",
                           shares(view, baseline, &SeiShare::unallocated), "#8A6D3B", 1.6, "1 3"});
  }
  chart.lines.push_back(
      {"Structure alone", shares(view, baseline, &SeiShare::structure), "#555", 2.4, "3 3"});
  for (const ScenarioResult& scenario : view.results.scenarios) {
    if (&scenario == &baseline || scenario.path.years.empty()) continue;
    Line line = line_of(view, scenario);
    line.points = shares(view, scenario, &SeiShare::total);
    line.width = 1.5;
    chart.lines.push_back(line);
  }
  add_official(chart, view);
  if (view.measured_to > view.base_year && view.measured_to < view.last_year) {
    chart.dividers.push_back({static_cast<double>(view.measured_to),
                              fmt::format("growth measured to {}", view.measured_to)});
  }
  return chart;
}

std::string overview_title(const View& view) {
  const auto& baseline = view.results.baseline();
  const auto target = sei_target(view);
  const SeiShare end = view.results.sei(baseline, view.last_year);
  if (!target) {
    return fmt::format("Emerging industries reach {} of GDP in {}", percent(end.total),
                       view.last_year);
  }
  const SeiShare then = view.results.sei(baseline, target->year);
  const double gap = then.total - target->value;
  return fmt::format(
      "Emerging industries come to {} of GDP in {}, {} {} the target of {}; {} in {}",
      percent(then.total), target->year, distance(gap), gap >= 0.0 ? "above" : "below",
      percent(target->value, 0), percent(end.total), view.last_year);
}

Table overview_table(const View& view) {
  Table table{"SEI share of GDP, baseline and official figures",
              {{"Year"},
               {"Structure"},
               {"of it not allocated \u2021"},
               {"Reclassification \u2021"},
               {"Total"},
               {"Low (80 %)"},
               {"High (80 %)"},
               {"Official", Column::Kind::text}},
              {}};
  std::vector<int> years;
  years.reserve(view.results.official_sei.size() + view.baseline().years.size());
  for (const OfficialPoint& point : view.results.official_sei) years.push_back(point.year);
  for (const auto& year : view.baseline().years) years.push_back(year.year);
  std::sort(years.begin(), years.end());
  years.erase(std::unique(years.begin(), years.end()), years.end());
  for (const int year : years) {
    std::string official;
    for (const OfficialPoint& point : view.results.official_sei) {
      if (point.year != year) continue;
      if (!official.empty()) official += "; ";
      official +=
          fmt::format("{} {}{}", point.kind, percent(point.value), mark_of(point.passport.status));
    }
    Row row{std::to_string(year)};
    if (find_year(view.baseline(), year) == nullptr) {
      row.insert(row.end(), 6, std::string());
    } else {
      const SeiShare s = view.results.sei(view.results.baseline(), year);
      for (const double share :
           {s.structure, s.unallocated, s.reclassification, s.total, s.low, s.high}) {
        row.emplace_back(percent(share, 2));
      }
    }
    row.emplace_back(official);
    table.rows.push_back(row);
  }
  return table;
}

std::vector<Passport> official_passports(const View& view) {
  std::vector<Passport> passports{view.table_passport()};
  for (const OfficialPoint& point : view.results.official_sei) {
    passports.push_back(passport_of("Official share, " + point.kind, point.passport));
    passports.back().value = percent(point.value);
    passports.back().year = std::to_string(point.year);
  }
  return passports;
}

std::string drift_words(const View& view) {
  const CountingDrift& drift = view.results.drift;
  if (drift.years_fitted.empty()) {
    return "No official figures were there to fit the drift of counting: total and structure are "
           "the same.";
  }
  const std::string held =
      drift.held_from > 0
          ? fmt::format(" From {} on it stays as it is (assumption \u2021).", drift.held_from)
          : "";
  const std::string bounds =
      drift.bound_allowance > 0.0
          ? fmt::format(" A lower bound (\u201cover\u201d) counts as {} more (assumption \u2021).",
                        distance(drift.bound_allowance))
          : "";
  return fmt::format(
      "The total is structure times a drift of counting, fitted on {} official figures of "
      "{}\u2013{} ({} degrees of freedom): a step of {} log points and {} log points a year.{}{} "
      "The "
      "range is that of the drift alone.",
      count(drift.years_fitted.size()), drift.first_year, drift.last_year, drift.degrees_of_freedom,
      signed_number(100.0 * drift.level, 1), signed_number(100.0 * drift.slope, 2), bounds, held);
}

std::string overview_figure(const View& view) {
  return figure(
      "sei-share",
      {.title = overview_title(view),
       .description = "Lines by year: total share of the baseline with its 80 per cent range, "
                      "structure alone, every scenario; marks: official figures and targets.",
       .draw =
           [&](const About& about, double width) {
             LineChart chart = overview_chart(view);
             chart.about = about;
             return svg(chart, width);
           },
       .note = drift_words(view),
       .source = view.source() + " Official figures: see the list of sources.",
       .passports = official_passports(view),
       .table = overview_table(view)});
}

/// Structure by scenario, enlarged: here policies differ.
LineChart structure_chart(const View& view) {
  LineChart chart;
  chart.unit = "% of GDP (the axis does not begin at zero)";
  chart.label_decimals = 2;
  for (const ScenarioResult& scenario : view.results.scenarios) {
    if (scenario.path.years.empty()) continue;
    Line line = line_of(view, scenario);
    line.points = shares(view, scenario, &SeiShare::structure);
    chart.lines.push_back(line);
  }
  return chart;
}

Table structure_table(const View& view) {
  Table table{"Structure alone, share of GDP by scenario", {{"Year"}}, {}};
  for (const auto& scenario : view.results.scenarios) table.columns.push_back({label_of(scenario)});
  for (const auto& year : view.baseline().years) {
    Row row{std::to_string(year.year)};
    for (const auto& scenario : view.results.scenarios) {
      row.emplace_back(percent(view.results.sei(scenario, year.year).structure, 2));
    }
    table.rows.push_back(row);
  }
  return table;
}

std::string structure_title(const View& view) {
  const auto& scenarios = view.results.scenarios;
  const auto end = [&](const ScenarioResult& s) {
    return view.results.sei(s, view.last_year).structure;
  };
  const double from = view.results.sei(scenarios.front(), view.base_year).structure;
  const double to = end(scenarios.front());
  std::string title =
      fmt::format("By structure alone the share {} from {} in {} to {} in {}", moves(from, to, 2),
                  percent(from, 2), view.base_year, percent(to, 2), view.last_year);
  const auto top = std::max_element(scenarios.begin(), scenarios.end(),
                                    [&](const auto& a, const auto& b) { return end(a) < end(b); });
  if (top != scenarios.begin() && end(*top) > to) {
    title += fmt::format("; most under \u201c{}\u201d, {}", label_of(*top), percent(end(*top), 2));
  }
  return title;
}

/// What the shares of the class itself rest on.
std::vector<Passport> class_passports(const View& view) {
  std::vector<Passport> passports = view.passports({"emerging_", "elasticities.standard"});
  for (const auto& classification : view.results.classes) {
    if (classification.name != "sei") continue;
    for (const auto& share : classification.shares) {
      const auto& goods = view.results.economy.goods;
      const std::string sector =
          share.sector < goods.size() ? goods.title(share.sector) : std::to_string(share.sector);
      passports.push_back({"Emerging part of " + sector, percent(share.share),
                           "share of the sector", std::to_string(view.results.economy.year),
                           share.source, "", share.status});
    }
  }
  return passports;
}

std::string structure_figure(const View& view) {
  return figure(
      "sei-structure",
      {.title = structure_title(view),
       .description = "Lines by year, one a scenario: share of emerging industries in GDP "
                      "when every industry keeps its base-year emerging part.",
       .draw =
           [&](const About& about, double width) {
             LineChart chart = structure_chart(view);
             chart.about = about;
             return svg(chart, width);
           },
       .note = "Shares are at current prices. Where productivity grows fast prices fall, so a "
               "share may stand still although output grows: see the chapter on industries.",
       .source = view.source(),
       .passports = class_passports(view),
       .table = structure_table(view)});
}

}  // namespace

std::string sei_section(const View& view) {
  if (!view.has_class("sei")) {
    return paragraph("This economy names no class \u201csei\u201d; there is nothing to show.");
  }
  return overview_figure(view) + structure_figure(view);
}

}  // namespace domar::scenario::report
