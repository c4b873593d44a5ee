#pragma once
/// @file Network: the one form in which every economy is solved.
///
/// After Baqaee and Farhi (2019, 2024): a nested-CES economy is a network of nodes, each nest its
/// own node. Theory: docs/theory/equilibrium.md#network.

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"

namespace domar::network {

inline constexpr Index k_none = static_cast<Index>(-1);

/// Something with a price of its own that clears: a factor (labour, capital of an industry, data),
/// or a product that joint producers supply. Node numbers of markets come first: market k is node
/// k.
struct Market {
  std::string name;
  double endowment_0 = 0.0;  ///< base value of what agents own of it (quantity at price 1)
  std::vector<std::pair<Index, double>>
      owners;  ///< (agent, share of the endowment); shares sum to 1
};

/// A CES nest or producer: buys from markets and other activities.
struct Activity {
  std::string name;
  double theta = 1.0;  ///< elasticity of substitution between its inputs, >= 0
};

/// What one activity pays for one input in the base year.
struct Edge {
  Index buyer = 0;          ///< activity number
  Index seller = 0;         ///< node number: market, or markets.size() + activity
  double value_0 = 0.0;     ///< base value at the buyer's price (tax included), > 0
  double tax_0 = 0.0;       ///< base ad-valorem tax rate on the seller's price, > -1
  Index receiver = k_none;  ///< agent that gets the tax revenue
};

/// A producer of several products from one bundle: constant elasticity of transformation.
/// Its unit revenue is [sum_k s_k w_k^(1+psi)]^(1/(1+psi)) over the markets it supplies.
struct JointProducer {
  Index activity = 0;                              ///< the activity whose output is transformed
  double psi = 1.0;                                ///< elasticity of transformation, >= 0
  std::vector<std::pair<Index, double>> products;  ///< (market, base value supplied)
};

/// Owns factors, receives taxes and transfers, spends what is left on one activity.
struct Agent {
  std::string name;
  Index top = k_none;  ///< activity it spends on; k_none: it passes everything on as transfers
};

/// A share of the payer's whole income (own, taxes, transfers received) handed to another agent.
struct Transfer {
  Index from = 0;
  Index to = 0;
  double share_0 = 0.0;
};

/// A household of Stone and Geary: of one bundle it buys the base-year quantity at any price and
/// income, of the other with what is left (linear expenditure system). Its price is that of base
/// utility: what it spends over what the same utility costs at base prices.
/// Theory: docs/theory/nests.md#subsistence.
struct Subsistence {
  Index activity = 0;    ///< the household's; buys the two bundles and nothing else
  Index basic = 0;       ///< edge to the bundle of which it buys Edge::value_0 at base prices
  Index rest = 0;        ///< edge to what it spends the rest on
  Index agent = 0;       ///< whose spending it is, or a fixed share of it
  Index share = k_none;  ///< edge by which the agent's top buys it; k_none: it is the top
};

/// A finished network: base-year accounts in standard form. Immutable; made by NetworkBuilder.
class Network {
 public:
  [[nodiscard]] Index markets() const { return markets_.size(); }
  [[nodiscard]] Index activities() const { return activities_.size(); }
  [[nodiscard]] Index nodes() const { return markets_.size() + activities_.size(); }
  [[nodiscard]] Index edges() const { return edges_.size(); }
  [[nodiscard]] Index agents() const { return agents_.size(); }
  [[nodiscard]] Index node_of_activity(Index activity) const { return markets_.size() + activity; }

  [[nodiscard]] const Market& market(Index k) const { return markets_[k]; }
  [[nodiscard]] const Activity& activity(Index n) const { return activities_[n]; }
  /// Edges are sorted by buyer; those of buyer n are [first_edge(n), first_edge(n + 1)).
  [[nodiscard]] const Edge& edge(Index e) const { return edges_[e]; }
  [[nodiscard]] Index first_edge(Index n) const { return first_edge_[n]; }
  /// Of what its buyer pays in the base year; at the margin where that buys for subsistence: 0 of
  /// the basic bundle, 1 of the rest.
  [[nodiscard]] double cost_share_0(Index e) const { return share_0_[e]; }
  [[nodiscard]] const Agent& agent(Index h) const { return agents_[h]; }
  [[nodiscard]] const std::vector<JointProducer>& joint_producers() const { return joint_; }
  [[nodiscard]] const std::vector<Transfer>& transfers() const { return transfers_; }
  [[nodiscard]] const std::vector<Subsistence>& subsistence() const { return subsistence_; }

  /// Base sales of an activity: what all its inputs cost.
  [[nodiscard]] double value_0(Index activity) const { return value_0_[activity]; }
  /// Base income of an agent before it hands on transfers.
  [[nodiscard]] double income_0(Index agent) const { return income_0_[agent]; }
  [[nodiscard]] const std::string& node_name(Index node) const;

  /// Activities on which every loop of the network passes ("core"): given their prices, all other
  /// prices follow in one sweep. Position in core() is what the reduced systems are indexed by.
  [[nodiscard]] const std::vector<Index>& core() const { return core_; }
  [[nodiscard]] std::vector<std::string> core_names() const;
  /// Position of an activity in core(), or k_none.
  [[nodiscard]] Index core_position(Index activity) const { return core_position_[activity]; }
  /// Activities in an order in which every input that is not core comes before its buyer.
  [[nodiscard]] const std::vector<Index>& order() const { return order_; }

  /// The edge of `buyer` from `seller`, or k_none.
  [[nodiscard]] Index find_edge(Index buyer_activity, Index seller_node) const;
  /// Activity by name, or k_none.
  [[nodiscard]] Index find_activity(std::string_view name) const;
  [[nodiscard]] Index find_market(std::string_view name) const;

 private:
  friend class NetworkBuilder;
  std::vector<Market> markets_;
  std::vector<Activity> activities_;
  std::vector<Edge> edges_;
  std::vector<Index> first_edge_;
  Vector share_0_;
  std::vector<Agent> agents_;
  std::vector<Transfer> transfers_;
  std::vector<JointProducer> joint_;
  std::vector<Subsistence> subsistence_;
  Vector value_0_;
  Vector income_0_;
  std::vector<Index> core_;
  std::vector<Index> core_position_;
  std::vector<Index> order_;
  std::unordered_map<std::string, Index> activity_by_name_;
  std::unordered_map<std::string, Index> market_by_name_;
};

/// Collects nodes and flows, then checks that they are the accounts of an economy.
class NetworkBuilder {
 public:
  Index add_market(std::string name);
  Index add_activity(std::string name, double theta);
  Index add_agent(std::string name);
  /// `agent` owns base value `value` of `market`.
  void add_endowment(Index market, Index agent, double value);
  void set_top(Index agent, Index activity);
  /// What `buyer` pays for a market's good; zero values are dropped.
  void buy_market(Index buyer, Index market, double value, double tax = 0.0,
                  Index receiver = k_none);
  /// What `buyer` pays for another activity's output; zero values are dropped.
  void buy(Index buyer, Index seller_activity, double value, double tax = 0.0,
           Index receiver = k_none);
  /// `share` of the payer's whole income.
  void add_transfer(Index from, Index to, double share);
  void add_joint_producer(JointProducer joint);
  /// `activity`, which buys two bundles without tax, buys the first in its base-year quantity at
  /// any price: see Subsistence. It is the top of one agent, or bought by such a top alone, of
  /// which it has a fixed share (Cobb-Douglas).
  void add_subsistence(Index activity, Index basic, Index rest);
  /// Activities, by name, to be core before others are looked for: those of a like network, so that
  /// its tangents fit this one. Names that are none of an activity are passed over.
  void prefer_core(std::vector<std::string> names) { preferred_core_ = std::move(names); }

  /// Sorts, computes shares and the core, and checks the base accounts.
  /// @error bad_value   a value, endowment or joint product is negative or not finite, a tax is
  ///                    -100 % or less, theta < 0, psi < 0, transfers exceed the payer's income.
  /// @error unbalanced  sales of a node are not what its buyers pay (relative 1e-6); `where` names
  /// it.
  /// @error bad_input   a good or market without a source, an agent without income to spend,
  ///                    duplicate names, a joint producer's activity that is also bought directly,
  ///                    subsistence elsewhere than told above.
  [[nodiscard]] Result<Network> build();

 private:
  Network network_;
  std::vector<std::string> preferred_core_;
};

}  // namespace domar::network
