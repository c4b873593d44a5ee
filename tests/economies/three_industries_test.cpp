/// The tiny open economy of lib/network/test/three_industries.hpp, built in every way and solved.

#include <gtest/gtest.h>

#include <cmath>

#include "domar/equilibrium/quotas.hpp"
#include "domar/equilibrium/solver.hpp"
#include "lib/network/test/three_industries.hpp"

namespace domar::tests {
namespace {

using equilibrium::Parameters;
using equilibrium::Solution;
using network::AccountsNetwork;
using network::Network;

using Way = std::pair<std::string, network::NetworkOptions>;

class ThreeIndustries : public testing::TestWithParam<Way> {
 protected:
  const AccountsNetwork built =
      network::build_network(network::three_industries(), GetParam().second).value();
  const Network& network = built.network;

  [[nodiscard]] Solution solved(const Parameters& parameters) const {
    Solution solution = equilibrium::solve(network, parameters);
    EXPECT_TRUE(solution.converged) << solution.note;
    return solution;
  }
  [[nodiscard]] double log_quantity(const Solution& s, Index activity) const {
    const Index node = network.node_of_activity(activity);
    return std::log(s.value[node] / network.value_0(activity)) - s.log_price[node];
  }
  [[nodiscard]] double log_price(const Solution& s, Index activity) const {
    return s.log_price[network.node_of_activity(activity)];
  }
  [[nodiscard]] Index imported_machines() const { return built.import_edges[0][1].at(0); }
};

TEST_P(ThreeIndustries, TheBaseYearIsReplicated) {
  const Solution s = solved(equilibrium::base_parameters(network));
  for (const double p : s.log_price) EXPECT_NEAR(p, 0.0, 1e-12);
  EXPECT_LT(s.walras_residual, 1e-12);
  const double output[4] = {90.0, 220.0, 174.0, 1000.0};
  for (Index j = 0; j < 4; ++j) {
    EXPECT_NEAR(s.value[network.node_of_activity(built.industries[j].supply)], output[j], 1e-9);
  }
  EXPECT_NEAR(s.tax_revenue[0], -4.0 + 15.0 + 8.0, 1e-9);
}

TEST_P(ThreeIndustries, ATariffKeepsMachinesOut) {
  Parameters parameters = equilibrium::base_parameters(network);
  parameters.tax[imported_machines()] = 0.2;
  const Solution s = solved(parameters);
  const Index imports = network.edge(imported_machines()).buyer;
  EXPECT_LT(log_quantity(s, imports), -0.1);
  EXPECT_GT(log_price(s, imports), 0.05);
  EXPECT_GT(log_quantity(s, built.industries[1].supply),
            log_quantity(s, built.industries[0].supply));
  EXPECT_GT(s.tax_revenue[0], 19.0);
}

TEST_P(ThreeIndustries, BetterWorksMakeMachinesCheaperAndHomeRicher) {
  Parameters parameters = equilibrium::base_parameters(network);
  parameters.log_productivity[built.industries[1].produce] = 0.1;
  const Solution s = solved(parameters);
  EXPECT_LT(log_price(s, built.industries[1].supply), log_price(s, built.industries[2].supply));
  EXPECT_GT(log_quantity(s, built.regions[0].top), 0.0);
  EXPECT_GT(log_quantity(s, built.regions[1].top), 0.0);  // abroad buys the cheaper machines
}

TEST_P(ThreeIndustries, ABanOnImportedMachinesCostsHome) {
  const std::vector<equilibrium::Quota> ban{
      {imported_machines(), 0.1, equilibrium::Quota::Rent::lost}};
  equilibrium::Solver solver(network);
  const auto s =
      equilibrium::solve_with_quotas(solver, network, equilibrium::base_parameters(network), ban);
  ASSERT_TRUE(s.solution.converged) << s.solution.note;
  EXPECT_GT(s.log_wedge[0], 0.5);
  EXPECT_LT(log_quantity(s.solution, built.regions[0].top), -0.01);
}

/// After the repair the rest of the world lends home 5 of its 1000.
TEST_P(ThreeIndustries, TheTradeDeficitIsAFixedShareOfThePayersIncome) {
  Parameters parameters = equilibrium::base_parameters(network);
  parameters.log_productivity[built.industries[1].produce] = 0.1;
  const Solution s = solved(parameters);
  EXPECT_NEAR(s.spending[0], s.income[0], 1e-9);  // home hands nothing on
  EXPECT_NEAR((s.income[1] - s.spending[1]) / s.income[1], 5.0 / 1000.0, 1e-12);
}

INSTANTIATE_TEST_SUITE_P(Ways, ThreeIndustries,
                         testing::ValuesIn(network::ways_to_build_three_industries()),
                         [](const auto& tested) { return tested.param.first; });

}  // namespace
}  // namespace domar::tests
