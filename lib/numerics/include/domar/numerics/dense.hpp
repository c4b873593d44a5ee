#pragma once
/// @file Dense linear algebra on domar::Matrix; Eigen stays behind this header.

#include <memory>

#include "domar/base/array.hpp"

namespace domar::numerics {

/// LU factors of a square matrix with row exchanges. Same bits for any number of threads: one
/// factorisation runs on one thread. Copies share the factors.
class DenseLu {
 public:
  /// Factors A, O(n^3). Returns false when A is singular to working precision or not finite; then
  /// the factors must not be used.
  [[nodiscard]] bool factor(const Matrix& A);

  [[nodiscard]] Index size() const;
  /// Sign of the determinant: 1 or -1.
  [[nodiscard]] int determinant_sign() const;
  /// x = A^-1 b.
  [[nodiscard]] Vector solve(const Vector& b) const;
  /// x = A^-T b.
  [[nodiscard]] Vector solve_transposed(const Vector& b) const;
  /// X = A^-1 B, column by column.
  [[nodiscard]] Matrix solve(const Matrix& B) const;
  /// X = A^-T B.
  [[nodiscard]] Matrix solve_transposed(const Matrix& B) const;

 private:
  struct Factors;
  std::shared_ptr<const Factors> factors_;
};

/// C = A B.
[[nodiscard]] Matrix product(const Matrix& A, const Matrix& B);

}  // namespace domar::numerics
