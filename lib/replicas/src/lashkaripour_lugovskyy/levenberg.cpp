/// @file Levenberg's method on residuals in money, sector by sector.

#include <algorithm>
#include <cmath>
#include <limits>

#include "domar/numerics/dense.hpp"
#include "domar/numerics/kernels.hpp"
#include "domar/replicas/lashkaripour_lugovskyy.hpp"
#include "money_system.hpp"

namespace domar::replicas::lashkaripour_lugovskyy {

namespace {

Matrix transposed(const Matrix& m) {
  Matrix t(m.cols(), m.rows());
  for (Index i = 0; i < m.rows(); ++i) {
    for (Index j = 0; j < m.cols(); ++j) t(j, i) = m(i, j);
  }
  return t;
}

/// m^T v, added to `to` at an offset.
void add_transposed(const Matrix& m, const double* v, double* to) {
  for (Index i = 0; i < m.rows(); ++i) {
    for (Index j = 0; j < m.cols(); ++j) to[j] += m(i, j) * v[i];
  }
}

/// J^T residuals: first wages and incomes, then labour by sector, as the unknowns.
Vector slope_of_squares(const Slopes& s, const Vector& residual, Index n, Index sectors) {
  Vector g(2 * n + sectors * n, 0.0);
  for (Index k = 0; k < sectors; ++k) {
    add_transposed(s.own[k], &residual[k * n], &g[2 * n + k * n]);
    add_transposed(s.shared[k], &residual[sectors * n], &g[2 * n + k * n]);
    add_transposed(s.common[k], &residual[k * n], g.data());
  }
  add_transposed(s.budget, &residual[sectors * n], g.data());
  return g;
}

/// The saddle [damping slopes^T; slopes -1] of (unknowns, residuals after the step), unknowns
/// scaled by the largest slope in them: it is the least-squares system without squaring its
/// condition.
class Saddle {
 public:
  bool factor(Matrix m, Index unknowns) {
    scale_.assign(m.rows(), 1.0);
    for (Index j = 0; j < unknowns; ++j) {
      double most = 0.0;
      for (Index i = unknowns; i < m.rows(); ++i) most = std::max(most, std::abs(m(i, j)));
      if (most > 0.0) scale_[j] = 1.0 / most;
    }
    for (Index i = 0; i < m.rows(); ++i) {
      for (Index j = 0; j < m.cols(); ++j) m(i, j) *= scale_[i] * scale_[j];
    }
    return lu_.factor(m);
  }
  [[nodiscard]] Matrix solve(Matrix right) const {
    scale_rows(right);
    Matrix x = lu_.solve(right);
    scale_rows(x);
    return x;
  }
  [[nodiscard]] Vector solve(Vector right) const {
    for (Index i = 0; i < right.size(); ++i) right[i] *= scale_[i];
    Vector x = lu_.solve(right);
    for (Index i = 0; i < x.size(); ++i) x[i] *= scale_[i];
    return x;
  }

 private:
  void scale_rows(Matrix& m) const {
    for (Index i = 0; i < m.rows(); ++i) {
      for (double& entry : m.row(i)) entry *= scale_[i];
    }
  }
  numerics::DenseLu lu_;
  Vector scale_;
};

Matrix saddle(const Matrix& slopes, double damping) {
  const Index n = slopes.cols();
  Matrix m(n + slopes.rows(), n + slopes.rows());
  for (Index j = 0; j < n; ++j) m(j, j) = damping;
  for (Index i = 0; i < slopes.rows(); ++i) {
    m(n + i, n + i) = -1.0;
    for (Index j = 0; j < n; ++j) m(n + i, j) = m(j, n + i) = slopes(i, j);
  }
  return m;
}

/// Solves (J^T J + damping) step = -J^T residual. Labour is eliminated sector by sector; wages,
/// incomes and the rows that all sectors share remain, and with them the labour whose own row
/// became the numeraire: no row of its sector holds it.
class DampedStep {
 public:
  DampedStep(const Slopes& slopes, Index n, Index sectors) : s_(slopes), n_(n), sectors_(sectors) {}

  /// The step as the unknowns; empty if the system is singular to working precision.
  Vector solve(const Vector& residual, double damping) {
    const Index common = 2 * n_ + 1;  // wages, incomes, the labour that nothing holds
    Matrix slopes(2 * n_, common);
    for (Index l = 0; l < 2 * n_; ++l) {
      for (Index m = 0; m < 2 * n_; ++m) slopes(l, m) = s_.budget(l, m);
      slopes(l, common - 1) = s_.shared[sectors_ - 1](l, n_ - 1);
    }
    Matrix reduced = saddle(slopes, damping);
    Vector right(reduced.rows(), 0.0);
    for (Index l = 0; l < 2 * n_; ++l) right[common + l] = -residual[sectors_ * n_ + l];
    for (Index k = 0; k < sectors_; ++k) {
      if (!eliminate(k, residual, damping, reduced, right)) return {};
    }
    Saddle all;
    if (!all.factor(std::move(reduced), common)) return {};
    return assemble(all.solve(right));
  }

 private:
  [[nodiscard]] bool is_free(Index k, Index j) const { return k + 1 == sectors_ && j + 1 == n_; }

  bool eliminate(Index k, const Vector& residual, double damping, Matrix& reduced, Vector& right) {
    const Index common = 2 * n_ + 1;
    Matrix matrix = saddle(s_.own[k], damping);
    Matrix border(2 * n_, reduced.rows());
    Vector own_right(2 * n_, 0.0);
    for (Index j = 0; j < n_; ++j) {
      own_right[n_ + j] = -residual[k * n_ + j];
      for (Index l = 0; l < 2 * n_; ++l) {
        if (!is_free(k, j)) border(j, common + l) = s_.shared[k](l, j);
        border(n_ + j, l) = s_.common[k](j, l);
      }
      if (!is_free(k, j)) continue;
      for (Index i = 0; i < n_; ++i) {
        border(n_ + i, common - 1) = s_.own[k](i, j);
        matrix(n_ + i, j) = matrix(j, n_ + i) = 0.0;
      }
      matrix(j, j) = 1.0;
    }
    Saddle own;
    if (!own.factor(std::move(matrix), n_)) return false;
    back_.push_back(own.solve(border));
    constant_.push_back(own.solve(own_right));
    const Matrix taken = numerics::product(transposed(border), back_.back());
    for (Index l = 0; l < reduced.rows(); ++l) {
      for (Index m = 0; m < reduced.cols(); ++m) reduced(l, m) -= taken(l, m);
      for (Index j = 0; j < 2 * n_; ++j) right[l] -= border(j, l) * constant_.back()[j];
    }
    return true;
  }

  [[nodiscard]] Vector assemble(const Vector& both) const {
    Vector step(both.begin(), both.begin() + static_cast<std::ptrdiff_t>(2 * n_));
    for (Index k = 0; k < sectors_; ++k) {
      for (Index j = 0; j < n_; ++j) {
        double labour = constant_[k][j];
        for (Index l = 0; l < both.size(); ++l) labour -= back_[k](j, l) * both[l];
        step.push_back(is_free(k, j) ? both[2 * n_] : labour);
      }
    }
    return step;
  }

  const Slopes& s_;
  Index n_;
  Index sectors_;
  std::vector<Matrix> back_;
  std::vector<Vector> constant_;
};

}  // namespace

StoppedPoint levenberg(MoneySystem& system, const Gravity& world, Vector start,
                       const StopRule& rule) {
  const double root = std::sqrt(std::numeric_limits<double>::epsilon());
  const Index n = world.regions();
  StoppedPoint at{std::move(start), {}, 0};
  Slopes slopes;
  at.residual = system.residuals(at.x, &slopes);
  double value = squares(at.residual);
  Vector g = slope_of_squares(slopes, at.residual, n, world.sectors());
  const double enough = 1e-4 * rule.value_tolerance * std::max(numerics::largest(g), root);
  double damping = 0.01;
  bool successful = true;
  while (at.iterations < rule.most_iterations && damping < 1e16) {
    const Vector step = DampedStep(slopes, n, world.sectors()).solve(at.residual, damping);
    if (step.empty()) break;
    Vector next = at.x;
    for (Index m = 0; m < step.size(); ++m) next[m] += step[m];
    const Vector there = system.residuals(next);
    const double length = std::sqrt(squares(step));
    const bool short_step =
        length < rule.step_tolerance * (root + std::sqrt(squares(next) + rule.idle_squares));
    if (squares(there) < value) {
      if (successful) damping *= 0.1;
      successful = true;
      ++at.iterations;
      const double before = value;
      at.x = std::move(next);
      at.residual = system.residuals(at.x, &slopes);
      value = squares(at.residual);
      g = slope_of_squares(slopes, at.residual, n, world.sectors());
      if (numerics::largest(g) < enough || before - value <= rule.value_tolerance * before) break;
    } else {
      damping *= 10.0;
      successful = false;
    }
    if (short_step) break;
  }
  return at;
}

}  // namespace domar::replicas::lashkaripour_lugovskyy
