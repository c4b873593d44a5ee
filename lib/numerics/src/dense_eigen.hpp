#pragma once
/// @file Dense linear algebra by Eigen, for the instruction set that the including file is compiled
/// for. Each such file gives DOMAR_ISA its own name, which also becomes the name of Eigen's
/// namespace: code for a wide machine must not be merged into that for a narrow one. For the same
/// reason nothing of the standard library is used here.

// clang-format off
#define DOMAR_JOINED(a, b) a##b
#define DOMAR_JOIN(a, b) DOMAR_JOINED(a, b)
#define Eigen DOMAR_JOIN(Eigen_, DOMAR_ISA)
// clang-format on

#include <Eigen/Core>
#include <Eigen/LU>

#include "dense_isa.hpp"

namespace domar::numerics::isa {

namespace {

using EigenMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using MatrixView = Eigen::Map<const EigenMatrix>;
using MatrixOut = Eigen::Map<EigenMatrix>;
using VectorView = Eigen::Map<const Eigen::VectorXd>;
using VectorOut = Eigen::Map<Eigen::VectorXd>;
using Eigen::Index;

MatrixView view(const double* A, std::size_t rows, std::size_t cols) {
  return {A, static_cast<Index>(rows), static_cast<Index>(cols)};
}
MatrixOut out(double* A, std::size_t rows, std::size_t cols) {
  return {A, static_cast<Index>(rows), static_cast<Index>(cols)};
}

struct EigenFactors final : Factors {
  Eigen::PartialPivLU<EigenMatrix> lu;

  [[nodiscard]] std::size_t size() const override { return static_cast<std::size_t>(lu.rows()); }
  [[nodiscard]] bool usable() const override {
    const auto pivots = lu.matrixLU().diagonal().cwiseAbs();
    if (pivots.size() == 0) return true;
    return pivots.allFinite() && pivots.minCoeff() > 1e-14 * pivots.maxCoeff() &&
           pivots.minCoeff() > 0.0;
  }
  [[nodiscard]] int determinant_sign() const override {
    auto sign = static_cast<int>(lu.permutationP().determinant());
    for (Index i = 0; i < lu.rows(); ++i) {
      if (lu.matrixLU()(i, i) < 0.0) sign = -sign;
    }
    return sign;
  }
  void solve(const double* b, std::size_t cols, bool transposed, double* x) const override {
    if (cols == 1) {
      const VectorView right(b, lu.rows());
      VectorOut result(x, lu.rows());
      if (transposed) {
        result = lu.transpose().solve(right);
      } else {
        result = lu.solve(right);
      }
      return;
    }
    const auto right = view(b, size(), cols);
    auto result = out(x, size(), cols);
    if (transposed) {
      result = lu.transpose().solve(right);
    } else {
      result = lu.solve(right);
    }
  }
};

const Factors* factor(const double* A, std::size_t n) {
  auto* factors = new EigenFactors;  // owned by the caller
  factors->lu.compute(view(A, n, n));
  return factors;
}

void product(const double* A, const double* B, std::size_t rows, std::size_t inner,
             std::size_t cols, double* C) {
  out(C, rows, cols).noalias() = view(A, rows, inner) * view(B, inner, cols);
}

}  // namespace

}  // namespace domar::numerics::isa
