#pragma once
/// @file Trade in many sectors with labour alone, markups and external economies of scale: the
/// gravity world in ratios to its base year, and its exact gradient.

#include <string>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/labels.hpp"
#include "domar/base/result.hpp"

namespace domar::equilibrium {

/// A base year. No deficits: income is wages, profits and what taxes bring in.
struct GravityData {
  Labels regions;
  Labels sectors;
  Vector sigma;   ///< by sector: elasticity between origins, above 1 (trade elasticity sigma - 1)
  Vector scale;   ///< by sector: unit cost falls with labour^-scale (free entry: the markup)
  Vector markup;  ///< by sector: price over cost, less 1; profits stay in the region that sells
  std::vector<Matrix> flow;    ///< by sector (origin, destination) [money], prices of the buyer
  std::vector<Matrix> tariff;  ///< by sector (origin, destination), rates of the base year
};

/// Gross taxes by sector, destination and origin: price = cost x iceberg x origin x import. 1 is no
/// tax.
/// Cells are found by Gravity::cell.
struct GravityWedges {
  Vector import;   ///< 1 + import tax, revenue of the destination
  Vector origin;   ///< (1 + export tax)(1 + production tax), revenue of the origin
  Vector iceberg;  ///< units sent per unit received, ratio to the base year; empty: 1 everywhere
};

/// An equilibrium in logs of ratios to the base year. Only `converged` may be called one.
struct GravityState {
  Vector log_wage;        ///< by region; world labour income is the unit
  Vector log_income;      ///< by region
  Vector log_labour;      ///< sector * regions + region, of sectors with scale; 0 of the others
  double residual = 0.0;  ///< largest gap of a market or budget, in logs
  Index iterations = 0;
  bool converged = false;
  std::string note;  ///< why not
};

/// Slopes of a function of wedges and state: inputs of Gravity::gradient, and its result.
struct GravitySlope {
  Vector log_wage;
  Vector log_income;
  Vector log_labour;
};

class Gravity;

/// The same world with expenditure equal to income everywhere: sectors' spending shares stay,
/// wages adjust, nothing gains scale.
/// @error no_convergence  no such equilibrium was found.
/// @error  those of Gravity::make, other than unbalanced.
[[nodiscard]] Result<GravityData> without_deficits(const GravityData& data);

/// A world, ready to be solved many times.
///
/// Shares   s_ji = lambda_ji (w_j l_j^-scale tau_ji)^(1-sigma) / sum over origins
/// Labour   of a sector with scale: w_j l_j = sales / (1 + markup); all sectors of a region
/// together
///          employ what there is
/// Budget   income = wages + profits + taxes
///
/// Theory: docs/theory/scale.md#gravity. Source: Lashkaripour and Lugovskyy (2023), section 5.
class Gravity {
 public:
  /// @error shape_mismatch  an array does not fit the labels.
  /// @error bad_value  sigma not above 1; scale, markup or a flow negative; a tariff not above -1;
  ///                   a region sells or buys nothing; `where` names it.
  /// @error unbalanced  a region spends other than it earns (more than 1e-6 of it): remove the
  ///                    deficits first, see without_deficits.
  static Result<Gravity> make(GravityData data);

  [[nodiscard]] const GravityData& data() const { return data_; }
  [[nodiscard]] Index regions() const { return data_.regions.size(); }
  [[nodiscard]] Index sectors() const { return data_.sectors.size(); }
  [[nodiscard]] Index cell(Index sector, Index origin, Index destination) const {
    return (sector * regions() + destination) * regions() + origin;
  }
  [[nodiscard]] GravityWedges base_wedges() const;
  [[nodiscard]] GravityState base_state() const;  ///< zeros

  /// The largest product of scale and trade elasticity; at most 1 the equilibrium is unique.
  /// Source: Kucheryavyy, Lyn and Rodriguez-Clare (2024).
  [[nodiscard]] double uniqueness_number() const;

  /// The equilibrium at `wedges`, by Newton's method; from `start` if it is given.
  /// @cost  a few iterations; each sectors x (LU of regions) and one LU of 2 x regions.
  [[nodiscard]] GravityState solve(const GravityWedges& wedges,
                                   const GravityState* start = nullptr) const;

  /// Sign of the determinant of the system at a solution, 1 for that of a world without scale
  /// economies. Where the uniqueness number is at most 1 it is 1; solutions of both signs are
  /// solutions of a world that has several. 0 where the system is singular.
  [[nodiscard]] int determinant_sign(const GravityWedges& wedges, const GravityState& state) const;

  /// ln of real income, ratio to the base year, of one region.
  [[nodiscard]] double log_welfare(const GravityWedges& wedges, const GravityState& state,
                                   Index region) const;

  /// Slope of log_welfare(region) + extra . state in the log of every gross wedge (adjoint).
  /// @cost  about two iterations of solve, whatever the number of wedges.
  [[nodiscard]] GravityWedges gradient(const GravityWedges& wedges, const GravityState& state,
                                       Index region, const GravitySlope& extra = {}) const;

  /// Money flows at a solution: sector, destination, origin as wedges; prices of the buyer.
  [[nodiscard]] Vector flows(const GravityWedges& wedges, const GravityState& state) const;

 private:
  friend class GravityPoint;
  friend Result<GravityData> without_deficits(const GravityData& data);
  explicit Gravity(GravityData data);

  GravityData data_;
  Vector share_;        ///< of origins in purchases, as cells
  Vector spending_;     ///< sector * regions + region: share of income, Cobb-Douglas
  Vector income_;       ///< by region [money]
  Vector labour_;       ///< sector * regions + region: wages paid [money]
  Vector wages_;        ///< by region [money]
  Vector base_import_;  ///< 1 + tariff, as cells
};

}  // namespace domar::equilibrium
