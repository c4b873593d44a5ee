/// The world's equations: exact tangents against differences, transposes against tangents.

#include <gtest/gtest.h>

#include <cmath>

#include "domar/equilibrium/world_solver.hpp"
#include "random_world.hpp"
#include "world_equations.hpp"

namespace domar::tests {
namespace {

using equilibrium::LogParameters;
using equilibrium::WorldEquations;
using equilibrium::WorldModel;
using equilibrium::WorldParameters;
using equilibrium::WorldResults;
using equilibrium::WorldSolver;

RandomWorldOptions gentle(bool by_user) {
  RandomWorldOptions options;
  options.highest_elasticity = 9.0;
  options.by_user = by_user;
  return options;
}

Vector random_vector(Draws& draw, Index size, double scale) {
  Vector values(size);
  for (double& value : values) value = scale * draw.between(-1.0, 1.0);
  return values;
}

double dot(const Vector& a, const Vector& b) {
  double sum = 0.0;
  for (Index i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

class WorldDerivatives : public testing::TestWithParam<bool> {};

TEST_P(WorldDerivatives, TangentsAreDifferences) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const WorldModel model = random_world(seed, gentle(GetParam()));
    const WorldParameters parameters = random_shock(model, seed, 0.2);
    Draws draw(seed);
    WorldEquations equations(model);
    const Vector u = random_vector(draw, equations.size(), 0.1);
    const Vector du = random_vector(draw, equations.size(), 1.0);
    equations.prepare(parameters);
    Vector residual;
    Vector up;
    Vector down;
    Vector tangent;
    ASSERT_TRUE(equations.evaluate(u, residual)) << equations.reason();
    equations.forward(du, nullptr, tangent, nullptr);
    constexpr double h = 1e-5;
    Vector moved = u;
    for (Index i = 0; i < u.size(); ++i) moved[i] = u[i] + h * du[i];
    ASSERT_TRUE(equations.evaluate(moved, up));
    for (Index i = 0; i < u.size(); ++i) moved[i] = u[i] - h * du[i];
    ASSERT_TRUE(equations.evaluate(moved, down));
    for (Index k = 0; k < u.size(); ++k) {
      EXPECT_NEAR(tangent[k], (up[k] - down[k]) / (2.0 * h), 2e-6 * (1.0 + std::abs(tangent[k])))
          << "seed " << seed << ": " << equations.name_of(k);
    }
  }
}

TEST_P(WorldDerivatives, BackwardIsTheTransposeOfForward) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const WorldModel model = random_world(seed, gentle(GetParam()));
    const WorldParameters parameters = random_shock(model, seed, 0.2);
    Draws draw(seed + 1000);
    WorldEquations equations(model);
    equations.prepare(parameters);
    Vector residual;
    ASSERT_TRUE(equations.evaluate(random_vector(draw, equations.size(), 0.1), residual));
    const Index R = model.region_count();
    const Vector du = random_vector(draw, equations.size(), 1.0);
    const Vector weights = random_vector(draw, equations.size(), 1.0);
    const Vector price_weights = random_vector(draw, R, 1.0);
    const Vector paid_weights = random_vector(draw, model.edges(), 1.0);
    LogParameters direction;
    direction.tariff = random_vector(draw, model.edges(), 1.0);
    direction.export_tax = random_vector(draw, model.edges(), 1.0);
    direction.iceberg = random_vector(draw, model.edges(), 1.0);
    direction.output_tax = random_vector(draw, model.industries(), 1.0);
    direction.markup = random_vector(draw, model.industries(), 1.0);
    direction.productivity = random_vector(draw, model.industries(), 1.0);
    direction.endowment = random_vector(draw, R * model.factor_count(), 1.0);
    direction.transfer = random_vector(draw, R, 1.0);
    for (Index k = 0; k < direction.endowment.size(); ++k) {
      if (equations.factor_supply_value(k) == 0.0) direction.endowment[k] = 0.0;
    }
    Vector d_residual;
    Vector d_price;
    Vector d_paid;
    equations.forward(du, &direction, d_residual, &d_price, &d_paid);
    Vector back;
    LogParameters to;
    equations.backward(weights, &price_weights, back, &to, &paid_weights);
    const double left =
        dot(weights, d_residual) + dot(price_weights, d_price) + dot(paid_weights, d_paid);
    const double right =
        dot(back, du) + dot(to.tariff, direction.tariff) +
        dot(to.export_tax, direction.export_tax) + dot(to.iceberg, direction.iceberg) +
        dot(to.output_tax, direction.output_tax) + dot(to.markup, direction.markup) +
        dot(to.productivity, direction.productivity) + dot(to.endowment, direction.endowment) +
        dot(to.transfer, direction.transfer);
    EXPECT_NEAR(left, right, 1e-10 * (1.0 + std::abs(left))) << "seed " << seed;

    equations.factor_preconditioner();
    Vector x;
    Vector y;
    equations.precondition(du, x);
    equations.precondition_transposed(weights, y);
    EXPECT_NEAR(dot(weights, x), dot(y, du), 1e-10 * (1.0 + std::abs(dot(y, du)))) << seed;
  }
}

/// Of every kind of parameter one, drawn: results against differences of two solves.
TEST_P(WorldDerivatives, GradientsAreDifferencesOfSolutions) {
  equilibrium::WorldOptions options;
  options.tolerance = 1e-13;
  int compared = 0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const WorldModel model = random_world(seed, gentle(GetParam()));
    const WorldParameters parameters = random_shock(model, seed, 0.1);
    WorldSolver solver(model, options);
    const auto here = solver.solve(parameters);
    if (here.residual > 1e-11) continue;
    Draws draw(seed);
    const Index R = model.region_count();
    WorldResults weights;
    weights.welfare = random_vector(draw, R, 1.0);
    weights.final_price = random_vector(draw, R, 1.0);
    weights.real_wage = random_vector(draw, R * model.factor_count(), 1.0);
    weights.price = random_vector(draw, model.industries(), 0.1);
    weights.output = random_vector(draw, model.industries(), 0.1);
    const auto gradient = solver.gradient(weights);
    ASSERT_TRUE(gradient.ok()) << seed << " " << gradient.error().message();
    const auto value = [&](const WorldResults& r) {
      return dot(weights.welfare, r.welfare) + dot(weights.final_price, r.final_price) +
             dot(weights.real_wage, r.real_wage) + dot(weights.price, r.price) +
             dot(weights.output, r.output);
    };
    const auto compare = [&](Vector WorldParameters::*kind, const char* name) {
      const Index k = draw.below((parameters.*kind).size());
      WorldParameters direction;
      (direction.*kind).assign((parameters.*kind).size(), 0.0);
      (direction.*kind)[k] = 1.0;
      const auto tangent = solver.tangent(direction);
      ASSERT_TRUE(tangent.ok());
      EXPECT_NEAR(value(*tangent), ((*gradient).*kind)[k], 1e-7 * (1.0 + std::abs(value(*tangent))))
          << "seed " << seed << " " << name;
      constexpr double h = 1e-4;
      WorldParameters moved = parameters;
      (moved.*kind)[k] += h;
      const auto up = equilibrium::solve_world(model, moved, options);
      (moved.*kind)[k] -= 2 * h;
      const auto down = equilibrium::solve_world(model, moved, options);
      if (up.residual > 1e-11 || down.residual > 1e-11) return;
      const double difference = (value(up.results) - value(down.results)) / (2 * h);
      EXPECT_NEAR(difference, ((*gradient).*kind)[k], 3e-5 * (1.0 + std::abs(difference)))
          << "seed " << seed << " " << name;
      ++compared;
    };
    compare(&WorldParameters::tariff, "tariff");
    compare(&WorldParameters::export_tax, "export tax");
    compare(&WorldParameters::log_iceberg, "iceberg");
    compare(&WorldParameters::output_tax, "output tax");
    compare(&WorldParameters::markup, "markup");
    compare(&WorldParameters::log_productivity, "productivity");
    compare(&WorldParameters::log_endowment, "endowment");
  }
  EXPECT_GT(compared, 100);
}

INSTANTIATE_TEST_SUITE_P(Sourcing, WorldDerivatives, testing::Bool(),
                         [](const auto& sourcing) { return sourcing.param ? "ByUser" : "Shared"; });

}  // namespace
}  // namespace domar::tests
