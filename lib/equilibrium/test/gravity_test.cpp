#include "domar/equilibrium/gravity.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "domar/equilibrium/gravity_policy.hpp"

namespace domar::equilibrium {
namespace {

Labels numbered(const char* prefix, Index count) {
  std::vector<std::string> names;
  for (Index n = 0; n < count; ++n) names.push_back(prefix + std::to_string(n));
  return Labels::make(names, names).value();
}

/// A world drawn at random: tariffs up to 30 %, some flows zero, deficits removed.
Gravity random_world(unsigned seed, Index regions, Index sectors, double most_scale) {
  std::mt19937 draw(seed);
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  GravityData data{numbered("r", regions), numbered("s", sectors), {}, {}, {}, {}, {}};
  for (Index k = 0; k < sectors; ++k) {
    data.sigma.push_back(1.5 + 6.0 * uniform(draw));
    data.scale.push_back(k % 3 == 2 ? 0.0 : most_scale * uniform(draw) / (data.sigma[k] - 1.0));
    data.markup.push_back(k % 2 == 0 ? 0.3 * uniform(draw) : 0.0);
    Matrix flow(regions, regions);
    Matrix tariff(regions, regions);
    for (Index j = 0; j < regions; ++j) {
      for (Index i = 0; i < regions; ++i) {
        flow(j, i) =
            j == i ? 5.0 + 5.0 * uniform(draw) : (uniform(draw) < 0.1 ? 0.0 : uniform(draw));
        tariff(j, i) = j == i ? 0.0 : 0.3 * uniform(draw);
      }
    }
    data.flow.push_back(flow);
    data.tariff.push_back(tariff);
  }
  return Gravity::make(without_deficits(data).value()).value();
}

GravityWedges random_wedges(const Gravity& world, unsigned seed, double size) {
  std::mt19937 draw(seed);
  std::normal_distribution<double> normal(0.0, size);
  GravityWedges wedges = world.base_wedges();
  for (double& entry : wedges.import) entry *= std::exp(normal(draw));
  for (double& entry : wedges.origin) entry *= std::exp(normal(draw));
  return wedges;
}

TEST(Gravity, TheBaseYearIsAnEquilibrium) {
  for (unsigned seed = 0; seed < 5; ++seed) {
    const Gravity world = random_world(seed, 5, 4, 0.9);
    const GravityState state = world.solve(world.base_wedges());
    EXPECT_TRUE(state.converged);
    EXPECT_LT(state.residual, 1e-10);
    for (const double wage : state.log_wage) EXPECT_NEAR(wage, 0.0, 1e-9);
    EXPECT_NEAR(world.log_welfare(world.base_wedges(), state, 2), 0.0, 1e-9);
  }
}

/// Every budget and every labour market closes, also the budget that no equation names.
TEST(Gravity, SolutionsBalance) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    const Gravity world = random_world(seed, 4, 5, 0.95);
    const GravityWedges wedges = random_wedges(world, 100 + seed, 0.2);
    const GravityState state = world.solve(wedges);
    ASSERT_TRUE(state.converged) << seed << ": " << state.note;
    const Vector flows = world.flows(wedges, state);
    const GravityData& data = world.data();
    for (Index r = 0; r < world.regions(); ++r) {
      double spent = 0.0;
      double earned = 0.0;
      for (Index k = 0; k < world.sectors(); ++k) {
        for (Index o = 0; o < world.regions(); ++o) {
          const Index in = world.cell(k, o, r);
          const Index out = world.cell(k, r, o);
          spent += flows[in];
          earned += flows[out] / wedges.import[out] + flows[in] * (1.0 - 1.0 / wedges.import[in]);
        }
      }
      EXPECT_NEAR(spent, earned, 1e-10 * spent) << data.regions.code(r);
      EXPECT_EQ(world.determinant_sign(wedges, state), 1);
    }
  }
}

TEST(Gravity, GradientsAreThoseOfDifferences) {
  for (unsigned seed = 0; seed < 6; ++seed) {
    const Gravity world = random_world(seed, 4, 3, 0.9);
    const GravityWedges wedges = random_wedges(world, 200 + seed, 0.1);
    const GravityState state = world.solve(wedges);
    ASSERT_TRUE(state.converged);
    const Index region = seed % 4;
    const GravityWedges slope = world.gradient(wedges, state, region);
    constexpr double k_step = 1e-5;
    for (Index cell = seed; cell < wedges.import.size(); cell += 5) {
      for (const bool import : {true, false}) {
        double difference = 0.0;
        for (const double side : {1.0, -1.0}) {
          GravityWedges moved = wedges;
          (import ? moved.import : moved.origin)[cell] *= std::exp(side * k_step);
          const GravityState there = world.solve(moved, &state);
          ASSERT_TRUE(there.converged);
          difference += side * world.log_welfare(moved, there, region) / (2.0 * k_step);
        }
        EXPECT_NEAR((import ? slope.import : slope.origin)[cell], difference, 1e-8)
            << seed << " " << cell << (import ? " import" : " origin");
      }
    }
  }
}

/// Taxing all imports by the same factor and all exports at its inverse changes nothing real.
TEST(Gravity, LernerSymmetry) {
  const Gravity world = random_world(3, 4, 3, 0.9);
  GravityWedges wedges = world.base_wedges();
  for (Index k = 0; k < world.sectors(); ++k) {
    for (Index r = 1; r < world.regions(); ++r) {
      wedges.import[world.cell(k, r, 0)] *= 1.2;
      wedges.origin[world.cell(k, 0, r)] /= 1.2;
    }
  }
  const GravityState state = world.solve(wedges);
  ASSERT_TRUE(state.converged);
  for (Index r = 0; r < world.regions(); ++r) {
    EXPECT_NEAR(world.log_welfare(wedges, state, r), 0.0, 1e-10);
  }
}

/// One region alone: ln W = E[m ln m] - E[m] ln E[m] with m = 1 + scale and weights of spending,
/// from production subsidies of 1 / m.
TEST(Gravity, ClosedEconomyGainsWhatTheFormulaSays) {
  const Vector scale{0.05, 0.4, 0.15, 0.0};
  const Vector spending{0.2, 0.3, 0.1, 0.4};
  GravityData data{
      numbered("r", 1), numbered("s", 4), Vector(4, 2.0), scale, Vector(4, 0.0), {}, {}};
  double mean = 0.0;
  double mean_log = 0.0;
  for (Index k = 0; k < 4; ++k) {
    data.flow.push_back(Matrix(1, 1, 100.0 * spending[k]));
    data.tariff.push_back(Matrix(1, 1, 0.0));
    const double m = 1.0 + scale[k];
    mean += spending[k] * m;
    mean_log += spending[k] * m * std::log(m);
  }
  const double exact = mean_log - mean * std::log(mean);
  const Gravity world = Gravity::make(std::move(data)).value();
  GravityWedges wedges = world.base_wedges();
  for (Index k = 0; k < 4; ++k) wedges.origin[k] = 1.0 / (1.0 + scale[k]);
  const GravityState state = world.solve(wedges);
  ASSERT_TRUE(state.converged);
  EXPECT_NEAR(world.log_welfare(wedges, state, 0), exact, 1e-13);

  PolicyProblem problem;
  problem.import_taxes = problem.export_taxes = false;
  problem.held = world.base_wedges();
  const OptimalPolicy best = optimal_policy(world, problem).value();
  EXPECT_TRUE(best.converged) << best.note;
  EXPECT_NEAR(std::log1p(best.gain), exact, 1e-12);
}

/// Small open economy with one sector: the optimal tariff is 1 / (sigma - 1) as its size vanishes.
TEST(Gravity, TheOptimalTariffOfASmallEconomy) {
  GravityData data{numbered("r", 2), numbered("s", 1), {4.0}, {0.0}, {0.0}, {}, {}};
  Matrix flow(2, 2);
  flow(0, 0) = 0.8;
  flow(0, 1) = flow(1, 0) = 0.2;
  flow(1, 1) = 1e6;
  data.flow.push_back(flow);
  data.tariff.push_back(Matrix(2, 2, 0.0));
  const Gravity world = Gravity::make(std::move(data)).value();
  PolicyProblem problem;
  problem.export_taxes = problem.production_taxes = false;
  problem.held = world.base_wedges();
  problem.gradient_tolerance = 1e-9;
  const OptimalPolicy best = optimal_policy(world, problem).value();
  EXPECT_TRUE(best.converged) << best.note;
  ASSERT_EQ(best.instruments.size(), 1u);
  EXPECT_NEAR(best.instruments[0].rate, 1.0 / 3.0, 1e-5);
  problem.import_range.upper = 1.1;
  const OptimalPolicy bounded = optimal_policy(world, problem).value();
  EXPECT_NEAR(bounded.instruments[0].rate, 0.1, 1e-12);
  EXPECT_EQ(bounded.instruments[0].bound, 1);
  EXPECT_LT(bounded.gain, best.gain);
}

TEST(Gravity, BadDataAreRefused) {
  GravityData data = random_world(1, 3, 2, 0.5).data();
  GravityData wrong = data;
  wrong.sigma[1] = 1.0;
  EXPECT_EQ(Gravity::make(wrong).error().where, "s1");
  wrong = data;
  wrong.flow[0](1, 2) = -1.0;
  EXPECT_EQ(Gravity::make(wrong).error().where, "s0 from r1 to r2");
  wrong = data;
  wrong.flow[0](1, 2) += 1.0;
  EXPECT_EQ(Gravity::make(wrong).error().code, ErrorCode::unbalanced);
  wrong = data;
  wrong.flow.pop_back();
  EXPECT_EQ(Gravity::make(wrong).error().code, ErrorCode::shape_mismatch);
}

}  // namespace
}  // namespace domar::equilibrium
