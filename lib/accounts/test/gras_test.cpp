#include "domar/accounts/gras.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "domar/accounts/balance.hpp"
#include "random_accounts.hpp"

namespace domar::accounts {
namespace {

Matrix table(Index rows, Index cols, const Vector& values) {
  Matrix m(rows, cols);
  std::copy(values.begin(), values.end(), m.data());
  return m;
}

Vector row_sums(const Matrix& m) {
  Vector sums(m.rows());
  for (Index i = 0; i < sums.size(); ++i) sums[i] = m.row_sum(i);
  return sums;
}

Vector col_sums(const Matrix& m) {
  Vector sums(m.cols());
  for (Index j = 0; j < sums.size(); ++j) sums[j] = m.col_sum(j);
  return sums;
}

/// The signs and zeros of `start`, other sizes.
Matrix resized(Random& random, const Matrix& start) {
  Matrix m = start;
  for (Index k = 0; k < m.rows() * m.cols(); ++k) m.data()[k] *= 0.2 + 2.0 * uniform(random);
  return m;
}

Matrix random_table(Random& random, double negative) {
  Matrix m(1 + below(random, 8), 1 + below(random, 8));
  for (Index k = 0; k < m.rows() * m.cols(); ++k) {
    const double size = uniform(random) < 0.3 ? 0.0 : 0.1 + 10.0 * uniform(random);
    m.data()[k] = uniform(random) < negative ? -size : size;
  }
  return m;
}

TEST(Gras, IsRasWithoutNegativeCells) {
  const Matrix start = table(3, 2, {1, 2, 3, 4, 0, 5});
  const GrasReport report = gras(start, {10, 20, 30}, {25, 35}).value();
  ASSERT_TRUE(report.converged);
  const Matrix scaled = ras(start, {10, 20, 30}, {25, 35}).value().table;
  for (Index k = 0; k < 6; ++k) EXPECT_NEAR(report.table.data()[k], scaled.data()[k], 1e-7);
}

TEST(Gras, LeavesABalancedTableAlone) {
  const GrasReport report = gras(table(2, 2, {1, -2, 3, 4}), {-1, 7}, {4, 2}).value();
  EXPECT_EQ(report.rounds, 0);
  EXPECT_TRUE(report.changes.empty());
}

/// One row: p r - n / r = u has the solution r = (u + sqrt(u^2 + 4 p n)) / (2 p).
TEST(Gras, MeetsOneRowByTheFormula) {
  const GrasReport report = gras(table(1, 2, {4, -1}), {6}, {7, -1}).value();
  ASSERT_TRUE(report.converged);
  EXPECT_NEAR(report.table(0, 0), 7.0, 1e-8);
  EXPECT_NEAR(report.table(0, 1), -1.0, 1e-8);
  ASSERT_FALSE(report.changes.empty());
  EXPECT_EQ(report.changes[0].col, 0u);
  EXPECT_EQ(report.changes[0].before, 4.0);
}

TEST(Gras, HandlesRowsWithoutPositiveCells) {
  const Matrix start = table(2, 3, {-1, -2, 0, 5, 6, 7});
  const GrasReport report = gras(start, {-4, 20}, {4, 4, 8}).value();
  ASSERT_TRUE(report.converged);
  EXPECT_NEAR(report.table.row_sum(0), -4.0, 1e-8);
  EXPECT_LT(report.table(0, 0), 0.0);
}

TEST(Gras, NamesTheRowWithoutCells) {
  const auto refused = gras(table(3, 2, {1, 2, 0, 0, 3, 4}), {3, 1, 7}, {5, 6});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::unbalanced);
  EXPECT_EQ(refused.error().where, "row 1");
  EXPECT_EQ(refused.error().what, "total 1, but no cell that can carry it");
}

TEST(Gras, NamesTheSignThatNoCellHas) {
  const auto refused = gras(table(2, 2, {1, 2, 3, 4}), {-1, 9}, {4, 4});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().where, "row 0");
}

TEST(Gras, NamesTheSmallerOfTwoBlocksThatDisagree) {
  // Rows 0, 1 with columns 0, 1; row 2 with column 2.
  const Matrix start = table(3, 3, {1, 2, 0, 3, 4, 0, 0, 0, 5});
  const auto refused = gras(start, {3, 7, 6}, {5, 6, 5});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().where, "row 2; column 2");
  const auto all = gras(table(2, 2, {1, 2, 3, 4}), {3, 7}, {4, 7});
  EXPECT_EQ(all.error().where, "rows 0, 1; columns 0, 1");
}

/// Rows 0 and 1 can only sell to column 0, which buys less than they have.
TEST(Gras, NamesRowsThatShareTooSmallAColumn) {
  const Matrix start = table(3, 3, {1, 0, 0, 1, 0, 0, 1, 1, 1});
  const auto refused = gras(start, {2, 2, 3}, {3, 2, 2});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().where, "rows 0, 1; column 0");
}

TEST(Gras, RefusesShapesAndNumbersThatAreNone) {
  const Matrix start = table(2, 2, {1, 2, 3, 4});
  EXPECT_EQ(gras(start, {1, 2, 3}, {3, 3}).error().code, ErrorCode::shape_mismatch);
  EXPECT_EQ(gras(start, {std::nan(""), 2}, {1, 1}).error().code, ErrorCode::bad_value);
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(gras(table(2, 2, {1, infinity, 3, 4}), {1, 2}, {1, 2}).error().where,
            "row 0, column 1");
}

TEST(Gras, MeetsTotalsAndKeepsSignsOn500RandomTables) {
  Random random(6);
  for (int round = 0; round < 500; ++round) {
    const Matrix start = random_table(random, 0.2);
    const Matrix target = resized(random, start);
    GrasOptions options;
    options.max_rounds = 20000;
    const auto report = gras(start, row_sums(target), col_sums(target), options);
    ASSERT_TRUE(report) << report.error().message();
    ASSERT_TRUE(report->converged) << round << ": " << report->largest_gap;
    for (Index i = 0; i < start.rows(); ++i) {
      for (Index j = 0; j < start.cols(); ++j) {
        ASSERT_EQ(start(i, j) < 0.0, report->table(i, j) < 0.0);
        ASSERT_EQ(start(i, j) == 0.0, report->table(i, j) == 0.0);
      }
    }
    // r_i s_j, whose cross ratio is 1 wherever four cells are not zero.
    const auto factor = [&](Index i, Index j) {
      const double z = report->table(i, j) / start(i, j);
      return start(i, j) > 0.0 ? z : 1.0 / z;
    };
    for (Index i = 1; i < start.rows(); ++i) {
      for (Index j = 1; j < start.cols(); ++j) {
        if (start(i, j) * start(0, j) * start(i, 0) * start(0, 0) == 0.0) continue;
        ASSERT_NEAR(factor(i, j) * factor(0, 0) / (factor(0, j) * factor(i, 0)), 1.0, 1e-9);
      }
    }
  }
}

/// What is found is a proof: no cell leads the excess out of the set.
TEST(Gras, EveryConflictOn500RandomTablesIsOne) {
  Random random(7);
  int conflicts = 0;
  for (int round = 0; round < 500; ++round) {
    const Matrix start = random_table(random, 0.1);
    Vector rows = row_sums(resized(random, start));
    const Vector cols = col_sums(resized(random, start));
    double left = 0.0;
    for (const double value : cols) left += value;
    for (const double value : rows) left -= value;
    rows[below(random, rows.size())] += left;
    const auto found = find_margin_conflict(start, rows, cols).value();
    if (!found) continue;
    ++conflicts;
    const double excess = found->row_total - found->col_total;
    std::vector<bool> in_rows(rows.size(), false);
    std::vector<bool> in_cols(cols.size(), false);
    for (const Index i : found->rows) in_rows[i] = true;
    for (const Index j : found->cols) in_cols[j] = true;
    for (Index i = 0; i < rows.size(); ++i) {
      for (Index j = 0; j < cols.size(); ++j) {
        // A cell of the set's rows outside its columns adds to the rows only, and vice versa.
        if (in_rows[i] && !in_cols[j]) {
          ASSERT_LE(start(i, j) * excess, 0.0);
        }
        if (!in_rows[i] && in_cols[j]) {
          ASSERT_GE(start(i, j) * excess, 0.0);
        }
      }
    }
    ASSERT_NE(excess, 0.0);
  }
  EXPECT_GT(conflicts, 50);
  EXPECT_LT(conflicts, 450);
}

}  // namespace
}  // namespace domar::accounts
