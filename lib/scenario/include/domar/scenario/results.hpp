#pragma once
/// @file Results: everything a finished job knows; files, summary and report are made from it
/// alone.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domar/accounts/check.hpp"
#include "domar/accounts/classification.hpp"
#include "domar/accounts/economy.hpp"
#include "domar/accounts/parameters.hpp"
#include "domar/growth/path.hpp"
#include "domar/network/from_accounts.hpp"
#include "domar/policy/instrument.hpp"
#include "domar/scenario/hindcast.hpp"
#include "domar/scenario/uncertainty.hpp"

namespace domar::scenario {

/// What one measure of a scenario adds when the measures are put in force one after the other.
struct MeasureEffect {
  std::string measure;
  Vector log_gdp;                   ///< by year: ln of real GDP with it over without it
  growth::GrowthAccounts accounts;  ///< the same in all years, by part of the growth accounts
};

/// One scenario that was run.
struct ScenarioResult {
  std::string name;         ///< for example "ai-plus"
  std::string title;        ///< for people
  std::string description;  ///< one or two sentences; may be empty
  std::string twin;         ///< name of its no-policy twin; empty for a baseline or twin
  std::vector<policy::Instrument> policies;
  std::vector<policy::Instrument> shocks;  ///< what comes from abroad; the twin has them too
  growth::Path path;
  std::vector<MeasureEffect> measures;  ///< in the order of `policies`; empty unless asked for
};

/// An official figure beside which a result is shown.
struct OfficialPoint {
  int year = 0;
  double value = 0.0;  ///< share, 0.13 for 13 %
  std::string kind;    ///< "figure", "lower bound" or "target"
  Fact passport;
};

/// Drift of what is counted as emerging within industries, fitted on the official series:
/// ln(official / structure) = level + slope (t - base year) from the first year after the base
/// year.
struct CountingDrift {
  double level = 0.0;
  double slope = 0.0;  ///< log points a year
  double residual_sd = 0.0;
  int degrees_of_freedom = 0;
  int first_year = 0;            ///< of the figures fitted
  int last_year = 0;             ///< vintage: last figure fitted
  int held_from = 0;             ///< from this year on the drift stays as it is (assumption)
  double bound_allowance = 0.0;  ///< "over 13 %" is read as this much more: the middle of its point
  double t_90 = 0.0;             ///< Student's t: 80 % of outcomes lie within this many errors
  std::vector<double> years_fitted;
};

/// SEI share of one scenario in one year: structure + reclassification.
struct SeiShare {
  double structure = 0.0;         ///< fixed share of every industry, and what is not allocated
  double unallocated = 0.0;       ///< part of structure that no industry is named for
  double reclassification = 0.0;  ///< counting and upgrading within industries
  double total = 0.0;
  double low = 0.0;  ///< 80 % range of the drift alone
  double high = 0.0;
};

/// What happens when a foreign supplier is cut off, by set of elasticities (static, base year).
struct CutoffResult {
  std::string supplier;      ///< for example "094 electronic components, imports cut by 80 %"
  std::string elasticities;  ///< "standard", "short_run", "nearly_fixed", "high"
  bool converged = false;
  double feasible_share = 1.0;
  double real_gdp = 0.0;   ///< relative change
  double welfare = 0.0;    ///< relative change of real final spending, investment included
  double own_price = 1.0;  ///< ratio, price of the domestic good relative to the GDP deflator
  std::vector<std::pair<std::string, double>> hardest_hit;  ///< industries by change of output
};

/// Largest errors of all years and scenarios.
struct Checks {
  double replication_residual = 0.0;
  double walras_residual = 0.0;
  double accounts_residual = 0.0;
  double market_residual = 0.0;
};

/// A finished job.
struct Results {
  std::string title;
  std::string version;
  std::string economy_name;
  Index region = 0;
  accounts::Economy economy;
  std::vector<accounts::Classification> classes;
  accounts::FactTable facts;  ///< figures the run used, with passports
  accounts::SeriesTable series;
  accounts::FactTable emerging;  ///< of emerging industries, named CODE.QUANTITY; may be empty
  std::vector<accounts::Finding> findings;  ///< of the check of the economy
  std::vector<network::Repair> repairs;
  std::vector<ScenarioResult> scenarios;  ///< the baseline is first
  std::vector<OfficialPoint> official_sei;
  double sei_unallocated = 0.0;  ///< share of GDP, the same in all years (fact sei_unallocated)
  CountingDrift drift;
  std::vector<CutoffResult> cutoffs;
  std::optional<Uncertainty> uncertainty;           ///< if draws were asked for
  std::optional<HindcastReport> hindcast;           ///< if it was asked for
  std::map<std::string, std::string> closures;      ///< choice by name, for example labour: mobile
  std::map<std::string, std::string> input_hashes;  ///< file name -> SHA-256
  Checks checks;
  std::vector<std::string> warnings;      ///< what a reader should doubt, in words
  std::map<std::string, double> timings;  ///< seconds by stage
  int threads = 1;

  [[nodiscard]] const ScenarioResult& baseline() const { return scenarios.front(); }
  /// By name, or nullptr.
  [[nodiscard]] const ScenarioResult* find(const std::string& name) const;
  /// SEI share of a scenario in a year; zeros where the economy has no class "sei".
  [[nodiscard]] SeiShare sei(const ScenarioResult& scenario, int year) const;
  /// Probability that the SEI share reaches `share` in `year`, drift uncertainty alone (Student t).
  [[nodiscard]] double probability_sei_reaches(const ScenarioResult& scenario, int year,
                                               double share) const;
  /// The latest official target of the SEI share, or nullptr.
  [[nodiscard]] const OfficialPoint* sei_target() const;
  /// Cost of a scenario's policies in every year with what the funds cost: by the financing of each
  /// measure. Empty without the figure of the cost of funds. [billions a year, over the twin]
  [[nodiscard]] Vector funded_cost(const ScenarioResult& scenario) const;
  /// Money of the economy as billions of its currency.
  [[nodiscard]] double billions(double money) const;
};

/// The report as one HTML file without network access.
[[nodiscard]] std::string report_html(const Results& results);

}  // namespace domar::scenario
