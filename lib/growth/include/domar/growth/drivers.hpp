#pragma once
/// @file Drivers: what moves an economy from year to year, as numbers for one country.
///
/// Theory: docs/theory/growth.md. Equations: section 4 of the design.

#include <map>

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"
#include "domar/policy/effects.hpp"

namespace domar::growth {

/// Capital by industry: K' = (1 - delta) K + I, investment shared out by K (return / mean)^kappa.
struct CapitalDriver {
  double stock_0 = 0.0;  ///< base-year stock of the region [money]; spread by base capital income
  double depreciation = 0.05;
  double kappa = 3.0;  ///< response of investment to returns
  std::map<int, double>
      investment_share;  ///< share of the region's spending that is investment, by year
};

/// Labour of the region: people times quality; a labour-augmenting residual meets measured growth.
struct LabourDriver {
  std::map<int, double> quantity;  ///< by year, any unit; only ratios to the base year count
  double quality_growth = 0.0;     ///< log points a year
};

/// Knowledge: H' = (1 - delta) H + R; d ln A = (value-added share) (phi_i d ln H + phi_S d ln S).
struct KnowledgeDriver {
  Vector spending_0;  ///< R&D by industry in the base year [money]
  double depreciation = 0.15;
  double elasticity = 0.08;    ///< phi of value added, at mean R&D intensity; scales with intensity
  double intensity_cap = 3.0;  ///< phi_i is at most this many times phi
  double spillover = 0.10;     ///< phi_S of value added, through input links
  double growth_before = 0.10;      ///< log growth of R&D before the base year, for the first stock
  std::map<int, double> intensity;  ///< R&D over GDP by year relative to the base year; held after
};

/// AI: d ln A = (value-added share) exposure * cost-effective share * saving * labour share * d
/// adoption.
struct AiDriver {
  Vector exposure;  ///< by industry, share of labour tasks
  double cost_effective_share = 0.23;
  double cost_saving = 0.27;
  policy::Adoption adoption{0.25, 2030.0, 1.0};  ///< without a programme
};

/// Data: D' = (1 - delta) D + I. In production count D_i + xi (mean D of its domestic suppliers).
struct DataDriver {
  double depreciation = 0.33;
  double growth_before = 0.08;  ///< log growth of the stock before the base year
  double deepening = 0.03;      ///< data investment grows by this much more than output, log points
};

/// Extra productivity of emerging industries, by the share of each industry that is emerging.
struct EmergingDriver {
  Vector share;        ///< by industry, 0 to 1
  double trend = 0.0;  ///< gross-output productivity, log points a year
};

/// Measured growth to meet, and what follows when the figures end.
struct GrowthTarget {
  std::map<int, double> gdp_growth;  ///< by year, rate (0.061 for 6.1 %)
  int residual_mean_years = 5;  ///< afterwards the residual is the mean of that many last years
};

/// All drivers of one region of an economy.
struct Drivers {
  Index region = 0;
  int base_year = 0;
  int last_year = 0;
  CapitalDriver capital;
  LabourDriver labour;
  KnowledgeDriver knowledge;
  AiDriver ai;
  DataDriver data;
  EmergingDriver emerging;
  GrowthTarget target;
  double foreign_growth = 0.0;  ///< growth of every other region's labour, log points a year
};

/// Ranges and sizes; people and R&D intensity need their base year, the latter as 1.
/// @error bad_value, shape_mismatch  with the driver's name.
[[nodiscard]] Status check(const Drivers& drivers, Index industries);

/// A value by year: that of the year, or the last one before it.
[[nodiscard]] double value_at(const std::map<int, double>& by_year, int year, double otherwise);

}  // namespace domar::growth
