#include "domar/policy/adoption.hpp"

#include <gtest/gtest.h>

namespace domar::policy {
namespace {

TEST(AdoptionCurve, GoesThroughBothPoints) {
  const Adoption curve = adoption_through(2024, 0.1, 2029, 0.5, 0.8).value();
  EXPECT_NEAR(curve.at(2024), 0.1, 1e-14);
  EXPECT_NEAR(curve.at(2029), 0.5, 1e-14);
  EXPECT_EQ(curve.ceiling, 0.8);
  EXPECT_LT(curve.at(2100), 0.8);
}

TEST(AdoptionCurve, FitsItsOwnPoints) {
  const Adoption curve{0.37, 2021.4, 0.9};
  std::map<int, double> shares;
  for (int year = 2010; year <= 2030; year += 4) shares[year] = curve.at(year);
  const Adoption fitted = fit_adoption(shares, 0.9).value();
  EXPECT_NEAR(fitted.rate, 0.37, 1e-10);
  EXPECT_NEAR(fitted.midpoint, 2021.4, 1e-9);
}

TEST(AdoptionCurve, RefusesPerCentAndLonePoints) {
  EXPECT_EQ(adoption_through(2027, 70.0, 2030, 90.0).error().hint, "write 0.7 for 70 %");
  EXPECT_FALSE(adoption_through(2027, 0.5, 2027, 0.9).ok());
  EXPECT_FALSE(adoption_through(2027, 0.5, 2030, 0.9, 0.9).ok()) << "the ceiling is never reached";
  EXPECT_FALSE(fit_adoption({{2020, 0.5}}).ok());
}

}  // namespace
}  // namespace domar::policy
