#include "domar/growth/innovation_network.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace domar::growth {
namespace {

Matrix matrix(Index n, const std::vector<double>& values) {
  Matrix result(n, n);
  for (Index i = 0; i < n; ++i) {
    for (Index j = 0; j < n; ++j) result(i, j) = values[i * n + j];
  }
  return result;
}

InnovationNetwork three_sectors() {
  return {matrix(3, {0.2, 0.5, 0.3, 0.1, 0.7, 0.2, 0.6, 0.1, 0.3}), {0.5, 0.2, 0.3}, 0.17, 0.05};
}

/// T14: utility of research shares s, by integrating d ln q / dt = lambda (ln s + Omega ln q - ln
/// q) with Runge-Kutta and discounting beta' ln q; times rho it is ln of a constant consumption.
double simulated(const InnovationNetwork& network, const Vector& s) {
  const Index n = s.size();
  const auto slope = [&](const Vector& q) {
    Vector d(n);
    for (Index i = 0; i < n; ++i) {
      double sum = std::log(s[i]) - q[i];
      for (Index j = 0; j < n; ++j) sum += network.links(i, j) * q[j];
      d[i] = network.speed * sum;
    }
    return d;
  };
  const auto moved = [&](const Vector& q, const Vector& d, double h) {
    Vector result(n);
    for (Index i = 0; i < n; ++i) result[i] = q[i] + h * d[i];
    return result;
  };
  const auto flow = [&](const Vector& q, double t) {
    double sum = 0.0;
    for (Index i = 0; i < n; ++i) sum += network.weight[i] * q[i];
    return std::exp(-network.discount * t) * sum;
  };
  constexpr double h = 0.05;
  Vector q(n, 0.0);
  double utility = 0.0;
  for (double t = 0.0; t < 600.0; t += h) {
    const Vector k1 = slope(q);
    const Vector k2 = slope(moved(q, k1, 0.5 * h));
    const Vector k3 = slope(moved(q, k2, 0.5 * h));
    const Vector k4 = slope(moved(q, k3, h));
    Vector next(n);
    for (Index i = 0; i < n; ++i)
      next[i] = q[i] + h / 6.0 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
    utility += 0.5 * h * (flow(q, t) + flow(next, t + h));
    q = next;
  }
  return network.discount * utility;
}

TEST(InnovationNetwork, GainIsThatOfTheSimulation) {
  const InnovationNetwork network = three_sectors();
  const Vector actual{0.2, 0.2, 0.6};
  const Vector best = optimal_research(network).value();
  const double gain = gain_of_optimal_research(network, actual, 1.0)->log_consumption;
  EXPECT_NEAR(simulated(network, best) - simulated(network, actual), gain, 1e-3 * gain);
  EXPECT_GT(gain, 0.1);
}

/// Nothing near gamma does better.
TEST(InnovationNetwork, GammaIsBest) {
  const InnovationNetwork network = three_sectors();
  const Vector best = optimal_research(network).value();
  const double at_best = simulated(network, best);
  for (Index i = 0; i < 3; ++i) {
    Vector other = best;
    other[i] += 0.02;
    other[(i + 1) % 3] -= 0.02;
    EXPECT_LT(simulated(network, other), at_best);
  }
}

TEST(InnovationNetwork, LimitsOfPatience) {
  InnovationNetwork network = three_sectors();
  const Vector centrality = knowledge_centrality(network.links).value();
  network.discount = 1e-9;
  const Vector patient = optimal_research(network).value();
  network.discount = 1e9;
  const Vector hasty = optimal_research(network).value();
  for (Index i = 0; i < 3; ++i) {
    EXPECT_NEAR(patient[i], centrality[i], 1e-7);
    EXPECT_NEAR(hasty[i], network.weight[i], 1e-7);
  }
}

/// a' = a' Omega by hand: rows (1/2, 1/2) and (1/4, 3/4) give (1/3, 2/3).
TEST(InnovationNetwork, CentralityByHand) {
  const Vector a = knowledge_centrality(matrix(2, {0.5, 0.5, 0.25, 0.75})).value();
  EXPECT_NEAR(a[0], 1.0 / 3.0, 1e-12);
  EXPECT_NEAR(a[1], 2.0 / 3.0, 1e-12);
}

TEST(InnovationNetwork, OptimalSharesGainNothing) {
  const InnovationNetwork network = three_sectors();
  const ResearchGain gain =
      gain_of_optimal_research(network, optimal_research(network).value(), 1.0).value();
  EXPECT_NEAR(gain.log_consumption, 0.0, 1e-15);
  EXPECT_NEAR(gain.growth, 0.0, 1e-15);
}

TEST(InnovationNetwork, RefusesWhatIsNoNetwork) {
  const auto code = [](InnovationNetwork network) {
    const auto result = optimal_research(network);
    return result.ok() ? ErrorCode::interrupted : result.error().code;
  };
  InnovationNetwork network = three_sectors();
  network.weight = {0.5, 0.5};
  EXPECT_EQ(code(network), ErrorCode::shape_mismatch);
  network = three_sectors();
  network.links(0, 0) = 0.9;
  EXPECT_EQ(code(network), ErrorCode::bad_value);
  network = three_sectors();
  network.speed = 0.0;
  EXPECT_EQ(code(network), ErrorCode::bad_value);
  EXPECT_FALSE(gain_of_optimal_research(three_sectors(), {0.5, 0.5, 0.0}, 1.0).ok());
  EXPECT_EQ(knowledge_centrality(matrix(2, {1.0, 0.0, 0.0, 1.0})).value()[0], 0.5)
      << "two islands keep what they began with";
}

}  // namespace
}  // namespace domar::growth
