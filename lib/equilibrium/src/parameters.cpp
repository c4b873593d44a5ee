#include "domar/equilibrium/parameters.hpp"

#include <cmath>

namespace domar::equilibrium {

Parameters base_parameters(const network::Network& network) {
  Parameters parameters;
  parameters.log_productivity.assign(network.activities(), 0.0);
  parameters.tax.reserve(network.edges());
  for (Index e = 0; e < network.edges(); ++e) parameters.tax.push_back(network.edge(e).tax_0);
  parameters.log_iceberg.assign(network.edges(), 0.0);
  parameters.log_taste.assign(network.edges(), 0.0);
  parameters.log_endowment.assign(network.markets(), 0.0);
  for (const auto& transfer : network.transfers()) {
    parameters.transfer_share.push_back(transfer.share_0);
  }
  return parameters;
}

namespace {
Vector blend(const Vector& from, const Vector& to, double t) {
  Vector result(from.size());
  for (Index i = 0; i < from.size(); ++i) result[i] = from[i] + t * (to[i] - from[i]);
  return result;
}
}  // namespace

Parameters between(const Parameters& from, const Parameters& to, double t) {
  Parameters result;
  result.log_productivity = blend(from.log_productivity, to.log_productivity, t);
  result.log_iceberg = blend(from.log_iceberg, to.log_iceberg, t);
  result.log_taste = blend(from.log_taste, to.log_taste, t);
  result.log_endowment = blend(from.log_endowment, to.log_endowment, t);
  result.transfer_share = blend(from.transfer_share, to.transfer_share, t);
  result.tax.resize(from.tax.size());
  for (Index e = 0; e < from.tax.size(); ++e) {
    result.tax[e] = from.tax[e];  // to the last bit where nothing changes
    if (from.tax[e] == to.tax[e] || t == 0.0) continue;
    result.tax[e] =
        t == 1.0 ? to.tax[e]
                 : std::expm1((1.0 - t) * std::log1p(from.tax[e]) + t * std::log1p(to.tax[e]));
  }
  return result;
}

}  // namespace domar::equilibrium
