#include "view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "format.hpp"

namespace domar::scenario::report {

namespace {

/// Growth counts as measured without a gap from the base year on.
int last_measured(const Results& results, int base_year, int last_year) {
  const auto series = results.series.by_name.find("gdp_growth");
  if (series == results.series.by_name.end()) return base_year;
  int year = base_year;
  while (year < last_year && series->second.contains(year + 1)) ++year;
  return year;
}

bool starts_with_any(const std::string& name, const std::vector<std::string>& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](const std::string& prefix) { return name.starts_with(prefix); });
}

bool is_share(const std::string& unit) {
  return unit.starts_with("share") || unit.find(", share") != std::string::npos;
}

std::string printed(const Fact& fact) {
  return is_share(fact.unit) ? as_printed(100.0 * fact.value) + "\u00a0%" : as_printed(fact.value);
}

bool same_origin(const Fact& a, const Fact& b) {
  return a.source == b.source && a.vintage == b.vintage && a.status == b.status;
}

/// A series as few passports: years that come from the same place share one.
std::vector<Passport> series_passports(const std::string& name, const std::map<int, Fact>& series) {
  std::vector<Passport> passports;
  const Fact* before = nullptr;
  int first = 0;
  std::string first_value;
  for (const auto& [year, fact] : series) {
    if (before == nullptr || !same_origin(*before, fact)) {
      passports.push_back(passport_of(name, fact));
      passports.back().year = std::to_string(year);
      first = year;
      first_value = printed(fact);
    } else {
      passports.back().year = fmt::format("{}\u2013{}", first, year);
      passports.back().value = fmt::format("{} \u2026 {}", first_value, printed(fact));
    }
    before = &fact;
  }
  return passports;
}

}  // namespace

const growth::YearResult* find_year(const growth::Path& path, int year) {
  const auto found = std::find_if(path.years.begin(), path.years.end(),
                                  [&](const growth::YearResult& y) { return y.year == year; });
  return found == path.years.end() ? nullptr : &*found;
}

View::View(const Results& r)
    : results(r),
      base_year(r.baseline().path.years.front().year),
      last_year(r.baseline().path.years.back().year),
      measured_to(last_measured(r, base_year, last_year)),
      currency(r.economy.unit.empty() ? "units of money" : r.economy.currency()) {}

std::vector<int> View::key_years() const {
  std::vector<int> years{base_year};
  for (const int year : {2025, 2030}) {
    if (year > base_year && year < last_year) years.push_back(year);
  }
  if (last_year > base_year) years.push_back(last_year);
  return years;
}

std::vector<int> View::later_years() const {
  std::vector<int> years = key_years();
  years.erase(years.begin());
  return years;
}

const ScenarioResult* View::twin_of(const ScenarioResult& scenario) const {
  if (scenario.twin.empty() || scenario.path.years.empty()) return nullptr;
  const auto found = std::find_if(results.scenarios.begin(), results.scenarios.end(),
                                  [&](const ScenarioResult& other) {
                                    return other.name == scenario.twin && !other.path.years.empty();
                                  });
  return found == results.scenarios.end() ? nullptr : &*found;
}

std::vector<const ScenarioResult*> View::with_twin() const {
  std::vector<const ScenarioResult*> found;
  for (const ScenarioResult& scenario : results.scenarios) {
    if (twin_of(scenario) != nullptr) found.push_back(&scenario);
  }
  return found;
}

bool View::has_class(const std::string& name) const { return first().class_share.contains(name); }

std::vector<Index> View::industries() const {
  std::vector<Index> found;
  const Index known = std::min(first().industries.size(), last().industries.size());
  for (Index i = 0; i < std::min(known, results.economy.industries.size()); ++i) {
    if (results.economy.industries[i].region == results.region) found.push_back(i);
  }
  return found;
}

double View::gdp_billions() const { return results.billions(results.economy.gdp(results.region)); }

std::string View::source() const {
  return fmt::format("Source: Domar {}, run of {}; accounts: {} ({}, {}, {} prices).",
                     results.version, results.economy_name, results.economy.source,
                     results.economy.year, results.economy.unit, results.economy.price_basis);
}

Passport View::table_passport() const {
  return {"Value added in the accounts",
          number(gdp_billions(), 1),
          "billion " + currency,
          std::to_string(results.economy.year),
          results.economy.source,
          "",
          FactStatus::seen};
}

std::vector<Passport> View::passports(const std::vector<std::string>& prefixes) const {
  std::vector<Passport> found{table_passport()};
  for (const auto& [name, fact] : results.facts.by_name) {
    if (starts_with_any(name, prefixes)) found.push_back(passport_of(name, fact));
  }
  for (const auto& [name, series] : results.series.by_name) {
    if (!starts_with_any(name, prefixes)) continue;
    const auto rows = series_passports(name, series);
    found.insert(found.end(), rows.begin(), rows.end());
  }
  return found;
}

std::string label_of(const ScenarioResult& scenario) {
  constexpr std::size_t longest = 26;
  if (!scenario.title.empty() && scenario.title.size() <= longest) return capital(scenario.title);
  return title_words(scenario.name);
}

Line line_of(const View& view, const ScenarioResult& scenario) {
  const auto& all = view.results.scenarios;
  const auto place = static_cast<std::size_t>(&scenario - all.data());
  Line line;
  line.label = label_of(scenario);
  if (place == 0) {
    line.width = 3.0;
    return line;
  }
  line.color = k_palette[(place - 1) % k_palette.size()];
  line.width = 1.8;
  if (place % 2 == 0) line.dash = "7 3";
  if (place > k_palette.size()) line.dash = "2 3";
  return line;
}

Passport passport_of(const std::string& name, const Fact& fact) {
  return {title_words(name), printed(fact), fact.unit,  fact.year,
          fact.source,       fact.vintage,  fact.status};
}

double class_share(const growth::YearResult& year, const std::string& name) {
  const auto found = year.class_share.find(name);
  return found == year.class_share.end() ? 0.0 : found->second;
}

std::string moves(double from, double to, int decimals) {
  const double least = 0.5 * std::pow(10.0, -decimals - 2);
  if (to - from > least) return "rises";
  if (from - to > least) return "falls";
  return "stays";
}

}  // namespace domar::scenario::report
