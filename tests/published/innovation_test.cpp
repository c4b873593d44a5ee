/// Published and derived figures about technology, computed with Domar's own drivers; the numbers
/// T.. are those of the list of replication targets (docs/theory/replicas.md#innovation).

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "../economies/two_industries.hpp"
#include "domar/equilibrium/solver.hpp"
#include "domar/growth/run_path.hpp"
#include "domar/policy/adoption.hpp"
#include "domar/readers/csv.hpp"
#include "domar/readers/tables.hpp"
#include "domar/replicas/baqaee_farhi.hpp"
#include "support/source_dir.hpp"

namespace domar::tests {
namespace {

using growth::Drivers;
using growth::Path;

/// Acemoglu's arithmetic run as a driver: two industries without taxes in which labour earns
/// `labour_share` of value added everywhere, the same exposure, adoption from 0 to 1 in a year.
double ai_gain(double labour_share, double effective, double saving) {
  accounts::Economy economy = two_industries();
  for (Index j = 0; j < 2; ++j) {
    const double income = economy.value_added_of(j);
    economy.value_added(accounts::labour, j) = labour_share * income;
    economy.value_added(accounts::production_taxes, j) = 0.0;
    economy.value_added(accounts::depreciation, j) = 0.2 * income;
    economy.value_added(accounts::operating_surplus, j) = (0.8 - labour_share) * income;
  }
  const auto network = network::build_network(economy, options_for_two_industries()).value();
  Drivers drivers;
  drivers.base_year = 2024;
  drivers.last_year = 2025;
  drivers.capital.stock_0 = 1000.0;
  drivers.knowledge.spending_0 = Vector(3, 0.0);
  drivers.emerging.share = Vector(3, 0.0);
  drivers.ai.exposure = {0.199, 0.199, 0.0};
  drivers.ai.cost_effective_share = effective;
  drivers.ai.cost_saving = saving;
  drivers.ai.adoption = {100.0, 2024.5, 1.0};
  const Path path =
      growth::run_path({economy, network, drivers, {}}, "AI", {}, {{2025, 0.0}}).value();
  return path.years[1].accounts.sources.ai;
}

TEST(Innovation, T01AcemoglusProductivityOverTenYears) {
  EXPECT_NEAR(100.0 * ai_gain(0.535, 0.23, 0.27), 0.66, 0.01);
}

TEST(Innovation, T02WithTheLabourShareOfTheWorkingPaper) {
  EXPECT_NEAR(100.0 * ai_gain(0.57, 0.23, 0.27), 0.71, 0.01);
}

/// Easy tasks 3.4 % of all at the full saving of 14.45 %, hard ones 1.2 % at a quarter of it.
TEST(Innovation, T03WithHardTasks) {
  const double easy = ai_gain(0.535, 0.034 / 0.199, 0.1445 / 0.535);
  const double hard = ai_gain(0.535, 0.012 / 0.199, 0.0361 / 0.535);
  EXPECT_NEAR(100.0 * (easy + hard), 0.53, 0.01);
  EXPECT_NEAR(100.0 * (easy + hard) / 0.57, 0.93, 0.01);  // T05
}

TEST(Innovation, T04GdpIsProductivityOverTheLabourShare) {
  EXPECT_NEAR(100.0 * ai_gain(0.535, 0.23, 0.27) / 0.57, 1.16, 0.01);
}

/// Closed economy, y_i = L_i^(1 + psi_i), Cobb-Douglas: the best allocation by climbing against
/// E[m ln m] - E[m] ln E[m], m = 1 + psi.
TEST(Innovation, T12GainFromScaleIsThatOfTheBestAllocation) {
  const Vector beta{0.2, 0.5, 0.3};
  const Vector m{1.1, 1.25, 1.6};
  double mean = 0.0;
  double mean_log = 0.0;
  for (Index i = 0; i < 3; ++i) {
    mean += beta[i] * m[i];
    mean_log += beta[i] * m[i] * std::log(m[i]);
  }
  const auto welfare = [&](const Vector& labour) {
    double sum = 0.0;
    for (Index i = 0; i < 3; ++i) sum += beta[i] * m[i] * std::log(labour[i]);
    return sum;
  };
  Vector labour = beta;  // the market's
  for (double step = 0.1; step > 1e-9; step *= 0.5) {
    for (bool moved = true; moved;) {
      moved = false;
      for (Index from = 0; from < 3; ++from) {
        for (Index to = 0; to < 3; ++to) {
          Vector other = labour;
          other[from] -= step;
          other[to] += step;
          if (from == to || other[from] <= 0.0 || welfare(other) <= welfare(labour)) continue;
          labour = other;
          moved = true;
        }
      }
    }
  }
  EXPECT_NEAR(welfare(labour) - welfare(beta), mean_log - mean * std::log(mean), 1e-10);
}

/// Two sectors of labour alone, bought with elasticity theta: d2 ln Y / d ln A^2 = (theta - 1) s (1
/// - s).
TEST(Innovation, T18SecondOrderTermOfAHorizontalEconomy) {
  constexpr double s = 0.3;
  constexpr double theta = 0.4;
  network::NetworkBuilder b;
  const Index household = b.add_agent("household");
  const Index labour = b.add_market("labour");
  const Index one = b.add_activity("one", 1.0);
  const Index two = b.add_activity("two", 1.0);
  const Index table = b.add_activity("table", theta);
  b.add_endowment(labour, household, 1.0);
  b.set_top(household, table);
  b.buy_market(one, labour, s);
  b.buy_market(two, labour, 1.0 - s);
  b.buy(table, one, s);
  b.buy(table, two, 1.0 - s);
  const network::Network network = b.build().value();
  const auto log_output = [&](double log_productivity) {
    equilibrium::Parameters parameters = equilibrium::base_parameters(network);
    parameters.log_productivity[one] = log_productivity;
    const auto solution = equilibrium::solve(network, parameters);
    return solution.log_price[network.find_market("labour")] -
           solution.log_price[network.node_of_activity(table)];
  };
  constexpr double h = 0.02;
  const auto second = [&](double step) {
    return (log_output(step) - 2.0 * log_output(0.0) + log_output(-step)) / (step * step);
  };
  const double curvature = (4.0 * second(h) - second(2.0 * h)) / 3.0;
  EXPECT_NEAR(curvature, (theta - 1.0) * s * (1.0 - s), 1e-8);
}

/// R&D of China 2010-2024, billion yuan at current prices (NBS), delta 0.15: recursion against the
/// closed sum. The stock grows by 11.9 % a year.
TEST(Innovation, T23StockOfRdByPerpetualInventory) {
  const Vector spending{706.26,  868.7,   1029.84, 1184.66, 1301.56, 1416.99, 1567.67, 1760.61,
                        1967.79, 2214.36, 2439.31, 2795.63, 3078.29, 3335.71, 3632.68};
  constexpr double delta = 0.15;
  const double growth = std::log(spending.back() / spending.front()) / 14.0;
  double stock = spending[0] / (growth + delta);
  const double first = stock;
  double closed = first * std::pow(1.0 - delta, 15.0);
  for (Index t = 0; t < spending.size(); ++t) {
    stock = (1.0 - delta) * stock + spending[t];
    closed += spending[t] * std::pow(1.0 - delta, 14.0 - static_cast<double>(t));
  }
  EXPECT_NEAR(stock, closed, 1e-9 * closed);
  EXPECT_NEAR(std::log(stock / first) / 15.0, 0.1189, 1e-4);
}

/// The deduction raised from 75 to 100 % at a tax of 25 %: ln(0.75 / 0.667) with elasticity 1.
TEST(Innovation, T24TheDeductionRaisesRd) {
  policy::Instrument deduction;
  deduction.kind = policy::InstrumentKind::rd_deduction;
  deduction.name = "deduction";
  deduction.from = 2023;
  deduction.before = 0.75;
  deduction.rate = 1.0;
  const auto economy = two_industries();
  const auto network = network_of_two_industries();
  const auto effects = policy::effects_of({deduction}, 2023, economy, network, 0).value();
  EXPECT_NEAR(100.0 * effects.rd_response[0], 11.8, 0.1);
}

/// The rates of the 87 technologies of the Performance Curve Database, as collected beside the
/// checkout; the raw curves are not.
TEST(Innovation, T25MedianLearningRate) {
  const auto file = test::shared_data("facts/learning_rates.csv");
  if (file.empty()) GTEST_SKIP() << "skipped: needs the collected facts beside the checkout";
  const auto csv = readers::CsvTable::read(file).value();
  const auto columns = csv.require_columns({"measure", "value", "technology", "unit", "year",
                                            "n_obs", "source", "status"})
                           .value();
  std::vector<double> rates;
  for (Index row = 0; row < csv.rows(); ++row) {
    if (csv.field(row, columns[0]) != "learning_rate_ols") continue;
    rates.push_back(csv.number(row, columns[1]).value());
  }
  ASSERT_EQ(rates.size(), 87u);
  std::nth_element(rates.begin(), rates.begin() + 43, rates.end());
  EXPECT_NEAR(100.0 * rates[43], 17.5, 0.1);
}

/// A learning rate of 25.1 % (photovoltaics, 1975-2002) as the exponent of an experience curve:
/// twice the experience, 25.1 % less cost.
TEST(Innovation, T26LearningRateOfPhotovoltaics) {
  Drivers drivers;
  drivers.base_year = 2024;
  drivers.last_year = 2025;
  drivers.capital.stock_0 = 1000.0;
  drivers.knowledge.spending_0 = Vector(3, 0.0);
  drivers.emerging.share = drivers.ai.exposure = Vector(3, 0.0);
  drivers.experience.exponent = {0.0, -std::log2(1.0 - 0.251), 0.0};
  drivers.experience.growth_before = Vector(3, 1.0);  // a year of output doubles experience
  const auto economy = two_industries();
  const auto network = network_of_two_industries();
  const Path path =
      growth::run_path({economy, network, drivers, {}}, "PV", {}, {{2025, 0.0}}).value();
  EXPECT_NEAR(std::exp(-path.years[1].industries[1].technology), 1.0 - 0.251, 1e-9);
}

/// Share of new-energy vehicles in sales, per cent (CAAM).
TEST(Innovation, T28ElectricCarsAsALogistic) {
  const std::map<int, double> percent{{2015, 1.3},  {2016, 1.8},  {2017, 2.7},  {2018, 4.5},
                                      {2019, 4.7},  {2020, 5.4},  {2021, 13.4}, {2022, 25.6},
                                      {2023, 31.6}, {2024, 40.9}, {2025, 47.9}};
  std::map<int, double> shares;
  for (const auto& [year, value] : percent) shares[year] = 0.01 * value;
  const policy::Adoption all = policy::fit_adoption(shares).value();
  EXPECT_NEAR(all.rate, 0.448, 0.01);
  EXPECT_NEAR(all.midpoint, 2025.07, 0.01);
  // A curve fitted before take-off fails: 18.8 % for 2024 instead of 40.9.
  shares.erase(shares.find(2021), shares.end());
  EXPECT_NEAR(100.0 * policy::fit_adoption(shares)->at(2024), 18.8, 0.1);
}

TEST(Innovation, T29AiPlusThroughItsTwoTargets) {
  const policy::Adoption plan = policy::adoption_through(2027, 0.7, 2030, 0.9).value();
  EXPECT_NEAR(plan.rate, 0.450, 0.001);
  EXPECT_NEAR(plan.midpoint, 2025.12, 0.01);
  EXPECT_NEAR(plan.at(2027), 0.7, 1e-12);
  EXPECT_FALSE(policy::adoption_through(2027, 70.0, 2030, 90.0).ok());
}

/// 7.6 % (2014) to over 13 % (2022) is 6.7 log points a year; 17 % in 2025 needs 8.9: from the
/// series that reports show.
TEST(Innovation, T30WhatSeventeenPerCentNeeds) {
  const auto series =
      readers::read_series(test::source_dir() / "economies/china-2018/series.csv").value();
  const double start = series.require("sei_share_official", 2014)->value;
  const double reached = series.require("sei_share_lower_bound", 2022)->value;
  const double target = series.require("sei_share_target", 2025)->value;
  EXPECT_NEAR(100.0 * std::log(reached / start) / 8.0, 6.7, 0.05);
  EXPECT_NEAR(100.0 * std::log(target / reached) / 3.0, 8.9, 0.05);
}

/// Digital core of 2023: goods, services, applications, data-driven (100 million yuan, NBS) over
/// GDP after the census of 2023 are the 9.9 % that reports show.
TEST(Innovation, T31PartsOfTheDigitalCore) {
  const auto series =
      readers::read_series(test::source_dir() / "economies/china-2018/series.csv").value();
  const double parts = 43135 + 4037 + 55636 + 24747;
  EXPECT_NEAR(parts / 1294272.0, series.require("digital_core_share", 2023)->value, 0.0005);
}

TEST(Innovation, T34BaqaeeAndFarhisFixture) {
  const auto terms = replicas::baqaee_farhi_terms().value();
  EXPECT_NEAR(terms.slope(0, 0), -0.2170759, 1e-6);
  EXPECT_NEAR(terms.slope(1, 1), -0.4235034, 1e-6);
  EXPECT_NEAR(terms.slope(0, 1), 0.0080502, 1e-6);
}

}  // namespace
}  // namespace domar::tests
