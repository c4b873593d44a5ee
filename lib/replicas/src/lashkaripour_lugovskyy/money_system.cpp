#include "money_system.hpp"

#include <cmath>

namespace domar::replicas::lashkaripour_lugovskyy {

double squares(const Vector& v) {
  double sum = 0.0;
  for (const double entry : v) sum += entry * entry;
  return sum;
}

MoneySystem::MoneySystem(const Gravity& world, const GravityWedges& wedges)
    : world_(world),
      wedges_(wedges),
      n_(world.regions()),
      sectors_(world.sectors()),
      income_(n_, 0.0),
      wages_(n_, 0.0),
      labour_(sectors_, Vector(n_, 0.0)),
      spending_(sectors_, Vector(n_, 0.0)),
      weight_(wedges.import.size(), 0.0) {
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

Matrix dense(const Slopes& slopes) {
  const Index sectors = slopes.own.size();
  const Index n = slopes.own[0].rows();
  Matrix m(sectors * n + 2 * n, 2 * n + sectors * n);
  for (Index k = 0; k < sectors; ++k) {
    for (Index j = 0; j < n; ++j) {
      for (Index l = 0; l < n; ++l) m(k * n + j, 2 * n + k * n + l) = slopes.own[k](j, l);
      for (Index l = 0; l < 2 * n; ++l) m(k * n + j, l) = slopes.common[k](j, l);
    }
    for (Index r = 0; r < 2 * n; ++r) {
      for (Index l = 0; l < n; ++l) m(sectors * n + r, 2 * n + k * n + l) = slopes.shared[k](r, l);
    }
  }
  for (Index r = 0; r < 2 * n; ++r) {
    for (Index l = 0; l < 2 * n; ++l) m(sectors * n + r, l) = slopes.budget(r, l);
  }
  return m;
}

Vector MoneySystem::residuals(const Vector& x, Slopes* slopes) {
  Vector result(size(), 0.0);
  double* const budget = &result[sectors_ * n_];
  double* const share = budget + n_;
  for (Index i = 0; i < n_; ++i) {
    budget[i] = std::abs(x[i]) * wages_[i] - std::abs(x[n_ + i]) * income_[i];
    share[i] = -1.0;
  }
  log_price_.assign(n_, 0.0);
  if (slopes != nullptr) start(x, *slopes);
  for (Index k = 0; k < sectors_; ++k) sector(k, x, result, slopes);
  if (slopes != nullptr) finish(x, *slopes);
  double& numeraire = result[sectors_ * n_ - 1];
  numeraire = 0.0;
  for (Index j = 0; j < n_; ++j) {
    numeraire += wages_[j] * (std::abs(x[j]) - 1.0);
    share[j] *= 100.0;
  }
  return result;
}

double MoneySystem::real_income(const Vector& x, Index region) const {
  return std::abs(x[n_ + region]) / std::exp(log_price_[region]);
}

void MoneySystem::sector(Index k, const Vector& x, Vector& residual, Slopes* slopes) {
  const double power = 1.0 - world_.data().sigma[k];
  const double scale = world_.data().scale[k];
  double* const sales = &residual[k * n_];
  double* const budget = &residual[sectors_ * n_];
  double* const share = budget + n_;
  Vector factor(n_);
  for (Index j = 0; j < n_; ++j) {
    const double labour = std::abs(x[2 * n_ + k * n_ + j]);
    factor[j] = std::pow(std::abs(x[j]) * std::pow(labour, -scale), power);
    sales[j] = -labour * labour_[k][j] * std::abs(x[j]);
    share[j] += labour * labour_[k][j] / wages_[j];
  }
  Matrix shares(n_, n_);  // buyer, seller
  for (Index i = 0; i < n_; ++i) {
    double total = 0.0;
    for (Index j = 0; j < n_; ++j) {
      total += shares(i, j) = weight_[world_.cell(k, j, i)] * factor[j];
    }
    log_price_[i] += spending_[k][i] / income_[i] / power * std::log(total);
    const double spent = spending_[k][i] * std::abs(x[n_ + i]);
    for (Index j = 0; j < n_; ++j) {
      shares(i, j) /= total;
      const Index cell = world_.cell(k, j, i);
      const double paid = shares(i, j) * spent;
      const double before = paid / wedges_.import[cell];
      const double net = before / wedges_.origin[cell];
      sales[j] += net;
      budget[i] += paid - before;
      budget[j] += before - net;
    }
  }
  if (slopes != nullptr) add_slopes(k, x, shares, *slopes);
}

void MoneySystem::start(const Vector& x, Slopes& s) const {
  s.own.assign(sectors_, Matrix(n_, n_));
  s.common.assign(sectors_, Matrix(n_, 2 * n_));
  s.shared.assign(sectors_, Matrix(2 * n_, n_));
  s.budget = Matrix(2 * n_, 2 * n_);
  for (Index i = 0; i < n_; ++i) {
    s.budget(i, i) = std::abs(x[i]) * wages_[i];
    s.budget(i, n_ + i) = -std::abs(x[n_ + i]) * income_[i];
  }
}

/// Slopes of one sector, in logs until `finish`.
void MoneySystem::add_slopes(Index k, const Vector& x, const Matrix& shares, Slopes& s) const {
  const double power = 1.0 - world_.data().sigma[k];
  const double scale = world_.data().scale[k];
  Matrix in_cost(n_, n_);         // sales in unit costs
  Matrix earned_in_cost(n_, n_);  // taxes in unit costs
  for (Index i = 0; i < n_; ++i) {
    const double spent = spending_[k][i] * std::abs(x[n_ + i]);
    double import_tax = 0.0;
    for (Index j = 0; j < n_; ++j) {
      const Index cell = world_.cell(k, j, i);
      const double paid = shares(i, j) * spent;
      const double before = paid / wedges_.import[cell];
      const double net = before / wedges_.origin[cell];
      import_tax += paid - before;
      s.common[k](j, n_ + i) += net;
      s.budget(j, n_ + i) += before - net;
      s.budget(i, n_ + i) += paid - before;
      in_cost(j, j) += power * net;
      earned_in_cost(j, j) += power * (before - net);
      earned_in_cost(i, j) += power * (paid - before);
      for (Index l = 0; l < n_; ++l) {
        in_cost(j, l) -= power * net * shares(i, l);
        earned_in_cost(j, l) -= power * (before - net) * shares(i, l);
      }
    }
    for (Index l = 0; l < n_; ++l) earned_in_cost(i, l) -= power * import_tax * shares(i, l);
  }
  for (Index j = 0; j < n_; ++j) {
    const double labour = std::abs(x[2 * n_ + k * n_ + j]) * labour_[k][j];
    for (Index l = 0; l < n_; ++l) {
      s.own[k](j, l) = -scale * in_cost(j, l);
      s.common[k](j, l) += in_cost(j, l);
      s.shared[k](j, l) = -scale * earned_in_cost(j, l);
      s.budget(j, l) += earned_in_cost(j, l);
    }
    s.own[k](j, j) -= labour * std::abs(x[j]);
    s.common[k](j, j) -= labour * std::abs(x[j]);
    s.shared[k](n_ + j, j) = 100.0 * labour / wages_[j];
  }
}

/// Slopes in logs become slopes in the unknowns; the last sector row is the numeraire.
void MoneySystem::finish(const Vector& x, Slopes& s) const {
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

}  // namespace domar::replicas::lashkaripour_lugovskyy
