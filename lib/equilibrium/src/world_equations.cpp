#include "world_equations.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "domar/numerics/dense.hpp"
#include "domar/numerics/kernels.hpp"

namespace domar::equilibrium {

namespace {
constexpr double k_nearly_one = 1e-7;
constexpr double k_power = 20.0;  // cost of an exponential or logarithm in multiplications

/// ln of the CES mean of two prices, and the share of the first at these prices.
struct Pair {
  double log_price;
  double first_share;
};
Pair ces(double share, double log_a, double log_b, double elasticity) {
  if (share >= 1.0) return {log_a, 1.0};
  if (share <= 0.0) return {log_b, 0.0};
  const double power = 1.0 - elasticity;
  if (std::abs(power) < k_nearly_one) return {share * log_a + (1.0 - share) * log_b, share};
  const double largest = std::max(power * log_a, power * log_b);
  const double a = share * std::exp(power * log_a - largest);
  const double b = (1.0 - share) * std::exp(power * log_b - largest);
  return {(std::log(a + b) + largest) / power, a / (a + b)};
}
}  // namespace

WorldEquations::WorldEquations(const WorldModel& model)
    : model_(model),
      R_(model.region_count()),
      S_(model.sector_count()),
      F_(model.factor_count()),
      U_(model.by_user() ? model.users() : 1),
      size_(R_ * F_ + R_ + 2 * R_ * S_),
      trade_(model),
      factor_0_(R_ * F_, 0.0),
      factor_weight_(R_ * F_),
      is_free_(R_ * F_, 0),
      sells_(R_ * S_) {
  double world = 0.0;
  for (Index n = 0; n < R_; ++n) {
    for (Index j = 0; j < S_; ++j) {
      const Index at = model.industry(n, j);
      sells_[at] = model.output[at] > 0.0;
      const double added = model.output[at] / model.base.markup[at] * model.value_added_share[at];
      for (Index f = 0; f < F_; ++f) {
        factor_0_[n * F_ + f] += added * model.factor_share[n](f, j);
        world += added * model.factor_share[n](f, j);
      }
    }
  }
  for (Index k = 0; k < R_ * F_; ++k) {
    factor_weight_[k] = factor_0_[k] / world;
  }
  set_free({});
  for (Index j = 0; j < model.users(); ++j) {
    const double power = 1.0 - model.input_elasticity[j];
    const bool cobb_douglas = std::abs(power) < k_nearly_one;
    if (!runs_.empty() &&
        (runs_.back().one_minus_eta == power || (cobb_douglas && runs_.back().cobb_douglas))) {
      runs_.back().last = j + 1;
    } else {
      runs_.push_back({j, j + 1, cobb_douglas ? 0.0 : power, cobb_douglas});
    }
  }
  run_share_.resize(runs_.size());
  power_.resize(runs_.size());
  for (Index k = 0; k < runs_.size(); ++k) {
    const Run& run = runs_[k];
    const Index width = run.last - run.first;
    for (Index n = 0; n < R_; ++n) {
      Matrix share(S_, width);
      for (Index s = 0; s < S_; ++s) {
        for (Index j = 0; j < width; ++j) share(s, j) = model.use_share[n](s, run.first + j);
      }
      run_share_[k].push_back(std::move(share));
    }
    power_[k].assign(R_, Vector(S_ * (U_ == 1 ? 1 : width), 1.0));
  }
  for (Vector* by_good_origin : {&v_, &lp_, &border_, &net_}) by_good_origin->resize(S_ * R_);
  for (Vector* by_column : {&lP_, &part_, &inverse_, &spending_, &q_}) {
    by_column->resize(S_ * R_ * U_);
  }
  for (Vector* by_user : {&weight_, &lPM_, &bundle_}) by_user->resize(R_ * model.users());
  for (Vector* by_industry : {&lc_, &va_share_, &bundle_share_, &cost_, &revenue_}) {
    by_industry->resize(R_ * S_);
  }
  factor_in_va_.resize(R_ * S_ * F_);
  for (Vector* by_factor : {&factor_value_, &factor_demand_, &factor_gap_}) {
    by_factor->resize(R_ * F_);
  }
  for (Vector* by_region :
       {&income_, &tariff_revenue_, &other_taxes_, &profit_, &log_final_price_}) {
    by_region->resize(R_);
  }
}

void WorldEquations::set_free(const std::vector<Index>& factors) {
  free_ = factors;
  std::fill(is_free_.begin(), is_free_.end(), 0);
  for (const Index k : factors) is_free_[k] = 1;
  left_out_ = 0;  // the largest of those that are scarce
  scarce_weight_ = 0.0;
  for (Index k = 0; k < R_ * F_; ++k) {
    if (!idle(k)) scarce_weight_ += factor_weight_[k];
    if (!idle(k) && (idle(left_out_) || factor_0_[k] > factor_0_[left_out_])) left_out_ = k;
  }
}

void WorldEquations::prepare(const WorldParameters& parameters) {
  parameters_ = &parameters;
  trade_.prepare(parameters);
}

bool WorldEquations::evaluate(const Vector& u, Vector& residual) {
  reason_.clear();
  if (!price_goods(u)) return false;
  std::vector<char> priced(R_, 1);
  const double work = static_cast<double>(
      R_ * S_ * (model_.users() * (U_ == 1 ? 2 : 2 * static_cast<Index>(k_power))));
  numerics::for_each(R_, work, [&](Index n) {
    priced[n] = price_region(n, u);
    if (priced[n]) demand_region(n, u);
  });
  const auto failed = std::find(priced.begin(), priced.end(), 0);
  if (failed != priced.end()) {
    const auto n = static_cast<Index>(failed - priced.begin());
    reason_ = "prices in " + model_.regions.code(n) + " leave the range of numbers";
    return false;
  }
  sell_goods();
  residual.resize(size_);
  settle(u, residual);
  for (Index n = 0; n < R_; ++n) {
    if (income_[n] > 0.0) continue;
    reason_ = "the income of " + model_.regions.code(n) + " is not positive";
    return false;
  }
  for (Index k = 0; k < size_; ++k) {
    if (std::isfinite(residual[k])) continue;
    reason_ = name_of(k) + " leaves the range of numbers";
    return false;
  }
  return true;
}

/// Composite goods from producers' prices: shares, prices, and what passes the border.
bool WorldEquations::price_goods(const Vector& u) {
  std::vector<char> fine(S_, 1);
  const double work = static_cast<double>(2 * S_ * R_ * R_ * U_);
  numerics::for_each(S_, work, [&](Index s) {
    double* v = v_.data() + s * R_;
    double* lp = lp_.data() + s * R_;
    const double power = trade_.one_minus_sigma(s);
    double largest = -1e300;
    for (Index i = 0; i < R_; ++i) {
      const Index at = model_.industry(i, s);
      lp[i] = u[at_price(at)];
      if (parameters_->output_tax[at] != model_.base.output_tax[at]) {
        lp[i] += std::log((1.0 + parameters_->output_tax[at]) / (1.0 + model_.base.output_tax[at]));
      }
      if (sells_[at]) largest = std::max(largest, power * lp[i]);
    }
    const Index columns = trade_.columns();
    Vector sum(columns, 0.0);
    double* part = part_.data() + s * columns;
    double* lP = lP_.data() + s * columns;
    double* inverse = inverse_.data() + s * columns;
    std::fill_n(part, columns, 0.0);
    for (Index i = 0; i < R_; ++i) {
      const bool sells = sells_[model_.industry(i, s)];
      v[i] = !sells ? 0.0 : (power == 0.0 ? 1.0 : std::exp(power * lp[i] - largest));
    }
    trade_.columns(s, v, sum.data(), part);
    if (trade_.cobb_douglas(s)) {
      std::fill_n(lP, columns, 0.0);
      trade_.columns(s, lp, lP, nullptr);
    }
    for (Index c = 0; c < columns; ++c) {
      if (!(sum[c] > 0.0)) {  // nobody buys it here, or all prices are out of range
        fine[s] = fine[s] && part[c] == 0.0 && !(trade_.buys(s, c));
        lP[c] = 0.0;
        inverse[c] = 0.0;
        part[c] = 1.0;
        continue;
      }
      inverse[c] = 1.0 / sum[c];
      part[c] *= inverse[c];
      lP[c] = trade_.cobb_douglas(s)
                  ? (lP[c] + trade_.log_wedge(s, c)) / trade_.base_sum(s, c)
                  : (std::log(sum[c]) + largest + trade_.log_scale(s, c)) / power;
    }
  });
  const auto failed = std::find(fine.begin(), fine.end(), 0);
  if (failed == fine.end()) return true;
  reason_ = "prices of " + model_.sectors.code(static_cast<Index>(failed - fine.begin())) +
            " leave the range of numbers";
  return false;
}

/// Bundles, value added and unit costs of a region.
bool WorldEquations::price_region(Index n, const Vector& u) {
  for (Index k = 0; k < runs_.size(); ++k) {
    if (!price_bundles(n, k)) return false;
  }
  log_final_price_[n] = lPM_[n * model_.users() + S_];
  const double* w = u.data() + at_factor(n * F_);
  const double* lPM = lPM_.data() + n * model_.users();
  for (Index j = 0; j < S_; ++j) {
    const Index at = model_.industry(n, j);
    const double log_va = price_value_added(n, j, w);
    const Pair pair =
        ces(model_.value_added_share[at], log_va, lPM[j], model_.output_elasticity[j]);
    lc_[at] = pair.log_price;
    va_share_[at] = pair.first_share;
    bundle_share_[at] = 1.0 - pair.first_share;
    if (!std::isfinite(lc_[at])) return false;
  }
  return true;
}

/// Powers of the prices that users of run k in region n pay, scaled so that none overflows: by good
/// (by good and user with sourcing by user). Returns ln of the scale, one for each user or for all.
Vector WorldEquations::powers_of_prices(Index n, Index k) {
  const Run& run = runs_[k];
  const Matrix& share = run_share_[k][n];
  Vector& power = power_[k][n];
  Vector largest(U_ == 1 ? 1 : run.last - run.first, -1e300);
  const Index each = largest.size();  // prices differ between this many users
  for (Index s = 0; s < S_; ++s) {
    const double* P = lP_.data() + column(s, n) + (U_ == 1 ? 0 : run.first);
    for (Index j = 0; j < each; ++j) {
      power[s * each + j] = run.cobb_douglas ? P[j] : run.one_minus_eta * P[j];
      if (U_ == 1 || share(s, j) > 0.0) largest[j] = std::max(largest[j], power[s * each + j]);
    }
  }
  if (run.cobb_douglas) return largest;
  for (Index s = 0; s < S_; ++s) {
    for (Index j = 0; j < each; ++j) {
      power[s * each + j] =
          U_ == 1 || share(s, j) > 0.0 ? std::exp(power[s * each + j] - largest[j]) : 0.0;
    }
  }
  return largest;
}

/// Bundles of the users of one run; false when a price has left the range of numbers.
bool WorldEquations::price_bundles(Index n, Index k) {
  const Run& run = runs_[k];
  const Index width = run.last - run.first;
  const Matrix& share = run_share_[k][n];
  double* lPM = lPM_.data() + n * model_.users();
  double* weight = weight_.data() + n * model_.users();
  const Vector largest = powers_of_prices(n, k);
  Vector& power = power_[k][n];
  Vector sum(width, 0.0);
  if (U_ == 1) {
    numerics::add_transposed_product(share.data(), S_, width, power.data(), sum.data());
  } else {
    for (Index s = 0; s < S_; ++s) {
      for (Index j = 0; j < width; ++j) sum[j] += share(s, j) * power[s * width + j];
    }
  }
  for (Index j = 0; j < width; ++j) {
    const Index user = run.first + j;
    const bool buys = user == S_ || model_.value_added_share[model_.industry(n, user)] < 1.0;
    weight[user] = 1.0;
    lPM[user] = sum[j];
    if (run.cobb_douglas) continue;
    const double top = largest[U_ == 1 ? 0 : j];
    weight[user] = sum[j] > 0.0 ? 1.0 / sum[j] : 0.0;
    lPM[user] = sum[j] > 0.0 ? (std::log(sum[j]) + top) / run.one_minus_eta : 0.0;
    if (!(sum[j] > 0.0) && buys) return false;
  }
  if (run.cobb_douglas) std::fill(power.begin(), power.end(), 1.0);
  return true;
}

/// ln price of an industry's value added at factor prices w, and the shares of its factors.
double WorldEquations::price_value_added(Index n, Index j, const double* w) {
  double* omega = factor_in_va_.data() + model_.industry(n, j) * F_;
  const double power = 1.0 - model_.factor_elasticity;
  if (F_ == 1) {
    omega[0] = 1.0;
    return w[0];
  }
  double log_va = 0.0;
  if (std::abs(power) < k_nearly_one) {
    for (Index f = 0; f < F_; ++f) {
      omega[f] = model_.factor_share[n](f, j);
      log_va += omega[f] * w[f];
    }
    return log_va;
  }
  double top = -1e300;
  for (Index f = 0; f < F_; ++f) {
    if (model_.factor_share[n](f, j) > 0.0) top = std::max(top, power * w[f]);
  }
  double total = 0.0;
  for (Index f = 0; f < F_; ++f) {
    const double share = model_.factor_share[n](f, j);
    omega[f] = share > 0.0 ? share * std::exp(power * w[f] - top) : 0.0;
    total += omega[f];
  }
  if (!(total > 0.0)) return 0.0;
  for (Index f = 0; f < F_; ++f) omega[f] /= total;
  return (std::log(total) + top) / power;
}

/// What users of a region spend on bundles and goods, and what factors are asked for.
void WorldEquations::demand_region(Index n, const Vector& u) {
  const Index users = model_.users();
  double* bundle = bundle_.data() + n * users;
  const double* weight = weight_.data() + n * users;
  double* demand = factor_demand_.data() + n * F_;
  std::fill_n(demand, F_, 0.0);
  for (Index j = 0; j < S_; ++j) {
    const Index at = model_.industry(n, j);
    revenue_[at] = sells_[at] ? model_.output[at] * std::exp(u[at_output(at)]) : 0.0;
    cost_[at] = revenue_[at] / parameters_->markup[at];
    bundle[j] = bundle_share_[at] * cost_[at];
    for (Index f = 0; f < F_; ++f) {
      demand[f] += factor_in_va_[at * F_ + f] * va_share_[at] * cost_[at];
    }
  }
  bundle[S_] = model_.final_spending[n] * std::exp(u[at_income(n)]);
  Vector money(users);
  for (Index j = 0; j < users; ++j) money[j] = weight[j] * bundle[j];
  if (U_ != 1) {
    for (Index k = 0; k < runs_.size(); ++k) {
      const Run& run = runs_[k];
      const Index width = run.last - run.first;
      for (Index s = 0; s < S_; ++s) {
        double* E = spending_.data() + column(s, n) + run.first;
        const double* share = run_share_[k][n].data() + s * width;
        const double* power = power_[k][n].data() + s * width;
        for (Index j = 0; j < width; ++j) E[j] = share[j] * power[j] * money[run.first + j];
      }
    }
    return;
  }
  Vector E(S_, 0.0);
  Vector one_run(S_);
  for (Index k = 0; k < runs_.size(); ++k) {
    std::fill(one_run.begin(), one_run.end(), 0.0);
    numerics::add_product(run_share_[k][n].data(), S_, runs_[k].last - runs_[k].first,
                          money.data() + runs_[k].first, one_run.data());
    for (Index s = 0; s < S_; ++s) E[s] += power_[k][n][s] * one_run[s];
  }
  for (Index s = 0; s < S_; ++s) spending_[column(s, n)] = E[s];
}

void WorldEquations::sell_goods() {
  numerics::for_each(S_, static_cast<double>(2 * S_ * R_ * R_ * U_), [&](Index s) {
    const Index columns = trade_.columns();
    double* q = q_.data() + s * columns;
    const double* E = spending_.data() + s * columns;
    const double* inverse = inverse_.data() + s * columns;
    for (Index c = 0; c < columns; ++c) q[c] = E[c] * inverse[c];
    double* border = border_.data() + s * R_;
    double* net = net_.data() + s * R_;
    std::fill_n(border, R_, 0.0);
    std::fill_n(net, R_, 0.0);
    trade_.rows(s, q, border, net);
    for (Index i = 0; i < R_; ++i) {
      border[i] *= v_[s * R_ + i];
      net[i] *= v_[s * R_ + i];
    }
  });
}

/// Residuals of all markets, incomes and prices.
void WorldEquations::settle(const Vector& u, Vector& residual) {
  double numeraire = 0.0;
  for (Index k = 0; k < R_ * F_; ++k) {
    if (factor_0_[k] == 0.0) {
      factor_value_[k] = 0.0;
      factor_gap_[k] = 0.0;
      residual[at_factor(k)] = u[at_factor(k)];
      continue;
    }
    numeraire += factor_weight_[k] * std::exp(u[at_factor(k)]);
    factor_value_[k] = factor_0_[k] * std::exp(u[at_factor(k)] + parameters_->log_endowment[k]);
    factor_gap_[k] = std::log(factor_demand_[k] / factor_value_[k]);
    residual[at_factor(k)] = is_free_[k] ? u[at_factor(k)] - k_free_price : factor_gap_[k];
  }
  residual[at_factor(left_out_)] = std::log(numeraire);
  for (Index n = 0; n < R_; ++n) {
    double tariffs = 0.0;
    double others = 0.0;
    double profit = 0.0;
    for (Index s = 0; s < S_; ++s) {
      const Index at = model_.industry(n, s);
      for (Index c = 0; c < U_; ++c) {
        tariffs += spending_[column(s, n) + c] * (1.0 - part_[column(s, n) + c]);
      }
      const double power = 1.0 + parameters_->output_tax[at];
      const double net = net_[s * R_ + n];
      others += border_[s * R_ + n] - net / power;
      profit += revenue_[at] - cost_[at];
      if (!sells_[at]) {
        residual[at_price(at)] = u[at_price(at)];
        residual[at_output(at)] = u[at_output(at)];
        continue;
      }
      const double psi = model_.scale_elasticity[s];
      const double log_markup = parameters_->markup[at] == model_.base.markup[at]
                                    ? 0.0
                                    : std::log(parameters_->markup[at] / model_.base.markup[at]);
      residual[at_price(at)] = u[at_price(at)] - (1.0 + psi) * (log_markup + lc_[at]) +
                               psi * u[at_output(at)] + parameters_->log_productivity[at];
      residual[at_output(at)] = u[at_output(at)] - std::log(net / power / model_.output[at]);
    }
    tariff_revenue_[n] = tariffs;
    other_taxes_[n] = others;
    profit_[n] = profit;
    income_[n] = tariffs + others + profit + parameters_->transfer[n];
    for (Index f = 0; f < F_; ++f) income_[n] += factor_value_[n * F_ + f];
    residual[at_income(n)] =
        income_[n] > 0.0 ? u[at_income(n)] - std::log(income_[n] / model_.final_spending[n]) : 0.0;
  }
}

std::string WorldEquations::name_of(Index k) const {
  if (k < R_ * F_) {
    return k == left_out_ ? "mean price of the world's factors" : model_.factor_name(k);
  }
  if (k < at_price(0)) return "income of " + model_.regions.code(k - at_income(0));
  if (k < at_output(0)) return "price of " + model_.industry_name(k - at_price(0));
  return "sales of " + model_.industry_name(k - at_output(0));
}

double WorldEquations::money_of(Index k) const {
  if (k < R_ * F_) return factor_value_[k];
  if (k < at_price(0)) return income_[k - at_income(0)];
  return revenue_[k - (k < at_output(0) ? at_price(0) : at_output(0))];
}

void WorldEquations::report(WorldSolution& solution) const {
  solution.gdp.resize(R_);
  solution.tax_revenue.resize(R_);
  for (Index n = 0; n < R_; ++n) {
    solution.gdp[n] = income_[n] - parameters_->transfer[n];
    solution.tax_revenue[n] = tariff_revenue_[n] + other_taxes_[n];
  }
  solution.profits = profit_;
  solution.spending.assign(S_ * R_, 0.0);
  solution.trade_share.assign(model_.edges(), 0.0);
  for (Index s = 0; s < S_; ++s) {
    for (Index n = 0; n < R_; ++n) {
      double& total = solution.spending[s * R_ + n];
      for (Index c = 0; c < U_; ++c) total += spending_[column(s, n) + c];
      if (!(total > 0.0)) continue;
      for (Index i = 0; i < R_; ++i) {
        double paid = 0.0;
        for (Index c = 0; c < U_; ++c) {
          paid += trade_.share(s, i, n * U_ + c) * q_[column(s, n) + c];
        }
        solution.trade_share[model_.edge(s, i, n)] = paid * v_[s * R_ + i] / total;
      }
    }
  }
}

WorldModel WorldEquations::as_base() const {
  WorldModel base = model_;
  base.base = *parameters_;
  for (Vector* change :
       {&base.base.log_iceberg, &base.base.log_productivity, &base.base.log_endowment}) {
    std::fill(change->begin(), change->end(), 0.0);
  }
  base.output = revenue_;
  base.final_spending = income_;
  base.value_added_share = va_share_;
  for (Index n = 0; n < R_; ++n) {
    for (Index j = 0; j < S_; ++j) {
      for (Index f = 0; f < F_; ++f) {
        base.factor_share[n](f, j) = factor_in_va_[model_.industry(n, j) * F_ + f];
      }
    }
    for (Index k = 0; k < runs_.size(); ++k) {
      const Index width = runs_[k].last - runs_[k].first;
      for (Index s = 0; s < S_; ++s) {
        for (Index j = 0; j < width; ++j) {
          base.use_share[n](s, runs_[k].first + j) =
              run_share_[k][n](s, j) * power_[k][n][U_ == 1 ? s : s * width + j] *
              weight_[n * model_.users() + runs_[k].first + j];
        }
      }
    }
  }
  for (Index s = 0; s < S_; ++s) {
    for (Index i = 0; i < R_; ++i) {
      for (Index c = 0; c < trade_.columns(); ++c) {
        const double share =
            trade_.share(s, i, c) * v_[s * R_ + i] * inverse_[s * trade_.columns() + c];
        const Index at = (s * R_ + i) * trade_.columns() + c;
        if (model_.by_user()) {
          base.user_share[at] = static_cast<float>(share);
        } else {
          base.trade_share[at] = share;
        }
      }
    }
  }
  return base;
}

}  // namespace domar::equilibrium
