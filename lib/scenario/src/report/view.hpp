#pragma once
/// @file View: what all sections ask the results: years, twins, names, passports.

#include <optional>
#include <string>
#include <vector>

#include "domar/scenario/results.hpp"
#include "html.hpp"

namespace domar::scenario::report {

/// A year of a path, or nullptr.
[[nodiscard]] const growth::YearResult* find_year(const growth::Path& path, int year);

/// The results with what the sections ask again and again. Holds a reference: shorter-lived than
/// the results.
struct View {
  explicit View(const Results& results);

  const Results& results;
  int base_year = 0;  ///< first year of the baseline
  int last_year = 0;
  int measured_to = 0;  ///< last year whose growth was measured and met; base_year if none
  std::string currency{};

  [[nodiscard]] const growth::Path& baseline() const { return results.baseline().path; }
  [[nodiscard]] const growth::YearResult& first() const { return baseline().years.front(); }
  [[nodiscard]] const growth::YearResult& last() const { return baseline().years.back(); }

  /// Base year, 2025, 2030 and last year, as far as the path has them.
  [[nodiscard]] std::vector<int> key_years() const;
  /// The key years after the base year.
  [[nodiscard]] std::vector<int> later_years() const;

  /// The twin of a scenario, or nullptr.
  [[nodiscard]] const ScenarioResult* twin_of(const ScenarioResult& scenario) const;
  /// Scenarios that have a twin in the results.
  [[nodiscard]] std::vector<const ScenarioResult*> with_twin() const;

  [[nodiscard]] bool has_class(const std::string& name) const;
  /// Industries of the region looked at that the baseline has figures for.
  [[nodiscard]] std::vector<Index> industries() const;
  [[nodiscard]] double gdp_billions() const;  ///< of the region in the base year

  /// One line for a figure: the run, the table, its year.
  [[nodiscard]] std::string source() const;
  /// The table itself as a passport.
  [[nodiscard]] Passport table_passport() const;
  /// Passports of the facts whose name begins with one of these words; then of such series.
  [[nodiscard]] std::vector<Passport> passports(const std::vector<std::string>& prefixes) const;
};

/// Short name for charts and tables.
[[nodiscard]] std::string label_of(const ScenarioResult& scenario);
/// Colour and dash of a scenario by its place in the results; the baseline is black.
[[nodiscard]] Line line_of(const View& view, const ScenarioResult& scenario);

/// A fact under a name for people.
[[nodiscard]] Passport passport_of(const std::string& name, const Fact& fact);

/// Share of a class; 0 where the year does not have it.
[[nodiscard]] double class_share(const growth::YearResult& year, const std::string& name);

/// "rises", "falls" or "stays", when the change shows at `decimals` of a per cent.
[[nodiscard]] std::string moves(double from, double to, int decimals = 1);

}  // namespace domar::scenario::report
