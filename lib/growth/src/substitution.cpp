#include "substitution.hpp"

#include <cmath>
#include <map>

namespace domar::growth {

using network::AccountsNetwork;
using network::k_none;
using network::Network;

Substitution::Substitution(const accounts::Economy& economy, const AccountsNetwork& network,
                           const Drivers& drivers)
    : accounts_(network),
      driver_(drivers.substitution),
      region_(drivers.region),
      log_odds_(network.industries.size(), 0.0),
      drifted_(network.industries.size(), 0.0) {
  if (driver_.acts()) find_choices(economy);
}

namespace {

/// By activity: the good whose variety or mix of varieties it delivers to users, else k_none. Users
/// abroad choose too.
std::vector<Index> goods_delivered(const accounts::Economy& economy,
                                   const AccountsNetwork& accounts) {
  const Network& network = accounts.network;
  std::vector<Index> good_of(network.activities(), k_none);
  for (Index r = 0; r < economy.regions.size(); ++r) {
    for (Index i = 0; i < economy.goods.size(); ++i) {
      for (const Index e : accounts.import_edges[r][i]) good_of[network.edge(e).buyer] = i;
      for (const Index e : accounts.domestic_edges[r][i]) good_of[network.edge(e).buyer] = i;
    }
  }
  for (Index i = 0; i < economy.goods.size(); ++i) {
    const Index own = economy.supplier[0][i];
    if (own != accounts::Economy::k_none) good_of[accounts.industries[own].home] = i;
  }
  return good_of;
}

}  // namespace

/// Users that buy both the old and the new variety.
void Substitution::find_choices(const accounts::Economy& economy) {
  const Network& network = accounts_.network;
  const auto good_of = goods_delivered(economy, accounts_);
  std::vector<Index> good_of_industry(accounts_.industries.size(), k_none);
  for (Index i = 0; i < economy.goods.size(); ++i) {
    const Index own = economy.supplier[region_][i];
    if (own != accounts::Economy::k_none) good_of_industry[own] = i;
  }
  std::vector<Index> edge_of_good(economy.goods.size(), k_none);
  for (Index n = 0; n < network.activities(); ++n) {
    if (good_of[n] != k_none) continue;  // a mix of origins, no user
    std::vector<Index> touched;
    for (Index e = network.first_edge(n); e < network.first_edge(n + 1); ++e) {
      const Index seller = network.edge(e).seller;
      if (seller < network.markets()) continue;
      const Index good = good_of[seller - network.markets()];
      if (good == k_none || edge_of_good[good] != k_none) continue;
      edge_of_good[good] = e;
      touched.push_back(good);
    }
    std::map<Index, Choice> by_parent;
    for (Index j = 0; j < driver_.parent.size(); ++j) {
      const Index parent = driver_.parent[j];
      if (parent == k_none || good_of_industry[j] == k_none) continue;
      if (good_of_industry[parent] == k_none) continue;
      const Index new_edge = edge_of_good[good_of_industry[j]];
      const Index old_edge = edge_of_good[good_of_industry[parent]];
      if (new_edge == k_none || old_edge == k_none) continue;
      Choice& choice = by_parent[parent];
      choice.old_edge = old_edge;
      choice.new_edges.emplace_back(new_edge, j);
    }
    for (auto& [parent, choice] : by_parent) choices_.push_back(std::move(choice));
    for (const Index good : touched) edge_of_good[good] = k_none;
  }
}

void Substitution::update(int year, const Vector& log_productivity) {
  if (choices_.empty()) return;
  if (year > driver_.drift_until) drift_scale_ *= std::exp2(-1.0 / driver_.drift_half_life);
  for (Index j = 0; j < driver_.parent.size(); ++j) {
    const Index parent = driver_.parent[j];
    if (parent == k_none) continue;
    if (!driver_.drift.empty()) drifted_[j] += driver_.drift[j] * drift_scale_;
    const double cheaper = log_productivity[j] - log_productivity[parent];
    log_odds_[j] = driver_.preference * cheaper + drifted_[j];
  }
}

void Substitution::shift_tastes(equilibrium::Parameters& parameters) const {
  const Network& network = accounts_.network;
  for (const Choice& choice : choices_) {
    double before = network.cost_share_0(choice.old_edge);
    double after = before;
    for (const auto& [edge, industry] : choice.new_edges) {
      before += network.cost_share_0(edge);
      after += network.cost_share_0(edge) * std::exp(log_odds_[industry]);
    }
    const double rescale = std::log(before / after);
    parameters.log_taste[choice.old_edge] += rescale;
    for (const auto& [edge, industry] : choice.new_edges) {
      parameters.log_taste[edge] += log_odds_[industry] + rescale;
    }
  }
}

}  // namespace domar::growth
