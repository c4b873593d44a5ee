#pragma once
/// @file Levers: named directions in which parameters can be moved, alone or many at once.

#include <string>
#include <vector>

#include "domar/equilibrium/derivatives.hpp"
#include "domar/equilibrium/parameters.hpp"

namespace domar::equilibrium {

/// Moving a lever by an amount moves each of its parts by weight times amount.
struct Lever {
  enum class Kind {
    productivity,  ///< ln A of an activity
    scale,         ///< the same, where productivity follows from size: counted as scale economies
    tax_rate,      ///< ad-valorem rate of an edge, added
    tax_power,     ///< ln(1 + rate) of an edge, on top of added rates
    iceberg,       ///< ln of units sent per unit received on an edge
    taste,         ///< ln shift of an edge's cost share
    endowment,     ///< ln endowment of a market
    transfer       ///< share of the payer's income
  };
  struct Part {
    Kind kind = Kind::productivity;
    Index at = 0;  ///< activity, edge, market or transfer, by kind
    double weight = 1.0;
  };
  std::string name;
  std::vector<Part> parts;
};

/// Parameters after moving each lever by its amount.
[[nodiscard]] Parameters moved(const Parameters& from, const std::vector<Lever>& levers,
                               const Vector& amounts);

/// Slopes of the parameters moved(from, levers, amounts) = `at` in the amount of one lever.
[[nodiscard]] ParameterSlopes direction_of(const network::Network& network, const Parameters& at,
                                           const std::vector<Lever>& levers, const Vector& amounts,
                                           Index lever);

/// Slope of a result in the amount of one lever: its gradient by parameters at `at` times that
/// direction.
[[nodiscard]] double slope_of(const ParameterSlopes& gradient, const Parameters& at,
                              const std::vector<Lever>& levers, const Vector& amounts, Index lever);

}  // namespace domar::equilibrium
