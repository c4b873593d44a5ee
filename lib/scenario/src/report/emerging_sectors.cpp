#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "format.hpp"
#include "sections.hpp"

namespace domar::scenario::report {

namespace {

/// An emerging industry with a sector of its own, over the baseline.
struct EmergingSector {
  Index industry = 0;
  std::string code, name;
  double share_0 = 0.0;  ///< of GDP, current prices
  double share_1 = 0.0;
  double output = 1.0;  ///< over base year
  double foreign_0 = 0.0;
};

std::optional<accounts::RangedFact> fact_of(const View& view, const std::string& code,
                                            const std::string& quantity) {
  const auto& facts = view.results.emerging.by_name;
  const auto found = facts.find(code + "." + quantity);
  if (found == facts.end()) return std::nullopt;
  return found->second;
}

/// Largest first.
std::vector<EmergingSector> emerging_sectors(const View& view) {
  std::vector<EmergingSector> sectors;
  for (const Index i : view.industries()) {
    const auto& industry = view.results.economy.industries[i];
    if (!fact_of(view, industry.code, "sei_weight")) continue;
    const auto& before = view.first().industries[i];
    const auto& after = view.last().industries[i];
    sectors.push_back({i, industry.code, industry.name, before.value_added, after.value_added,
                       after.output, before.foreign_content});
  }
  std::stable_sort(sectors.begin(), sectors.end(),
                   [](const auto& a, const auto& b) { return a.share_0 > b.share_0; });
  return sectors;
}

/// A figure as printed with the mark of its status; a dash where there is none.
std::string printed(const View& view, const std::string& code, const std::string& quantity,
                    double factor, int decimals, const std::string& unit) {
  const auto fact = fact_of(view, code, quantity);
  if (!fact) return "\u2013";
  return number(factor * fact->value, decimals) + unit + mark_of(fact->status);
}

std::string measured_growth(const View& view, const std::string& code) {
  const char* kind = fact_of(view, code, "growth_value") ? "growth_value" : "growth_volume";
  const std::string text = printed(view, code, kind, 100.0, 1, " %");
  return text == "\u2013" ? text : text + (std::string(kind) == "growth_value" ? "" : " (volume)");
}

Table sectors_table(const View& view, const std::vector<EmergingSector>& sectors) {
  Table table{"Emerging industries as sectors, baseline",
              {{"Industry", Column::Kind::text},
               {fmt::format("Share of GDP {}", view.base_year)},
               {fmt::format("Share {}", view.last_year)},
               {fmt::format("Output {} over {}", view.last_year, view.base_year)},
               {"Foreign content"},
               {"SEI weight"},
               {"Learning rate"},
               {"R&D intensity"},
               {"Measured growth a year, 2018\u20132024"}},
              {}};
  for (const EmergingSector& s : sectors) {
    table.rows.push_back({s.name, small_percent(s.share_0), small_percent(s.share_1),
                          "\u00d7 " + number(s.output, 2), percent(s.foreign_0),
                          printed(view, s.code, "sei_weight", 1.0, 1, ""),
                          printed(view, s.code, "learning_rate", 100.0, 0, " %"),
                          printed(view, s.code, "rd_intensity", 100.0, 1, " %"),
                          measured_growth(view, s.code)});
  }
  return table;
}

HorizontalBars sectors_chart(const View& view, const std::vector<EmergingSector>& sectors) {
  HorizontalBars chart;
  chart.unit = "% of GDP, current prices";
  chart.series = {std::to_string(view.base_year), std::to_string(view.last_year)};
  chart.colors = {"#999999", "#0072B2"};
  for (const EmergingSector& s : sectors) {
    chart.groups.push_back({s.name,
                            {100.0 * s.share_0, 100.0 * s.share_1},
                            {small_percent(s.share_0), small_percent(s.share_1)}});
  }
  return chart;
}

std::vector<Passport> sector_passports(const View& view,
                                       const std::vector<EmergingSector>& sectors) {
  std::vector<Passport> passports{view.table_passport()};
  for (const EmergingSector& s : sectors) {
    for (const auto& [quantity, words] :
         {std::pair{"sei_weight", "SEI weight"}, std::pair{"learning_rate", "learning rate"},
          std::pair{"rd_intensity", "R&D intensity"}, std::pair{"growth_value", "growth (value)"},
          std::pair{"growth_volume", "growth (volume)"}}) {
      const auto fact = fact_of(view, s.code, quantity);
      if (!fact) continue;
      passports.push_back(passport_of(fmt::format("{}: {}", s.name, words), *fact));
    }
  }
  return passports;
}

std::string sectors_figure(const View& view, const std::vector<EmergingSector>& sectors) {
  double before = 0.0;
  double after = 0.0;
  for (const EmergingSector& s : sectors) {
    before += s.share_0;
    after += s.share_1;
  }
  return figure(
      "emerging-sectors",
      {.title = fmt::format("{} emerging industries are sectors of their own: together {} of GDP "
                            "in {} and {} in {}; the largest is {}",
                            count(sectors.size()), percent(before, 2), view.base_year,
                            percent(after, 2), view.last_year, sectors.front().name),
       .description = "Horizontal bars, two an industry: share of GDP in the first and the last "
                      "year of the baseline.",
       .draw =
           [&](const About& about, double width) {
             HorizontalBars chart = sectors_chart(view, sectors);
             chart.about = about;
             return svg(chart, width);
           },
       .note = "Whole industries, before SEI weights. Sizes are engineering estimates inside the "
               "cells of the table; see the economy's README for the status of each.",
       .source = view.source(),
       .passports = sector_passports(view, sectors),
       .table = sectors_table(view, sectors)});
}

/// The account of the base year: by group, in sectors of their own and inside others, and what
/// nobody has allocated.
Table account_table(const View& view, const std::vector<EmergingSector>& sectors) {
  Table table{
      fmt::format("Strategic emerging industries in {}, share of GDP", view.base_year),
      {{"Group", Column::Kind::text}, {"Sectors of their own"}, {"Inside other sectors"}, {"Sum"}},
      {}};
  std::map<std::string, std::pair<double, double>> groups;
  double own = 0.0;
  double inside = 0.0;
  const auto& economy = view.results.economy;
  for (const auto& set : view.results.classes) {
    if (set.name != "sei") continue;
    for (const auto& part : set.shares) {
      const Index industry = economy.supplier[view.results.region][part.sector];
      if (industry == accounts::Economy::k_none) continue;
      const bool named = std::any_of(sectors.begin(), sectors.end(),
                                     [&](const auto& s) { return s.industry == industry; });
      const double share = part.share * view.first().industries[industry].value_added;
      auto& [group_own, group_inside] = groups[part.group];
      (named ? group_own : group_inside) += share;
      (named ? own : inside) += share;
    }
  }
  for (const auto& [group, parts] : groups) {
    table.rows.push_back({capital(group), percent(parts.first, 2), percent(parts.second, 2),
                          percent(parts.first + parts.second, 2)});
  }
  const double rest = view.results.sei_unallocated;
  table.rows.push_back({"Not allocated to any sector", "\u2013", "\u2013", percent(rest, 2)});
  table.rows.push_back(
      {"All", percent(own, 2), percent(inside, 2), percent(own + inside + rest, 2)});
  return table;
}

}  // namespace

std::string emerging_sectors_part(const View& view) {
  const auto sectors = emerging_sectors(view);
  if (sectors.empty()) return "";
  return heading("Emerging industries as sectors") + sectors_figure(view, sectors) +
         table(account_table(view, sectors)) +
         paragraph(
             "What is not allocated is the difference to the official share. It is never spread "
             "over the industries; in later years it keeps its share of GDP (assumption \u2021).");
}

}  // namespace domar::scenario::report
