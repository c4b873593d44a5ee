#pragma once
/// @file Contributions and failures as text and JSON, for models and economies alike.

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "domar/equilibrium/contributions.hpp"

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

}  // namespace domar::scenario
