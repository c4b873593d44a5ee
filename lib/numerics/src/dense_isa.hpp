#pragma once
/// @file What dense.cpp asks of each instruction set. Matrices are row-major without gaps.

#include <cstddef>

namespace domar::numerics::isa {

/// LU factors with row exchanges.
class Factors {
 public:
  virtual ~Factors() = default;
  [[nodiscard]] virtual std::size_t size() const = 0;
  /// Not singular to working precision, and finite.
  [[nodiscard]] virtual bool usable() const = 0;
  [[nodiscard]] virtual int determinant_sign() const = 0;
  /// X = A^-1 B or A^-T B; B and X are size x cols.
  virtual void solve(const double* b, std::size_t cols, bool transposed, double* x) const = 0;
};

struct Dense {
  /// The caller owns what it gets.
  const Factors* (*factor)(const double* A, std::size_t n);
  /// C = A B; A is rows x inner, B inner x cols.
  void (*product)(const double* A, const double* B, std::size_t rows, std::size_t inner,
                  std::size_t cols, double* C);
};

extern const Dense dense_base;
extern const Dense dense_avx2;
extern const Dense dense_avx512;

}  // namespace domar::numerics::isa
