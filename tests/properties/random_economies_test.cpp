/// Three hundred random economies: 2 to 12 industries, 1 to 4 factors, 1 to 3 agents, elasticities
/// from fixed proportions to near-perfect substitutes, taxes, subsidies, transfers, joint products.

#include <gtest/gtest.h>

#include <cmath>
#include <iostream>

#include "domar/equilibrium/solver.hpp"
#include "properties/random_economy.hpp"

namespace domar::tests {
namespace {

using equilibrium::Parameters;
using equilibrium::Solution;
using equilibrium::SolverOptions;
using network::Network;

constexpr int k_economies = 300;
constexpr std::uint64_t k_seed = 20231214;

/// Calls `check(draws, economy, network)` for every random economy.
template <class Check>
void for_every_economy(const RandomOptions& options, Check check) {
  for (int i = 0; i < k_economies; ++i) {
    Draws draws(k_seed + static_cast<std::uint64_t>(i));
    const RandomEconomy economy = draw_economy(draws, options);
    const auto network = economy.build();
    ASSERT_TRUE(network.ok()) << "economy " << i << ": " << network.error().message();
    SCOPED_TRACE(testing::Message() << "economy " << i);
    check(draws, economy, *network);
    if (testing::Test::HasFailure()) return;  // one readable failure, not three hundred
  }
}

bool all_finite(const Vector& v) {
  return std::all_of(v.begin(), v.end(), [](double x) { return std::isfinite(x); });
}

void expect_all_finite(const Solution& s) {
  for (const Vector* v : {&s.log_price, &s.cost_share, &s.value, &s.income, &s.spending,
                          &s.tax_revenue, &s.log_level}) {
    EXPECT_TRUE(all_finite(*v));
  }
  EXPECT_FALSE(std::isnan(s.residual));
  EXPECT_FALSE(std::isnan(s.walras_residual));
}

TEST(RandomEconomies, ReplicateTheirBaseYear) {
  for_every_economy({}, [](Draws&, const RandomEconomy&, const Network& network) {
    const Solution s = equilibrium::solve(network, equilibrium::base_parameters(network));
    ASSERT_TRUE(s.converged) << s.note;
    for (const double p : s.log_price) EXPECT_NEAR(p, 0.0, 1e-10);
  });
}

/// About one in fifty has no equilibrium with positive prices: a factor that fixed proportions
/// leave in excess is free, or a subsidised loop of near-perfect substitutes feeds on itself.
TEST(RandomEconomies, AreSolvedOrSaidWhyNot) {
  int solved = 0;
  for_every_economy({}, [&](Draws& draws, const RandomEconomy&, const Network& network) {
    const Solution s = equilibrium::solve(network, draw_shock(draws, network, 0.15));
    expect_all_finite(s);
    if (s.converged) {
      ++solved;
      EXPECT_LT(s.residual, 1e-9);
      EXPECT_LT(s.walras_residual, 1e-9);
      for (const double value : s.value) EXPECT_GE(value, 0.0);
      for (const double income : s.income) EXPECT_GT(income, 0.0);
    } else {
      EXPECT_NE(s.note.find("feasible up to"), std::string::npos) << s.note;
      EXPECT_FALSE(s.worst_market.empty());
      EXPECT_LT(s.feasible_share, 1.0);
      std::cout << "  no equilibrium: " << s.note << "\n";
    }
  });
  EXPECT_GE(solved, k_economies * 97 / 100);
}

TEST(RandomEconomies, HugeShocksGiveWordsAndNoNaN) {
  for_every_economy({}, [](Draws& draws, const RandomEconomy&, const Network& network) {
    const Solution s = equilibrium::solve(network, draw_shock(draws, network, 2.0));
    expect_all_finite(s);
    if (s.converged) {
      EXPECT_LT(s.walras_residual, 1e-8);
    } else {
      EXPECT_NE(s.note.find("feasible up to"), std::string::npos) << s.note;
    }
  });
}

TEST(RandomEconomies, TwiceOfEverythingLeavesPrices) {
  for_every_economy({}, [](Draws& draws, const RandomEconomy&, const Network& network) {
    Parameters parameters = draw_shock(draws, network, 0.05);
    const Solution once = equilibrium::solve(network, parameters);
    for (double& l : parameters.log_endowment) l += std::log(2.0);
    const Solution twice = equilibrium::solve(network, parameters);
    if (!once.converged || !twice.converged) return;
    for (Index i = 0; i < network.nodes(); ++i) {
      EXPECT_NEAR(twice.log_price[i], once.log_price[i], 1e-8);
      EXPECT_NEAR(twice.value[i], 2.0 * once.value[i], 1e-7 * once.value[i]);
    }
  });
}

/// One household, no taxes: what is possible grows, so it cannot lose.
TEST(RandomEconomies, NoProductivityHurtsAnEfficientEconomy) {
  int solved = 0;
  const RandomOptions efficient{.taxes = false, .joint_producers = true, .most_agents = 1};
  for_every_economy(efficient, [&](Draws& draws, const RandomEconomy& e, const Network& network) {
    const Index home =
        network.node_of_activity(network.find_activity("activity " + std::to_string(e.industries)));
    Parameters parameters = equilibrium::base_parameters(network);
    const double before = std::log(network.income_0(0));
    const Index raised = draws.below(network.activities());
    for (const double gain : {0.01, 0.1, 0.3}) {
      parameters.log_productivity[raised] = gain;
      const Solution s = equilibrium::solve(network, parameters);
      if (!s.converged) continue;
      ++solved;
      EXPECT_GT(std::log(s.income[0]) - s.log_price[home], before) << network.activity(raised).name;
    }
  });
  EXPECT_GE(solved, 3 * k_economies * 97 / 100);
}

TEST(RandomEconomies, TheOrderOfNodesDoesNotMatter) {
  for_every_economy({}, [](Draws& draws, const RandomEconomy& economy, const Network& network) {
    const auto shuffled =
        economy.build(draws.permutation(network.activities()), draws.permutation(network.markets()),
                      draws.permutation(network.agents()));
    ASSERT_TRUE(shuffled.ok());
    Parameters here = equilibrium::base_parameters(network);
    Parameters there = equilibrium::base_parameters(*shuffled);
    for (Index n = 0; n < network.activities(); ++n) {
      here.log_productivity[n] = 0.05 * draws.normal();
      there.log_productivity[shuffled->find_activity(network.activity(n).name)] =
          here.log_productivity[n];
    }
    SolverOptions options;
    options.tolerance = 1e-12;
    options.numeraire = 0;
    const Solution a = equilibrium::solve(network, here, options);
    options.numeraire = shuffled->find_market(network.market(0).name);
    const Solution b = equilibrium::solve(*shuffled, there, options);
    ASSERT_EQ(a.converged, b.converged) << a.note << b.note;
    if (!a.converged) return;
    for (Index n = 0; n < network.activities(); ++n) {
      const Index m = shuffled->find_activity(network.activity(n).name);
      EXPECT_NEAR(a.log_price[network.node_of_activity(n)],
                  b.log_price[shuffled->node_of_activity(m)], 1e-10);
    }
  });
}

TEST(RandomEconomies, TheSameInputGivesTheSameBits) {
  for_every_economy({}, [](Draws& draws, const RandomEconomy&, const Network& network) {
    const Parameters parameters = draw_shock(draws, network, 0.1);
    const Solution a = equilibrium::solve(network, parameters);
    const Solution b = equilibrium::solve(network, parameters);
    EXPECT_EQ(a.log_price, b.log_price);
    EXPECT_EQ(a.value, b.value);
    EXPECT_EQ(a.evaluations, b.evaluations);
  });
}

TEST(RandomEconomies, AWarmStartFindsTheSameEquilibrium) {
  for_every_economy({}, [](Draws& draws, const RandomEconomy&, const Network& network) {
    const Parameters first = draw_shock(draws, network, 0.05);
    const Parameters second = draw_shock(draws, network, 0.05);
    equilibrium::Solver solver(network);
    if (!solver.solve(first).converged) return;
    const Solution warm = solver.solve(second);
    const Solution cold = equilibrium::solve(network, second);
    if (!warm.converged || !cold.converged) return;
    for (Index i = 0; i < network.nodes(); ++i) {
      EXPECT_NEAR(warm.log_price[i], cold.log_price[i], 1e-7);
    }
  });
}

}  // namespace
}  // namespace domar::tests
