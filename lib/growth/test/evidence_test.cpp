#include "domar/growth/evidence.hpp"

#include <gtest/gtest.h>

namespace domar::growth {
namespace {

constexpr double k_z = 1.6448536269514722;

/// Two claims of 1 with spreads 1 and 2, a residual of spread 2: the sum was 1.1, so 0.9 too much
/// is taken off in parts 1, 4 and 4 of 9.
TEST(Evidence, IsSharedByVariance) {
  std::vector<Claim> claims{{"a", 1.0, 1.0 - k_z, 1.0 + k_z, 0, 0},
                            {"b", 1.0, 1.0 - 2 * k_z, 1.0 + 2 * k_z, 0, 0},
                            {"sure", 0.5, 0.5, 0.5, 0, 0}};
  weigh(claims, 1.6, 2.0);
  EXPECT_NEAR(claims[0].posterior_mean, 0.9, 1e-14);
  EXPECT_NEAR(claims[1].posterior_mean, 0.6, 1e-14);
  EXPECT_EQ(claims[2].posterior_mean, 0.5);
  EXPECT_NEAR(claims[1].posterior_sd * claims[1].posterior_sd, 4.0 * 5.0 / 9.0, 1e-14);
  EXPECT_EQ(claims[2].posterior_sd, 0.0);
}

TEST(Evidence, ThatAgreesChangesNothingButTheSpread) {
  std::vector<Claim> claims{{"a", 1.0, 0.0, 2.0, 0, 0}};
  weigh(claims, 1.0, 0.5);
  EXPECT_EQ(claims[0].posterior_mean, 1.0);
  EXPECT_LT(claims[0].posterior_sd, 1.0 / k_z);
}

}  // namespace
}  // namespace domar::growth
