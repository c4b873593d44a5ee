/// @file Two countries, two sectors, scale elasticity above what uniqueness allows.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "domar/equilibrium/gravity_equilibria.hpp"
#include "replica_list.hpp"

namespace domar::replicas {

namespace {

/// Countries and sectors alike: trade elasticity 5, iceberg costs 1.3, half of spending on each.
equilibrium::Gravity two_alike(double product) {
  constexpr double k_trade = 5.0;
  const double abroad = std::pow(1.3, -k_trade);
  Matrix flow(2, 2, 50.0 * abroad / (1.0 + abroad));
  flow(0, 0) = flow(1, 1) = 50.0 / (1.0 + abroad);
  const std::vector<std::string> countries{"country 1", "country 2"};
  const std::vector<std::string> sectors{"sector 1", "sector 2"};
  return equilibrium::Gravity::make({Labels::make(countries, countries).value(),
                                     Labels::make(sectors, sectors).value(),
                                     Vector(2, k_trade + 1.0),
                                     Vector(2, product / k_trade),
                                     Vector(2, 0.0),
                                     {flow, flow},
                                     std::vector<Matrix>(2, Matrix(2, 2, 0.0))})
      .value();
}

}  // namespace

Result<Replica> run_scale_multiplicity(const std::filesystem::path& /*data_folder*/) {
  Replica replica;
  replica.source =
      "the uniqueness condition of K. Kucheryavyy, G. Lyn and A. Rodriguez-Clare, Grounded by "
      "gravity, American Economic Journal: Macroeconomics 16(2), 2024 (from memory), and a count "
      "of "
      "equilibria by an independent search: seven at a product of 1.1";
  replica.notes = {
      "two countries and two sectors alike, trade elasticity 5, iceberg costs 1.3; the product is "
      "scale elasticity x trade elasticity",
      "same: the condition (product at most 1: one equilibrium) and the count above it",
      "labour_1, labour_2: share of each country's labour in sector 1; sign: of the "
      "determinant, 1 at the equilibrium that is the only one while the product is at most 1",
      "Newton's method from the base year and 199 random allocations of labour, in logs, so that "
      "no "
      "start ends with an industry shut"};
  for (const double product : {0.9, 1.0, 1.1}) {
    const equilibrium::Gravity world = two_alike(product);
    const auto all = equilibrium::find_equilibria(world, world.base_wedges());
    const auto count = static_cast<double>(all.found.size());
    replica.rows.push_back({fmt::format("product {:.1f}", product),
                            {{"equilibria", count}, {"uniqueness_number", all.uniqueness_number}},
                            {{"equilibria", product > 1.0 ? 7.0 : 1.0}}});
    if (product <= 1.0) continue;
    std::vector<ReplicaRow> rows;
    for (const auto& one : all.found) {
      rows.push_back({"",
                      {{"labour_1", 0.5 * std::exp(one.state.log_labour[0])},
                       {"labour_2", 0.5 * std::exp(one.state.log_labour[1])},
                       {"sign", one.sign}},
                      {}});
    }
    std::sort(rows.begin(), rows.end(), [](const ReplicaRow& a, const ReplicaRow& b) {
      return a.computed.at("labour_1") < b.computed.at("labour_1");
    });
    for (Index n = 0; n < rows.size(); ++n) {
      rows[n].region = fmt::format("equilibrium {}", n + 1);
      replica.rows.push_back(rows[n]);
    }
  }
  return replica;
}

}  // namespace domar::replicas
