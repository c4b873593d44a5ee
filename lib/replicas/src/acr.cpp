/// @file Arkolakis, Costinot and Rodriguez-Clare (2012): gains from trade by the share bought at
/// home and the trade elasticity.

#include <cmath>

#include <fmt/format.h>

#include "domar/equilibrium/gravity.hpp"
#include "replica_list.hpp"

namespace domar::replicas {

namespace {

using equilibrium::Gravity;
using equilibrium::GravityData;
using equilibrium::GravityWedges;

/// Three countries of different size; `sectors` sectors with trade elasticities 4, 6, 8.
Gravity example(Index sectors) {
  const std::vector<std::string> countries{"large", "medium", "small"};
  std::vector<std::string> names;
  GravityData data{Labels::make(countries, countries).value(), {}, {}, {}, {}, {}, {}};
  const double size[3] = {100.0, 30.0, 6.0};
  for (Index k = 0; k < sectors; ++k) {
    names.push_back(fmt::format("sector {}", k + 1));
    data.sigma.push_back(5.0 + 2.0 * static_cast<double>(k));
    data.scale.push_back(0.0);
    data.markup.push_back(0.0);
    Matrix flow(3, 3);
    for (Index j = 0; j < 3; ++j) {
      for (Index i = 0; i < 3; ++i) {
        // gravity: sizes over distance, sectors placed differently
        const double distance = j == i ? 1.0 : 4.0 + static_cast<double>((j + i + k) % 3);
        flow(j, i) = size[j] * size[i] / distance * (1.0 + 0.2 * static_cast<double>((j + k) % 3));
      }
    }
    data.flow.push_back(flow);
    data.tariff.emplace_back(3, 3, 0.0);
  }
  data.sectors = Labels::make(names, names).value();
  return Gravity::make(equilibrium::without_deficits(data).value()).value();
}

/// ln welfare by the formula: home shares after over before, to the power -1 / trade elasticity,
/// sectors weighted by spending.
double by_formula(const Gravity& world, const Vector& flows, Index region) {
  const auto& data = world.data();
  double income = 0.0;
  for (const Matrix& flow : data.flow) income += flow.col_sum(region);
  double welfare = 0.0;
  for (Index k = 0; k < world.sectors(); ++k) {
    double bought = 0.0;
    for (Index j = 0; j < world.regions(); ++j) bought += flows[world.cell(k, j, region)];
    const double before = data.flow[k](region, region) / data.flow[k].col_sum(region);
    const double after = flows[world.cell(k, region, region)] / bought;
    const double spent = data.flow[k].col_sum(region) / income;
    welfare -= spent * std::log(after / before) / (data.sigma[k] - 1.0);
  }
  return welfare;
}

Status add_rows(Replica& replica, Index sectors, const char* change, double iceberg) {
  const Gravity world = example(sectors);
  GravityWedges wedges = world.base_wedges();
  wedges.iceberg.assign(wedges.import.size(), 1.0);
  for (Index k = 0; k < sectors; ++k) {
    for (Index j = 0; j < 3; ++j) {
      for (Index i = 0; i < 3; ++i) {
        if (i != j) wedges.iceberg[world.cell(k, j, i)] = iceberg;
      }
    }
  }
  const auto state = world.solve(wedges);
  if (!state.converged) return Error{ErrorCode::no_convergence, state.note, change, "", ""};
  const Vector flows = world.flows(wedges, state);
  for (Index i = 0; i < 3; ++i) {
    replica.rows.push_back({fmt::format("{}, {}, {}", world.data().regions.code(i),
                                        sectors == 1 ? "one sector" : "three sectors", change),
                            {{"welfare", 100.0 * std::expm1(world.log_welfare(wedges, state, i))}},
                            {{"welfare", 100.0 * std::expm1(by_formula(world, flows, i))}}});
  }
  return Done{};
}

}  // namespace

Result<Replica> run_acr(const std::filesystem::path& /*data_folder*/) {
  Replica replica;
  replica.source =
      "C. Arkolakis, A. Costinot and A. Rodriguez-Clare, New trade models, same old gains?, "
      "American "
      "Economic Review 102(1), 2012: their formula on a world of ours";
  replica.notes = {
      "percent of real income when iceberg costs of all trade change",
      "same: welfare = (home share after / before)^(-1 / trade elasticity), sectors weighted by "
      "spending",
      "differs: the world is ours, so `published` is their formula evaluated at the home shares of "
      "our solution; computed is real income of the same solution: income over prices"};
  for (const Index sectors : {Index{1}, Index{3}}) {
    for (const auto& [change, iceberg] :
         {std::pair{"trade 10 % cheaper", 0.9}, std::pair{"autarky", 1e4}}) {
      if (auto status = add_rows(replica, sectors, change, iceberg); !status.ok()) {
        return status.error();
      }
    }
  }
  return replica;
}

}  // namespace domar::replicas
