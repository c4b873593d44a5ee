#include "linearisation.hpp"

#include <cmath>

namespace domar::equilibrium {

using network::k_none;
using network::Network;

namespace {
/// Below this |1 - theta| the slope of cost in taste is taken at Cobb-Douglas.
constexpr double k_unit_elasticity = 1e-6;
}  // namespace

Linearisation::Linearisation(const Network& network, const Parameters& parameters,
                             const Solution& solution)
    : network_(network),
      parameters_(parameters),
      solution_(solution),
      markets_(network.markets()),
      joints_(network.joint_producers().size()),
      core_(network.core().size()),
      agents_(network.agents()),
      share_(solution.cost_share),
      taste_share_(network.edges()),
      taste_cost_(network.edges()),
      paid_(network.edges()),
      keep_(network.agents(), 1.0),
      worth_(network.markets(), 0.0),
      is_joint_(network.core().size(), false) {
  for (Index n = 0; n < network.activities(); ++n) {
    const Index begin = network.first_edge(n);
    const Index end = network.first_edge(n + 1);
    const double theta = network.activity(n).theta;
    double total = 0.0;
    for (Index e = begin; e < end; ++e) {
      taste_share_[e] = network.cost_share_0(e) * std::exp(parameters.log_taste[e]);
      total += taste_share_[e];
    }
    double mean = 0.0;
    const auto log_price_at_buyer = [&](Index e) {
      return solution.log_price[network.edge(e).seller] + parameters.log_iceberg[e] +
             std::log1p(parameters.tax[e]) - std::log1p(network.edge(e).tax_0);
    };
    for (Index e = begin; e < end; ++e) {
      taste_share_[e] /= total;
      mean += taste_share_[e] * log_price_at_buyer(e);
      paid_[e] = solution.value[markets_ + n] * solution.cost_share[e];
    }
    for (Index e = begin; e < end; ++e) {
      taste_cost_[e] = std::abs(1.0 - theta) < k_unit_elasticity
                           ? taste_share_[e] * (log_price_at_buyer(e) - mean)
                           : (solution.cost_share[e] - taste_share_[e]) / (1.0 - theta);
    }
  }
  for (const auto& household : network.subsistence()) {
    subsistence_.push_back(subsistence_point(network, household, solution));
    share_[household.basic] = network.cost_share_0(household.basic);
    share_[household.rest] = network.cost_share_0(household.rest);
  }
  for (Index i = 0; i < network.transfers().size(); ++i) {
    keep_[network.transfers()[i].from] -= parameters.transfer_share[i];
  }
  for (Index k = 0; k < markets_; ++k) {
    worth_[k] = network.market(k).endowment_0 *
                std::exp(parameters.log_endowment[k] + solution.log_price[k]);
  }
  supply_ = worth_;
  for (const auto& joint : network.joint_producers()) {
    is_joint_[network.core_position(joint.activity)] = true;
    const Index node = markets_ + joint.activity;
    Vector parts;
    double total = 0.0;
    for (const auto& [market, base] : joint.products) {
      parts.push_back(
          base / network.value_0(joint.activity) *
          std::exp((1.0 + joint.psi) * (solution.log_price[market] - solution.log_price[node])));
      supply_[market] += parts.back() * solution.value[node];
      total += parts.back();
    }
    joint_part_.push_back(std::move(parts));
    joint_total_.push_back(total);
  }
}

bool Linearisation::is_core(Index node) const {
  return node >= markets_ && network_.core_position(node - markets_) != k_none;
}

bool Linearisation::factor() {
  Expansion exposure(network_, false);
  exposure.fill(share_);
  Matrix P(core_, core_);
  for (Index c = 0; c < core_; ++c) {
    P(c, c) = 1.0;
    exposure.visit_row(network_.core()[c], [&](Index column, double weight) {
      if (column < core_) P(c, column) -= weight;
    });
  }
  if (core_ > 0 && !price_lu_.factor(P)) return false;

  Vector to_seller(network_.edges());
  Vector to_tax(network_.edges());
  for (Index e = 0; e < network_.edges(); ++e) {
    to_seller[e] = 1.0 / (1.0 + parameters_.tax[e]);
    to_tax[e] = parameters_.tax[e] / (1.0 + parameters_.tax[e]);
  }
  Expansion arrival(network_, true);
  arrival.fill(share_, to_seller, to_tax);
  const Index size = core_ + agents_;
  Matrix V(size, size);
  for (Index i = 0; i < size; ++i) V(i, i) = 1.0;
  const auto row_of = [&](Index column) {
    return column < core_ ? column : (column < core_ + markets_ ? k_none : column - markets_);
  };
  for (Index c = 0; c < core_; ++c) {
    arrival.visit_row(network_.core()[c], [&](Index column, double weight) {
      if (row_of(column) != k_none) V(row_of(column), c) -= weight;
    });
  }
  for (Index h = 0; h < agents_; ++h) {
    const Index top = network_.agent(h).top;
    if (top == k_none) continue;
    arrival.visit(markets_ + top, [&](Index column, double weight) {
      if (row_of(column) != k_none) V(row_of(column), core_ + h) -= keep_[h] * weight;
    });
  }
  for (Index i = 0; i < network_.transfers().size(); ++i) {
    const auto& transfer = network_.transfers()[i];
    V(core_ + transfer.to, core_ + transfer.from) -= parameters_.transfer_share[i];
  }
  for (Index c = 0; c < core_; ++c) {  // sales of a joint producer are given by its level
    if (!is_joint_[c]) continue;
    for (Index column = 0; column < size; ++column) V(c, column) = column == c ? 1.0 : 0.0;
  }
  return value_lu_.factor(V);
}

/// d ln p of activities, those of markets given: equation (1), loops by one linear system.
void Linearisation::forward_prices(const ParameterSlopes& d, Vector& log_price) const {
  Vector core_cost(core_, 0.0);
  const auto sweep = [&] {
    for (const Index n : network_.order()) {
      double cost = -d.log_productivity[n];
      for (Index e = network_.first_edge(n); e < network_.first_edge(n + 1); ++e) {
        cost += share_[e] * (log_tau(d, e) + log_price[network_.edge(e).seller]) +
                taste_cost_[e] * d.log_taste[e];
      }
      const Index c = network_.core_position(n);
      (c == k_none ? log_price[markets_ + n] : core_cost[c]) = cost;
    }
  };
  sweep();
  if (core_ == 0) return;
  const Vector solved = price_lu_.solve(core_cost);
  for (Index c = 0; c < core_; ++c) log_price[markets_ + network_.core()[c]] = solved[c];
  sweep();
}

/// d ln cost share by edge: equation (2).
Vector Linearisation::log_shares(const ParameterSlopes& d, const Vector& log_price) const {
  Vector change(network_.edges());
  for (Index n = 0; n < network_.activities(); ++n) {
    const double slope = 1.0 - network_.activity(n).theta;
    const double cost = log_price[markets_ + n] + d.log_productivity[n];
    double taste = 0.0;
    for (Index e = network_.first_edge(n); e < network_.first_edge(n + 1); ++e) {
      taste += taste_share_[e] * d.log_taste[e];
    }
    for (Index e = network_.first_edge(n); e < network_.first_edge(n + 1); ++e) {
      change[e] = d.log_taste[e] - taste +
                  slope * (log_tau(d, e) + log_price[network_.edge(e).seller] - cost);
    }
  }
  return change;
}

/// Payments, sales of what is not core, and income from taxes, given sales of the core in
/// `change.value`: (3). What arrives at the core is left to the caller.
void Linearisation::spread(const ParameterSlopes& d, const Vector& log_share,
                           Change& change) const {
  const auto& order = network_.order();
  for (Index position = order.size(); position-- > 0;) {
    const Index n = order[position];
    const double sales = change.value[markets_ + n];
    for (Index e = network_.first_edge(n); e < network_.first_edge(n + 1); ++e) {
      const auto& edge = network_.edge(e);
      const double power = 1.0 + parameters_.tax[e];
      change.paid[e] = share_[e] * sales + paid_[e] * log_share[e];
      const double levied = paid_[e] * d.tax[e] / (power * power);
      if (!is_core(edge.seller)) change.value[edge.seller] += change.paid[e] / power - levied;
    }
  }
}

/// What households with subsistence pay for either bundle; d ln of their prices and of that of all
/// spending, which follow from quantities.
void Linearisation::forward_told(Change& change) const {
  for (Index i = 0; i < subsistence_.size(); ++i) {
    const SubsistencePoint& at = subsistence_[i];
    const double basic = at.basic * change.log_price[at.basic_node];
    const double rest = change.value[at.node] - basic;
    change.paid[network_.subsistence()[i].basic] = basic;
    change.paid[network_.subsistence()[i].rest] = rest;
    const double real = (rest - at.rest * change.log_price[at.rest_node]) / at.worth;
    const double told = change.value[at.node] / at.spent - real / at.real;
    const double more = told - change.log_price[at.node];
    change.log_price[at.node] = told;
    const Index edge = network_.subsistence()[i].share;
    if (edge == k_none) continue;
    change.log_price[markets_ + network_.edge(edge).buyer] += share_[edge] * more;
  }
}

void Linearisation::forward_values(const ParameterSlopes& d, const Vector& levels,
                                   Change& change) const {
  const Vector log_share = log_shares(d, change.log_price);
  Vector own(agents_, 0.0);  // income from endowments and shifted transfers
  Vector handed(agents_, 0.0);
  for (Index k = 0; k < markets_; ++k) {
    for (const auto& [agent, part] : network_.market(k).owners) {
      own[agent] += part * worth_[k] * (d.log_endowment[k] + change.log_price[k]);
    }
  }
  for (Index i = 0; i < network_.transfers().size(); ++i) {
    const auto& transfer = network_.transfers()[i];
    const double moved = d.transfer_share[i] * solution_.income[transfer.from];
    own[transfer.to] += moved;
    handed[transfer.from] += moved;
  }
  const auto start = [&](const Vector& income) {
    change.value.assign(network_.nodes(), 0.0);
    for (Index h = 0; h < agents_; ++h) {
      const Index top = network_.agent(h).top;
      if (top != k_none) change.value[markets_ + top] += keep_[h] * income[h] - handed[h];
    }
    for (const SubsistencePoint& at : subsistence_) {
      const double dearer = at.basic * change.log_price[at.basic_node];
      change.value[at.basic_node] += dearer;
      change.value[at.rest_node] -= dearer;
    }
  };
  // What arrives at the core and at agents when neither moves by itself.
  start(Vector(agents_, 0.0));
  Vector rhs(core_ + agents_, 0.0);
  for (Index c = 0; c < core_; ++c) {  // spending of agents whose top is core
    rhs[c] = change.value[markets_ + network_.core()[c]];
    change.value[markets_ + network_.core()[c]] = 0.0;
  }
  spread(d, log_share, change);
  for (Index h = 0; h < agents_; ++h) rhs[core_ + h] = own[h];
  for (Index e = 0; e < network_.edges(); ++e) {
    const auto& edge = network_.edge(e);
    const double power = 1.0 + parameters_.tax[e];
    const double levied = paid_[e] * d.tax[e] / (power * power);
    if (is_core(edge.seller)) {
      rhs[network_.core_position(edge.seller - markets_)] += change.paid[e] / power - levied;
    }
    if (edge.receiver != k_none) {
      rhs[core_ + edge.receiver] += change.paid[e] * parameters_.tax[e] / power + levied;
    }
  }
  for (Index j = 0; j < joints_; ++j) {
    const Index n = network_.joint_producers()[j].activity;
    rhs[network_.core_position(n)] = solution_.value[markets_ + n] * levels[j];
  }
  const Vector solved = value_lu_.solve(rhs);
  change.income.assign(solved.begin() + static_cast<std::ptrdiff_t>(core_), solved.end());
  start(change.income);
  for (Index c = 0; c < core_; ++c) change.value[markets_ + network_.core()[c]] = solved[c];
  spread(d, log_share, change);
}

void Linearisation::forward_residual(const Vector& unknowns, const ParameterSlopes& d,
                                     const Change& change, Vector& residual) const {
  residual.assign(this->unknowns(), 0.0);
  Vector supply(markets_, 0.0);
  for (Index k = 0; k < markets_; ++k) {
    supply[k] = worth_[k] * (d.log_endowment[k] + unknowns[k]);
  }
  for (Index j = 0; j < joints_; ++j) {
    const auto& joint = network_.joint_producers()[j];
    const Index node = markets_ + joint.activity;
    for (Index i = 0; i < joint.products.size(); ++i) {
      const Index k = joint.products[i].first;
      const double gain = (1.0 + joint.psi) * (unknowns[k] - change.log_price[node]);
      supply[k] += joint_part_[j][i] * solution_.value[node] * (gain + unknowns[markets_ + j]);
      residual[markets_ + j] += joint_part_[j][i] * gain / joint_total_[j];
    }
  }
  for (Index k = 0; k < markets_; ++k) {
    residual[k] = change.value[k] / solution_.value[k] - supply[k] / supply_[k];
  }
}

Change Linearisation::forward(const Vector& unknowns, const ParameterSlopes& direction,
                              Vector& residual) const {
  Change change = Change::zero(network_);
  for (Index k = 0; k < markets_; ++k) change.log_price[k] = unknowns[k];
  forward_prices(direction, change.log_price);
  const Vector levels(unknowns.begin() + static_cast<std::ptrdiff_t>(markets_), unknowns.end());
  forward_values(direction, levels, change);
  forward_residual(unknowns, direction, change, residual);
  forward_told(change);
  return change;
}

/// Turns weights on what forward_told tells of households with subsistence into
/// weights on their spending and on the prices of their bundles.
void Linearisation::backward_told(Change& weights) const {
  for (Index i = 0; i < subsistence_.size(); ++i) {
    const auto& household = network_.subsistence()[i];
    const SubsistencePoint& at = subsistence_[i];
    double& basic = weights.paid[household.basic];
    double& rest = weights.paid[household.rest];
    weights.value[at.node] += rest;
    weights.log_price[at.basic_node] += at.basic * (basic - rest);
    basic = rest = 0.0;
    double through_top = 0.0;
    if (household.share != k_none) {
      through_top = share_[household.share] *
                    weights.log_price[markets_ + network_.edge(household.share).buyer];
    }
    const double told = weights.log_price[at.node] + through_top;
    weights.log_price[at.node] = -through_top;  // backward_prices brings it back
    weights.value[at.node] += told * (1.0 / at.spent - 1.0 / (at.real * at.worth));
    weights.log_price[at.basic_node] += told * at.basic / (at.real * at.worth);
    weights.log_price[at.rest_node] += told * at.rest / (at.real * at.worth);
  }
}

void Linearisation::backward_residual(const Vector& residual, Change& weights,
                                      Backward& result) const {
  for (Index k = 0; k < markets_; ++k) {
    weights.value[k] += residual[k] / solution_.value[k];
    const double g = -residual[k] / supply_[k] * worth_[k];
    result.unknowns[k] += g;
    result.parameters.log_endowment[k] += g;
  }
  for (Index j = 0; j < joints_; ++j) {
    const auto& joint = network_.joint_producers()[j];
    const Index node = markets_ + joint.activity;
    for (Index i = 0; i < joint.products.size(); ++i) {
      const Index k = joint.products[i].first;
      const double supplied = -residual[k] / supply_[k] * joint_part_[j][i] * solution_.value[node];
      const double gain = (1.0 + joint.psi) *
                          (supplied + residual[markets_ + j] * joint_part_[j][i] / joint_total_[j]);
      result.unknowns[k] += gain;
      weights.log_price[node] -= gain;
      result.unknowns[markets_ + j] += supplied;
    }
  }
}

/// Weights of sales and incomes, backwards through (3) and (5): a sweep in which inputs come before
/// buyers, the core and the agents by one transposed system.
void Linearisation::backward_values(Change& weights, Vector& edge_weight, Backward& result) const {
  Vector node;  // by node: weight of its sales
  const auto sweep = [&](const Vector& core_weight, const Vector& agent) {
    Vector passed = weights.value;
    for (Index c = 0; c < core_; ++c) passed[markets_ + network_.core()[c]] = core_weight[c];
    Vector own(core_, 0.0);
    for (const Index n : network_.order()) {
      double weight = weights.value[markets_ + n];
      for (Index e = network_.first_edge(n); e < network_.first_edge(n + 1); ++e) {
        const auto& edge = network_.edge(e);
        const double power = 1.0 + parameters_.tax[e];
        double arriving = weights.paid[e] + passed[edge.seller] / power;
        if (edge.receiver != k_none) arriving += agent[edge.receiver] * parameters_.tax[e] / power;
        weight += share_[e] * arriving;
      }
      const Index c = network_.core_position(n);
      (c == k_none ? passed[markets_ + n] : own[c]) = weight;
    }
    node = std::move(passed);
    return own;
  };
  const Vector own = sweep(Vector(core_, 0.0), Vector(agents_, 0.0));
  Vector rhs(core_ + agents_, 0.0);
  for (Index c = 0; c < core_; ++c) rhs[c] = own[c];
  for (Index h = 0; h < agents_; ++h) {
    const Index top = network_.agent(h).top;
    rhs[core_ + h] = weights.income[h];
    if (top != k_none && !is_core(markets_ + top)) {
      rhs[core_ + h] += keep_[h] * node[markets_ + top];
    }
  }
  const Vector solved = value_lu_.solve_transposed(rhs);
  const Vector core_weight(solved.begin(), solved.begin() + static_cast<std::ptrdiff_t>(core_));
  const Vector agent(solved.begin() + static_cast<std::ptrdiff_t>(core_), solved.end());
  for (Index j = 0; j < joints_; ++j) {
    const Index n = network_.joint_producers()[j].activity;
    result.unknowns[markets_ + j] +=
        solution_.value[markets_ + n] * core_weight[network_.core_position(n)];
  }
  (void)sweep(core_weight, agent);
  for (const SubsistencePoint& at : subsistence_) {
    weights.log_price[at.basic_node] += at.basic * (node[at.basic_node] - node[at.rest_node]);
  }

  edge_weight.assign(network_.edges(), 0.0);
  for (Index e = 0; e < network_.edges(); ++e) {
    const auto& edge = network_.edge(e);
    const double power = 1.0 + parameters_.tax[e];
    const double receiver = edge.receiver == k_none ? 0.0 : agent[edge.receiver];
    edge_weight[e] =
        weights.paid[e] + node[edge.seller] / power + receiver * parameters_.tax[e] / power;
    result.parameters.tax[e] += paid_[e] / (power * power) * (receiver - node[edge.seller]);
  }
  for (Index k = 0; k < markets_; ++k) {
    for (const auto& [owner, part] : network_.market(k).owners) {
      result.unknowns[k] += part * worth_[k] * agent[owner];
      result.parameters.log_endowment[k] += part * worth_[k] * agent[owner];
    }
  }
  for (Index i = 0; i < network_.transfers().size(); ++i) {
    const auto& transfer = network_.transfers()[i];
    const Index top = network_.agent(transfer.from).top;
    const double kept = top == k_none ? 0.0 : node[markets_ + top];
    result.parameters.transfer_share[i] +=
        solution_.income[transfer.from] * (agent[transfer.to] - kept);
  }
}

void Linearisation::backward_prices(const Change& weights, const Vector& edge_weight,
                                    Backward& result) const {
  Vector seed = weights.log_price;
  Vector tau(network_.edges(), 0.0);
  for (Index n = 0; n < network_.activities(); ++n) {
    const double slope = 1.0 - network_.activity(n).theta;
    double total = 0.0;
    for (Index e = network_.first_edge(n); e < network_.first_edge(n + 1); ++e) {
      const double moved = paid_[e] * edge_weight[e];
      total += moved;
      tau[e] += slope * moved;
      seed[network_.edge(e).seller] += slope * moved;
      result.parameters.log_taste[e] += moved;
    }
    for (Index e = network_.first_edge(n); e < network_.first_edge(n + 1); ++e) {
      result.parameters.log_taste[e] -= taste_share_[e] * total;
    }
    seed[markets_ + n] -= slope * total;
    result.parameters.log_productivity[n] -= slope * total;
  }
  Vector price;
  const auto sweep = [&](const Vector* core_weight) {
    price = seed;
    Vector arrived(core_, 0.0);
    const auto& order = network_.order();
    for (Index position = order.size(); position-- > 0;) {
      const Index n = order[position];
      const Index c = network_.core_position(n);
      if (c != k_none) {
        if (core_weight == nullptr) continue;
        price[markets_ + n] = (*core_weight)[c];
      }
      const double weight = price[markets_ + n];
      if (weight == 0.0) continue;
      for (Index e = network_.first_edge(n); e < network_.first_edge(n + 1); ++e) {
        const Index seller = network_.edge(e).seller;
        const double part = share_[e] * weight;
        if (is_core(seller)) {
          arrived[network_.core_position(seller - markets_)] += part;
        } else {
          price[seller] += part;
        }
      }
    }
    return arrived;
  };
  if (core_ > 0) {
    Vector rhs = sweep(nullptr);
    for (Index c = 0; c < core_; ++c) rhs[c] += seed[markets_ + network_.core()[c]];
    const Vector core_weight = price_lu_.solve_transposed(rhs);
    (void)sweep(&core_weight);
    for (Index c = 0; c < core_; ++c) price[markets_ + network_.core()[c]] = core_weight[c];
  } else {
    (void)sweep(nullptr);
  }
  for (Index n = 0; n < network_.activities(); ++n) {
    const double weight = price[markets_ + n];
    result.parameters.log_productivity[n] -= weight;
    for (Index e = network_.first_edge(n); e < network_.first_edge(n + 1); ++e) {
      tau[e] += share_[e] * weight;
      result.parameters.log_taste[e] += taste_cost_[e] * weight;
    }
  }
  for (Index e = 0; e < network_.edges(); ++e) {
    result.parameters.log_iceberg[e] += tau[e];
    result.parameters.tax[e] += tau[e] / (1.0 + parameters_.tax[e]);
  }
  for (Index k = 0; k < markets_; ++k) result.unknowns[k] += price[k];
}

Linearisation::Backward Linearisation::backward(Change weights, const Vector& residual) const {
  Backward result{Vector(unknowns(), 0.0), zero_slopes(network_)};
  backward_told(weights);
  if (!residual.empty()) backward_residual(residual, weights, result);
  Vector edge_weight;
  backward_values(weights, edge_weight, result);
  backward_prices(weights, edge_weight, result);
  for (Index e = 0; e < network_.edges(); ++e) {
    if (network_.edge(e).receiver == k_none) result.parameters.tax[e] = 0.0;
  }
  for (const auto& household : network_.subsistence()) {  // nothing may act there
    result.parameters.log_productivity[household.activity] = 0.0;
    for (const Index e : {household.basic, household.rest}) {
      result.parameters.log_iceberg[e] = 0.0;
      result.parameters.log_taste[e] = 0.0;
    }
  }
  return result;
}

}  // namespace domar::equilibrium
