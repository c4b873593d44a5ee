#include "domar/numerics/dense.hpp"

#include <gtest/gtest.h>

namespace domar::numerics {
namespace {

Matrix two_by_two(double a, double b, double c, double d) {
  Matrix m(2, 2);
  m(0, 0) = a;
  m(0, 1) = b;
  m(1, 0) = c;
  m(1, 1) = d;
  return m;
}

TEST(DenseLu, SolvesBothWays) {
  DenseLu lu;
  ASSERT_TRUE(lu.factor(two_by_two(0, 2, 1, 3)));
  const Vector x = lu.solve(Vector{4, 7});
  EXPECT_DOUBLE_EQ(x[0], 1);
  EXPECT_DOUBLE_EQ(x[1], 2);
  const Vector y = lu.solve_transposed(Vector{2, 8});  // A' y = b with y = (1, 2)
  EXPECT_DOUBLE_EQ(y[0], 1);
  EXPECT_DOUBLE_EQ(y[1], 2);
}

TEST(DenseLu, SeveralRightHandSidesAreColumns) {
  DenseLu lu;
  ASSERT_TRUE(lu.factor(two_by_two(2, 0, 0, 4)));
  const Matrix x = lu.solve(two_by_two(2, 4, 4, 8));
  EXPECT_DOUBLE_EQ(x(0, 1), 2);
  EXPECT_DOUBLE_EQ(x(1, 0), 1);
}

TEST(DenseLu, SingularAndNotFiniteAreRefused) {
  DenseLu lu;
  EXPECT_FALSE(lu.factor(two_by_two(1, 2, 2, 4)));
  EXPECT_FALSE(lu.factor(two_by_two(1, 0, 0, 1.0 / 0.0)));
}

TEST(Product, MultipliesRowsByColumns) {
  const Matrix c = product(two_by_two(1, 2, 3, 4), two_by_two(0, 1, 1, 0));
  EXPECT_DOUBLE_EQ(c(0, 0), 2);
  EXPECT_DOUBLE_EQ(c(1, 1), 3);
}

}  // namespace
}  // namespace domar::numerics
