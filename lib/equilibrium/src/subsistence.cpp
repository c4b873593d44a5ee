#include "subsistence.hpp"

#include <cmath>

namespace domar::equilibrium {

using network::Network;
using network::Subsistence;

SubsistencePoint subsistence_point(const Network& network, const Subsistence& household,
                                   const Solution& solution) {
  SubsistencePoint at;
  at.node = network.node_of_activity(household.activity);
  at.basic_node = network.edge(household.basic).seller;
  at.rest_node = network.edge(household.rest).seller;
  const double quantity_0 = network.edge(household.basic).value_0;
  at.spent = solution.value[at.node];
  at.basic = quantity_0 * std::exp(solution.log_price[at.basic_node]);
  at.rest = at.spent - at.basic;
  at.worth = std::exp(solution.log_price[at.rest_node]);
  at.real = quantity_0 + at.rest / at.worth;
  return at;
}

void tell_subsistence(const Network& network, Solution& solution) {
  for (const Subsistence& household : network.subsistence()) {
    const SubsistencePoint at = subsistence_point(network, household, solution);
    solution.cost_share[household.basic] = at.basic / at.spent;
    solution.cost_share[household.rest] = at.rest / at.spent;
    const double dearer = std::log(at.spent / at.real) - solution.log_price[at.node];
    solution.log_price[at.node] += dearer;
    if (household.share == network::k_none) continue;
    const Index top = network.node_of_activity(network.edge(household.share).buyer);
    solution.log_price[top] += solution.cost_share[household.share] * dearer;
  }
}

std::string subsistence_complaint(const Network& network, const Parameters& parameters) {
  for (const Subsistence& household : network.subsistence()) {
    const std::string& name = network.activity(household.activity).name;
    if (parameters.log_productivity[household.activity] != 0.0) {
      return "productivity of '" + name + "', which buys for subsistence and makes nothing";
    }
    for (const Index e : {household.basic, household.rest}) {
      if (parameters.tax[e] == 0.0 && parameters.log_iceberg[e] == 0.0 &&
          parameters.log_taste[e] == 0.0) {
        continue;
      }
      return "a tax, cost or taste between '" + name + "' and '" +
             network.node_name(network.edge(e).seller) +
             "': subsistence is a quantity; act on what these buy";
    }
  }
  return "";
}

}  // namespace domar::equilibrium
