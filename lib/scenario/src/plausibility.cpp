#include "plausibility.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace domar::scenario {

namespace {

/// Measured shares of labour moved by some hundredths in decades (Karabarbounis and Neiman 2014:
/// five in 35 years, from memory); twice that is taken as the most that is believed (assumption).
constexpr double k_most_change = 0.10;

}  // namespace

std::vector<std::string> doubts(const std::vector<ScenarioResult>& scenarios,
                                const std::string& elasticities) {
  std::vector<std::string> found;
  for (const ScenarioResult& scenario : scenarios) {
    const auto& years = scenario.path.years;
    if (years.empty()) continue;
    const auto furthest = std::max_element(years.begin(), years.end(), [&](auto& a, auto& b) {
      return std::abs(a.labour_share - years.front().labour_share) <
             std::abs(b.labour_share - years.front().labour_share);
    });
    const double before = years.front().labour_share;
    if (!(std::abs(furthest->labour_share - before) > k_most_change)) continue;
    found.push_back(fmt::format(
        "{}: labour's share of GDP goes from {:.2f} in {} to {:.2f} in {}; measured shares move by "
        "a "
        "few hundredths in decades. {}",
        scenario.name, before, years.front().year, furthest->labour_share, furthest->year,
        elasticities == "standard"
            ? "Doubt the growth of capital or data, or the elasticity between them and labour"
            : fmt::format(
                  "The elasticities '{}' are for a few years: take 'standard', or end earlier",
                  elasticities)));
    if (found.size() == 1 && &scenario == &scenarios.front()) break;  // all others share it
  }
  return found;
}

}  // namespace domar::scenario
