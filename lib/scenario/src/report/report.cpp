#include <fmt/format.h>

#include "domar/scenario/results.hpp"
#include "html.hpp"
#include "sections.hpp"

namespace domar::scenario {

namespace {

std::string empty_report(const Results& results) {
  return report::page(results.title, "Nothing was run.",
                      {{"answer", "In short", report::paragraph("This job holds no scenario.")}},
                      "");
}

std::string subtitle(const report::View& view) {
  return fmt::format("{}, {}\u2013{}, {} scenarios. Domar {}.", view.results.economy_name,
                     view.base_year, view.last_year, view.results.scenarios.size(),
                     view.results.version);
}

std::string footer(const report::View& view) {
  return report::paragraph(fmt::format(
      "Made by Domar {}, an open engine for the economics of industrial modernisation, from {}.",
      view.results.version, view.results.economy.source));
}

}  // namespace

std::string report_html(const Results& results) {
  if (results.scenarios.empty() || results.baseline().path.years.empty()) {
    return empty_report(results);
  }
  const report::View view(results);
  std::vector<report::Section> sections{
      {"answer", "The answer in short", report::answer_section(view)},
      {"sei", "1. Emerging industries in GDP", report::sei_section(view)},
      {"growth", "2. What growth is made of",
       report::growth_section(view) + report::evidence_section(view)},
      {"scenarios", "3. What policies do", report::scenarios_section(view)},
      {"emerging", "4. The industries named in 2024",
       report::additions_section(view) + report::emerging_section(view)},
      {"dependence", "5. Dependence on foreign suppliers", report::dependence_section(view)},
      {"industries", "6. Industries that gain and lose", report::sectors_section(view)},
      {"trust", "7. How far to trust it", report::trust_section(view)}};
  if (results.uncertainty) {
    sections.insert(sections.begin() + 1, {"sure", "How sure: all uncertain numbers drawn",
                                           report::uncertainty_section(view)});
  }
  if (results.hindcast) {
    sections.push_back({"hindcast", "8. How it would have done in the past",
                        report::hindcast_section(*results.hindcast)});
  }
  return report::page(results.title, subtitle(view), sections, footer(view));
}

}  // namespace domar::scenario
