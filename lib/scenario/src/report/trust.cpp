#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "format.hpp"
#include "sections.hpp"

namespace domar::scenario::report {

namespace {

using Kind = Column::Kind;

std::string checks(const View& view) {
  const Checks& c = view.results.checks;
  Table table{"Largest error over all years and scenarios",
              {{"Check", Kind::text},
               {"What it says", Kind::long_text},
               {"Error"},
               {"Bound"},
               {"Verdict", Kind::text}},
              {}};
  const auto add = [&](const char* name, const char* meaning, double error, double bound) {
    const bool holds = std::isfinite(error) && error <= bound;
    table.rows.push_back({name, meaning, scientific(error), scientific(bound),
                          holds ? "holds" : "BROKEN: do not use"});
  };
  add("Replication", "with nothing changed the model returns the measured year",
      c.replication_residual, 1e-10);
  add("Markets", "demand equals supply in every factor market", c.market_residual, 1e-9);
  add("Walras\u2019 law", "the market left out of the solution clears by itself", c.walras_residual,
      1e-9);
  add("Growth accounts", "the five parts add up to GDP growth", c.accounts_residual, 1e-9);
  std::string html;
  for (const auto& warning : view.results.warnings) {
    html += paragraph("Warning: " + warning);
  }
  return html + report::table(table);
}

std::string limits(const View& view) {
  std::vector<std::string> items;
  items.emplace_back(
      "These are not forecasts. They say what follows from measured accounts and stated "
      "assumptions; wars, crises and inventions are not in them.");
  items.emplace_back(
      "Effects of policies are differences between two runs of one model: read them as orders of "
      "magnitude. The direct outlays are known better than what they cause.");
  items.push_back(
      fmt::format("The accounts are those of {} as published then; later revisions of GDP are not "
                  "in them. Vintages in the lists of sources say which edition a figure is.",
                  view.results.economy.year));
  items.emplace_back(
      view.results.uncertainty
          ? "The draws know the ranges of the literature and ours; they do not know that the model "
            "may be wrong in its form."
          : "The probability and the range of the SEI share count one uncertainty only, that of "
            "the "
            "counting drift. Elasticities, growth and the shares of industries that count as "
            "emerging would widen it: domar run with --draws counts them.");
  items.emplace_back(
      view.results.emerging.by_name.empty()
          ? "An emerging industry is a fixed share of ordinary sectors here; competition between "
            "old and new products inside a sector is not seen."
          : "Emerging industries are sectors here, and users turn from old varieties to new ones; "
            "how fast is mostly an assumption fitted on the past.");
  items.emplace_back(view.results.hindcast
                         ? "How the model would have done from 2012, losses included: chapter 8."
                         : "How the model would have done from 2012, losses included, is shown by "
                           "domar run with --hindcast, and by domar hindcast.");
  const CountingDrift& drift = view.results.drift;
  if (!drift.years_fitted.empty()) {
    items.push_back(
        fmt::format("The drift rests on {} official figures of {}\u2013{} ({} degrees of freedom, "
                    "residual {} log "
                    "points). A change of the official classification would break it.",
                    count(drift.years_fitted.size()), drift.first_year, drift.last_year,
                    drift.degrees_of_freedom, number(100.0 * drift.residual_sd, 1)));
  }
  return list(items);
}

StackedBars residual_chart(const View& view) {
  StackedBars chart;
  chart.unit = "labour-augmenting, log points a year";
  chart.height = 220.0;
  Layer calibrated{"set so that measured growth is met", {}, "#0072B2"};
  Layer assumed{"assumption \u2021", {}, "#E69F00"};
  for (const auto& year : view.baseline().years) {
    if (year.year == view.base_year) continue;
    chart.years.push_back(year.year);
    const bool measured = year.year <= view.measured_to;
    calibrated.values.push_back(measured ? 100.0 * year.labour_residual : 0.0);
    assumed.values.push_back(measured ? 0.0 : 100.0 * year.labour_residual);
  }
  chart.layers = {calibrated, assumed};
  return chart;
}

Table residual_table(const View& view) {
  Table table{"Labour-augmenting residual of the baseline",
              {{"Year"}, {"Residual, log points"}, {"GDP growth"}, {"Origin", Kind::text}},
              {}};
  for (const auto& year : view.baseline().years) {
    if (year.year == view.base_year) continue;
    table.rows.push_back(
        {std::to_string(year.year), signed_number(100.0 * year.labour_residual, 2),
         signed_percent(std::expm1(year.accounts.gdp_growth), 2),
         year.year <= view.measured_to ? "meets measured growth" : "assumption \u2021"});
  }
  return table;
}

std::string residual_title(const View& view) {
  double sum = 0.0;
  int n = 0;
  for (const auto& year : view.baseline().years) {
    if (year.year == view.base_year || year.year > view.measured_to) continue;
    sum += year.labour_residual;
    ++n;
  }
  const std::string end = fmt::format(
      "{} points in {}", number(100.0 * view.last().labour_residual, 1), view.last_year);
  if (n == 0) return fmt::format("The residual is an assumption in every year: {}", end);
  return fmt::format(
      "Measured growth of {}\u2013{} leaves {} points of labour efficiency a year unexplained; for "
      "the years after it is assumed, {}",
      view.base_year + 1, view.measured_to, signed_number(100.0 * sum / n, 1), end);
}

std::string residual_figure(const View& view) {
  if (view.last_year == view.base_year) return "";
  const StackedBars chart = residual_chart(view);
  return figure(
      "labour-residual",
      {.title = residual_title(view),
       .description = "Bars by year: labour-augmenting residual, calibrated and assumed.",
       .draw =
           [&](const About& about, double width) {
             StackedBars drawn = chart;
             drawn.about = about;
             return svg(drawn, width);
           },
       .note = "Years that meet measured growth do so by construction: that they fit proves "
               "nothing. Below zero, the other sources promise more growth than came.",
       .source = view.source(),
       .passports = view.passports({"gdp_growth", "residual_"}),
       .table = residual_table(view)});
}

/// Side conditions of the baseline that a reader should see drift.
std::string side_conditions(const View& view) {
  Table table{"Side conditions of the baseline", {{"Number", Kind::text}}, {}};
  for (const int year : view.key_years()) table.columns.push_back({std::to_string(year)});
  const auto add = [&](const char* name, auto value) {
    Row row{name};
    for (const int year : view.key_years()) {
      row.emplace_back(value(*find_year(view.baseline(), year)));
    }
    table.rows.push_back(row);
  };
  using Year = growth::YearResult;
  add("Labour share of GDP", [](const Year& y) { return percent(y.labour_share); });
  add("Capital share", [](const Year& y) { return percent(y.capital_share); });
  add("Data share", [](const Year& y) { return percent(y.data_share); });
  add("Investment over GDP", [](const Year& y) { return percent(y.investment_share); });
  add("R&D over GDP", [](const Year& y) { return percent(y.rd_share, 2); });
  add("Exports over GDP", [](const Year& y) { return percent(y.exports_share); });
  add("Imports over GDP", [](const Year& y) { return percent(y.imports_share); });
  add("Capital over GDP, years", [](const Year& y) { return number(y.capital_output, 2); });
  add("AI adoption", [](const Year& y) { return percent(y.ai_adoption); });
  return report::table(table);
}

/// Repairs by rule: how many places, how much money.
std::string repairs(const View& view) {
  struct Sum {
    std::size_t places = 0;
    double money = 0.0;
  };
  std::map<std::string, Sum> rules;
  for (const auto& repair : view.results.repairs) {
    ++rules[repair.rule].places;
    rules[repair.rule].money += repair.money;
  }
  Table sums{"Changes that the model needed in the table, by rule",
             {{"Rule", Kind::long_text},
              {"Places"},
              {"Money moved, billion " + view.currency},
              {"Share of GDP"}},
             {}};
  for (const auto& [rule, sum] : rules) {
    const double billions = view.results.billions(sum.money);
    sums.rows.push_back({rule, std::to_string(sum.places), number(billions, 2),
                         percent(billions / view.gdp_billions(), 2)});
  }
  Table each{
      "Every repair",
      {{"Where", Kind::text}, {"Rule", Kind::long_text}, {"Money, billion " + view.currency}},
      {}};
  auto sorted = view.results.repairs;
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return std::abs(a.money) > std::abs(b.money);
  });
  for (const auto& repair : sorted) {
    each.rows.push_back(
        {repair.where, repair.rule, number(view.results.billions(repair.money), 3)});
  }
  return table(sums) + (each.rows.empty() ? "" : folded("Every repair by place", table(each)));
}

std::string findings(const View& view) {
  Table found{"What the check of the accounts found",
              {{"Kind", Kind::text},
               {"Finding", Kind::long_text},
               {"Where", Kind::text},
               {"Money, billion " + view.currency},
               {"Relative"}},
              {}};
  for (const auto& f : view.results.findings) {
    found.rows.push_back({accounts::name_of(f.severity), f.what, f.where,
                          number(view.results.billions(f.money), 2), percent(f.relative, 2)});
  }
  return folded(fmt::format("What the check of the accounts found: {} in all", found.rows.size()),
                table(found));
}

std::string closures(const View& view) {
  Table choices{"Closures: what is fixed and what gives way",
                {{"Choice", Kind::text}, {"Taken", Kind::long_text}},
                {}};
  for (const auto& [name, choice] : view.results.closures) {
    choices.rows.push_back({title_words(name), choice});
  }
  return table(choices);
}

bool is_soft(FactStatus status) { return !mark_of(status).empty(); }

std::string range_of(const accounts::RangedFact& fact) {
  if (!fact.low && !fact.high) return "";
  const auto text = [](const std::optional<double>& v) { return v ? as_printed(*v) : "\u2026"; };
  return text(fact.low) + " to " + text(fact.high);
}

std::string assumptions(const View& view) {
  Table soft{"Numbers that are assumptions or from memory",
             {{"Number", Kind::text},
              {"Value"},
              {"Range"},
              {"Unit", Kind::text},
              {"Year", Kind::text},
              {"Source", Kind::long_text},
              {"Status", Kind::text}},
             {}};
  std::size_t others = 0;
  for (const auto& [name, fact] : view.results.facts.by_name) {
    if (!is_soft(fact.status)) {
      ++others;
      continue;
    }
    soft.rows.push_back({title_words(name), as_printed(fact.value), range_of(fact), fact.unit,
                         fact.year, fact.source,
                         mark_of(fact.status) + " " + name_of(fact.status)});
  }
  for (const auto& [name, series] : view.results.series.by_name) {
    for (const auto& [year, fact] : series) {
      if (!is_soft(fact.status)) continue;
      soft.rows.push_back({title_words(name), as_printed(fact.value), "", fact.unit,
                           std::to_string(year), fact.source,
                           mark_of(fact.status) + " " + name_of(fact.status)});
    }
  }
  const std::string summary = fmt::format(
      "Of the single figures of this run {} were seen in their source, computed or derived. Below "
      "are those that are assumptions or from memory ({}). Values are as in the files: shares as "
      "fractions.",
      others, soft.rows.size());
  return paragraph(summary) + table(soft);
}

/// How much of each class rests on assumptions.
std::string class_status(const View& view) {
  Table table{"Parts of sectors that form a class, by status",
              {{"Class", Kind::text},
               {"Sectors"},
               {"Seen, computed, derived"},
               {"From memory \u2020"},
               {"Assumption \u2021"}},
              {}};
  for (const auto& c : view.results.classes) {
    std::size_t hard = 0;
    std::size_t memory = 0;
    std::size_t assumed = 0;
    for (const auto& share : c.shares) {
      if (share.status == FactStatus::from_memory) {
        ++memory;
      } else if (share.status == FactStatus::assumption) {
        ++assumed;
      } else {
        ++hard;
      }
    }
    table.rows.push_back({c.title.empty() ? title_words(c.name) : capital(c.title),
                          std::to_string(c.shares.size()), std::to_string(hard),
                          std::to_string(memory), std::to_string(assumed)});
  }
  return table.rows.empty() ? std::string() : report::table(table);
}

std::string provenance(const View& view) {
  const Results& r = view.results;
  Table inputs{
      "Inputs of this run, SHA-256", {{"File", Kind::text}, {"Hash", Kind::long_text}}, {}};
  for (const auto& [file, hash] : r.input_hashes) {
    inputs.rows.push_back({file, Markup{"<code>" + escaped(hash) + "</code>"}});
  }
  Table times{"Time by stage", {{"Stage", Kind::text}, {"Seconds"}}, {}};
  for (const auto& [stage, seconds] : r.timings) {
    times.rows.push_back({title_words(stage), number(seconds, 3)});
  }
  return paragraph(fmt::format("Domar {}, economy {}, {} {}. Terms of use of the accounts: {}",
                               r.version, r.economy_name, r.threads,
                               r.threads == 1 ? "thread" : "threads",
                               r.economy.terms.empty() ? "not stated." : r.economy.terms)) +
         table(inputs) + table(times);
}

}  // namespace

std::string trust_section(const View& view) {
  std::string html = heading("What the numbers do not mean") + limits(view);
  html += heading("Does the model add up?") + checks(view);
  html += heading("What measured growth was made to fit") + residual_figure(view);
  html += heading("Is the baseline credible?") + side_conditions(view);
  html += heading("Repairs made to the accounts") + repairs(view) + findings(view);
  html += heading("Closures") + closures(view);
  html += heading("Assumptions and figures from memory") + assumptions(view) + class_status(view);
  html += heading("Version, inputs, time") + provenance(view);
  return html;
}

}  // namespace domar::scenario::report
