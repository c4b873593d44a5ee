#include "domar/network/content.hpp"

#include <algorithm>
#include <cmath>

namespace domar::network {

namespace {
constexpr double k_tolerance = 1e-9;
constexpr int k_passes = 2000;
}  // namespace

Vector content(const Network& network, const Vector& cost_share, const Vector& tax,
               const std::vector<Index>& targets, const Vector& start) {
  std::vector<bool> is_target(network.nodes(), false);
  for (const Index target : targets) is_target[target] = true;
  const Index markets = network.markets();
  Vector result = start.size() == network.activities() ? start : Vector(network.activities(), 0.0);
  for (int pass = 0; pass < k_passes; ++pass) {
    double largest = 0.0;
    for (const Index n : network.order()) {
      double sum = 0.0;
      for (Index e = network.first_edge(n); e < network.first_edge(n + 1); ++e) {
        const Index seller = network.edge(e).seller;
        const double part = is_target[seller]  ? 1.0
                            : seller < markets ? 0.0
                                               : result[seller - markets];
        sum += cost_share[e] / (1.0 + tax[e]) * part;
      }
      largest = std::max(largest, std::abs(sum - result[n]));
      result[n] = sum;
    }
    if (largest < k_tolerance) break;
  }
  return result;
}

}  // namespace domar::network
