/// Thousands of small random worlds: every one is solved to 1e-9 or says in words why not; what is
/// solved obeys the invariances of the theory and agrees with the general network solver.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>

#include "domar/equilibrium/world_caps.hpp"
#include "domar/equilibrium/world_solver.hpp"
#include "random_world.hpp"

namespace domar::tests {
namespace {

using equilibrium::WorldModel;
using equilibrium::WorldParameters;
using equilibrium::WorldSolution;

bool all_finite(const Vector& values) {
  for (const double value : values) {
    if (!std::isfinite(value)) return false;
  }
  return true;
}

bool says_nothing_false(const WorldSolution& s) {
  return all_finite(s.results.welfare) && all_finite(s.results.price) &&
         all_finite(s.results.output) && all_finite(s.gdp) && all_finite(s.trade_share) &&
         std::isfinite(s.residual) && std::isfinite(s.walras_residual);
}

struct Tally {
  int worlds = 0;
  int solved = 0;
  int evaluations = 0;
  int free_factors = 0;
  std::map<std::string, int> reasons;
};

void try_world(std::uint64_t seed, const RandomWorldOptions& options, double size, Tally& tally) {
  const WorldModel model = random_world(seed, options);
  if (!model.check().ok()) return;
  ++tally.worlds;
  const WorldParameters parameters = random_shock(model, seed, size);
  const WorldSolution solution = equilibrium::solve_world(model, parameters);
  EXPECT_TRUE(says_nothing_false(solution)) << "seed " << seed;
  tally.evaluations += solution.evaluations;
  if (solution.converged) {
    ++tally.solved;
    EXPECT_LE(solution.residual, 1e-9) << "seed " << seed;
    EXPECT_LE(solution.walras_residual, 1e-9) << "seed " << seed;
    EXPECT_EQ(solution.feasible_share, 1.0);
    for (const auto& [factor, share] : solution.unused) {  // complementarity
      ++tally.free_factors;
      EXPECT_GE(share, -1e-9) << "seed " << seed;
      EXPECT_LT(solution.results.factor_price[factor], -25.0) << "seed " << seed;
    }
  } else {
    EXPECT_FALSE(solution.note.empty()) << "seed " << seed;
    EXPECT_FALSE(solution.status().ok());
    EXPECT_FALSE(solution.worst.empty()) << "seed " << seed;
    ++tally.reasons[solution.note];
  }
}

std::string words(const Tally& tally) {
  std::string all = std::to_string(tally.solved) + " of " + std::to_string(tally.worlds) +
                    " solved, evaluations " + std::to_string(tally.evaluations) + "\n";
  for (const auto& [reason, count] : tally.reasons) {
    all += std::to_string(count) + " x " + reason + "\n";
  }
  return all;
}

/// Elasticities from 0 to 50. In fixed proportions some factors are left over (they are free then),
/// and some shocks have no equilibrium at all (inputs that use up more than is made, an income
/// below zero): some 3 % fail, in words.
TEST(RandomWorlds, AreSolvedOrSayWhyNot) {
  Tally tally;
  for (std::uint64_t seed = 1; seed <= 1500; ++seed) try_world(seed, {}, 0.3, tally);
  EXPECT_GT(tally.worlds, 1400);
  EXPECT_GE(tally.solved, tally.worlds * 96 / 100) << words(tally);
  EXPECT_GT(tally.free_factors, 50);
}

/// With some substitution everywhere nearly all are solved; the others grow without bound.
TEST(RandomWorlds, WithSomeSubstitutionAreNearlyAllSolved) {
  Tally tally;
  RandomWorldOptions options;
  options.lowest_elasticity = 0.5;
  for (std::uint64_t seed = 1; seed <= 1500; ++seed) try_world(seed, options, 0.3, tally);
  EXPECT_GE(tally.solved, tally.worlds * 98 / 100) << words(tally);
}

TEST(RandomWorlds, WithSourcingByUserToo) {
  Tally tally;
  RandomWorldOptions options;
  options.by_user = true;
  options.lowest_elasticity = 0.5;
  for (std::uint64_t seed = 1; seed <= 500; ++seed) try_world(seed, options, 0.3, tally);
  EXPECT_GE(tally.solved, tally.worlds * 97 / 100) << words(tally);
}

/// Worlds with next to no substitution that are reached from worlds with some, twice to the same
/// bits, and by what they say of free factors.
TEST(RandomWorlds, WithoutSubstitutionAreReachedFromWorldsWithSome) {
  Tally tally;
  for (const std::uint64_t seed : {13U, 120U, 140U, 237U, 541U, 924U, 1199U, 1463U}) {
    try_world(seed, {}, 0.3, tally);
    const WorldModel model = random_world(seed, {});
    const WorldParameters shock = random_shock(model, seed, 0.3);
    equilibrium::WorldSolver solver(model);
    const WorldSolution first = solver.solve(shock);
    solver.reset();
    const WorldSolution second = solver.solve(shock);
    EXPECT_EQ(first.results.welfare, second.results.welfare) << "seed " << seed;
    EXPECT_EQ(first.unused, second.unused) << "seed " << seed;
  }
  EXPECT_EQ(tally.solved, 8) << words(tally);
  EXPECT_GT(tally.free_factors, 3);
}

TEST(RandomWorlds, LargeShocksNeverLie) {
  Tally tally;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) try_world(seed, {}, 1.5, tally);
  EXPECT_GE(tally.solved, tally.worlds * 67 / 100) << words(tally);
}

/// Caps on some or all flows between regions, with each kind of rent: each binds or costs nothing,
/// or the note says what stands in the way (a region that sells all it makes abroad, a good that
/// nobody else makes: some 20 %).
TEST(RandomWorlds, CapsBindOrCostNothing) {
  Tally tally;
  int binding = 0;
  for (std::uint64_t seed = 1; seed <= 120; ++seed) {
    RandomWorldOptions options;
    options.lowest_elasticity = 0.5;
    const WorldModel model = random_world(seed, options);
    if (!model.check().ok() || model.region_count() < 2) continue;
    const WorldParameters shock = random_shock(model, seed, 0.3);
    equilibrium::WorldSolver solver(model);
    if (!solver.solve(shock).converged) continue;
    Draws draw(seed + 5000);
    const double part = draw.chance(0.5) ? 1.0 : 0.3;
    std::vector<equilibrium::WorldCap> caps;
    const Index R = model.region_count();
    for (Index e = 0; e < model.edges(); ++e) {
      if (e / R % R == e % R || !draw.chance(part)) continue;
      using Rent = equilibrium::WorldCap::Rent;
      // What is lost on the way is sent, too: no loss lowers what is sent where it is hard to
      // replace.
      const bool replaced = model.armington[e / (R * R)] > 1.5;
      const Rent rents[] = {Rent::to_destination, Rent::to_origin, Rent::lost};
      caps.push_back({e, draw.between(0.3, 1.1), rents[draw.below(replaced ? 3 : 2)]});
    }
    const auto at = equilibrium::solve_with_caps(solver, model, shock, caps);
    ++tally.worlds;
    EXPECT_TRUE(says_nothing_false(at.solution)) << "seed " << seed;
    if (!at.solution.converged) {
      EXPECT_FALSE(at.solution.note.empty()) << "seed " << seed;
      ++tally.reasons[at.solution.note];
      continue;
    }
    ++tally.solved;
    for (Index q = 0; q < caps.size(); ++q) {
      const double over =
          equilibrium::relative_quantity(model, at.parameters, at.solution, caps[q].edge) /
          caps[q].cap;
      EXPECT_GE(at.log_wedge[q], 0.0) << "seed " << seed;
      EXPECT_LT(over, 1.0 + 1e-6) << "seed " << seed << " cap " << q;
      if (at.log_wedge[q] < 1e-6) continue;
      ++binding;
      EXPECT_GT(over, 1.0 - 1e-6) << "seed " << seed << " cap " << q;
    }
  }
  EXPECT_GE(tally.solved, tally.worlds * 75 / 100) << words(tally);
  EXPECT_GT(binding, 200);
}

RandomWorldOptions calm() {
  RandomWorldOptions options;
  options.lowest_elasticity = 0.5;
  options.highest_elasticity = 8.0;
  return options;
}

double largest_difference(const Vector& a, const Vector& b) {
  double result = a.size() == b.size() ? 0.0 : std::numeric_limits<double>::infinity();
  for (Index i = 0; i < std::min(a.size(), b.size()); ++i) {
    result = std::max(result, std::abs(a[i] - b[i]));
  }
  return result;
}

/// Money has no unit: all flows and transfers times 7 change no ratio.
TEST(RandomWorlds, AreHomogeneousInMoney) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const WorldModel model = random_world(seed, calm());
    WorldModel larger = model;
    for (Vector* money : {&larger.output, &larger.final_spending, &larger.base.transfer}) {
      for (double& value : *money) value *= 7.0;
    }
    WorldParameters shock = random_shock(model, seed, 0.2);
    const auto one = equilibrium::solve_world(model, shock);
    shock.transfer = larger.base.transfer;
    const auto seven = equilibrium::solve_world(larger, shock);
    if (!one.converged) continue;
    EXPECT_TRUE(seven.converged) << seed;
    EXPECT_LT(largest_difference(one.results.welfare, seven.results.welfare), 1e-7) << seed;
  }
}

/// A solution taken as the base year, and the shock taken back, leads back to where it began.
TEST(RandomWorlds, ReturnFromASolvedBase) {
  int compared = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    RandomWorldOptions options = calm();
    options.scale = false;  // scale is measured in quantities that a new base year forgets
    const WorldModel model = random_world(seed, options);
    const WorldParameters shock = random_shock(model, seed, 0.2);
    equilibrium::WorldSolver solver(model);
    const auto there = solver.solve(shock);
    if (!there.converged) continue;
    const WorldModel moved = solver.solved_base().value();
    ASSERT_TRUE(moved.check().ok()) << seed << " " << moved.check().error().message();
    WorldParameters back = model.base;
    const auto negate = [](Vector& to, const Vector& values) {
      for (Index i = 0; i < to.size(); ++i) to[i] = -values[i];
    };
    negate(back.log_iceberg, shock.log_iceberg);
    negate(back.log_productivity, shock.log_productivity);
    negate(back.log_endowment, shock.log_endowment);
    bool balanced = true;  // transfers are fixed in a numeraire that the new base year weighs anew
    for (Index n = 0; n < model.region_count(); ++n) {
      balanced &= std::abs(model.base.transfer[n]) < 1e-10 * model.final_spending[n];
    }
    if (!balanced) continue;
    const auto home = equilibrium::solve_world(moved, back);
    ASSERT_TRUE(home.converged) << seed << " " << home.note;
    for (Index n = 0; n < model.region_count(); ++n) {
      EXPECT_NEAR(there.results.welfare[n] + home.results.welfare[n], 0.0, 1e-7) << seed;
    }
    ++compared;
  }
  EXPECT_GT(compared, 20);
}

/// Productivity of all industries of a region and its factor endowments are one and the same where
/// only factors are used.
TEST(RandomWorlds, ProductivityIsEndowment) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    WorldModel model = random_world(seed, calm());
    std::fill(model.value_added_share.begin(), model.value_added_share.end(), 1.0);
    std::fill(model.scale_elasticity.begin(), model.scale_elasticity.end(), 0.0);
    ASSERT_TRUE(equilibrium::fit_flows(model).ok());
    WorldParameters by_productivity = model.base;
    WorldParameters by_endowment = model.base;
    for (Index s = 0; s < model.sector_count(); ++s) {
      by_productivity.log_productivity[model.industry(0, s)] = 0.1;
    }
    for (Index f = 0; f < model.factor_count(); ++f) {
      by_endowment.log_endowment[model.factor(0, f)] = 0.1;
    }
    std::fill(model.base.transfer.begin(), model.base.transfer.end(), 0.0);
    by_productivity.transfer = by_endowment.transfer = model.base.transfer;
    const auto a = equilibrium::solve_world(model, by_productivity);
    const auto b = equilibrium::solve_world(model, by_endowment);
    if (!a.converged || !b.converged) continue;
    EXPECT_LT(largest_difference(a.results.welfare, b.results.welfare), 1e-7) << seed;
  }
}

/// Wrong input is refused in words, not computed with.
TEST(RandomWorlds, RefuseWhatIsNoWorld) {
  const WorldModel good = random_world(5, calm());
  WorldModel bad = good;
  bad.final_spending[0] = -1.0;
  const auto refused = equilibrium::solve_world(bad, bad.base);
  EXPECT_FALSE(refused.converged);
  EXPECT_NE(refused.note.find("final spending"), std::string::npos) << refused.note;
  WorldParameters free = good.base;
  free.tariff[0] = -1.0;
  const auto gift = equilibrium::solve_world(good, free);
  EXPECT_FALSE(gift.converged);
  EXPECT_NE(gift.note.find("tariff is -1"), std::string::npos) << gift.note;
}

}  // namespace
}  // namespace domar::tests
