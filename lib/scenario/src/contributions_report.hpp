#pragma once
/// @file Contributions and failures as text and JSON, for models and economies alike.

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "domar/equilibrium/contributions.hpp"
#include "domar/scenario/solve_model.hpp"

namespace domar::scenario {

/// Tables: results by instrument; welfare by source and instrument.
[[nodiscard]] std::string contributions_text(const equilibrium::Subtotals& contributions,
                                             const std::string& money);
[[nodiscard]] nlohmann::ordered_json contributions_json(
    const equilibrium::Subtotals& contributions);

/// Which markets stay open beyond what could be solved, in money.
[[nodiscard]] std::string open_markets_text(const std::vector<equilibrium::OpenMarket>& markets,
                                            double share, const std::string& money);
[[nodiscard]] nlohmann::ordered_json open_markets_json(
    const std::vector<equilibrium::OpenMarket>& markets);

/// What freed instruments had to do; null without closures.
[[nodiscard]] nlohmann::ordered_json freed_json(const std::vector<FreedInstrument>& freed);

/// How a counterfactual ended, before its results: what the JSON of models and economies share.
struct Ending {
  bool converged = false;
  double feasible_share = 1.0;
  const std::string& note;
  const std::vector<equilibrium::OpenMarket>& open_markets;
};
/// Adds `converged`, `feasible_share`, and where it did not converge why.
void add_ending(const Ending& ending, nlohmann::ordered_json& json);

}  // namespace domar::scenario
