#include "evaluation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace domar::equilibrium {

using network::k_none;

namespace {
constexpr double k_price_floor = 1e-11;  ///< accepted when rounding keeps us from the tolerance
constexpr int k_price_rounds = 60;
constexpr double k_unit_elasticity = 1e-12;  ///< |1 - theta| below this is Cobb-Douglas
bool is_cobb_douglas(double theta) { return std::abs(1.0 - theta) < k_unit_elasticity; }
/// Near 1 a power mean by logs would divide rounding errors by 1 - theta.
bool is_near_one(double theta) { return std::abs(1.0 - theta) < 1e-2; }
}  // namespace

Evaluation::Evaluation(const network::Network& network)
    : network_(network),
      markets_(network.markets()),
      activities_(network.activities()),
      agents_(network.agents()),
      core_(network.core().size()),
      joints_(network.joint_producers().size()),
      exposure_(network, false),
      arrival_(network, true) {
  const Index edges = network.edges();
  seller_.resize(edges);
  receiver_.resize(edges);
  for (Index e = 0; e < edges; ++e) {
    seller_[e] = static_cast<std::uint32_t>(network.edge(e).seller);
    const Index receiver = network.edge(e).receiver;
    receiver_[e] = static_cast<std::uint32_t>(receiver == k_none ? agents_ : receiver);
  }
  edge_constant_.resize(edges);
  taste_share_.resize(edges);
  to_seller_.resize(edges);
  to_tax_.resize(edges);
  share.resize(edges);
  core_price_new_.resize(core_);
  nests_ = nests_in_sweep_order();
  reset_prices();
}

void Evaluation::reset_prices() {
  log_price.assign(network_.nodes(), 0.0);
  have_price_lu_ = false;
  price_tangent_ = Matrix();
  tangent_at_.assign(markets_, 0.0);
}

void Evaluation::set_parameters(const Parameters& parameters) {
  log_productivity_ = parameters.log_productivity;
  log_endowment_ = parameters.log_endowment;
  transfer_share_ = parameters.transfer_share;
  for (Index n = 0; n < activities_; ++n) {
    const double theta = network_.activity(n).theta;
    double total = 0.0;
    for (Index e = network_.first_edge(n); e < network_.first_edge(n + 1); ++e) {
      const double taste = parameters.log_taste[e];
      taste_share_[e] = network_.cost_share_0(e) * (taste == 0.0 ? 1.0 : std::exp(taste));
      total += taste_share_[e];
    }
    for (Index e = network_.first_edge(n); e < network_.first_edge(n + 1); ++e) {
      taste_share_[e] /= total;
      const double tax = parameters.tax[e];
      const double tax_0 = network_.edge(e).tax_0;
      double log_tau = parameters.log_iceberg[e];
      if (tax != tax_0) log_tau += std::log1p(tax) - std::log1p(tax_0);
      edge_constant_[e] =
          is_near_one(theta) ? log_tau : std::log(taste_share_[e]) + (1.0 - theta) * log_tau;
      to_seller_[e] = 1.0 / (1.0 + tax);
      to_tax_[e] = tax / (1.0 + tax);
    }
  }
  keep_.assign(agents_, 1.0);
  for (Index i = 0; i < transfer_share_.size(); ++i) {
    keep_[network_.transfers()[i].from] -= transfer_share_[i];
  }
}

std::vector<Evaluation::Nest> Evaluation::nests_in_sweep_order() const {
  std::vector<Nest> nests;
  nests.reserve(activities_);
  for (const Index n : network_.order()) {
    Nest nest;
    nest.theta = network_.activity(n).theta;
    nest.activity = static_cast<std::uint32_t>(n);
    nest.begin = static_cast<std::uint32_t>(network_.first_edge(n));
    nest.end = static_cast<std::uint32_t>(network_.first_edge(n + 1));
    const Index c = network_.core_position(n);
    nest.core = static_cast<std::uint32_t>(c == k_none ? core_ : c);
    if (nest.end - nest.begin == 1) {
      nest.kind = Nest::Kind::single;
    } else if (is_cobb_douglas(nest.theta)) {
      nest.kind = Nest::Kind::cobb_douglas;
    } else if (is_near_one(nest.theta)) {
      nest.kind = Nest::Kind::near_one;
    }
    nests.push_back(nest);
  }
  return nests;
}

/// Unit cost of one activity, equation (1), in logs with the maximum subtracted; and its shares.
double Evaluation::log_cost_of(const Nest& nest) {
  const Index begin = nest.begin;
  const Index end = nest.end;
  const double exponent = 1.0 - nest.theta;
  switch (nest.kind) {
    case Nest::Kind::single: {
      share[begin] = 1.0;
      const double constant = edge_constant_[begin];
      const double log_tau = is_near_one(nest.theta) ? constant : constant / exponent;
      return log_tau + log_price[seller_[begin]];
    }
    case Nest::Kind::cobb_douglas: {
      double log_cost = 0.0;
      for (Index e = begin; e < end; ++e) {
        share[e] = taste_share_[e];
        log_cost += taste_share_[e] * (edge_constant_[e] + log_price[seller_[e]]);
      }
      return log_cost;
    }
    case Nest::Kind::near_one: {
      double above_one = 0.0;
      for (Index e = begin; e < end; ++e) {
        const double gain = std::expm1(exponent * (edge_constant_[e] + log_price[seller_[e]]));
        share[e] = taste_share_[e] * (1.0 + gain);
        above_one += taste_share_[e] * gain;
      }
      for (Index e = begin; e < end; ++e) share[e] /= 1.0 + above_one;
      return std::log1p(above_one) / exponent;
    }
    case Nest::Kind::general:
      break;
  }
  double largest = -std::numeric_limits<double>::infinity();
  for (Index e = begin; e < end; ++e) {
    share[e] = edge_constant_[e] + exponent * log_price[seller_[e]];
    largest = std::max(largest, share[e]);
  }
  double total = 0.0;
  for (Index e = begin; e < end; ++e) {
    share[e] = share[e] == largest ? 1.0 : std::exp(share[e] - largest);  // exp(0) is 1
    total += share[e];
  }
  const double scale = 1.0 / total;
  for (Index e = begin; e < end; ++e) share[e] *= scale;
  return (largest + std::log(total)) / exponent;
}

/// Unit costs of all activities, inputs before their buyers.
void Evaluation::sweep() {
  for (const Nest& nest : nests_) {
    const double log_cost = log_cost_of(nest) - log_productivity_[nest.activity];
    if (nest.core == core_) {
      log_price[markets_ + nest.activity] = log_cost;
    } else {
      core_price_new_[nest.core] = log_cost;
    }
  }
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
  have_price_lu_ = price_lu_.factor(A);
  return have_price_lu_;
}

/// Newton on the core prices with a kept factorisation; predicted by the last tangent.
bool Evaluation::settle_prices(const Vector& x, double price_tolerance) {
  if (!price_tangent_.empty()) {
    Vector step(markets_);
    for (Index k = 0; k < markets_; ++k) step[k] = x[k] - tangent_at_[k];
    for (Index c = 0; c < core_; ++c) {
      double change = 0.0;
      const auto row = price_tangent_.row(c);
      for (Index k = 0; k < markets_; ++k) change += row[k] * step[k];
      log_price[markets_ + network_.core()[c]] += change;
    }
  }
  std::copy(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(markets_), tangent_at_.begin());
  std::copy(tangent_at_.begin(), tangent_at_.end(), log_price.begin());

  double last_gap = std::numeric_limits<double>::infinity();
  for (int round = 0; round < k_price_rounds; ++round) {
    sweep();
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
      exposure_.fill(share);
      if (!refresh_price_factors()) return false;
    }
    const Vector step = price_lu_.solve(gap);
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

/// Sales of core activities and incomes of agents: a linear system, equations (3) and (5).
bool Evaluation::solve_values(const Vector& x) {
  const Index size = core_ + agents_;
  Matrix A(size, size);
  Vector b(size, 0.0);
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
  for (Index k = 0; k < markets_; ++k) {
    const auto& market = network_.market(k);
    if (market.owners.empty()) continue;
    const double worth = market.endowment_0 * std::exp(log_endowment_[k] + x[k]);
    for (const auto& [agent, owned] : market.owners) b[core_ + agent] += owned * worth;
  }
  for (Index j = 0; j < joints_; ++j) {  // sales of a joint producer's activity are an unknown
    const Index n = network_.joint_producers()[j].activity;
    const Index c = network_.core_position(n);
    for (Index column = 0; column < size; ++column) A(c, column) = column == c ? 1.0 : 0.0;
    b[c] = network_.value_0(n) * std::exp(x[markets_ + j]);
  }
  if (!value_lu_.factor(A)) return false;
  const Vector solved = value_lu_.solve(b);
  core_value_.assign(solved.begin(), solved.begin() + static_cast<std::ptrdiff_t>(core_));
  income.assign(solved.begin() + static_cast<std::ptrdiff_t>(core_), solved.end());
  return true;
}

/// Sales of every node, equation (2) summed over buyers.
void Evaluation::spread_values() {
  value.assign(network_.nodes(), 0.0);
  spending.assign(agents_, 0.0);
  tax_revenue.assign(agents_ + 1, 0.0);
  for (Index h = 0; h < agents_; ++h) {
    if (network_.agent(h).top == k_none) continue;
    spending[h] = keep_[h] * income[h];
    value[markets_ + network_.agent(h).top] += spending[h];
  }
  for (Index c = 0; c < core_; ++c) value[markets_ + network_.core()[c]] = core_value_[c];
  const auto& order = network_.order();
  for (Index position = order.size(); position-- > 0;) {
    const Index n = order[position];
    const double sales = value[markets_ + n];
    for (Index e = network_.first_edge(n); e < network_.first_edge(n + 1); ++e) {
      const double paid = sales * share[e];
      if (to_tax_[e] != 0.0) tax_revenue[receiver_[e]] += paid * to_tax_[e];
      const Index seller = seller_[e];
      const bool is_core =
          seller >= markets_ && network_.core_position(seller - markets_) != k_none;
      if (!is_core) value[seller] += paid * to_seller_[e];
    }
  }
  tax_revenue.resize(agents_);
}

void Evaluation::compute_residual(const Vector& x) {
  Vector supply(markets_);
  for (Index k = 0; k < markets_; ++k) {
    supply[k] = network_.market(k).endowment_0 * std::exp(log_endowment_[k] + x[k]);
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
  for (Index k = 0; k < markets_; ++k) residual_[k] = std::log(value[k]) - std::log(supply[k]);
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
  if (!settle_prices(x, price_tolerance)) {
    price_tangent_ = Matrix();
    stuck_activity = furthest_core_activity();
    return false;
  }
  arrival_.fill(share, to_seller_, to_tax_);
  if (!solve_values(x)) return false;
  for (Index h = 0; h < agents_; ++h) {
    if (income[h] < 0.0 && network_.agent(h).top != k_none) {  // its purchases would be negative
      poor_agent = h;
      return false;
    }
  }
  spread_values();
  compute_residual(x);
  return std::all_of(residual_.begin(), residual_.end(), [](double r) { return std::isfinite(r); });
}

/// How arrivals at core, markets and taxes respond to ln prices of core and markets, sales held:
/// sum over activities of lambda (1 - theta) Cov(arrivals, exposures) under its cost shares.
Evaluation::Substitution Evaluation::substitution() const {
  const Index rows = core_ + markets_ + agents_;
  Substitution D{Matrix(rows, core_), Matrix(rows, markets_)};
  const auto at = [&](Index row, Index column) -> double& {
    return column < core_ ? D.by_core(row, column) : D.by_market(row, column - core_);
  };
  for (const Index n : network_.order()) {
    const Index begin = network_.first_edge(n);
    const Index end = network_.first_edge(n + 1);
    const double theta = network_.activity(n).theta;
    if (end - begin == 1 || is_cobb_douglas(theta)) continue;
    const double weight = value[markets_ + n] * (1.0 - theta);
    for (Index e = begin; e < end; ++e) {
      exposure_.visit(seller_[e], [&](Index column, double exposed) {
        const double moved = weight * share[e] * exposed;
        arrival_.visit(seller_[e], [&](Index row, double arrived) {
          at(row, column) += moved * to_seller_[e] * arrived;
        });
        if (to_tax_[e] != 0.0) {
          at(core_ + markets_ + receiver_[e], column) += moved * to_tax_[e];
        }
      });
    }
    exposure_.visit(markets_ + n, [&](Index column, double exposed) {
      arrival_.visit_row(
          n, [&](Index row, double arrived) { at(row, column) -= weight * arrived * exposed; });
    });
  }
  return D;
}

/// d ln core price / d ln market price: (I - E_cc) dp = E_ck dw.
bool Evaluation::refresh_price_tangent() {
  exposure_.fill(share);
  Matrix E_ck(core_, markets_);
  for (Index c = 0; c < core_; ++c) {
    exposure_.visit_row(network_.core()[c], [&](Index column, double exposed) {
      if (column >= core_) E_ck(c, column - core_) = exposed;
    });
  }
  price_tangent_ = E_ck;
  if (core_ == 0) return true;
  if (!refresh_price_factors()) return false;
  price_tangent_ = price_lu_.solve(E_ck);
  return true;
}

/// Spending that moves between sellers because prices move: rows core, markets, taxes.
Matrix Evaluation::moved_spending() const {
  Substitution D = substitution();
  if (core_ == 0) return std::move(D.by_market);
  const Matrix by_core = numerics::product(D.by_core, price_tangent_);
  for (Index row = 0; row < by_core.rows(); ++row) {
    for (Index k = 0; k < markets_; ++k) D.by_market(row, k) += by_core(row, k);
  }
  return std::move(D.by_market);
}

/// Sales of core activities and incomes of agents (rows) by unknown (columns).
Matrix Evaluation::sales_response(const Matrix& moved) const {
  Matrix source(core_ + agents_, unknowns());
  for (Index k = 0; k < markets_; ++k) {
    for (Index c = 0; c < core_; ++c) source(c, k) = moved(c, k);
    for (Index h = 0; h < agents_; ++h) source(core_ + h, k) = moved(core_ + markets_ + h, k);
    const double worth = endowment_worth(k);
    for (const auto& [agent, owned] : network_.market(k).owners) {
      source(core_ + agent, k) += owned * worth;
    }
  }
  for (Index j = 0; j < joints_; ++j) {  // sales of a joint producer are themselves an unknown
    const Index c = network_.core_position(network_.joint_producers()[j].activity);
    for (Index u = 0; u < unknowns(); ++u) source(c, u) = 0.0;
    source(c, markets_ + j) = core_value_[c];
  }
  return value_lu_.solve(source);
}

/// Demand at each market (rows) by sales of core activities and incomes of agents (columns).
Matrix Evaluation::demand_by_sales() const {
  Matrix demand(markets_, core_ + agents_);
  const auto is_market = [&](Index column) { return column >= core_ && column < core_ + markets_; };
  for (Index c = 0; c < core_; ++c) {
    arrival_.visit_row(network_.core()[c], [&](Index column, double arrived) {
      if (is_market(column)) demand(column - core_, c) = arrived;
    });
  }
  for (Index h = 0; h < agents_; ++h) {
    const Index top = network_.agent(h).top;
    if (top == k_none) continue;
    arrival_.visit(markets_ + top, [&](Index column, double amount) {
      if (is_market(column)) demand(column - core_, core_ + h) += keep_[h] * amount;
    });
  }
  return demand;
}

double Evaluation::endowment_worth(Index market) const {
  return network_.market(market).endowment_0 * std::exp(log_endowment_[market] + log_price[market]);
}

/// Takes d ln supply from the markets' rows: endowments and joint products; and fills the rows of
/// zero profit of joint producers.
void Evaluation::subtract_supply(Matrix& J) const {
  Vector supply(markets_);
  Matrix change(markets_, unknowns());
  for (Index k = 0; k < markets_; ++k) {
    supply[k] = endowment_worth(k);
    change(k, k) = supply[k];
  }
  for (Index j = 0; j < joints_; ++j) {
    const auto& joint = network_.joint_producers()[j];
    const Index node = markets_ + joint.activity;
    const auto cost = price_tangent_.row(network_.core_position(joint.activity));
    const double total = std::exp(residual_[markets_ + j]);
    for (const auto& [market, base] : joint.products) {
      const double part = base / network_.value_0(joint.activity) *
                          std::exp((1.0 + joint.psi) * (log_price[market] - log_price[node]));
      const double worth = part * value[node];
      supply[market] += worth;
      for (Index u = 0; u < markets_; ++u) {
        const double relative = (1.0 + joint.psi) * ((u == market ? 1.0 : 0.0) - cost[u]);
        change(market, u) += worth * relative;
        J(markets_ + j, u) += part * relative / total;
      }
      change(market, markets_ + j) += worth;
    }
  }
  for (Index k = 0; k < markets_; ++k) {
    for (Index u = 0; u < unknowns(); ++u) J(k, u) -= change(k, u) / supply[k];
  }
}

Matrix Evaluation::jacobian() {
  if (!refresh_price_tangent()) return {};
  const Matrix moved = moved_spending();
  const Matrix indirect = numerics::product(demand_by_sales(), sales_response(moved));
  Matrix J(unknowns(), unknowns());
  for (Index k = 0; k < markets_; ++k) {
    for (Index u = 0; u < unknowns(); ++u) {
      const double direct = u < markets_ ? moved(core_ + k, u) : 0.0;
      J(k, u) = (indirect(k, u) + direct) / value[k];
    }
  }
  subtract_supply(J);
  return J;
}

}  // namespace domar::equilibrium
