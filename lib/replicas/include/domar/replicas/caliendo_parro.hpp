#pragma once
/// @file Caliendo and Parro (2015): trade of 31 countries in 40 sectors, and what NAFTA did.

#include <filesystem>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/labels.hpp"
#include "domar/base/result.hpp"
#include "domar/equilibrium/world_solver.hpp"

namespace domar::replicas::caliendo_parro {

/// The base year as the model sees it: shares, tariffs, elasticities and labour income.
struct World {
  Labels regions;
  Labels sectors;
  Vector theta;                       ///< trade elasticity by sector; sigma = 1 + theta
  std::vector<Matrix> trade_share;    ///< by sector (origin, destination): tariff included, columns
                                      ///< sum to 1
  std::vector<Matrix> tariff;         ///< by sector (origin, destination), base year
  std::vector<Matrix> tariff_nafta;   ///< the same with the members at 2005
  std::vector<Matrix> input_share;    ///< by region (input, sector): share of output
  Matrix labour_share;                ///< (sector, region): share of output
  Matrix final_share;                 ///< (sector, region): columns sum to 1
  Vector labour_income;               ///< by region [USD billion]
  std::vector<std::string> repaired;  ///< negative flows set to zero, in words
};

/// Money flows that fit the shares of a World.
struct Flows {
  Matrix purchases;  ///< (sector, region): spending on the composite, tariffs included
  Matrix output;     ///< (sector, region)
  Vector spending;   ///< final spending by region
  Vector revenue;    ///< tariff revenue by region
};

/// Reads the files of the folder cp2015, matched by the names of sectors and regions.
/// @error not_found, bad_input, bad_value  as the readers say; a cell is missing or stands twice.
[[nodiscard]] Result<World> read_world(const std::filesystem::path& folder);

/// The flows at which every region's labour earns its `labour_income`.
///
/// The measured flows fit no shares sector by sector (gaps of 3.7 % of demand), so final spending
/// is solved for instead: output is linear in it, and one system of the size of the regions gives
/// the spending whose labour demand is the income. The trade deficits that follow are not the
/// measured ones, which does not matter: they are removed before anything is computed.
/// @error infeasible  spending, sales or output of a region would be negative.
/// @cost  one LU of (sectors x regions) equations.
[[nodiscard]] Result<Flows> balanced_flows(const World& world);

/// The world as the engine sees it: everything Cobb-Douglas but origins, which substitute with
/// sigma = 1 + theta; labour the only factor; trade deficits as they follow from the flows.
[[nodiscard]] equilibrium::WorldModel as_model(const World& world, const Flows& flows);

/// The same world without trade deficits: solved, and made the base year of its own.
/// @error no_convergence  the equilibrium was not found.
[[nodiscard]] Result<equilibrium::WorldModel> without_deficits(const World& world);

/// Tariffs of NAFTA's members at 2005, all else as in the base year of `model`.
[[nodiscard]] equilibrium::WorldParameters nafta_tariffs(const World& world,
                                                         const equilibrium::WorldModel& model);

/// Changes in percent. Welfare is terms of trade + volume of trade, first differences weighted with
/// base flows, as in the paper's table 2; prices in units of world labour income.
struct Effects {
  double welfare = 0.0;
  double terms_of_trade = 0.0;
  double volume_of_trade = 0.0;
  double real_wage = 0.0;
  double welfare_exact = 0.0;  ///< real income: income over the price of final demand
};
[[nodiscard]] std::vector<Effects> effects(const equilibrium::WorldModel& model,
                                           const equilibrium::WorldParameters& parameters,
                                           const equilibrium::WorldSolution& solution);

}  // namespace domar::replicas::caliendo_parro
