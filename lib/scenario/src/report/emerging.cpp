#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "format.hpp"
#include "sections.hpp"

namespace domar::scenario::report {

namespace {

/// The industries named in 2024, by the names of their classes.
constexpr std::array<const char*, 9> k_named{"hydrogen",
                                             "new-materials",
                                             "bio-manufacturing",
                                             "commercial-spaceflight",
                                             "quantum-technology",
                                             "integrated-circuits",
                                             "artificial-intelligence",
                                             "large-aircraft",
                                             "advanced-nuclear"};

std::vector<std::string> named_classes(const View& view) {
  std::vector<std::string> found;
  for (const char* name : k_named) {
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
  const auto* found = find_class(view, name);
  return found == nullptr || found->title.empty() ? title_words(name) : capital(found->title);
}

double foreign_share(const growth::YearResult& year, const std::string& name) {
  const auto found = year.class_foreign_reliance.find(name);
  return found == year.class_foreign_reliance.end() ? 0.0 : found->second;
}

/// Small shares need more digits.
std::string small_percent(double share) { return percent(share, share < 0.001 ? 3 : 2); }

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
  return fmt::format("<div>\n<h4>{}</h4>\n<p>% of GDP; {} in {}, {} in {}</p>\n{}</div>\n",
                     escaped(class_title(view, name)),
                     small_percent(class_share(view.first(), name)), view.base_year,
                     small_percent(class_share(view.last(), name)), view.last_year,
                     svg(chart, 268.0));
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

Table shares_table(const View& view, const std::vector<std::string>& classes) {
  Table table{"Share of GDP, current prices, baseline and scenarios",
              {{"Industry", Column::Kind::text}, {"Baseline", Column::Kind::text}},
              {}};
  for (const int year : view.key_years()) table.columns.push_back({std::to_string(year)});
  for (std::size_t s = 1; s < view.results.scenarios.size(); ++s) {
    table.columns.push_back(
        {fmt::format("{} {}", label_of(view.results.scenarios[s]), view.last_year)});
  }
  for (const std::string& name : classes) {
    std::vector<double> path;
    for (const auto& year : view.baseline().years) path.push_back(class_share(year, name));
    const About about{"spark-" + name, class_title(view, name),
                      "Share of GDP, baseline, all years"};
    Row row{class_title(view, name), Markup{sparkline(about, path)}};
    for (const int year : view.key_years()) {
      row.emplace_back(small_percent(class_share(*find_year(view.baseline(), year), name)));
    }
    for (std::size_t s = 1; s < view.results.scenarios.size(); ++s) {
      const auto* year = find_year(view.results.scenarios[s].path, view.last_year);
      row.emplace_back(year == nullptr ? "\u2013" : small_percent(class_share(*year, name)));
    }
    table.rows.push_back(row);
  }
  return table;
}

Table foreign_table(const View& view, const std::vector<std::string>& classes) {
  Table table{
      "Foreign content of output through all suppliers", {{"Industry", Column::Kind::text}}, {}};
  for (const int year : view.key_years()) {
    table.columns.push_back({fmt::format("Baseline {}", year)});
  }
  for (std::size_t s = 1; s < view.results.scenarios.size(); ++s) {
    table.columns.push_back(
        {fmt::format("{} {}", label_of(view.results.scenarios[s]), view.last_year)});
  }
  for (const std::string& name : classes) {
    Row row{class_title(view, name)};
    for (const int year : view.key_years()) {
      row.emplace_back(percent(foreign_share(*find_year(view.baseline(), year), name)));
    }
    for (std::size_t s = 1; s < view.results.scenarios.size(); ++s) {
      const auto* year = find_year(view.results.scenarios[s].path, view.last_year);
      row.emplace_back(year == nullptr ? "\u2013" : percent(foreign_share(*year, name)));
    }
    table.rows.push_back(row);
  }
  return table;
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
      "Of {} named industries, {} gain weight in the baseline by {}; most of all {}, from {} to {} "
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
        "Each industry is measured as a fixed part of the sectors it belongs to (\u2021 where the "
        "part is "
        "an assumption), so it moves as its parent sectors move; it is not yet a sector of its "
        "own. "
        "Shares are at current prices.");
    html += panels_figure(view, classes);
    html += table(shares_table(view, classes));
    html += table(foreign_table(view, classes));
  }
  const auto others = other_classes(view);
  if (!others.empty()) {
    html += heading("Wider classes") + table(shares_table(view, others));
  }
  return html;
}

}  // namespace domar::scenario::report
