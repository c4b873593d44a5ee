/// Shoven and Whalley (1984), Journal of Economic Literature 22(3), pages 1007-1051, the numerical
/// example: the equilibrium without taxes and that with a 50 % tax on capital in manufacturing,
/// 40 % of whose revenue goes to the rich. The paper prints three decimals (quoted from memory);
/// eight are recomputed from its closed forms.

#include "economies/shoven_whalley.hpp"

#include <gtest/gtest.h>

#include "domar/equilibrium/solver.hpp"

namespace domar::tests {
namespace {

using equilibrium::Parameters;
using equilibrium::Solution;
using network::Network;

/// Solves a network calibrated at `tax_0` with a tax of `tax`, and says it in the paper's units.
ShovenWhalley solved(double tax_0, double tax) {
  const ShovenWhalley base = shoven_whalley::equilibrium(tax_0);
  const Network network = shoven_whalley::as_network(tax_0);
  const Index labour = network.find_market("labour");
  const Index capital = network.find_market("capital");
  const Index good[2] = {network.find_activity("manufacturing"),
                         network.find_activity("non-manufacturing")};
  Parameters parameters = equilibrium::base_parameters(network);
  parameters.tax[network.find_edge(good[0], capital)] = tax;
  equilibrium::SolverOptions options;
  options.numeraire = labour;
  const Solution solution = equilibrium::solve(network, parameters, options);
  EXPECT_TRUE(solution.converged) << solution.note;
  ShovenWhalley s;
  s.rent = base.rent * std::exp(solution.log_price[capital]);
  s.revenue = solution.tax_revenue[2];
  for (std::size_t i = 0; i < 2; ++i) {
    const double price = std::exp(solution.log_price[network.node_of_activity(good[i])]);
    s.price[i] = base.price[i] * price;
    s.output[i] = solution.quantity(network, good[i]) / base.price[i];
    s.labour[i] = solution.paid(network, network.find_edge(good[i], labour));
    const Index from_capital = network.find_edge(good[i], capital);
    s.capital[i] =
        solution.paid(network, from_capital) / (s.rent * (1.0 + parameters.tax[from_capital]));
  }
  return s;
}

void expect_near(const ShovenWhalley& a, const ShovenWhalley& b, double tolerance) {
  EXPECT_NEAR(a.rent, b.rent, tolerance);
  EXPECT_NEAR(a.revenue, b.revenue, tolerance);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_NEAR(a.price[i], b.price[i], tolerance);
    EXPECT_NEAR(a.output[i], b.output[i], tolerance);
    EXPECT_NEAR(a.labour[i], b.labour[i], tolerance);
    EXPECT_NEAR(a.capital[i], b.capital[i], tolerance);
  }
}

const ShovenWhalley k_printed_without_tax{
    {1.399, 1.093}, 1.373, {24.942, 54.378}, {6.212, 18.788}, {26.366, 33.634}, 0.0};
const ShovenWhalley k_without_tax{{1.39911066, 1.09307648},   1.37347115,
                                  {24.94247287, 54.37817027}, {6.21177622, 18.78822378},
                                  {26.36558432, 33.63441568}, 0.0};
const ShovenWhalley k_with_tax{{1.46651492, 1.00577304},   1.12764415,
                               {22.38670757, 57.30696826}, {4.0387575, 20.9612425},
                               {25.99901873, 34.00098127}, 2.27714063};

TEST(ShovenWhalley, ClosedFormsGiveThePrintedEquilibriumWithoutTax) {
  expect_near(shoven_whalley::equilibrium(0.0), k_printed_without_tax, 5.1e-4);
  expect_near(shoven_whalley::equilibrium(0.0), k_without_tax, 5.1e-9);
}

TEST(ShovenWhalley, ClosedFormsGiveThePrintedEquilibriumWithTax) {
  const ShovenWhalley s = shoven_whalley::equilibrium(0.5);
  EXPECT_NEAR(s.price[0], 1.467, 5.1e-4);
  EXPECT_NEAR(s.price[1], 1.006, 5.1e-4);
  EXPECT_NEAR(s.rent, 1.128, 5.1e-4);
  expect_near(s, k_with_tax, 5.1e-9);
}

TEST(ShovenWhalley, TheNetworkReplicatesTheEquilibriumWithoutTax) {
  expect_near(solved(0.0, 0.0), k_without_tax, 5.1e-9);
}

TEST(ShovenWhalley, ATaxOnCapitalInManufacturing) {
  expect_near(solved(0.0, 0.5), k_with_tax, 5.1e-9);
  expect_near(solved(0.0, 0.5), shoven_whalley::equilibrium(0.5), 1e-9);
}

/// The same road backwards: calibrated with the tax, then freed of it.
TEST(ShovenWhalley, TheTaxIsTakenAwayAgain) {
  expect_near(solved(0.5, 0.0), k_without_tax, 5.1e-9);
  expect_near(solved(0.5, 0.0), shoven_whalley::equilibrium(0.0), 1e-9);
}

}  // namespace
}  // namespace domar::tests
