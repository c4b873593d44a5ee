#include "domar/numerics/fixed_point.hpp"

#include <algorithm>
#include <cmath>

#include "domar/numerics/kernels.hpp"

namespace domar::numerics {

Anderson::Anderson(Index size, Index memory)
    : size_(size),
      memory_(memory),
      dx_(memory, Vector(size)),
      df_(memory, Vector(size)),
      gram_(memory, memory) {}

void Anderson::restart() {
  stored_ = 0;
  next_ = 0;
  started_ = false;
}

namespace {

/// Solves the scaled normal equations G a = b by Cholesky; directions that add nothing get 0.
Vector least_squares(const Matrix& gram, const Vector& right, Index n) {
  Vector scale(n);
  for (Index i = 0; i < n; ++i) scale[i] = gram(i, i) > 0.0 ? 1.0 / std::sqrt(gram(i, i)) : 0.0;
  Matrix L(n, n);
  std::vector<bool> used(n, true);
  constexpr double k_dependent = 1e-13;  // what is left of a direction after the others, squared
  for (Index i = 0; i < n; ++i) {
    for (Index j = 0; j <= i; ++j) {
      double sum = gram(i, j) * scale[i] * scale[j];
      for (Index k = 0; k < j; ++k) sum -= L(i, k) * L(j, k);
      if (i == j) {
        used[i] = sum > k_dependent;
        L(i, i) = used[i] ? std::sqrt(sum) : 1.0;
      } else {
        L(i, j) = used[j] ? sum / L(j, j) : 0.0;
      }
    }
    if (!used[i]) {
      for (Index k = 0; k < i; ++k) L(i, k) = 0.0;
    }
  }
  Vector a(n, 0.0);
  for (Index i = 0; i < n; ++i) {
    double sum = used[i] ? right[i] * scale[i] : 0.0;
    for (Index k = 0; k < i; ++k) sum -= L(i, k) * a[k];
    a[i] = used[i] ? sum / L(i, i) : 0.0;
  }
  for (Index i = n; i-- > 0;) {
    double sum = a[i];
    for (Index k = i + 1; k < n; ++k) {
      if (used[k]) sum -= L(k, i) * a[k];
    }
    a[i] = used[i] ? sum / L(i, i) : 0.0;
  }
  for (Index i = 0; i < n; ++i) a[i] *= scale[i];
  return a;
}

}  // namespace

void Anderson::advance(Vector& x, const Vector& f) {
  if (started_) {
    Vector& dx = dx_[next_];
    Vector& df = df_[next_];
    for (Index i = 0; i < size_; ++i) {
      dx[i] = x[i] - last_x_[i];
      df[i] = f[i] - last_f_[i];
    }
    stored_ = std::min(stored_ + 1, memory_);
    for (Index k = 0; k < stored_; ++k) {
      const double product = dot(df_[k].data(), df.data(), size_);
      gram_(k, next_) = product;
      gram_(next_, k) = product;
    }
    next_ = (next_ + 1) % memory_;
  }
  last_x_ = x;
  last_f_ = f;
  started_ = true;
  add_scaled(1.0, f.data(), x.data(), size_);
  if (stored_ == 0) return;
  Vector right(stored_);
  for (Index k = 0; k < stored_; ++k) right[k] = dot(df_[k].data(), f.data(), size_);
  const Vector a = least_squares(gram_, right, stored_);
  for (Index k = 0; k < stored_; ++k) {
    if (a[k] == 0.0) continue;
    add_scaled(-a[k], dx_[k].data(), x.data(), size_);
    add_scaled(-a[k], df_[k].data(), x.data(), size_);
  }
}

namespace {

double norm(const Vector& x) { return std::sqrt(dot(x.data(), x.data(), x.size())); }

/// One cycle of flexible GMRES: improves x, returns the new residual norm.
struct Cycle {
  const Operator& A;
  const Operator& preconditioner;
  Index memory;
  std::vector<Vector> basis;
  std::vector<Vector> steps;
  Matrix hessenberg;  // upper triangular after the rotations
  Vector cosine, sine, right;

  Cycle(const Operator& operator_, const Operator& inverse, Index size)
      : A(operator_),
        preconditioner(inverse),
        memory(size),
        hessenberg(size + 1, size),
        cosine(size),
        sine(size),
        right(size + 1) {}

  /// Orthogonalises w against the basis (twice is enough), fills a column, rotates it.
  void extend(Vector& w, Index k) {
    const Index n = w.size();
    for (int pass = 0; pass < 2; ++pass) {
      for (Index j = 0; j <= k; ++j) {
        const double h = dot(w.data(), basis[j].data(), n);
        hessenberg(j, k) += h;
        add_scaled(-h, basis[j].data(), w.data(), n);
      }
      if (pass == 0 && k < 10) break;  // few vectors lose little
    }
    const double length = norm(w);
    for (Index j = 0; j < k; ++j) {
      const double upper = hessenberg(j, k);
      const double lower = hessenberg(j + 1, k);
      hessenberg(j, k) = cosine[j] * upper + sine[j] * lower;
      hessenberg(j + 1, k) = -sine[j] * upper + cosine[j] * lower;
    }
    const double diagonal = hessenberg(k, k);
    const double radius = std::hypot(diagonal, length);
    cosine[k] = radius > 0.0 ? diagonal / radius : 1.0;
    sine[k] = radius > 0.0 ? length / radius : 0.0;
    hessenberg(k, k) = radius;
    right[k + 1] = -sine[k] * right[k];
    right[k] *= cosine[k];
    if (length > 0.0) {
      for (double& value : w) value /= length;
    }
  }

  void finish(Vector& x, Index count) {
    Vector y(count);
    for (Index i = count; i-- > 0;) {
      double sum = right[i];
      for (Index j = i + 1; j < count; ++j) sum -= hessenberg(i, j) * y[j];
      y[i] = hessenberg(i, i) != 0.0 ? sum / hessenberg(i, i) : 0.0;
    }
    for (Index j = 0; j < count; ++j) add_scaled(y[j], steps[j].data(), x.data(), x.size());
  }
};

}  // namespace

GmresReport gmres(const Operator& A, const Operator& preconditioner, const Vector& b, Vector& x,
                  double tolerance, int max_products, int memory) {
  GmresReport report;
  x.assign(b.size(), 0.0);
  const double size = norm(b);
  if (!(size > 0.0)) {
    report.converged = size == 0.0;
    report.relative_residual = 0.0;
    return report;
  }
  Vector residual = b;
  Vector w(b.size());
  while (report.products < max_products) {
    Cycle cycle(A, preconditioner, static_cast<Index>(memory));
    const double start = norm(residual);
    cycle.right[0] = start;
    cycle.basis.push_back(residual);
    for (double& value : cycle.basis[0]) value /= start;
    Index k = 0;
    while (k < cycle.memory && report.products < max_products) {
      cycle.steps.emplace_back(b.size());
      preconditioner(cycle.basis[k], cycle.steps[k]);
      A(cycle.steps[k], w);
      ++report.products;
      cycle.extend(w, k);
      ++k;
      const double left = std::abs(cycle.right[k]);
      if (!std::isfinite(left)) return report;
      if (left <= tolerance * size || left <= 1e-16 * start) break;
      cycle.basis.push_back(w);
    }
    cycle.finish(x, k);
    A(x, w);
    ++report.products;
    for (Index i = 0; i < b.size(); ++i) residual[i] = b[i] - w[i];
    report.relative_residual = norm(residual) / size;
    if (!std::isfinite(report.relative_residual)) return report;
    if (report.relative_residual <= 2.0 * tolerance) {
      report.converged = true;
      return report;
    }
    if (norm(residual) > 0.5 * start) return report;  // stagnates
  }
  return report;
}

}  // namespace domar::numerics
