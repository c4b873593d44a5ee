#include "domar/growth/growth_accounts.hpp"

#include <algorithm>
#include <cmath>

namespace domar::growth {

using equilibrium::Parameters;
using equilibrium::Solution;
using network::AccountsNetwork;
using network::k_none;
using network::Network;

double GrowthAccounts::residual() const {
  return std::abs(gdp_growth - (labour + capital + data + technology + reallocation));
}

namespace {

/// Payments and ln quantities of one year.
class YearView {
 public:
  YearView(const Network& network, const SolvedYear& year)
      : network_(network), parameters_(*year.parameters), solution_(*year.solution) {}

  [[nodiscard]] double paid(Index edge) const { return solution_.paid(network_, edge); }
  /// ln of what the buyer gets, at base prices.
  [[nodiscard]] double log_quantity(Index edge) const {
    const auto& e = network_.edge(edge);
    const double log_price = solution_.log_price[e.seller] + parameters_.log_iceberg[edge] +
                             std::log1p(parameters_.tax[edge]) - std::log1p(e.tax_0);
    return std::log(paid(edge)) - log_price;
  }
  [[nodiscard]] double tax_paid(Index edge) const {
    return paid(edge) * parameters_.tax[edge] / (1.0 + parameters_.tax[edge]);
  }
  [[nodiscard]] double sales(Index activity) const {
    return solution_.value[network_.node_of_activity(activity)];
  }
  [[nodiscard]] double log_output(Index activity) const {
    return std::log(sales(activity)) - solution_.log_price[network_.node_of_activity(activity)];
  }

 private:
  const Network& network_;
  const Parameters& parameters_;
  const Solution& solution_;
};

/// Activities of a region, other than its industries' supply nodes, whose edges may carry taxes.
std::vector<Index> other_taxed_edges(const AccountsNetwork& accounts, Index region,
                                     const SolvedYear& before, const SolvedYear& after) {
  const Network& network = accounts.network;
  const Index agent = accounts.regions[region].agent;
  std::vector<bool> is_production_tax(network.edges(), false);
  for (const auto& industry : accounts.industries) is_production_tax[industry.tax_edge] = true;
  std::vector<Index> edges;
  for (Index e = 0; e < network.edges(); ++e) {
    const bool taxed = before.parameters->tax[e] != 0.0 || after.parameters->tax[e] != 0.0;
    if (taxed && !is_production_tax[e] && network.edge(e).receiver == agent) edges.push_back(e);
  }
  return edges;
}

/// Edges of a region on which the resources lost on the way changed.
std::vector<Index> costlier_edges(const AccountsNetwork& accounts, Index region,
                                  const SolvedYear& before, const SolvedYear& after) {
  const Index agent = accounts.regions[region].agent;
  std::vector<Index> edges;
  for (Index e = 0; e < accounts.network.edges(); ++e) {
    const bool changed = before.parameters->log_iceberg[e] != after.parameters->log_iceberg[e];
    if (changed && accounts.network.edge(e).receiver == agent) edges.push_back(e);
  }
  return edges;
}

double gdp_of(const accounts::Economy& economy, const AccountsNetwork& accounts, Index region,
              const YearView& year, const std::vector<Index>& taxed) {
  double gdp = 0.0;
  for (Index j = 0; j < accounts.industries.size(); ++j) {
    if (economy.industries[j].region != region) continue;
    gdp += year.sales(accounts.industries[j].supply);
    for (const Index e : accounts.input_edges[j]) gdp -= year.paid(e);
  }
  for (const Index e : taxed) gdp += year.tax_paid(e);
  return gdp;
}

}  // namespace

double nominal_gdp(const accounts::Economy& economy, const AccountsNetwork& accounts, Index region,
                   const Parameters& parameters, const Solution& solution) {
  SolvedYear year;
  year.parameters = &parameters;
  year.solution = &solution;
  const YearView view(accounts.network, year);
  return gdp_of(economy, accounts, region, view, other_taxed_edges(accounts, region, year, year));
}

namespace {

double mean(double a, double b) { return 0.5 * (a + b); }

/// A factor's total: payments over GDP averaged, and the sum over industries weighted as inputs.
struct FactorSum {
  double share_before = 0.0;
  double share_after = 0.0;
  double weighted = 0.0;  ///< sum of output share x cost share x d ln of the industry's use
  double stock_before = 0.0;
  double stock_after = 0.0;

  [[nodiscard]] double aggregate() const {
    return stock_before > 0.0
               ? mean(share_before, share_after) * std::log(stock_after / stock_before)
               : 0.0;
  }
};

}  // namespace

GrowthAccounts growth_accounts(const accounts::Economy& economy, const AccountsNetwork& accounts,
                               Index region, const SolvedYear& before_year,
                               const SolvedYear& after_year, const IndustryTechnology& technology) {
  const Network& network = accounts.network;
  const YearView before(network, before_year);
  const YearView after(network, after_year);
  const auto taxed = other_taxed_edges(accounts, region, before_year, after_year);
  const double gdp_before = gdp_of(economy, accounts, region, before, taxed);
  const double gdp_after = gdp_of(economy, accounts, region, after, taxed);
  const double residual_growth = after_year.log_labour_residual - before_year.log_labour_residual;

  GrowthAccounts result;
  result.industry_technology.assign(accounts.industries.size(), 0.0);
  FactorSum labour;
  FactorSum capital;
  FactorSum data;
  double wedge = 0.0;
  for (Index j = 0; j < accounts.industries.size(); ++j) {
    if (economy.industries[j].region != region) continue;
    const auto& nodes = accounts.industries[j];
    const double sales_before = before.sales(nodes.supply);
    const double sales_after = after.sales(nodes.supply);
    const double cost_before = before.sales(nodes.produce);
    const double cost_after = after.sales(nodes.produce);
    const double output_share = mean(sales_before / gdp_before, sales_after / gdp_after);
    const double output_growth = after.log_output(nodes.supply) - before.log_output(nodes.supply);
    result.gdp_growth += output_share * output_growth;

    double input_growth = 0.0;  // weighted by cost shares
    for (const Index e : accounts.input_edges[j]) {
      const double growth = after.log_quantity(e) - before.log_quantity(e);
      const double cost_share = mean(before.paid(e) / cost_before, after.paid(e) / cost_after);
      const double gdp_share = mean(before.paid(e) / gdp_before, after.paid(e) / gdp_after);
      result.gdp_growth -= gdp_share * growth;
      wedge += (output_share * cost_share - gdp_share) * growth;
      input_growth += cost_share * growth;
    }
    double labour_cost_share = 0.0;
    for (Index e = network.first_edge(nodes.value_added);
         e < network.first_edge(nodes.value_added + 1); ++e) {
      const Index market = network.edge(e).seller;
      const bool is_labour = market == nodes.labour;
      FactorSum& factor = is_labour ? labour : (market == nodes.capital ? capital : data);
      const double cost_share = mean(before.paid(e) / cost_before, after.paid(e) / cost_after);
      double growth = after.log_quantity(e) - before.log_quantity(e);
      if (is_labour) {
        labour_cost_share = cost_share;
        growth -= residual_growth;  // in natural units: the residual is technology
      }
      input_growth += cost_share * growth;
      factor.weighted += output_share * cost_share * growth;
      factor.share_before += before.paid(e) / gdp_before;
      factor.share_after += after.paid(e) / gdp_after;
      factor.stock_before += std::exp(before.log_quantity(e)) /
                             (is_labour ? std::exp(before_year.log_labour_residual) : 1.0);
      factor.stock_after += std::exp(after.log_quantity(e)) /
                            (is_labour ? std::exp(after_year.log_labour_residual) : 1.0);
    }
    result.industry_technology[j] = output_share * (output_growth - input_growth);
    result.technology += result.industry_technology[j];
    result.sources.own_knowledge += output_share * technology.own_knowledge[j];
    result.sources.spillovers += output_share * technology.spillovers[j];
    result.sources.ai += output_share * technology.ai[j];
    result.sources.emerging += output_share * technology.emerging[j];
    result.sources.residual += output_share * labour_cost_share * residual_growth;
  }
  for (const Index e : taxed) {
    const double change = mean(before.tax_paid(e) / gdp_before, after.tax_paid(e) / gdp_after) *
                          (after.log_quantity(e) - before.log_quantity(e));
    result.gdp_growth += change;
    wedge += change;
  }
  // Imports count where they cross the border: what is lost on the way round a barrier is output
  // lost.
  for (const Index e : costlier_edges(accounts, region, before_year, after_year)) {
    const double change =
        -mean(before.paid(e) / gdp_before, after.paid(e) / gdp_after) *
        (after_year.parameters->log_iceberg[e] - before_year.parameters->log_iceberg[e]);
    result.gdp_growth += change;
    wedge += change;
  }

  result.labour = labour.aggregate();
  const double people = after_year.log_people - before_year.log_people;
  const double quality = after_year.log_quality - before_year.log_quality;
  const double labour_share = mean(labour.share_before, labour.share_after);
  result.labour_quality = labour_share * quality;
  result.labour_quantity = labour_share * people;
  result.capital = capital.aggregate();
  result.data = data.aggregate();
  result.reallocation = (labour.weighted - result.labour) + (capital.weighted - result.capital) +
                        (data.weighted - result.data) + wedge;
  const auto& s = result.sources;
  result.sources.remainder =
      result.technology - (s.own_knowledge + s.spillovers + s.ai + s.emerging + s.residual);
  return result;
}

}  // namespace domar::growth
