#include "domar/models/vocabulary.hpp"

namespace domar::models {

using equilibrium::Indicator;
using network::Network;

Indicator quantity_of_node(const Network& network, Index node) {
  Indicator q;
  q.name = "quantity of " + network.node_name(node);
  q.unit = "ratio to base";
  const double base = node < network.markets() ? 0.0 : network.value_0(node - network.markets());
  double value_0 = base;
  if (node < network.markets()) {
    value_0 = network.market(node).endowment_0;
    for (const auto& joint : network.joint_producers()) {
      for (const auto& [market, value] : joint.products) {
        if (market == node) value_0 += value;
      }
    }
  }
  q.over = {{Indicator::Term::Of::value, node, 1.0 / value_0}};
  q.times = {{Indicator::LogTerm::Of::price, node, -1.0}};
  return q;
}

Indicator price_of_node(const Network& network, Index node, Index other) {
  Indicator p;
  p.name = "price of " + network.node_name(node);
  p.unit = "ratio to base";
  p.times = {{Indicator::LogTerm::Of::price, node, 1.0}};
  if (other != network::k_none) {
    p.name += " over " + network.node_name(other);
    p.times.push_back({Indicator::LogTerm::Of::price, other, -1.0});
  }
  return p;
}

Indicator quantity_on_edge(const Network& network, Index edge) {
  const auto& e = network.edge(edge);
  Indicator q;
  q.name = "purchase of " + network.node_name(e.seller) + " for " + network.activity(e.buyer).name;
  q.unit = "ratio to base";
  q.over = {{Indicator::Term::Of::received, edge, (1.0 + e.tax_0) / e.value_0}};
  q.times = {{Indicator::LogTerm::Of::price, e.seller, -1.0},
             {Indicator::LogTerm::Of::iceberg, edge, -1.0}};
  return q;
}

std::pair<std::string, std::string> split_words(const std::string& words,
                                                const std::string& between) {
  const auto at = words.find(between);
  if (at == std::string::npos) return {words, ""};
  return {words.substr(0, at), words.substr(at + between.size())};
}

}  // namespace domar::models
