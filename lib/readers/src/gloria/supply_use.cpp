#include "gloria/supply_use.hpp"

#include <algorithm>

namespace domar::readers::gloria {

namespace {

bool is_identity(const Matrix& m) {
  for (Index i = 0; i < m.rows(); ++i) {
    for (Index j = 0; j < m.cols(); ++j) {
      if (m(i, j) != (i == j ? 1.0 : 0.0)) return false;
    }
  }
  return true;
}

}  // namespace

Matrix market_shares(const Matrix& supply) {
  Matrix shares(supply.rows(), supply.cols());
  for (Index p = 0; p < supply.cols(); ++p) {
    const double all = supply.col_sum(p);
    for (Index i = 0; i < supply.rows() && all != 0.0; ++i) shares(i, p) = supply(i, p) / all;
  }
  return shares;
}

void products_to_industries(const std::vector<Matrix>& shares, Matrix& values) {
  Index first = 0;
  for (const Matrix& D : shares) {
    const Index sectors = D.rows();
    if (!is_identity(D)) {
      Matrix block(sectors, values.cols());
      for (Index i = 0; i < sectors; ++i) {
        const auto to = block.row(i);
        for (Index p = 0; p < sectors; ++p) {
          if (D(i, p) == 0.0) continue;
          const auto from = values.row(first + p);
          for (Index j = 0; j < from.size(); ++j) to[j] += D(i, p) * from[j];
        }
      }
      for (Index i = 0; i < sectors; ++i) {
        const auto from = block.row(i);
        std::copy(from.begin(), from.end(), values.row(first + i).begin());
      }
    }
    first += sectors;
  }
}

}  // namespace domar::readers::gloria
