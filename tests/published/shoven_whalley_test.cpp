/// Shoven and Whalley (1984), Journal of Economic Literature 22(3), pages 1007-1051, the numerical
/// example: the equilibrium without taxes and that with a 50 % tax on capital in manufacturing,
/// 40 % of whose revenue goes to the rich. The paper prints three decimals (quoted from memory);
/// eight are recomputed from its closed forms.

#include "domar/replicas/shoven_whalley.hpp"

#include <gtest/gtest.h>

#include "domar/models/model_file.hpp"
#include "support/source_dir.hpp"

namespace domar::tests {
namespace {

namespace shoven_whalley = replicas::shoven_whalley;
using replicas::ShovenWhalley;

ShovenWhalley solved(double tax_0, double tax) {
  return shoven_whalley::solved(tax_0, tax).value();
}

void expect_near(const ShovenWhalley& a, const ShovenWhalley& b, double tolerance) {
  EXPECT_NEAR(a.rent, b.rent, tolerance);
  EXPECT_NEAR(a.revenue, b.revenue, tolerance);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_NEAR(a.price[i], b.price[i], tolerance);
    EXPECT_NEAR(a.output[i], b.output[i], tolerance);
    EXPECT_NEAR(a.labour[i], b.labour[i], tolerance);
    EXPECT_NEAR(a.capital[i], b.capital[i], tolerance);
  }
}

const ShovenWhalley k_printed_without_tax{
    {1.399, 1.093}, 1.373, {24.942, 54.378}, {6.212, 18.788}, {26.366, 33.634}, 0.0};
const ShovenWhalley k_without_tax{{1.39911066, 1.09307648},   1.37347115,
                                  {24.94247287, 54.37817027}, {6.21177622, 18.78822378},
                                  {26.36558432, 33.63441568}, 0.0};
const ShovenWhalley k_with_tax{{1.46651492, 1.00577304},   1.12764415,
                               {22.38670757, 57.30696826}, {4.0387575, 20.9612425},
                               {25.99901873, 34.00098127}, 2.27714063};

TEST(ShovenWhalley, ClosedFormsGiveThePrintedEquilibriumWithoutTax) {
  expect_near(shoven_whalley::equilibrium(0.0), k_printed_without_tax, 5.1e-4);
  expect_near(shoven_whalley::equilibrium(0.0), k_without_tax, 5.1e-9);
}

TEST(ShovenWhalley, ClosedFormsGiveThePrintedEquilibriumWithTax) {
  const ShovenWhalley s = shoven_whalley::equilibrium(0.5);
  EXPECT_NEAR(s.price[0], 1.467, 5.1e-4);
  EXPECT_NEAR(s.price[1], 1.006, 5.1e-4);
  EXPECT_NEAR(s.rent, 1.128, 5.1e-4);
  expect_near(s, k_with_tax, 5.1e-9);
}

TEST(ShovenWhalley, TheNetworkReplicatesTheEquilibriumWithoutTax) {
  expect_near(solved(0.0, 0.0), k_without_tax, 5.1e-9);
}

TEST(ShovenWhalley, ATaxOnCapitalInManufacturing) {
  expect_near(solved(0.0, 0.5), k_with_tax, 5.1e-9);
  expect_near(solved(0.0, 0.5), shoven_whalley::equilibrium(0.5), 1e-9);
}

/// The file draws the same economy, to the decimals it prints.
TEST(ShovenWhalley, TheModelFileGivesTheSame) {
  const auto model =
      models::read_model(test::source_dir() / "scenarios/models/shoven-whalley.toml").value();
  expect_near(shoven_whalley::solved(model.network, 0.0, 0.0).value(), k_without_tax, 5.1e-9);
  expect_near(shoven_whalley::solved(model.network, 0.0, 0.5).value(), k_with_tax, 5.1e-9);
}

/// The same road backwards: calibrated with the tax, then freed of it.
TEST(ShovenWhalley, TheTaxIsTakenAwayAgain) {
  expect_near(solved(0.5, 0.0), k_without_tax, 5.1e-9);
  expect_near(solved(0.5, 0.0), shoven_whalley::equilibrium(0.0), 1e-9);
}

}  // namespace
}  // namespace domar::tests
