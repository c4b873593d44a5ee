/// Hosoe, Gasawa and Hashimoto (2010), chapter 6, the standard CGE model; GAMS model library
/// `stdcge`. Utility 25.508490012515818 in the base year and 26.092634381288686 without tariffs are
/// asserted by GAMS-dev/gamspy (tests/integration/models/stdcge.py, MIT licence), where CONOPT
/// solves it; an independent solve to 1e-14 gives 26.092634381200828 and the quantities below.

#include "economies/standard_cge.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "domar/equilibrium/solver.hpp"

namespace domar::tests {
namespace {

using equilibrium::Parameters;
using equilibrium::Solution;
using standard_cge::Model;

double price(const Solution& solution, Index node) { return std::exp(solution.log_price[node]); }

double price_of(const Model& m, const Solution& solution, Index activity) {
  return price(solution, m.network.node_of_activity(activity));
}

/// What the household consumes of a good.
double consumed(const Model& m, const Solution& solution, std::size_t i) {
  const Index edge = m.network.find_edge(m.consumption, m.network.node_of_activity(m.composite[i]));
  return solution.paid(m.network, edge) / price_of(m, solution, m.composite[i]);
}

/// Utility as the model states it: product of consumption to the power of its base share.
double utility(const Model& m, const Solution& solution) {
  return std::pow(consumed(m, solution, 0), 0.4) * std::pow(consumed(m, solution, 1), 0.6);
}

/// Exports: the share of sales that is transformed into foreign exchange.
double exported(const Model& m, const Solution& solution, std::size_t i) {
  const auto& joint = m.network.joint_producers()[i];
  const Index node = m.network.node_of_activity(joint.activity);
  const double share_0 = joint.products[1].second / m.network.value_0(joint.activity);
  const double gain = solution.log_price[m.exchange] - solution.log_price[node];
  return share_0 * std::exp((1.0 + joint.psi) * gain) * solution.value[node] /
         price(solution, m.exchange);
}

double imported(const Model& m, const Parameters& parameters, const Solution& solution,
                std::size_t i) {
  const Index edge = m.network.find_edge(m.composite[i], m.exchange);
  return solution.paid(m.network, edge) /
         ((1.0 + parameters.tax[edge]) * price(solution, m.exchange));
}

Parameters without_tariffs(const Model& m) {
  Parameters parameters = equilibrium::base_parameters(m.network);
  for (const Index composite : m.composite) {
    parameters.tax[m.network.find_edge(composite, m.exchange)] = 0.0;
  }
  return parameters;
}

Solution solved(const Model& m, const Parameters& parameters) {
  equilibrium::SolverOptions options;
  options.numeraire = m.labour;
  options.tolerance = 1e-13;  // the digits compared are finer than the default leaves
  Solution solution = equilibrium::solve(m.network, parameters, options);
  EXPECT_TRUE(solution.converged) << solution.note;
  EXPECT_LT(solution.walras_residual, 1e-10);
  return solution;
}

TEST(StandardCge, BaseYearUtility) {
  const Model m = standard_cge::model();
  const Solution solution = solved(m, equilibrium::base_parameters(m.network));
  EXPECT_NEAR(utility(m, solution), 25.508490012515818, 1e-12 * 25.5);
}

TEST(StandardCge, UtilityWithoutTariffs) {
  const Model m = standard_cge::model();
  const Solution solution = solved(m, without_tariffs(m));
  EXPECT_NEAR(utility(m, solution), 26.092634381200828, 1e-12 * 26.1);
  EXPECT_NEAR(utility(m, solution), 26.092634381288686, 1e-11 * 26.1);  // CONOPT's digits
}

TEST(StandardCge, QuantitiesAndPricesWithoutTariffs) {
  const Model m = standard_cge::model();
  const Parameters parameters = without_tariffs(m);
  const Solution solution = solved(m, parameters);
  const double consumption[2] = {20.39219158, 30.75298523};
  const double output[2] = {74.58329439, 71.00623963};
  const double exports[2] = {9.43432019, 4.49832379};
  const double imports[2] = {12.85934301, 13.07330097};
  const double composite_price[2] = {0.98125157, 0.97599647};
  constexpr double k_printed = 5.1e-9;  // half of the last digit
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_NEAR(consumed(m, solution, i), consumption[i], k_printed);
    EXPECT_NEAR(solution.quantity(m.network, m.output[i]), output[i], k_printed);
    EXPECT_NEAR(exported(m, solution, i), exports[i], k_printed);
    EXPECT_NEAR(imported(m, parameters, solution, i), imports[i], k_printed);
    EXPECT_NEAR(price_of(m, solution, m.composite[i]), composite_price[i], k_printed);
  }
  EXPECT_NEAR(price(solution, m.capital), 1.00088830, k_printed);
  EXPECT_NEAR(price(solution, m.exchange), 1.06282422, k_printed);
}

}  // namespace
}  // namespace domar::tests
