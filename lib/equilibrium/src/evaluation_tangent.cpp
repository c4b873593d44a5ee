/// @file The tangents of Evaluation: how prices, spending, sales and markets respond.

#include <algorithm>
#include <cmath>

#include "domar/numerics/kernels.hpp"
#include "evaluation.hpp"

namespace domar::equilibrium {

using network::k_none;

namespace {

/// Adds products of a row of arrivals and a row of exposures to a matrix. The core's part of long
/// rows of exposures is laid out without gaps, so that each arrival adds one stretch of numbers.
class OuterProducts {
 public:
  OuterProducts(Matrix& sum, Index core) : sum_(sum), core_(core), stretch_(core) {}

  void lay_out(const Expansion::Row& exposure) {
    single_.clear();
    first_ = core_;
    Index last = 0;
    const bool is_long = exposure.size >= k_long;
    if (is_long) std::fill(stretch_.begin(), stretch_.end(), 0.0);
    for (Index i = 0; i < exposure.size; ++i) {
      const Index column = exposure.column[i];
      if (!is_long || column >= core_) {
        single_.emplace_back(column, exposure.weight[i]);
        continue;
      }
      stretch_[column] += exposure.weight[i];
      first_ = std::min(first_, column);
      last = std::max(last, column + 1);
    }
    width_ = last > first_ ? last - first_ : 0;
  }

  void add(Index row, double weight) {
    double* into = sum_.row(row).data();
    if (width_ > 0) numerics::add_scaled(weight, stretch_.data() + first_, into + first_, width_);
    for (const auto& [column, exposed] : single_) into[column] += weight * exposed;
  }

 private:
  static constexpr Index k_long = 16;
  Matrix& sum_;
  Index core_;
  Vector stretch_;
  std::vector<std::pair<Index, double>> single_;
  Index first_ = 0;
  Index width_ = 0;
};

}  // namespace

/// How arrivals at core, markets and taxes (rows) respond to ln prices of core and markets
/// (columns), sales held: sum over activities of lambda (1 - theta) Cov(arrivals, exposures) under
/// its cost shares; and what subsistence takes from the rest as it becomes dearer.
Matrix Evaluation::substitution() const {
  Matrix D(core_ + markets_ + agents_, core_ + markets_);
  OuterProducts products(D, core_);
  for (const Index n : network_.order()) {
    const Index begin = network_.first_edge(n);
    const Index end = network_.first_edge(n + 1);
    const double theta = network_.activity(n).theta;
    if (end - begin == 1 || is_cobb_douglas(theta)) continue;
    const double weight = value[markets_ + n] * (1.0 - theta);
    for (Index e = begin; e < end; ++e) {
      const Index seller = network_.edge(e).seller;
      products.lay_out(exposure_.row_of_node(seller));
      const double moved = weight * share_[e];
      const Expansion::Row arrival = arrival_.row_of_node(seller);
      for (Index i = 0; i < arrival.size; ++i) {
        products.add(arrival.column[i], moved * to_seller_[e] * arrival.weight[i]);
      }
      if (to_tax_[e] != 0.0) {
        products.add(core_ + markets_ + network_.edge(e).receiver, moved * to_tax_[e]);
      }
    }
    products.lay_out(exposure_.row_of_activity(n));
    const Expansion::Row arrival = arrival_.row_of_activity(n);
    for (Index i = 0; i < arrival.size; ++i) {
      products.add(arrival.column[i], -weight * arrival.weight[i]);
    }
  }
  for (Index s = 0; s < basic_.size(); ++s) {
    const auto& household = network_.subsistence()[s];
    const Index basic = network_.edge(household.basic).seller;
    products.lay_out(exposure_.row_of_node(basic));
    for (const auto& [node, amount] :
         {std::pair{basic, basic_[s]},
          std::pair{network_.edge(household.rest).seller, -basic_[s]}}) {
      const Expansion::Row arrival = arrival_.row_of_node(node);
      for (Index i = 0; i < arrival.size; ++i) {
        products.add(arrival.column[i], amount * arrival.weight[i]);
      }
    }
  }
  return D;
}

/// d ln core price / d ln market price: (I - E_cc) dp = E_ck dw.
bool Evaluation::refresh_price_tangent() {
  exposure_.fill(share_);
  Matrix E_ck(core_, markets_);
  for (Index c = 0; c < core_; ++c) {
    exposure_.visit_row(network_.core()[c], [&](Index column, double exposed) {
      if (column >= core_) E_ck(c, column - core_) = exposed;
    });
  }
  tangent_.price = E_ck;
  if (core_ == 0) return true;
  if (!refresh_price_factors()) return false;
  tangent_.price = tangent_.price_lu.solve(E_ck);
  return true;
}

/// Spending that moves between sellers because prices move: rows core, markets, taxes.
Matrix Evaluation::moved_spending() {
  const Matrix D = substitution();
  tangent_.by_core = Matrix(D.rows(), core_);
  Matrix by_market(D.rows(), markets_);
  for (Index r = 0; r < D.rows(); ++r) {
    const auto row = D.row(r);
    std::copy_n(row.begin(), core_, tangent_.by_core.row(r).begin());
    std::copy_n(row.begin() + static_cast<std::ptrdiff_t>(core_), markets_,
                by_market.row(r).begin());
  }
  numerics::add_matrix_product(tangent_.by_core.data(), tangent_.price.data(), D.rows(), core_,
                               markets_, by_market.data());
  return by_market;
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
  return tangent_.value_lu.solve(source);
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
    const auto cost = tangent_.price.row(network_.core_position(joint.activity));
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
  have_tangent_ = false;
  if (!refresh_price_tangent()) return {};
  const Matrix moved = moved_spending();
  tangent_.demand = demand_by_sales();
  tangent_.sales = sales_response(moved);
  Matrix indirect(markets_, unknowns());
  numerics::add_matrix_product(tangent_.demand.data(), tangent_.sales.data(), markets_,
                               core_ + agents_, unknowns(), indirect.data());
  Matrix J(unknowns(), unknowns());
  for (Index k = 0; k < markets_; ++k) {
    for (Index u = 0; u < unknowns(); ++u) {
      const double direct = u < markets_ ? moved(core_ + k, u) : 0.0;
      J(k, u) = (indirect(k, u) + direct) / value[k];
    }
  }
  subtract_supply(J);
  have_tangent_ = true;
  return J;
}

Matrix Evaluation::whole_tangent() {
  take_shares();
  arrival_.fill(share_, to_seller_, to_tax_);
  if (!factor_values()) return {};
  return jacobian();
}

void Evaluation::take_tangent(const Tangent& tangent) {
  tangent_ = tangent;
  have_tangent_ = true;
  have_price_lu_ = true;
}

Vector Evaluation::residual_after_inner_steps() {
  first_price_ = core_ > 0 ? tangent_.price_lu.solve(price_gap_) : Vector{};
  Vector moved(core_ + markets_ + agents_, 0.0);
  numerics::add_product(tangent_.by_core.data(), moved.size(), core_, first_price_.data(),
                        moved.data());
  Vector source = value_gap_;
  for (Index c = 0; c < core_; ++c) source[c] += moved[c];
  for (Index h = 0; h < agents_; ++h) source[core_ + h] += moved[core_ + markets_ + h];
  for (const auto& joint : network_.joint_producers()) {  // their sales are unknowns of x
    source[network_.core_position(joint.activity)] = 0.0;
  }
  first_value_ = tangent_.value_lu.solve(source);
  Vector arrived(moved.begin() + static_cast<std::ptrdiff_t>(core_),
                 moved.begin() + static_cast<std::ptrdiff_t>(core_ + markets_));
  numerics::add_product(tangent_.demand.data(), markets_, core_ + agents_, first_value_.data(),
                        arrived.data());
  Vector after = residual_;
  for (Index k = 0; k < markets_; ++k) after[k] += arrived[k] / value[k];
  subtract_joint_supply(after);
  return after;
}

/// What the first steps of prices take from joint producers' revenue and supply.
void Evaluation::subtract_joint_supply(Vector& residual) const {
  for (Index j = 0; j < joints_; ++j) {
    const auto& joint = network_.joint_producers()[j];
    const Index node = markets_ + joint.activity;
    const double dearer = (1.0 + joint.psi) * first_price_[network_.core_position(joint.activity)];
    residual[markets_ + j] -= dearer;
    for (const auto& [market, base] : joint.products) {
      const double part = base / network_.value_0(joint.activity) *
                          std::exp((1.0 + joint.psi) * (log_price[market] - log_price[node]));
      const double supply = value[market] * std::exp(-residual_[market]);
      residual[market] += part * value[node] * dearer / supply;
    }
  }
}

Vector Evaluation::inner_steps(const Vector& x_step) const {
  Vector steps = first_price_;
  steps.insert(steps.end(), first_value_.begin(), first_value_.end());
  add_steps_along(x_step, steps);
  return steps;
}

Vector Evaluation::inner_steps_along(const Vector& x_step) const {
  Vector steps(inner_unknowns(), 0.0);
  add_steps_along(x_step, steps);
  return steps;
}

void Evaluation::add_steps_along(const Vector& x_step, Vector& steps) const {
  numerics::add_product(tangent_.price.data(), core_, markets_, x_step.data(), steps.data());
  numerics::add_product(tangent_.sales.data(), core_ + agents_, unknowns(), x_step.data(),
                        steps.data() + core_);
}

}  // namespace domar::equilibrium
