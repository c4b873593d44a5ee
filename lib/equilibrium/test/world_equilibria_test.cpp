#include "domar/equilibrium/world_equilibria.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "domar/equilibrium/gravity_equilibria.hpp"

namespace domar::equilibrium {
namespace {

/// Countries and sectors alike, labour alone: trade elasticity 5, iceberg costs 1.3, half of
/// spending on each sector.
WorldModel two_alike(double product) {
  constexpr double k_trade = 5.0;
  const auto names = [](const char* what) {
    const std::vector<std::string> both{std::string(what) + " 1", std::string(what) + " 2"};
    return Labels::make(both, both).value();
  };
  WorldModel model =
      empty_world(names("country"), names("sector"), Labels::make({"labour"}, {"labour"}).value());
  const double abroad = std::pow(1.3, -k_trade);
  model.final_spending = {100.0, 100.0};
  for (Index n = 0; n < 2; ++n) {
    for (Index s = 0; s < 2; ++s) {
      model.use_share[n](s, 2) = 0.5;
      model.factor_share[n](0, s) = 1.0;
      for (Index i = 0; i < 2; ++i) {
        model.trade_share[model.edge(s, i, n)] = (i == n ? 1.0 : abroad) / (1.0 + abroad);
      }
    }
  }
  model.armington.assign(2, k_trade + 1.0);
  model.scale_elasticity.assign(2, product / k_trade);
  EXPECT_TRUE(fit_flows(model).ok());
  return model;
}

TEST(WorldEquilibria, BelowOneThereIsOne) {
  for (const double product : {0.0, 0.9}) {
    const WorldModel model = two_alike(product);
    const auto all = find_world_equilibria(model, model.base);
    EXPECT_NEAR(all.uniqueness_number, product, 1e-12);
    ASSERT_EQ(all.found.size(), 1u);
    EXPECT_EQ(all.found[0].sign, 1);
    EXPECT_EQ(all.starts, 1u);
  }
}

/// The same world for the gravity engine.
Gravity gravity_of(const WorldModel& model) {
  GravityData data{model.regions,
                   model.sectors,
                   model.armington,
                   model.scale_elasticity,
                   Vector(2, 0.0),
                   {},
                   std::vector<Matrix>(2, Matrix(2, 2, 0.0))};
  for (Index s = 0; s < 2; ++s) {
    Matrix flow(2, 2);
    for (Index i = 0; i < 2; ++i) {
      for (Index n = 0; n < 2; ++n) flow(i, n) = 50.0 * model.trade_share[model.edge(s, i, n)];
    }
    data.flow.push_back(flow);
  }
  return Gravity::make(data).value();
}

/// The seven equilibria of docs/theory/replicas.md#several-equilibria, one by one those that the
/// gravity engine finds: share of country 1's labour in sector 1, and the sign.
TEST(WorldEquilibria, AboveOneThereAreTheSevenOfTheGravityEngine) {
  const WorldModel model = two_alike(1.1);
  WorldEquilibriaSearch search;
  search.starts = 200;
  search.spread = 4.0;
  const auto all = find_world_equilibria(model, model.base, search);
  std::vector<std::pair<double, int>> ours;
  for (const auto& one : all.found) {
    ours.emplace_back(
        0.5 * std::exp(one.solution.results.output[0] - one.solution.results.factor_price[0]),
        one.sign);
  }
  const Gravity gravity = gravity_of(model);
  std::vector<std::pair<double, int>> theirs;
  for (const auto& one : find_equilibria(gravity, gravity.base_wedges()).found) {
    theirs.emplace_back(0.5 * std::exp(one.state.log_labour[0]), one.sign);
  }
  std::sort(ours.begin(), ours.end());
  std::sort(theirs.begin(), theirs.end());
  ASSERT_EQ(theirs.size(), 7u);
  ASSERT_EQ(ours.size(), 7u) << all.failed << " of " << all.starts << " starts failed";
  for (Index k = 0; k < 7; ++k) {
    EXPECT_NEAR(ours[k].first, theirs[k].first, 1e-7);
    EXPECT_EQ(ours[k].second, theirs[k].second) << ours[k].first;
  }
  for (const auto& one : all.found) {
    EXPECT_LT(one.solution.residual, 1e-9);
    EXPECT_LT(one.solution.walras_residual, 1e-9);
  }
  // The same starts, the same equilibria.
  const auto again = find_world_equilibria(model, model.base, search);
  ASSERT_EQ(again.found.size(), 7u);
  for (Index k = 0; k < 7; ++k) {
    EXPECT_EQ(again.found[k].solution.results.output, all.found[k].solution.results.output);
  }
}

}  // namespace
}  // namespace domar::equilibrium
