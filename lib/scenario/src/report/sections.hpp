#pragma once
/// @file Sections: the chapters of the report, each from the results alone.

#include <optional>
#include <string>
#include <utility>

#include "domar/scenario/hindcast.hpp"
#include "view.hpp"

namespace domar::scenario::report {

/// The question in short, answered in words and one table.
[[nodiscard]] std::string answer_section(const View& view);
/// Share of emerging industries in GDP over the years.
[[nodiscard]] std::string sei_section(const View& view);
/// Growth accounts of the baseline.
[[nodiscard]] std::string growth_section(const View& view);
/// Scenarios against their twins; policies with passports.
[[nodiscard]] std::string scenarios_section(const View& view);
/// The industries named in 2024.
[[nodiscard]] std::string emerging_section(const View& view);
/// Emerging industries with sectors of their own, and the account of the base year; empty where
/// the economy has none.
[[nodiscard]] std::string emerging_sectors_part(const View& view);
/// What each future industry adds to GDP and gives back; empty where nothing is to be seen.
[[nodiscard]] std::string additions_section(const View& view);
/// Sources of technology before and after measured growth was seen.
[[nodiscard]] std::string evidence_section(const View& view);
/// Foreign content, and what cut-offs do.
[[nodiscard]] std::string dependence_section(const View& view);
/// Industries that gain and lose weight.
[[nodiscard]] std::string sectors_section(const View& view);
/// Draws: fans, the chance to reach the target, and what it depends on. Needs results.uncertainty.
[[nodiscard]] std::string uncertainty_section(const View& view);
/// What Domar would have predicted from older tables, beside what came, wins and losses.
[[nodiscard]] std::string hindcast_section(const HindcastReport& report);
/// Checks, repairs, assumptions, and what the numbers do not mean.
[[nodiscard]] std::string trust_section(const View& view);

/// The latest official target for the share of emerging industries that the path covers.
[[nodiscard]] std::optional<OfficialPoint> sei_target(const View& view);

/// Growth of the baseline over some years, by part, log points in all.
struct Growth {
  int from = 0;  ///< first year of growth
  int to = 0;
  double gdp = 0.0;
  double labour = 0.0;
  double capital = 0.0;
  double data = 0.0;
  double technology = 0.0;
  double reallocation = 0.0;

  [[nodiscard]] double years() const { return to - from + 1; }
  [[nodiscard]] double modern_share() const { return (technology + data) / gdp; }
  [[nodiscard]] double classic_share() const { return (labour + capital) / gdp; }
};

/// Sum over the years `from` to `to` that the path has.
[[nodiscard]] Growth growth_between(const growth::Path& path, int from, int to);
/// Growth while figures are measured, and after; halves where nothing is measured.
[[nodiscard]] std::pair<Growth, Growth> two_periods(const View& view);

/// What a scenario does against its twin.
struct Effect {
  const ScenarioResult* scenario = nullptr;
  const ScenarioResult* twin = nullptr;
  double fiscal_cost = 0.0;  ///< mean a year while its policies last [billions, base prices]
  int cost_from = 0;
  int cost_to = 0;
};

[[nodiscard]] Effect effect_of(const View& view, const ScenarioResult& scenario);
/// Relative difference of real GDP in a year; 0 where a path lacks it.
[[nodiscard]] double gdp_effect(const Effect& effect, int year);

}  // namespace domar::scenario::report
