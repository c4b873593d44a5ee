#pragma once
/// @file WorldModel: an economy of regions x sectors in shares and rates, as large as the world.
///
/// The network (solver.hpp) is the general form; this one knows that every region has the same
/// nests and that users share (or have their own) mixes of origins, so that an economy of 10,000
/// markets costs what its trade and recipes cost and no matrix over all markets is formed.
///
/// Theory: docs/theory/world.md.

#include <string>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/labels.hpp"
#include "domar/base/result.hpp"

namespace domar::equilibrium {

/// Everything that can be changed. Rates are shares (0.25, not 25); logs are natural. Positions:
/// `edge` (good, origin, destination), `industry` (region, sector) and `factor` (region, factor) as
/// WorldModel counts them.
struct WorldParameters {
  Vector tariff;            ///< by edge, on the price at the border; revenue to the destination
  Vector export_tax;        ///< by edge, on the seller's price; revenue to the origin; < 0: subsidy
  Vector log_iceberg;       ///< by edge: ln units sent per unit received, over the base year
  Vector output_tax;        ///< by industry, on the producer's price; revenue to its region;
                            ///< < 0: subsidy
  Vector markup;            ///< by industry: price over unit cost, >= 1; profits to its region
  Vector log_productivity;  ///< by industry: ln A over the base year
  Vector log_endowment;     ///< by factor: ln supply over the base year
  Vector transfer;          ///< by region: received from abroad (trade deficit) [base money at the
                            ///< base year's mean factor price]; sums to 0
};

/// A world of R regions, S sectors and F factors per region, at its base year.
///
///   price of industry   p = markup x c / (A z^psi), z = output in bundles of inputs
///   unit cost           c = CES(value added, bundle of goods)
///   value added         CES over the region's factors, which move freely between its industries
///   bundle of a user    CES over composite goods; the last user is final demand
///   composite good      CES over origins (Armington), price paid with all taxes
///
/// Markup 1 and psi > 0 are free entry with external economies of scale; markup > 1 and psi = 0
/// restricted entry with profits (Lashkaripour and Lugovskyy 2023). All prices are 1 at base.
struct WorldModel {
  Labels regions;
  Labels sectors;
  Labels factors;  ///< for example one, "labour"

  // Elasticities of substitution, >= 0; 1 is Cobb-Douglas.
  Vector armington;                ///< by good: between origins
  Vector output_elasticity;        ///< by sector: between value added and the bundle of goods
  Vector input_elasticity;         ///< by user (sectors, then final demand): between goods
  double factor_elasticity = 1.0;  ///< between factors
  Vector scale_elasticity;         ///< by sector: psi, 0 = constant returns

  // The base year.
  Vector output;             ///< by industry: revenue at producer's prices [money]
  Vector final_spending;     ///< by region [money]
  Vector value_added_share;  ///< by industry: share of cost
  std::vector<Matrix>
      factor_share;               ///< by region (factor, sector): of value added; columns sum to 1
  std::vector<Matrix> use_share;  ///< by region (good, user): of the user's bundle; columns sum
                                  ///< to 1, or are 0 where nothing is bought
  /// By edge: share of the destination's spending on the good, taxes included; the origins of a
  /// good in a destination sum to 1, or are 0 where nobody buys it. Sourcing shared by users.
  Vector trade_share;
  /// The same by (good, origin, destination, user), users innermost; not empty: sourcing by user,
  /// and `trade_share` is not used.
  std::vector<float> user_share;
  WorldParameters base;  ///< the base year's rates

  [[nodiscard]] Index region_count() const { return regions.size(); }
  [[nodiscard]] Index sector_count() const { return sectors.size(); }
  [[nodiscard]] Index factor_count() const { return factors.size(); }
  [[nodiscard]] Index users() const { return sector_count() + 1; }
  [[nodiscard]] Index edges() const { return sector_count() * region_count() * region_count(); }
  [[nodiscard]] Index industries() const { return region_count() * sector_count(); }
  [[nodiscard]] Index edge(Index good, Index origin, Index destination) const {
    return (good * region_count() + origin) * region_count() + destination;
  }
  [[nodiscard]] Index industry(Index region, Index sector) const {
    return region * sector_count() + sector;
  }
  [[nodiscard]] Index factor(Index region, Index kind) const {
    return region * factor_count() + kind;
  }
  [[nodiscard]] bool by_user() const { return !user_share.empty(); }

  /// "labour of MEX", "steel in MEX".
  [[nodiscard]] std::string factor_name(Index factor) const;
  [[nodiscard]] std::string industry_name(Index industry) const;

  /// Largest psi x (sigma - 1) over goods: up to 1 an equilibrium of a world without input-output
  /// loops is unique (Kucheryavyy, Lyn and Rodriguez-Clare 2023, from memory); with loops the limit
  /// is tighter. Above it, solutions from several starts may differ.
  [[nodiscard]] double uniqueness_number() const;

  /// Shapes, ranges, and that shares sum to 1 (1e-9).
  /// @error shape_mismatch, bad_value  `where` names the region, sector or edge.
  [[nodiscard]] Status check() const;
};

/// Sizes `model` for its labels: constant returns, Cobb-Douglas, no taxes, all shares and flows 0.
[[nodiscard]] WorldModel empty_world(Labels regions, Labels sectors, Labels factors);

/// All zero rates, markups 1, no transfers.
[[nodiscard]] WorldParameters no_wedges(const WorldModel& model);

/// Completes a base year from its shares, rates and `final_spending`: computes `output` and, as
/// what is left between spending and income, `base.transfer`. Every base year that this makes is an
/// equilibrium.
/// @error infeasible  sales of an industry would not be finite: the shares use up more than they
///                    make; `where` names it.
/// @cost  about 40 passes over trade and recipes.
[[nodiscard]] Status fit_flows(WorldModel& model);

/// Point t of the way from `from` (0) to `to` (1): rates in logs of their power.
[[nodiscard]] WorldParameters between(const WorldParameters& from, const WorldParameters& to,
                                      double t);

/// Ranges and shapes of parameters.
[[nodiscard]] Status check_parameters(const WorldModel& model, const WorldParameters& parameters);

}  // namespace domar::equilibrium
