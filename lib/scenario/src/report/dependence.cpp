#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "format.hpp"
#include "sections.hpp"

namespace domar::scenario::report {

namespace {

/// A good of the region looked at and where it comes from in the base year.
struct Source {
  Index good = 0;
  Index industry = 0;
  double import_share = 0.0;  ///< imports over everything the region uses of it
  double imports = 0.0;       ///< billions
  double content_0 = 0.0;     ///< foreign content of its output, base year
  double content_1 = 0.0;     ///< and last year
};

std::vector<Source> sources(const View& view) {
  const accounts::Economy& economy = view.results.economy;
  if (view.results.region >= economy.supplier.size()) return {};
  const Vector imports = economy.imports(view.results.region);
  const Vector own = economy.domestic_use(view.results.region);
  std::vector<Source> found;
  const auto& suppliers = economy.supplier[view.results.region];
  const auto known = view.industries();
  for (Index good = 0; good < suppliers.size(); ++good) {
    if (std::find(known.begin(), known.end(), suppliers[good]) == known.end()) continue;
    Source s{good, suppliers[good]};
    const double use = imports[good] + own[good];
    s.import_share = use > 0.0 ? imports[good] / use : 0.0;
    s.imports = view.results.billions(imports[good]);
    s.content_0 = view.first().industries[s.industry].foreign_content;
    s.content_1 = view.last().industries[s.industry].foreign_content;
    found.push_back(s);
  }
  std::stable_sort(found.begin(), found.end(), [](const Source& a, const Source& b) {
    return a.import_share > b.import_share;
  });
  return found;
}

std::vector<Source> top(std::vector<Source> all, std::size_t n) {
  if (all.size() > n) all.resize(n);
  return all;
}

std::string name_of_good(const View& view, const Source& s) {
  return view.results.economy.industries[s.industry].name;
}

HorizontalBars import_chart(const View& view, const std::vector<Source>& shown) {
  HorizontalBars chart;
  chart.unit = fmt::format("% in {}", view.base_year);
  chart.series = {"imports over use of the good", "foreign content of domestic output"};
  chart.colors = {"#D55E00", "#0072B2"};
  for (const Source& s : shown) {
    chart.groups.push_back({name_of_good(view, s),
                            {100.0 * s.import_share, 100.0 * s.content_0},
                            {percent(s.import_share, 0), percent(s.content_0, 0)}});
  }
  return chart;
}

Table import_table(const View& view, const std::vector<Source>& all) {
  Table table{"Import dependence by industry",
              {{"Industry", Column::Kind::text},
               {fmt::format("Imports over use {}", view.base_year)},
               {fmt::format("Imports, billion {}", view.currency)},
               {fmt::format("Foreign content of output {}", view.base_year)},
               {fmt::format("Foreign content of output {}", view.last_year)},
               {"Change"}},
              {}};
  for (const Source& s : all) {
    table.rows.push_back({name_of_good(view, s), percent(s.import_share), number(s.imports, 1),
                          percent(s.content_0), percent(s.content_1),
                          points(s.content_1 - s.content_0)});
  }
  return table;
}

std::string imports_figure(const View& view, const std::vector<Source>& all) {
  const auto shown = top(all, 12);
  const HorizontalBars chart = import_chart(view, shown);
  return figure(
      "import-dependence",
      {.title =
           fmt::format("{} depends most on imports: {} of what is used of it comes from abroad",
                       name_of_good(view, shown.front()), percent(shown.front().import_share, 0)),
       .description =
           "Horizontal bars for the most import-dependent industries: direct import share "
           "and foreign content of domestic output.",
       .draw =
           [&](const About& about, double width) {
             HorizontalBars drawn = chart;
             drawn.about = about;
             return svg(drawn, width);
           },
       .note = "Foreign content looks through all suppliers: the part of the cost of a domestic "
               "product that ends up abroad.",
       .source = view.source(),
       .passports = view.passports({"world_gdp", "row_gdp", "exchange_rate"}),
       .table = import_table(view, top(all, 40))});
}

LineChart reliance_chart(const View& view) {
  LineChart chart;
  chart.unit = "% of final spending (the axis does not begin at zero)";
  chart.label_decimals = 2;
  chart.height = 320.0;
  for (const auto& scenario : view.results.scenarios) {
    if (scenario.path.years.empty()) continue;
    Line line = line_of(view, scenario);
    for (const auto& year : scenario.path.years) {
      line.points.push_back({static_cast<double>(year.year), 100.0 * year.foreign_reliance});
    }
    chart.lines.push_back(line);
  }
  return chart;
}

Table reliance_table(const View& view) {
  Table table{"Share of final spending that ends up abroad", {{"Year"}}, {}};
  for (const auto& scenario : view.results.scenarios) table.columns.push_back({label_of(scenario)});
  for (const auto& year : view.baseline().years) {
    Row row{std::to_string(year.year)};
    for (const auto& scenario : view.results.scenarios) {
      const auto* found = find_year(scenario.path, year.year);
      row.emplace_back(found == nullptr ? "\u2013" : percent(found->foreign_reliance, 2));
    }
    table.rows.push_back(row);
  }
  return table;
}

std::string reliance_figure(const View& view) {
  const double from = view.first().foreign_reliance;
  const double to = view.last().foreign_reliance;
  return figure(
      "foreign-reliance",
      {.title =
           fmt::format("Foreign reliance of final spending {} from {} in {} to {} in {}",
                       moves(from, to), percent(from), view.base_year, percent(to), view.last_year),
       .description = "Lines by year, one a scenario: share of final spending that ends up "
                      "abroad through all suppliers.",
       .draw =
           [&](const About& about, double width) {
             LineChart chart = reliance_chart(view);
             chart.about = about;
             return svg(chart, width);
           },
       .note = "",
       .source = view.source(),
       .passports = view.passports(
           {"world_gdp", "row_gdp", "row_growth", "exchange_rate", "elasticities.standard"}),
       .table = reliance_table(view)});
}

/// Keeps a number and its per cent sign on one line.
std::string unbroken(std::string text) {
  const std::size_t at = text.find(" %");
  return at == std::string::npos ? text : text.replace(at, 1, "\u00a0");
}

std::string set_words(const std::string& set) {
  if (set == "standard") return "long run (standard)";
  if (set == "high") return "high substitution";
  if (set == "nearly_fixed") return "nearly fixed proportions";
  return words(set);
}

/// Suppliers cut off, and sets of elasticities, in the order of the results.
std::vector<std::string> different(const std::vector<CutoffResult>& cutoffs,
                                   std::string CutoffResult::*field) {
  std::vector<std::string> found;
  for (const auto& cutoff : cutoffs) {
    if (std::find(found.begin(), found.end(), cutoff.*field) == found.end()) {
      found.push_back(cutoff.*field);
    }
  }
  return found;
}

const CutoffResult* find_cutoff(const View& view, const std::string& supplier,
                                const std::string& set) {
  for (const auto& cutoff : view.results.cutoffs) {
    if (cutoff.supplier == supplier && cutoff.elasticities == set) return &cutoff;
  }
  return nullptr;
}

std::string cutoff_words(const CutoffResult& cutoff) {
  std::string text = signed_number(100.0 * cutoff.real_gdp, 2);
  if (!cutoff.converged) text += " at " + percent(cutoff.feasible_share, 0) + " of the cut";
  return text;
}

HorizontalBars cutoff_chart(const View& view) {
  HorizontalBars chart;
  chart.unit = "% of real GDP, base year, no time to rebuild capital";
  const auto sets = different(view.results.cutoffs, &CutoffResult::elasticities);
  for (std::size_t s = 0; s < sets.size(); ++s) {
    chart.series.push_back(set_words(sets[s]));
    chart.colors.emplace_back(k_palette[s % k_palette.size()]);
  }
  for (const auto& supplier : different(view.results.cutoffs, &CutoffResult::supplier)) {
    BarGroup group{unbroken(supplier)};
    for (const auto& set : sets) {
      const CutoffResult* cutoff = find_cutoff(view, supplier, set);
      group.values.push_back(cutoff == nullptr ? 0.0 : 100.0 * cutoff->real_gdp);
      group.texts.push_back(cutoff == nullptr ? "\u2013" : cutoff_words(*cutoff));
    }
    chart.groups.push_back(group);
  }
  return chart;
}

std::string hardest_hit(const CutoffResult& cutoff) {
  constexpr std::size_t shown = 4;
  std::string text;
  for (std::size_t i = 0; i < std::min(shown, cutoff.hardest_hit.size()); ++i) {
    const auto& [name, change] = cutoff.hardest_hit[i];
    text += fmt::format("{}{} {}", i == 0 ? "" : "; ", name, signed_percent(change, 0));
  }
  return text;
}

Table cutoff_table(const View& view) {
  using Kind = Column::Kind;
  Table table{"A foreign supplier is cut off: short run against long run",
              {{"Supplier", Kind::text},
               {"Substitution", Kind::text},
               {"Real GDP"},
               {"Real final spending"},
               {"Price of the domestic good"},
               {"Industries hit hardest (output)", Kind::long_text},
               {"Solved", Kind::text}},
              {}};
  for (const CutoffResult& c : view.results.cutoffs) {
    table.rows.push_back(
        {unbroken(c.supplier), set_words(c.elasticities), signed_percent(c.real_gdp),
         signed_percent(c.welfare), "\u00d7 " + number(c.own_price, 2), hardest_hit(c),
         c.converged ? std::string("yes")
                     : fmt::format("no: stopped at {} of the cut", percent(c.feasible_share, 0))});
  }
  return table;
}

/// The supplier whose loss costs most, with the mildest and the worst answer.
std::string cutoff_title(const View& view) {
  const auto milder = [](const CutoffResult* a, const CutoffResult* b) {
    return a->real_gdp < b->real_gdp;
  };
  std::vector<const CutoffResult*> all;
  all.reserve(view.results.cutoffs.size());
  for (const auto& cutoff : view.results.cutoffs) all.push_back(&cutoff);
  const CutoffResult* worst = *std::min_element(all.begin(), all.end(), milder);
  std::erase_if(all, [&](const auto* c) { return c->supplier != worst->supplier; });
  const CutoffResult* mildest = *std::max_element(all.begin(), all.end(), milder);
  return fmt::format(
      "{}: GDP changes by {} where users can switch ({}) and {} where they cannot ({})",
      capital(unbroken(worst->supplier)), signed_percent(mildest->real_gdp),
      set_words(mildest->elasticities), signed_percent(worst->real_gdp),
      set_words(worst->elasticities));
}

std::string cutoff_figure(const View& view) {
  if (view.results.cutoffs.empty()) {
    return paragraph("No cut-off of a foreign supplier was run.");
  }
  const HorizontalBars chart = cutoff_chart(view);
  return figure(
             "cutoffs",
             {.title = cutoff_title(view),
              .description =
                  "Horizontal bars: change of real GDP by supplier cut off and by set of "
                  "elasticities.",
              .draw =
                  [&](const About& about, double width) {
                    HorizontalBars drawn = chart;
                    drawn.about = about;
                    return svg(drawn, width);
                  },
              .note = "One year, no new capital. The short run is what happens before users find "
                      "other suppliers; the elasticities decide the answer (\u2021).",
              .source = view.source(),
              .passports = view.passports({"elasticities."}),
              .table = cutoff_table(view)}) +
         table(cutoff_table(view));
}

}  // namespace

std::string dependence_section(const View& view) {
  const auto all = sources(view);
  std::string html;
  if (!all.empty()) html += imports_figure(view, all);
  html += reliance_figure(view);
  html += heading("If a foreign supplier is cut off") + cutoff_figure(view);
  return html;
}

}  // namespace domar::scenario::report
