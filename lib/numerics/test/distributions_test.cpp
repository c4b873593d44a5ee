#include "domar/numerics/distributions.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace domar::numerics {
namespace {

TEST(Normal, QuantileUndoesProbability) {
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-13);
  EXPECT_NEAR(normal_quantile(0.95), 1.644853626951473, 1e-13);
  EXPECT_NEAR(normal_quantile(1e-9), -5.997807015007687, 1e-11);
  EXPECT_NEAR(normal_quantile(0.5), 0.0, 1e-15);
  for (const double p : {1e-12, 0.003, 0.2, 0.5, 0.77, 0.9999}) {
    EXPECT_NEAR(normal_cdf(normal_quantile(p)) / p, 1.0, 1e-12) << p;
  }
  EXPECT_TRUE(std::isinf(normal_quantile(0.0)));
  EXPECT_TRUE(std::isinf(normal_quantile(1.0)));
}

TEST(StudentT, QuantileUndoesProbability) {
  EXPECT_NEAR(student_t_quantile(0.9, 2), 1.8856180831641267, 1e-9);  // printed tables: 1.886
  EXPECT_NEAR(student_t_quantile(0.975, 10), 2.2281388519862742, 1e-9);
  for (const double p : {0.01, 0.4, 0.8}) {
    EXPECT_NEAR(student_t_cdf(student_t_quantile(p, 5), 5), p, 1e-12);
  }
}

TEST(Kolmogorov, MeetsPrintedCriticalValues) {
  // Stephens (1974): 5 % of samples lie further than 1.358 / (sqrt(n) + 0.12 + 0.11 / sqrt(n)).
  const double root = std::sqrt(20.0);
  EXPECT_NEAR(kolmogorov_cdf(1.358 / (root + 0.12 + 0.11 / root), 20), 0.95, 1e-4);
  EXPECT_NEAR(kolmogorov_cdf(1.224 / (root + 0.12 + 0.11 / root), 20), 0.90, 1e-3);
  EXPECT_EQ(kolmogorov_cdf(0.0, 20), 0.0);
  EXPECT_NEAR(kolmogorov_cdf(1.0, 20), 1.0, 1e-12);
}

}  // namespace
}  // namespace domar::numerics
