#include "domar/accounts/origin_split.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace domar::accounts {
namespace {

Matrix table(Index rows, Index cols, const Vector& values) {
  Matrix m(rows, cols);
  std::copy(values.begin(), values.end(), m.data());
  return m;
}

/// One coarse good with import shares .5 (user 0) and .1 (user 1); two fine goods, three fine
/// users.
CoarseOrigins half_and_tenth() {
  return {table(1, 2, {50, 90}), table(1, 2, {50, 10}), {0, 0}, {0, 0, 1}};
}

TEST(OriginSplit, KeepsTheCoarsePatternWithinEachRow) {
  const Matrix use = table(2, 3, {10, 20, 100, 40, 0, 50});
  // Shares give good 0: 5 10 10 (sum 25, asked 12.5), good 1: 20 0 5 (sum 25, asked 25).
  const OriginSplit split = split_origins(use, {12.5, 25.0}, half_and_tenth()).value();
  EXPECT_EQ(split.imports.values(), (Vector{2.5, 5, 5, 20, 0, 5}));
  EXPECT_TRUE(split.without_pattern.empty());
}

TEST(OriginSplit, CellsFillUpAndTheOthersCarryTheRest) {
  const Matrix use = table(2, 3, {10, 20, 100, 0, 0, 50});
  // Good 0: 60 of 130. At factor 3 the first two would import 15 of 10 and 30 of 20: full; 30
  // remain.
  const OriginSplit split = split_origins(use, {60.0, 0.0}, half_and_tenth()).value();
  EXPECT_EQ(split.imports.values(), (Vector{10, 20, 30, 0, 0, 0}));
}

TEST(OriginSplit, UsesRoomElsewhereWhenThePatternIsTooTight) {
  const CoarseOrigins coarse{table(1, 2, {50, 100}), table(1, 2, {50, 0}), {0}, {0, 1}};
  const OriginSplit split = split_origins(table(1, 2, {10, 100}), {30.0}, coarse).value();
  EXPECT_DOUBLE_EQ(split.imports(0, 0), 10.0);
  EXPECT_DOUBLE_EQ(split.imports(0, 1), 20.0);
}

TEST(OriginSplit, EqualSharesWithoutPattern) {
  const CoarseOrigins coarse{table(1, 2, {50, 100}), table(1, 2, {0, 0}), {0}, {0, 1}};
  const OriginSplit split = split_origins(table(1, 2, {10, 30}), {4.0}, coarse).value();
  EXPECT_EQ(split.imports.values(), (Vector{1, 3}));
  EXPECT_EQ(split.without_pattern, std::vector<Index>{0});
  EXPECT_EQ(split_origins(table(1, 2, {10, 30}), {4.0}).value().imports.values(), (Vector{1, 3}));
}

TEST(OriginSplit, DestockingUsesNoImports) {
  const OriginSplit split = split_origins(table(1, 3, {10, 30, -20}), {4.0}).value();
  EXPECT_EQ(split.imports.values(), (Vector{1, 3, 0}));
}

TEST(OriginSplit, RefusesWhatCannotBe) {
  const Matrix use = table(1, 2, {10, 30});
  EXPECT_EQ(split_origins(use, {41.0}).error().code, ErrorCode::unbalanced);
  EXPECT_EQ(split_origins(use, {-1.0}).error().code, ErrorCode::bad_value);
  EXPECT_EQ(split_origins(use, {1.0, 2.0}).error().code, ErrorCode::shape_mismatch);
  CoarseOrigins outside{table(1, 1, {1}), table(1, 1, {1}), {1}, {0, 0}};
  EXPECT_EQ(split_origins(use, {1.0}, outside).error().code, ErrorCode::shape_mismatch);
}

/// Whatever the table, imports lie within their cells and add up to each good's total.
TEST(OriginSplit, AlwaysWithinCellsAndExactByRow) {
  std::mt19937_64 random(20180101);
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  for (int round = 0; round < 200; ++round) {
    Matrix use(6, 9);
    CoarseOrigins coarse{
        Matrix(2, 3), Matrix(2, 3), {0, 0, 0, 1, 1, 1}, {0, 0, 0, 1, 1, 1, 2, 2, 2}};
    for (Index k = 0; k < 6; ++k) {
      coarse.domestic.data()[k] = uniform(random) - 0.1;
      coarse.imports.data()[k] = uniform(random) < 0.3 ? 0.0 : uniform(random);
    }
    Vector imports(6);
    for (Index i = 0; i < 6; ++i) {
      double room = 0.0;
      for (double& cell : use.row(i)) {
        cell = uniform(random) < 0.3 ? 0.0 : 1e6 * (uniform(random) - 0.1);
        room += std::max(cell, 0.0);
      }
      imports[i] = round % 5 == 0 ? room : room * uniform(random);
    }
    const OriginSplit split = split_origins(use, imports, coarse).value();
    for (Index i = 0; i < 6; ++i) {
      EXPECT_NEAR(split.imports.row_sum(i), imports[i], 1e-12 * imports[i] + 1e-300);
      for (Index u = 0; u < 9; ++u) {
        EXPECT_GE(split.imports(i, u), 0.0);
        EXPECT_LE(split.imports(i, u), std::max(use(i, u), 0.0));
      }
    }
  }
}

}  // namespace
}  // namespace domar::accounts
