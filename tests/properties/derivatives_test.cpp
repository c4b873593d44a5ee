/// Tangent and adjoint in random economies away from their base year: the adjoint is the transpose
/// of the tangent, and the tangent is that of central differences of whole solves.

#include "domar/equilibrium/derivatives.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "domar/equilibrium/solver.hpp"
#include "properties/random_economy.hpp"

namespace domar::tests {
namespace {

using equilibrium::Change;
using equilibrium::Derivatives;
using equilibrium::Parameters;
using equilibrium::Solution;
using network::Network;

Parameters draw_direction(Draws& draws, const Network& network) {
  Parameters d = equilibrium::zero_slopes(network);
  for (Vector* part : {&d.log_productivity, &d.log_iceberg, &d.log_taste, &d.log_endowment}) {
    for (double& value : *part) value = draws.normal();
  }
  for (double& share : d.transfer_share) share = 0.1 * draws.normal();
  for (Index e = 0; e < network.edges(); ++e) {
    if (network.edge(e).receiver != network::k_none) d.tax[e] = draws.normal();
  }
  for (const auto& household : network.subsistence()) {  // nothing may act on it
    d.log_productivity[household.activity] = 0.0;
    for (const Index e : {household.basic, household.rest}) {
      d.log_taste[e] = d.log_iceberg[e] = 0.0;
    }
  }
  return d;
}

Parameters moved(const Parameters& from, const Parameters& direction, double step) {
  Parameters to = from;
  const auto add = [step](Vector& into, const Vector& change) {
    for (Index i = 0; i < into.size(); ++i) into[i] += step * change[i];
  };
  add(to.log_productivity, direction.log_productivity);
  add(to.tax, direction.tax);
  add(to.log_iceberg, direction.log_iceberg);
  add(to.log_taste, direction.log_taste);
  add(to.log_endowment, direction.log_endowment);
  add(to.transfer_share, direction.transfer_share);
  return to;
}

double dot(const Vector& a, const Vector& b) {
  double sum = 0.0;
  for (Index i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}
double dot(const Parameters& a, const Parameters& b) {
  return dot(a.log_productivity, b.log_productivity) + dot(a.tax, b.tax) +
         dot(a.log_iceberg, b.log_iceberg) + dot(a.log_taste, b.log_taste) +
         dot(a.log_endowment, b.log_endowment) + dot(a.transfer_share, b.transfer_share);
}
double dot(const Change& a, const Change& b) {
  return dot(a.log_price, b.log_price) + dot(a.value, b.value) + dot(a.paid, b.paid) +
         dot(a.income, b.income);
}

/// Compares in that many random economies; returns how many differences could be taken.
int compare(int economies, std::uint64_t seed, bool with_subsistence) {
  int compared = 0;
  for (int i = 0; i < economies; ++i) {
    SCOPED_TRACE(testing::Message() << "economy " << i);
    Draws draws(seed + static_cast<std::uint64_t>(i));
    RandomEconomy economy = draw_economy(draws);
    if (with_subsistence) add_subsistence(draws, economy);
    const Network network = economy.build().value();
    const Parameters here = draw_shock(draws, network, 0.1);
    equilibrium::Solver solver(network, {.tolerance = 1e-12});
    const Solution solution = solver.solve(here);
    if (!solution.converged) continue;
    const auto derivatives = Derivatives::at(network, here, solution);
    EXPECT_TRUE(derivatives.ok()) << derivatives.error().message();
    if (!derivatives.ok()) return compared;

    const Parameters direction = draw_direction(draws, network);
    const Change tangent = derivatives->tangent(direction);
    Change weights = Change::zero(network);
    for (Vector* part : {&weights.log_price, &weights.value, &weights.paid, &weights.income}) {
      for (double& weight : *part) weight = draws.normal();
    }
    const double forwards = dot(weights, tangent);
    const double backwards = dot(derivatives->adjoint(weights), direction);
    EXPECT_NEAR(backwards, forwards, 1e-9 * (1.0 + std::sqrt(dot(tangent, tangent))));

    const double h = 1e-5;
    const Solution up = solver.solve(moved(here, direction, h));
    const Solution down = solver.solve(moved(here, direction, -h));
    if (!up.converged || !down.converged) continue;
    ++compared;
    double largest = 0.0;
    for (const double change : tangent.log_price) largest = std::max(largest, std::abs(change));
    if (largest > 50.0) continue;  // nearly singular: differences are no measure there
    for (Index node = 0; node < network.nodes(); ++node) {
      const double price = (up.log_price[node] - down.log_price[node]) / (2.0 * h);
      EXPECT_NEAR(tangent.log_price[node], price, 2e-5 * (1.0 + largest * largest));
      const double value = (up.value[node] - down.value[node]) / (2.0 * h);
      EXPECT_NEAR(tangent.value[node], value, 2e-3 * (1.0 + largest * largest));
    }
    for (Index h2 = 0; h2 < network.agents(); ++h2) {
      const double income = (up.income[h2] - down.income[h2]) / (2.0 * h);
      EXPECT_NEAR(tangent.income[h2], income, 2e-3 * (1.0 + largest * largest));
    }
    for (Index e = 0; e < network.edges(); ++e) {
      const double paid = (up.paid(network, e) - down.paid(network, e)) / (2.0 * h);
      EXPECT_NEAR(tangent.paid[e], paid, 2e-3 * (1.0 + largest * largest));
    }
    if (testing::Test::HasFailure()) return compared;
  }
  return compared;
}

TEST(Derivatives, TheAdjointIsTheTransposeAndTheTangentThatOfDifferences) {
  EXPECT_GE(compare(200, 4000, false), 180);
}

TEST(Derivatives, TheSameWithSubsistence) { EXPECT_GE(compare(100, 4300, true), 80); }

}  // namespace
}  // namespace domar::tests
