#pragma once
/// @file Indicators: named numbers read off a solved economy, as data, so that any of them can be
/// fixed, sought, explained and differentiated.
///
/// Theory: docs/theory/adjoint.md#indicators.

#include <string>
#include <vector>

#include "domar/equilibrium/derivatives.hpp"
#include "domar/equilibrium/solution.hpp"

namespace domar::equilibrium {

/// value = sum(over) / sum(under) * exp(sum(times) - Tornqvist price index); its log with `log`.
struct Indicator {
  /// A sum of money: sales, payments, taxes, incomes; or prices at base quantities.
  struct Term {
    enum class Of {
      value,     ///< sales of a node
      paid,      ///< what the buyer of an edge pays
      received,  ///< what its seller gets
      taxed,     ///< the tax on it
      income,    ///< of an agent, before transfers out
      transfer,  ///< money handed on
      price,     ///< price of a node, ratio to base
      one        ///< a constant
    };
    Of of = Of::one;
    Index at = 0;
    double weight = 1.0;
  };
  /// A log: of a price, an endowment, a productivity, a cost on the way.
  struct LogTerm {
    enum class Of { price, endowment, productivity, iceberg, tax_power };
    Of of = Of::price;
    Index at = 0;  ///< node, market, activity or edge
    double weight = 1.0;
  };
  /// One component of `over` deflated by its own price: Tornqvist between the base and now.
  struct Deflated {
    Term component;
    LogTerm price;
    double share_0 = 0.0;  ///< of the component in `over`, base year
  };

  std::string name;
  std::string unit;         ///< for people: "share of GDP", "ratio to base"
  std::vector<Term> over;   ///< empty: 1
  std::vector<Term> under;  ///< empty: 1
  std::vector<LogTerm> times;
  std::vector<Deflated> deflated;
  bool log = false;

  [[nodiscard]] double value(const network::Network& network, const Parameters& parameters,
                             const Solution& solution) const;
};

/// How an indicator depends on the solution and, directly, on parameters: only the numbers that it
/// looks at, each perhaps in several parts.
struct IndicatorSlopes {
  template <class Numbers>
  struct Part {
    Vector Numbers::*field;
    Index at;
    double slope;
  };
  std::vector<Part<Change>> solution;
  std::vector<Part<ParameterSlopes>> parameters;
};
[[nodiscard]] IndicatorSlopes slopes_of(const Indicator& indicator, const network::Network& network,
                                        const Parameters& parameters, const Solution& solution);

/// Whole gradient of an indicator by every parameter: one adjoint.
[[nodiscard]] ParameterSlopes gradient_of(const Indicator& indicator,
                                          const network::Network& network,
                                          const Parameters& parameters, const Solution& solution,
                                          const Derivatives& derivatives);

/// Change of an indicator in a direction whose tangent is known.
[[nodiscard]] double change_of(const IndicatorSlopes& slopes, const Change& tangent,
                               const ParameterSlopes& direction);

}  // namespace domar::equilibrium
