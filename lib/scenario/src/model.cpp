#include "model.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include <fmt/format.h>

#include "figures.hpp"
#include "innovation_drivers.hpp"
#include "nest_file.hpp"

namespace domar::scenario {

using accounts::Economy;

namespace {

/// Investment share of spending: follows measured fixed investment, then the assumed decline.
std::map<int, double> investment_path(Figures& figures, const Job& job, double base_share) {
  const auto measured = figures.series_from("gfcf_share", job.first_year);
  const double decline = figures("investment_share_decline_after_2023");
  std::map<int, double> path;
  if (measured.empty() || !measured.contains(job.first_year)) return path;
  double last = base_share;
  int last_measured = job.first_year;
  for (int year = job.first_year; year <= job.last_year; ++year) {
    const auto found = measured.find(year);
    if (found != measured.end()) {
      last = base_share * found->second / measured.at(job.first_year);
      last_measured = year;
      path[year] = last;
    } else {
      path[year] = last - decline * (year - last_measured);
    }
  }
  return path;
}

std::map<int, double> relative_to(const std::map<int, double>& series, int base_year) {
  std::map<int, double> relative;
  const double base = growth::value_at(series, base_year, 1.0);
  for (const auto& [year, value] : series) relative[year] = value / base;
  return relative;
}

/// Elasticities and shape of a tree of nests by name: docs/theory/nests.md.
void apply_tree(const std::string& tree, network::NetworkOptions& options) {
  network::Elasticities& e = options.elasticities;
  if (tree == "cobb-douglas") {
    e.output = e.inputs = e.value_added = e.final_use = 1.0;
    std::fill(e.armington.begin(), e.armington.end(), 1.0);
    std::fill(e.exports.begin(), e.exports.end(), 1.0);
  } else if (tree == "leontief") {
    e.output = e.inputs = 0.0;
  } else if (tree == "gtap-like") {
    e.output = e.inputs = 0.0;
    e.final_use = 1.0;
    options.armington = network::Armington::two_levels;
  }
}

}  // namespace

Result<network::NetworkOptions> network_options(const LoadedJob& loaded, const std::string& set) {
  Figures figures(loaded.economy);
  network::NetworkOptions options;
  const auto nest = [&](const char* name) { return "elasticities." + set + "." + name; };
  options.elasticities.output = figures(nest("output"));
  options.elasticities.inputs = figures(nest("inputs"));
  options.elasticities.value_added = figures(nest("value_added"));
  options.elasticities.final_use = figures(nest("final"));
  const Index goods = loaded.economy.economy.goods.size();
  for (const auto& [name, parameter, into] :
       {std::tuple{"armington", "armington_elasticity", &options.elasticities.armington},
        std::tuple{"export", "export_elasticity", &options.elasticities.exports}}) {
    *into = figures.has(nest(name)) ? Vector(goods, figures(nest(name)))
                                    : figures.by_good(parameter, 1.0);
  }
  options.data_share = loaded.job.drivers.refused("data") ? 0.0 : figures("data_income_share");
  options.labour = loaded.job.labour;
  options.capital = loaded.job.capital;
  options.sourcing = loaded.job.sourcing;
  if (auto status = figures.status(); !status.ok()) return status.error();
  apply_tree(loaded.job.tree, options);
  if (loaded.job.nests) {
    auto rules = read_nest_rules(*loaded.job.nests, loaded.economy, options);
    if (!rules.ok()) return rules.error();
    options.nests = std::make_shared<const network::NestRules>(std::move(rules.value()));
  }
  return options;
}

Result<growth::Drivers> drivers_of(const LoadedJob& loaded,
                                   const network::AccountsNetwork& network) {
  const Economy& economy = loaded.economy.economy;
  const Job& job = loaded.job;
  Figures figures(loaded.economy);
  growth::Drivers drivers;
  drivers.base_year = job.first_year;
  drivers.last_year = job.last_year;
  drivers.foreign_growth = figures("row_growth");

  const auto& region = network.regions[drivers.region];
  double investment_share = 0.0;
  const Index top_edge = region.investment == network::k_none
                             ? network::k_none
                             : network.network.find_edge(
                                   region.top, network.network.node_of_activity(region.investment));
  if (top_edge != network::k_none) investment_share = network.network.cost_share_0(top_edge);
  drivers.capital.stock_0 = figures("capital_stock_to_gdp") * economy.gdp(drivers.region);
  drivers.capital.depreciation = figures("capital_depreciation");
  drivers.capital.kappa = figures("investment_return_exponent");
  drivers.capital.investment_share = investment_path(figures, job, investment_share);

  drivers.labour.quantity = figures.series_from("population_15_64", job.first_year, job.last_year);
  drivers.labour.quality_growth = figures("labour_quality_growth");
  if (figures.has_series("participation")) {
    drivers.labour.participation =
        figures.series_from("participation", job.first_year, job.last_year);
  }

  drivers.knowledge.spending_0 = figures.by_industry("rd_spending");
  for (double& spending : drivers.knowledge.spending_0) spending *= economy.per_billion();
  drivers.knowledge.depreciation = figures("rd_depreciation");
  drivers.knowledge.elasticity = figures("rd_output_elasticity");
  drivers.knowledge.intensity_cap = figures("rd_intensity_cap");
  drivers.knowledge.spillover = figures("rd_spillover_elasticity");
  drivers.knowledge.growth_before = figures("rd_growth_before");
  drivers.knowledge.intensity =
      relative_to(figures.series_from("rd_intensity", job.first_year), job.first_year);

  // What is off asks for no figure: an economy need not have it, and draws leave it alone.
  drivers.ai.exposure.assign(economy.industries.size(), 0.0);
  if (!job.drivers.refused("ai")) {
    drivers.ai.exposure = figures.by_industry("ai_exposure");
    drivers.ai.cost_effective_share = figures("ai_cost_effective_share");
    drivers.ai.cost_saving = figures("ai_task_cost_saving");
    drivers.ai.adoption = {figures("ai_baseline_rate"), figures("ai_baseline_midpoint"), 1.0};
  }
  if (!job.drivers.refused("data")) {
    drivers.data.depreciation = figures("data_depreciation");
    drivers.data.growth_before = figures("data_growth_before");
    drivers.data.deepening = figures("data_deepening");
  }

  drivers.emerging.share.assign(economy.industries.size(), 0.0);
  for (const auto& set : loaded.economy.classes) {
    if (set.name != "sei") continue;
    for (const auto& part : set.shares) {
      drivers.emerging.share[economy.supplier[drivers.region][part.sector]] += part.share;
    }
  }
  for (const auto& [year, growth] : figures.series("gdp_growth")) {
    if (year > job.first_year) drivers.target.gdp_growth[year] = growth;
  }
  set_innovation(loaded, figures, drivers);
  if (auto status = figures.status(); !status.ok()) return status.error();
  return drivers;
}

}  // namespace domar::scenario
