#pragma once
/// @file Plausibility: what a reader should doubt in a path, in words.

#include <string>
#include <vector>

#include "domar/scenario/results.hpp"

namespace domar::scenario {

/// Paths on which labour's share of GDP leaves what is measured anywhere; the baseline stands for
/// all scenarios that share its fault.
///
/// @param elasticities  name of the set
[[nodiscard]] std::vector<std::string> doubts(const std::vector<ScenarioResult>& scenarios,
                                              const std::string& elasticities);

}  // namespace domar::scenario
