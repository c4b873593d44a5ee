#include "domar/scenario/results.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "domar/numerics/distributions.hpp"
#include "sei.hpp"

namespace domar::scenario {
namespace {

constexpr int k_base = 2018;

/// A path from 2018 to 2030 whose emerging industries make up 9 % of GDP, and 0.1 points more
/// every year.
growth::Path made_up_path() {
  growth::Path path;
  for (int year = k_base; year <= 2030; ++year) {
    growth::YearResult result;
    result.year = year;
    result.class_share["sei"] = 0.09 + 0.001 * (year - k_base);
    path.years.push_back(result);
  }
  return path;
}

double structure_of(int year) { return 0.09 + 0.001 * (year - k_base); }

/// An official figure that lies `log_drift` above the structure.
OfficialPoint figure(int year, double log_drift) {
  return {year, structure_of(year) * std::exp(log_drift), "figure", {}};
}

Results made_up_results(const std::vector<OfficialPoint>& official, int held_from) {
  Results results;
  ScenarioResult baseline;
  baseline.name = "baseline";
  baseline.path = made_up_path();
  results.scenarios.push_back(baseline);
  results.official_sei = official;
  results.drift = fit_drift(official, results.baseline().path, held_from);
  return results;
}

/// Figures scattered by hand around level 0.2 and slope 0.03.
std::vector<OfficialPoint> scattered_figures() {
  std::vector<OfficialPoint> points;
  const double errors[] = {0.02, -0.03, 0.01, 0.0};
  for (int t = 1; t <= 4; ++t) points.push_back(figure(k_base + t, 0.2 + 0.03 * t + errors[t - 1]));
  return points;
}

// ---- Student's t

/// Tables of the t distribution; dof 1 and 2 have closed forms.
TEST(StudentT, AgreesWithItsTables) {
  EXPECT_NEAR(numerics::student_t_cdf(0.0, 5), 0.5, 1e-14);
  EXPECT_NEAR(numerics::student_t_cdf(1.0, 1), 0.75, 1e-12);
  EXPECT_NEAR(numerics::student_t_cdf(1.0, 2), 0.5 + 0.5 / std::sqrt(3.0), 1e-12);  // 0.78868
  EXPECT_NEAR(numerics::student_t_cdf(2.353363, 3), 0.95, 1e-7);
  EXPECT_NEAR(numerics::student_t_cdf(1.697261, 30), 0.95, 1e-7);
  EXPECT_NEAR(numerics::student_t_cdf(-1.697261, 30), 0.05, 1e-7);
  EXPECT_NEAR(numerics::student_t_cdf(63.656741, 1), 0.995, 1e-8);
}

TEST(StudentT, RisesFromZeroToOneAndIsSymmetric) {
  for (const int dof : {1, 2, 3, 10, 100}) {
    double before = 0.0;
    for (double t = -40.0; t <= 40.0; t += 0.5) {
      const double p = numerics::student_t_cdf(t, dof);
      EXPECT_GE(p, before - 1e-14) << t << " with " << dof;
      EXPECT_NEAR(p, 0.5, 0.5 + 1e-12);
      EXPECT_NEAR(p + numerics::student_t_cdf(-t, dof), 1.0, 1e-12);
      before = p;
    }
  }
}

// ---- the drift of counting

TEST(Drift, AnExactSeriesGivesItsLevelAndSlope) {
  std::vector<OfficialPoint> points;
  for (int t = 1; t <= 5; ++t) points.push_back(figure(k_base + t, 0.2 + 0.03 * t));
  const auto drift = fit_drift(points, made_up_path(), 2026);
  EXPECT_NEAR(drift.level, 0.2, 1e-12);
  EXPECT_NEAR(drift.slope, 0.03, 1e-12);
  EXPECT_NEAR(drift.residual_sd, 0.0, 1e-12);
  EXPECT_EQ(drift.degrees_of_freedom, 3);
  EXPECT_EQ(drift.first_year, 2019);
  EXPECT_EQ(drift.last_year, 2023);
  EXPECT_EQ(drift.held_from, 2026);
}

TEST(Drift, TheFitLeavesNoErrorThatALineCouldTakeAway) {
  const auto points = scattered_figures();
  const auto drift = fit_drift(points, made_up_path(), 2026);
  double sum = 0.0;
  double moment = 0.0;
  double squares = 0.0;
  for (const auto& point : points) {
    const double t = point.year - k_base;
    const double error =
        std::log(point.value / structure_of(point.year)) - drift.level - drift.slope * t;
    sum += error;
    moment += error * t;
    squares += error * error;
  }
  EXPECT_NEAR(sum, 0.0, 1e-12);
  EXPECT_NEAR(moment, 0.0, 1e-12);
  EXPECT_NEAR(drift.residual_sd, std::sqrt(squares / 2.0), 1e-12) << "four points, a line";
  EXPECT_NEAR(numerics::student_t_cdf(drift.t_90, 2), 0.9, 1e-9);
}

TEST(Drift, IgnoresTargetsAndTheBaseYear) {
  auto points = scattered_figures();
  const auto drift = fit_drift(points, made_up_path(), 2026);
  points.push_back(figure(k_base, 0.7));
  points.push_back(figure(2016, 0.7));
  points.push_back({2025, 0.17, "target", {}});
  const auto with_more = fit_drift(points, made_up_path(), 2026);
  EXPECT_EQ(with_more.level, drift.level);
  EXPECT_EQ(with_more.slope, drift.slope);
}

TEST(Drift, AFigureIsBetterThanABoundOfTheSameYear) {
  auto points = scattered_figures();
  const auto drift = fit_drift(points, made_up_path(), 2026);
  points.push_back({2020, 0.05, "lower bound", {}});
  EXPECT_EQ(fit_drift(points, made_up_path(), 2026).slope, drift.slope);
}

TEST(Drift, ABoundIsReadAsTheMiddleOfItsPoint) {
  std::vector<OfficialPoint> points;
  for (int t = 1; t <= 4; ++t) points.push_back(figure(k_base + t, 0.2 + 0.03 * t));
  points[2].value -= 0.005;
  points[2].kind = "lower bound";
  const auto drift = fit_drift(points, made_up_path(), 2026);
  EXPECT_EQ(drift.bound_allowance, 0.005);
  EXPECT_NEAR(drift.level, 0.2, 1e-12);
  EXPECT_NEAR(drift.slope, 0.03, 1e-12);
}

TEST(Drift, TwoFiguresTellNothingAboutTheirError) {
  const auto results = made_up_results({figure(2019, 0.3), figure(2020, 0.3)}, 2026);
  EXPECT_EQ(results.drift.degrees_of_freedom, 0);
  const auto share = results.sei(results.baseline(), 2025);
  EXPECT_EQ(share.reclassification, 0.0);
  EXPECT_EQ(share.total, share.structure);
}

// ---- the share itself

TEST(SeiShareOfResults, PartsAddUpAndTheRangeHoldsTheTotal) {
  const auto results = made_up_results(scattered_figures(), 2026);
  double width_before = 0.0;
  for (int year = k_base; year <= 2030; ++year) {
    const SeiShare share = results.sei(results.baseline(), year);
    EXPECT_NEAR(share.structure, structure_of(year), 1e-15);
    EXPECT_NEAR(share.structure + share.reclassification, share.total, 1e-15);
    EXPECT_LE(share.low, share.total);
    EXPECT_GE(share.high, share.total);
    const double width = std::log(share.high / share.low);
    if (year > 2021 && year <= 2026) {
      EXPECT_GT(width, width_before) << "further away is less sure";
    }
    width_before = width;
  }
}

TEST(SeiShareOfResults, TheBaseYearHasNoDrift) {
  const auto results = made_up_results(scattered_figures(), 2026);
  const SeiShare share = results.sei(results.baseline(), k_base);
  EXPECT_EQ(share.total, share.structure);
  EXPECT_EQ(share.low, share.high);
}

TEST(SeiShareOfResults, TheDriftStaysFromTheYearItIsHeld) {
  const auto results = made_up_results(scattered_figures(), 2026);
  const auto drift_of = [&](int year) {
    const SeiShare share = results.sei(results.baseline(), year);
    return share.total / share.structure;
  };
  EXPECT_GT(drift_of(2026), drift_of(2025));
  EXPECT_DOUBLE_EQ(drift_of(2027), drift_of(2026));
  EXPECT_DOUBLE_EQ(drift_of(2030), drift_of(2026));
}

TEST(SeiShareOfResults, IsZeroForAYearThatWasNotRun) {
  const auto results = made_up_results(scattered_figures(), 2026);
  EXPECT_EQ(results.sei(results.baseline(), 2050).total, 0.0);
  EXPECT_EQ(results.probability_sei_reaches(results.baseline(), 2050, 0.17), 0.0);
}

TEST(Probability, FallsWithWhatIsAskedFor) {
  const auto results = made_up_results(scattered_figures(), 2026);
  double before = 1.0;
  for (double wanted = 0.05; wanted < 0.40; wanted += 0.01) {
    const double p = results.probability_sei_reaches(results.baseline(), 2025, wanted);
    EXPECT_LE(p, before);
    EXPECT_GE(p, 0.0);
    before = p;
  }
  EXPECT_LT(before, 0.1);
}

TEST(Probability, IsOneHalfAtTheMiddleAndATenthAtTheUpperEndOfTheRange) {
  const auto results = made_up_results(scattered_figures(), 2026);
  const SeiShare share = results.sei(results.baseline(), 2025);
  const auto reaches = [&](double wanted) {
    return results.probability_sei_reaches(results.baseline(), 2025, wanted);
  };
  EXPECT_NEAR(reaches(share.total), 0.5, 1e-12);
  EXPECT_NEAR(reaches(share.high), 0.1, 1e-9);
  EXPECT_NEAR(reaches(share.low), 0.9, 1e-9);
}

TEST(OfficialPoints, ComeFromThreeSeriesInOrderOfYears) {
  accounts::SeriesTable series;
  const auto fact = [](double value) {
    Fact f;
    f.value = value;
    return f;
  };
  series.by_name["sei_share_official"] = {{2014, fact(0.076)}, {2020, fact(0.117)}};
  series.by_name["sei_share_target"] = {{2025, fact(0.17)}};
  series.by_name["sei_share_lower_bound"] = {{2019, fact(0.1)}, {2022, fact(0.13)}};
  const auto points = official_sei_points(series);
  ASSERT_EQ(points.size(), 5U);
  EXPECT_EQ(points[0].year, 2014);
  EXPECT_EQ(points[1].kind, "lower bound");
  EXPECT_EQ(points[4].kind, "target");
  Results results;
  results.official_sei = points;
  ASSERT_NE(results.sei_target(), nullptr);
  EXPECT_EQ(results.sei_target()->year, 2025);
}

// ---- what funds cost

/// A cost of 10 (money) in 2020 alone, 1 a billion, under each financing.
Vector funded(policy::Financing financing) {
  Results results = made_up_results({}, k_base);
  results.economy.unit = "billion yuan";
  accounts::RangedFact funds;
  funds.value = 1.3;
  results.facts.by_name["marginal_cost_of_public_funds"] = funds;
  accounts::RangedFact years;
  years.value = 4.0;
  results.facts.by_name["public_bond_years"] = years;
  accounts::RangedFact rate;
  rate.value = 0.0;
  results.facts.by_name["public_bond_rate"] = rate;
  ScenarioResult scenario = results.baseline();
  scenario.twin = "baseline";
  policy::Instrument grant;
  grant.financing = financing;
  scenario.policies = {grant};
  for (auto& year : scenario.path.years) {
    year.fiscal_cost = year.year == 2020 ? 10.0 : 0.0;
    year.instrument_cost = {year.fiscal_cost};
  }
  return results.funded_cost(scenario);
}

TEST(FundedCost, FollowsTheFinancing) {
  const Index t = 2020 - k_base;
  const double billion = 10.0;
  EXPECT_NEAR(funded(policy::Financing::lump_sum)[t], billion, 1e-12);
  EXPECT_NEAR(funded(policy::Financing::taxes)[t], 1.3 * billion, 1e-12);
  const Vector bonds = funded(policy::Financing::bonds);
  double sum = 0.0;
  for (const double cost : bonds) sum += cost;
  EXPECT_NEAR(bonds[t], 1.3 * billion / 4.0, 1e-12) << "a quarter a year, without interest";
  EXPECT_NEAR(bonds[t + 3], 1.3 * billion / 4.0, 1e-12);
  EXPECT_EQ(bonds[t + 4], 0.0);
  EXPECT_NEAR(sum, 1.3 * billion, 1e-12);
}

}  // namespace
}  // namespace domar::scenario
