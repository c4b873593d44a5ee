#include "domar/equilibrium/world_contributions.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "domar/equilibrium/synthetic_world.hpp"

namespace domar::equilibrium {
namespace {

WorldModel linked_world(bool by_user = false) {
  SyntheticOptions options;
  options.regions = 4;
  options.sectors = 3;
  options.output_elasticity = 0.6;
  options.input_elasticity = 0.8;
  options.final_elasticity = 1.3;
  options.by_user = by_user;
  return synthetic_world(options);
}

/// A world with all that welfare can come from: taxes, markups, scale, transfers.
WorldModel distorted_world() {
  WorldModel model = linked_world();
  for (Index e = 0; e < model.edges(); ++e) {
    model.base.tariff[e] = 0.2 * even_draw(5, e);
    model.base.export_tax[e] = 0.1 * even_draw(6, e) - 0.05;
  }
  for (Index j = 0; j < model.industries(); ++j) {
    model.base.output_tax[j] = 0.2 * even_draw(7, j) - 0.1;
    model.base.markup[j] = 1.0 + 0.2 * even_draw(8, j);
  }
  model.scale_elasticity = {0.05, 0.0, 0.1};
  EXPECT_TRUE(fit_flows(model).ok());
  return model;
}

Vector drawn(Index size, std::uint64_t seed, double scale) {
  Vector values(size);
  for (Index k = 0; k < size; ++k) values[k] = scale * (2.0 * even_draw(seed, k) - 1.0);
  return values;
}

/// One change of each kind.
std::vector<WorldChange> all_kinds(const WorldModel& model) {
  std::vector<WorldChange> changes(6);
  changes[0].name = "tariffs";
  changes[0].change.tariff = drawn(model.edges(), 11, 0.15);
  changes[1].name = "export and output taxes";
  changes[1].change.export_tax = drawn(model.edges(), 12, 0.1);
  changes[1].change.output_tax = drawn(model.industries(), 13, 0.1);
  changes[2].name = "trade costs";
  changes[2].change.log_iceberg = drawn(model.edges(), 14, 0.1);
  changes[3].name = "productivity";
  changes[3].change.log_productivity = drawn(model.industries(), 15, 0.2);
  changes[4].name = "endowments";
  changes[4].change.log_endowment = drawn(model.region_count(), 16, 0.2);
  changes[5].name = "transfers";
  const double smallest =
      *std::min_element(model.final_spending.begin(), model.final_spending.end());
  changes[5].change.transfer = drawn(model.region_count(), 17, 0.05 * smallest);
  double mean = 0.0;
  for (const double t : changes[5].change.transfer) mean += t / 4.0;
  for (double& t : changes[5].change.transfer) t -= mean;
  return changes;
}

double by_source(const RegionContributions& region, Source source, Index change) {
  return region.welfare(static_cast<Index>(source), change);
}

/// The identity of welfare is exact only if every term is: sources are computed one by one, and
/// their sum meets the equivalent variation of the end points.
TEST(WorldContributions, AddUpToExactDifferences) {
  const WorldModel model = distorted_world();
  const auto changes = all_kinds(model);
  const auto found = world_contributions(model, changes);
  ASSERT_TRUE(found.ok()) << found.error().message();
  ASSERT_TRUE(found->after.solution.converged);
  double moved = 0.0;
  for (const auto& result : found->indicators) {
    EXPECT_LT(std::abs(result.remainder), 1e-8) << result.name;
    moved = std::max(moved, std::abs(result.after - result.before));
  }
  EXPECT_GT(moved, 0.1);
  ASSERT_EQ(found->regions.size(), 4u);
  for (const auto& region : found->regions) {
    EXPECT_LT(std::abs(region.remainder), 1e-8 * region.spending_0) << region.name;
    EXPECT_GT(std::abs(region.equivalent_variation), 1e-3 * region.spending_0) << region.name;
    for (Index i = 0; i < changes.size(); ++i) {
      if (i != 4) {
        EXPECT_EQ(by_source(region, Source::endowments, i), 0.0) << i;
      }
      if (i != 2 && i != 3) {
        EXPECT_EQ(by_source(region, Source::technology, i), 0.0) << i;
      }
      EXPECT_NE(by_source(region, Source::allocation, i), 0.0) << i;
      EXPECT_NE(by_source(region, Source::scale, i), 0.0) << i;
      EXPECT_NE(by_source(region, Source::terms_of_trade, i), 0.0) << i;
    }
  }
  // Welfare by change adds up to the same as the results' own row.
  const auto& welfare = found->indicators[0];
  EXPECT_NEAR(welfare.after, found->after.solution.results.welfare[0], 1e-13);
  EXPECT_NEAR(std::expm1(welfare.after),
              found->regions[0].equivalent_variation / found->regions[0].spending_0, 1e-12);
}

TEST(WorldContributions, WithSourcingByUserToo) {
  const WorldModel model = linked_world(true);
  const auto found = world_contributions(model, all_kinds(model));
  ASSERT_TRUE(found.ok()) << found.error().message();
  for (const auto& result : found->indicators) EXPECT_LT(std::abs(result.remainder), 1e-8);
  for (const auto& region : found->regions) {
    EXPECT_LT(std::abs(region.remainder), 1e-7 * region.spending_0);
  }
}

/// In an efficient world without trade, productivity is worth its Domar weight to the first order,
/// and nothing else is booked.
TEST(WorldContributions, ASmallChangeIsHulten) {
  WorldModel model = linked_world();
  for (Index s = 0; s < 3; ++s) {
    for (Index i = 0; i < 4; ++i) {
      for (Index n = 0; n < 4; ++n) model.trade_share[model.edge(s, i, n)] = i == n ? 1.0 : 0.0;
    }
  }
  ASSERT_TRUE(fit_flows(model).ok());
  WorldChange change{"productivity", {}, {}};
  change.change.log_productivity.assign(model.industries(), 0.0);
  change.change.log_productivity[model.industry(1, 2)] = 1e-5;
  const auto found = world_contributions(model, {change});
  ASSERT_TRUE(found.ok()) << found.error().message();
  const auto& region = found->regions[1];
  const double domar = model.output[model.industry(1, 2)] / model.final_spending[1];
  EXPECT_NEAR(region.equivalent_variation / region.spending_0 / 1e-5, domar, 1e-4);
  EXPECT_NEAR(by_source(region, Source::technology, 0), region.equivalent_variation,
              1e-9 * region.spending_0);
  EXPECT_NEAR(region.log_real_gdp / 1e-5, domar, 1e-4);
}

/// What happens between 0 and 1 is all there is: the terms of trade of all regions cancel to the
/// first order where prices are the same, and a cap begins to bind on the way.
TEST(WorldContributions, ACapThatBeginsToBindHasItsShare) {
  const WorldModel model = linked_world();
  std::vector<WorldChange> changes(2);
  changes[0].name = "tariff";
  changes[0].change.tariff.assign(model.edges(), 0.0);
  changes[0].change.tariff[model.edge(0, 1, 2)] = 0.3;
  changes[1].name = "cap";
  changes[1].caps = {{model.edge(1, 0, 3), 0.7, WorldCap::Rent::to_origin},
                     {model.edge(0, 1, 2), 0.5, WorldCap::Rent::to_destination}};
  const auto found = world_contributions(model, changes);
  ASSERT_TRUE(found.ok()) << found.error().message();
  EXPECT_GT(found->after.log_wedge[0], 0.0);
  for (const auto& result : found->indicators) {
    EXPECT_LT(std::abs(result.remainder), 1e-6) << result.name;
  }
  for (const auto& region : found->regions) {
    EXPECT_LT(std::abs(region.remainder), 1e-6 * region.spending_0) << region.name;
  }
  EXPECT_GT(std::abs(found->regions[3].welfare(static_cast<Index>(Source::terms_of_trade), 1)),
            1e-6);
}

/// Tax revenue over GDP of a region, held by its taxes on output.
WorldSwap budget_swap(const WorldModel& model, Index region, double target) {
  using Of = WorldIndicator::Term::Of;
  WorldSwap swap;
  swap.name = "budget";
  swap.result = {"budget", "", {}, {{Of::gdp, region, 1.0}}};
  swap.lever = {"output taxes", &WorldParameters::output_tax, {}};
  for (Index s = 0; s < model.sector_count(); ++s) {
    swap.lever.cells.push_back({model.industry(region, s), 1.0});
    for (Index r = 0; r < model.region_count(); ++r) {
      swap.result.over.push_back({Of::tariff, model.edge(s, r, region), 1.0});
      swap.result.over.push_back({Of::origin_taxes, model.edge(s, region, r), 1.0});
    }
  }
  swap.target = target;
  return swap;
}

/// Output of an industry that may not fall far, held up by its productivity.
WorldSwap floor_swap(Index industry, double target) {
  WorldSwap swap;
  swap.name = "floor";
  swap.result = {"output", "", {{WorldIndicator::Term::Of::output, industry, 1.0}}, {}};
  swap.lever = {"productivity", &WorldParameters::log_productivity, {{industry, 1.0}}};
  swap.target = target;
  swap.lower = 0.0;
  return swap;
}

/// With closures, a moving target among them, a floor that begins to bind and a cap.
TEST(WorldContributions, AddUpWithClosures) {
  const WorldModel model = distorted_world();
  auto changes = all_kinds(model);
  changes[3].change.log_productivity[model.industry(1, 1)] = -0.25;
  changes[0].caps = {{model.edge(1, 0, 3), 0.8, WorldCap::Rent::to_destination}};
  const WorldSolution base = solve_world(model, model.base);
  const WorldSwap held = budget_swap(model, 0, 0.0);
  const double before = held.result.value(model, model.base, base);
  const std::vector<WorldSwap> swaps{budget_swap(model, 0, before + 0.01),
                                     floor_swap(model.industry(1, 1), 0.97)};
  const auto found = world_contributions(model, changes, swaps);
  ASSERT_TRUE(found.ok()) << found.error().message();
  ASSERT_EQ(found->instruments.size(), changes.size() + 1) << "a floor that holds moves nothing";
  EXPECT_EQ(found->instruments.back(), "budget");
  EXPECT_GT(found->after.log_wedge[0], 0.0);
  EXPECT_NEAR(held.result.value(model, found->after.parameters, found->after.solution),
              before + 0.01, 1e-9);
  EXPECT_NEAR(swaps[1].result.value(model, found->after.parameters, found->after.solution), 0.97,
              1e-8);
  for (const auto& result : found->indicators) {
    EXPECT_LT(std::abs(result.remainder), 1e-6) << result.name;
  }
  for (const auto& region : found->regions) {
    EXPECT_LT(std::abs(region.remainder), 1e-6 * region.spending_0) << region.name;
  }
}

/// What a closure frees counts for the change that it answers: to the first order the share of a
/// change is what it does alone, the closure held.
TEST(WorldContributions, FreedLeversAnswerTheirChanges) {
  constexpr double k_small = 1e-4;
  const WorldModel model = distorted_world();
  std::vector<WorldChange> changes(2);
  changes[0].name = "tariff";
  changes[0].change.tariff.assign(model.edges(), 0.0);
  changes[1].name = "export tax";
  changes[1].change.export_tax.assign(model.edges(), 0.0);
  for (Index s = 0; s < 3; ++s) {
    for (Index r = 1; r < 4; ++r) {
      changes[0].change.tariff[model.edge(s, r, 0)] = k_small;
      changes[1].change.export_tax[model.edge(s, 0, r)] = k_small;
    }
  }
  const WorldSolution base = solve_world(model, model.base);
  const double before = budget_swap(model, 0, 0.0).result.value(model, model.base, base);
  const std::vector<WorldSwap> swaps{budget_swap(model, 0, before)};
  const auto found = world_contributions(model, changes, swaps);
  ASSERT_TRUE(found.ok()) << found.error().message();
  ASSERT_EQ(found->instruments.size(), 2u);
  WorldOptions exact;
  exact.tolerance = 1e-13;
  WorldSolver solver(model, exact);
  for (Index i = 0; i < 2; ++i) {
    const auto alone =
        solve_with_swaps(solver, model, {with_changes(model, {changes[i]}), {}}, swaps).value();
    ASSERT_TRUE(alone.solution.converged) << alone.solution.note;
    EXPECT_GT(std::abs(alone.freed[0]), 0.01 * k_small);
    for (Index n = 0; n < 4; ++n) {
      const double does = alone.solution.results.welfare[n];
      EXPECT_NEAR(found->indicators[n].by_instrument[i], does, 1e-3 * std::abs(does) + 1e-9)
          << changes[i].name << " " << n;
    }
  }
}

TEST(WorldContributions, WhatCannotBeSolvedIsSaid) {
  WorldModel model = linked_world();
  std::fill(model.armington.begin(), model.armington.end(), 0.0);
  std::fill(model.output_elasticity.begin(), model.output_elasticity.end(), 0.0);
  std::fill(model.input_elasticity.begin(), model.input_elasticity.end(), 0.0);
  WorldChange change{"endowments", {}, {}};
  change.change.log_endowment = {-3.0, 2.0, 0.0, 0.0};
  const auto found = world_contributions(model, {change});
  ASSERT_FALSE(found.ok());
  EXPECT_GT(found.error().message().size(), 30u);
}

}  // namespace
}  // namespace domar::equilibrium
