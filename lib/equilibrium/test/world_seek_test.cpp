#include "domar/equilibrium/world_seek.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "domar/equilibrium/synthetic_world.hpp"

namespace domar::equilibrium {
namespace {

using Of = WorldIndicator::Term::Of;

/// Three regions, three goods, with taxes, returns to scale and markups at base.
WorldModel small_world(bool by_user = false) {
  SyntheticOptions options;
  options.regions = 3;
  options.sectors = 3;
  options.output_elasticity = 0.4;
  options.input_elasticity = 0.7;
  options.by_user = by_user;
  WorldModel model = synthetic_world(options);
  model.factor_elasticity = 0.8;
  model.scale_elasticity[1] = 0.05;
  for (Index j = 0; j < model.industries(); j += 2) model.base.output_tax[j] = 0.03;
  for (Index n = 0; n < 3; ++n) {
    model.base.markup[model.industry(n, 2)] = 1.1;
    for (Index i = 0; i < 3; ++i) {
      if (i != n) model.base.tariff[model.edge(0, i, n)] = n == 1 ? 0.08 : 0.05;
      if (i != n) model.base.export_tax[model.edge(1, i, n)] = 0.03;
    }
  }
  EXPECT_TRUE(fit_flows(model).ok());
  EXPECT_TRUE(model.check().ok());
  return model;
}

WorldOptions exact() {
  WorldOptions options;
  options.tolerance = 1e-13;
  return options;
}

/// One indicator of every kind of term, each over GDP where it is money.
std::vector<WorldIndicator> all_kinds(const WorldModel& model) {
  const Index edge = model.edge(1, 0, 2);
  const Index industry = model.industry(1, 2);
  std::vector<WorldIndicator> all{
      {"one", "", {{Of::one, 0, 2.0}, {Of::welfare, 0, 1.0}}, {}},
      {"welfare", "", {{Of::welfare, 1, 1.0}}, {}},
      {"income", "", {{Of::income, 2, 1.0}}, {}},
      {"final price", "", {{Of::final_price, 0, 1.0}}, {}},
      {"gdp", "", {{Of::gdp, 0, 1e-3}}, {}},
      {"factor price", "", {{Of::factor_price, 1, 1.0}}, {}},
      {"real wage", "", {{Of::real_wage, 2, 1.0}}, {}},
      {"price", "", {{Of::price, industry, 1.0}}, {}},
      {"output", "", {{Of::output, industry, 1.0}, {Of::output, 0, 0.5}}, {}},
      {"value added", "", {{Of::value_added, industry, 1.0}}, {{Of::gdp, 1, 1.0}}},
      {"with scale", "", {{Of::value_added, model.industry(0, 1), 1.0}}, {{Of::gdp, 0, 1.0}}},
      {"output tax", "", {{Of::output_tax, model.industry(2, 1), 1.0}}, {{Of::gdp, 2, 1.0}}},
      {"border", "", {{Of::border, edge, 1.0}}, {{Of::gdp, 2, 1.0}}},
      {"tariff", "", {{Of::tariff, model.edge(0, 1, 2), 1.0}}, {{Of::gdp, 2, 1.0}}},
      {"origin taxes", "", {{Of::origin_taxes, edge, 1.0}}, {{Of::gdp, 0, 1.0}}},
      {"quantity", "", {{Of::quantity, edge, 1.0}}, {}}};
  return all;
}

/// A lever of every kind of parameter.
std::vector<WorldLever> all_levers(const WorldModel& model) {
  using P = WorldParameters;
  const Index edge = model.edge(1, 0, 2);
  const Index industry = model.industry(1, 2);
  return {{"tariff", &P::tariff, {{edge, 1.0}, {model.edge(0, 1, 2), 1.0}}},
          {"export tax", &P::export_tax, {{edge, 1.0}}},
          {"trade cost", &P::log_iceberg, {{edge, 1.0}}},
          {"output tax", &P::output_tax, {{industry, 1.0}, {model.industry(0, 1), -1.0}}},
          {"productivity", &P::log_productivity, {{industry, 1.0}, {model.industry(0, 1), 1.0}}},
          {"endowment", &P::log_endowment, {{model.factor(0, 0), 1.0}}},
          {"transfer", &P::transfer, {{0, 0.1}, {1, -0.05}, {2, -0.05}}}};
}

class WorldIndicators : public ::testing::TestWithParam<bool> {};

TEST_P(WorldIndicators, SlopesAreDifferences) {
  const WorldModel model = small_world(GetParam());
  WorldSolver solver(model, exact());
  const WorldParameters here = random_tariffs(model, 0.1, 5);
  const WorldSolution at = solver.solve(here);
  ASSERT_TRUE(at.converged) << at.note;
  for (const WorldIndicator& result : all_kinds(model)) {
    (void)solver.solve(here);
    const auto gradient = gradient_of(result, solver, model, here, at).value();
    for (const WorldLever& lever : all_levers(model)) {
      constexpr double h = 1e-4;
      double value[2];
      for (const int side : {0, 1}) {
        WorldParameters moved = here;
        lever.move(side == 0 ? -h : h, moved);
        const WorldSolution there = solver.solve(moved);
        ASSERT_TRUE(there.converged) << there.note;
        value[side] = result.value(model, moved, there);
      }
      const double difference = (value[1] - value[0]) / (2.0 * h);
      EXPECT_NEAR(lever.slope(gradient), difference, 1e-7 * (1.0 + std::abs(difference)))
          << result.name << " by " << lever.name;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Sourcing, WorldIndicators, ::testing::Bool(),
                         [](const auto& s) { return s.param ? "ByUser" : "Shared"; });

/// Revenue by edges and industries is what the solver reports, and value added is GDP without the
/// taxes on trade.
TEST(WorldIndicators, MoneyAddsUp) {
  const WorldModel model = small_world();
  const WorldParameters here = random_tariffs(model, 0.2, 7);
  const WorldSolution at = solve_world(model, here, exact());
  ASSERT_TRUE(at.converged) << at.note;
  for (Index n = 0; n < 3; ++n) {
    WorldIndicator revenue, gdp;
    for (Index s = 0; s < 3; ++s) {
      gdp.over.push_back({Of::value_added, model.industry(n, s), 1.0});
      for (Index r = 0; r < 3; ++r) {
        revenue.over.push_back({Of::tariff, model.edge(s, r, n), 1.0});
        revenue.over.push_back({Of::origin_taxes, model.edge(s, n, r), 1.0});
      }
    }
    gdp.over.insert(gdp.over.end(), revenue.over.begin(), revenue.over.end());
    EXPECT_NEAR(revenue.value(model, here, at), at.tax_revenue[n], 1e-11 * at.gdp[n]);
    EXPECT_NEAR(gdp.value(model, here, at), at.gdp[n], 1e-10 * at.gdp[n]);
  }
}

class WorldSeek : public ::testing::Test {
 protected:
  [[nodiscard]] WorldIndicator output(Index region, Index sector) const {
    const Index at = model_.industry(region, sector);
    return {"output of " + model_.industry_name(at), "", {{Of::output, at, 1.0}}, {}};
  }
  [[nodiscard]] WorldIndicator welfare(Index region) const {
    return {"welfare of " + model_.regions.code(region), "", {{Of::welfare, region, 1.0}}, {}};
  }
  [[nodiscard]] SoughtWorldLever subsidy(Index region, Index sector, double upper = 0.5) const {
    const Index at = model_.industry(region, sector);
    return {{"subsidy", &WorldParameters::output_tax, {{at, -1.0}}}, -0.5, upper, 1.0};
  }
  [[nodiscard]] SoughtWorldLever tariff(Index sector, Index region, double upper = 1.0) const {
    SoughtWorldLever sought{{"tariff", &WorldParameters::tariff, {}}, 0.0, upper, 1.0};
    for (Index r = 0; r < 3; ++r) {
      if (r != region) sought.lever.cells.push_back({model_.edge(sector, r, region), 1.0});
    }
    return sought;
  }
  [[nodiscard]] WorldSeekResult found() {
    auto result = seek_in_world(solver_, model_, problem_);
    EXPECT_TRUE(result.ok()) << result.error().message();
    return std::move(result.value());
  }
  /// A result when levers are moved by hand, from the base year anew.
  [[nodiscard]] double by_hand(const WorldIndicator& result, const Vector& amounts) const {
    WorldParameters parameters = problem_.experiment.parameters;
    for (Index i = 0; i < amounts.size(); ++i) {
      problem_.levers[i].lever.move(amounts[i], parameters);
    }
    const WorldSolution solution = solve_world(model_, parameters, exact());
    EXPECT_TRUE(solution.converged) << solution.note;
    return result.value(model_, parameters, solution);
  }

  WorldModel model_ = small_world();
  WorldSolver solver_{model_, exact()};
  WorldSeekProblem problem_{{model_.base, {}}, {}, {}, {}, {}, 1.0};
};

TEST_F(WorldSeek, AsManyInstrumentsAsTargets) {
  problem_.targets = {{output(0, 1), 1.05}, {output(1, 1), 0.97}};
  problem_.levers = {subsidy(0, 1), subsidy(1, 1)};
  const auto r = found();
  EXPECT_TRUE(r.reached) << r.note;
  EXPECT_NEAR(by_hand(output(0, 1), r.amounts), 1.05, 1e-9);
  EXPECT_NEAR(by_hand(output(1, 1), r.amounts), 0.97, 1e-9);
  EXPECT_LE(r.solves, 12);
}

/// First-order conditions: the slope of the cost is the price of the target times its slope.
TEST_F(WorldSeek, TheCheapestMixMeetsFirstOrderConditions) {
  problem_.targets = {{output(0, 1), 1.05}};
  problem_.levers = {subsidy(0, 1), tariff(1, 0), subsidy(0, 0)};
  problem_.levers[1].weight = 2.0;
  const auto r = found();
  ASSERT_TRUE(r.reached && r.cheapest) << r.note;
  for (Index i = 0; i < 3; ++i) {
    EXPECT_EQ(r.bound[i], 0);
    EXPECT_NEAR(problem_.levers[i].weight * r.amounts[i], r.price[0] * r.slopes(0, i), 1e-6);
  }
  EXPECT_NEAR(by_hand(output(0, 1), r.amounts), 1.05, 1e-8);
}

/// Of all mixes on a line that reach the target none leaves the region better off.
TEST_F(WorldSeek, TheMixThatHurtsLeastAgainstALine) {
  problem_.targets = {{output(0, 1), 1.03}};
  problem_.levers = {subsidy(0, 1), tariff(1, 0)};
  problem_.cost = welfare(0);
  problem_.cost_sign = -1.0;
  const auto best = found();
  ASSERT_TRUE(best.reached && best.cheapest) << best.note;
  EXPECT_NEAR(best.cost, by_hand(welfare(0), best.amounts), 1e-9);
  const WorldSeekProblem free = problem_;
  int reached = 0;
  for (int i = 0; i <= 20; ++i) {
    problem_.levers[1].lower = problem_.levers[1].upper = 0.02 * i;  // the tariff is held
    const auto held = found();
    if (!held.reached) continue;
    ++reached;
    EXPECT_LE(by_hand(welfare(0), held.amounts), best.cost + 1e-9) << 0.02 * i;
  }
  EXPECT_GT(reached, 10);
}

TEST_F(WorldSeek, OutOfReachSaysHowNear) {
  problem_.targets = {{output(0, 1), 2.0}};
  problem_.levers = {subsidy(0, 1, 0.05)};
  const auto r = found();
  EXPECT_FALSE(r.reached);
  EXPECT_EQ(r.bound, (std::vector<int>{1}));
  EXPECT_DOUBLE_EQ(r.amounts[0], 0.05);
  EXPECT_NE(r.note.find("is out of reach: 2 is wanted"), std::string::npos) << r.note;
  EXPECT_NEAR(r.after[0], by_hand(output(0, 1), {0.05}), 1e-9);
}

TEST_F(WorldSeek, AtTheEdgeOfWhatCanBeSolvedItSaysWhy) {
  problem_.targets = {{output(0, 1), 1e6}};
  problem_.levers = {subsidy(0, 1, 5.0)};
  const auto r = found();
  EXPECT_FALSE(r.reached);
  EXPECT_LE(r.solves, 120);
  EXPECT_NE(r.note.find("further the economy could not be solved: "), std::string::npos) << r.note;
  EXPECT_NEAR(r.after[0], by_hand(output(0, 1), r.amounts), 1e-8 * r.after[0]);
}

/// Revenue rises with a tariff and falls again: a goal on the way down is found from another start.
TEST_F(WorldSeek, WhatTurnsBackIsSoughtFromOtherStarts) {
  WorldIndicator revenue{"revenue", "", {}, {{Of::gdp, 0, 1.0}}};
  for (Index s = 0; s < 3; ++s) {
    for (Index r = 1; r < 3; ++r) revenue.over.push_back({Of::tariff, model_.edge(s, r, 0), 1.0});
  }
  problem_.levers = {tariff(0, 0, 3.0)};
  problem_.levers[0].lower = 0.2;
  problem_.targets = {{revenue, by_hand(revenue, {1.5})}};
  ASSERT_GT(by_hand(revenue, {0.21}), by_hand(revenue, {0.2})) << "before the top it rises";
  ASSERT_GT(by_hand(revenue, {0.2}), problem_.targets[0].goal) << "so down leads to the bound";
  const auto r = found();
  EXPECT_TRUE(r.reached) << r.note;
  EXPECT_NEAR(r.amounts[0], 1.5, 1e-6);
}

TEST_F(WorldSeek, WithACapThatBinds) {
  const Index edge = model_.edge(1, 2, 0);
  problem_.experiment.caps = {{edge, 0.7, WorldCap::Rent::to_destination}};
  problem_.targets = {{output(0, 1), 1.06}};
  problem_.levers = {subsidy(0, 1), tariff(1, 0)};
  const auto r = found();
  ASSERT_TRUE(r.reached && r.cheapest) << r.note;
  EXPECT_GT(r.solution.log_wedge[0], 0.0);
  // Slopes with the cap held, against differences.
  for (Index i = 0; i < 2; ++i) {
    double value[2];
    for (const int side : {0, 1}) {
      WorldParameters moved = model_.base;
      for (Index k = 0; k < 2; ++k) {
        problem_.levers[k].lever.move(r.amounts[k] + (k == i ? (side == 0 ? -1e-4 : 1e-4) : 0.0),
                                      moved);
      }
      const auto there = solve_with_caps(solver_, model_, moved, problem_.experiment.caps, 1e-12);
      ASSERT_TRUE(there.solution.converged) << there.solution.note;
      value[side] = output(0, 1).value(model_, there.parameters, there.solution);
    }
    EXPECT_NEAR(r.slopes(0, i), (value[1] - value[0]) / 2e-4, 1e-6) << i;
  }
}

/// A held result stays, and slopes of the target are those with it held.
TEST_F(WorldSeek, WithAClosureHeld) {
  WorldIndicator revenue{"revenue", "", {}, {}};
  for (Index s = 0; s < 3; ++s) {
    for (Index r = 0; r < 3; ++r) {
      revenue.over.push_back({Of::tariff, model_.edge(s, r, 0), 1.0});
      revenue.over.push_back({Of::origin_taxes, model_.edge(s, 0, r), 1.0});
    }
  }
  const WorldSolution base = solve_world(model_, model_.base, exact());
  const double held = revenue.value(model_, model_.base, base);
  problem_.swaps = {{"", revenue, subsidy(0, 2).lever, held}};
  problem_.targets = {{output(0, 1), 1.04}};
  problem_.levers = {subsidy(0, 1), tariff(1, 0)};
  const auto r = found();
  ASSERT_TRUE(r.reached && r.cheapest) << r.note;
  EXPECT_NEAR(revenue.value(model_, r.solution.parameters, r.solution.solution), held, 1e-9 * held);
  EXPECT_NE(r.solution.freed[0], 0.0);
  ASSERT_EQ(r.slopes.cols(), 2u);
  for (Index i = 0; i < 2; ++i) {
    double value[2];
    for (const int side : {0, 1}) {
      WorldExperiment moved = problem_.experiment;
      for (Index k = 0; k < 2; ++k) {
        problem_.levers[k].lever.move(r.amounts[k] + (k == i ? (side == 0 ? -1e-4 : 1e-4) : 0.0),
                                      moved.parameters);
      }
      const auto there = solve_with_swaps(solver_, model_, moved, problem_.swaps).value();
      ASSERT_TRUE(there.solution.converged) << there.solution.note;
      value[side] = output(0, 1).value(model_, there.parameters, there.solution);
    }
    EXPECT_NEAR(r.slopes(0, i), (value[1] - value[0]) / 2e-4, 1e-6) << i;
    EXPECT_NEAR(r.amounts[i], r.price[0] * r.slopes(0, i), 1e-6) << "first-order condition " << i;
  }
}

/// A floor that does not bind moves nothing; one that binds is met by a subsidy, from 0 up only.
TEST_F(WorldSeek, LimitsBindOnlyWhenTheyMust) {
  const WorldSwap floor{
      "", output(0, 1), subsidy(0, 1).lever, 0.98, 0.0, std::numeric_limits<double>::infinity(), 1};
  WorldExperiment mild{model_.base, {}};
  mild.parameters.output_tax[model_.industry(0, 1)] += 0.002;
  const auto slack = solve_with_swaps(solver_, model_, mild, {floor}).value();
  ASSERT_TRUE(slack.solution.converged);
  EXPECT_EQ(slack.freed[0], 0.0);
  EXPECT_FALSE(slack.active[0]);
  EXPECT_GT(output(0, 1).value(model_, slack.parameters, slack.solution), 0.98);
  WorldExperiment harsh{model_.base, {}};
  harsh.parameters.output_tax[model_.industry(0, 1)] += 0.1;
  const auto tight = solve_with_swaps(solver_, model_, harsh, {floor}).value();
  ASSERT_TRUE(tight.solution.converged);
  EXPECT_GT(tight.freed[0], 0.0);
  EXPECT_TRUE(tight.active[0]);
  EXPECT_NEAR(output(0, 1).value(model_, tight.parameters, tight.solution), 0.98, 1e-9);
  // A bound stops the subsidy short of the floor; the result stays below.
  WorldSwap bounded = floor;
  bounded.upper = 0.5 * tight.freed[0];
  const auto short_of = solve_with_swaps(solver_, model_, harsh, {bounded}).value();
  ASSERT_TRUE(short_of.solution.converged);
  EXPECT_EQ(short_of.freed[0], bounded.upper);
  EXPECT_FALSE(short_of.active[0]);
  EXPECT_LT(output(0, 1).value(model_, short_of.parameters, short_of.solution), 0.98);
}

TEST_F(WorldSeek, SaysWhatCannotBe) {
  const auto refused = [&] { return seek_in_world(solver_, model_, problem_).error().what; };
  EXPECT_EQ(refused(), "there is no target");
  problem_.targets = {{output(0, 1), 1.1}};
  EXPECT_EQ(refused(), "there is no instrument");
  problem_.levers = {subsidy(0, 1)};
  problem_.targets = {{{"one", "", {{Of::one, 0, 1.0}}, {}}, 2.0}};
  EXPECT_EQ(refused(), "no lever moves 'one'");
}

}  // namespace
}  // namespace domar::equilibrium
