#pragma once
/// @file Vector and Matrix: plain dense storage that every module's public headers may show.

#include <cstddef>
#include <span>
#include <vector>

namespace domar {

using Index = std::size_t;
using Vector = std::vector<double>;

/// Dense matrix, row-major: m(i, j) is row i (supplier), column j (user).
class Matrix {
 public:
  Matrix() = default;
  Matrix(Index rows, Index cols, double fill = 0.0)
      : rows_(rows), cols_(cols), values_(rows * cols, fill) {}

  [[nodiscard]] Index rows() const { return rows_; }
  [[nodiscard]] Index cols() const { return cols_; }
  [[nodiscard]] bool empty() const { return values_.empty(); }

  double& operator()(Index i, Index j) { return values_[i * cols_ + j]; }
  double operator()(Index i, Index j) const { return values_[i * cols_ + j]; }

  [[nodiscard]] std::span<double> row(Index i) { return {values_.data() + i * cols_, cols_}; }
  [[nodiscard]] std::span<const double> row(Index i) const {
    return {values_.data() + i * cols_, cols_};
  }
  [[nodiscard]] double* data() { return values_.data(); }
  [[nodiscard]] const double* data() const { return values_.data(); }
  [[nodiscard]] const Vector& values() const { return values_; }

  [[nodiscard]] double row_sum(Index i) const {
    double sum = 0.0;
    for (const double value : row(i)) sum += value;
    return sum;
  }
  [[nodiscard]] double col_sum(Index j) const {
    double sum = 0.0;
    for (Index i = 0; i < rows_; ++i) sum += (*this)(i, j);
    return sum;
  }
  [[nodiscard]] double sum() const {
    double total = 0.0;
    for (const double value : values_) total += value;
    return total;
  }

 private:
  Index rows_ = 0;
  Index cols_ = 0;
  Vector values_;
};

}  // namespace domar
