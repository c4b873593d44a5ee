/// The exact tangent that the solver uses, against central differences, in random economies away
/// from their base year.

#include <gtest/gtest.h>

#include <cmath>

#include "evaluation.hpp"
#include "properties/random_economy.hpp"

namespace domar::tests {
namespace {

/// Compares in that many random economies; returns how many could be priced.
int compare(int economies, std::uint64_t seed, bool with_subsistence) {
  int compared = 0;
  for (int i = 0; i < economies; ++i) {
    SCOPED_TRACE(testing::Message() << "economy " << i);
    Draws draws(seed + static_cast<std::uint64_t>(i));
    RandomEconomy economy = draw_economy(draws);
    if (with_subsistence) add_subsistence(draws, economy);
    const network::Network network = economy.build().value();
    equilibrium::Evaluation evaluation(network);
    evaluation.set_parameters(draw_shock(draws, network, 0.1));
    Vector x(evaluation.unknowns());
    for (double& value : x) value = 0.05 * draws.normal();
    if (!evaluation.evaluate(x)) continue;  // beyond what its loops can produce
    ++compared;
    const Matrix J = evaluation.jacobian();
    const double h = 1e-5;
    for (Index u = 0; u < x.size(); ++u) {
      Vector up = x;
      Vector down = x;
      up[u] += h;
      down[u] -= h;
      EXPECT_TRUE(evaluation.evaluate(up));
      const Vector above = evaluation.residual();
      EXPECT_TRUE(evaluation.evaluate(down));
      const Vector below = evaluation.residual();
      for (Index r = 0; r < x.size(); ++r) {
        const double slope = (above[r] - below[r]) / (2.0 * h);
        EXPECT_NEAR(J(r, u), slope, 1e-5 * (1.0 + std::abs(slope)))
            << "row " << r << ", column " << u;
      }
    }
    if (testing::Test::HasFailure()) return compared;
  }
  return compared;
}

TEST(Jacobian, IsThatOfCentralDifferences) { EXPECT_GE(compare(100, 77, false), 90); }

TEST(Jacobian, IsThatOfCentralDifferencesWithSubsistence) { EXPECT_GE(compare(60, 277, true), 50); }

}  // namespace
}  // namespace domar::tests
