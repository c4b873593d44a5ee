/// A world of the kind that GTAP's models solve, on the WIOD tables of 1995 to 2011: static, and
/// recursive over the years.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "domar/equilibrium/world_from_accounts.hpp"
#include "domar/equilibrium/world_solver.hpp"
#include "domar/readers/wiod/wiod.hpp"
#include "replica_list.hpp"

namespace domar::replicas {

using accounts::Economy;
using equilibrium::WorldModel;
using equilibrium::WorldParameters;

namespace {

constexpr int k_first_year = 1995;
constexpr int k_last_year = 2011;
constexpr double k_trade_cost = 0.1;
constexpr double k_percent = 100.0;

/// Shape of the standard GTAP model: goods and value added in fixed proportions, Cobb-Douglas in
/// final use, one Armington elasticity for all goods.
equilibrium::WorldAccountsOptions gtap_nests(Index goods) {
  equilibrium::WorldAccountsOptions options;
  options.elasticities.output = 0.0;
  options.elasticities.inputs = 0.0;
  options.elasticities.final_use = 1.0;
  options.elasticities.armington.assign(goods, 5.0);
  return options;
}

Result<Economy> table_of(const std::filesystem::path& folder, int year) {
  return readers::wiod::read_arrays(folder / fmt::format("wiot13_{}.i32.gz", year));
}

/// GDP by region as a share of the world's, and exports over GDP, as measured.
struct Measured {
  Vector gdp_share;
  Vector openness;
};
Measured measured(const Economy& economy) {
  Measured result;
  double world = 0.0;
  for (Index n = 0; n < economy.regions.size(); ++n) {
    const double gdp = economy.gdp(n);
    world += gdp;
    double exports = 0.0;
    for (const double value : economy.exports(n)) exports += value;
    result.gdp_share.push_back(gdp);
    result.openness.push_back(exports / gdp);
  }
  for (double& share : result.gdp_share) share /= world;
  return result;
}

Measured computed(const WorldModel& model, const WorldParameters& parameters,
                  const equilibrium::WorldSolution& solution) {
  const Index R = model.region_count();
  Measured result{solution.gdp, Vector(R, 0.0)};
  double world = 0.0;
  for (const double gdp : solution.gdp) world += gdp;
  for (Index e = 0; e < model.edges(); ++e) {
    if (e / R % R == e % R) continue;
    result.openness[e / R % R] += solution.trade(model, parameters, e);
  }
  for (Index n = 0; n < R; ++n) {
    result.openness[n] /= solution.gdp[n];
    result.gdp_share[n] /= world;
  }
  return result;
}

double mean_difference(const Vector& a, const Vector& b) {
  double sum = 0.0;
  for (Index i = 0; i < a.size(); ++i) sum += std::abs(a[i] - b[i]);
  return sum / static_cast<double>(a.size());
}

/// Trade between all regions 10 % dearer, in the last year.
Result<Vector> welfare_of_dearer_trade(const Economy& economy) {
  const auto world = equilibrium::build_world(economy, gtap_nests(economy.goods.size()));
  if (!world.ok()) return world.error();
  const WorldModel& model = world->model;
  WorldParameters dearer = model.base;
  const Index R = model.region_count();
  for (Index e = 0; e < model.edges(); ++e) {
    if (e / R % R != e % R) dearer.log_iceberg[e] = std::log1p(k_trade_cost);
  }
  const auto solution = equilibrium::solve_world(model, dearer);
  if (auto status = solution.status(); !status.ok()) return status.error();
  return solution.results.welfare;
}

/// Factors of every region grow with its measured share of world GDP, all else as in the first
/// year: one equilibrium per year, each from the last.
struct Recursive {
  Measured last_year;   // as computed
  Measured truth;       // as measured
  Measured first_year;  // as measured
  std::vector<std::string> notes;
};
Result<Recursive> recursive(const std::filesystem::path& folder) {
  const auto base = table_of(folder, k_first_year);
  if (!base.ok()) return base.error();
  const auto world = equilibrium::build_world(*base, gtap_nests(base->goods.size()));
  if (!world.ok()) return world.error();
  const WorldModel& model = world->model;
  equilibrium::WorldSolver solver(model);
  Recursive result;
  result.first_year = measured(*base);
  int evaluations = 0;
  for (int year = k_first_year + 1; year <= k_last_year; ++year) {
    const auto table = table_of(folder, year);
    if (!table.ok()) return table.error();
    if (table->regions.codes() != base->regions.codes()) {
      return Error{ErrorCode::shape_mismatch, "the regions change from year to year", table->name,
                   "take all files of wiod13 from one release", ""};
    }
    result.truth = measured(*table);
    WorldParameters parameters = model.base;
    for (Index n = 0; n < model.region_count(); ++n) {
      const double growth = std::log(result.truth.gdp_share[n] / result.first_year.gdp_share[n]);
      for (Index f = 0; f < model.factor_count(); ++f) {
        parameters.log_endowment[model.factor(n, f)] = growth;
      }
    }
    const auto solution = solver.solve(parameters);
    if (auto status = solution.status(); !status.ok()) return status.error();
    evaluations += solution.evaluations;
    result.last_year = computed(model, parameters, solution);
  }
  const auto as_percent = [](double x) { return fmt::format("{:.3f}", k_percent * x); };
  result.notes.push_back(fmt::format(
      "recursive: {} equilibria, {} passes in all; mean absolute error of the share of world GDP "
      "in "
      "{}: {} points (unchanged shares of {}: {})",
      k_last_year - k_first_year, evaluations, k_last_year,
      as_percent(mean_difference(result.last_year.gdp_share, result.truth.gdp_share)), k_first_year,
      as_percent(mean_difference(result.first_year.gdp_share, result.truth.gdp_share))));
  result.notes.push_back(
      fmt::format("of exports over GDP: {} points (unchanged ratios: {})",
                  as_percent(mean_difference(result.last_year.openness, result.truth.openness)),
                  as_percent(mean_difference(result.first_year.openness, result.truth.openness))));
  return result;
}

std::filesystem::path folder_of(const std::filesystem::path& given) {
  std::error_code ignored;
  return std::filesystem::exists(given / "wiod13", ignored) ? given / "wiod13" : given;
}

}  // namespace

Result<Replica> run_gtap_like(const std::filesystem::path& data_folder) {
  if (data_folder.empty()) {
    return Error{ErrorCode::not_found, "gtap-like needs its data", "",
                 "give the folder wiod13 with --data", ""};
  }
  const auto folder = folder_of(data_folder);
  const auto last = table_of(folder, k_last_year);
  if (!last.ok()) return last.error();
  const auto welfare = welfare_of_dearer_trade(*last);
  if (!welfare.ok()) return welfare.error();
  const auto years = recursive(folder);
  if (!years.ok()) return years.error();

  Replica replica;
  replica.source =
      "no publication: the shape of the standard GTAP model (Hertel 1997) on WIOD's tables of 1995 "
      "to 2011; what stands as published is measured in the table of 2011";
  replica.notes = {
      "welfare_dearer_trade: percent change of real final spending when trade between all regions "
      "costs 10 % more, 2011",
      "gdp_share, exports_over_gdp: percent in 2011, computed from the table of 1995 and factor "
      "endowments that grow with measured shares of world GDP, beside those measured",
      "differs from GTAP: its data base is licensed, so no digit can be compared; one Armington "
      "elasticity of 5 (assumption), one factor because the table does not split value added, one "
      "representative final demand, trade deficits fixed"};
  replica.notes.insert(replica.notes.end(), years->notes.begin(), years->notes.end());
  for (Index n = 0; n < last->regions.size(); ++n) {
    ReplicaRow row;
    row.region = last->regions.code(n);
    row.computed = {{"welfare_dearer_trade", k_percent * std::expm1((*welfare)[n])},
                    {"gdp_share", k_percent * years->last_year.gdp_share[n]},
                    {"exports_over_gdp", k_percent * years->last_year.openness[n]}};
    row.published = {{"gdp_share", k_percent * years->truth.gdp_share[n]},
                     {"exports_over_gdp", k_percent * years->truth.openness[n]}};
    replica.rows.push_back(std::move(row));
  }
  return replica;
}

}  // namespace domar::replicas
