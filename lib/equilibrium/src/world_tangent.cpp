/// Derivatives of the world's equations: forward along a direction, and backward.

#include <algorithm>
#include <cmath>

#include "domar/numerics/dense.hpp"
#include "domar/numerics/kernels.hpp"
#include "world_equations.hpp"

namespace domar::equilibrium {

namespace {
double entry(const Vector& values, Index i) { return values.empty() ? 0.0 : values[i]; }
}  // namespace

/// What the passes of a tangent hand on.
struct WorldEquations::Tangent {
  const Vector& du;
  const LogParameters& dp;
  bool edges_move;
  Vector& d_residual;
  Vector d_price;       // by column: d ln P
  Vector d_part;        // by column: d of the part of spending that passes the border
  Vector d_log_seller;  // by (good, origin): d ln of the price with output tax
  Vector d_border;      // by (good, origin): money
  Vector d_net;
  Vector d_spending;  // by column: money
  Vector dPM;         // by (region, user): d ln price of the bundle
  Vector d_bundle;    // by (region, user): d ln of money spent on it
  Vector d_final;     // by region
};

/// The same backward: weights of money and ln prices.
struct WorldEquations::Weights {
  const Vector& weights;
  const Vector* final_price_weights;
  const Vector* paid_weights;  // by edge: of money paid
  Vector& u_weights;
  LogParameters* g;
  Vector w_income;  // by region: of income in money
  Vector w_border;  // by (good, origin): of sales in money
  Vector w_net;
  Vector w_spending;  // by column
  Vector w_price;     // by column
  Vector wPM;         // by (region, user)
  Vector w_bundle;    // by (region, user): of d ln of money
  Vector w_seller;    // by (good, origin): of ln price with output tax, through payments
};

void WorldEquations::forward(const Vector& du, const LogParameters* direction, Vector& d_residual,
                             Vector* d_final_price, Vector* d_paid) const {
  const LogParameters none;
  const LogParameters& dp = direction != nullptr ? *direction : none;
  const Index columns = S_ * trade_.columns();
  const Index users = R_ * model_.users();
  d_residual.assign(size_, 0.0);
  Tangent t{du,
            dp,
            !dp.tariff.empty() || !dp.export_tax.empty() || !dp.iceberg.empty(),
            d_residual,
            Vector(columns),
            Vector(columns),
            Vector(S_ * R_),
            Vector(S_ * R_, 0.0),
            Vector(S_ * R_, 0.0),
            Vector(columns),
            Vector(users, 0.0),
            Vector(users, 0.0),
            Vector(R_)};
  numerics::for_each(S_, trade_work(), [&](Index s) { forward_prices(s, t); });
  numerics::for_each(R_, region_work(), [&](Index n) {
    forward_bundles(n, t);
    forward_costs(n, t);
    forward_spending(n, t);
  });
  numerics::for_each(S_, trade_work(), [&](Index s) { forward_sales(s, t); });
  forward_incomes(t);
  if (d_final_price != nullptr) *d_final_price = t.d_final;
  if (d_paid == nullptr) return;
  d_paid->assign(model_.edges(), 0.0);
  numerics::for_each(S_, trade_work(), [&](Index s) { forward_payments(s, t, *d_paid); });
}

double WorldEquations::trade_work() const {
  return static_cast<double>(2 * S_ * R_ * trade_.columns());
}
double WorldEquations::region_work() const {
  return static_cast<double>(4 * R_ * S_ * model_.users());
}

/// Prices of composites, and the part of spending that passes the border.
void WorldEquations::forward_prices(Index s, Tangent& t) const {
  const Index columns = trade_.columns();
  Vector moved(R_);
  Vector at_border(columns, 0.0);
  double* dP = t.d_price.data() + s * columns;
  std::fill_n(dP, columns, 0.0);
  for (Index i = 0; i < R_; ++i) {
    const Index at = model_.industry(i, s);
    t.d_log_seller[s * R_ + i] = t.du[at_price(at)] + entry(t.dp.output_tax, at);
    moved[i] = v_[s * R_ + i] * t.d_log_seller[s * R_ + i];
  }
  trade_.columns(s, moved.data(), dP, at_border.data());
  const double power = trade_.one_minus_sigma(s);
  for (Index c = 0; c < columns; ++c) {
    const Index at = s * columns + c;
    dP[c] *= inverse_[at];
    at_border[c] *= inverse_[at];
  }
  Vector d_rate(columns, 0.0);  // part_ moves with the tariffs themselves
  if (t.edges_move) {
    for (Index i = 0; i < R_; ++i) {
      for (Index c = 0; c < columns; ++c) {
        const Index e = model_.edge(s, i, c / U_);
        const double share = trade_.share(s, i, c) * v_[s * R_ + i] * inverse_[s * columns + c];
        const double wedge =
            entry(t.dp.tariff, e) + entry(t.dp.export_tax, e) + entry(t.dp.iceberg, e);
        const double border = share * trade_.border_part(e);
        dP[c] += share * wedge;
        at_border[c] += border * wedge;
        d_rate[c] -= border * entry(t.dp.tariff, e);
      }
    }
  }
  for (Index c = 0; c < columns; ++c) {
    const Index at = s * columns + c;
    t.d_part[at] = power * (at_border[c] - part_[at] * dP[c]) + d_rate[c];
  }
}

/// Prices of bundles.
void WorldEquations::forward_bundles(Index n, Tangent& t) const {
  const Index users = model_.users();
  double* dPM = t.dPM.data() + n * users;
  Vector sum(users);
  Vector moved(S_);
  for (Index k = 0; k < runs_.size(); ++k) {
    const Run& run = runs_[k];
    const Index width = run.last - run.first;
    std::fill_n(sum.begin(), width, 0.0);
    if (U_ == 1) {
      for (Index s = 0; s < S_; ++s) moved[s] = power_[k][n][s] * t.d_price[column(s, n)];
      numerics::add_transposed_product(run_share_[k][n].data(), S_, width, moved.data(),
                                       sum.data());
    } else {
      for (Index s = 0; s < S_; ++s) {
        const double* share = run_share_[k][n].data() + s * width;
        const double* power = power_[k][n].data() + s * width;
        const double* dP = t.d_price.data() + column(s, n) + run.first;
        for (Index j = 0; j < width; ++j) sum[j] += share[j] * power[j] * dP[j];
      }
    }
    for (Index j = 0; j < width; ++j) {
      dPM[run.first + j] = weight_[n * users + run.first + j] * sum[j];
    }
  }
  t.d_final[n] = dPM[S_];
}

/// Unit costs, producers' prices, factor markets.
void WorldEquations::forward_costs(Index n, Tangent& t) const {
  const Index users = model_.users();
  const double* dPM = t.dPM.data() + n * users;
  double* d_bundle = t.d_bundle.data() + n * users;
  const double* dw = t.du.data() + at_factor(n * F_);
  const double eta_va = 1.0 - model_.factor_elasticity;
  Vector d_demand(F_, 0.0);
  for (Index j = 0; j < S_; ++j) {
    const Index at = model_.industry(n, j);
    if (!sells_[at]) {
      t.d_residual[at_price(at)] = t.du[at_price(at)];
      continue;
    }
    double dva = 0.0;
    const double* omega = factor_in_va_.data() + at * F_;
    for (Index f = 0; f < F_; ++f) dva += omega[f] * dw[f];
    const double dc = va_share_[at] * dva + bundle_share_[at] * dPM[j];
    const double eta = 1.0 - model_.output_elasticity[j];
    const double d_cost = t.du[at_output(at)] - entry(t.dp.markup, at);
    d_bundle[j] = eta * (dPM[j] - dc) + d_cost;
    for (Index f = 0; f < F_; ++f) {
      d_demand[f] += omega[f] * va_share_[at] * cost_[at] *
                     (eta_va * (dw[f] - dva) + eta * (dva - dc) + d_cost);
    }
    const double psi = model_.scale_elasticity[j];
    t.d_residual[at_price(at)] = t.du[at_price(at)] - (1.0 + psi) * (dc + entry(t.dp.markup, at)) +
                                 psi * t.du[at_output(at)] + entry(t.dp.productivity, at);
  }
  d_bundle[S_] = t.du[at_income(n)];
  for (Index f = 0; f < F_; ++f) {
    const Index k = n * F_ + f;
    t.d_residual[at_factor(k)] =
        idle(k) ? t.du[at_factor(k)]
                : d_demand[f] / factor_demand_[k] - t.du[at_factor(k)] - entry(t.dp.endowment, k);
  }
}

/// What users spend on goods.
void WorldEquations::forward_spending(Index n, Tangent& t) const {
  const Index users = model_.users();
  const double* dPM = t.dPM.data() + n * users;
  const double* d_bundle = t.d_bundle.data() + n * users;
  Vector sum(users);
  Vector own(S_, 0.0);
  Vector rest(S_, 0.0);
  Vector money(users);
  for (Index j = 0; j < users; ++j) {
    const double eta = 1.0 - model_.input_elasticity[j];
    money[j] = weight_[n * users + j] * bundle_[n * users + j];
    if (U_ == 1) {
      sum[j] = money[j] * (d_bundle[j] - eta * dPM[j]);
    } else {
      sum[j] = d_bundle[j] - eta * dPM[j];
    }
  }
  for (Index k = 0; k < runs_.size(); ++k) {
    const Run& run = runs_[k];
    const Index width = run.last - run.first;
    const Matrix& share = run_share_[k][n];
    if (U_ == 1) {
      std::fill(rest.begin(), rest.end(), 0.0);
      numerics::add_product(share.data(), S_, width, sum.data() + run.first, rest.data());
      if (!run.cobb_douglas) {
        std::fill(own.begin(), own.end(), 0.0);
        numerics::add_product(share.data(), S_, width, money.data() + run.first, own.data());
      }
      for (Index s = 0; s < S_; ++s) {
        double& dE = t.d_spending[column(s, n)];
        if (k == 0) dE = 0.0;
        double change = rest[s];
        if (!run.cobb_douglas) {
          change += run.one_minus_eta * own[s] * t.d_price[column(s, n)];
        }
        dE += power_[k][n][s] * change;
      }
    } else {
      for (Index s = 0; s < S_; ++s) {
        const Index first = column(s, n) + run.first;
        for (Index j = 0; j < width; ++j) {
          t.d_spending[first + j] = spending_[first + j] *
                                    (run.one_minus_eta * t.d_price[first + j] + sum[run.first + j]);
        }
      }
    }
  }
}

/// Sales.
void WorldEquations::forward_sales(Index s, Tangent& t) const {
  const Index columns = trade_.columns();
  const double power = trade_.one_minus_sigma(s);
  Vector dq(columns);
  for (Index c = 0; c < columns; ++c) {
    const Index at = s * columns + c;
    dq[c] = inverse_[at] * t.d_spending[at] - power * q_[at] * t.d_price[at];
  }
  double* border = t.d_border.data() + s * R_;
  double* net = t.d_net.data() + s * R_;
  trade_.rows(s, dq.data(), border, net);
  for (Index i = 0; i < R_; ++i) {
    const Index at = s * R_ + i;
    border[i] = v_[at] * border[i] + power * border_[at] * t.d_log_seller[at];
    net[i] = v_[at] * net[i] + power * net_[at] * t.d_log_seller[at];
  }
  if (!t.edges_move) return;
  for (Index i = 0; i < R_; ++i) {
    for (Index c = 0; c < columns; ++c) {
      const Index e = model_.edge(s, i, c / U_);
      const double paid = trade_.share(s, i, c) * v_[s * R_ + i] * q_[s * columns + c];
      const double wedge =
          power * (entry(t.dp.tariff, e) + entry(t.dp.export_tax, e) + entry(t.dp.iceberg, e));
      border[i] += paid * trade_.border_part(e) * (wedge - entry(t.dp.tariff, e));
      net[i] +=
          paid * trade_.net_part(e) * (wedge - entry(t.dp.tariff, e) - entry(t.dp.export_tax, e));
    }
  }
}

/// What is paid on every edge: K v q, where q is spending over the sum of K v.
void WorldEquations::forward_payments(Index s, const Tangent& t, Vector& d_paid) const {
  const Index columns = trade_.columns();
  const double power = trade_.one_minus_sigma(s);
  for (Index i = 0; i < R_; ++i) {
    for (Index c = 0; c < columns; ++c) {
      const Index at = s * columns + c;
      const Index e = model_.edge(s, i, c / U_);
      const double K = trade_.share(s, i, c) * v_[s * R_ + i];
      const double d_log_price =
          t.d_log_seller[s * R_ + i] - t.d_price[at] +
          (t.edges_move ? entry(t.dp.tariff, e) + entry(t.dp.export_tax, e) + entry(t.dp.iceberg, e)
                        : 0.0);
      d_paid[e] += K * (inverse_[at] * t.d_spending[at] + power * q_[at] * d_log_price);
    }
  }
}

/// Incomes, and the numeraire.
void WorldEquations::forward_incomes(Tangent& t) const {
  double numeraire = 0.0;
  double level = 0.0;
  for (Index n = 0; n < R_; ++n) {
    double d_income = entry(t.dp.transfer, n);
    for (Index f = 0; f < F_; ++f) {
      const Index k = n * F_ + f;
      d_income += factor_value_[k] * (t.du[at_factor(k)] + entry(t.dp.endowment, k));
      const double price = factor_value_[k] * std::exp(-parameters_->log_endowment[k]);
      level += price;
      numeraire += price * t.du[at_factor(k)];
    }
    for (Index s = 0; s < S_; ++s) {
      const Index at = model_.industry(n, s);
      for (Index c = column(s, n); c < column(s, n) + U_; ++c) {
        d_income += t.d_spending[c] * (1.0 - part_[c]) - spending_[c] * t.d_part[c];
      }
      const double power = 1.0 + parameters_->output_tax[at];
      const double d_tax = entry(t.dp.output_tax, at);
      const double net = net_[s * R_ + n] / power;
      const double change = t.d_net[s * R_ + n] / power - net * d_tax;
      d_income += t.d_border[s * R_ + n] - change;
      d_income +=
          (revenue_[at] - cost_[at]) * t.du[at_output(at)] + cost_[at] * entry(t.dp.markup, at);
      t.d_residual[at_output(at)] = t.du[at_output(at)];
      if (sells_[at]) t.d_residual[at_output(at)] -= change / net;
    }
    t.d_residual[at_income(n)] = t.du[at_income(n)] - d_income / income_[n];
  }
  t.d_residual[at_factor(left_out_)] = numeraire / level;
}

void WorldEquations::backward(const Vector& weights, const Vector* final_price_weights,
                              Vector& u_weights, LogParameters* parameter_weights,
                              const Vector* paid_weights) const {
  const Index columns = S_ * trade_.columns();
  const Index users = R_ * model_.users();
  u_weights.assign(size_, 0.0);
  if (parameter_weights != nullptr) {
    LogParameters& g = *parameter_weights;
    for (Vector* by_edge : {&g.tariff, &g.export_tax, &g.iceberg}) {
      by_edge->assign(model_.edges(), 0.0);
    }
    for (Vector* by_industry : {&g.output_tax, &g.markup, &g.productivity}) {
      by_industry->assign(R_ * S_, 0.0);
    }
    g.endowment.assign(R_ * F_, 0.0);
    g.transfer.assign(R_, 0.0);
  }
  Weights t{weights,
            final_price_weights,
            paid_weights,
            u_weights,
            parameter_weights,
            Vector(R_),
            Vector(S_ * R_),
            Vector(S_ * R_),
            Vector(columns),
            Vector(columns),
            Vector(users, 0.0),
            Vector(users, 0.0),
            Vector(paid_weights != nullptr ? S_ * R_ : 0, 0.0)};
  backward_incomes(t);
  numerics::for_each(S_, trade_work(), [&](Index s) {
    backward_sales(s, t);
    if (t.paid_weights != nullptr) backward_payments(s, t);
  });
  numerics::for_each(R_, region_work(), [&](Index n) {
    backward_spending(n, t);
    backward_costs(n, t);
    backward_bundles(n, t);
  });
  numerics::for_each(S_, trade_work(), [&](Index s) { backward_prices(s, t); });
}

/// Incomes, sales and the numeraire.
void WorldEquations::backward_incomes(Weights& t) const {
  double level = 0.0;
  for (Index k = 0; k < R_ * F_; ++k) {
    level += factor_value_[k] * std::exp(-parameters_->log_endowment[k]);
  }
  const double w_numeraire = t.weights[at_factor(left_out_)];
  for (Index n = 0; n < R_; ++n) {
    const double w = -t.weights[at_income(n)] / income_[n];
    t.w_income[n] = w;
    t.u_weights[at_income(n)] += t.weights[at_income(n)];
    if (t.g != nullptr) t.g->transfer[n] += w;
    for (Index f = 0; f < F_; ++f) {
      const Index k = n * F_ + f;
      t.u_weights[at_factor(k)] +=
          w * factor_value_[k] +
          w_numeraire * factor_value_[k] * std::exp(-parameters_->log_endowment[k]) / level;
      if (t.g != nullptr) t.g->endowment[k] += w * factor_value_[k];
    }
    for (Index s = 0; s < S_; ++s) {
      const Index at = model_.industry(n, s);
      const double power = 1.0 + parameters_->output_tax[at];
      const double net = net_[s * R_ + n] / power;
      double w_change = -w;
      t.u_weights[at_output(at)] += t.weights[at_output(at)] + w * (revenue_[at] - cost_[at]);
      if (sells_[at]) w_change -= t.weights[at_output(at)] / net;
      t.w_border[s * R_ + n] = w;
      t.w_net[s * R_ + n] = w_change / power;
      if (t.g != nullptr) {
        t.g->markup[at] += w * cost_[at];
        t.g->output_tax[at] -= w_change * net;
      }
    }
  }
}

/// Sales back to spending and prices of composites.
void WorldEquations::backward_sales(Index s, Weights& t) const {
  const Index columns = trade_.columns();
  const double power = trade_.one_minus_sigma(s);
  Vector a(R_);
  Vector b(R_);
  Vector x(columns, 0.0);
  for (Index i = 0; i < R_; ++i) {
    a[i] = v_[s * R_ + i] * t.w_border[s * R_ + i];
    b[i] = v_[s * R_ + i] * t.w_net[s * R_ + i];
  }
  trade_.columns_back(s, a.data(), b.data(), x.data());
  for (Index c = 0; c < columns; ++c) {
    const Index at = s * columns + c;
    const double w_part = -spending_[at] * t.w_income[c / U_];
    t.w_spending[at] = t.w_income[c / U_] * (1.0 - part_[at]) + inverse_[at] * x[c];
    t.w_price[at] = -power * (q_[at] * x[c] + part_[at] * w_part);
  }
}

/// Payments on edges, K v q, back to spending, prices, sellers and the edges' own taxes.
void WorldEquations::backward_payments(Index s, Weights& t) const {
  const Index columns = trade_.columns();
  const double power = trade_.one_minus_sigma(s);
  for (Index i = 0; i < R_; ++i) {
    for (Index c = 0; c < columns; ++c) {
      const Index e = model_.edge(s, i, c / U_);
      const double w = (*t.paid_weights)[e];
      if (w == 0.0) continue;
      const Index at = s * columns + c;
      const double money = w * trade_.share(s, i, c) * v_[s * R_ + i];
      const double w_log_price = money * power * q_[at];
      t.w_spending[at] += money * inverse_[at];
      t.w_price[at] -= w_log_price;
      t.w_seller[s * R_ + i] += w_log_price;
      if (t.g == nullptr) continue;
      t.g->tariff[e] += w_log_price;
      t.g->export_tax[e] += w_log_price;
      t.g->iceberg[e] += w_log_price;
    }
  }
}

/// Spending back to bundles.
void WorldEquations::backward_spending(Index n, Weights& t) const {
  const Index users = model_.users();
  double* w_bundle = t.w_bundle.data() + n * users;
  double* wPM = t.wPM.data() + n * users;
  Vector by_good(S_);
  Vector sum(users);
  Vector money(users);
  for (Index j = 0; j < users; ++j) {
    money[j] = weight_[n * users + j] * bundle_[n * users + j];
  }
  for (Index k = 0; k < runs_.size(); ++k) {
    const Run& run = runs_[k];
    const Index width = run.last - run.first;
    const Matrix& share = run_share_[k][n];
    std::fill(sum.begin(), sum.end(), 0.0);
    if (U_ == 1) {
      for (Index s = 0; s < S_; ++s) by_good[s] = power_[k][n][s] * t.w_spending[column(s, n)];
      numerics::add_transposed_product(share.data(), S_, width, by_good.data(), sum.data());
      for (Index j = 0; j < width; ++j) sum[j] *= money[run.first + j];
      if (!run.cobb_douglas) {
        Vector own(S_, 0.0);
        numerics::add_product(share.data(), S_, width, money.data() + run.first, own.data());
        for (Index s = 0; s < S_; ++s) {
          t.w_price[column(s, n)] += run.one_minus_eta * own[s] * by_good[s];
        }
      }
    } else {
      for (Index s = 0; s < S_; ++s) {
        const Index first = column(s, n) + run.first;
        for (Index j = 0; j < width; ++j) {
          const double w = spending_[first + j] * t.w_spending[first + j];
          sum[j] += w;
          t.w_price[first + j] += run.one_minus_eta * w;
        }
      }
    }
    for (Index j = 0; j < width; ++j) {
      w_bundle[run.first + j] += sum[j];
      wPM[run.first + j] -= run.one_minus_eta * sum[j];
    }
  }
  t.u_weights[at_income(n)] += w_bundle[S_];
  if (t.final_price_weights != nullptr) wPM[S_] += (*t.final_price_weights)[n];
}

/// Factor markets and producers' prices back to unit costs.
void WorldEquations::backward_costs(Index n, Weights& t) const {
  const Index users = model_.users();
  const double* w_bundle = t.w_bundle.data() + n * users;
  double* wPM = t.wPM.data() + n * users;
  double* uw = t.u_weights.data() + at_factor(n * F_);
  const double eta_va = 1.0 - model_.factor_elasticity;
  Vector w_demand(F_);
  for (Index f = 0; f < F_; ++f) {
    const Index k = n * F_ + f;
    const double w = k == left_out_ ? 0.0 : t.weights[at_factor(k)];
    w_demand[f] = idle(k) ? 0.0 : w / factor_demand_[k];
    uw[f] += idle(k) ? w : -w;
    if (t.g != nullptr && !idle(k)) t.g->endowment[k] -= w;
  }
  for (Index j = 0; j < S_; ++j) {
    const Index at = model_.industry(n, j);
    const double wp = t.weights[at_price(at)];
    t.u_weights[at_price(at)] += wp;
    if (!sells_[at]) continue;
    const double eta = 1.0 - model_.output_elasticity[j];
    const double psi = model_.scale_elasticity[j];
    const double* omega = factor_in_va_.data() + at * F_;
    double w_cost = w_bundle[j];
    double w_va = 0.0;
    double w_c = -(1.0 + psi) * wp - eta * w_bundle[j];
    wPM[j] += eta * w_bundle[j];
    for (Index f = 0; f < F_; ++f) {
      const double w = w_demand[f] * omega[f] * va_share_[at] * cost_[at];
      uw[f] += eta_va * w;
      w_va += (eta - eta_va) * w;
      w_c -= eta * w;
      w_cost += w;
    }
    wPM[j] += bundle_share_[at] * w_c;
    w_va += va_share_[at] * w_c;
    for (Index f = 0; f < F_; ++f) uw[f] += omega[f] * w_va;
    t.u_weights[at_output(at)] += psi * wp + w_cost;
    if (t.g != nullptr) {
      t.g->markup[at] -= (1.0 + psi) * wp + w_cost;
      t.g->productivity[at] += wp;
    }
  }
}

/// Prices of bundles back to composites.
void WorldEquations::backward_bundles(Index n, Weights& t) const {
  const Index users = model_.users();
  const double* wPM = t.wPM.data() + n * users;
  Vector by_good(S_);
  Vector sum(users);
  for (Index k = 0; k < runs_.size(); ++k) {
    const Run& run = runs_[k];
    const Index width = run.last - run.first;
    const Matrix& share = run_share_[k][n];
    for (Index j = 0; j < width; ++j) {
      sum[j] = wPM[run.first + j] * weight_[n * users + run.first + j];
    }
    if (U_ == 1) {
      std::fill(by_good.begin(), by_good.end(), 0.0);
      numerics::add_product(share.data(), S_, width, sum.data(), by_good.data());
      for (Index s = 0; s < S_; ++s) t.w_price[column(s, n)] += power_[k][n][s] * by_good[s];
    } else {
      for (Index s = 0; s < S_; ++s) {
        double* w = t.w_price.data() + column(s, n) + run.first;
        const double* power = power_[k][n].data() + s * width;
        for (Index j = 0; j < width; ++j) w[j] += share(s, j) * power[j] * sum[j];
      }
    }
  }
}

/// Prices of composites back to sellers and edges.
void WorldEquations::backward_prices(Index s, Weights& t) const {
  const Index columns = trade_.columns();
  const double power = trade_.one_minus_sigma(s);
  Vector a(columns);
  Vector b(columns);
  Vector w_part(columns);
  for (Index c = 0; c < columns; ++c) {
    const Index at = s * columns + c;
    w_part[c] = -spending_[at] * t.w_income[c / U_];
    a[c] = inverse_[at] * t.w_price[at];
    b[c] = inverse_[at] * power * w_part[c];
  }
  Vector seller(R_, 0.0);
  trade_.rows_back(s, a.data(), b.data(), seller.data());
  for (Index i = 0; i < R_; ++i) {
    const Index at = s * R_ + i;
    seller[i] =
        v_[at] * seller[i] + power * (border_[at] * t.w_border[at] + net_[at] * t.w_net[at]);
    if (t.paid_weights != nullptr) seller[i] += t.w_seller[at];
    const Index industry = model_.industry(i, s);
    t.u_weights[at_price(industry)] += seller[i];
    if (t.g != nullptr) t.g->output_tax[industry] += seller[i];
  }
  if (t.g == nullptr) return;
  for (Index i = 0; i < R_; ++i) {
    const double v = v_[s * R_ + i];
    const double wb = t.w_border[s * R_ + i];
    const double wn = t.w_net[s * R_ + i];
    for (Index c = 0; c < columns; ++c) {
      const double K = trade_.share(s, i, c) * v;
      if (K == 0.0) continue;
      const Index e = model_.edge(s, i, c / U_);
      const double border = trade_.border_part(e);
      const double net = trade_.net_part(e);
      const double q = q_[s * columns + c];
      const double wedge = K * (a[c] + border * b[c] + power * q * (border * wb + net * wn));
      t.g->iceberg[e] += wedge;
      t.g->tariff[e] += wedge - K * (border * inverse_[s * columns + c] * w_part[c] +
                                     q * (border * wb + net * wn));
      t.g->export_tax[e] += wedge - K * q * net * wn;
    }
  }
}

/// Own-sourced part of every industry's inputs, inverted, and slopes of the local markets.
void WorldEquations::factor_preconditioner() {
  auto blocks = std::make_shared<Blocks>();
  blocks->leontief.resize(R_);
  blocks->wage_slope.assign(R_ * F_, 0.0);
  blocks->final_own.assign(R_ * S_, 0.0);
  blocks->own_price.assign(R_ * S_, 0.0);
  const double work = 3.0 * static_cast<double>(R_ * S_ * S_ * S_);
  numerics::for_each(R_, work, [&](Index n) {
    invert_own_inputs(n, *blocks);
    find_final_use(n, *blocks);
  });
  find_own_prices(*blocks);
  find_wage_slopes(*blocks);
  blocks_ = std::move(blocks);
}

/// Part of what a user pays for a composite good that is the region's own.
double WorldEquations::own_part(Index n, Index s, Index user) const {
  const Index u = U_ == 1 ? 0 : user;
  return trade_.share(s, n, n * U_ + u) * v_[s * R_ + n] * inverse_[column(s, n) + u];
}

/// (I - what industries buy from industries of their region)^-1, in shares of cost.
void WorldEquations::invert_own_inputs(Index n, Blocks& blocks) const {
  Matrix left(S_, S_);
  for (Index k = 0; k < runs_.size(); ++k) {
    const Run& run = runs_[k];
    const Index each = U_ == 1 ? 1 : run.last - run.first;
    for (Index j = run.first; j < std::min(run.last, S_); ++j) {
      const Index at = model_.industry(n, j);
      const double weight = weight_[n * model_.users() + j];
      for (Index s = 0; s < S_; ++s) {
        const double power = power_[k][n][s * each + (U_ == 1 ? 0 : j - run.first)];
        const double bought = run_share_[k][n](s, j - run.first) * power * weight;
        left(s, j) = -own_part(n, s, j) * bought * bundle_share_[at];
      }
    }
  }
  Matrix identity(S_, S_);
  for (Index s = 0; s < S_; ++s) {
    left(s, s) += 1.0;
    identity(s, s) = 1.0;
  }
  numerics::DenseLu lu;
  blocks.leontief[n] = lu.factor(left) ? lu.solve(identity) : identity;
}

/// Share of every industry's sales that goes to final demand of its region.
void WorldEquations::find_final_use(Index n, Blocks& blocks) const {
  const Index last = runs_.size() - 1;
  const Index width = runs_[last].last - runs_[last].first;
  const Index user = n * model_.users() + S_;
  for (Index s = 0; s < S_; ++s) {
    const Index at = model_.industry(n, s);
    const double power = U_ == 1 ? power_[last][n][s] : power_[last][n][s * width + width - 1];
    const double use =
        bundle_[user] * weight_[user] * (run_share_[last][n](s, S_ - runs_[last].first) * power);
    blocks.final_own[at] = sells_[at] ? own_part(n, s, S_) * use / revenue_[at] : 0.0;
  }
}

/// How sales of an industry answer its own price.
void WorldEquations::find_own_prices(Blocks& blocks) const {
  numerics::for_each(S_, trade_work(), [&](Index s) {
    for (Index i = 0; i < R_; ++i) {
      double kept = 0.0;  // sum over destinations of sales x (1 - share)
      const double v = v_[s * R_ + i];
      for (Index c = 0; c < trade_.columns(); ++c) {
        const double K = trade_.share(s, i, c) * v;
        if (K == 0.0) continue;
        const Index e = model_.edge(s, i, c / U_);
        kept += K * q_[s * trade_.columns() + c] * trade_.net_part(e) *
                (1.0 - K * inverse_[s * trade_.columns() + c]);
      }
      const Index at = model_.industry(i, s);
      blocks.own_price[at] =
          sells_[at] ? -trade_.one_minus_sigma(s) * kept / net_[s * R_ + i] : 0.0;
    }
  });
}

/// How demand for factors answers the region's own factor prices.
void WorldEquations::find_wage_slopes(Blocks& blocks) const {
  for (Index at = 0; at < R_ * S_; ++at) {
    if (!sells_[at]) continue;
    for (Index f = 0; f < F_; ++f) {
      const Index k = at / S_ * F_ + f;
      if (idle(k)) continue;
      blocks.wage_slope[k] += factor_in_va_[at * F_ + f] * va_share_[at] * cost_[at] /
                              factor_demand_[k] * (1.0 + std::max(0.0, blocks.own_price[at]));
    }
  }
}

Vector WorldEquations::scales() const {
  Vector scale(size_, 1.0);
  for (Index at = 0; at < R_ * S_; ++at) {
    scale[at_output(at)] = 1.0 / (1.0 + std::max(0.0, blocks_->own_price[at]));
  }
  return scale;
}

namespace {

/// p + a y = p0, y + b p = y0, kept from being singular.
void solve_pair(double a, double b, double& p, double& y) {
  constexpr double k_least = 0.05;
  const double determinant = 1.0 - a * b;
  const double safe =
      std::abs(determinant) > k_least ? determinant : std::copysign(k_least, determinant);
  const double price = (p - a * y) / safe;
  y = (y - b * p) / safe;
  p = price;
}

}  // namespace

/// Block triangular: factor prices by their own slopes, incomes, prices through own-sourced inputs,
/// sales likewise; then price and scale of each industry together.
void WorldEquations::precondition(const Vector& r, Vector& x) const {
  x.resize(size_);
  double mean = 0.0;
  for (Index k = 0; k < R_ * F_; ++k) {
    x[at_factor(k)] = idle(k)          ? r[at_factor(k)]
                      : k == left_out_ ? 0.0
                                       : -r[at_factor(k)] / blocks_->wage_slope[k];
    if (!idle(k)) mean += factor_weight_[k] / scarce_weight_ * x[at_factor(k)];
  }
  const double shift = r[at_factor(left_out_)] - mean;
  for (Index k = 0; k < R_ * F_; ++k) {
    if (!idle(k)) x[at_factor(k)] += shift;
  }
  numerics::for_each(R_, static_cast<double>(2 * R_ * S_ * S_), [&](Index n) {
    double income = r[at_income(n)];
    for (Index f = 0; f < F_; ++f) {
      const Index k = n * F_ + f;
      income += factor_value_[k] / income_[n] * x[at_factor(k)];
    }
    x[at_income(n)] = income;
    Vector prices(S_);
    Vector sales(S_);
    for (Index j = 0; j < S_; ++j) {
      const Index at = model_.industry(n, j);
      double dva = 0.0;
      for (Index f = 0; f < F_; ++f) {
        dva += factor_in_va_[at * F_ + f] * x[at_factor(n * F_ + f)];
      }
      const double psi = sells_[at] ? model_.scale_elasticity[j] : 0.0;
      prices[j] = sells_[at] ? (1.0 + psi) * va_share_[at] * dva + r[at_price(at)] : 0.0;
      sales[j] = revenue_[at] * (r[at_output(at)] + blocks_->final_own[at] * income);
    }
    Vector p(S_, 0.0);
    Vector y(S_, 0.0);
    numerics::add_transposed_product(blocks_->leontief[n].data(), S_, S_, prices.data(), p.data());
    numerics::add_product(blocks_->leontief[n].data(), S_, S_, sales.data(), y.data());
    for (Index j = 0; j < S_; ++j) {
      const Index at = model_.industry(n, j);
      if (!sells_[at]) {
        x[at_price(at)] = r[at_price(at)];
        x[at_output(at)] = r[at_output(at)];
        continue;
      }
      y[j] /= revenue_[at];
      const double psi = model_.scale_elasticity[j];
      if (psi != 0.0) solve_pair(psi, blocks_->own_price[at], p[j], y[j]);
      x[at_price(at)] = p[j];
      x[at_output(at)] = y[j];
    }
  });
}

void WorldEquations::precondition_transposed(const Vector& r, Vector& x) const {
  x.resize(size_);
  Vector w(R_ * F_);
  for (Index k = 0; k < R_ * F_; ++k) w[k] = r[at_factor(k)];
  numerics::for_each(R_, static_cast<double>(2 * R_ * S_ * S_), [&](Index n) {
    Vector p(S_, 0.0);
    Vector y(S_, 0.0);
    for (Index j = 0; j < S_; ++j) {
      const Index at = model_.industry(n, j);
      if (!sells_[at]) continue;
      p[j] = r[at_price(at)];
      y[j] = r[at_output(at)];
      const double psi = model_.scale_elasticity[j];
      if (psi != 0.0) solve_pair(blocks_->own_price[at], psi, p[j], y[j]);
      y[j] /= revenue_[at];
    }
    Vector prices(S_, 0.0);
    Vector sales(S_, 0.0);
    numerics::add_product(blocks_->leontief[n].data(), S_, S_, p.data(), prices.data());
    numerics::add_transposed_product(blocks_->leontief[n].data(), S_, S_, y.data(), sales.data());
    double income = r[at_income(n)];
    for (Index j = 0; j < S_; ++j) {
      const Index at = model_.industry(n, j);
      if (!sells_[at]) {
        x[at_price(at)] = r[at_price(at)];
        x[at_output(at)] = r[at_output(at)];
        continue;
      }
      x[at_price(at)] = prices[j];
      x[at_output(at)] = revenue_[at] * sales[j];
      income += blocks_->final_own[at] * revenue_[at] * sales[j];
      const double dva = (1.0 + model_.scale_elasticity[j]) * va_share_[at] * prices[j];
      for (Index f = 0; f < F_; ++f) w[n * F_ + f] += factor_in_va_[at * F_ + f] * dva;
    }
    x[at_income(n)] = income;
    for (Index f = 0; f < F_; ++f) {
      w[n * F_ + f] += factor_value_[n * F_ + f] / income_[n] * income;
    }
  });
  double shift = 0.0;
  for (Index k = 0; k < R_ * F_; ++k) {
    if (!idle(k)) shift += w[k];
  }
  for (Index k = 0; k < R_ * F_; ++k) {
    if (idle(k)) {
      x[at_factor(k)] = w[k];
    } else if (k != left_out_) {
      x[at_factor(k)] =
          -(w[k] - factor_weight_[k] / scarce_weight_ * shift) / blocks_->wage_slope[k];
    }
  }
  x[at_factor(left_out_)] = shift;
}

}  // namespace domar::equilibrium
