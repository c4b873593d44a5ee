#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "domar/scenario/results.hpp"

namespace domar::scenario {
namespace {

using growth::IndustryYear;
using growth::YearResult;

constexpr Index k_industries = 153;

/// A country of 153 industries and the rest of the world; every number follows from its place.
accounts::Economy made_up_economy() {
  accounts::Economy e;
  e.name = "made-up";
  e.year = 2018;
  e.unit = "million yuan";
  e.price_basis = "producer";
  e.source = "Made-up accounts <of> \"nowhere\" & elsewhere";
  e.terms = "none";
  e.regions = Labels::make({"A", "W"}, {"Country", "World"}).value();
  std::vector<std::string> codes;
  std::vector<std::string> titles;
  std::vector<Index> own;
  for (Index i = 0; i < k_industries; ++i) {
    codes.push_back(std::to_string(1000 + i).substr(1));
    titles.push_back(i % 7 == 0 ? "Manufacture of special industrial machinery no. " + codes.back()
                                : "Industry " + codes.back());
    e.industries.push_back({0, codes.back(), titles.back()});
    own.push_back(i);
  }
  e.industries.push_back({1, "W", "World"});
  e.goods = Labels::make(codes, titles).value();
  e.final_uses = {{0, accounts::FinalUseKind::household, "hh", "Households"},
                  {1, accounts::FinalUseKind::everything, "all", "World"}};
  e.supplier = {own, std::vector<Index>(k_industries, k_industries)};
  e.use.assign(2, Matrix(k_industries, k_industries + 3));
  e.value_added = Matrix(accounts::k_value_added_rows, k_industries + 1);
  for (Index i = 0; i < k_industries; ++i) {
    e.use[0](i, k_industries + 1) = 600000.0;
    e.use[1](i, k_industries + 1) = 4000.0 * static_cast<double>((i * 37) % 100);
    e.value_added(accounts::labour, i) = 600000.0;
  }
  return e;
}

std::vector<IndustryYear> made_up_industries(double t, double push) {
  std::vector<IndustryYear> industries(k_industries + 1);
  for (Index i = 0; i < k_industries; ++i) {
    const double speed = 0.02 * std::sin(static_cast<double>(i));
    IndustryYear& y = industries[i];
    y.value_added = std::exp(speed * t) / static_cast<double>(k_industries);
    y.output = std::exp((0.05 + push + 2.0 * speed) * t);
    y.price = std::exp(-speed * t);
    y.foreign_content = 0.05 + 0.002 * static_cast<double>(i % 60);
  }
  return industries;
}

YearResult made_up_year(int year, double push) {
  const double t = year - 2018;
  YearResult y;
  y.year = year;
  y.real_gdp = std::exp((0.055 - 0.001 * t + push) * t);
  y.welfare = y.real_gdp;
  y.labour_share = 0.52;
  y.capital_share = 0.38;
  y.investment_share = 0.42 - 0.004 * t;
  y.foreign_reliance = 0.14 - 0.002 * t - push;
  y.fiscal_cost = push == 0.0 ? 0.0 : 150000.0;
  y.labour_residual = 0.025 - 0.0005 * t;
  y.class_share = {{"sei", 0.089 + (0.0005 + push) * t},
                   {"hydrogen", 0.0002 + 1e-5 * t},
                   {"integrated-circuits", 0.004 + (2e-4 + push) * t},
                   {"digital-core", 0.065 + 0.001 * t}};
  y.class_foreign_reliance = {{"hydrogen", 0.2}, {"integrated-circuits", 0.4}};
  if (year > 2018) {
    y.accounts.labour = -0.002;
    y.accounts.capital = 0.03 - 0.001 * t;
    y.accounts.data = 0.003;
    y.accounts.technology = 0.02;
    y.accounts.reallocation = 0.001;
    y.accounts.gdp_growth = y.accounts.capital + 0.022;
    auto& sources = y.accounts.sources;
    sources.own_knowledge = 0.004;
    sources.spillovers = 0.003;
    sources.ai = 0.001;
    sources.emerging = 0.002;
    sources.residual = 0.011;
    sources.remainder = -0.001;
  }
  y.industries = made_up_industries(t, push);
  return y;
}

ScenarioResult made_up_scenario(const std::string& name, const std::string& title, double push) {
  ScenarioResult s;
  s.name = name;
  s.title = title;
  s.description = "A scenario of the test: <b>not bold</b>.";
  if (push != 0.0) {
    s.twin = "baseline";
    policy::Instrument grant;
    grant.kind = policy::InstrumentKind::rd_grant;
    grant.name = "Grants for R&D";
    grant.from = 2024;
    grant.amount = 150000.0;
    grant.passport = {150.0, "billion yuan", "2024", "ecns 2024-10-28", "", FactStatus::seen};
    s.policies = {grant};
  }
  for (int year = 2018; year <= 2035; ++year) s.path.years.push_back(made_up_year(year, push));
  return s;
}

void add_facts(Results& r) {
  for (const auto& [year, value] :
       {std::pair{2014, 0.076}, {2018, 0.089}, {2019, 0.115}, {2020, 0.117}, {2021, 0.134}}) {
    const FactStatus status = year == 2014 ? FactStatus::seen : FactStatus::from_memory;
    r.official_sei.push_back(
        {year, value, "figure", {value, "share of GDP", "", "NBS", "2018 classification", status}});
  }
  r.official_sei.push_back(
      {2022, 0.13, "lower bound", {0.13, "share of GDP", "", "CGTN", "", FactStatus::seen}});
  r.official_sei.push_back(
      {2025, 0.17, "target", {0.17, "share of GDP", "", "14th FYP", "", FactStatus::seen}});
  accounts::RangedFact funds;
  funds.value = 1.3;
  funds.unit = "yuan of welfare per yuan of revenue";
  funds.source = "usual range";
  funds.low = 1.2;
  r.facts.by_name["marginal_cost_of_public_funds"] = funds;
  for (int year = 2019; year <= 2025; ++year) {
    r.series.by_name["gdp_growth"][year] = {0.05, "share", "", "WDI", "2025", FactStatus::seen};
  }
  r.drift.level = 0.2;
  r.drift.slope = 0.04;
  r.drift.residual_sd = 0.03;
  r.drift.degrees_of_freedom = 2;
  r.drift.first_year = 2019;
  r.drift.last_year = 2022;
  r.drift.held_from = 2026;
  r.drift.bound_allowance = 0.005;
  r.drift.t_90 = 1.886;
  r.drift.years_fitted = {2019, 2020, 2021, 2022};
}

Results made_up_results() {
  Results r;
  r.title = "China\u2019s innovation push";
  r.version = "0.1.0";
  r.economy_name = "made-up";
  r.economy = made_up_economy();
  r.scenarios = {made_up_scenario("baseline", "Baseline", 0.0),
                 made_up_scenario("upgrade", "Upgrading existing industries", 0.0004),
                 made_up_scenario("future-industries", "Future industries", 0.0006),
                 made_up_scenario("digital-economy", "", 0.0005),
                 made_up_scenario("ai-plus", "AI plus", -0.0003),
                 made_up_scenario("china", "All together", 0.001)};
  r.classes = {
      {"sei", "strategic emerging industries", {{3, 0.5, "", "guess", FactStatus::assumption}}},
      {"hydrogen", "hydrogen power", {{4, 0.1, "", "x", FactStatus::from_memory}}}};
  r.findings = {{accounts::Severity::warning, "negative stocks", "Industry 006", 120.0, 0.01}};
  r.repairs = {{"stocks drawn down are met by imports", "Industry 006", 1500.0}};
  add_facts(r);
  for (const char* set : {"standard", "short_run", "nearly_fixed"}) {
    r.cutoffs.push_back({"094 electronic components, imports cut by 80 %",
                         set,
                         true,
                         1.0,
                         std::string(set) == "nearly_fixed" ? -0.107 : -0.009,
                         -0.02,
                         1.4,
                         {{"Communication equipment", -0.41}, {"Computers", -0.3}}});
  }
  r.cutoffs.back().converged = false;
  r.cutoffs.back().feasible_share = 0.6;
  r.closures = {{"labour", "mobile"}, {"capital", "bound to its industry"}};
  r.input_hashes = {{"china-2018.nc", std::string(64, 'a')}};
  r.checks = {3.1e-12, 2e-13, 1e-15, 4e-12};
  r.timings = {{"solve", 1.2}};
  return r;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// The first tag that is not closed in order; empty when all is well. Knows no comments: the
/// report has none.
std::string unbalanced(const std::string& html) {
  std::vector<std::string> open;
  for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
    const std::size_t end = html.find('>', at);
    const bool closing = html[at + 1] == '/';
    std::size_t name_end = at + (closing ? 2 : 1);
    const std::size_t name_start = name_end;
    while (is_letter(html[name_end]) || (html[name_end] >= '0' && html[name_end] <= '9')) {
      ++name_end;
    }
    const std::string name = html.substr(name_start, name_end - name_start);
    if (end == std::string::npos || name.empty()) return html.substr(at, 40);
    if (!closing && html[end - 1] != '/') open.push_back(name);
    if (!closing) continue;
    if (open.empty() || open.back() != name) return html.substr(at, 40);
    open.pop_back();
  }
  return open.empty() ? "" : "open " + open.back();
}

/// The text around a word that stands alone; empty when it does not occur.
std::string around_word(const std::string& text, const std::string& word) {
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    if (at > 0 && is_letter(text[at - 1])) continue;
    if (is_letter(text[at + word.size()])) continue;
    return text.substr(at > 100 ? at - 100 : 0, 200);
  }
  return "";
}

/// All parts of a text from `begin` to `end`, both excluded.
std::vector<std::string> parts_between(const std::string& text, const std::string& begin,
                                       const std::string& end) {
  std::vector<std::string> parts;
  for (std::size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at)) {
    at += begin.size();
    parts.push_back(text.substr(at, text.find(end, at) - at));
  }
  return parts;
}

std::size_t occurrences(const std::string& text, const std::string& word) {
  std::size_t n = 0;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++n;
  return n;
}

void expect_sound(const std::string& html) {
  EXPECT_EQ(unbalanced(html.substr(html.find("<html"))), "");
  for (const char* word : {"nan", "inf", "NaN", "Inf"}) EXPECT_EQ(around_word(html, word), "");
  EXPECT_EQ(html.find("{}"), std::string::npos);
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_EQ(html.find("src="), std::string::npos);
  EXPECT_EQ(html.find("url("), std::string::npos);
}

TEST(Report, IsOneSoundFileThatFetchesNothing) {
  const std::string html = report_html(made_up_results());
  expect_sound(html);
  EXPECT_NE(html.find("default-src 'none'"), std::string::npos);
  EXPECT_LT(html.size(), 2'000'000U);
}

TEST(Report, EveryFigureHasTitleSourceTableAndDescription) {
  const std::string html = report_html(made_up_results());
  const auto figures = parts_between(html, "<figure", "</figure>");
  for (const std::string& figure : figures) {
    for (const char* part : {"<figcaption>", "class=\"source\"", "<table", "<title", "<desc",
                             "role=\"img\"", "<details>"}) {
      EXPECT_NE(figure.find(part), std::string::npos) << part << " in " << figure.substr(0, 300);
    }
    EXPECT_EQ(figure.find("<figcaption></figcaption>"), std::string::npos);
  }
  EXPECT_GE(figures.size(), 12U);
}

TEST(Report, IdsAreUniqueAndReferencesExist) {
  const std::string html = report_html(made_up_results());
  std::set<std::string> ids;
  for (const auto& id : parts_between(html, " id=\"", "\"")) {
    EXPECT_TRUE(ids.insert(id).second) << id;
  }
  for (const auto& target : parts_between(html, "href=\"#", "\""))
    EXPECT_TRUE(ids.contains(target));
}

TEST(Report, EscapesWhatComesFromFiles) {
  const std::string html = report_html(made_up_results());
  EXPECT_EQ(html.find("<b>not bold"), std::string::npos);
  EXPECT_NE(html.find("&lt;b&gt;not bold"), std::string::npos);
  EXPECT_NE(html.find("Grants for R&amp;D"), std::string::npos);
}

TEST(Report, AnswersFromTheNumbers) {
  const Results r = made_up_results();
  const std::string html = report_html(r);
  EXPECT_NE(html.find("reach 17\u00a0% of GDP in 2025"), std::string::npos);
  EXPECT_EQ(occurrences(html, "class=\"answer\""), 1U);
  EXPECT_NE(html.find("1.3"), std::string::npos);        // cost of public funds
  EXPECT_NE(html.find("8.9\u2020"), std::string::npos);  // official figure from memory
}

/// One case won, one lost; two industries, one of which came outside its range.
HindcastReport made_up_hindcast() {
  HindcastReport report;
  for (const bool won : {true, false}) {
    ScoredCase scored;
    scored.name = won ? "Exports of <A>" : "Imports of A";
    scored.base_year = 2012;
    scored.target_year = 2020;
    scored.change_from = "tables of 2007 and 2012";
    scored.median_change = 0.1;
    ensemble::ForecastScore ours;
    ours.name = "Domar";
    ours.mae = 0.01;
    ours.against_walk.relative_rmse = won ? 0.6 : 1.4;
    ours.against_walk.p_better = won ? 0.04 : 0.96;
    ours.has_members = true;
    ours.calibration.coverage_80 = won ? 0.81 : 0.55;
    ensemble::ForecastScore walk;
    walk.name = "random walk";
    walk.against_walk.relative_rmse = 1.0;
    walk.against_walk.p_better = 0.5;
    scored.scores = {ours, walk};
    scored.predictions = {{"a", "Industry a", 0.4, 0.42, 0.3, 0.5, 0.45},
                          {"b", "Industry b", 0.6, 0.58, 0.5, 0.7, 0.75}};
    report.cases.push_back(scored);
  }
  report.later = {{"cap", 3.0, "chosen by us, assumption"}};
  report.official = {{"sei", 2020, 0.077, 0.075, 0.081, 0.117, "figure", "from memory"}};
  return report;
}

TEST(Report, TellsWinsAndLossesOfTheHindcast) {
  Results r = made_up_results();
  EXPECT_EQ(report_html(r).find("hindcast-ranges"), std::string::npos) << "only where it was run";
  r.hindcast = made_up_hindcast();
  const std::string html = report_html(r);
  expect_sound(html);
  EXPECT_NE(html.find("Won: Exports of &lt;A&gt; (2012\u20132020)"), std::string::npos);
  EXPECT_NE(html.find("Lost: Imports of A (2012\u20132020)"), std::string::npos);
  EXPECT_NE(html.find("held 55\u00a0% to 81\u00a0%"), std::string::npos);
  EXPECT_NE(html.find("1 of 2 industries came within"), std::string::npos);
  EXPECT_NE(html.find("chosen by us, assumption"), std::string::npos);
  expect_sound(hindcast_html(*r.hindcast));
  expect_sound(hindcast_html(HindcastReport{}));
}

TEST(Report, SameResultsSameBytes) {
  const Results r = made_up_results();
  EXPECT_EQ(report_html(r), report_html(r));
}

TEST(Report, NeedsOnlyOneScenario) {
  Results r = made_up_results();
  r.scenarios.resize(1);
  expect_sound(report_html(r));
}

TEST(Report, NeedsOnlyTheBaseYear) {
  Results r = made_up_results();
  for (auto& s : r.scenarios) s.path.years.resize(1);
  expect_sound(report_html(r));
}

TEST(Report, DoesWithoutEmergingIndustries) {
  Results r = made_up_results();
  for (auto& s : r.scenarios) {
    for (auto& y : s.path.years) y.class_share.clear();
  }
  r.classes.clear();
  r.official_sei.clear();
  r.drift = {};
  expect_sound(report_html(r));
}

TEST(Report, DoesWithoutOfficialFiguresFactsAndCutoffs) {
  Results r = made_up_results();
  r.official_sei.clear();
  r.drift = {};
  r.cutoffs.clear();
  r.facts = {};
  r.series = {};
  expect_sound(report_html(r));
}

TEST(Report, DoesWithoutAnythingRun) {
  Results r;
  r.title = "Empty";
  expect_sound(report_html(r));
}

TEST(Report, NumbersThatAreNotFiniteBecomeDashes) {
  Results r = made_up_results();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  r.scenarios[2].path.years[9].real_gdp = nan;
  r.scenarios[2].path.years.back().real_gdp = nan;
  r.scenarios[0].path.years[5].foreign_reliance = nan;
  r.scenarios[0].path.years.back().industries[4].price = std::numeric_limits<double>::infinity();
  r.checks.walras_residual = nan;
  const std::string html = report_html(r);
  expect_sound(html);
  EXPECT_NE(html.find("BROKEN"), std::string::npos);
}

}  // namespace
}  // namespace domar::scenario
