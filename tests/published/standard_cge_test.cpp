/// Hosoe, Gasawa and Hashimoto (2010), chapter 6, the standard CGE model; GAMS model library
/// `stdcge`. Utility 25.508490012515818 in the base year and 26.092634381288686 without tariffs are
/// asserted by GAMS-dev/gamspy (tests/integration/models/stdcge.py, MIT licence), where CONOPT
/// solves it; an independent solve to 1e-14 gives 26.092634381200828 and the quantities below.

#include "domar/replicas/standard_cge.hpp"

#include <gtest/gtest.h>

#include "support/source_dir.hpp"

namespace domar::tests {
namespace {

namespace standard_cge = replicas::standard_cge;
using standard_cge::Model;
using standard_cge::Outcome;

/// The model as scenarios/models/stdcge.toml draws it.
Model model_of_file() {
  return standard_cge::model(test::source_dir() / "scenarios/models/stdcge.toml").value();
}

Outcome outcome_of(const Model& m, const equilibrium::Parameters& parameters) {
  const Outcome outcome = standard_cge::solved(m, parameters).value();
  EXPECT_LT(outcome.walras_residual, 1e-10);
  return outcome;
}

TEST(StandardCge, BaseYearUtility) {
  const Model m = model_of_file();
  const Outcome outcome = outcome_of(m, equilibrium::base_parameters(m.network));
  EXPECT_NEAR(outcome.utility, 25.508490012515818, 1e-12 * 25.5);
}

TEST(StandardCge, UtilityWithoutTariffs) {
  const Model m = model_of_file();
  const Outcome outcome = outcome_of(m, standard_cge::without_tariffs(m));
  EXPECT_NEAR(outcome.utility, 26.092634381200828, 1e-12 * 26.1);
  EXPECT_NEAR(outcome.utility, 26.092634381288686, 1e-11 * 26.1);  // CONOPT's digits
}

TEST(StandardCge, QuantitiesAndPricesWithoutTariffs) {
  const Model m = model_of_file();
  const Outcome outcome = outcome_of(m, standard_cge::without_tariffs(m));
  const double consumption[2] = {20.39219158, 30.75298523};
  const double output[2] = {74.58329439, 71.00623963};
  const double exports[2] = {9.43432019, 4.49832379};
  const double imports[2] = {12.85934301, 13.07330097};
  const double composite_price[2] = {0.98125157, 0.97599647};
  constexpr double k_printed = 5.1e-9;  // half of the last digit
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_NEAR(outcome.consumption[i], consumption[i], k_printed);
    EXPECT_NEAR(outcome.output[i], output[i], k_printed);
    EXPECT_NEAR(outcome.exports[i], exports[i], k_printed);
    EXPECT_NEAR(outcome.imports[i], imports[i], k_printed);
    EXPECT_NEAR(outcome.composite_price[i], composite_price[i], k_printed);
  }
  EXPECT_NEAR(outcome.rent, 1.00088830, k_printed);
  EXPECT_NEAR(outcome.exchange_rate, 1.06282422, k_printed);
}

}  // namespace
}  // namespace domar::tests
