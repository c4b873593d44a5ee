#include "model.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace domar::scenario {

using accounts::Economy;

namespace {

/// Collects figures; the first missing one is kept as the error.
class Figures {
 public:
  explicit Figures(const EconomyFolder& folder) : folder_(folder) {}

  double operator()(const std::string& name) {
    const auto fact = folder_.facts.require(name);
    if (fact.ok()) return fact->value;
    miss(fact.error(), "facts.csv");
    return 0.0;
  }
  [[nodiscard]] bool has(const std::string& name) const {
    return folder_.facts.by_name.contains(name);
  }
  std::map<int, double> series(const std::string& name) {
    std::map<int, double> values;
    const auto found = folder_.series.require(name);
    if (!found.ok()) {
      miss(found.error(), "series.csv");
      return values;
    }
    for (const auto& [year, fact] : *found) values[year] = fact.value;
    return values;
  }
  /// A series that must hold the base year, and reach `last_year` when that is given.
  std::map<int, double> series_from(const std::string& name, int base_year, int last_year = 0) {
    auto values = series(name);
    if (error_) return values;
    if (!values.contains(base_year)) {
      miss({ErrorCode::not_found,
            fmt::format("series '{}' lacks the base year {}", name, base_year), "", "", ""},
           "series.csv");
    } else if (values.rbegin()->first < last_year) {
      miss({ErrorCode::bad_value,
            fmt::format("series '{}' ends in {}, but the run goes to {}", name,
                        values.rbegin()->first, last_year),
            "", "end the run earlier, or give the series more years", ""},
           "series.csv");
    }
    return values;
  }
  /// A parameter by sector, laid out by good of the economy; `otherwise` where there is no sector.
  Vector by_good(const std::string& name, double otherwise) {
    Vector values(folder_.economy.goods.size(), otherwise);
    const auto found = folder_.parameters.values(name);
    if (!found.ok()) {
      miss(found.error(), "parameters.csv");
      return values;
    }
    for (Index s = 0; s < found->size(); ++s) {
      const auto good = folder_.economy.goods.find(folder_.parameters.sectors.code(s));
      if (good) values[*good] = (*found)[s];
    }
    return values;
  }
  /// The same by industry of region 0.
  Vector by_industry(const std::string& name) {
    const Vector goods = by_good(name, 0.0);
    Vector values(folder_.economy.industries.size(), 0.0);
    for (Index i = 0; i < goods.size(); ++i) {
      const Index industry = folder_.economy.supplier[0][i];
      if (industry != Economy::k_none) values[industry] = goods[i];
    }
    return values;
  }

  [[nodiscard]] Status status() const {
    if (error_) return *error_;
    return Done{};
  }

 private:
  void miss(Error error, const char* file) {
    if (error_) return;
    error.where = (folder_.table.parent_path() / file).string();
    error_ = std::move(error);
  }
  const EconomyFolder& folder_;
  std::optional<Error> error_;
};

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
  options.data_share = figures("data_income_share");
  options.labour = loaded.job.labour;
  options.capital = loaded.job.capital;
  options.sourcing = loaded.job.sourcing;
  if (auto status = figures.status(); !status.ok()) return status.error();
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

  drivers.knowledge.spending_0 = figures.by_industry("rd_spending");
  for (double& spending : drivers.knowledge.spending_0) spending *= economy.per_billion();
  drivers.knowledge.depreciation = figures("rd_depreciation");
  drivers.knowledge.elasticity = figures("rd_output_elasticity");
  drivers.knowledge.intensity_cap = figures("rd_intensity_cap");
  drivers.knowledge.spillover = figures("rd_spillover_elasticity");
  drivers.knowledge.growth_before = figures("rd_growth_before");
  drivers.knowledge.intensity =
      relative_to(figures.series_from("rd_intensity", job.first_year), job.first_year);

  drivers.ai.exposure = figures.by_industry("ai_exposure");
  drivers.ai.cost_effective_share = figures("ai_cost_effective_share");
  drivers.ai.cost_saving = figures("ai_task_cost_saving");
  drivers.ai.adoption = {figures("ai_baseline_rate"), figures("ai_baseline_midpoint"), 1.0};

  drivers.data.depreciation = figures("data_depreciation");
  drivers.data.growth_before = figures("data_growth_before");
  drivers.data.deepening = figures("data_deepening");

  drivers.emerging.share.assign(economy.industries.size(), 0.0);
  for (const auto& set : loaded.economy.classes) {
    if (set.name != "sei") continue;
    for (const auto& part : set.shares) {
      drivers.emerging.share[economy.supplier[drivers.region][part.sector]] += part.share;
    }
  }
  drivers.emerging.trend = figures("emerging_productivity_trend");
  for (const auto& [year, growth] : figures.series("gdp_growth")) {
    if (year > job.first_year) drivers.target.gdp_growth[year] = growth;
  }
  if (auto status = figures.status(); !status.ok()) return status.error();
  return drivers;
}

}  // namespace domar::scenario
