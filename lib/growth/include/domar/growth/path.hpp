#pragma once
/// @file Path: the years of one scenario, as numbers for tables, charts and files.

#include <map>
#include <string>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/growth/growth_accounts.hpp"

namespace domar::growth {

/// One industry in one year.
struct IndustryYear {
  double value_added = 0.0;      ///< current prices, share of the region's GDP
  double output = 1.0;           ///< real gross output over base year
  double price = 1.0;            ///< producer price over base year, relative to the GDP deflator
  double labour = 1.0;           ///< over base year
  double capital = 1.0;          ///< used, over base year
  double data = 1.0;             ///< data that count in production, over base year
  double knowledge = 1.0;        ///< R&D stock over base year
  double exports = 0.0;          ///< current prices, share of GDP
  double imports = 0.0;          ///< imports of the same good, before tariffs, share of GDP
  double foreign_content = 0.0;  ///< share of its cost that goes abroad through all suppliers
  double technology = 0.0;       ///< ln of productivity over base year, from all named sources
  double experience = 1.0;       ///< cumulative output over that of the base year's start
  // Contributions to GDP growth from the year before, log points.
  double growth_labour = 0.0;
  double growth_capital = 0.0;
  double growth_data = 0.0;
  double growth_technology = 0.0;
  double given_back = 0.0;  ///< what its experience brought to the industry it grew out of
};

/// Quality of the solution of a year.
struct SolveQuality {
  double residual = 0.0;
  double walras_residual = 0.0;
  double accounts_residual = 0.0;  ///< growth accounts, absolute log points
  int evaluations = 0;
  int jacobians = 0;
};

/// One year of the region looked at.
struct YearResult {
  int year = 0;
  double real_gdp = 1.0;     ///< over base year, chained
  double consumption = 1.0;  ///< real household consumption over base year
  double welfare = 1.0;      ///< real spending on everything but investment, over base year
  double investment_share = 0.0;
  double labour_share = 0.0;  ///< of GDP
  double capital_share = 0.0;
  double data_share = 0.0;
  double exports_share = 0.0;  ///< of GDP
  double imports_share = 0.0;
  double rd_share = 0.0;  ///< R&D spending over GDP, both real
  double ai_adoption = 0.0;
  double capital_output = 0.0;  ///< stock at base prices over real GDP
  double fiscal_cost =
      0.0;  ///< direct outlays, tax reliefs and subsidies less tariff revenue [money, base prices]
  std::vector<double> instrument_cost;  ///< by instrument of the scenario: its part of fiscal_cost
  double labour_residual = 0.0;         ///< labour-augmenting residual of the year, log points
  double foreign_reliance =
      0.0;  ///< share of final spending that ends up abroad through all suppliers
  std::map<std::string, double> class_share;  ///< value added of each class, share of GDP
  std::map<std::string, double> class_foreign_reliance;  ///< foreign content of each class' output
  std::vector<std::pair<Index, double>> cap_wedges;      ///< binding caps: edge, ln wedge
  GrowthAccounts accounts;               ///< growth from the year before; zeros in the base year
  std::vector<IndustryYear> industries;  ///< by industry of the economy; others' regions left zero
  SolveQuality quality;
};

/// All years of one scenario.
struct Path {
  std::string scenario;
  std::vector<YearResult> years;
  std::map<int, double>
      labour_residual;  ///< by year: what met measured growth, and its continuation
};

}  // namespace domar::growth
