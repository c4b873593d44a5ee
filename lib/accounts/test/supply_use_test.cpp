#include "domar/accounts/supply_use.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "random_accounts.hpp"

namespace domar::accounts {
namespace {

Matrix matrix(const std::vector<Vector>& rows) {
  Matrix m(rows.size(), rows[0].size());
  for (Index i = 0; i < m.rows(); ++i) {
    for (Index j = 0; j < m.cols(); ++j) m(i, j) = rows[i][j];
  }
  return m;
}

/// Two products, two industries; the second makes 10 of the first product as a by-product.
///
///            supply        use         final
///            i1   i2     i1   i2
///   p1       90   10     20   30         50
///   p2        0  100     10   20         70
///   income   60   60
SupplyUse small() {
  SupplyUse t;
  t.products = Labels::make({"p1", "p2"}, {"Bread", "Cloth"}).value();
  t.industries = Labels::make({"i1", "i2"}, {"Bakers", "Weavers"}).value();
  t.final_uses = {"all"};
  t.incomes = {"income"};
  t.V = matrix({{90, 10}, {0, 100}});
  t.U = matrix({{20, 30}, {10, 20}});
  t.Y = matrix({{50}, {70}});
  t.W = matrix({{60, 60}});
  return t;
}

void expect_balanced(const SupplyUse& t, const SymmetricTable& s) {
  double output = 0.0;
  for (Index k = 0; k < s.sectors.size(); ++k) {
    EXPECT_NEAR(s.Z.row_sum(k) + s.Y.row_sum(k), s.Z.col_sum(k) + s.W.col_sum(k),
                1e-9 * std::abs(s.Z.row_sum(k) + s.Y.row_sum(k)) + 1e-9);
    output += s.Z.row_sum(k) + s.Y.row_sum(k);
  }
  EXPECT_NEAR(output, t.V.sum(), 1e-9 * t.V.sum());
  EXPECT_NEAR(s.Y.sum(), t.Y.sum(), 1e-9 * t.Y.sum());
  EXPECT_NEAR(s.W.sum(), t.W.sum(), 1e-9 * t.W.sum());
}

TEST(Symmetric, ModelAByHand) {
  // Bread is baked one way: the weavers' 10 of bread use 10 / 90 of what the bakers use.
  const auto s = make_symmetric(small(), SymmetricModel::A).value();
  EXPECT_NEAR(s.Z(0, 0), 20.0 * 100.0 / 90.0, 1e-12);
  EXPECT_NEAR(s.Z(0, 1), 30.0 - 20.0 * 10.0 / 90.0, 1e-12);
  EXPECT_NEAR(s.W(0, 0), 60.0 * 100.0 / 90.0, 1e-12);
  expect_balanced(small(), s);
}

TEST(Symmetric, ModelBByHand) {
  // Weavers make bread as they make cloth: 10 / 110 of all they use.
  const auto s = make_symmetric(small(), SymmetricModel::B).value();
  EXPECT_NEAR(s.Z(0, 0), 20.0 + 30.0 * 10.0 / 110.0, 1e-12);
  EXPECT_NEAR(s.Z(1, 1), 20.0 * 100.0 / 110.0, 1e-12);
  expect_balanced(small(), s);
}

TEST(Symmetric, ModelDByHand) {
  // A tenth of every purchase of bread is from the weavers.
  const auto s = make_symmetric(small(), SymmetricModel::D).value();
  EXPECT_EQ(s.sectors.code(0), "i1");
  EXPECT_NEAR(s.Z(0, 0), 18.0, 1e-12);
  EXPECT_NEAR(s.Z(1, 0), 10.0 + 2.0, 1e-12);
  EXPECT_NEAR(s.Y(1, 0), 70.0 + 5.0, 1e-12);
  EXPECT_EQ(s.W(0, 0), 60.0);
  expect_balanced(small(), s);
}

TEST(Symmetric, ModelCKeepsIndustrySalesStructures) {
  const auto s = make_symmetric(small(), SymmetricModel::C).value();
  // Weavers sell 10 of bread with every 100 of cloth, so purchases of cloth bring bread along.
  EXPECT_NEAR(s.Z(1, 0), 10.0 * 110.0 / 100.0, 1e-12);
  EXPECT_NEAR(s.Z(0, 0), 20.0 - 1.0, 1e-12);
  expect_balanced(small(), s);
}

TEST(Symmetric, ListsNegativeFlowsOfProductTechnology) {
  SupplyUse t = small();
  t.U(0, 1) = 0.0;  // weavers use no bread, though they bake
  t.Y(0, 0) = 80.0;
  t.W(0, 1) = 90.0;
  const auto s = make_symmetric(t, SymmetricModel::A).value();
  ASSERT_EQ(s.negative.size(), 1U);
  EXPECT_EQ(s.negative[0].row, "p1");
  EXPECT_EQ(s.negative[0].col, "p2");
  EXPECT_LT(s.negative[0].value, 0.0);
  EXPECT_TRUE(make_symmetric(t, SymmetricModel::B)->negative.empty());
}

TEST(Symmetric, RefusesWhatCannotBe) {
  SupplyUse t = small();
  t.Y(0, 0) += 1.0;
  auto s = make_symmetric(t, SymmetricModel::D);
  ASSERT_FALSE(s.ok());
  EXPECT_EQ(s.error().code, ErrorCode::unbalanced);
  EXPECT_EQ(s.error().where, "p1 Bread");
  t = small();
  t.V = matrix({{90, 10}, {0, 0}});
  t.U = matrix({{20, 30}, {0, 0}});
  t.Y = matrix({{50}, {0}});
  t.W = matrix({{70, -20}});
  s = make_symmetric(t, SymmetricModel::A);
  ASSERT_FALSE(s.ok());
  EXPECT_EQ(s.error().code, ErrorCode::infeasible);
  EXPECT_TRUE(make_symmetric(t, SymmetricModel::D).ok());
  EXPECT_FALSE(parse_symmetric_model("E").ok());
}

/// Without by-products all four models give the use table back; with them all balance.
TEST(Symmetric, RandomTablesBalanceInEveryModel) {
  Random random(11);
  for (int round = 0; round < 300; ++round) {
    const Index n = 2 + below(random, 6);
    const Index p = round % 2 == 0 ? n : n + below(random, 3);
    SupplyUse t;
    t.products = numbered("p", p);
    t.industries = numbered("i", n);
    t.final_uses = {"f"};
    t.incomes = {"w"};
    t.V = Matrix(p, n);
    t.U = Matrix(p, n);
    t.Y = Matrix(p, 1);
    t.W = Matrix(1, n);
    for (Index i = 0; i < p; ++i) {
      for (Index j = 0; j < n; ++j) {
        t.V(i, j) = i == j ? 50.0 + 50.0 * uniform(random)
                           : (i >= n || uniform(random) < 0.3 ? 5.0 * uniform(random) : 0.0);
        t.U(i, j) = 10.0 * uniform(random);
      }
      t.Y(i, 0) = t.V.row_sum(i) - t.U.row_sum(i);
    }
    for (Index j = 0; j < n; ++j) t.W(0, j) = t.V.col_sum(j) - t.U.col_sum(j);
    for (const auto model :
         {SymmetricModel::A, SymmetricModel::B, SymmetricModel::C, SymmetricModel::D}) {
      const bool square = model == SymmetricModel::A || model == SymmetricModel::C;
      const auto s = make_symmetric(t, model);
      if (square && p != n) {
        EXPECT_EQ(s.error().code, ErrorCode::shape_mismatch);
        continue;
      }
      ASSERT_TRUE(s.ok()) << s.error().message();
      expect_balanced(t, *s);
    }
  }
}

}  // namespace
}  // namespace domar::accounts
