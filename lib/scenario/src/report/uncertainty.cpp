#include <fmt/format.h>

#include <algorithm>

#include "domar/ensemble/scores.hpp"
#include "format.hpp"
#include "sections.hpp"

namespace domar::scenario::report {

namespace {

/// Quantiles of a variable of the baseline by year, in per cent.
std::vector<Point> quantiles(const Uncertainty& drawn, const std::string& variable, double p) {
  std::vector<Point> points;
  for (Index t = 0; t < drawn.years.size(); ++t) {
    const Vector values = drawn.sorted(0, drawn.variable(variable), t);
    points.push_back({static_cast<double>(drawn.years[t]), 100.0 * ensemble::quantile(values, p)});
  }
  return points;
}

/// Median and 80 % range of a variable of a scenario in a year.
struct Range {
  double low = 0.0;
  double middle = 0.0;
  double high = 0.0;
};
Range range_of(Vector values) {
  std::sort(values.begin(), values.end());
  return {ensemble::quantile(values, 0.1), ensemble::quantile(values, 0.5),
          ensemble::quantile(values, 0.9)};
}
std::string in_words(const Range& range) {
  return fmt::format("{} (80 %: {} to {})", percent(range.middle), percent(range.low),
                     percent(range.high));
}

Range of_year(const Uncertainty& drawn, const std::string& variable, int year) {
  return range_of(
      drawn.sorted(0, drawn.variable(variable), static_cast<Index>(year - drawn.years.front())));
}

/// Total less structure, draw by draw.
Range reclassified(const Uncertainty& drawn, int year) {
  const auto t = static_cast<Index>(year - drawn.years.front());
  const Vector total = drawn.by_draw(0, drawn.variable("sei_total"), t);
  const Vector structure = drawn.by_draw(0, drawn.variable("sei_structure"), t);
  Vector rest;
  for (Index k = 0; k < total.size(); ++k) {
    if (!drawn.failed[k]) rest.push_back(total[k] - structure[k]);
  }
  return range_of(rest);
}

std::string chance_in_words(double p) {
  if (p < 0.05) return "very unlikely";
  if (p < 0.33) return "unlikely";
  if (p < 0.67) return "open";
  if (p < 0.95) return "likely";
  return "very likely";
}

std::string how_drawn(const Uncertainty& drawn) {
  std::string text = fmt::format(
      "{} draws over {} uncertain numbers (seed {}, {}). Every number whose range or status says "
      "that it is not known for sure is drawn from a prior; what rests on memory \u2020 or "
      "assumption \u2021 has a wider one. Model, table and measured growth are the same in all "
      "draws.",
      drawn.draws(), drawn.inputs.size(), drawn.seed,
      drawn.design == "sobol" ? "Sobol\u2019s sequence" : "Latin hypercube");
  if (drawn.failures() > 0) {
    text += fmt::format(" {} draws could not be solved and are left out.", drawn.failures());
  }
  return text;
}

std::string target_words(const Uncertainty& drawn) {
  const auto& target = *drawn.target;
  const Range total = of_year(drawn, "sei_total", target.year);
  const Range structure = of_year(drawn, "sei_structure", target.year);
  const Range counted = reclassified(drawn, target.year);
  std::string text = fmt::format(
      "Do emerging industries reach {} of GDP in {}? It is {}: {} of the draws say so "
      "(\u00b1 {} by their number). The share comes to {}: {} is structure, "
      "{} reclassification and upgrading within industries.",
      percent(target.share, 0), target.year, chance_in_words(target.probability.front()),
      percent(target.probability.front(), 0), distance(target.standard_error.front()),
      in_words(total), in_words(structure), in_words(counted));
  for (Index s = 1; s < drawn.scenarios.size(); ++s) {
    text += fmt::format(" With the measures of \u201c{}\u201d: {}.", words(drawn.scenarios[s]),
                        percent(target.probability[s], 0));
  }
  return text;
}

Table fan_table(const Uncertainty& drawn) {
  Table table{"SEI share of GDP in the draws of the baseline",
              {{"Year"}, {"5 %"}, {"10 %"}, {"25 %"}, {"Median"}, {"75 %"}, {"90 %"}, {"95 %"}},
              {}};
  for (Index t = 0; t < drawn.years.size(); ++t) {
    const Vector values = drawn.sorted(0, drawn.variable("sei_total"), t);
    Row row{std::to_string(drawn.years[t])};
    for (const double p : {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95}) {
      row.emplace_back(percent(ensemble::quantile(values, p), 2));
    }
    table.rows.push_back(row);
  }
  return table;
}

LineChart fan_chart(const View& view, const Uncertainty& drawn) {
  LineChart chart;
  chart.unit = "% of GDP";
  chart.from_zero = true;
  chart.bands.push_back({"90 % of draws", quantiles(drawn, "sei_total", 0.05),
                         quantiles(drawn, "sei_total", 0.95), k_palette[0]});
  chart.bands.push_back({"50 % of draws", quantiles(drawn, "sei_total", 0.25),
                         quantiles(drawn, "sei_total", 0.75), k_palette[0]});
  chart.lines.push_back(
      {"Median of the draws", quantiles(drawn, "sei_total", 0.5), k_palette[0], 2.4, ""});
  chart.lines.push_back(
      {"Structure alone, median", quantiles(drawn, "sei_structure", 0.5), "#555", 2.0, "3 3"});
  for (const auto& [kind, sign] :
       {std::pair{"figure", Key::Sign::ring}, std::pair{"target", Key::Sign::diamond}}) {
    Marks marks;
    marks.label = std::string("official ") + kind;
    marks.sign = sign;
    marks.color = "#A0300A";
    for (const OfficialPoint& point : view.results.official_sei) {
      if (point.kind != kind || point.year < drawn.years.front()) continue;
      if (point.year > drawn.years.back()) continue;
      marks.points.push_back({static_cast<double>(point.year), 100.0 * point.value});
      marks.texts.push_back(as_printed(100.0 * point.value) + mark_of(point.passport.status));
    }
    if (!marks.points.empty()) chart.marks.push_back(marks);
  }
  return chart;
}

std::string fan_figure(const View& view, const Uncertainty& drawn) {
  const int last = drawn.years.back();
  return figure(
      "sei-fan",
      {.title = fmt::format("In {} the share lies between {} and {} in nine draws of ten", last,
                            percent(quantiles(drawn, "sei_total", 0.05).back().y / 100.0),
                            percent(quantiles(drawn, "sei_total", 0.95).back().y / 100.0)),
       .description = "Bands by year that hold 50 and 90 per cent of the draws, their "
                      "median, structure alone, official figures and targets.",
       .draw =
           [&](const About& about, double width) {
             LineChart chart = fan_chart(view, drawn);
             chart.about = about;
             return svg(chart, width);
           },
       .note = how_drawn(drawn),
       .source = view.source(),
       .table = fan_table(drawn)});
}

std::string name_of(const DrawnInput& input) {
  return title_words(input.name) + mark_of(input.status);
}

Table influence_table(const Uncertainty& drawn, const Uncertainty::Indices& indices,
                      const std::string& of_what) {
  Table table{fmt::format("Uncertain numbers by their influence on {} in the target year", of_what),
              {{"Number", Column::Kind::text},
               {"First index"},
               {"Total index"},
               {"5 %"},
               {"Median"},
               {"95 %"},
               {"Unit", Column::Kind::text},
               {"Status", Column::Kind::text},
               {"Source", Column::Kind::long_text}},
              {}};
  std::vector<Index> order = Uncertainty::by_influence(indices);
  for (Index i = 0; i < drawn.inputs.size(); ++i) {  // the others: below what the fit sees
    if (std::find(order.begin(), order.end(), i) == order.end()) order.push_back(i);
  }
  for (const Index i : order) {
    const DrawnInput& input = drawn.inputs[i];
    const bool seen = indices.total[i] > 0.0;
    table.rows.push_back({title_words(input.name), seen ? percent(indices.first[i]) : "\u2013",
                          seen ? percent(indices.total[i]) : "\u2013", as_printed(input.low),
                          as_printed(input.median), as_printed(input.high), input.unit,
                          domar::name_of(input.status), input.source});
  }
  return table;
}

/// @param id, of_what  "sei-influence", "the share"
std::string influence_figure(const View& view, const Uncertainty& drawn,
                             const Uncertainty::Indices& indices, const std::string& id,
                             const std::string& of_what) {
  HorizontalBars chart;
  chart.unit = fmt::format("% of the variance of {}", of_what);
  chart.series = {"alone (first index)", "with interactions (total index)"};
  chart.colors = {k_palette[0], k_palette[1]};
  constexpr std::size_t shown = 10;
  const std::vector<Index> order = Uncertainty::by_influence(indices);
  for (const Index i : order) {
    if (chart.groups.size() == shown) break;
    chart.groups.push_back({name_of(drawn.inputs[i]),
                            {100.0 * indices.first[i], 100.0 * indices.total[i]},
                            {percent(indices.first[i]), percent(indices.total[i])}});
  }
  if (chart.groups.empty()) return "";
  const Index top = order.front();
  return figure(
      id, {.title = fmt::format("{} in {} depends most on {}: {} of its variance", capital(of_what),
                                drawn.target->year, words(drawn.inputs[top].name),
                                percent(indices.total[top], 0)),
           .description = "Horizontal bars of Sobol indices, first and total, of the ten most "
                          "influential uncertain numbers.",
           .draw =
               [&](const About& about, double width) {
                 HorizontalBars bars = chart;
                 bars.about = about;
                 return svg(bars, width);
               },
           .note = fmt::format(
               "Sobol indices by a sparse polynomial fitted to the draws; it predicts {} "
               "of the variance of draws it has not seen. The table lists every number "
               "that was drawn.",
               percent(std::max(0.0, indices.explained), 0)),
           .source = view.source(),
           .table = influence_table(drawn, indices, of_what)});
}

/// Growth in the baseline's draws, mean of all years.
std::string growth_words(const Uncertainty& drawn) {
  const auto mean_of = [&](const std::vector<std::string>& parts) {
    Vector means(drawn.draws(), 0.0);
    for (const std::string& part : parts) {
      for (Index t = 1; t < drawn.years.size(); ++t) {
        const Vector values = drawn.by_draw(0, drawn.variable(part), t);
        for (Index k = 0; k < values.size(); ++k) {
          means[k] += values[k] / static_cast<double>(drawn.years.size() - 1);
        }
      }
    }
    Vector kept;
    for (Index k = 0; k < means.size(); ++k) {
      if (!drawn.failed[k]) kept.push_back(means[k]);
    }
    return range_of(kept);
  };
  const auto said = [](const Range& r) {
    return fmt::format("{} points a year (80 %: {} to {})", number(100.0 * r.middle, 2),
                       number(100.0 * r.low, 2), number(100.0 * r.high, 2));
  };
  return fmt::format(
      "Growth of {}\u2013{} in the draws: labour and capital {}, technology and data {}.",
      drawn.years.front() + 1, drawn.years.back(),
      said(mean_of({"growth_labour", "growth_capital"})),
      said(mean_of({"growth_technology", "growth_data"})));
}

/// What the drawn scenario does to GDP, with its own numbers drawn as well.
std::string effect_words(const Uncertainty& drawn) {
  std::string text;
  for (Index s = 1; s < drawn.scenarios.size(); ++s) {
    const Vector effects = drawn.gdp_effects(s, drawn.years.size() - 1);
    const auto at = [&](double p) { return signed_percent(ensemble::quantile(effects, p)); };
    text += fmt::format(
        "{}\u201c{}\u201d adds {} to the GDP of {} (80 %: {} to {}), what follows from "
        "its measures drawn as well.",
        text.empty() ? "" : " ", words(drawn.scenarios[s]), at(0.5), drawn.years.back(), at(0.1),
        at(0.9));
  }
  return text;
}

}  // namespace

std::string uncertainty_section(const View& view) {
  const Uncertainty& drawn = *view.results.uncertainty;
  std::string html;
  if (drawn.target) {
    html += paragraph(target_words(drawn)) + fan_figure(view, drawn);
    if (drawn.target->indices) {
      html += influence_figure(view, drawn, *drawn.target->indices, "sei-influence", "the share");
    }
    if (drawn.target->structure_indices) {
      html += influence_figure(view, drawn, *drawn.target->structure_indices, "structure-influence",
                               "the structure");
    }
  } else {
    html += paragraph(how_drawn(drawn));
  }
  html += paragraph(growth_words(drawn));
  const std::string effects = effect_words(drawn);
  return effects.empty() ? html : html + paragraph(effects);
}

}  // namespace domar::scenario::report
