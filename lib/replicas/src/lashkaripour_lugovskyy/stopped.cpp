/// @file Where the authors' solver stops under free entry: Levenberg's method on residuals in
/// money.

#include <algorithm>
#include <cmath>
#include <limits>

#include "domar/numerics/dense.hpp"
#include "domar/replicas/lashkaripour_lugovskyy.hpp"

namespace domar::replicas::lashkaripour_lugovskyy {

namespace {

/// Slopes of the residuals: by sector in the sector's labour and in (wages | incomes), and of
/// budgets and labour shares, which know the labour of all sectors.
struct Slopes {
  std::vector<Matrix> own;     ///< n x n: sector rows in the sector's labour
  std::vector<Matrix> common;  ///< n x 2n: sector rows in wages and incomes
  std::vector<Matrix> shared;  ///< 2n x n: budget and share rows in the sector's labour
  Matrix budget;               ///< 2n x 2n: budget and share rows in wages and incomes
};

double squares(const Vector& v) {
  double sum = 0.0;
  for (const double entry : v) sum += entry * entry;
  return sum;
}

/// The system as the authors' program states it. Unknowns, as ratios to the base year: wages,
/// incomes, labour by sector; residuals: by sector and region wages that sales pay for less wages
/// paid [money], the last replaced by the numeraire; budgets [money]; labour shares x 100.
class MoneySystem {
 public:
  MoneySystem(const Gravity& world, const GravityWedges& wedges)
      : world_(world),
        wedges_(wedges),
        n_(world.regions()),
        sectors_(world.sectors()),
        income_(n_, 0.0),
        wages_(n_, 0.0),
        labour_(sectors_, Vector(n_, 0.0)),
        spending_(sectors_, Vector(n_, 0.0)) {
    const auto& data = world.data();
    for (Index k = 0; k < sectors_; ++k) {
      for (Index i = 0; i < n_; ++i) {
        spending_[k][i] = data.flow[k].col_sum(i);
        income_[i] += spending_[k][i];
        for (Index j = 0; j < n_; ++j) {
          labour_[k][j] += data.flow[k](j, i) / (1.0 + data.tariff[k](j, i));
        }
      }
      for (Index j = 0; j < n_; ++j) wages_[j] += labour_[k][j];
    }
    weight_.assign(wedges.import.size(), 0.0);
    for (Index k = 0; k < sectors_; ++k) {
      for (Index i = 0; i < n_; ++i) {
        for (Index j = 0; j < n_; ++j) {
          const Index cell = world.cell(k, j, i);
          const double change =
              wedges.import[cell] * wedges.origin[cell] / (1.0 + data.tariff[k](j, i));
          weight_[cell] =
              data.flow[k](j, i) / spending_[k][i] * std::pow(change, 1.0 - data.sigma[k]);
        }
      }
    }
  }

  [[nodiscard]] Index size() const { return 2 * n_ + sectors_ * n_; }

  /// Residuals at x, with slopes if they are wanted.
  Vector residuals(const Vector& x, Slopes* slopes) {
    Vector result(size(), 0.0);
    Vector budget(n_);
    Vector share(n_, -1.0);
    for (Index i = 0; i < n_; ++i) {
      budget[i] = std::abs(x[i]) * wages_[i] - std::abs(x[n_ + i]) * income_[i];
    }
    log_price_.assign(n_, 0.0);
    if (slopes != nullptr) start(x, *slopes);
    for (Index k = 0; k < sectors_; ++k) sector(k, x, result, budget, share, slopes);
    const Index last = sectors_ * n_ - 1;
    result[last] = 0.0;
    for (Index j = 0; j < n_; ++j) result[last] += wages_[j] * (std::abs(x[j]) - 1.0);
    for (Index i = 0; i < n_; ++i) {
      result[sectors_ * n_ + i] = budget[i];
      result[sectors_ * n_ + n_ + i] = 100.0 * share[i];
    }
    if (slopes != nullptr) finish(x, *slopes);
    return result;
  }

  /// Real income of a region at the point last evaluated, ratio to the base year.
  [[nodiscard]] double real_income(const Vector& x, Index region) const {
    return std::abs(x[n_ + region]) / std::exp(log_price_[region]);
  }

 private:
  void start(const Vector& x, Slopes& s) const {
    s.own.assign(sectors_, Matrix(n_, n_));
    s.common.assign(sectors_, Matrix(n_, 2 * n_));
    s.shared.assign(sectors_, Matrix(2 * n_, n_));
    s.budget = Matrix(2 * n_, 2 * n_);
    for (Index i = 0; i < n_; ++i) {
      s.budget(i, i) = std::abs(x[i]) * wages_[i];
      s.budget(i, n_ + i) = -std::abs(x[n_ + i]) * income_[i];
    }
  }

  /// Adds what sector k sells and pays. Slopes are those in logs until `finish`.
  void sector(Index k, const Vector& x, Vector& result, Vector& budget, Vector& share, Slopes* s) {
    const double power = 1.0 - world_.data().sigma[k];
    const double scale = world_.data().scale[k];
    Vector factor(n_);
    for (Index j = 0; j < n_; ++j) {
      const double labour = std::abs(x[2 * n_ + k * n_ + j]);
      factor[j] = std::pow(std::abs(x[j]) * std::pow(labour, -scale), power);
      result[k * n_ + j] = -labour * labour_[k][j] * std::abs(x[j]);
      share[j] += labour * labour_[k][j] / wages_[j];
    }
    Matrix in_cost(n_, n_);         // sales in unit costs
    Matrix earned_in_cost(n_, n_);  // taxes in unit costs
    Vector shares(n_);
    for (Index i = 0; i < n_; ++i) {
      double total = 0.0;
      for (Index j = 0; j < n_; ++j) {
        total += shares[j] = weight_[world_.cell(k, j, i)] * factor[j];
      }
      log_price_[i] += spending_[k][i] / income_[i] / power * std::log(total);
      for (double& entry : shares) entry /= total;
      const double spent = spending_[k][i] * std::abs(x[n_ + i]);
      double import_tax = 0.0;
      for (Index j = 0; j < n_; ++j) {
        const Index cell = world_.cell(k, j, i);
        const double paid = shares[j] * spent;
        const double before = paid / wedges_.import[cell];
        const double net = before / wedges_.origin[cell];
        result[k * n_ + j] += net;
        budget[i] += paid - before;
        budget[j] += before - net;
        if (s == nullptr) continue;
        import_tax += paid - before;
        s->common[k](j, n_ + i) += net;
        s->budget(j, n_ + i) += before - net;
        s->budget(i, n_ + i) += paid - before;
        in_cost(j, j) += power * net;
        earned_in_cost(j, j) += power * (before - net);
        earned_in_cost(i, j) += power * (paid - before);
        for (Index l = 0; l < n_; ++l) {
          in_cost(j, l) -= power * net * shares[l];
          earned_in_cost(j, l) -= power * (before - net) * shares[l];
        }
      }
      if (s == nullptr) continue;
      for (Index l = 0; l < n_; ++l) earned_in_cost(i, l) -= power * import_tax * shares[l];
    }
    if (s == nullptr) return;
    for (Index j = 0; j < n_; ++j) {
      const double labour = std::abs(x[2 * n_ + k * n_ + j]) * labour_[k][j];
      for (Index l = 0; l < n_; ++l) {
        s->own[k](j, l) = -scale * in_cost(j, l);
        s->common[k](j, l) += in_cost(j, l);
        s->shared[k](j, l) = -scale * earned_in_cost(j, l);
        s->budget(j, l) += earned_in_cost(j, l);
      }
      s->own[k](j, j) -= labour * std::abs(x[j]);
      s->common[k](j, j) -= labour * std::abs(x[j]);
      s->shared[k](n_ + j, j) = 100.0 * labour / wages_[j];
    }
  }

  /// Slopes in logs become slopes in the unknowns; the last sector row is the numeraire.
  void finish(const Vector& x, Slopes& s) const {
    Matrix& own = s.own[sectors_ - 1];
    Matrix& common = s.common[sectors_ - 1];
    for (Index l = 0; l < n_; ++l) {
      own(n_ - 1, l) = 0.0;
      common(n_ - 1, l) = wages_[l] * std::abs(x[l]);
      common(n_ - 1, n_ + l) = 0.0;
    }
    const auto divide = [](Matrix& m, const double* by) {
      for (Index row = 0; row < m.rows(); ++row) {
        for (Index l = 0; l < m.cols(); ++l) m(row, l) /= by[l];
      }
    };
    for (Index k = 0; k < sectors_; ++k) {
      divide(s.own[k], &x[2 * n_ + k * n_]);
      divide(s.shared[k], &x[2 * n_ + k * n_]);
      divide(s.common[k], x.data());
    }
    divide(s.budget, x.data());
  }

  const Gravity& world_;
  const GravityWedges& wedges_;
  Index n_;
  Index sectors_;
  Vector income_;
  Vector wages_;
  std::vector<Vector> labour_;    ///< sector, region [money]
  std::vector<Vector> spending_;  ///< sector, region [money]
  Vector weight_;
  Vector log_price_;
};

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

double largest(const Vector& v) {
  double most = 0.0;
  for (const double entry : v) most = std::max(most, std::abs(entry));
  return most;
}

}  // namespace

StoppedSolve stopped_solve(const Gravity& world, const GravityWedges& wedges,
                           const StopRule& rule) {
  const double root = std::sqrt(std::numeric_limits<double>::epsilon());
  const Index n = world.regions();
  MoneySystem system(world, wedges);
  Vector x = rule.start;
  x.resize(system.size(), rule.labour_start);

  StoppedSolve result;
  Slopes slopes;
  Vector residual = system.residuals(x, &slopes);
  double value = squares(residual);
  Vector g = slope_of_squares(slopes, residual, n, world.sectors());
  const double enough = 1e-4 * rule.value_tolerance * std::max(largest(g), root);
  double damping = 0.01;
  bool successful = true;
  while (result.iterations < rule.most_iterations && damping < 1e16) {
    const Vector step = DampedStep(slopes, n, world.sectors()).solve(residual, damping);
    if (step.empty()) break;
    Vector next = x;
    for (Index m = 0; m < step.size(); ++m) next[m] += step[m];
    const Vector there = system.residuals(next, nullptr);
    const double length = std::sqrt(squares(step));
    const bool short_step =
        length < rule.step_tolerance * (root + std::sqrt(squares(next) + rule.idle_squares));
    if (squares(there) < value) {
      if (successful) damping *= 0.1;
      successful = true;
      ++result.iterations;
      const double before = value;
      x = std::move(next);
      residual = system.residuals(x, &slopes);
      value = squares(residual);
      g = slope_of_squares(slopes, residual, n, world.sectors());
      if (largest(g) < enough || before - value <= rule.value_tolerance * before) break;
    } else {
      damping *= 10.0;
      successful = false;
    }
    if (short_step) break;
  }
  system.residuals(x, nullptr);
  for (Index i = 0; i < n; ++i) result.gain.push_back(system.real_income(x, i) - 1.0);
  result.residual = largest(residual);
  for (Index m = 2 * n; m < x.size(); ++m) result.closed += std::abs(x[m]) < 1e-3 ? 1 : 0;
  return result;
}

}  // namespace domar::replicas::lashkaripour_lugovskyy
