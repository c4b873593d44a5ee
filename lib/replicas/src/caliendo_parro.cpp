#include "domar/replicas/caliendo_parro.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "domar/numerics/dense.hpp"
#include "domar/readers/csv.hpp"
#include "replica_list.hpp"

namespace domar::replicas::caliendo_parro {

namespace {

constexpr double k_billion = 1e9;
constexpr double k_tolerance = 1e-12;  // of the base year: nothing is lost before the first shock

/// A column of keys and what they are keys of.
struct Key {
  const char* column;
  const Labels& labels;
};

/// The file, gzip or not.
std::filesystem::path file_in(const std::filesystem::path& folder, const char* name) {
  std::error_code ignored;
  const auto zipped = folder / (std::string(name) + ".csv.gz");
  return std::filesystem::exists(zipped, ignored) ? zipped : folder / (std::string(name) + ".csv");
}

Result<std::vector<Index>> columns_of(const readers::CsvTable& table,
                                      const std::vector<std::string>& names) {
  std::vector<Index> columns;
  for (const auto& name : names) {
    const auto found = table.find(name);
    if (!found) {
      return Error{ErrorCode::bad_input, "the column '" + name + "' is missing", table.file(),
                   "take the files of the folder cp2015 as they are", ""};
    }
    columns.push_back(*found);
  }
  return columns;
}

/// The labels of a column, in the order of the file.
Result<Labels> read_labels(const std::filesystem::path& path, const std::string& column) {
  const auto table = readers::CsvTable::read(path);
  if (!table.ok()) return table.error();
  const auto columns = columns_of(*table, {column});
  if (!columns.ok()) return columns.error();
  std::vector<std::string> names;
  for (Index row = 0; row < table->rows(); ++row) names.push_back(table->text(row, (*columns)[0]));
  return Labels::make(names, names);
}

/// Long form to dense arrays, one per value column; the last key moves fastest. Every cell stands
/// exactly once.
Result<std::vector<Vector>> read_cells(const std::filesystem::path& path,
                                       const std::vector<Key>& keys,
                                       const std::vector<std::string>& values) {
  const auto table = readers::CsvTable::read(path);
  if (!table.ok()) return table.error();
  std::vector<std::string> names;
  Index cells = 1;
  for (const Key& key : keys) {
    names.emplace_back(key.column);
    cells *= key.labels.size();
  }
  names.insert(names.end(), values.begin(), values.end());
  const auto columns = columns_of(*table, names);
  if (!columns.ok()) return columns.error();
  std::vector<Vector> arrays(values.size(), Vector(cells, 0.0));
  std::vector<bool> given(cells, false);
  for (Index row = 0; row < table->rows(); ++row) {
    Index cell = 0;
    for (Index k = 0; k < keys.size(); ++k) {
      const auto found = keys[k].labels.require(table->field(row, (*columns)[k]), keys[k].column);
      if (!found.ok()) {
        Error error = found.error();
        error.where = table->where(row, (*columns)[k]);
        return error;
      }
      cell = cell * keys[k].labels.size() + *found;
    }
    if (given[cell]) {
      return Error{ErrorCode::bad_value, "this entry stands twice", table->where(row, 0), "", ""};
    }
    given[cell] = true;
    for (Index v = 0; v < values.size(); ++v) {
      const auto number = table->number(row, (*columns)[keys.size() + v]);
      if (!number.ok()) return number.error();
      arrays[v][cell] = *number;
    }
  }
  const auto missing = std::find(given.begin(), given.end(), false);
  if (missing != given.end()) {
    return Error{ErrorCode::bad_input,
                 fmt::format("{} of {} entries are missing",
                             std::count(given.begin(), given.end(), false), cells),
                 table->file(), "every combination of its keys needs one row", ""};
  }
  return arrays;
}

/// Shares of trade, tariff included, and tariffs.
Status read_trade(const std::filesystem::path& folder, World& world) {
  const auto cells = read_cells(
      file_in(folder, "trade"),
      {{"sector", world.sectors}, {"exporter", world.regions}, {"importer", world.regions}},
      {"value", "tariff", "tariff_cfl"});
  if (!cells.ok()) return cells.error();
  const Index regions = world.regions.size();
  for (Index j = 0; j < world.sectors.size(); ++j) {
    Matrix share(regions, regions);
    Matrix tariff(regions, regions);
    Matrix nafta(regions, regions);
    for (Index i = 0; i < regions; ++i) {
      for (Index n = 0; n < regions; ++n) {
        const Index cell = (j * regions + i) * regions + n;
        tariff(i, n) = (*cells)[1][cell];
        nafta(i, n) = (*cells)[2][cell];
        share(i, n) = (*cells)[0][cell] * (1.0 + tariff(i, n));
      }
    }
    for (Index n = 0; n < regions; ++n) {
      const double total = share.col_sum(n);
      if (!(total > 0.0)) {
        return Error{ErrorCode::bad_value, "nobody sells this good to this region",
                     world.sectors.code(j) + " in " + world.regions.code(n), "", ""};
      }
      for (Index i = 0; i < regions; ++i) share(i, n) /= total;
    }
    world.trade_share.push_back(std::move(share));
    world.tariff.push_back(std::move(tariff));
    world.tariff_nafta.push_back(std::move(nafta));
  }
  return Done{};
}

/// Recipes: labour and inputs per output. A negative input becomes zero, the other inputs of its
/// sector shrink to the same total.
Status read_recipes(const std::filesystem::path& folder, World& world) {
  const Key sector{"sector", world.sectors};
  const Key region{"region", world.regions};
  const auto inputs = read_cells(file_in(folder, "intermediate_consumption"),
                                 {{"input", world.sectors}, sector, region}, {"value"});
  if (!inputs.ok()) return inputs.error();
  const auto earned = read_cells(file_in(folder, "value_added"), {sector, region}, {"value"});
  if (!earned.ok()) return earned.error();
  const Index sectors = world.sectors.size();
  const Index regions = world.regions.size();
  world.labour_share = Matrix(sectors, regions);
  world.labour_income.assign(regions, 0.0);
  for (Index n = 0; n < regions; ++n) {
    Matrix share(sectors, sectors);
    for (Index j = 0; j < sectors; ++j) {
      const double labour = (*earned)[0][j * regions + n];
      double total = 0.0;
      double positive = 0.0;
      for (Index i = 0; i < sectors; ++i) {
        const double value = (*inputs)[0][(i * sectors + j) * regions + n];
        total += value;
        positive += std::max(value, 0.0);
        share(i, j) = std::max(value, 0.0);
        if (value >= 0.0) continue;
        world.repaired.push_back(fmt::format(
            "{} bought by {} in {}: {:.4g} million dollars set to zero", world.sectors.code(i),
            world.sectors.code(j), world.regions.code(n), value / 1e6));
      }
      if (!(labour > 0.0) || !(total >= 0.0)) {
        return Error{ErrorCode::bad_value, "value added or inputs are not positive",
                     world.sectors.code(j) + " in " + world.regions.code(n), "", ""};
      }
      const double output = labour + total;
      const double scale = positive > 0.0 ? total / positive / output : 0.0;
      for (Index i = 0; i < sectors; ++i) share(i, j) *= scale;
      world.labour_share(j, n) = labour / output;
      world.labour_income[n] += labour / k_billion;
    }
    world.input_share.push_back(std::move(share));
  }
  return Done{};
}

Status read_final_demand(const std::filesystem::path& folder, World& world) {
  const auto cells = read_cells(file_in(folder, "final_consumption"),
                                {{"sector", world.sectors}, {"region", world.regions}}, {"value"});
  if (!cells.ok()) return cells.error();
  const Index regions = world.regions.size();
  world.final_share = Matrix(world.sectors.size(), regions);
  for (Index n = 0; n < regions; ++n) {
    double total = 0.0;
    for (Index j = 0; j < world.sectors.size(); ++j) {
      const double value = (*cells)[0][j * regions + n];
      if (!(value >= 0.0)) {
        return Error{ErrorCode::bad_value, "final consumption is negative",
                     world.sectors.code(j) + " in " + world.regions.code(n), "", ""};
      }
      total += value;
    }
    for (Index j = 0; j < world.sectors.size(); ++j) {
      world.final_share(j, n) = (*cells)[0][j * regions + n] / total;
    }
  }
  return Done{};
}

/// I - A of outputs: one unit of money sold by j in n is made of composites, which come from
/// everywhere net of tariffs; and in B what final spending of each region buys.
void sales_equations(const World& world, Matrix& left, Matrix& B) {
  const Index sectors = world.sectors.size();
  const Index regions = world.regions.size();
  left = Matrix(sectors * regions, sectors * regions);
  B = Matrix(sectors * regions, regions);
  for (Index row = 0; row < left.rows(); ++row) left(row, row) = 1.0;
  for (Index s = 0; s < sectors; ++s) {
    for (Index i = 0; i < regions; ++i) {
      for (Index n = 0; n < regions; ++n) {
        const double arrives = world.trade_share[s](i, n) / (1.0 + world.tariff[s](i, n));
        if (arrives == 0.0) continue;
        for (Index j = 0; j < sectors; ++j) {
          left(s * regions + i, j * regions + n) -= arrives * world.input_share[n](s, j);
        }
        B(s * regions + i, n) += arrives * world.final_share(s, n);
      }
    }
  }
}

Error negative_flows(const std::string& where) {
  return {ErrorCode::infeasible, "no positive flows fit these shares", where, "", ""};
}

}  // namespace

Result<World> read_world(const std::filesystem::path& folder) {
  World world;
  auto regions = read_labels(file_in(folder, "deficit"), "region");
  if (!regions.ok()) return regions.error();
  auto sectors = read_labels(file_in(folder, "theta"), "sector");
  if (!sectors.ok()) return sectors.error();
  world.regions = std::move(*regions);
  world.sectors = std::move(*sectors);
  auto theta = read_cells(file_in(folder, "theta"), {{"sector", world.sectors}}, {"value"});
  if (!theta.ok()) return theta.error();
  world.theta = std::move((*theta)[0]);
  if (auto status = read_trade(folder, world); !status.ok()) return status.error();
  if (auto status = read_recipes(folder, world); !status.ok()) return status.error();
  if (auto status = read_final_demand(folder, world); !status.ok()) return status.error();
  return world;
}

Result<Flows> balanced_flows(const World& world) {
  const Index sectors = world.sectors.size();
  const Index regions = world.regions.size();
  Matrix left;
  Matrix B;
  sales_equations(world, left, B);
  numerics::DenseLu lu;
  if (!lu.factor(left)) return negative_flows("");
  const Matrix sales = lu.solve(B);  // output per final spending of each region
  Matrix earned(regions, regions);   // labour income per final spending
  for (Index n = 0; n < regions; ++n) {
    for (Index m = 0; m < regions; ++m) {
      for (Index j = 0; j < sectors; ++j) {
        earned(n, m) += world.labour_share(j, n) * sales(j * regions + n, m);
      }
    }
  }
  if (!lu.factor(earned)) return negative_flows("");
  Flows flows{Matrix(sectors, regions), Matrix(sectors, regions), lu.solve(world.labour_income),
              Vector(regions, 0.0)};
  for (Index n = 0; n < regions; ++n) {
    if (!(flows.spending[n] > 0.0)) return negative_flows(world.regions.code(n));
    for (Index j = 0; j < sectors; ++j) {
      for (Index m = 0; m < regions; ++m) {
        flows.output(j, n) += sales(j * regions + n, m) * flows.spending[m];
      }
    }
  }
  for (Index n = 0; n < regions; ++n) {
    for (Index s = 0; s < sectors; ++s) {
      if (!(flows.output(s, n) >= 0.0)) return negative_flows(world.regions.code(n));
      double bought = world.final_share(s, n) * flows.spending[n];
      for (Index j = 0; j < sectors; ++j) {
        bought += world.input_share[n](s, j) * flows.output(j, n);
      }
      flows.purchases(s, n) = bought;
      for (Index i = 0; i < regions; ++i) {
        const double rate = world.tariff[s](i, n);
        flows.revenue[n] += bought * world.trade_share[s](i, n) * rate / (1.0 + rate);
      }
    }
  }
  return flows;
}

equilibrium::WorldModel as_model(const World& world, const Flows& flows) {
  const Index sectors = world.sectors.size();
  const Index regions = world.regions.size();
  auto model = equilibrium::empty_world(world.regions, world.sectors,
                                        Labels::make({"labour"}, {"labour"}).value());
  model.final_spending = flows.spending;
  for (Index j = 0; j < sectors; ++j) {
    model.armington[j] = 1.0 + world.theta[j];
    for (Index i = 0; i < regions; ++i) {
      for (Index n = 0; n < regions; ++n) {
        model.trade_share[model.edge(j, i, n)] = world.trade_share[j](i, n);
        model.base.tariff[model.edge(j, i, n)] = world.tariff[j](i, n);
      }
    }
  }
  for (Index n = 0; n < regions; ++n) {
    for (Index j = 0; j < sectors; ++j) {
      const Index at = model.industry(n, j);
      model.output[at] = flows.output(j, n);
      model.value_added_share[at] = world.labour_share(j, n);
      model.factor_share[n](0, j) = 1.0;
      const double inputs = 1.0 - world.labour_share(j, n);
      for (Index i = 0; i < sectors && inputs > 0.0; ++i) {
        model.use_share[n](i, j) = world.input_share[n](i, j) / inputs;
      }
      model.use_share[n](j, sectors) = world.final_share(j, n);
    }
    model.base.transfer[n] = flows.spending[n] - flows.revenue[n] - world.labour_income[n];
  }
  return model;
}

Result<equilibrium::WorldModel> without_deficits(const World& world) {
  const auto measured = balanced_flows(world);
  if (!measured.ok()) return measured.error();
  const auto model = as_model(world, *measured);
  auto parameters = model.base;
  std::fill(parameters.transfer.begin(), parameters.transfer.end(), 0.0);
  equilibrium::WorldOptions options;
  options.tolerance = k_tolerance;
  equilibrium::WorldSolver solver(model, options);
  const auto solution = solver.solve(parameters);
  if (auto status = solution.status(); !status.ok()) return status.error();
  return solver.solved_base();
}

equilibrium::WorldParameters nafta_tariffs(const World& world,
                                           const equilibrium::WorldModel& model) {
  auto parameters = model.base;
  for (Index j = 0; j < world.sectors.size(); ++j) {
    for (Index n = 0; n < world.regions.size(); ++n) {
      for (Index i = 0; i < world.regions.size(); ++i) {
        parameters.tariff[model.edge(j, i, n)] = world.tariff_nafta[j](i, n);
      }
    }
  }
  return parameters;
}

std::vector<Effects> effects(const equilibrium::WorldModel& model,
                             const equilibrium::WorldParameters& parameters,
                             const equilibrium::WorldSolution& solution) {
  const Index regions = model.region_count();
  std::vector<Effects> all(regions);
  const auto base = equilibrium::solve_world(model, model.base);
  for (Index j = 0; j < model.sector_count(); ++j) {
    for (Index n = 0; n < regions; ++n) {
      for (Index i = 0; i < regions; ++i) {
        const Index e = model.edge(j, i, n);
        const double trade_0 = base.trade(model, model.base, e);
        const double price = std::exp(solution.results.price[model.industry(i, j)]);
        const double dearer = trade_0 * (price - 1.0);
        all[i].terms_of_trade += dearer;
        all[n].terms_of_trade -= dearer;
        all[n].volume_of_trade +=
            model.base.tariff[e] * (solution.trade(model, parameters, e) - trade_0 * price);
      }
    }
  }
  constexpr double k_percent = 100.0;
  for (Index n = 0; n < regions; ++n) {
    const double income_0 = model.final_spending[n];
    all[n].terms_of_trade *= k_percent / income_0;
    all[n].volume_of_trade *= k_percent / income_0;
    all[n].welfare = all[n].terms_of_trade + all[n].volume_of_trade;
    all[n].real_wage = k_percent * std::expm1(solution.results.real_wage[n]);
    all[n].welfare_exact = k_percent * std::expm1(solution.results.welfare[n]);
  }
  return all;
}

}  // namespace domar::replicas::caliendo_parro

namespace domar::replicas {

namespace {

/// Percent, as printed by paulofelipe/cp2015 (README), which agrees with the paper's table 2.
struct Printed {
  const char* region;
  double welfare, terms_of_trade, volume_of_trade, real_wage;
};
constexpr Printed k_printed[] = {{"Canada", -0.0638, -0.108, 0.0443, 0.323},
                                 {"Mexico", 1.31, -0.412, 1.72, 1.72},
                                 {"USA", 0.0848, 0.0435, 0.0412, 0.112}};

std::filesystem::path folder_of_data(const std::filesystem::path& given) {
  std::error_code ignored;
  return std::filesystem::exists(given / "cp2015", ignored) ? given / "cp2015" : given;
}

}  // namespace

namespace {
Result<std::vector<caliendo_parro::Effects>> effects_of_nafta(
    const caliendo_parro::World& world, const equilibrium::WorldModel& model) {
  const auto parameters = caliendo_parro::nafta_tariffs(world, model);
  const auto solution = equilibrium::solve_world(model, parameters);
  if (auto status = solution.status(); !status.ok()) return status.error();
  return caliendo_parro::effects(model, parameters, solution);
}
}  // namespace

Result<Replica> run_caliendo_parro(const std::filesystem::path& data_folder) {
  if (data_folder.empty()) {
    return Error{ErrorCode::not_found, "caliendo-parro needs its data", "",
                 "give the folder cp2015 with --data", ""};
  }
  auto world = caliendo_parro::read_world(folder_of_data(data_folder));
  if (!world.ok()) return world.error();
  const auto model = caliendo_parro::without_deficits(*world);
  if (!model.ok()) return model.error();
  const auto effects = effects_of_nafta(*world, *model);
  if (!effects.ok()) return effects.error();
  const auto flows = caliendo_parro::balanced_flows(*world);
  if (!flows.ok()) return flows.error();
  const auto kept = effects_of_nafta(*world, caliendo_parro::as_model(*world, *flows));
  if (!kept.ok()) return kept.error();

  Replica replica;
  replica.source =
      "L. Caliendo and F. Parro, Estimates of the trade and welfare effects of NAFTA, Review of "
      "Economic Studies 82(1), 2015, table 2; digits from the README of paulofelipe/cp2015";
  replica.notes = {
      "percent changes from the tariffs of NAFTA's members going from 1993 to 2005, no trade "
      "deficits before or after",
      "same: data, tariffs, elasticities, zero-deficit base solved first, first-order formula of "
      "welfare = terms of trade + volume of trade, prices in units of world labour income",
      "differs: solved by the world engine to a residual of 1e-10; welfare_exact (real income, no "
      "first-order formula) is ours, and so are the columns with_deficits: the deficits that the "
      "base "
      "year's flows have stay, fixed in units of world labour income"};
  for (const auto& words : world->repaired) replica.notes.push_back("differs: " + words);
  for (Index n = 0; n < world->regions.size(); ++n) {
    ReplicaRow row;
    row.region = world->regions.code(n);
    row.computed = {{"welfare", (*effects)[n].welfare},
                    {"terms_of_trade", (*effects)[n].terms_of_trade},
                    {"volume_of_trade", (*effects)[n].volume_of_trade},
                    {"real_wage", (*effects)[n].real_wage},
                    {"welfare_exact", (*effects)[n].welfare_exact},
                    {"welfare_with_deficits", (*kept)[n].welfare},
                    {"welfare_exact_with_deficits", (*kept)[n].welfare_exact},
                    {"real_wage_with_deficits", (*kept)[n].real_wage}};
    for (const Printed& printed : k_printed) {
      if (row.region != printed.region) continue;
      row.published = {{"welfare", printed.welfare},
                       {"terms_of_trade", printed.terms_of_trade},
                       {"volume_of_trade", printed.volume_of_trade},
                       {"real_wage", printed.real_wage}};
    }
    replica.rows.push_back(std::move(row));
  }
  return replica;
}

}  // namespace domar::replicas
