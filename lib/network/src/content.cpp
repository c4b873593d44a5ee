#include "domar/network/content.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace domar::network {

namespace {
constexpr double k_tolerance = 1e-9;
constexpr int k_passes = 2000;
}  // namespace

namespace {

/// What the passes need, side by side in the order of the passes: for each activity its direct
/// content, and its purchases from other activities.
struct Flat {
  struct Purchase {
    std::uint32_t seller = 0;  ///< activity
    double weight = 0.0;       ///< of the buyer's cost, before tax
  };
  struct Buyer {
    std::uint32_t activity = 0;
    std::uint32_t end = 0;  ///< of its purchases
    double direct = 0.0;    ///< share of cost that goes to targets
  };
  std::vector<Buyer> buyers;
  std::vector<Purchase> purchases;
};

Flat flatten(const Network& network, const Vector& cost_share, const Vector& tax,
             const std::vector<Index>& targets) {
  std::vector<bool> is_target(network.nodes(), false);
  for (const Index target : targets) is_target[target] = true;
  // What a joint producer supplies to a market has the content of its maker.
  std::vector<Index> maker(network.markets(), k_none);
  for (const auto& joint : network.joint_producers()) {
    for (const auto& [market, value] : joint.products) maker[market] = joint.activity;
  }
  Flat flat;
  flat.buyers.reserve(network.activities());
  flat.purchases.reserve(network.edges());
  for (const Index n : network.order()) {
    Flat::Buyer buyer;
    buyer.activity = static_cast<std::uint32_t>(n);
    for (Index e = network.first_edge(n); e < network.first_edge(n + 1); ++e) {
      Index seller = network.edge(e).seller;
      if (seller < network.markets() && maker[seller] != k_none) {
        seller = network.node_of_activity(maker[seller]);
      }
      const double weight = cost_share[e] / (1.0 + tax[e]);
      if (is_target[seller]) {
        buyer.direct += weight;
      } else if (seller >= network.markets()) {
        flat.purchases.push_back({static_cast<std::uint32_t>(seller - network.markets()), weight});
      }
    }
    buyer.end = static_cast<std::uint32_t>(flat.purchases.size());
    flat.buyers.push_back(buyer);
  }
  return flat;
}

}  // namespace

Vector content(const Network& network, const Vector& cost_share, const Vector& tax,
               const std::vector<Index>& targets, const Vector& start) {
  const Flat flat = flatten(network, cost_share, tax, targets);
  Vector result = start.size() == network.activities() ? start : Vector(network.activities(), 0.0);
  for (int pass = 0; pass < k_passes; ++pass) {
    double largest = 0.0;
    std::uint32_t p = 0;
    for (const Flat::Buyer& buyer : flat.buyers) {
      double sum = buyer.direct;
      for (; p < buyer.end; ++p) {
        sum += flat.purchases[p].weight * result[flat.purchases[p].seller];
      }
      largest = std::max(largest, std::abs(sum - result[buyer.activity]));
      result[buyer.activity] = sum;
    }
    if (largest < k_tolerance) break;
  }
  return result;
}

}  // namespace domar::network
