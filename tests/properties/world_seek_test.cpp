/// Seeking and holding results of random worlds: slopes are differences of solves, what was moved
/// in secret is found again, the cheapest mix meets its first-order conditions, closures hold or
/// say why not.

#include "domar/equilibrium/world_seek.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "random_world.hpp"

namespace domar::tests {
namespace {

using equilibrium::WorldIndicator;
using equilibrium::WorldLever;
using equilibrium::WorldModel;
using equilibrium::WorldOptions;
using equilibrium::WorldParameters;
using equilibrium::WorldSolver;
using Of = WorldIndicator::Term::Of;

RandomWorldOptions gentle(std::uint64_t seed) {
  RandomWorldOptions options;
  options.highest_elasticity = 9.0;
  options.by_user = seed % 3 == 0;
  return options;
}

WorldOptions exact() {
  WorldOptions options;
  options.tolerance = 1e-13;
  return options;
}

/// An industry that sells.
Index draw_industry(Draws& draw, const WorldModel& model) {
  for (;;) {
    const Index at = draw.below(model.industries());
    if (model.output[at] > 0.0) return at;
  }
}

/// A term of any kind, on something that is there.
WorldIndicator::Term draw_term(Draws& draw, const WorldModel& model) {
  const Index region = draw.below(model.region_count());
  const Index factor = draw.below(model.region_count() * model.factor_count());
  const Index industry = draw_industry(draw, model);
  const Index edge = draw.below(model.edges());
  switch (draw.below(13)) {
    case 0:
      return {Of::welfare, region, 1.0};
    case 1:
      return {Of::income, region, 1.0};
    case 2:
      return {Of::final_price, region, 1.0};
    case 3:
      return {Of::gdp, region, 1.0};
    case 4:
      return {Of::factor_price, factor, 1.0};
    case 5:
      return {Of::real_wage, factor, 1.0};
    case 6:
      return {Of::price, industry, 1.0};
    case 7:
      return {Of::output, industry, 1.0};
    case 8:
      return {Of::value_added, industry, 1.0};
    case 9:
      return {Of::output_tax, industry, 1.0};
    case 10:
      return {Of::border, edge, 1.0};
    case 11:
      return {Of::tariff, edge, 1.0};
    default:
      return {draw.chance(0.5) ? Of::origin_taxes : Of::quantity, edge, 1.0};
  }
}

WorldLever draw_lever(Draws& draw, const WorldModel& model) {
  using P = WorldParameters;
  const Index edge = draw.below(model.edges());
  const Index industry = draw_industry(draw, model);
  switch (draw.below(6)) {
    case 0:
      return {"tariff", &P::tariff, {{edge, 1.0}, {draw.below(model.edges()), -0.5}}};
    case 1:
      return {"export tax", &P::export_tax, {{edge, 1.0}}};
    case 2:
      return {"trade cost", &P::log_iceberg, {{edge, 1.0}}};
    case 3:
      return {"output tax", &P::output_tax, {{industry, 1.0}}};
    case 4:
      return {"productivity", &P::log_productivity, {{industry, 1.0}}};
    default:
      return {"endowment",
              &P::log_endowment,
              {{draw.below(model.region_count() * model.factor_count()), 1.0}}};
  }
}

WorldIndicator welfare(Index region) { return {"welfare", "", {{Of::welfare, region, 1.0}}, {}}; }
WorldIndicator output(Index at) { return {"output", "", {{Of::output, at, 1.0}}, {}}; }
WorldLever productivity(Index at) {
  return {"productivity", &WorldParameters::log_productivity, {{at, 1.0}}};
}

TEST(WorldSeek, SlopesOfAnythingByAnythingAreDifferences) {
  int compared = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const WorldModel model = random_world(seed, gentle(seed));
    const WorldParameters here = random_shock(model, seed, 0.1);
    WorldSolver solver(model, exact());
    Draws draw(seed + 4000);
    for (int k = 0; k < 6; ++k) {
      const WorldIndicator result{
          "", "", {draw_term(draw, model), draw_term(draw, model)}, {draw_term(draw, model)}};
      const WorldLever lever = draw_lever(draw, model);
      const auto at = solver.solve(here);
      if (at.residual > 1e-11) break;
      const WorldIndicator under{"", "", result.under, {}};
      if (std::abs(under.value(model, here, at)) < 0.05) continue;  // over next to nothing
      const auto gradient = equilibrium::gradient_of(result, solver, model, here, at);
      if (!gradient.ok()) continue;  // not locally unique, as in fixed proportions
      constexpr double h = 1e-4;
      double value[2];
      bool solved = true;
      for (const int side : {0, 1}) {
        WorldParameters moved = here;
        lever.move(side == 0 ? -h : h, moved);
        const auto there = solver.solve(moved);
        solved = solved && there.residual < 1e-11;
        value[side] = result.value(model, moved, there);
      }
      if (!solved) continue;
      const double difference = (value[1] - value[0]) / (2.0 * h);
      EXPECT_NEAR(lever.slope(*gradient), difference, 1e-5 * (1.0 + std::abs(difference)))
          << "seed " << seed << ", terms " << static_cast<int>(result.over[0].of) << " "
          << static_cast<int>(result.over[1].of) << " over " << static_cast<int>(result.under[0].of)
          << " by " << lever.name;
      ++compared;
    }
  }
  EXPECT_GT(compared, 250);
}

TEST(WorldSeek, WhatWasMovedInSecretIsFoundAgain) {
  int reached = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const WorldModel model = random_world(seed, gentle(seed));
    WorldSolver solver(model, exact());
    Draws draw(seed + 5000);
    const Index at = draw_industry(draw, model);
    const Index region = at / model.sector_count();
    equilibrium::WorldSeekProblem problem;
    problem.experiment.parameters = random_shock(model, seed, 0.05);
    problem.targets = {{output(at), 0.0}, {welfare(region), 0.0}};
    problem.levers = {{productivity(at)}, {{"endowment", &WorldParameters::log_endowment, {}}}};
    for (Index f = 0; f < model.factor_count(); ++f) {
      problem.levers[1].lever.cells.push_back({model.factor(region, f), 1.0});
    }
    WorldParameters moved = problem.experiment.parameters;
    for (auto& lever : problem.levers) lever.lever.move(draw.between(-0.1, 0.1), moved);
    const auto there = solver.solve(moved);
    if (!there.converged || !solver.solve(problem.experiment.parameters).converged) continue;
    for (auto& target : problem.targets) target.goal = target.result.value(model, moved, there);
    const auto found = equilibrium::seek_in_world(solver, model, problem);
    ASSERT_TRUE(found.ok()) << found.error().message();
    if (!found->reached) {
      EXPECT_NE(found->note.find("out of reach"), std::string::npos) << found->note;
      continue;
    }
    ++reached;
    for (Index t = 0; t < 2; ++t) {
      EXPECT_NEAR(found->after[t], problem.targets[t].goal, 2e-8 * problem.targets[t].goal);
    }
    EXPECT_LE(found->solves, 30);
  }
  EXPECT_GE(reached, 50);
}

/// Minimum of half the squares: weight x amount = price x slope.
TEST(WorldSeek, TheCheapestMixFollowsItsSlopes) {
  int reached = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const WorldModel model = random_world(seed, gentle(seed));
    WorldSolver solver(model, exact());
    Draws draw(seed + 6000);
    equilibrium::WorldSeekProblem problem;
    problem.experiment.parameters = model.base;
    problem.targets = {{welfare(draw.below(model.region_count())), 1.02}};
    for (Index j = 0; j < model.industries(); ++j) {
      if (!(model.output[j] > 0.0)) continue;
      problem.levers.push_back({productivity(j)});
      problem.levers.back().weight = draw.between(0.5, 2.0);
    }
    const auto found = equilibrium::seek_in_world(solver, model, problem);
    if (!found.ok() || !found->reached) continue;
    ++reached;
    EXPECT_TRUE(found->cheapest) << found->solves << " solves";
    for (Index i = 0; i < problem.levers.size(); ++i) {
      EXPECT_NEAR(problem.levers[i].weight * found->amounts[i],
                  found->price[0] * found->slopes(0, i), 1e-5)
          << i;
    }
  }
  EXPECT_GE(reached, 35);
}

TEST(WorldSeek, ClosuresHoldOrSayWhyNot) {
  int held = 0;
  int binding = 0;
  for (std::uint64_t seed = 61; seed <= 105; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const WorldModel model = random_world(seed, gentle(seed));
    WorldSolver solver(model, exact());
    Draws draw(seed + 7000);
    const Index at = draw_industry(draw, model);
    const equilibrium::WorldExperiment experiment{random_shock(model, seed, 0.1), {}};
    constexpr double k_infinity = std::numeric_limits<double>::infinity();
    const Index other = draw_industry(draw, model);
    std::vector<equilibrium::WorldSwap> swaps{
        {"", output(at), productivity(at), 1.0, -k_infinity, k_infinity, 1}};
    if (other != at) swaps.push_back({"", output(other), productivity(other), 0.99, 0.0, 0.1, 1});
    const auto solved = equilibrium::solve_with_swaps(solver, model, experiment, swaps);
    if (!solved.ok()) {
      EXPECT_FALSE(solved.error().what.empty());
      continue;
    }
    if (!solved->solution.converged) {
      EXPECT_FALSE(solved->solution.note.empty());
      continue;
    }
    ++held;
    const auto value = [&](const WorldIndicator& result) {
      return result.value(model, solved->parameters, solved->solution);
    };
    EXPECT_NEAR(value(swaps[0].result), 1.0, 1e-9);
    if (swaps.size() < 2) continue;
    const double now = value(swaps[1].result);
    const double amount = solved->freed[1];
    binding += solved->active[1] ? 1 : 0;
    if (solved->active[1]) {
      EXPECT_NEAR(now, 0.99, 1e-9);
      EXPECT_TRUE(amount >= -1e-9 && amount <= 0.1 + 1e-9) << amount;
    } else if (amount == 0.0) {
      EXPECT_GE(now, 0.99 - 1e-9) << "the floor holds by itself";
    } else {
      EXPECT_EQ(amount, 0.1);
      EXPECT_LE(now, 0.99 + 1e-9) << "as much as may be done";
    }
  }
  EXPECT_GE(held, 34);
  EXPECT_GE(binding, 5);
}

}  // namespace
}  // namespace domar::tests
