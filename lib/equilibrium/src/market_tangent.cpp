#include "market_tangent.hpp"

namespace domar::equilibrium {

bool MarketTangent::take(const Matrix& jacobian) {
  usable_ = false;
  if (jacobian.empty()) return false;
  const Index size = jacobian.rows() - 1;
  Matrix reduced(size, size);
  for (Index i = 0, r = 0; i < jacobian.rows(); ++i) {
    if (i == numeraire_) continue;
    for (Index j = 0, c = 0; j < jacobian.cols(); ++j) {
      if (j != numeraire_) reduced(r, c++) = jacobian(i, j);
    }
    ++r;
  }
  usable_ = lu_.factor(reduced);
  return usable_;
}

Vector MarketTangent::step(const Vector& residual) const {
  Vector reduced;
  reduced.reserve(residual.size());
  for (Index i = 0; i < residual.size(); ++i) {
    if (i != numeraire_) reduced.push_back(-residual[i]);
  }
  const Vector solved = reduced.empty() ? reduced : lu_.solve(reduced);
  Vector step(residual.size(), 0.0);
  for (Index i = 0, s = 0; i < residual.size(); ++i) {
    if (i != numeraire_) step[i] = solved[s++];
  }
  return step;
}

}  // namespace domar::equilibrium
