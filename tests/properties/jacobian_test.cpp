/// The exact tangent that the solver uses, against central differences, in random economies away
/// from their base year.

#include <gtest/gtest.h>

#include <cmath>

#include "evaluation.hpp"
#include "properties/random_economy.hpp"

namespace domar::tests {
namespace {

TEST(Jacobian, IsThatOfCentralDifferences) {
  int compared = 0;
  for (int i = 0; i < 100; ++i) {
    SCOPED_TRACE(testing::Message() << "economy " << i);
    Draws draws(77 + static_cast<std::uint64_t>(i));
    const network::Network network = draw_economy(draws).build().value();
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
      ASSERT_TRUE(evaluation.evaluate(up));
      const Vector above = evaluation.residual();
      ASSERT_TRUE(evaluation.evaluate(down));
      const Vector below = evaluation.residual();
      for (Index r = 0; r < x.size(); ++r) {
        const double slope = (above[r] - below[r]) / (2.0 * h);
        EXPECT_NEAR(J(r, u), slope, 1e-5 * (1.0 + std::abs(slope)))
            << "row " << r << ", column " << u;
      }
    }
    if (HasFailure()) return;
  }
  EXPECT_GE(compared, 90);
}

}  // namespace
}  // namespace domar::tests
