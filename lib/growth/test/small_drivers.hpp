#pragma once
/// @file Drivers for the two industries of tests/economies/two_industries.hpp.

#include "domar/growth/drivers.hpp"

namespace domar::growth {

/// Nothing moves: investment (50) replaces what wears out, every stock stays, nobody adopts.
inline Drivers still_drivers() {
  Drivers drivers;
  drivers.base_year = 2018;
  drivers.last_year = 2022;
  drivers.capital.stock_0 = 1000.0;
  drivers.capital.depreciation = 0.05;
  drivers.knowledge.spending_0 = {1.0, 3.0, 0.0};
  drivers.knowledge.growth_before = 0.0;
  drivers.ai.exposure = {0.1, 0.3, 0.0};
  drivers.ai.adoption = {0.25, 2030.0, 0.0};
  drivers.data.growth_before = 0.0;
  drivers.data.deepening = 0.0;
  drivers.emerging.share = {0.0, 0.2, 0.0};
  return drivers;
}

/// Everything moves.
inline Drivers lively_drivers() {
  Drivers drivers = still_drivers();
  drivers.capital.stock_0 = 450.0;
  drivers.capital.investment_share = {{2018, 1.0 / 3.0}, {2019, 0.34}, {2021, 0.33}};
  drivers.labour.quantity = {{2018, 984.0}, {2019, 982.0}, {2020, 979.0}, {2021, 970.0}};
  drivers.labour.quality_growth = 0.011;
  drivers.knowledge.growth_before = 0.09;
  drivers.knowledge.intensity = {{2018, 1.0}, {2020, 1.1}};
  drivers.ai.adoption.ceiling = 1.0;
  drivers.data.growth_before = 0.08;
  drivers.data.deepening = 0.03;
  drivers.emerging.trend = 0.02;
  drivers.target.gdp_growth = {{2019, 0.06}, {2020, 0.023}};
  drivers.foreign_growth = 0.027;
  return drivers;
}

}  // namespace domar::growth
