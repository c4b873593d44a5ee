#include "domar/accounts/cross_entropy.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "domar/accounts/gras.hpp"
#include "random_accounts.hpp"

namespace domar::accounts {
namespace {

using Constraints = std::vector<LinearConstraint>;

/// Row and column sums of a table whose cells are numbered row by row.
Constraints margins(const Matrix& target) {
  Constraints list;
  for (Index i = 0; i < target.rows(); ++i) {
    list.push_back({"row " + std::to_string(i), {}, target.row_sum(i), 0.0});
    for (Index j = 0; j < target.cols(); ++j) list.back().terms.push_back({i * target.cols() + j});
  }
  for (Index j = 0; j < target.cols(); ++j) {
    list.push_back({"column " + std::to_string(j), {}, target.col_sum(j), 0.0});
    for (Index i = 0; i < target.rows(); ++i) list.back().terms.push_back({i * target.cols() + j});
  }
  return list;
}

TEST(CrossEntropy, ScalesToATotal) {
  const auto report =
      minimise_cross_entropy({1, 2, 3}, {{"sum", {{0}, {1}, {2}}, 12.0, 0.0}}).value();
  ASSERT_TRUE(report.converged);
  EXPECT_NEAR(report.cells[2], 6.0, 1e-9);
  EXPECT_NEAR(report.multipliers[0], std::log(2.0), 1e-9);
  EXPECT_EQ(report.changes[0].cell, 2u);
}

TEST(CrossEntropy, LeavesAPriorThatFitsAlone) {
  const auto report =
      minimise_cross_entropy({1, -2, 0, 3}, {{"sum", {{0}, {1}, {2}, {3}}, 2.0, 0.0}}).value();
  EXPECT_EQ(report.cells, (Vector{1, -2, 0, 3}));
  EXPECT_EQ(report.rounds, 0);
  EXPECT_TRUE(minimise_cross_entropy({1, 2}, {}).value().converged);
}

/// Means of a die: the maximum-entropy distribution is exponential in the face.
TEST(CrossEntropy, FindsJaynesDie) {
  const Vector fair(6, 1.0 / 6.0);
  Constraints constraints(2);
  for (Index face = 0; face < 6; ++face) {
    constraints[0].terms.push_back({face, 1.0});
    constraints[1].terms.push_back({face, static_cast<double>(face + 1)});
  }
  constraints[0].value = 1.0;
  constraints[1].value = 4.5;
  const auto report = minimise_cross_entropy(fair, constraints).value();
  ASSERT_TRUE(report.converged);
  // Jaynes (1963), from memory: 0.05435, 0.07877, 0.11416, 0.16545, 0.23977, 0.34749.
  EXPECT_NEAR(report.cells[0], 0.05435, 5e-6);
  EXPECT_NEAR(report.cells[5], 0.34749, 5e-6);
}

/// One cell, prior z0, soft value d: ln(z / z0) + (z - d) / slack = 0.
TEST(CrossEntropy, WeighsASoftEquationAgainstThePrior) {
  const auto z = [](double slack) {
    return minimise_cross_entropy({10.0}, {{"fact", {{0}}, 20.0, slack}}).value().cells[0];
  };
  for (const double slack : {0.01, 1.0, 10.0, 1000.0}) {
    EXPECT_NEAR(std::log(z(slack) / 10.0) + (z(slack) - 20.0) / slack, 0.0, 1e-8) << slack;
  }
  EXPECT_NEAR(z(0.0), 20.0, 1e-9);
  EXPECT_NEAR(z(1e6), 10.0, 1e-3);
}

TEST(CrossEntropy, TakesRedundantEquations) {
  const Constraints twice = {{"a", {{0}, {1}}, 6.0, 0.0},
                             {"b", {{0}, {1}}, 6.0, 0.0},
                             {"c", {{0, 2.0}, {1, 2.0}}, 12.0, 0.0}};
  const auto report = minimise_cross_entropy({1, 2}, twice).value();
  ASSERT_TRUE(report.converged);
  EXPECT_NEAR(report.cells[0], 2.0, 1e-9);
}

TEST(CrossEntropy, NamesEquationsThatCannotHold) {
  const auto alone = minimise_cross_entropy({1, 2}, {{"debt", {{0}, {1}}, -1.0, 0.0}});
  ASSERT_FALSE(alone);
  EXPECT_EQ(alone.error().code, ErrorCode::infeasible);
  EXPECT_EQ(alone.error().where, "debt");
  const auto empty = minimise_cross_entropy({0, 2}, {{"nobody", {{0}}, 1.0, 0.0}});
  EXPECT_EQ(empty.error().where, "nobody");
  const auto pair = minimise_cross_entropy(
      {1, 2, 5},
      {{"fine", {{2}}, 6.0, 0.0}, {"three", {{0}, {1}}, 3.0, 0.0}, {"four", {{0}, {1}}, 4.0, 0.0}});
  ASSERT_FALSE(pair);
  EXPECT_EQ(pair.error().where, "three; four");
  const auto larger = minimise_cross_entropy(
      {1, 2, 5},
      {{"fine", {{2}}, 6.0, 0.0}, {"part", {{0}}, 5.0, 0.0}, {"whole", {{0}, {1}}, 4.0, 0.0}});
  ASSERT_FALSE(larger);
  EXPECT_EQ(larger.error().where, "part; whole");
  // A soft equation contradicts nothing.
  EXPECT_TRUE(minimise_cross_entropy(
                  {1, 2}, {{"three", {{0}, {1}}, 3.0, 0.0}, {"four", {{0}, {1}}, 4.0, 1.0}})
                  .value()
                  .converged);
}

TEST(CrossEntropy, RefusesNumbersThatAreNone) {
  EXPECT_EQ(minimise_cross_entropy({std::nan("")}, {}).error().where, "cell 0");
  EXPECT_EQ(minimise_cross_entropy({1}, {{"a", {{1}}, 1.0, 0.0}}).error().code,
            ErrorCode::shape_mismatch);
  EXPECT_EQ(minimise_cross_entropy({1}, {{"a", {{0}}, 1.0, -1.0}}).error().code,
            ErrorCode::bad_value);
}

TEST(CrossEntropy, IsGrasOn200RandomTables) {
  Random random(8);
  for (int round = 0; round < 200; ++round) {
    Matrix start(2 + below(random, 6), 2 + below(random, 6));
    Matrix target = start;
    for (Index k = 0; k < start.rows() * start.cols(); ++k) {
      const double size = uniform(random) < 0.2 ? 0.0 : 1e4 * (0.1 + uniform(random));
      start.data()[k] = uniform(random) < 0.2 ? -size : size;
      target.data()[k] = start.data()[k] * (0.3 + 2.0 * uniform(random));
    }
    Vector rows;
    Vector cols;
    for (Index i = 0; i < start.rows(); ++i) rows.push_back(target.row_sum(i));
    for (Index j = 0; j < start.cols(); ++j) cols.push_back(target.col_sum(j));
    GrasOptions options;
    options.max_rounds = 50000;
    options.tolerance = 1e-12;
    const Matrix scaled = gras(start, rows, cols, options).value().table;
    const auto report = minimise_cross_entropy(start.values(), margins(target));
    ASSERT_TRUE(report) << report.error().message();
    ASSERT_TRUE(report->converged) << round << ": " << report->largest_gap;
    for (Index k = 0; k < report->cells.size(); ++k) {
      ASSERT_NEAR(report->cells[k], scaled.data()[k], 1e-4) << round;  // of 1e4
    }
  }
}

/// Random sparse equations that a known positive point meets: they are met, signs are kept, and
/// every other point that meets them is further from the prior.
TEST(CrossEntropy, MeetsEquationsOn200RandomProblems) {
  Random random(9);
  for (int round = 0; round < 200; ++round) {
    const Index n = 3 + below(random, 30);
    Vector prior(n);
    Vector known(n);
    for (Index c = 0; c < n; ++c) {
      prior[c] = std::exp(4.0 * uniform(random)) * (uniform(random) < 0.2 ? -1.0 : 1.0);
      known[c] = prior[c] * std::exp(2.0 * uniform(random) - 1.0);
    }
    Constraints constraints(1 + below(random, n));
    for (LinearConstraint& constraint : constraints) {
      for (Index t = 0; t < 4; ++t) {
        const Index cell = below(random, n);
        const double coefficient = 2.0 * uniform(random) - 0.5;
        constraint.terms.push_back({cell, coefficient});
        constraint.value += coefficient * known[cell];
      }
    }
    const auto report = minimise_cross_entropy(prior, constraints);
    ASSERT_TRUE(report) << round << report.error().message();
    ASSERT_TRUE(report->converged) << round << ": " << report->largest_gap;
    double distance = 0.0;
    double known_distance = 0.0;
    for (Index c = 0; c < n; ++c) {
      ASSERT_GT(report->cells[c] * prior[c], 0.0);
      const auto term = [&](double z) {
        return std::abs(z) * std::log(z / prior[c]) - std::abs(z) + std::abs(prior[c]);
      };
      distance += term(report->cells[c]);
      known_distance += term(known[c]);
    }
    ASSERT_LE(distance, known_distance * (1.0 + 1e-9));
  }
}

}  // namespace
}  // namespace domar::accounts
