#include "evaluation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "domar/numerics/vector_math.hpp"

namespace domar::equilibrium {

using network::k_none;

namespace {
constexpr double k_price_floor = 1e-11;  ///< accepted when rounding keeps us from the tolerance
constexpr int k_price_rounds = 60;
/// Sales and incomes smaller than this share of the largest are judged by that size.
constexpr double k_small = 1e-9;
}  // namespace

Evaluation::Evaluation(const network::Network& network)
    : network_(network),
      markets_(network.markets()),
      agents_(network.agents()),
      core_(network.core().size()),
      joints_(network.joint_producers().size()),
      sweep_(network),
      exposure_(network, false),
      arrival_(network, true) {
  core_price_new_.resize(core_);
  reset_prices();
}

void Evaluation::reset_prices() {
  log_price.assign(network_.nodes(), 0.0);
  have_price_lu_ = false;
  have_tangent_ = false;
  core_value_.resize(core_);
  for (Index c = 0; c < core_; ++c) core_value_[c] = network_.value_0(network_.core()[c]);
  income.resize(agents_);
  for (Index h = 0; h < agents_; ++h) income[h] = network_.income_0(h);
}

void Evaluation::set_parameters(const Parameters& parameters) {
  sweep_.set_parameters(parameters);
  log_endowment_ = parameters.log_endowment;
  transfer_share_ = parameters.transfer_share;
  keep_.assign(agents_, 1.0);
  for (Index i = 0; i < transfer_share_.size(); ++i) {
    keep_[network_.transfers()[i].from] -= transfer_share_[i];
  }
}

/// Shares and taxes by edge, where the last sweep left them.
void Evaluation::take_shares() {
  share_ = sweep_.shares();
  to_seller_ = sweep_.to_seller();
  to_tax_ = sweep_.to_tax();
}

/// LU of I - E_cc at the present shares.
bool Evaluation::refresh_price_factors() {
  Matrix A(core_, core_);
  for (Index c = 0; c < core_; ++c) {
    A(c, c) = 1.0;
    const Index n = network_.core()[c];
    exposure_.visit_row(n, [&](Index column, double exposed) {
      if (column < core_) A(c, column) -= exposed;
    });
  }
  have_price_lu_ = tangent_.price_lu.factor(A);
  return have_price_lu_;
}

/// Newton on the core prices with a kept factorisation; predicted by the last tangent from
/// where prices stand.
bool Evaluation::settle_prices(const Vector& x, double price_tolerance) {
  if (have_tangent_) {
    for (Index c = 0; c < core_; ++c) {
      double change = 0.0;
      const auto row = tangent_.price.row(c);
      for (Index k = 0; k < markets_; ++k) change += row[k] * (x[k] - log_price[k]);
      log_price[markets_ + network_.core()[c]] += change;
    }
  }
  std::copy(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(markets_), log_price.begin());

  double last_gap = std::numeric_limits<double>::infinity();
  for (int round = 0; round < k_price_rounds; ++round) {
    sweep_.prices(log_price, core_price_new_);
    Vector gap(core_);
    double largest = 0.0;
    for (Index c = 0; c < core_; ++c) {
      gap[c] = core_price_new_[c] - log_price[markets_ + network_.core()[c]];
      largest = std::max(largest, std::abs(gap[c]));
      if (!std::isfinite(gap[c])) return false;
    }
    if (largest <= price_tolerance) return true;
    const bool slow = largest > 0.3 * last_gap;
    if (slow && largest <= k_price_floor) return true;
    if (!have_price_lu_ || slow) {
      exposure_.fill(sweep_.shares());
      if (!refresh_price_factors()) return false;
    }
    const Vector step = tangent_.price_lu.solve(gap);
    double longest = 0.0;
    for (const double s : step) longest = std::max(longest, std::abs(s));
    const double damping = longest > 2.0 ? 2.0 / longest : 1.0;
    for (Index c = 0; c < core_; ++c) {
      log_price[markets_ + network_.core()[c]] += damping * step[c];
    }
    last_gap = largest;
  }
  return false;
}

/// LU of the linear system of sales of core activities and incomes of agents, equations (3) and
/// (5).
bool Evaluation::factor_values() {
  const Index size = core_ + agents_;
  Matrix A(size, size);
  for (Index i = 0; i < size; ++i) A(i, i) = 1.0;
  const auto row_of_column = [&](Index column) {  // markets are not unknowns here
    return column < core_ ? column : (column < core_ + markets_ ? k_none : column - markets_);
  };
  for (Index c = 0; c < core_; ++c) {
    const Index n = network_.core()[c];
    arrival_.visit_row(n, [&](Index column, double arrived) {
      const Index row = row_of_column(column);
      if (row != k_none) A(row, c) -= arrived;
    });
  }
  for (Index h = 0; h < agents_; ++h) {
    const Index top = network_.agent(h).top;
    if (top == k_none) continue;
    arrival_.visit(markets_ + top, [&](Index column, double amount) {
      const Index row = row_of_column(column);
      if (row != k_none) A(row, core_ + h) -= keep_[h] * amount;
    });
  }
  for (Index i = 0; i < transfer_share_.size(); ++i) {
    const auto& transfer = network_.transfers()[i];
    A(core_ + transfer.to, core_ + transfer.from) -= transfer_share_[i];
  }
  for (const auto& joint : network_.joint_producers()) {
    const Index c = network_.core_position(joint.activity);
    for (Index column = 0; column < size; ++column) A(c, column) = column == c ? 1.0 : 0.0;
  }
  return tangent_.value_lu.factor(A);
}

/// Sales of core activities and incomes of agents at the shares of which arrivals are made.
bool Evaluation::solve_values(const Vector& x) {
  if (!factor_values()) return false;
  Vector b(core_ + agents_, 0.0);
  for (Index k = 0; k < markets_; ++k) {
    const auto& market = network_.market(k);
    if (market.owners.empty()) continue;
    const double worth = endowment_worth(k);
    for (const auto& [agent, owned] : market.owners) b[core_ + agent] += owned * worth;
  }
  for (Index i = 0; i < basic_.size(); ++i) {  // what is spent at the margin goes to the rest
    const auto& household = network_.subsistence()[i];
    for (const auto& [edge, sign] :
         {std::pair{household.basic, 1.0}, std::pair{household.rest, -1.0}}) {
      arrival_.visit(network_.edge(edge).seller, [&, sign = sign](Index column, double arrived) {
        if (column < core_) b[column] += sign * basic_[i] * arrived;
        if (column >= core_ + markets_) b[column - markets_] += sign * basic_[i] * arrived;
      });
    }
  }
  set_joint_sales(x, b);
  const Vector solved = tangent_.value_lu.solve(b);
  core_value_.assign(solved.begin(), solved.begin() + static_cast<std::ptrdiff_t>(core_));
  income.assign(solved.begin() + static_cast<std::ptrdiff_t>(core_), solved.end());
  return true;
}

/// Sales of every node when core and agents sell and earn what is guessed; what arrives at the core
/// stands in value.
void Evaluation::spread_values() {
  value.assign(network_.nodes(), 0.0);
  spending.assign(agents_, 0.0);
  tax_revenue.assign(agents_ + 1, 0.0);
  for (Index h = 0; h < agents_; ++h) {
    if (network_.agent(h).top == k_none) continue;
    spending[h] = keep_[h] * income[h];
    value[markets_ + network_.agent(h).top] += spending[h];
  }
  for (Index i = 0; i < basic_.size(); ++i) {
    const auto& household = network_.subsistence()[i];
    value[network_.edge(household.basic).seller] += basic_[i];
    value[network_.edge(household.rest).seller] -= basic_[i];
  }
  sweep_.values(core_value_, value, tax_revenue);
  tax_revenue.resize(agents_);
}

/// What endowments are worth at the present prices of markets.
void Evaluation::price_endowments() {
  worth_.resize(markets_);
  for (Index k = 0; k < markets_; ++k) worth_[k] = log_endowment_[k] + log_price[k];
  numerics::exp_all(worth_.data(), markets_);
  for (Index k = 0; k < markets_; ++k) worth_[k] *= network_.market(k).endowment_0;
}

/// What subsistence costs at the present prices.
void Evaluation::price_subsistence() {
  basic_.resize(network_.subsistence().size());
  for (Index i = 0; i < basic_.size(); ++i) {
    const auto& edge = network_.edge(network_.subsistence()[i].basic);
    basic_[i] = edge.value_0 * std::exp(log_price[edge.seller]);
  }
}

/// A household that has nothing left beyond its subsistence, or k_none.
Index Evaluation::short_of_subsistence() const {
  for (const auto& household : network_.subsistence()) {
    if (!(value[network_.edge(household.rest).seller] > 0.0)) return household.activity;
  }
  return k_none;
}

void Evaluation::compute_residual(const Vector& x) {
  Vector supply(markets_);
  for (Index k = 0; k < markets_; ++k) {
    supply[k] = endowment_worth(k);
  }
  residual_.assign(unknowns(), 0.0);
  for (Index j = 0; j < joints_; ++j) {
    const auto& joint = network_.joint_producers()[j];
    const Index node = markets_ + joint.activity;
    double total = 0.0;
    for (const auto& [market, base] : joint.products) {
      const double part = base / network_.value_0(joint.activity) *
                          std::exp((1.0 + joint.psi) * (x[market] - log_price[node]));
      supply[market] += part * value[node];
      total += part;
    }
    residual_[markets_ + j] = std::log(total);
  }
  std::copy(value.begin(), value.begin() + static_cast<std::ptrdiff_t>(markets_),
            residual_.begin());
  numerics::log_all(residual_.data(), markets_);
  numerics::log_all(supply.data(), markets_);
  for (Index k = 0; k < markets_; ++k) residual_[k] -= supply[k];
}

/// The core activity whose price has moved most: when prices do not settle, it runs away first.
Index Evaluation::furthest_core_activity() const {
  Index furthest = k_none;
  double distance = -1.0;
  for (const Index n : network_.core()) {
    if (std::abs(log_price[markets_ + n]) <= distance) continue;
    distance = std::abs(log_price[markets_ + n]);
    furthest = n;
  }
  return furthest;
}

bool Evaluation::evaluate(const Vector& x, double price_tolerance) {
  poor_agent = k_none;
  stuck_activity = k_none;
  short_activity = k_none;
  if (!settle_prices(x, price_tolerance)) {
    have_tangent_ = false;
    stuck_activity = furthest_core_activity();
    return false;
  }
  price_endowments();
  price_subsistence();
  take_shares();
  arrival_.fill(share_, to_seller_, to_tax_);
  if (!solve_values(x)) return false;
  for (Index h = 0; h < agents_; ++h) {
    if (income[h] < 0.0 && network_.agent(h).top != k_none) {  // its purchases would be negative
      poor_agent = h;
      return false;
    }
  }
  spread_values();
  for (Index c = 0; c < core_; ++c) value[markets_ + network_.core()[c]] = core_value_[c];
  short_activity = short_of_subsistence();
  if (short_activity != k_none) return false;
  compute_residual(x);
  return std::all_of(residual_.begin(), residual_.end(), [](double r) { return std::isfinite(r); });
}

/// Sales of a joint producer's activity are an unknown of x.
void Evaluation::set_joint_sales(const Vector& x, Vector& by_core) const {
  for (Index j = 0; j < joints_; ++j) {
    const Index n = network_.joint_producers()[j].activity;
    by_core[network_.core_position(n)] = network_.value_0(n) * std::exp(x[markets_ + j]);
  }
}

bool Evaluation::probe(const Vector& x) {
  std::copy(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(markets_), log_price.begin());
  price_endowments();
  set_joint_sales(x, core_value_);
  sweep_.prices(log_price, core_price_new_);
  price_subsistence();
  spread_values();
  measure_price_gaps();
  measure_value_gaps();
  if (!std::isfinite(inner_gap_)) return false;
  for (Index h = 0; h < agents_; ++h) {
    if (income[h] < 0.0 && network_.agent(h).top != k_none) return false;
  }
  if (short_of_subsistence() != k_none) return false;
  compute_residual(x);
  return std::all_of(residual_.begin(), residual_.end(), [](double r) { return std::isfinite(r); });
}

void Evaluation::measure_price_gaps() {
  inner_gap_ = 0.0;
  price_gap_.resize(core_);
  for (Index c = 0; c < core_; ++c) {
    price_gap_[c] = core_price_new_[c] - log_price[markets_ + network_.core()[c]];
    const double size = std::abs(price_gap_[c]);
    if (!(size <= inner_gap_)) inner_gap_ = size;  // also where it is not a number
  }
}

/// What arrives at core activities and agents less what they are guessed to sell and earn.
void Evaluation::measure_value_gaps() {
  value_gap_.assign(core_ + agents_, 0.0);
  for (Index c = 0; c < core_; ++c) {
    const Index node = markets_ + network_.core()[c];
    value_gap_[c] = value[node] - core_value_[c];
    value[node] = core_value_[c];
  }
  for (const auto& joint : network_.joint_producers()) {
    value_gap_[network_.core_position(joint.activity)] = 0.0;
  }
  for (Index h = 0; h < agents_; ++h) value_gap_[core_ + h] = tax_revenue[h] - income[h];
  for (Index k = 0; k < markets_; ++k) {
    const auto& owners = network_.market(k).owners;
    if (owners.empty()) continue;
    const double worth = endowment_worth(k);
    for (const auto& [agent, owned] : owners) value_gap_[core_ + agent] += owned * worth;
  }
  for (Index i = 0; i < transfer_share_.size(); ++i) {
    const auto& transfer = network_.transfers()[i];
    value_gap_[core_ + transfer.to] += transfer_share_[i] * income[transfer.from];
  }
  const auto guess = [&](Index i) { return i < core_ ? core_value_[i] : income[i - core_]; };
  double most = 0.0;
  for (Index i = 0; i < core_ + agents_; ++i) most = std::max(most, std::abs(guess(i)));
  for (Index i = 0; i < core_ + agents_; ++i) {
    const double gap = std::abs(value_gap_[i]) / std::max(std::abs(guess(i)), k_small * most);
    if (!(gap <= inner_gap_)) inner_gap_ = gap;
  }
}

Vector Evaluation::inner_guess() const {
  Vector guess;
  guess.reserve(inner_unknowns());
  for (const Index n : network_.core()) guess.push_back(log_price[markets_ + n]);
  guess.insert(guess.end(), core_value_.begin(), core_value_.end());
  guess.insert(guess.end(), income.begin(), income.end());
  return guess;
}

void Evaluation::set_inner_guess(const Vector& x, const Vector& guess) {
  std::copy(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(markets_), log_price.begin());
  for (Index c = 0; c < core_; ++c) {
    log_price[markets_ + network_.core()[c]] = guess[c];
    core_value_[c] = guess[core_ + c];
  }
  for (Index h = 0; h < agents_; ++h) income[h] = guess[2 * core_ + h];
}

}  // namespace domar::equilibrium
