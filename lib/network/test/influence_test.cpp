#include "domar/network/influence.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace domar::network {
namespace {

/// Steel is made of labour alone; cars of steel with elasticity s, bought at a wedge chi; people
/// buy cars. By hand: xi of cars is 1 - s + s / (1 + chi), that of steel 1 + chi times as much.
TEST(DistortionCentrality, OfAChainByHand) {
  constexpr double s = 0.6;
  constexpr double chi = 0.25;
  Matrix shares(2, 2);
  shares(1, 0) = s / (1.0 + chi);
  Matrix wedge(2, 2);
  wedge(1, 0) = chi;
  const auto found = distortion_centrality(shares, wedge, {0.0, 1.0}).value();
  const double cars = 1.0 - s + s / (1.0 + chi);
  EXPECT_NEAR(found.influence[0], s, 1e-14);
  EXPECT_NEAR(found.influence[1], 1.0, 1e-14);
  EXPECT_NEAR(found.centrality[1], cars, 1e-14);
  EXPECT_NEAR(found.centrality[0], (1.0 + chi) * cars, 1e-14);
  // Upstream deserves the subsidy: output rises if steel gets it and falls if cars do.
  EXPECT_GT(effect_of_subsidies(found, {0.01, 0.0}), 0.0);
  EXPECT_LT(effect_of_subsidies(found, {0.0, 0.01}), 0.0);
  EXPECT_NEAR(effect_of_subsidies(found, {0.01, 0.01}), 0.0, 1e-16);
}

TEST(DistortionCentrality, MeanIsOneAndWithoutWedgesAllAreOne) {
  Matrix shares(3, 3);
  shares(0, 1) = 0.2;
  shares(0, 2) = 0.1;
  shares(1, 0) = 0.3;
  shares(2, 2) = 0.4;
  Matrix wedge(3, 3, 0.15);
  wedge(1, 0) = 0.5;
  const Vector beta{0.2, 0.5, 0.3};
  const auto found = distortion_centrality(shares, wedge, beta).value();
  double mean = 0.0;
  for (Index i = 0; i < 3; ++i) mean += found.value_added[i] * found.centrality[i];
  EXPECT_NEAR(mean, 1.0, 1e-14);
  const auto efficient = distortion_centrality(shares, Matrix(3, 3), beta).value();
  for (Index i = 0; i < 3; ++i) EXPECT_NEAR(efficient.centrality[i], 1.0, 1e-14);
}

/// Hulten: with no inputs influence is the final share.
TEST(Influence, WithoutInputsIsTheFinalShare) {
  EXPECT_EQ(influence(Matrix(2, 2), {0.3, 0.7}).value(), (Vector{0.3, 0.7}));
}

TEST(Influence, RefusesWhatCannotProduce) {
  Matrix sigma(2, 2, 0.5);
  EXPECT_EQ(influence(sigma, {0.3, 0.7}).error().code, ErrorCode::not_productive);
  EXPECT_EQ(influence(Matrix(2, 2), {0.3, 0.3}).error().code, ErrorCode::bad_value);
  EXPECT_EQ(influence(Matrix(2, 3), {0.3, 0.7}).error().code, ErrorCode::shape_mismatch);
  EXPECT_EQ(distortion_centrality(Matrix(2, 2), Matrix(2, 2, -0.1), {0.3, 0.7}).error().code,
            ErrorCode::bad_value);
}

}  // namespace
}  // namespace domar::network
