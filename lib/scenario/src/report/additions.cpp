#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "domar/growth/evidence.hpp"
#include "format.hpp"
#include "sections.hpp"

/// What each future industry adds to GDP and gives back, and what the evidence leaves of the
/// sources of technology.

namespace domar::scenario::report {

namespace {

using growth::IndustryYear;
using growth::Path;

constexpr double k_seen_share = 1e-7;  ///< below, an industry is a seed and adds nothing to see

/// Sums over the years to `last` of what a class adds, log points of GDP.
struct Addition {
  double total = 0.0;       ///< its labour, capital, data and technology
  double technology = 0.0;  ///< of this
  double given_back = 0.0;  ///< beyond: what the industries it grew out of learn
};

Addition addition_of(const View& view, const Path& path, const accounts::Classification& set,
                     int last) {
  Addition sum;
  for (const auto& year : path.years) {
    if (year.year > last) continue;
    for (const auto& part : set.shares) {
      const Index own = view.results.economy.supplier[view.results.region][part.sector];
      if (own == accounts::Economy::k_none || own >= year.industries.size()) continue;
      const IndustryYear& industry = year.industries[own];
      sum.total += part.share * (industry.growth_labour + industry.growth_capital +
                                 industry.growth_data + industry.growth_technology);
      sum.technology += part.share * industry.growth_technology;
      sum.given_back += part.share * industry.given_back;
    }
  }
  return sum;
}

const accounts::Classification* class_named(const View& view, const std::string& name) {
  for (const auto& set : view.results.classes) {
    if (set.name == name) return &set;
  }
  return nullptr;
}

/// Classes of future industries: all but the wide ones.
std::vector<const accounts::Classification*> future_classes(const View& view) {
  std::vector<const accounts::Classification*> found;
  for (const char* name :
       {"hydrogen", "new-materials", "bio-manufacturing", "commercial-spaceflight",
        "quantum-technology", "integrated-circuits", "artificial-intelligence",
        "new-energy-vehicles", "solar-and-wind", "large-aircraft", "advanced-nuclear"}) {
    const auto* set = class_named(view, name);
    if (set != nullptr && !set->shares.empty()) found.push_back(set);
  }
  return found;
}

/// Per cent with three decimals, five where an industry is tiny.
std::string log_points(double value) {
  constexpr double least = 5e-8;
  if (value != 0.0 && std::abs(value) < least) return "next to nothing";
  return signed_number(100.0 * value, std::abs(value) < 1e-4 ? 5 : 3);
}

const ScenarioResult* widest_scenario(const View& view) {
  const ScenarioResult* widest = nullptr;
  for (const ScenarioResult* s : view.with_twin()) {
    if (widest == nullptr || s->policies.size() > widest->policies.size()) widest = s;
  }
  return widest;
}

std::vector<int> years_shown(const View& view) {
  std::vector<int> years;
  for (const int year : view.later_years()) {
    if (year >= 2030 || view.later_years().size() < 3) years.push_back(year);
  }
  return years;
}

Table additions_table(const View& view,
                      const std::vector<const accounts::Classification*>& classes) {
  Table table{fmt::format("What each future industry adds to GDP of {}, per cent (sums of yearly "
                          "contributions, baseline)",
                          view.base_year),
              {{"Industry", Column::Kind::text}},
              {}};
  const auto years = years_shown(view);
  for (const int year : years) {
    table.columns.push_back({fmt::format("by {}", year)});
    table.columns.push_back({fmt::format("of this technology, by {}", year)});
    table.columns.push_back({fmt::format("given back to traditional industries, by {}", year)});
  }
  const ScenarioResult* widest = widest_scenario(view);
  if (widest != nullptr) {
    table.columns.push_back(
        {fmt::format("more by {} with \u201c{}\u201d", view.last_year, label_of(*widest))});
  }
  for (const auto* set : classes) {
    Row row{title_words(set->name)};
    for (const int year : years) {
      const Addition sum = addition_of(view, view.baseline(), *set, year);
      row.emplace_back(log_points(sum.total));
      row.emplace_back(log_points(sum.technology));
      row.emplace_back(log_points(sum.given_back));
    }
    if (widest != nullptr) {
      row.emplace_back(
          log_points(addition_of(view, widest->path, *set, view.last_year).total -
                     addition_of(view, view.twin_of(*widest)->path, *set, view.last_year).total));
    }
    table.rows.push_back(row);
  }
  return table;
}

/// Both sums for every year shown, the last year darker.
HorizontalBars additions_bars(const View& view,
                              const std::vector<const accounts::Classification*>& classes) {
  constexpr std::array<std::pair<const char*, const char*>, 2> shades{
      {{"#7FB3D5", "#8FD3B6"}, {"#005a8c", "#009E73"}}};
  HorizontalBars chart;
  chart.unit = fmt::format("% of GDP of {}", view.base_year);
  const auto years = years_shown(view);
  for (std::size_t k = 0; k < years.size(); ++k) {
    const auto& [own, back] = shades[k + 1 == years.size() ? 1 : 0];
    chart.series.push_back(fmt::format("the industry itself, by {}", years[k]));
    chart.colors.emplace_back(own);
    chart.series.push_back(fmt::format("given back to traditional industries, by {}", years[k]));
    chart.colors.emplace_back(back);
  }
  for (const auto* set : classes) {
    BarGroup group{title_words(set->name), {}, {}};
    for (const int year : years) {
      const Addition sum = addition_of(view, view.baseline(), *set, year);
      for (const double value : {sum.total, sum.given_back}) {
        group.values.push_back(100.0 * value);
        group.texts.push_back(log_points(value));
      }
    }
    chart.groups.push_back(std::move(group));
  }
  return chart;
}

std::string additions_title(const View& view,
                            const std::vector<const accounts::Classification*>& classes) {
  const accounts::Classification* most = classes.front();
  Addition all;
  for (const auto* set : classes) {
    const Addition sum = addition_of(view, view.baseline(), *set, view.last_year);
    all.total += sum.total;
    all.given_back += sum.given_back;
    if (sum.total > addition_of(view, view.baseline(), *most, view.last_year).total) most = set;
  }
  const double to_most = addition_of(view, view.baseline(), *most, view.last_year).total;
  std::string text =
      fmt::format("By {} the future industries add {} % to the GDP of {}, most of all {} ({} %)",
                  view.last_year, signed_number(100.0 * all.total, 2), view.base_year,
                  title_words(most->name), signed_number(100.0 * to_most, 2));
  if (all.given_back != 0.0) {
    text += fmt::format("; their learning gives {} % back to the traditional ones",
                        signed_number(100.0 * all.given_back, 2));
  }
  return text;
}

struct ClaimSource {
  const char* source;
  const char* fact;
};
/// What a source brings is proportional to its figure.
constexpr ClaimSource k_claims[] = {{"own_knowledge", "rd_output_elasticity"},
                                    {"spillovers", "rd_spillover_elasticity"},
                                    {"foreign", "rd_foreign_elasticity"},
                                    {"catch_up", "catch_up_speed"},
                                    {"ai", "ai_task_cost_saving"},
                                    {"emerging", "emerging_productivity_trend"},
                                    {"vintages", "vintage_embodied"}};
constexpr double k_residual_sd = 0.005;  ///< log points a year; docs/theory/growth.md#evidence

/// Mean of a source in the measured years, with the range its figure gives.
std::vector<growth::Claim> claims_of(const View& view) {
  std::vector<growth::Claim> claims;
  const double n = view.measured_to - view.base_year;
  for (const auto& source : growth::k_technology_sources) {
    double mean = 0.0;
    for (const auto& year : view.baseline().years) {
      if (year.year > view.base_year && year.year <= view.measured_to) {
        mean += year.accounts.sources.*source.part / n;
      }
    }
    if (mean == 0.0) continue;
    growth::Claim claim{source.title, mean, 0.5 * mean, 1.5 * mean, 0.0, 0.0};
    for (const auto& [name, fact] : k_claims) {
      const auto found = view.results.facts.by_name.find(fact);
      if (std::string(name) != source.name || found == view.results.facts.by_name.end()) continue;
      const auto& figure = found->second;
      if (figure.value == 0.0 || !figure.low || !figure.high) continue;
      claim.low = mean * *figure.low / figure.value;
      claim.high = mean * *figure.high / figure.value;
    }
    if (claim.low > claim.high) std::swap(claim.low, claim.high);
    claims.push_back(claim);
  }
  return claims;
}

}  // namespace

std::string additions_section(const View& view) {
  const auto classes = future_classes(view);
  bool seen = false;
  for (const auto* set : classes) {
    seen = seen ||
           std::abs(addition_of(view, view.baseline(), *set, view.last_year).total) > k_seen_share;
  }
  if (!seen) return "";
  const HorizontalBars chart = additions_bars(view, classes);
  return heading("What each future industry adds, and gives back") +
         figure("additions",
                {.title = additions_title(view, classes),
                 .description = "Horizontal bars, one group an industry: contribution to GDP, and "
                                "what its learning brings to the industries it grew out of.",
                 .draw =
                     [&](const About& about, double width) {
                       HorizontalBars drawn = chart;
                       drawn.about = about;
                       return svg(drawn, width);
                     },
                 .note = "An industry adds the growth of its labour, capital, data and technology, "
                         "each with its weight; labour and capital would in part have worked "
                         "elsewhere, so the sum is not what would be lost without it. Given back: "
                         "the cost that its experience saves in the industries it grew out of "
                         "(\u2021); cheaper inputs for buyers are in its technology.",
                 .source = view.source(),
                 .passports = view.results.emerging.by_name.empty()
                                  ? view.passports({"emerging_"})
                                  : view.passports({"experience_", "variety_"}),
                 .table = additions_table(view, classes)});
}

std::string evidence_section(const View& view) {
  if (view.measured_to == view.base_year) return "";
  std::vector<growth::Claim> claims = claims_of(view);
  if (claims.empty()) return "";
  const double n = view.measured_to - view.base_year;
  double measured = 0.0;
  for (const auto& year : view.baseline().years) {
    if (year.year > view.base_year && year.year <= view.measured_to) {
      measured += year.accounts.technology / n;
    }
  }
  growth::weigh(claims, measured, k_residual_sd);
  Table shown{fmt::format("Sources of technology {}\u2013{}, points a year: claimed, and what "
                          "measured growth leaves",
                          view.base_year + 1, view.measured_to),
              {{"Source", Column::Kind::text},
               {"Claimed (prior)"},
               {"Range of the prior, 5\u201395 %", Column::Kind::text},
               {"What the evidence leaves"},
               {"Give or take"}},
              {}};
  double claimed = 0.0;
  double left = 0.0;
  for (const auto& claim : claims) {
    claimed += claim.mean;
    left += claim.posterior_mean;
    shown.rows.push_back({claim.name, signed_number(100.0 * claim.mean, 2),
                          fmt::format("{} to {}", signed_number(100.0 * claim.low, 2),
                                      signed_number(100.0 * claim.high, 2)),
                          signed_number(100.0 * claim.posterior_mean, 2),
                          number(100.0 * claim.posterior_sd, 2)});
  }
  shown.rows.push_back({"All named sources", signed_number(100.0 * claimed, 2), "",
                        signed_number(100.0 * left, 2), ""});
  shown.rows.push_back({"Measured technology", signed_number(100.0 * measured, 2), "", "", ""});
  return heading("What the evidence leaves of each source") +
         paragraph(fmt::format(
             "The named sources claim {} points a year in {}\u2013{}; measured growth leaves {} "
             "for "
             "technology. The run keeps the priors, so that no parameter is set after seeing the "
             "outcome, and the residual shows the difference. Weighed against the evidence, with "
             "an unexplained part of {} points either way (\u2021), each source keeps what the "
             "table says.",
             number(100.0 * claimed, 2), view.base_year + 1, view.measured_to,
             number(100.0 * measured, 2), number(100.0 * k_residual_sd, 1))) +
         table(shown);
}

}  // namespace domar::scenario::report
