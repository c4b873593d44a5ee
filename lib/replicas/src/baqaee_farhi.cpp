#include "domar/replicas/baqaee_farhi.hpp"

#include "domar/equilibrium/solver.hpp"
#include "replica_list.hpp"

namespace domar::replicas {

namespace {

/// Sales over GDP of both sectors, productivity of one moved.
Result<Vector> domar_weights(const network::Network& network, Index moved, double log_gain) {
  const Index sector[2] = {network.find_activity("sector 1"), network.find_activity("sector 2")};
  equilibrium::Parameters parameters = equilibrium::base_parameters(network);
  parameters.log_productivity[sector[moved]] = log_gain;
  const auto solution = equilibrium::solve(network, parameters);
  if (auto status = solution.status(); !status.ok()) return status.error();
  Vector weights;
  for (const Index n : sector) {
    weights.push_back(solution.value[network.node_of_activity(n)] / solution.income[0]);
  }
  return weights;
}

}  // namespace

Result<BaqaeeFarhiTerms> baqaee_farhi_terms() {
  constexpr double k_step = 1e-4;
  const network::Network network = baqaee_farhi();
  auto weight = domar_weights(network, 0, 0.0);
  if (!weight.ok()) return weight.error();
  BaqaeeFarhiTerms terms{std::move(*weight), Matrix(2, 2)};
  for (Index j = 0; j < 2; ++j) {
    const auto up = domar_weights(network, j, k_step);
    if (!up.ok()) return up.error();
    const auto down = domar_weights(network, j, -k_step);
    if (!down.ok()) return down.error();
    for (Index i = 0; i < 2; ++i) terms.slope(i, j) = ((*up)[i] - (*down)[i]) / (2.0 * k_step);
  }
  return terms;
}

Result<Replica> run_baqaee_farhi(const std::filesystem::path& /*data_folder*/) {
  const auto terms = baqaee_farhi_terms();
  if (!terms.ok()) return terms.error();
  Replica replica;
  replica.source =
      "D. R. Baqaee and E. Farhi, The macroeconomic impact of microeconomic shocks: beyond "
      "Hulten's theorem, Econometrica 87(4), 2019: their formula on an economy of ours";
  replica.notes = {
      "Domar weights (first order) and their change with the log productivity of each sector "
      "(second order)",
      "same: the nested-CES network and its second-order formula",
      "differs: the economy is ours, so `published` is their formula evaluated to seven digits, "
      "not a printed table; computed are central differences of exact solves"};
  const double weight[2] = {.6238532, .9908257};
  const double slope[2][2] = {{-.2170759, .0080502}, {.0080502, -.4235034}};
  const char* const name[2] = {"slope_sector_1", "slope_sector_2"};
  for (Index i = 0; i < 2; ++i) {
    replica.rows.push_back(
        {i == 0 ? "sector 1" : "sector 2",
         {{"domar_weight", terms->weight[i]},
          {name[0], terms->slope(i, 0)},
          {name[1], terms->slope(i, 1)}},
         {{"domar_weight", weight[i]}, {name[0], slope[i][0]}, {name[1], slope[i][1]}}});
  }
  return replica;
}

}  // namespace domar::replicas
