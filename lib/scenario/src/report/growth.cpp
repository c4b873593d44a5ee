#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "format.hpp"
#include "sections.hpp"

namespace domar::scenario::report {

namespace {

using growth::GrowthAccounts;
using growth::TechnologySources;
using growth::YearResult;

/// Years with growth: all but the base year.
std::vector<const YearResult*> growing_years(const View& view) {
  std::vector<const YearResult*> years;
  for (const auto& year : view.baseline().years) {
    if (year.year > view.base_year) years.push_back(&year);
  }
  return years;
}

template <typename Value>
Layer layer(const View& view, const char* label, const char* color, Value value) {
  Layer result{label, {}, color};
  for (const YearResult* year : growing_years(view)) {
    result.values.push_back(100.0 * value(year->accounts));
  }
  return result;
}

std::vector<int> years_of(const View& view) {
  std::vector<int> years;
  for (const YearResult* year : growing_years(view)) years.push_back(year->year);
  return years;
}

std::vector<Passport> growth_passports(const View& view) {
  return view.passports({"gdp_growth", "population_15_64", "gfcf_share", "labour_quality",
                         "capital_", "investment_", "residual_", "rd_", "data_", "ai_",
                         "emerging_"});
}

/// The layers as a table by year.
Table table_of(const std::string& caption, const std::vector<int>& years,
               const std::vector<Layer>& layers, const char* total) {
  Table table{caption, {{"Year"}}, {}};
  for (const Layer& l : layers) table.columns.push_back({l.label});
  table.columns.push_back({total});
  for (std::size_t i = 0; i < years.size(); ++i) {
    Row row{std::to_string(years[i])};
    double sum = 0.0;
    for (const Layer& l : layers) {
      row.emplace_back(signed_number(l.values[i], 2));
      sum += l.values[i];
    }
    row.emplace_back(signed_number(sum, 2));
    table.rows.push_back(row);
  }
  return table;
}

StackedBars accounts_chart(const View& view) {
  StackedBars chart;
  chart.unit = "percentage points a year (log changes)";
  chart.years = years_of(view);
  chart.total = "GDP growth";
  chart.layers = {
      layer(view, "labour", "#E69F00", [](const GrowthAccounts& a) { return a.labour; }),
      layer(view, "capital", "#56B4E9", [](const GrowthAccounts& a) { return a.capital; }),
      layer(view, "data", "#AA4499", [](const GrowthAccounts& a) { return a.data; }),
      layer(view, "technology", "#005a8c", [](const GrowthAccounts& a) { return a.technology; }),
      layer(view, "reallocation", "#8a8a8a",
            [](const GrowthAccounts& a) { return a.reallocation; })};
  return chart;
}

std::string accounts_title(const View& view) {
  const Growth all = growth_between(view.baseline(), view.base_year + 1, view.last_year);
  const double n = all.years();
  const double first = std::expm1(growing_years(view).front()->accounts.gdp_growth);
  const double last = std::expm1(growing_years(view).back()->accounts.gdp_growth);
  return fmt::format(
      "Growth of {} in {} and {} in {}; over all years capital brings {} points a year, technology "
      "{}, labour {}, data {}",
      percent(first), view.base_year + 1, percent(last), view.last_year,
      number(100.0 * all.capital / n, 1), number(100.0 * all.technology / n, 1),
      number(100.0 * all.labour / n, 1), number(100.0 * all.data / n, 2));
}

std::string accounts_note(const View& view) {
  if (view.measured_to == view.base_year) return "";
  return fmt::format(
      "Growth of {}\u2013{} is measured: one labour-augmenting residual a year is set so that the "
      "model meets it, and is booked as technology. From {} on the residual stays at the mean of "
      "the last measured years (assumption \u2021).",
      view.base_year + 1, view.measured_to, view.measured_to + 1);
}

std::string accounts_figure(const View& view) {
  const StackedBars chart = accounts_chart(view);
  return figure("growth-accounts",
                {.title = accounts_title(view),
                 .description = "Stacked bars by year: contributions of labour, capital, data, "
                                "technology and reallocation to GDP growth of the baseline.",
                 .draw =
                     [&](const About& about, double width) {
                       StackedBars drawn = chart;
                       drawn.about = about;
                       return svg(drawn, width);
                     },
                 .note = accounts_note(view),
                 .source = view.source(),
                 .passports = growth_passports(view),
                 .table = table_of("Contributions to GDP growth, percentage points (log)",
                                   chart.years, chart.layers, "GDP")});
}

/// Growth of three years around each year, so that one odd year does not hide the trend; the first
/// and last years show the three years at the edge.
std::vector<Growth> three_years(const View& view) {
  const int first = view.base_year + 1;
  std::vector<Growth> windows;
  for (const YearResult* year : growing_years(view)) {
    const int from = std::max(std::min(year->year - 1, view.last_year - 2), first);
    const int to = std::min(from + 2, view.last_year);
    windows.push_back(growth_between(view.baseline(), from, to));
  }
  return windows;
}

constexpr double k_least_growth = 0.002;  // below, shares of growth mean nothing

LineChart shares_chart(const View& view) {
  LineChart chart;
  chart.unit = "% of GDP growth, three-year means";
  chart.from_zero = true;
  chart.height = 320.0;
  chart.label_decimals = 0;
  Line modern{"Technology and data", {}, "#005a8c", 3.0, ""};
  Line classic{"Labour and capital", {}, "#D55E00", 3.0, "8 3"};
  const auto windows = three_years(view);
  const auto years = years_of(view);
  for (std::size_t i = 0; i < windows.size(); ++i) {
    if (windows[i].gdp < k_least_growth * windows[i].years()) continue;
    const auto x = static_cast<double>(years[i]);
    modern.points.push_back({x, 100.0 * windows[i].modern_share()});
    classic.points.push_back({x, 100.0 * windows[i].classic_share()});
  }
  chart.lines = {modern, classic};
  if (view.measured_to > view.base_year && view.measured_to < view.last_year) {
    chart.dividers.push_back({static_cast<double>(view.measured_to),
                              fmt::format("growth measured to {}", view.measured_to)});
  }
  return chart;
}

std::string shares_title(const View& view) {
  const auto [first, last] = two_periods(view);
  if (first.gdp <= 0.0 || last.gdp <= 0.0) return "What growth is made of, by year";
  return fmt::format(
      "Technology and data bring {} of growth in {}\u2013{} and {} in {}\u2013{}; labour and "
      "capital "
      "{} and {}",
      percent(first.modern_share(), 0), first.from, first.to, percent(last.modern_share(), 0),
      last.from, last.to, percent(first.classic_share(), 0), percent(last.classic_share(), 0));
}

Table shares_table(const View& view) {
  Table table{"Shares of GDP growth, three-year means",
              {{"Year"}, {"Technology and data"}, {"Labour and capital"}, {"Reallocation"}},
              {}};
  const auto windows = three_years(view);
  const auto years = years_of(view);
  for (std::size_t i = 0; i < windows.size(); ++i) {
    const Growth& g = windows[i];
    const bool small = g.gdp < k_least_growth * g.years();
    const auto cell = [&](double share) { return small ? "\u2013" : percent(share, 0); };
    table.rows.push_back({std::to_string(years[i]), cell(g.modern_share()), cell(g.classic_share()),
                          cell(g.reallocation / g.gdp)});
  }
  return table;
}

std::string shares_figure(const View& view) {
  return figure(
      "growth-shares",
      {.title = shares_title(view),
       .description = "Two lines by year: share of GDP growth from technology and data, and "
                      "from labour and capital.",
       .draw =
           [&](const About& about, double width) {
             LineChart chart = shares_chart(view);
             chart.about = about;
             return svg(chart, width);
           },
       .note = "The rest is reallocation between industries. A share may pass 100 % where "
               "another part is negative.",
       .source = view.source(),
       .passports = growth_passports(view),
       .table = shares_table(view)});
}

/// Colours of the named sources, in their order.
constexpr std::array<const char*, growth::k_technology_sources.size()> k_source_colors{
    "#0072B2", "#56B4E9", "#882255", "#7A7A00", "#AA4499",
    "#009E73", "#009E73", "#66C2A5", "#D55E00", "#005a8c"};

/// Sources that bring nothing in any year are left out.
StackedBars technology_chart(const View& view) {
  const auto part = [&](const char* label, const char* color, double TechnologySources::*source) {
    return layer(view, label, color,
                 [source](const GrowthAccounts& a) { return a.sources.*source; });
  };
  StackedBars chart;
  chart.unit = "percentage points a year (log changes)";
  chart.years = years_of(view);
  chart.total = "technology";
  for (std::size_t k = 0; k < growth::k_technology_sources.size(); ++k) {
    const auto& source = growth::k_technology_sources[k];
    Layer found = part(source.title, k_source_colors[k], source.part);
    const bool acts = std::any_of(found.values.begin(), found.values.end(),
                                  [](double value) { return value != 0.0; });
    if (acts) chart.layers.push_back(std::move(found));
  }
  chart.layers.push_back(
      part("residual, labour-augmenting", "#E69F00", &TechnologySources::residual));
  chart.layers.push_back(part("index-number remainder", "#8a8a8a", &TechnologySources::remainder));
  return chart;
}

double mean(const Layer& l) {
  double sum = 0.0;
  for (const double value : l.values) sum += value;
  return sum / std::max(1.0, static_cast<double>(l.values.size()));
}

/// The residual is the last layer but one of technology_chart.
std::string technology_title(const StackedBars& chart) {
  double total = 0.0;
  std::string named;
  for (std::size_t k = 0; k < chart.layers.size(); ++k) {
    total += mean(chart.layers[k]);
    if (k + 2 < chart.layers.size()) {
      named += fmt::format("{}{} {}", named.empty() ? "" : ", ", chart.layers[k].label,
                           number(mean(chart.layers[k]), 2));
    }
  }
  return fmt::format(
      "Technology: {} points a year; of this {}, and {} that the model does not "
      "explain",
      signed_number(total, 2), named,
      signed_number(mean(chart.layers[chart.layers.size() - 2]), 2));
}

std::string technology_figure(const View& view) {
  const StackedBars chart = technology_chart(view);
  return figure(
      "technology",
      {.title = technology_title(chart),
       .description = "Stacked bars by year: technology growth by source.",
       .draw =
           [&](const About& about, double width) {
             StackedBars drawn = chart;
             drawn.about = about;
             return svg(drawn, width);
           },
       .note = "The residual is what the model does not explain: it is the measure of our "
               "ignorance, set by measured growth until figures end.",
       .source = view.source(),
       .passports = growth_passports(view),
       .table = table_of("Technology by source, percentage points (log)", chart.years, chart.layers,
                         "Technology")});
}

}  // namespace

Growth growth_between(const growth::Path& path, int from, int to) {
  Growth sum;
  sum.from = from;
  sum.to = to;
  for (const auto& year : path.years) {
    if (year.year < from || year.year > to) continue;
    sum.gdp += year.accounts.gdp_growth;
    sum.labour += year.accounts.labour;
    sum.capital += year.accounts.capital;
    sum.data += year.accounts.data;
    sum.technology += year.accounts.technology;
    sum.reallocation += year.accounts.reallocation;
  }
  return sum;
}

std::pair<Growth, Growth> two_periods(const View& view) {
  const bool split_by_data = view.measured_to > view.base_year && view.measured_to < view.last_year;
  const int split = split_by_data ? view.measured_to : (view.base_year + view.last_year) / 2;
  return {growth_between(view.baseline(), view.base_year + 1, split),
          growth_between(view.baseline(), split + 1, view.last_year)};
}

std::string growth_section(const View& view) {
  if (growing_years(view).empty())
    return paragraph("The run has one year only: no growth to show.");
  return accounts_figure(view) + shares_figure(view) + technology_figure(view);
}

}  // namespace domar::scenario::report
