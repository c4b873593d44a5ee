#pragma once
/// @file WorldIndicator: named numbers read off a solved world, as data, so that any of them can be
/// sought, held and differentiated.
///
/// Theory: docs/theory/world.md#seeking.

#include <string>
#include <utility>
#include <vector>

#include "domar/equilibrium/world_caps.hpp"

namespace domar::equilibrium {

/// value = sum(over) / sum(under); an empty sum is 1.
struct WorldIndicator {
  struct Term {
    enum class Of {
      one,
      // By region.
      welfare,      ///< real final spending, ratio to base
      income,       ///< nominal final spending, ratio to base
      final_price,  ///< price of final demand, ratio to base
      gdp,          ///< factor incomes, profits and taxes [money]
      // By factor (region, factor).
      factor_price,  ///< ratio to base
      real_wage,     ///< its price over that of final demand, ratio to base
      // By industry (region, sector).
      price,        ///< producer's price, ratio to base
      output,       ///< real output, ratio to base
      value_added,  ///< what factors earn and profits [money]
      output_tax,   ///< revenue of the tax on output [money]
      // By edge (good, origin, destination).
      border,        ///< what passes, at the price at the border: export tax in, tariff not [money]
      tariff,        ///< revenue of the destination [money]
      origin_taxes,  ///< revenue of the origin: export and output tax [money]
      quantity       ///< units sent, ratio to base
    };
    Of of = Of::one;
    Index at = 0;
    double weight = 1.0;
  };
  std::string name;
  std::string unit;  ///< for people: "ratio to base", "share of GDP", the money
  std::vector<Term> over;
  std::vector<Term> under;

  [[nodiscard]] double value(const WorldModel& model, const WorldParameters& parameters,
                             const WorldSolution& solution) const;
  /// The value if no terms cancelled: what its exactness is measured by, of a balance near 0 too.
  [[nodiscard]] double gross(const WorldModel& model, const WorldParameters& parameters,
                             const WorldSolution& solution) const;
};

/// Gradient of an indicator by every parameter at the solver's last solution, which `solution` is
/// (rates and logs as WorldSolver::gradient has them). Wedges of caps are held.
/// @error no_convergence  nothing was solved, or the equilibrium is not locally unique.
/// @cost  one adjoint.
[[nodiscard]] Result<WorldParameters> gradient_of(const WorldIndicator& indicator,
                                                  WorldSolver& solver, const WorldModel& model,
                                                  const WorldParameters& parameters,
                                                  const WorldSolution& solution);

/// A named direction in parameters: moving it by an amount adds weight x amount to each cell (to a
/// rate, to a log, to a transfer).
struct WorldLever {
  struct Cell {
    Index at = 0;
    double weight = 1.0;
  };
  std::string name;
  Vector WorldParameters::*what = &WorldParameters::tariff;
  std::vector<Cell> cells;

  /// Whether amounts are ln of ratios: trade costs, productivity, endowments.
  [[nodiscard]] bool in_logs() const {
    return what == &WorldParameters::log_iceberg || what == &WorldParameters::log_productivity ||
           what == &WorldParameters::log_endowment;
  }
  void move(double amount, WorldParameters& parameters) const;
  /// Slope of a result in the amount, from its gradient by parameters.
  [[nodiscard]] double slope(const WorldParameters& gradient) const;
};

}  // namespace domar::equilibrium
