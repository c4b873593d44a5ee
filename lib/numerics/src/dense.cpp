#include "domar/numerics/dense.hpp"

#include <algorithm>
#include <cmath>

#include "dense_isa.hpp"

namespace domar::numerics {

namespace {

/// The widest registers that the machine has and the build knows.
const isa::Dense& dense() {
#if defined(DOMAR_WIDE_DENSE)
  static const isa::Dense chosen = __builtin_cpu_supports("avx512f") ? isa::dense_avx512
                                   : __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")
                                       ? isa::dense_avx2
                                       : isa::dense_base;
  return chosen;
#else
  return isa::dense_base;
#endif
}

bool all_finite(const Matrix& A) {
  return std::all_of(A.values().begin(), A.values().end(),
                     [](double value) { return std::isfinite(value); });
}

}  // namespace

bool DenseLu::factor(const Matrix& A) {
  if (!all_finite(A)) return false;
  factors_.reset(dense().factor(A.data(), A.rows()));
  return factors_->usable();
}

std::size_t DenseLu::size() const { return factors_ ? factors_->size() : 0; }

int DenseLu::determinant_sign() const { return factors_->determinant_sign(); }

Vector DenseLu::solve(const Vector& b) const {
  Vector x(b.size());
  factors_->solve(b.data(), 1, false, x.data());
  return x;
}

Vector DenseLu::solve_transposed(const Vector& b) const {
  Vector x(b.size());
  factors_->solve(b.data(), 1, true, x.data());
  return x;
}

Matrix DenseLu::solve(const Matrix& B) const {
  Matrix X(B.rows(), B.cols());
  if (!B.empty()) factors_->solve(B.data(), B.cols(), false, X.data());
  return X;
}

Matrix DenseLu::solve_transposed(const Matrix& B) const {
  Matrix X(B.rows(), B.cols());
  if (!B.empty()) factors_->solve(B.data(), B.cols(), true, X.data());
  return X;
}

Matrix product(const Matrix& A, const Matrix& B) {
  Matrix C(A.rows(), B.cols());
  if (!C.empty()) dense().product(A.data(), B.data(), A.rows(), A.cols(), B.cols(), C.data());
  return C;
}

}  // namespace domar::numerics
