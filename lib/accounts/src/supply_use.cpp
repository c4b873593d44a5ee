#include "domar/accounts/supply_use.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "domar/numerics/dense.hpp"

namespace domar::accounts {

namespace {

using numerics::DenseLu;
using numerics::product;

Matrix transposed(const Matrix& m) {
  Matrix t(m.cols(), m.rows());
  for (Index i = 0; i < m.rows(); ++i) {
    for (Index j = 0; j < m.cols(); ++j) t(j, i) = m(i, j);
  }
  return t;
}

Vector row_sums(const Matrix& m) {
  Vector sums(m.rows());
  for (Index i = 0; i < m.rows(); ++i) sums[i] = m.row_sum(i);
  return sums;
}

Vector col_sums(const Matrix& m) {
  Vector sums(m.cols(), 0.0);
  for (Index i = 0; i < m.rows(); ++i) {
    for (Index j = 0; j < m.cols(); ++j) sums[j] += m(i, j);
  }
  return sums;
}

void scale_rows(Matrix& m, const Vector& factors) {
  for (Index i = 0; i < m.rows(); ++i) {
    for (double& value : m.row(i)) value *= factors[i];
  }
}

void scale_cols(Matrix& m, const Vector& factors) {
  for (Index i = 0; i < m.rows(); ++i) {
    for (Index j = 0; j < m.cols(); ++j) m(i, j) *= factors[j];
  }
}

/// 1 / x; 0 where nothing is made.
Vector inverse(Vector x) {
  for (double& value : x) value = value != 0.0 ? 1.0 / value : 0.0;
  return x;
}

Status check_shapes(const SupplyUse& t) {
  const Index p = t.products.size();
  const Index n = t.industries.size();
  const auto fits = [&](const Matrix& m, Index rows, Index cols, const char* name) -> Status {
    if (m.rows() == rows && m.cols() == cols) return Done{};
    return Error{ErrorCode::shape_mismatch,
                 fmt::format("{} is {} x {}, not {} x {}", name, m.rows(), m.cols(), rows, cols),
                 "", "", ""};
  };
  if (auto s = fits(t.V, p, n, "supply"); !s.ok()) return s;
  if (auto s = fits(t.U, p, n, "use"); !s.ok()) return s;
  if (auto s = fits(t.Y, p, t.final_uses.size(), "final use"); !s.ok()) return s;
  return fits(t.W, t.incomes.size(), n, "incomes");
}

Status check_numbers(const SupplyUse& t) {
  for (const Matrix* m : {&t.V, &t.U, &t.Y, &t.W}) {
    for (const double value : m->values()) {
      if (!std::isfinite(value)) {
        return Error{ErrorCode::bad_value, "a number is not finite", "", "", ""};
      }
    }
  }
  for (Index i = 0; i < t.V.rows(); ++i) {
    for (Index j = 0; j < t.V.cols(); ++j) {
      if (t.V(i, j) >= 0.0) continue;
      return Error{ErrorCode::bad_value, fmt::format("supply is {:.6g}", t.V(i, j)),
                   fmt::format("{} by {}", t.products.code(i), t.industries.code(j)), "", ""};
    }
  }
  return Done{};
}

/// The worst gap between two sums of the same things, if it is more than rounding.
Status agree(const Vector& a, const Vector& b, const Labels& labels, const char* what) {
  constexpr double k_tolerance = 1e-6;
  Index worst = 0;
  double gap = 0.0;
  for (Index k = 0; k < a.size(); ++k) {
    const double relative =
        std::abs(a[k] - b[k]) / std::max({std::abs(a[k]), std::abs(b[k]), 1e-300});
    if (relative <= gap) continue;
    gap = relative;
    worst = k;
  }
  if (gap <= k_tolerance) return Done{};
  return Error{
      ErrorCode::unbalanced, fmt::format("{} {:.8g} and {:.8g} differ", what, a[worst], b[worst]),
      labels.code(worst) + " " + labels.title(worst),
      "supply and use tables at basic prices, without imports in the supply, must balance", ""};
}

Status check_balance(const SupplyUse& t) {
  const Vector q = row_sums(t.V);
  Vector used = row_sums(t.U);
  for (Index i = 0; i < used.size(); ++i) used[i] += t.Y.row_sum(i);
  if (auto s = agree(q, used, t.products, "supply and use"); !s.ok()) return s;
  Vector cost = col_sums(t.U);
  const Vector other = col_sums(t.W);
  for (Index j = 0; j < cost.size(); ++j) cost[j] += other[j];
  return agree(col_sums(t.V), cost, t.industries, "output and cost");
}

/// V^-1, which models A and C need.
Result<Matrix> inverse_supply(const SupplyUse& t) {
  const Index n = t.V.rows();
  if (n != t.V.cols()) {
    return Error{ErrorCode::shape_mismatch,
                 fmt::format("models A and C need as many products as industries, not {} and {}", n,
                             t.V.cols()),
                 "", "aggregate products, or use model B or D", ""};
  }
  DenseLu lu;
  if (!lu.factor(t.V)) {
    return Error{
        ErrorCode::infeasible, "the supply table cannot be inverted", "",
        "industries or products without output, or with the same products, rule out models "
        "A and C: aggregate them, or use model B or D",
        ""};
  }
  Matrix identity(n, n);
  for (Index i = 0; i < n; ++i) identity(i, i) = 1.0;
  return lu.solve(identity);
}

/// The transformation T of the header.
Result<Matrix> transformation(const SupplyUse& t, SymmetricModel model) {
  const Vector q = row_sums(t.V);
  const Vector g = col_sums(t.V);
  if (model == SymmetricModel::A || model == SymmetricModel::C) {
    auto inverse = inverse_supply(t);
    if (!inverse.ok()) return inverse;
    if (model == SymmetricModel::A) {
      scale_cols(*inverse, q);
    } else {
      scale_rows(*inverse, g);
    }
    return inverse;
  }
  Matrix T = transposed(t.V);
  if (model == SymmetricModel::B) {
    scale_rows(T, inverse(g));
  } else {
    scale_cols(T, inverse(q));
  }
  return T;
}

void list_negative(SymmetricTable& out) {
  const double total = [&] {
    double sum = 0.0;
    for (const double value : out.Z.values()) sum += std::abs(value);
    return sum;
  }();
  for (Index i = 0; i < out.Z.rows(); ++i) {
    for (Index j = 0; j < out.Z.cols(); ++j) {
      if (out.Z(i, j) < -1e-14 * total) {
        out.negative.push_back({out.sectors.code(i), out.sectors.code(j), out.Z(i, j)});
      }
    }
  }
  std::stable_sort(out.negative.begin(), out.negative.end(),
                   [](const auto& a, const auto& b) { return a.value < b.value; });
}

}  // namespace

Result<SymmetricModel> parse_symmetric_model(const std::string& name) {
  if (name.size() == 1 && name[0] >= 'A' && name[0] <= 'D') {
    return static_cast<SymmetricModel>(name[0] - 'A');
  }
  return Error{ErrorCode::not_found, fmt::format("'{}' is no model", name), "",
               "A and B give products, C and D industries; A and C may give negative flows", ""};
}

Result<SymmetricTable> make_symmetric(const SupplyUse& table, SymmetricModel model) {
  for (const auto& check : {check_shapes, check_numbers, check_balance}) {
    if (auto status = check(table); !status.ok()) return status.error();
  }
  const auto T = transformation(table, model);
  if (!T.ok()) return T.error();
  SymmetricTable out;
  if (model == SymmetricModel::A || model == SymmetricModel::B) {
    out.sectors = table.products;
    out.Z = product(table.U, *T);
    out.W = product(table.W, *T);
    out.Y = table.Y;
  } else {
    out.sectors = table.industries;
    out.Z = product(*T, table.U);
    out.W = table.W;
    out.Y = product(*T, table.Y);
  }
  list_negative(out);
  return out;
}

}  // namespace domar::accounts
