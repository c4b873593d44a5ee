#include "sweep.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <tuple>

#include "ces_batches.hpp"

namespace domar::equilibrium {

using network::k_none;
using network::Network;

namespace {
/// Near 1 a power mean by logs would divide rounding errors by 1 - theta.
bool is_near_one(double theta) { return std::abs(1.0 - theta) < 1e-2; }

}  // namespace

/// Where an activity stands among the others.
struct Sweep::Place {
  Index activity = 0;
  Index level = 0;  ///< passes that must come before
  Index inputs = 0;
  Kind kind = Kind::general;
  bool core = false;
  Index turn = 0;  ///< earlier buyers of its first input
};

Sweep::Sweep(const Network& network) : network_(network) {
  lay_out(network, places(network));
  fill_slots(network);
  now_ = base_parameters(network);
  std::fill(now_.tax.begin(), now_.tax.end(), std::numeric_limits<double>::quiet_NaN());  // not set
}

Sweep::Kind Sweep::kind_of(Index inputs, double theta) {
  if (inputs == 1) return Kind::single;
  if (is_cobb_douglas(theta)) return Kind::cobb_douglas;
  return is_near_one(theta) ? Kind::near_one : Kind::general;
}

/// Activities in the order of their batches: by level, then alike beside alike. Buyers of one
/// seller stand apart: where neighbours add to the same seller's sales, each must wait for the
/// last.
std::vector<Sweep::Place> Sweep::places(const Network& network) const {
  std::vector<Index> level(network.activities(), 0);
  std::vector<Index> turns(network.nodes(), 0);
  std::vector<Place> result;
  result.reserve(network.activities());
  for (const Index n : network.order()) {
    for (Index e = network.first_edge(n); e < network.first_edge(n + 1); ++e) {
      const Index seller = network.edge(e).seller;
      if (seller < network.markets()) continue;
      const Index s = seller - network.markets();
      if (network.core_position(s) == k_none) level[n] = std::max(level[n], level[s] + 1);
    }
    const Index inputs = network.first_edge(n + 1) - network.first_edge(n);
    result.push_back({n, level[n], inputs, kind_of(inputs, network.activity(n).theta),
                      network.core_position(n) != k_none,
                      turns[network.edge(network.first_edge(n)).seller]++});
  }
  const auto key = [](const Place& p) {
    return std::tuple(p.level, p.kind, p.core, p.inputs, p.turn);
  };
  std::stable_sort(result.begin(), result.end(),
                   [&](const Place& a, const Place& b) { return key(a) < key(b); });
  return result;
}

void Sweep::lay_out(const Network& network, const std::vector<Place>& places) {
  const auto alike = [](const Place& a, const Place& b) {
    return a.level == b.level && a.kind == b.kind && a.core == b.core && a.inputs == b.inputs;
  };
  edge_.resize(network.edges());
  std::uint32_t slots = 0;
  for (Index p = 0; p < places.size();) {
    Batch batch;
    batch.kind = places[p].kind;
    batch.core = places[p].core;
    batch.inputs = static_cast<std::uint32_t>(places[p].inputs);
    batch.first_nest = static_cast<std::uint32_t>(p);
    batch.first_slot = slots;
    batch.first_row = rows_;
    Index end = p + 1;
    while (end < places.size() && end - p < ces::k_longest_batch && alike(places[p], places[end]))
      ++end;
    batch.nests = static_cast<std::uint32_t>(end - p);
    for (; p < end; ++p) {
      const Index n = places[p].activity;
      node_.push_back(static_cast<std::int32_t>(network.node_of_activity(n)));
      const Index core = network.core_position(n);
      core_position_.push_back(core == k_none ? -1 : static_cast<std::int32_t>(core));
      exponent_.push_back(1.0 - network.activity(n).theta);
      inverse_exponent_.push_back(1.0 / exponent_.back());
      const Index i = p - batch.first_nest;
      for (Index j = 0; j < batch.inputs; ++j) {
        edge_[batch.first_slot + j * batch.nests + i] =
            static_cast<std::uint32_t>(network.first_edge(n) + j);
      }
    }
    slots += batch.inputs * batch.nests;
    rows_ += batch.inputs;
    batches_.push_back(batch);
  }
}

/// What every slot's edge says, once the slots are known.
void Sweep::fill_slots(const Network& network) {
  const Index slots = edge_.size();
  seller_.resize(slots);
  receiver_.resize(slots);
  for (Index s = 0; s < slots; ++s) {
    const auto& edge = network.edge(edge_[s]);
    seller_[s] = static_cast<std::int32_t>(edge.seller);
    receiver_[s] =
        static_cast<std::uint32_t>(edge.receiver == k_none ? network.agents() : edge.receiver);
  }
  for (Vector* by_slot : {&constant_, &taste_share_, &to_seller_, &share_}) {
    by_slot->assign(slots, 0.0);
  }
  log_productivity_.assign(node_.size(), 0.0);
}

Vector Sweep::to_tax() const {
  Vector part = by_edge(to_seller_);
  for (double& value : part) value = 1.0 - value;
  return part;
}

Vector Sweep::by_edge(const Vector& by_slot) const {
  Vector result(by_slot.size());
  for (Index s = 0; s < by_slot.size(); ++s) result[edge_[s]] = by_slot[s];
  return result;
}

namespace {
/// To the last bit: a pass at the speed of memory.
bool same_bits(const Vector& a, const Vector& b) {
  if (a.size() != b.size()) return false;
  return a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}
}  // namespace

void Sweep::set_parameters(const Parameters& parameters) {
  const Index markets = network_.markets();
  for (Index nest = 0; nest < node_.size(); ++nest) {
    const Index n = static_cast<Index>(node_[nest]) - markets;
    log_productivity_[nest] = parameters.log_productivity[n];
  }
  std::vector<std::uint8_t> changed(network_.activities(), 0);
  bool any = false;
  for (const auto part : {&Parameters::tax, &Parameters::log_iceberg, &Parameters::log_taste}) {
    if (same_bits(parameters.*part, now_.*part)) continue;
    mark_changed(parameters.*part, now_.*part, changed);
    now_.*part = parameters.*part;
    any = true;
  }
  if (!any) return;
  for (const Batch& batch : batches_) {
    for (std::uint32_t i = 0; i < batch.nests; ++i) {
      const Index n = static_cast<Index>(node_[batch.first_nest + i]) - markets;
      if (changed[n] != 0) set_nest(parameters, batch, i);
    }
  }
  find_taxed_rows();
}

/// Marks the activities that have an edge of another value.
void Sweep::mark_changed(const Vector& from, const Vector& to,
                         std::vector<std::uint8_t>& changed) const {
  for (Index n = 0; n < network_.activities(); ++n) {
    for (Index e = network_.first_edge(n); e < network_.first_edge(n + 1); ++e) {
      changed[n] |= static_cast<std::uint8_t>(from[e] != to[e]);
    }
  }
}

void Sweep::find_taxed_rows() {
  taxed_.assign(rows_, false);
  for (const Batch& batch : batches_) {
    for (Index j = 0; j < batch.inputs; ++j) {
      const double* row = to_seller_.data() + batch.first_slot + j * batch.nests;
      taxed_[batch.first_row + j] =
          std::any_of(row, row + batch.nests, [](double part) { return part != 1.0; });
    }
  }
}

void Sweep::set_nest(const Parameters& parameters, const Batch& batch, std::uint32_t nest) {
  const auto slot = [&](Index j) { return batch.first_slot + j * batch.nests + nest; };
  double total = 0.0;
  for (Index j = 0; j < batch.inputs; ++j) {
    const Index e = edge_[slot(j)];
    const double taste = parameters.log_taste[e];
    const double taken = network_.cost_share_0(e) * (taste == 0.0 ? 1.0 : std::exp(taste));
    taste_share_[slot(j)] = taken;
    total += taken;
  }
  for (Index j = 0; j < batch.inputs; ++j) {
    const Index s = slot(j);
    const Index e = edge_[s];
    taste_share_[s] /= total;
    const double tax = parameters.tax[e];
    const double tax_0 = network_.edge(e).tax_0;
    double log_tau = parameters.log_iceberg[e];
    if (tax != tax_0) log_tau += std::log1p(tax) - std::log1p(tax_0);
    constant_[s] = batch.kind == Kind::general
                       ? std::log(taste_share_[s]) + exponent_[batch.first_nest + nest] * log_tau
                       : log_tau;
    to_seller_[s] = 1.0 / (1.0 + tax);
  }
}

void Sweep::prices(Vector& log_price, Vector& core_cost) {
  double log_cost[ces::k_longest_batch];
  for (const Batch& batch : batches_) {
    costs(batch, log_price.data(), log_cost);
    const double* log_productivity = log_productivity_.data() + batch.first_nest;
    const std::int32_t* to = (batch.core ? core_position_ : node_).data() + batch.first_nest;
    double* into = batch.core ? core_cost.data() : log_price.data();
    for (std::uint32_t i = 0; i < batch.nests; ++i) into[to[i]] = log_cost[i] - log_productivity[i];
  }
}

/// ln of what a unit of each nest of a batch costs before productivity; and shares.
void Sweep::costs(const Batch& batch, const double* log_price, double* log_cost) {
  const ces::Inputs inputs{batch.nests, batch.inputs, seller_.data() + batch.first_slot,
                           constant_.data() + batch.first_slot};
  double* share = share_.data() + batch.first_slot;
  const double* taste_share = taste_share_.data() + batch.first_slot;
  switch (batch.kind) {
    case Kind::single:
    case Kind::cobb_douglas:
      ces::cobb_douglas_costs(inputs, taste_share, log_price, share, log_cost);
      break;
    case Kind::near_one:
      near_one_costs(batch, log_price, log_cost);
      break;
    case Kind::general:
      general_costs(batch, log_price, log_cost);
      break;
  }
}

void Sweep::general_costs(const Batch& batch, const double* log_price, double* log_cost) {
  const ces::Inputs inputs{batch.nests, batch.inputs, seller_.data() + batch.first_slot,
                           constant_.data() + batch.first_slot};
  double total[ces::k_longest_batch];
  const bool all_good =
      ces::power_costs(inputs,
                       {node_.data() + batch.first_nest, exponent_.data() + batch.first_nest,
                        inverse_exponent_.data() + batch.first_nest},
                       log_price, share_.data() + batch.first_slot, total, log_cost);
  if (all_good) return;
  for (std::uint32_t i = 0; i < batch.nests; ++i) {
    if (total[i] > ces::k_least_sum && total[i] < ces::k_largest_sum) continue;
    log_cost[i] = far_cost(batch, i, log_price);
  }
}

/// Unit cost of one nest in logs with the largest term taken out: right however far prices are from
/// the last ones.
double Sweep::far_cost(const Batch& batch, std::uint32_t i, const double* log_price) {
  const double exponent = exponent_[batch.first_nest + i];
  const auto slot = [&](Index j) { return batch.first_slot + j * batch.nests + i; };
  double largest = -std::numeric_limits<double>::infinity();
  for (Index j = 0; j < batch.inputs; ++j) {
    share_[slot(j)] = constant_[slot(j)] + exponent * log_price[seller_[slot(j)]];
    largest = std::max(largest, share_[slot(j)]);
  }
  double total = 0.0;
  for (Index j = 0; j < batch.inputs; ++j) {
    share_[slot(j)] = std::exp(share_[slot(j)] - largest);
    total += share_[slot(j)];
  }
  for (Index j = 0; j < batch.inputs; ++j) share_[slot(j)] /= total;
  return (largest + std::log(total)) / exponent;
}

void Sweep::near_one_costs(const Batch& batch, const double* log_price, double* log_cost) {
  for (std::uint32_t i = 0; i < batch.nests; ++i) {
    const double exponent = exponent_[batch.first_nest + i];
    double above_one = 0.0;
    for (Index j = 0; j < batch.inputs; ++j) {
      const Index s = batch.first_slot + j * batch.nests + i;
      const double gain = std::expm1(exponent * (constant_[s] + log_price[seller_[s]]));
      share_[s] = taste_share_[s] * (1.0 + gain);
      above_one += taste_share_[s] * gain;
    }
    for (Index j = 0; j < batch.inputs; ++j) {
      share_[batch.first_slot + j * batch.nests + i] /= 1.0 + above_one;
    }
    log_cost[i] = std::log1p(above_one) / exponent;
  }
}

void Sweep::values(const Vector& core_value, Vector& value, Vector& tax_revenue) const {
  double sales[ces::k_longest_batch];
  for (Index b = batches_.size(); b-- > 0;) {
    const Batch& batch = batches_[b];
    const std::int32_t* from = (batch.core ? core_position_ : node_).data() + batch.first_nest;
    const double* sold = (batch.core ? core_value : value).data();
    for (std::uint32_t i = 0; i < batch.nests; ++i) sales[i] = sold[from[i]];
    for (Index j = 0; j < batch.inputs; ++j) {
      const Index row = batch.first_slot + j * batch.nests;
      const std::int32_t* seller = seller_.data() + row;
      const double* share = share_.data() + row;
      if (taxed_[batch.first_row + j] == 0) {
        for (std::uint32_t i = 0; i < batch.nests; ++i)
          value[static_cast<Index>(seller[i])] += sales[i] * share[i];
        continue;
      }
      const double* to_seller = to_seller_.data() + row;
      const std::uint32_t* receiver = receiver_.data() + row;
      for (std::uint32_t i = 0; i < batch.nests; ++i) {
        const double paid = sales[i] * share[i];
        const double received = paid * to_seller[i];
        value[static_cast<Index>(seller[i])] += received;
        tax_revenue[receiver[i]] += paid - received;
      }
    }
  }
}

}  // namespace domar::equilibrium
