#include "domar/numerics/kernels.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace domar::numerics {
namespace {

Matrix waves(Index rows, Index cols, double pace) {
  Matrix A(rows, cols);
  for (Index i = 0; i < rows * cols; ++i) A.data()[i] = std::sin(pace * static_cast<double>(i + 1));
  return A;
}

TEST(Kernels, AMatrixProductIsTheSumInOrderToTheLastBit) {
  for (const Index rows : {1U, 4U, 7U}) {
    for (const Index cols : {1U, 8U, 16U, 37U}) {
      const Index inner = 13;
      const Matrix A = waves(rows, inner, 0.7);
      const Matrix B = waves(inner, cols, 1.3);
      Matrix C(rows, cols, 0.5);
      add_matrix_product(A.data(), B.data(), rows, inner, cols, C.data());
      for (Index r = 0; r < rows; ++r) {
        for (Index c = 0; c < cols; ++c) {
          double sum = 0.0;
          for (Index k = 0; k < inner; ++k) sum += A(r, k) * B(k, c);
          EXPECT_EQ(C(r, c), 0.5 + sum) << rows << " x " << cols << " at " << r << ", " << c;
        }
      }
    }
  }
}

TEST(Kernels, ANumberThatIsNotAboveTheLeastIsFound) {
  Vector x(37, 1.0);
  EXPECT_TRUE(all_above(x.data(), x.size(), 0.0));
  for (const double bad : {0.0, -1.0, std::numeric_limits<double>::infinity(),
                           std::numeric_limits<double>::quiet_NaN()}) {
    for (const Index at : {0U, 20U, 36U}) {
      Vector y = x;
      y[at] = bad;
      EXPECT_FALSE(all_above(y.data(), y.size(), 0.0)) << bad << " at " << at;
    }
  }
}

}  // namespace
}  // namespace domar::numerics
