#pragma once
/// @file Random economies in general equilibrium, the same for the same seed on every machine.

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "domar/equilibrium/parameters.hpp"
#include "domar/network/network.hpp"
#include "domar/numerics/dense.hpp"

namespace domar::tests {

/// What a random economy may have.
struct RandomOptions {
  bool taxes = true;
  bool joint_producers = true;
  int most_agents = 3;
  /// Elasticities anywhere from 0 to 50, subsidies to 60 %, flows of a millionth, factors that are
  /// hardly used or always used together.
  bool extreme = false;
};

/// Draws that do not depend on the standard library's distributions.
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : engine_(seed) {}
  double uniform() { return static_cast<double>(engine_() >> 11) * 0x1.0p-53; }
  double between(double low, double high) { return low + (high - low) * uniform(); }
  Index below(Index n) { return static_cast<Index>(engine_() % n); }
  bool chance(double probability) { return uniform() < probability; }
  /// Roughly normal with mean 0 and deviation 1, never beyond 6.
  double normal() {
    double sum = -6.0;
    for (int i = 0; i < 12; ++i) sum += uniform();
    return sum;
  }
  std::vector<Index> permutation(Index n) {
    std::vector<Index> order(n);
    std::iota(order.begin(), order.end(), Index{0});
    for (Index i = n; i > 1; --i) std::swap(order[i - 1], order[below(i)]);
    return order;
  }

 private:
  std::mt19937_64 engine_;
};

/// Recipes, owners and rates; the base values that go with them follow from build().
/// Agent h spends on activity `industries + h`.
struct RandomEconomy {
  struct Input {
    bool from_market = false;
    Index seller = 0;
    double share = 0.0;  ///< of the buyer's cost
    double tax = 0.0;
    Index receiver = network::k_none;
  };
  Index industries = 0;
  Index agents = 0;
  std::vector<double> theta;               ///< by activity
  std::vector<std::vector<Input>> inputs;  ///< by activity
  std::vector<Vector> owned;               ///< [market][agent]: of the endowed part
  Vector endowed;                          ///< by market: share of supply that is endowment
  struct Joint {
    Index activity = 0;
    double psi = 1.0;
    std::vector<Index> products;
  };
  std::vector<Joint> joints;
  std::vector<network::Transfer> transfers;
  /// Of an agent that buys for subsistence: part of each input of its activity that it buys at any
  /// price, and part of its spending that goes elsewhere (a state with the same tastes, otherwise).
  struct Basic {
    Vector part;  ///< by input; empty: none
    double state = 0.0;
  };
  std::vector<Basic> basic;  ///< by agent, or empty

  /// Base values: sales of activities, supply of markets, incomes; empty if one is too small.
  [[nodiscard]] Vector values(double smallest = 0.0) const;
  /// The network, its nodes added in the given orders. Names tell which is which.
  [[nodiscard]] Result<network::Network> build(const std::vector<Index>& activity_order,
                                               const std::vector<Index>& market_order,
                                               const std::vector<Index>& agent_order) const;
  [[nodiscard]] Result<network::Network> build() const;

 private:
  /// Part of an input of an agent's activity that it buys beyond subsistence.
  [[nodiscard]] double beyond(Index h, Index i) const;
  /// What an agent spends on: its activity, or a household that buys that beyond subsistence.
  [[nodiscard]] Index add_top(network::NetworkBuilder& builder, Index h, double spent,
                              const std::vector<Index>& activity, const std::vector<Index>& market,
                              const std::vector<Index>& agent) const;
};

inline Vector RandomEconomy::values(double smallest) const {
  const Index activities = theta.size();
  const Index markets = owned.size();
  const Index size = activities + markets + agents;
  Matrix A(size, size);
  for (Index i = 0; i < size; ++i) A(i, i) = 1.0;
  for (Index n = 0; n < activities; ++n) {
    for (const Input& input : inputs[n]) {
      const Index seller = input.from_market ? activities + input.seller : input.seller;
      A(seller, n) -= input.share / (1.0 + input.tax);
      if (input.tax != 0.0) {
        A(activities + markets + input.receiver, n) -= input.share * input.tax / (1.0 + input.tax);
      }
    }
  }
  for (Index k = 0; k < markets; ++k) {
    for (Index h = 0; h < agents; ++h) {
      A(activities + markets + h, activities + k) -= endowed[k] * owned[k][h];
    }
  }
  for (const Joint& joint : joints) {
    for (const Index k : joint.products) A(joint.activity, activities + k) -= 1.0 - endowed[k];
  }
  for (Index h = 0; h < agents; ++h) A(industries + h, activities + markets + h) -= 1.0;
  for (const auto& transfer : transfers) {
    A(industries + transfer.from, activities + markets + transfer.from) += transfer.share_0;
    A(activities + markets + transfer.to, activities + markets + transfer.from) -= transfer.share_0;
  }
  // One equation follows from the others; income of 100 takes its place.
  Vector b(size, 0.0);
  for (Index i = 0; i < size; ++i) A(size - 1, i) = i >= activities + markets ? 1.0 : 0.0;
  b[size - 1] = 100.0;
  numerics::DenseLu lu;
  if (!lu.factor(A)) return {};
  Vector x = lu.solve(b);
  for (Index i = 0; i < size; ++i) {
    const double least =
        i >= activities + markets ? 5.0 : smallest;  // incomes bear moderate shocks
    if (!(x[i] > least)) return {};
  }
  return x;
}

inline Result<network::Network> RandomEconomy::build(const std::vector<Index>& activity_order,
                                                     const std::vector<Index>& market_order,
                                                     const std::vector<Index>& agent_order) const {
  const Vector x = values();
  const Index activities = theta.size();
  network::NetworkBuilder builder;
  std::vector<Index> activity(activities);
  std::vector<Index> market(owned.size());
  std::vector<Index> agent(agents);
  for (const Index h : agent_order) agent[h] = builder.add_agent("agent " + std::to_string(h));
  for (const Index k : market_order) market[k] = builder.add_market("market " + std::to_string(k));
  for (const Index n : activity_order) {
    activity[n] = builder.add_activity("activity " + std::to_string(n), theta[n]);
  }
  for (const Index n : activity_order) {
    for (Index i = 0; i < inputs[n].size(); ++i) {
      const Input& input = inputs[n][i];
      const double value = input.share * x[n] * (n < industries ? 1.0 : beyond(n - industries, i));
      const Index receiver =
          input.receiver == network::k_none ? network::k_none : agent[input.receiver];
      if (input.from_market) {
        builder.buy_market(activity[n], market[input.seller], value, input.tax, receiver);
      } else {
        builder.buy(activity[n], activity[input.seller], value, input.tax, receiver);
      }
    }
  }
  for (const Index k : market_order) {
    for (const Index h : agent_order) {
      builder.add_endowment(market[k], agent[h], x[activities + k] * endowed[k] * owned[k][h]);
    }
  }
  for (const Joint& joint : joints) {
    network::JointProducer producer{activity[joint.activity], joint.psi, {}};
    for (const Index k : joint.products) {
      producer.products.emplace_back(market[k], x[activities + k] * (1.0 - endowed[k]));
    }
    builder.add_joint_producer(producer);
  }
  for (Index h = 0; h < agents; ++h) {
    builder.set_top(agent[h], add_top(builder, h, x[industries + h], activity, market, agent));
  }
  for (const auto& transfer : transfers) {
    builder.add_transfer(agent[transfer.from], agent[transfer.to], transfer.share_0);
  }
  return builder.build();
}

inline double RandomEconomy::beyond(Index h, Index i) const {
  if (basic.empty() || basic[h].part.empty()) return 1.0;
  return (1.0 - basic[h].state) * (1.0 - basic[h].part[i]);
}

inline Index RandomEconomy::add_top(network::NetworkBuilder& builder, Index h, double spent,
                                    const std::vector<Index>& activity,
                                    const std::vector<Index>& market,
                                    const std::vector<Index>& agent) const {
  const Index own = activity[industries + h];
  if (basic.empty() || basic[h].part.empty()) return own;
  const auto& [part, state] = basic[h];
  const std::string number = std::to_string(h);
  const Index basics = builder.add_activity("subsistence " + number, 0.0);
  const Index others = builder.add_activity("state " + number, theta[industries + h]);
  const Index household = builder.add_activity("household " + number, 1.0);
  double basic_cost = 0.0;
  double rest_cost = 0.0;
  for (Index i = 0; i < part.size(); ++i) {
    const Input& input = inputs[industries + h][i];
    const double value = input.share * spent;
    const auto buy = [&](Index buyer, double paid) {
      const Index receiver =
          input.receiver == network::k_none ? network::k_none : agent[input.receiver];
      if (input.from_market) {
        builder.buy_market(buyer, market[input.seller], paid, input.tax, receiver);
      } else {
        builder.buy(buyer, activity[input.seller], paid, input.tax, receiver);
      }
    };
    buy(basics, (1.0 - state) * part[i] * value);
    buy(others, state * value);
    basic_cost += (1.0 - state) * part[i] * value;
    rest_cost += beyond(h, i) * value;
  }
  builder.buy(household, basics, basic_cost);
  builder.buy(household, own, rest_cost);
  builder.add_subsistence(household, basics, own);
  const Index top = builder.add_activity("spending " + number, 1.0);
  builder.buy(top, household, basic_cost + rest_cost);
  builder.buy(top, others, state * spent);
  return top;
}

inline Result<network::Network> RandomEconomy::build() const {
  const auto in_order = [](Index n) {
    std::vector<Index> order(n);
    std::iota(order.begin(), order.end(), Index{0});
    return order;
  };
  return build(in_order(theta.size()), in_order(owned.size()), in_order(agents));
}

namespace random_detail {

inline void normalise(std::vector<RandomEconomy::Input>& inputs) {
  double total = 0.0;
  for (const auto& input : inputs) total += input.share;
  for (auto& input : inputs) input.share /= total;
}

/// Flows of a millionth, flows that vanish, a factor that is always used with another.
inline void make_extreme(Draws& draws, Index factors, RandomEconomy& e) {
  for (Index n = 0; n < e.industries; ++n) {
    auto& inputs = e.inputs[n];
    for (auto& input : inputs) {
      if (draws.chance(0.1)) input.share *= 1e-6;
    }
    if (inputs.size() > 2 && draws.chance(0.2)) inputs.erase(inputs.begin());
  }
  if (factors < 2 || !draws.chance(0.3)) return;
  for (auto& inputs : e.inputs) {  // factor 1 wherever factor 0 is, in the same proportion
    double with = 0.0;
    for (const auto& input : inputs) {
      if (input.from_market && input.seller == 0) with += input.share;
    }
    std::erase_if(inputs, [](const auto& input) { return input.from_market && input.seller == 1; });
    if (with > 0.0) inputs.push_back({true, 1, 0.5 * with, 0.0, network::k_none});
  }
}

inline RandomEconomy draw_once(Draws& draws, const RandomOptions& options) {
  static constexpr double k_thetas[] = {0.0, 0.01, 0.3, 1.0, 1.0001, 3.0, 20.0};
  RandomEconomy e;
  e.industries = 2 + draws.below(11);
  e.agents = 1 + draws.below(static_cast<Index>(options.most_agents));
  const Index factors = 1 + draws.below(4);
  const Index activities = e.industries + e.agents;
  const auto theta = [&] {
    if (!options.extreme || draws.chance(0.4)) return k_thetas[draws.below(7)];
    return draws.chance(0.5) ? draws.uniform() : 50.0 * draws.uniform();
  };
  for (Index n = 0; n < activities; ++n) e.theta.push_back(theta());
  for (Index k = 0; k < factors; ++k) {
    Vector weights(e.agents, 0.0);
    weights[0] = 0.2 + draws.uniform();
    for (Index h = 1; h < e.agents; ++h) weights[h] = draws.chance(0.7) ? draws.uniform() : 0.0;
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (double& weight : weights) weight /= total;
    e.owned.push_back(weights);
    e.endowed.push_back(1.0);
  }
  // Some industries make two products; one of the two may also be endowed.
  std::vector<std::vector<Index>> products(e.industries);
  for (Index j = 0; options.joint_producers && j < e.industries; ++j) {
    if (!draws.chance(0.15)) continue;
    for (int product = 0; product < 2; ++product) {
      products[j].push_back(e.owned.size());
      e.owned.push_back(e.owned[0]);
      e.endowed.push_back(product == 1 && draws.chance(0.4) ? 0.3 : 0.0);
    }
    const bool usual = !options.extreme || draws.chance(0.5);
    const double psi = usual ? (draws.chance(0.5) ? 2.0 : 0.5)
                             : (draws.chance(0.3) ? 0.0 : 50.0 * draws.uniform());
    e.joints.push_back({j, psi, products[j]});
  }
  e.inputs.resize(activities);
  const auto buy = [&](Index n, Index seller, double share) {
    if (products[seller].empty()) {
      e.inputs[n].push_back({false, seller, share, 0.0, network::k_none});
    } else {
      const Index product = products[seller][draws.below(2)];
      e.inputs[n].push_back({true, product, share, 0.0, network::k_none});
    }
  };
  for (Index j = 0; j < e.industries; ++j) {
    for (Index i = 0; i < e.industries; ++i) {
      if (draws.chance(i == j ? 0.15 : 0.4)) buy(j, i, draws.uniform());
    }
    const double materials = static_cast<double>(e.inputs[j].size());
    const Index always = draws.below(factors);
    for (Index k = 0; k < factors; ++k) {
      if (k != always && !draws.chance(0.5)) continue;
      e.inputs[j].push_back(
          {true, k, (0.3 + draws.uniform()) * (1.0 + 0.3 * materials), 0.0, network::k_none});
    }
  }
  for (Index h = 0; h < e.agents; ++h) {
    for (Index i = 0; i < e.industries; ++i) {
      if (h == 0) {  // buys everything, so that nothing is left unsold
        if (products[i].empty()) buy(e.industries, i, 0.1 + draws.uniform());
        for (const Index k : products[i]) {
          e.inputs[e.industries].push_back({true, k, 0.1 + draws.uniform(), 0.0, network::k_none});
        }
      } else if (i == h % e.industries || draws.chance(0.5)) {
        buy(e.industries + h, i, 0.1 + draws.uniform());
      }
    }
  }
  for (Index k = 0; k < factors; ++k) {  // leisure: every factor has a buyer
    e.inputs[e.industries].push_back({true, k, 0.1, 0.0, network::k_none});
  }
  if (options.extreme) make_extreme(draws, factors, e);
  for (auto& inputs : e.inputs) {
    normalise(inputs);
    for (auto& input : inputs) {
      if (!options.taxes || !draws.chance(0.25)) continue;
      input.tax = options.extreme ? draws.between(-0.6, 1.0) : draws.between(-0.3, 0.5);
      input.receiver = draws.below(e.agents);
    }
  }
  for (Index h = 0; h < e.agents; ++h) {
    if (e.agents == 1 || !draws.chance(0.4)) continue;
    e.transfers.push_back({h, (h + 1) % e.agents, draws.between(0.05, 0.3)});
  }
  return e;
}

}  // namespace random_detail

/// Draws until every base value is positive and nobody is very poor.
inline RandomEconomy draw_economy(Draws& draws, const RandomOptions& options = {}) {
  for (;;) {
    RandomEconomy e = random_detail::draw_once(draws, options);
    const bool all_buy = std::all_of(e.inputs.begin(), e.inputs.end(),
                                     [](const auto& inputs) { return !inputs.empty(); });
    if (!all_buy) continue;
    if (!e.values(options.extreme ? 1e-7 : 1e-3).empty()) return e;
  }
}

/// Some or all agents buy part of what they buy at any price; some of these share with a state.
inline void add_subsistence(Draws& draws, RandomEconomy& e) {
  e.basic.resize(e.agents);
  for (Index h = 0; h < e.agents; ++h) {
    if (h > 0 && draws.chance(0.4)) continue;
    const Index inputs = e.inputs[e.industries + h].size();
    for (Index i = 0; i < inputs; ++i) {
      e.basic[h].part.push_back(draws.chance(0.2) ? 0.0 : draws.between(0.0, 0.7));
    }
    e.basic[h].part[0] = 0.3;
    e.basic[h].state = draws.between(0.1, 0.6);
  }
}

/// A shock to everything, of about the given size in logs.
inline equilibrium::Parameters draw_shock(Draws& draws, const network::Network& network,
                                          double size) {
  equilibrium::Parameters p = equilibrium::base_parameters(network);
  for (double& a : p.log_productivity) a = size * draws.normal();
  for (double& l : p.log_endowment) l = size * draws.normal();
  for (double& taste : p.log_taste) taste = 0.5 * size * draws.normal();
  for (double& iceberg : p.log_iceberg) iceberg = 0.3 * size * std::abs(draws.normal());
  for (Index e = 0; e < network.edges(); ++e) {
    if (network.edge(e).receiver == network::k_none) continue;
    p.tax[e] = (1.0 + p.tax[e]) * std::exp(0.5 * size * draws.normal()) - 1.0;
  }
  for (const auto& household : network.subsistence()) {  // a quantity: nothing may act on it
    p.log_productivity[household.activity] = 0.0;
    for (const Index e : {household.basic, household.rest}) {
      p.log_taste[e] = p.log_iceberg[e] = 0.0;
    }
  }
  return p;
}

}  // namespace domar::tests
