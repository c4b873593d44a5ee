#pragma once
/// @file Drivers: what moves an economy from year to year, as numbers for one country.
///
/// Theory: docs/theory/growth.md. Equations: section 4 of the design.

#include <map>
#include <optional>
#include <vector>

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
  std::map<int, double> quantity;       ///< by year, any unit; only ratios to the base year count
  double quality_growth = 0.0;          ///< log points a year
  std::map<int, double> participation;  ///< by year, share of people at work; empty: it stays
};

/// Knowledge flows from one industry to another, for example by patent citations.
struct KnowledgeLink {
  Index from = 0;  ///< industry whose R&D is used
  Index to = 0;    ///< industry that uses it
  double weight = 0.0;
};

/// Knowledge: H' = (1 - delta) H + R; d ln A = (value-added share) (phi_i d ln H + phi_S d ln S).
struct KnowledgeDriver {
  Vector spending_0;  ///< R&D by industry in the base year [money]
  double depreciation = 0.15;
  double elasticity = 0.08;    ///< phi of value added, at mean R&D intensity; scales with intensity
  double intensity_cap = 3.0;  ///< phi_i is at most this many times phi
  double spillover = 0.10;     ///< phi_S of value added, through links
  double growth_before = 0.10;      ///< log growth of R&D before the base year, for the first stock
  std::map<int, double> intensity;  ///< R&D over GDP by year relative to the base year; held after
  double harder = 0.0;  ///< ideas get harder to find: phi falls by this much for every log point of
                        ///< value-added productivity that own R&D has brought since the base year
  std::vector<KnowledgeLink> patents;  ///< optional; without them spillovers follow inputs alone
  double patent_weight = 0.5;  ///< share of patent links in the pool where an industry has any
};

/// Knowledge from abroad, embodied in imported inputs:
/// d ln A = (value-added share) phi_F (imported share of inputs) d ln (foreign R&D stock).
struct ForeignDriver {
  double elasticity = 0.0;  ///< phi_F; 0 switches it off
  double growth = 0.0;      ///< log growth of the foreign R&D stock, a year
};

/// Catch-up to the frontier: d ln A = (value-added share) (speed + absorption x R&D intensity) gap
/// x access; the gap narrows by what technology brings and widens as the frontier moves on. Access
/// is the imported share of inputs over that of the base year, at most 1: barriers close the door.
struct CatchUpDriver {
  double speed = 0.0;            ///< a year, of value-added productivity
  double absorption = 0.0;       ///< times R&D over value added
  double gap_0 = 0.0;            ///< ln (frontier / home) of productivity in the base year
  double frontier_growth = 0.0;  ///< log points a year
};

/// AI: d ln A = (value-added share) exposure * cost-effective share * saving * labour share * d
/// adoption.
struct AiDriver {
  Vector exposure;  ///< by industry, share of labour tasks
  double cost_effective_share = 0.23;
  double cost_saving = 0.27;
  double scale = 1.0;  ///< times the gain: how another author's total compares with Acemoglu's
  policy::Adoption adoption{0.25, 2030.0, 1.0};  ///< without a programme
  /// Elasticity of substitution between tasks: below 1 tasks that AI does not do hold the others
  /// back. Unset: savings count in proportion (Acemoglu).
  std::optional<double> task_substitution;
  /// Years' worth of a saving that must first be invested in unmeasured intangibles (J-curve).
  double intangible_cost = 0.0;
};

/// Data: D' = (1 - delta) D + I. In production count D_i + xi (mean D of its domestic suppliers).
struct DataDriver {
  double depreciation = 0.33;
  double growth_before = 0.08;  ///< log growth of the stock before the base year
  double deepening = 0.03;      ///< data investment grows by this much more than output, log points
  /// Data sharpen forecasts and no more: ln of what counts is 1 - 1 / stock, bounded (after
  /// Farboodi and Veldkamp); at the base year as steep as the stock itself.
  bool saturating = false;
};

/// Extra productivity of emerging industries, by the share of each industry that is emerging.
struct EmergingDriver {
  Vector share;        ///< by industry, 0 to 1
  double trend = 0.0;  ///< gross-output productivity, log points a year
};

/// Experience (Wright): Z' = Z + y; d ln A = w d ln Z, and a part of what is saved is given back to
/// the industry it grew out of.
struct ExperienceDriver {
  Vector exponent;       ///< w by industry, net of what own R&D explains; empty or 0: no learning
  Vector growth_before;  ///< by industry: log growth before the base year, Z_0 = y_0 / g
  std::vector<Index>
      parent;               ///< by industry: where it comes from, or network::k_none; may be empty
  double given_back = 0.0;  ///< money saved in the parent for each unit saved in the child
  [[nodiscard]] bool acts() const;
};

/// Users choose between the old and the new variety: ln of the ratio of their shares moves with
/// preference x ln of how much cheaper technology has made the new one, and with a drift.
struct SubstitutionDriver {
  std::vector<Index> parent;     ///< by industry: the old variety, or network::k_none; may be empty
  double preference = 0.0;       ///< k of the logit beyond what the nest already gives
  Vector drift;                  ///< by industry: log odds a year that move to the new variety
  int drift_until = 0;           ///< the drift holds to this year, then fades
  double drift_half_life = 5.0;  ///< years in which the drift halves
  [[nodiscard]] bool acts() const;
};

/// External economies of scale: d ln A = psi d ln output of the year before.
struct ScaleDriver {
  Vector elasticity;  ///< psi by industry; empty or 0: none
};

/// Vintages: new equipment is better by `embodied` a year of age that it is younger:
/// d ln A = (value-added share) (capital share) x - embodied x d (mean age of capital).
struct VintageDriver {
  double embodied = 0.0;
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
  ForeignDriver foreign;
  CatchUpDriver catch_up;
  ExperienceDriver experience;
  SubstitutionDriver substitution;
  ScaleDriver scale;
  VintageDriver vintages;
  GrowthTarget target;
  double foreign_growth = 0.0;  ///< growth of every other region's labour, log points a year
};

/// Which drivers act. What is off returns the model without it, to the last bit.
struct DriverSwitches {
  bool knowledge = true;
  bool spillovers = true;
  bool foreign = true;
  bool catch_up = true;
  bool ai = true;
  bool emerging = true;
  bool experience = true;
  bool substitution = true;
  bool scale = true;
  bool vintages = true;
  bool residual = true;  ///< off: measured growth is not met

  bool operator==(const DriverSwitches&) const = default;
};

/// The drivers with those that are off brought to their limit: elasticities, adoption and trends 0.
[[nodiscard]] Drivers switched(Drivers drivers, const DriverSwitches& switches);

/// Ranges and sizes; people and R&D intensity need their base year, the latter as 1.
/// @error bad_value, shape_mismatch  with the driver's name.
[[nodiscard]] Status check(const Drivers& drivers, Index industries);

/// A value by year: that of the year, or the last one before it.
[[nodiscard]] double value_at(const std::map<int, double>& by_year, int year, double otherwise);

}  // namespace domar::growth
