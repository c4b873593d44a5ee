#include "hindcast_job.hpp"

#include <cmath>

#include <fmt/format.h>

#include "domar/growth/run_path.hpp"
#include "domar/readers/tables.hpp"
#include "known_in.hpp"
#include "model.hpp"

namespace domar::scenario {

using accounts::Economy;

namespace {
constexpr growth::PathAccuracy k_accuracy{5e-4, 1e-4, false};
}  // namespace

Result<accounts::FactTable> read_known_in(const EconomyFolder& folder, int year) {
  return readers::read_facts(folder.table.parent_path() / fmt::format("known_in_{}.csv", year));
}

Result<LoadedJob> hindcast_job(EconomyFolder folder, const accounts::FactTable& instead,
                               int last_year) {
  auto known = as_known_in(std::move(folder), instead, k_hindcast_base);
  if (!known.ok()) return known.error();
  LoadedJob loaded;
  loaded.economy = std::move(known.value());
  loaded.job.title = "hindcast";
  loaded.job.economy = "china-2012";
  loaded.job.first_year = k_hindcast_base;
  loaded.job.last_year = last_year;
  loaded.job.drivers.named = {{"ai", false}, {"data", false}, {"emerging", false}};
  const auto growth = loaded.economy.facts.require("expected.gdp_growth");
  if (!growth.ok()) return growth.error();
  const auto people = loaded.economy.facts.require("expected.population_15_64_growth");
  if (!people.ok()) return people.error();
  const auto now = loaded.economy.series.require("population_15_64", k_hindcast_base);
  if (!now.ok()) return now.error();
  auto& series = loaded.economy.series.by_name;
  for (int year = k_hindcast_base + 1; year <= last_year; ++year) {
    series["gdp_growth"][year] = *growth;
    Fact& number = series["population_15_64"][year];
    number = *people;
    number.value = now->value * std::exp(people->value * (year - k_hindcast_base));
  }
  return loaded;
}

Predicted predicted(const LoadedJob& job) {
  Predicted result;
  const auto options = network_options(job, job.job.elasticities);
  if (!options.ok()) return result;
  const auto network = network::build_network(job.economy.economy, *options);
  if (!network.ok()) return result;
  const auto drivers = drivers_of(job, *network);
  if (!drivers.ok()) return result;
  const auto path =
      growth::run_path({job.economy.economy, *network, *drivers, job.economy.classes, k_accuracy},
                       "hindcast", {}, {});
  if (!path.ok()) return result;
  const Economy& economy = job.economy.economy;
  for (const auto& year : path->years) {
    Vector* into[] = {&result.value_added[year.year], &result.exports[year.year],
                      &result.imports[year.year]};
    for (Vector* v : into) v->assign(economy.goods.size(), 0.0);
    for (Index g = 0; g < economy.goods.size(); ++g) {
      const Index j = economy.supplier[0][g];
      if (j == Economy::k_none) continue;
      (*into[0])[g] = year.industries[j].value_added;
      (*into[1])[g] = year.industries[j].exports;
      (*into[2])[g] = year.industries[j].imports;
    }
    result.classes[year.year] = year.class_share;
  }
  result.solved = true;
  return result;
}

}  // namespace domar::scenario
