#include "domar/accounts/balance.hpp"

#include <gtest/gtest.h>

namespace domar::accounts {
namespace {

Matrix table(Index rows, Index cols, const Vector& values) {
  Matrix m(rows, cols);
  std::copy(values.begin(), values.end(), m.data());
  return m;
}

TEST(Ras, MeetsBothTotalsAndKeepsZerosAndOddsRatios) {
  const Matrix start = table(3, 2, {1, 2, 3, 4, 0, 5});
  const RasReport report = ras(start, {10, 20, 30}, {25, 35}).value();
  ASSERT_TRUE(report.converged);
  EXPECT_NEAR(report.table.row_sum(1), 20.0, 1e-8);
  EXPECT_NEAR(report.table.col_sum(0), 25.0, 1e-8);
  EXPECT_EQ(report.table(2, 0), 0.0);
  const auto odds = [](const Matrix& m) { return m(0, 0) * m(1, 1) / (m(0, 1) * m(1, 0)); };
  EXPECT_NEAR(odds(report.table), odds(start), 1e-9);
}

TEST(Ras, LeavesABalancedTableAlone) {
  const RasReport report = ras(table(2, 2, {1, 2, 3, 4}), {3, 7}, {4, 6}).value();
  EXPECT_EQ(report.rounds, 1);
  EXPECT_DOUBLE_EQ(report.table(1, 0), 3.0);
}

TEST(Ras, SaysWhenZerosLeaveNoWay) {
  const RasReport report = ras(table(2, 2, {1, 0, 0, 1}), {1, 2}, {2, 1}).value();
  EXPECT_FALSE(report.converged);
  EXPECT_GT(report.largest_gap, 0.1);
}

TEST(Ras, RefusesWhatCannotBe) {
  const Matrix start = table(2, 2, {1, 2, 3, 4});
  EXPECT_EQ(ras(start, {1, 2}, {3, 4}).error().code, ErrorCode::unbalanced);
  EXPECT_EQ(ras(start, {1, 2, 3}, {3, 3}).error().code, ErrorCode::shape_mismatch);
  EXPECT_EQ(ras(start, {-1, 4}, {1, 2}).error().code, ErrorCode::bad_value);
  EXPECT_EQ(ras(table(2, 2, {1, -2, 3, 4}), {1, 2}, {1, 2}).error().code, ErrorCode::bad_value);
  const auto empty_row = ras(table(2, 2, {1, 2, 0, 0}), {1, 2}, {1, 2});
  EXPECT_EQ(empty_row.error().code, ErrorCode::unbalanced);
  EXPECT_EQ(empty_row.error().where, "row 1");
}

}  // namespace
}  // namespace domar::accounts
