#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <set>
#include <utility>

#include "format.hpp"
#include "sections.hpp"

namespace domar::scenario::report {

namespace {

/// The industries named in 2024: name of the class, and what people call it.
constexpr std::array<std::pair<const char*, const char*>, 9> k_named{
    {{"hydrogen", "Hydrogen power"},
     {"new-materials", "New materials"},
     {"bio-manufacturing", "Bio-manufacturing"},
     {"commercial-spaceflight", "Commercial spaceflight"},
     {"quantum-technology", "Quantum technology"},
     {"integrated-circuits", "Integrated circuits"},
     {"artificial-intelligence", "Artificial intelligence"},
     {"large-aircraft", "Large aircraft"},
     {"advanced-nuclear", "Advanced nuclear power"}}};

std::vector<std::string> named_classes(const View& view) {
  std::vector<std::string> found;
  for (const auto& [name, title] : k_named) {
    if (view.has_class(name)) found.emplace_back(name);
  }
  return found;
}

const accounts::Classification* find_class(const View& view, const std::string& name) {
  for (const auto& c : view.results.classes) {
    if (c.name == name) return &c;
  }
  return nullptr;
}

std::string class_title(const View& view, const std::string& name) {
  for (const auto& [known, title] : k_named) {
    if (name == known) return title;
  }
  const auto* found = find_class(view, name);
  const bool has_title = found != nullptr && found->title.find(' ') != std::string::npos;
  return has_title ? capital(found->title) : title_words(name);
}

double foreign_share(const growth::YearResult& year, const std::string& name) {
  const auto found = year.class_foreign_reliance.find(name);
  return found == year.class_foreign_reliance.end() ? 0.0 : found->second;
}

Line class_line(const View& view, const ScenarioResult& scenario, const std::string& name) {
  Line line = line_of(view, scenario);
  for (const auto& year : scenario.path.years) {
    line.points.push_back({static_cast<double>(year.year), 100.0 * class_share(year, name)});
  }
  return line;
}

std::string panel(const View& view, const std::string& name) {
  LineChart chart;
  chart.about = {"panel-" + name, class_title(view, name) + ": share of GDP by scenario",
                 "Lines by year; the numbers stand in the table below."};
  chart.plain = true;
  chart.height = 120.0;
  for (const auto& scenario : view.results.scenarios) {
    if (!scenario.path.years.empty()) chart.lines.push_back(class_line(view, scenario, name));
  }
  return fmt::format("<div>\n<h4>{}</h4>\n<p>% of GDP, {}\u2013{}: {} to {}</p>\n{}</div>\n",
                     escaped(class_title(view, name)), view.base_year, view.last_year,
                     escaped(small_percent(class_share(view.first(), name))),
                     escaped(small_percent(class_share(view.last(), name))), svg(chart, 268.0));
}

/// One legend for all panels.
std::string swatches(const View& view) {
  std::string html = "<ul class=\"swatches\">\n";
  int k = 0;
  for (const auto& scenario : view.results.scenarios) {
    const Line line = line_of(view, scenario);
    Svg swatch(24.0, 10.0);
    swatch.line({0.0, 5.0}, {24.0, 5.0},
                {.stroke = line.color, .width = line.width, .dash = line.dash});
    html +=
        fmt::format("<li>{}{}</li>\n",
                    swatch.element(fmt::format("swatch-{}", k++), line.label, "Line of this look"),
                    escaped(line.label));
  }
  return html + "</ul>\n";
}

using YearValue = std::function<std::string(const growth::YearResult&, const std::string& name)>;

/// One row a class: the baseline in the key years, then every scenario in the last year.
Table class_table(const View& view, const std::vector<std::string>& classes,
                  const std::string& caption, const YearValue& value) {
  Table table{caption, {{"Industry", Column::Kind::text}}, {}};
  for (const int year : view.key_years()) table.columns.push_back({std::to_string(year)});
  for (const auto& scenario : view.results.scenarios) {
    if (&scenario == &view.results.baseline()) continue;
    table.columns.push_back({fmt::format("{} {}", label_of(scenario), view.last_year)});
  }
  for (const std::string& name : classes) {
    Row row{class_title(view, name)};
    for (const int year : view.key_years()) {
      row.emplace_back(value(*find_year(view.baseline(), year), name));
    }
    for (const auto& scenario : view.results.scenarios) {
      if (&scenario == &view.results.baseline()) continue;
      const auto* year = find_year(scenario.path, view.last_year);
      row.emplace_back(year == nullptr ? "\u2013" : value(*year, name));
    }
    table.rows.push_back(row);
  }
  return table;
}

/// Shares of GDP, each with its path as a small line.
Table shares_table(const View& view, const std::vector<std::string>& classes) {
  Table table = class_table(view, classes,
                            "Share of GDP at current prices: baseline by year, then the scenarios",
                            [](const growth::YearResult& year, const std::string& name) {
                              return small_percent(class_share(year, name));
                            });
  table.columns.insert(table.columns.begin() + 1, {"Baseline", Column::Kind::text});
  for (std::size_t i = 0; i < classes.size(); ++i) {
    std::vector<double> path;
    for (const auto& year : view.baseline().years) path.push_back(class_share(year, classes[i]));
    const About about{"spark-" + classes[i], class_title(view, classes[i]),
                      "Share of GDP, baseline, all years"};
    table.rows[i].insert(table.rows[i].begin() + 1, Markup{sparkline(about, path)});
  }
  return table;
}

Table foreign_table(const View& view, const std::vector<std::string>& classes) {
  return class_table(
      view, classes,
      "Foreign content of output through all suppliers: baseline by year, then the scenarios",
      [](const growth::YearResult& year, const std::string& name) {
        return percent(foreign_share(year, name));
      });
}

/// One passport a class: the weakest status of its shares, its sources once each.
Passport class_passport(const View& view, const std::string& name) {
  Passport passport{class_title(view, name),
                    small_percent(class_share(view.first(), name)),
                    "share of GDP",
                    std::to_string(view.base_year),
                    "",
                    "",
                    FactStatus::seen};
  const auto* found = find_class(view, name);
  if (found == nullptr) return passport;
  std::set<std::string> sources;
  for (const auto& share : found->shares) {
    passport.status = std::max(passport.status, share.status);
    if (share.share > 0.0 && sources.insert(share.source).second) {
      passport.source += (passport.source.empty() ? "" : "; ") + share.source;
    }
  }
  return passport;
}

std::string panels_title(const View& view, const std::vector<std::string>& classes) {
  std::string fastest = classes.front();
  double most = 0.0;
  std::size_t rising = 0;
  for (const std::string& name : classes) {
    const double from = class_share(view.first(), name);
    const double to = class_share(view.last(), name);
    if (to > from) ++rising;
    if (from > 0.0 && to / from > most) {
      most = to / from;
      fastest = name;
    }
  }
  return fmt::format(
      "Of the {} named industries {} gain weight in the baseline by {}; most of all {}, from {} to "
      "{} "
      "of "
      "GDP",
      count(classes.size()), count(rising), view.last_year, class_title(view, fastest),
      small_percent(class_share(view.first(), fastest)),
      small_percent(class_share(view.last(), fastest)));
}

std::string panels_figure(const View& view, const std::vector<std::string>& classes) {
  std::string html = fmt::format("<figure id=\"named\">\n<figcaption>{}</figcaption>\n",
                                 escaped(panels_title(view, classes)));
  html += swatches(view) + "<div class=\"panels\">\n";
  for (const std::string& name : classes) html += panel(view, name);
  html += "</div>\n";
  html += "<p class=\"note\">Every panel has its own axis, which does not begin at zero.</p>\n";
  html += fmt::format("<p class=\"source\">{}</p>\n", escaped(view.source()));
  Table numbers{"Share of GDP by year, baseline", {{"Year"}}, {}};
  for (const auto& name : classes) numbers.columns.push_back({class_title(view, name)});
  for (const auto& year : view.baseline().years) {
    Row row{std::to_string(year.year)};
    for (const auto& name : classes) row.emplace_back(small_percent(class_share(year, name)));
    numbers.rows.push_back(row);
  }
  html += folded("The numbers as a table", table(numbers));
  std::vector<Passport> passports;
  passports.reserve(classes.size());
  for (const auto& name : classes) passports.push_back(class_passport(view, name));
  html +=
      folded("Sources of the inputs, with year, vintage and status", passports_table(passports));
  return html + "</figure>\n";
}

/// Classes beside the named ones and the SEI: digital core and the like.
std::vector<std::string> other_classes(const View& view) {
  std::vector<std::string> others;
  const auto named = named_classes(view);
  for (const auto& [name, share] : view.first().class_share) {
    if (name != "sei" && std::find(named.begin(), named.end(), name) == named.end()) {
      others.push_back(name);
    }
  }
  return others;
}

}  // namespace

std::string emerging_section(const View& view) {
  const auto classes = named_classes(view);
  std::string html;
  if (classes.empty()) {
    html += paragraph("This economy names none of the industries; there is nothing to show.");
  } else {
    html += paragraph(
        view.results.emerging.by_name.empty()
            ? "Each industry is measured as a fixed part of the sectors it belongs to (\u2021 "
              "where "
              "the part is an assumption), so it moves as its parent sectors move; it is not yet a "
              "sector of its own. Shares are at current prices."
            : "These industries are sectors of the table, or the sum of several, with inputs, "
              "users "
              "and trade of their own; the few without a sector count as parts of their parents. "
              "Shares are at current prices.");
    html += panels_figure(view, classes);
    html += table(shares_table(view, classes));
    html += table(foreign_table(view, classes));
  }
  html += emerging_sectors_part(view);
  const auto others = other_classes(view);
  if (!others.empty()) {
    html += heading("Wider classes") + table(shares_table(view, others));
  }
  return html;
}

}  // namespace domar::scenario::report
