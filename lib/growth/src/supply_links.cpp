#include "supply_links.hpp"

namespace domar::growth {

using network::AccountsNetwork;
using network::k_none;
using network::Network;

double linked(const Links& links, const Vector& relative) {
  if (links.empty()) return 1.0;
  double sum = 0.0;
  for (const auto& [supplier, weight] : links) sum += weight * relative[supplier];
  return sum;
}

namespace {

void make_weights_add_up(Links& links) {
  double total = 0.0;
  for (const auto& [supplier, weight] : links) total += weight;
  for (auto& [supplier, weight] : links) weight /= total;
}

/// Patent links by user; own knowledge left out.
std::vector<Links> patent_links(const KnowledgeDriver& knowledge, Index industries) {
  std::vector<Links> links(industries);
  for (const KnowledgeLink& link : knowledge.patents) {
    if (link.weight > 0.0 && link.from != link.to && knowledge.spending_0[link.from] > 0.0) {
      links[link.to].emplace_back(link.from, link.weight);
    }
  }
  for (Links& own : links) make_weights_add_up(own);
  return links;
}

}  // namespace

SupplyLinks::SupplyLinks(const accounts::Economy& economy, const AccountsNetwork& accounts,
                         const Drivers& drivers) {
  const Network& network = accounts.network;
  const Index n = accounts.industries.size();
  const auto ours = [&](Index j) { return economy.industries[j].region == drivers.region; };
  std::vector<Index> industry_of(network.activities(), k_none);
  for (Index j = 0; j < n; ++j) industry_of[accounts.industries[j].home] = j;
  by_value.resize(n);
  by_knowledge.resize(n);
  const std::vector<Links> patents = patent_links(drivers.knowledge, n);
  for (Index j = 0; j < n; ++j) {
    const auto add = [&](Index seller_node, double value) {
      const Index supplier = industry_of[seller_node - network.markets()];
      if (supplier == k_none || supplier == j || !ours(supplier)) return false;
      by_value[j].emplace_back(supplier, value);
      // What flows along a link is the R&D embodied in the goods bought.
      const double embodied = value * drivers.knowledge.spending_0[supplier] /
                              network.value_0(accounts.industries[supplier].supply);
      if (embodied > 0.0) by_knowledge[j].emplace_back(supplier, embodied);
      return true;
    };
    for (const Index e : accounts.input_edges[j]) {
      const Index seller = network.edge(e).seller;
      if (add(seller, network.edge(e).value_0) ||
          industry_of[seller - network.markets()] != k_none) {
        continue;
      }
      const Index mix =
          seller - network.markets();  // a mix shared by users: its parts in proportion
      for (Index m = network.first_edge(mix); m < network.first_edge(mix + 1); ++m) {
        if (network.edge(m).seller >= network.markets()) {
          add(network.edge(m).seller, network.edge(e).value_0 * network.cost_share_0(m));
        }
      }
    }
    for (auto* links : {&by_value[j], &by_knowledge[j]}) make_weights_add_up(*links);
    if (patents[j].empty() || drivers.knowledge.patent_weight == 0.0) continue;
    const double patent_weight = by_knowledge[j].empty() ? 1.0 : drivers.knowledge.patent_weight;
    for (auto& [supplier, weight] : by_knowledge[j]) weight *= 1.0 - patent_weight;
    for (const auto& [supplier, weight] : patents[j]) {
      by_knowledge[j].emplace_back(supplier, patent_weight * weight);
    }
  }
}

ImportedInputs::ImportedInputs(const accounts::Economy& economy, const AccountsNetwork& accounts,
                               Index region)
    : accounts_(accounts),
      ours_(accounts.network.activities(), false),
      supplied_(accounts.network.activities(), false),
      looked_at_(accounts.industries.size(), false) {
  for (Index j = 0; j < accounts.industries.size(); ++j) {
    looked_at_[j] = economy.industries[j].region == region;
    ours_[accounts.industries[j].home] = looked_at_[j];
    supplied_[accounts.industries[j].home] = true;
  }
}

template <class Paid, class Part>
Vector ImportedInputs::shares_of(Paid paid, Part part) const {
  const Network& network = accounts_.network;
  const Index markets = network.markets();
  Vector shares(looked_at_.size(), 0.0);
  for (Index j = 0; j < shares.size(); ++j) {
    if (!looked_at_[j]) continue;
    double total = 0.0;
    double foreign = 0.0;
    for (const Index e : accounts_.input_edges[j]) {
      const double money = paid(e);
      total += money;
      const Index seller = network.edge(e).seller - markets;
      if (ours_[seller]) continue;
      if (supplied_[seller]) {
        foreign += money;
        continue;
      }
      for (Index m = network.first_edge(seller); m < network.first_edge(seller + 1); ++m) {
        const Index origin = network.edge(m).seller;
        if (origin >= markets && !ours_[origin - markets]) foreign += money * part(m);
      }
    }
    if (total > 0.0) shares[j] = foreign / total;
  }
  return shares;
}

Vector ImportedInputs::shares_0() const {
  const Network& network = accounts_.network;
  return shares_of([&](Index e) { return network.edge(e).value_0; },
                   [&](Index e) { return network.cost_share_0(e); });
}

Vector ImportedInputs::shares(const equilibrium::Solution& solution) const {
  return shares_of([&](Index e) { return solution.paid(accounts_.network, e); },
                   [&](Index e) { return solution.cost_share[e]; });
}

}  // namespace domar::growth
