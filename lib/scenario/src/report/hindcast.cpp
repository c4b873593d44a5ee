#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "format.hpp"
#include "sections.hpp"

namespace domar::scenario::report {

namespace {

using Kind = Column::Kind;

constexpr double k_alike = 1e-3;  ///< a relative RMSE that near to 1 is the walk itself
constexpr double k_sure = 0.1;
constexpr const char* k_no_sign = "\u2013";

enum class Verdict { won, lost, undecided, alike };

Verdict verdict_of(const ScoredCase& scored) {
  const auto& against = scored.scores.front().against_walk;
  if (std::abs(against.relative_rmse - 1.0) < k_alike) return Verdict::alike;
  if (against.p_better < k_sure) return Verdict::won;
  return against.p_better > 1.0 - k_sure ? Verdict::lost : Verdict::undecided;
}

const char* word_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::won:
      return "won";
    case Verdict::lost:
      return "lost";
    case Verdict::alike:
      return "the walk itself";
    case Verdict::undecided:
      break;
  }
  return "undecided";
}

/// "China, exports by sector (2017, 2018, 2020)" for all cases of a verdict.
std::string cases_of(const HindcastReport& report, Verdict verdict) {
  std::vector<std::pair<std::string, std::string>> found;
  for (const ScoredCase& scored : report.cases) {
    if (verdict_of(scored) != verdict) continue;
    const std::string years = fmt::format("{}\u2013{}", scored.base_year, scored.target_year);
    if (!found.empty() && found.back().first == scored.name) {
      found.back().second += ", " + years;
      continue;
    }
    const auto same = std::find_if(found.begin(), found.end(),
                                   [&](const auto& entry) { return entry.first == scored.name; });
    if (same != found.end()) {
      same->second += ", " + years;
    } else {
      found.emplace_back(scored.name, years);
    }
  }
  std::string text;
  for (const auto& [name, years] : found) {
    text += fmt::format("{}{} ({})", text.empty() ? "" : "; ", name, years);
  }
  return text;
}

std::string in_short(const HindcastReport& report) {
  std::string text =
      "Set up with an old table and what was known in its year, run forward, and laid beside what "
      "came. The rival to beat is the random walk: shares stay as they were.";
  const std::pair<Verdict, const char*> parts[] = {
      {Verdict::won, "Won"},
      {Verdict::lost, "Lost"},
      {Verdict::undecided, "Undecided"},
      {Verdict::alike, "No different from the walk, for nothing told sectors apart"}};
  for (const auto& [verdict, word] : parts) {
    const std::string cases = cases_of(report, verdict);
    if (!cases.empty()) text += fmt::format(" {}: {}.", word, cases);
  }
  double least = 1.0;
  double most = 0.0;
  for (const ScoredCase& scored : report.cases) {
    if (!scored.scores.front().has_members) continue;
    least = std::min(least, scored.scores.front().calibration.coverage_80);
    most = std::max(most, scored.scores.front().calibration.coverage_80);
  }
  if (most > 0.0) {
    text += fmt::format(" Ranges that should hold 80 % of what came held {} to {}.",
                        percent(least, 0), percent(most, 0));
  }
  return text;
}

/// Cases with single predictions, which are those of one country; names in their order.
std::vector<std::string> shown_names(const HindcastReport& report) {
  std::vector<std::string> names;
  for (const ScoredCase& scored : report.cases) {
    if (scored.predictions.empty()) continue;
    if (std::find(names.begin(), names.end(), scored.name) == names.end()) {
      names.push_back(scored.name);
    }
  }
  return names;
}

const ScoredCase& last_of(const HindcastReport& report, const std::string& name) {
  const ScoredCase* last = nullptr;
  for (const ScoredCase& scored : report.cases) {
    if (scored.name != name) continue;
    if (last == nullptr || scored.target_year > last->target_year) last = &scored;
  }
  return *last;
}

Table verdicts_table(const HindcastReport& report) {
  Table table{"Domar against the random walk",
              {{"Case", Kind::text},
               {"Years"},
               {"Domar\u2019s mean error, points"},
               {"The walk\u2019s"},
               {"RMSE over the walk\u2019s"},
               {"p of being better"},
               {"Within the 80 % range"},
               {"Verdict", Kind::text}},
              {}};
  for (const ScoredCase& scored : report.cases) {
    const auto& ours = scored.scores[0];
    table.rows.push_back(
        {scored.name, fmt::format("{}\u2013{}", scored.base_year, scored.target_year),
         number(100.0 * ours.mae, 3), number(100.0 * scored.scores[1].mae, 3),
         number(ours.against_walk.relative_rmse, 2), number(ours.against_walk.p_better, 2),
         ours.has_members ? percent(ours.calibration.coverage_80, 0) : k_no_sign,
         word_of(verdict_of(scored))});
  }
  return table;
}

Table scores_table(const HindcastReport& report) {
  Table table{"Scores of all forecasts",
              {{"Case", Kind::text},
               {"Forecast", Kind::text},
               {"MAE, points"},
               {"RMSE over the walk\u2019s"},
               {"p of being better"},
               {"CRPS, points"},
               {"Within its 50 % range"},
               {"80 %"},
               {"95 %"}},
              {}};
  for (const ScoredCase& scored : report.cases) {
    for (const auto& score : scored.scores) {
      const bool ranged = score.has_members;
      const auto& c = score.calibration;
      table.rows.push_back(
          {fmt::format("{}, {}\u2013{}", scored.name, scored.base_year, scored.target_year),
           score.name + (score.uses_outcome ? " *" : ""), number(100.0 * score.mae, 3),
           number(score.against_walk.relative_rmse, 2), number(score.against_walk.p_better, 2),
           ranged ? number(100.0 * score.crps, 3) : k_no_sign,
           ranged ? percent(c.coverage_50, 0) : k_no_sign,
           ranged ? percent(c.coverage_80, 0) : k_no_sign,
           ranged ? percent(c.coverage_95, 0) : k_no_sign});
    }
  }
  return table;
}

/// How much larger or smaller a forecast's errors are than the walk's, last year of every case.
HorizontalBars score_chart(const HindcastReport& report) {
  HorizontalBars chart;
  chart.unit = "errors over those of the walk, less 1 [%]";
  chart.series = {"last year of the case"};
  chart.colors = {k_palette[0]};
  for (const std::string& name : shown_names(report)) {
    const ScoredCase& scored = last_of(report, name);
    for (const auto& score : scored.scores) {
      if (&score == &scored.scores[1]) continue;  // the walk itself
      const double change = score.against_walk.relative_rmse - 1.0;
      chart.groups.push_back(
          {fmt::format("{}{}: {}", scored.name, score.uses_outcome ? " *" : "", score.name),
           {100.0 * change},
           {signed_percent(change, 0)}});
    }
  }
  return chart;
}

std::string score_figure(const HindcastReport& report) {
  const HorizontalBars chart = score_chart(report);
  if (chart.groups.empty()) return "";
  const ScoredCase& first = last_of(report, shown_names(report).front());
  return figure(
      "hindcast-scores",
      {.title = fmt::format("How far from what came in {}, compared with a random walk",
                            first.target_year),
       .description =
           "Horizontal bars, one for each case and forecast, left is better: its root mean squared "
           "error over that of the random walk, less one.",
       .draw =
           [&](const About& about, double width) {
             HorizontalBars bars = chart;
             bars.about = about;
             return svg(bars, width);
           },
       .note =
           "* was told the final demand that came. p of being better: Diebold and Mariano\u2019s "
           "test, one-sided, the chance of so good a result were both alike; it takes sectors "
           "of one country as independent, which they are not.",
       .source = "Domar, tables of the bureau of statistics in the 45 industries of the OECD",
       .table = scores_table(report)});
}

bool is_inside(const SharePrediction& one) {
  return one.low <= one.outcome && one.outcome <= one.high;
}

Table predictions_table(const ScoredCase& scored) {
  Table table{fmt::format("Shares of GDP: {}", scored.name),
              {{"Industry", Kind::text},
               {fmt::format("{}", scored.base_year)},
               {fmt::format("Predicted for {}", scored.target_year)},
               {"80 % range from"},
               {"to"},
               {fmt::format("Came in {}", scored.target_year)},
               {"In the range"}},
              {}};
  for (const auto& one : scored.predictions) {
    table.rows.push_back({one.code + " " + one.title, percent(one.base, 3),
                          percent(one.predicted, 3), percent(one.low, 3), percent(one.high, 3),
                          percent(one.outcome, 3), is_inside(one) ? "yes" : "no"});
  }
  return table;
}

/// The largest industries, as ratios to their shares in the base year.
RangeChart range_chart(const ScoredCase& scored) {
  constexpr std::size_t shown = 24;
  std::vector<const SharePrediction*> order;
  for (const auto& one : scored.predictions) {
    if (one.base > 0.0 && one.outcome > 0.0 && one.low > 0.0) order.push_back(&one);
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const auto* a, const auto* b) { return a->base > b->base; });
  order.resize(std::min(order.size(), shown));
  RangeChart chart;
  chart.unit =
      fmt::format("share of GDP in {} over that of {}", scored.target_year, scored.base_year);
  chart.rule = fmt::format("as in {}: the random walk", scored.base_year);
  for (const auto* one : order) {
    chart.rows.push_back({one->title, one->low / one->base, one->predicted / one->base,
                          one->high / one->base, one->outcome / one->base});
  }
  return chart;
}

std::string range_figure(const ScoredCase& scored, std::size_t number_of_figure) {
  const RangeChart chart = range_chart(scored);
  const auto inside = std::count_if(scored.predictions.begin(), scored.predictions.end(),
                                    [](const auto& one) { return is_inside(one); });
  return figure(
      fmt::format("hindcast-ranges-{}", number_of_figure),
      {.title = fmt::format("{}, {}: {} of {} industries came within their 80 % range", scored.name,
                            scored.target_year, inside, scored.predictions.size()),
       .description = "One row an industry: its 80 per cent range, what was predicted and what "
                      "came, each over its share of the base year.",
       .draw =
           [&](const About& about, double width) {
             RangeChart ranges = chart;
             ranges.about = about;
             return svg(ranges, width);
           },
       .note = fmt::format(
           "The {} largest industries; the table has all. Ranges are draws of the parameters, "
           "scattered as much as shares changed between the {} (median {} a root year in logs): "
           "nothing later went into them.",
           chart.rows.size(), scored.change_from, number(scored.median_change, 3)),
       .source = "Domar; outcome: table of that year",
       .table = predictions_table(scored)});
}

std::string official_part(const HindcastReport& report) {
  if (report.official.empty()) return "";
  Table table{"Official shares of GDP and what structure alone predicts",
              {{"Share", Kind::text},
               {"Year"},
               {"Predicted"},
               {"80 % of draws from"},
               {"to"},
               {"Official"},
               {"Status", Kind::text}},
              {}};
  for (const auto& o : report.official) {
    table.rows.push_back(
        {o.name == "sei" ? "Emerging industries" : "Core digital economy", std::to_string(o.year),
         percent(o.predicted), percent(o.predicted_low), percent(o.predicted_high),
         (o.kind == "lower bound" ? "over " : "") + percent(o.official), o.status});
  }
  return heading("Emerging industries: structure alone does not see the rise") +
         paragraph(
             "Industries whose lists are fixed grow about as fast as GDP in the prediction. "
             "What the official share gained beyond that is counting and upgrading within "
             "industries, which a model of industries cannot foresee.") +
         report::table(table);
}

std::string honesty_part(const HindcastReport& report) {
  if (report.later.empty()) return "";
  Table table{"Numbers that the base year did not simply know",
              {{"Number", Kind::text}, {"Value"}, {"Why it is listed", Kind::long_text}},
              {}};
  for (const auto& number : report.later) {
    table.rows.push_back({words(number.name), as_printed(number.value), number.why});
  }
  return paragraph(
             "No figure that speaks of later years, and none from a younger source, went into the "
             "set-up; what a run cannot do without was taken from sources of the time. Listed "
             "below "
             "is what is left: assumptions of ours, which were chosen by people who know how "
             "things "
             "went, and old figures in later editions.") +
         folded(
             fmt::format("{} numbers that the base year did not simply know", report.later.size()),
             report::table(table));
}

}  // namespace

std::string hindcast_section(const HindcastReport& report) {
  std::string html =
      paragraph(in_short(report)) + report::table(verdicts_table(report)) + score_figure(report);
  std::size_t k = 0;
  for (const std::string& name : shown_names(report)) {
    html += range_figure(last_of(report, name), ++k);
  }
  html += official_part(report) + honesty_part(report);
  for (const std::string& skipped : report.skipped) html += paragraph("Left out: " + skipped + ".");
  return html;
}

}  // namespace domar::scenario::report

namespace domar::scenario {

std::string hindcast_html(const HindcastReport& report) {
  return report::page("Hindcast: how far to trust Domar",
                      "Set up with what was known then, scored on what came.",
                      {{"hindcast", "Predicted and come", report::hindcast_section(report)}},
                      report::paragraph("Made by Domar, an open engine for the economics of "
                                        "industrial modernisation."));
}

}  // namespace domar::scenario
