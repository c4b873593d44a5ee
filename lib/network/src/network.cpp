#include "domar/network/network.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>

#include <fmt/format.h>

namespace domar::network {

const std::string& Network::node_name(Index node) const {
  return node < markets() ? markets_[node].name : activities_[node - markets()].name;
}

Index Network::find_edge(Index buyer_activity, Index seller_node) const {
  for (Index e = first_edge_[buyer_activity]; e < first_edge_[buyer_activity + 1]; ++e) {
    if (edges_[e].seller == seller_node) return e;
  }
  return k_none;
}

Index Network::find_activity(std::string_view name) const {
  const auto found = activity_by_name_.find(std::string(name));
  return found == activity_by_name_.end() ? k_none : found->second;
}

Index Network::find_market(std::string_view name) const {
  const auto found = market_by_name_.find(std::string(name));
  return found == market_by_name_.end() ? k_none : found->second;
}

Index NetworkBuilder::add_market(std::string name) {
  network_.markets_.push_back({std::move(name), 0.0, {}});
  return network_.markets_.size() - 1;
}

Index NetworkBuilder::add_activity(std::string name, double theta) {
  network_.activities_.push_back({std::move(name), theta});
  return network_.activities_.size() - 1;
}

Index NetworkBuilder::add_agent(std::string name) {
  network_.agents_.push_back({std::move(name), k_none});
  return network_.agents_.size() - 1;
}

void NetworkBuilder::add_endowment(Index market, Index agent, double value) {
  if (value == 0.0) return;
  network_.markets_[market].owners.emplace_back(agent, value);  // shares are made in build()
  network_.markets_[market].endowment_0 += value;
}

void NetworkBuilder::set_top(Index agent, Index activity) {
  network_.agents_[agent].top = activity;
}

// Until build() knows the number of markets, a seller activity is stored as -2 - activity.
namespace {
Index encoded_activity(Index activity) { return static_cast<Index>(-2) - activity; }
bool is_encoded(Index seller) { return seller > static_cast<Index>(-2) / 2; }
Index decoded_activity(Index seller) { return static_cast<Index>(-2) - seller; }
}  // namespace

void NetworkBuilder::buy_market(Index buyer, Index market, double value, double tax,
                                Index receiver) {
  if (value != 0.0) network_.edges_.push_back({buyer, market, value, tax, receiver});
}

void NetworkBuilder::buy(Index buyer, Index seller_activity, double value, double tax,
                         Index receiver) {
  if (value != 0.0) {
    network_.edges_.push_back({buyer, encoded_activity(seller_activity), value, tax, receiver});
  }
}

void NetworkBuilder::add_transfer(Index from, Index to, double share) {
  if (share != 0.0) network_.transfers_.push_back({from, to, share});
}

void NetworkBuilder::add_joint_producer(JointProducer joint) {
  network_.joint_.push_back(std::move(joint));
}

/// The edges are found in build(); until then the activities stand in their place.
void NetworkBuilder::add_subsistence(Index activity, Index basic, Index rest) {
  network_.subsistence_.push_back({activity, basic, rest, k_none, k_none});
}

namespace {

Error at(ErrorCode code, std::string what, const std::string& where, std::string hint = "") {
  return {code, std::move(what), where, std::move(hint), ""};
}

Status check_values(const Network& network) {
  for (Index n = 0; n < network.activities(); ++n) {
    const auto& activity = network.activity(n);
    if (!(activity.theta >= 0.0) || !std::isfinite(activity.theta)) {
      return at(ErrorCode::bad_value,
                fmt::format("elasticity {} is not a number from 0 up", activity.theta),
                activity.name);
    }
    if (network.first_edge(n) == network.first_edge(n + 1)) {
      return at(ErrorCode::bad_input, "this activity buys nothing: a good without a source",
                activity.name, "give it inputs, or drop it and what buys from it");
    }
  }
  for (Index e = 0; e < network.edges(); ++e) {
    const Edge& edge = network.edge(e);
    const std::string where =
        network.activity(edge.buyer).name + " from " +
        (edge.seller < network.nodes() ? network.node_name(edge.seller) : std::string("?"));
    if (!(edge.value_0 > 0.0) || !std::isfinite(edge.value_0)) {
      return at(ErrorCode::bad_value, fmt::format("base value {} is not positive", edge.value_0),
                where, "repair negative flows by a named rule before building the network");
    }
    if (!(edge.tax_0 > -1.0) || !std::isfinite(edge.tax_0)) {
      return at(ErrorCode::bad_value, fmt::format("tax rate {} is -100 % or less", edge.tax_0),
                where);
    }
    if (edge.tax_0 != 0.0 && edge.receiver == k_none) {
      return at(ErrorCode::bad_input, "a tax without a receiver", where);
    }
  }
  return Done{};
}

Status check_markets(const Network& network) {
  std::vector<bool> supplied(network.markets(), false);
  for (Index k = 0; k < network.markets(); ++k) {
    for (const auto& owner : network.market(k).owners) {
      supplied[k] = true;
      if (owner.second > 0.0 && std::isfinite(owner.second)) continue;
      return at(ErrorCode::bad_value, fmt::format("endowment {} is not positive", owner.second),
                network.market(k).name);
    }
  }
  for (const auto& joint : network.joint_producers()) {
    for (const auto& product : joint.products) supplied[product.first] = true;
  }
  for (Index k = 0; k < network.markets(); ++k) {
    if (supplied[k]) continue;
    return at(ErrorCode::bad_input, "nothing is supplied to this market", network.market(k).name,
              "give it an owner or a joint producer, or drop it");
  }
  return Done{};
}

Status check_joint_producers(const Network& network) {
  std::vector<bool> transformed(network.activities(), false);
  for (const auto& joint : network.joint_producers()) {
    const std::string& where = network.activity(joint.activity).name;
    if (!(joint.psi >= 0.0) || !std::isfinite(joint.psi)) {
      return at(ErrorCode::bad_value,
                fmt::format("elasticity of transformation {} is not a number from 0 up", joint.psi),
                where);
    }
    for (const auto& product : joint.products) {
      if (product.second > 0.0 && std::isfinite(product.second)) continue;
      return at(ErrorCode::bad_value,
                fmt::format("joint product {} is not positive", product.second), where);
    }
    if (transformed[joint.activity]) {
      return at(ErrorCode::bad_input, "two joint producers transform the same activity", where);
    }
    transformed[joint.activity] = true;
  }
  for (Index e = 0; e < network.edges(); ++e) {
    const Edge& edge = network.edge(e);
    if (edge.seller < network.markets() || !transformed[edge.seller - network.markets()]) continue;
    return at(ErrorCode::bad_input, "sells directly although all it makes is transformed",
              network.node_name(edge.seller), "buy from the markets that it supplies");
  }
  return Done{};
}

Status check_agents(const Network& network) {
  Vector handed_on(network.agents(), 0.0);
  for (const auto& transfer : network.transfers()) {
    handed_on[transfer.from] += transfer.share_0;
    if (transfer.share_0 > 0.0 && handed_on[transfer.from] <= 1.0 + 1e-9) continue;
    return at(ErrorCode::bad_value,
              fmt::format("transfers of {} of its income", handed_on[transfer.from]),
              network.agent(transfer.from).name, "each is a share, together at most 1");
  }
  for (Index h = 0; h < network.agents(); ++h) {
    for (Index other = 0; other < h; ++other) {
      if (network.agent(h).name != network.agent(other).name) continue;
      return at(ErrorCode::bad_input, "two agents have the same name", network.agent(h).name);
    }
  }
  return Done{};
}

/// Who spends on an activity, and by which edge its top buys it: only where the activity has a
/// fixed share of that spending.
Status find_spender(const Network& network, Subsistence& found) {
  const auto wrong = [&](const char* what) {
    return at(ErrorCode::bad_input, what, network.activity(found.activity).name,
              "it must be the top of one agent, or a fixed share (Cobb-Douglas) of one such top");
  };
  Index top = found.activity;
  for (Index e = 0; e < network.edges(); ++e) {
    if (network.edge(e).seller != network.node_of_activity(found.activity)) continue;
    if (found.share != k_none) return wrong("buys for subsistence and is bought by two");
    found.share = e;
    top = network.edge(e).buyer;
  }
  if (top != found.activity && network.activity(top).theta != 1.0) {
    return wrong("buys for subsistence and has no fixed share of spending");
  }
  for (Index e = 0; e < network.edges() && top != found.activity; ++e) {
    if (network.edge(e).seller != network.node_of_activity(top)) continue;
    return wrong("buys for subsistence and is not what an agent spends on");
  }
  for (Index h = 0; h < network.agents(); ++h) {
    if (network.agent(h).top != top && network.agent(h).top != found.activity) continue;
    if (found.agent != k_none) return wrong("buys for subsistence and two agents spend on it");
    found.agent = h;
  }
  if (found.agent == k_none) return wrong("buys for subsistence and no agent spends on it");
  if (network.agent(found.agent).top != top) return wrong("is a top and is bought by another");
  return Done{};
}

/// Turns the two activities into the edges to them.
Status find_bundles(const Network& network, Subsistence& found) {
  const Index begin = network.first_edge(found.activity);
  const Index end = network.first_edge(found.activity + 1);
  const auto wrong = [&](const char* what) {
    return at(ErrorCode::bad_input, what, network.activity(found.activity).name,
              "its goods and taxes belong into the two bundles that it buys");
  };
  found.basic = network.find_edge(found.activity, network.node_of_activity(found.basic));
  found.rest = network.find_edge(found.activity, network.node_of_activity(found.rest));
  if (end - begin != 2 || found.basic == k_none || found.rest == k_none) {
    return wrong("buys for subsistence, but not two bundles");
  }
  for (Index e = begin; e < end; ++e) {
    if (network.edge(e).tax_0 != 0.0 || network.edge(e).receiver != k_none) {
      return wrong("buys for subsistence and pays taxes itself");
    }
  }
  if (network.activity(found.activity).theta != 1.0) {
    return wrong("buys for subsistence and has an elasticity of its own");
  }
  return Done{};
}

/// Sales of every node are what its buyers pay; incomes are what agents spend.
Status check_accounts(const Network& network, const Vector& income) {
  const Index markets = network.markets();
  Vector sold(network.nodes(), 0.0);
  for (Index e = 0; e < network.edges(); ++e) {
    const Edge& edge = network.edge(e);
    sold[edge.seller] += edge.value_0 / (1.0 + edge.tax_0);
  }
  Vector supplied(network.nodes(), 0.0);
  for (Index k = 0; k < markets; ++k) supplied[k] = network.market(k).endowment_0;
  for (Index n = 0; n < network.activities(); ++n) supplied[markets + n] = network.value_0(n);
  for (const auto& joint : network.joint_producers()) {
    for (const auto& [market, value] : joint.products) {
      supplied[market] += value;
      sold[markets + joint.activity] += value;
    }
  }
  Vector unspent(network.agents(), 0.0);
  for (Index h = 0; h < network.agents(); ++h) {
    const Index top = network.agent(h).top;
    double kept = income[h];
    for (const auto& transfer : network.transfers()) {
      if (transfer.from == h) kept -= transfer.share_0 * income[h];
    }
    if (top != k_none && !(kept > 0.0)) {
      return at(ErrorCode::bad_input, fmt::format("no income to spend: {:.6g}", kept),
                network.agent(h).name);
    }
    if (top != k_none) sold[markets + top] += kept;
    unspent[h] = top == k_none ? kept : 0.0;
  }
  const auto gap_at = [&](Index node) -> Status {
    const double gap = std::abs(sold[node] - supplied[node]);
    if (gap <= 1e-6 * std::max(std::abs(supplied[node]), std::abs(sold[node]))) return Done{};
    return at(
        ErrorCode::unbalanced,
        fmt::format("costs or supply of {:.9g} but sales of {:.9g}", supplied[node], sold[node]),
        network.node_name(node), "rows and columns of the base accounts must agree");
  };
  // Money that leaks anywhere is missing in the end where agents spend: look there last.
  std::vector<bool> is_top(network.nodes(), false);
  for (Index h = 0; h < network.agents(); ++h) {
    if (network.agent(h).top != k_none) is_top[markets + network.agent(h).top] = true;
  }
  for (Index node = 0; node < network.nodes(); ++node) {
    if (is_top[node]) continue;
    if (auto status = gap_at(node); !status.ok()) return status;
  }
  for (Index h = 0; h < network.agents(); ++h) {
    if (std::abs(unspent[h]) <= 1e-6 * std::abs(income[h])) continue;
    return at(ErrorCode::unbalanced, fmt::format("keeps {:.6g} of its income unspent", unspent[h]),
              network.agent(h).name, "its transfers must add up to all of its income");
  }
  for (Index node = 0; node < network.nodes(); ++node) {
    if (!is_top[node]) continue;
    if (auto status = gap_at(node); !status.ok()) return status;
  }
  return Done{};
}

/// Incomes before transfers out, solved with transfers among agents (a small fixed point).
Vector base_incomes(const Network& network) {
  Vector own(network.agents(), 0.0);
  for (Index k = 0; k < network.markets(); ++k) {
    for (const auto& [agent, share] : network.market(k).owners) {
      own[agent] += share * network.market(k).endowment_0;
    }
  }
  for (Index e = 0; e < network.edges(); ++e) {
    const Edge& edge = network.edge(e);
    if (edge.receiver != k_none) {
      own[edge.receiver] += edge.value_0 * edge.tax_0 / (1.0 + edge.tax_0);
    }
  }
  Vector income = own;
  for (int round = 0; round < 200; ++round) {
    Vector next = own;
    for (const auto& transfer : network.transfers()) {
      next[transfer.to] += transfer.share_0 * income[transfer.from];
    }
    if (next == income) break;
    income = std::move(next);
  }
  return income;
}

/// A small set of activities that every loop passes: peel off what lies on no loop, then take the
/// best-connected activity that is left, and repeat.
class CoreFinder {
 public:
  explicit CoreFinder(const Network& network) : network_(network) {
    const Index n = network.activities();
    inputs_.resize(n);
    buyers_.resize(n);
    for (Index e = 0; e < network.edges(); ++e) {
      const Edge& edge = network.edge(e);
      if (edge.seller < network.markets()) continue;
      const Index seller = edge.seller - network.markets();
      inputs_[edge.buyer].push_back(seller);
      buyers_[seller].push_back(edge.buyer);
    }
    in_.resize(n);
    out_.resize(n);
    left_.assign(n, true);
    for (Index i = 0; i < n; ++i) {
      in_[i] = inputs_[i].size();
      out_[i] = buyers_[i].size();
      if (in_[i] == 0 || out_[i] == 0) loose_.push_back(i);
    }
  }

  std::vector<Index> find(const std::vector<std::string>& preferred) {
    std::vector<Index> core;
    for (const std::string& name : preferred) {
      const Index i = network_.find_activity(name);
      if (i != k_none && left_[i]) take(i, core);
    }
    for (const auto& joint : network_.joint_producers()) {
      if (left_[joint.activity]) take(joint.activity, core);
    }
    peel();
    for (Index best = best_connected(); best != k_none; best = best_connected()) {
      take(best, core);
      peel();
    }
    std::sort(core.begin(), core.end());
    return core;
  }

 private:
  void take(Index i, std::vector<Index>& core) {
    core.push_back(i);
    remove(i);
  }
  void remove(Index i) {
    if (!left_[i]) return;
    left_[i] = false;
    for (const Index seller : inputs_[i]) {
      if (--out_[seller] == 0) loose_.push_back(seller);
    }
    for (const Index buyer : buyers_[i]) {
      if (--in_[buyer] == 0) loose_.push_back(buyer);
    }
  }
  void peel() {
    while (!loose_.empty()) {
      const Index i = loose_.back();
      loose_.pop_back();
      remove(i);
    }
  }
  Index best_connected() const {
    Index best = k_none;
    double best_score = 0.0;
    for (Index i = 0; i < left_.size(); ++i) {
      if (!left_[i]) continue;
      const double score = static_cast<double>(in_[i]) * static_cast<double>(out_[i]);
      if (score > best_score) {
        best_score = score;
        best = i;
      }
    }
    return best;
  }

  const Network& network_;
  std::vector<std::vector<Index>> inputs_;
  std::vector<std::vector<Index>> buyers_;
  std::vector<Index> in_;
  std::vector<Index> out_;
  std::vector<bool> left_;
  std::vector<Index> loose_;
};

/// Kahn's order over links whose seller is not core.
std::vector<Index> sweep_order(const Network& network, const std::vector<Index>& core_position) {
  const Index n = network.activities();
  std::vector<Index> waiting(n, 0);
  std::vector<std::vector<Index>> buyers(n);
  for (Index e = 0; e < network.edges(); ++e) {
    const Edge& edge = network.edge(e);
    if (edge.seller < network.markets()) continue;
    const Index seller = edge.seller - network.markets();
    if (core_position[seller] != k_none) continue;
    ++waiting[edge.buyer];
    buyers[seller].push_back(edge.buyer);
  }
  std::deque<Index> ready;
  for (Index i = 0; i < n; ++i) {
    if (waiting[i] == 0) ready.push_back(i);
  }
  std::vector<Index> order;
  order.reserve(n);
  while (!ready.empty()) {
    const Index i = ready.front();
    ready.pop_front();
    order.push_back(i);
    if (core_position[i] != k_none) continue;
    for (const Index buyer : buyers[i]) {
      if (--waiting[buyer] == 0) ready.push_back(buyer);
    }
  }
  return order;
}

template <class Things>
Status index_names(const Things& things, const char* what,
                   std::unordered_map<std::string, Index>& by_name) {
  for (Index i = 0; i < things.size(); ++i) {
    if (!by_name.emplace(things[i].name, i).second) {
      return at(ErrorCode::bad_input, fmt::format("two {} have the same name", what),
                things[i].name);
    }
  }
  return Done{};
}

}  // namespace

std::vector<std::string> Network::core_names() const {
  std::vector<std::string> names;
  for (const Index n : core_) names.push_back(activities_[n].name);
  return names;
}

Result<Network> NetworkBuilder::build() {
  Network& net = network_;
  if (auto s = index_names(net.markets_, "markets", net.market_by_name_); !s.ok()) return s.error();
  if (auto s = index_names(net.activities_, "activities", net.activity_by_name_); !s.ok()) {
    return s.error();
  }
  for (Edge& edge : net.edges_) {
    if (is_encoded(edge.seller)) edge.seller = net.markets_.size() + decoded_activity(edge.seller);
  }
  std::stable_sort(net.edges_.begin(), net.edges_.end(),
                   [](const Edge& a, const Edge& b) { return a.buyer < b.buyer; });
  net.first_edge_.assign(net.activities_.size() + 1, 0);
  for (const Edge& edge : net.edges_) ++net.first_edge_[edge.buyer + 1];
  for (Index n = 0; n < net.activities_.size(); ++n) net.first_edge_[n + 1] += net.first_edge_[n];
  for (const auto& check : {check_values, check_markets, check_joint_producers, check_agents}) {
    if (auto status = check(net); !status.ok()) return status.error();
  }

  net.value_0_.assign(net.activities_.size(), 0.0);
  for (const Edge& edge : net.edges_) net.value_0_[edge.buyer] += edge.value_0;
  net.share_0_.reserve(net.edges_.size());
  for (const Edge& edge : net.edges_)
    net.share_0_.push_back(edge.value_0 / net.value_0_[edge.buyer]);
  for (Subsistence& found : net.subsistence_) {
    if (auto s = find_bundles(net, found); !s.ok()) return s.error();
    if (auto s = find_spender(net, found); !s.ok()) return s.error();
    net.share_0_[found.basic] = 0.0;
    net.share_0_[found.rest] = 1.0;
  }
  for (Market& market : net.markets_) {
    for (auto& owner : market.owners) owner.second /= market.endowment_0;
  }
  net.income_0_ = base_incomes(net);
  if (auto status = check_accounts(net, net.income_0_); !status.ok()) return status.error();

  net.core_ = CoreFinder(net).find(preferred_core_);
  net.core_position_.assign(net.activities_.size(), k_none);
  for (Index c = 0; c < net.core_.size(); ++c) net.core_position_[net.core_[c]] = c;
  net.order_ = sweep_order(net, net.core_position_);
  return std::move(network_);
}

}  // namespace domar::network
