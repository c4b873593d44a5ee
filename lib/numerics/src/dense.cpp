#include "domar/numerics/dense.hpp"

#include <cmath>

#include <Eigen/Core>
#include <Eigen/LU>

namespace domar::numerics {

namespace {
using EigenMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using MatrixView = Eigen::Map<const EigenMatrix>;
using VectorView = Eigen::Map<const Eigen::VectorXd>;
using Eigen::Index;

MatrixView view(const Matrix& A) {
  return {A.data(), static_cast<Index>(A.rows()), static_cast<Index>(A.cols())};
}
VectorView view(const Vector& b) { return {b.data(), static_cast<Index>(b.size())}; }

Matrix stored(const EigenMatrix& X) {
  Matrix result(static_cast<std::size_t>(X.rows()), static_cast<std::size_t>(X.cols()));
  Eigen::Map<EigenMatrix>(result.data(), X.rows(), X.cols()) = X;
  return result;
}
}  // namespace

struct DenseLu::Factors {
  Eigen::PartialPivLU<EigenMatrix> lu;
};

bool DenseLu::factor(const Matrix& A) {
  if (!view(A).allFinite()) return false;
  auto factors = std::make_shared<Factors>();
  factors->lu.compute(view(A));
  factors_ = std::move(factors);
  const auto pivots = factors_->lu.matrixLU().diagonal().cwiseAbs();
  if (pivots.size() == 0) return true;
  return pivots.allFinite() && pivots.minCoeff() > 1e-14 * pivots.maxCoeff() &&
         pivots.minCoeff() > 0.0;
}

std::size_t DenseLu::size() const {
  return factors_ ? static_cast<std::size_t>(factors_->lu.rows()) : 0;
}

int DenseLu::determinant_sign() const {
  const auto& lu = factors_->lu;
  auto sign = static_cast<int>(lu.permutationP().determinant());
  for (Index i = 0; i < lu.rows(); ++i) {
    if (lu.matrixLU()(i, i) < 0.0) sign = -sign;
  }
  return sign;
}

Vector DenseLu::solve(const Vector& b) const {
  const Eigen::VectorXd x = factors_->lu.solve(view(b));
  return {x.data(), x.data() + x.size()};
}

Vector DenseLu::solve_transposed(const Vector& b) const {
  const Eigen::VectorXd x = factors_->lu.transpose().solve(view(b));
  return {x.data(), x.data() + x.size()};
}

Matrix DenseLu::solve(const Matrix& B) const { return stored(factors_->lu.solve(view(B))); }

Matrix DenseLu::solve_transposed(const Matrix& B) const {
  return stored(factors_->lu.transpose().solve(view(B)));
}

Matrix product(const Matrix& A, const Matrix& B) { return stored(view(A) * view(B)); }

}  // namespace domar::numerics
