#include "domar/growth/innovation_network.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "domar/numerics/dense.hpp"

namespace domar::growth {

namespace {

constexpr double k_sum_tolerance = 1e-9;
constexpr int k_most_rounds = 100000;
constexpr double k_eigen_tolerance = 1e-14;

Error bad(std::string what, std::string hint = "") {
  return {ErrorCode::bad_value, std::move(what), "innovation network", std::move(hint), ""};
}

Status check_shares(const Vector& shares, Index n, const char* name, bool above_zero) {
  if (shares.size() != n) {
    return Error{ErrorCode::shape_mismatch,
                 fmt::format("{} {} for {} sectors", shares.size(), name, n), "innovation network",
                 "", ""};
  }
  double sum = 0.0;
  for (const double share : shares) {
    if (!(share >= 0.0) || (above_zero && !(share > 0.0))) {
      return bad(fmt::format("{} of {}", name, share),
                 above_zero ? "every sector needs some: ln 0 is no number" : "from 0 up");
    }
    sum += share;
  }
  if (std::abs(sum - 1.0) > k_sum_tolerance) {
    return bad(fmt::format("{} add up to {}", name, sum), "divide them by their sum");
  }
  return Done{};
}

Status check(const InnovationNetwork& network) {
  const Index n = network.links.rows();
  if (n == 0 || network.links.cols() != n) {
    return Error{ErrorCode::shape_mismatch,
                 fmt::format("links are {} x {}", n, network.links.cols()), "innovation network",
                 "", ""};
  }
  for (Index i = 0; i < n; ++i) {
    for (const double link : network.links.row(i)) {
      if (!(link >= 0.0)) return bad(fmt::format("link {} in row {}", link, i));
    }
    if (network.links.row_sum(i) > 1.0 + k_sum_tolerance) {
      return bad(fmt::format("links of row {} add up to {}", i, network.links.row_sum(i)),
                 "divide each row by its sum");
    }
  }
  if (!(network.speed > 0.0) || !(network.discount > 0.0)) {
    return bad(fmt::format("speed {} and discount {}", network.speed, network.discount),
               "both are above 0");
  }
  return check_shares(network.weight, n, "weights", false);
}

}  // namespace

Result<Vector> optimal_research(const InnovationNetwork& network) {
  if (auto status = check(network); !status.ok()) return status.error();
  const Index n = network.links.rows();
  const double reach = 1.0 / (1.0 + network.discount / network.speed);
  Matrix system(n, n);
  for (Index i = 0; i < n; ++i) {
    for (Index j = 0; j < n; ++j) {
      system(i, j) = (i == j ? 1.0 : 0.0) - reach * network.links(i, j);
    }
  }
  numerics::DenseLu lu;
  if (!lu.factor(system)) return bad("the links cannot be inverted");
  Vector shares = lu.solve_transposed(network.weight);
  double sum = 0.0;
  for (const double share : shares) sum += share;
  for (double& share : shares) share /= sum;
  return shares;
}

Result<Vector> knowledge_centrality(const Matrix& links) {
  const Index n = links.rows();
  if (n == 0 || links.cols() != n) return bad("links are not square");
  for (Index i = 0; i < n; ++i) {
    if (std::abs(links.row_sum(i) - 1.0) > k_sum_tolerance) {
      return bad(fmt::format("links of row {} add up to {}", i, links.row_sum(i)),
                 "the eigenvector needs rows that add up to 1");
    }
  }
  Vector a(n, 1.0 / static_cast<double>(n));
  Vector next(n, 0.0);
  for (int round = 0; round < k_most_rounds; ++round) {
    std::fill(next.begin(), next.end(), 0.0);
    for (Index i = 0; i < n; ++i) {
      for (Index j = 0; j < n; ++j) next[j] += a[i] * links(i, j);
    }
    double largest = 0.0;
    for (Index j = 0; j < n; ++j) {
      next[j] = 0.5 * (next[j] + a[j]);  // half a step: no cycles of two
      largest = std::max(largest, std::abs(next[j] - a[j]));
    }
    a.swap(next);
    if (largest < k_eigen_tolerance) return a;
  }
  return Error{ErrorCode::no_convergence, "the links fall apart into groups", "innovation network",
               "join them, or analyse each group by itself", ""};
}

Result<ResearchGain> gain_of_optimal_research(const InnovationNetwork& network,
                                              const Vector& actual, double step) {
  const auto best = optimal_research(network);
  if (!best.ok()) return best.error();
  if (auto status = check_shares(actual, network.links.rows(), "research shares", true);
      !status.ok()) {
    return status.error();
  }
  ResearchGain gain;
  double by_value = 0.0;
  for (Index i = 0; i < actual.size(); ++i) {
    if ((*best)[i] > 0.0) by_value += (*best)[i] * std::log((*best)[i] / actual[i]);
  }
  gain.log_consumption = network.speed * step / network.discount * by_value;
  const auto centrality = knowledge_centrality(network.links);
  if (!centrality.ok()) return gain;  // an open network has no growth of its own
  for (Index i = 0; i < actual.size(); ++i) {
    if ((*best)[i] > 0.0) {
      gain.growth += network.speed * (*centrality)[i] * std::log((*best)[i] / actual[i]);
    }
  }
  return gain;
}

}  // namespace domar::growth
