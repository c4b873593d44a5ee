#include "domar/growth/growth_accounts.hpp"

#include <algorithm>
#include <cmath>

namespace domar::growth {

using equilibrium::Parameters;
using equilibrium::Solution;
using network::AccountsNetwork;
using network::k_none;
using network::Network;

GrowthAccounts& GrowthAccounts::operator+=(const GrowthAccounts& next) {
  for (double GrowthAccounts::*part :
       {&GrowthAccounts::gdp_growth, &GrowthAccounts::labour, &GrowthAccounts::labour_quantity,
        &GrowthAccounts::labour_quality, &GrowthAccounts::capital, &GrowthAccounts::data,
        &GrowthAccounts::technology, &GrowthAccounts::reallocation}) {
    this->*part += next.*part;
  }
  for (const TechnologySource& source : k_technology_sources) {
    sources.*source.part += next.sources.*source.part;
  }
  sources.residual += next.sources.residual;
  sources.remainder += next.sources.remainder;
  for (Vector GrowthAccounts::*part :
       {&GrowthAccounts::industry_technology, &GrowthAccounts::industry_labour,
        &GrowthAccounts::industry_capital, &GrowthAccounts::industry_data}) {
    Vector& mine = this->*part;
    const Vector& theirs = next.*part;
    mine.resize(theirs.size(), 0.0);
    for (Index j = 0; j < mine.size(); ++j) mine[j] += theirs[j];
  }
  domar_weight = next.domar_weight;
  return *this;
}

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
  /// ln of the seller's price and of what is lost on the way.
  [[nodiscard]] double log_price(Index edge) const {
    return solution_.log_price[network_.edge(edge).seller] + parameters_.log_iceberg[edge];
  }
  [[nodiscard]] double log_tax_since(Index edge, const YearView& before) const {
    const double now = parameters_.tax[edge];
    const double then = before.parameters_.tax[edge];
    return now == then ? 0.0 : std::log1p(now) - std::log1p(then);
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

/// The accounts of one region between two years, put together industry by industry.
class Accounting {
 public:
  Accounting(const accounts::Economy& economy, const AccountsNetwork& accounts, Index region,
             const SolvedYear& before_year, const SolvedYear& after_year)
      : accounts_(accounts),
        network_(accounts.network),
        before_year_(before_year),
        after_year_(after_year),
        before_(network_, before_year),
        after_(network_, after_year),
        taxed_(other_taxed_edges(accounts, region, before_year, after_year)),
        costlier_(costlier_edges(accounts, region, before_year, after_year)),
        gdp_before_(gdp_of(economy, accounts, region, before_, taxed_)),
        gdp_after_(gdp_of(economy, accounts, region, after_, taxed_)),
        residual_growth_(after_year.log_labour_residual - before_year.log_labour_residual) {
    for (Vector* part :
         {&result_.industry_technology, &result_.industry_labour, &result_.industry_capital,
          &result_.industry_data, &result_.domar_weight}) {
      part->assign(accounts.industries.size(), 0.0);
    }
  }

  /// Output less inputs of one industry: its part of GDP growth, and its technology.
  void add_industry(Index j, const IndustryTechnology& technology) {
    const auto& nodes = accounts_.industries[j];
    const Costs costs{before_.sales(nodes.produce), after_.sales(nodes.produce)};
    const double output_share =
        mean(before_.sales(nodes.supply) / gdp_before_, after_.sales(nodes.supply) / gdp_after_);
    const double output_growth = after_.log_output(nodes.supply) - before_.log_output(nodes.supply);
    result_.gdp_growth += output_share * output_growth;
    double input_growth = 0.0;  // weighted by cost shares
    for (const Index e : accounts_.input_edges[j]) {
      input_growth += add_input(e, costs, output_share);
    }
    double labour_cost_share = 0.0;
    for (const Index e : accounts_.factor_edges[j]) {
      const double growth = add_factor(e, nodes, costs, output_share);
      input_growth += growth;
      part_of(network_.edge(e).seller, nodes)[j] += output_share * growth;
      if (network_.edge(e).seller == nodes.labour) labour_cost_share = costs.share(*this, e);
    }
    result_.industry_technology[j] = output_share * (output_growth - input_growth);
    result_.technology += result_.industry_technology[j];
    result_.domar_weight[j] = output_share;
    auto& sources = result_.sources;
    for (const TechnologySource& source : k_technology_sources) {
      const Vector& change = technology.*source.by_industry;
      if (!change.empty()) sources.*source.part += output_share * change[j];
    }
    sources.residual += output_share * labour_cost_share * residual_growth_;
  }

  /// Tariffs and taxes on purchases: their real value moves with the quantity taxed.
  void add_other_taxes() {
    for (const Index e : taxed_) {
      add_wedge(mean(before_.tax_paid(e) / gdp_before_, after_.tax_paid(e) / gdp_after_) *
                growth_of(e));
    }
  }

  /// Imports count where they cross the border: what is lost on the way round a barrier is output
  /// lost.
  void add_lost_resources() {
    for (const Index e : costlier_) {
      add_wedge(-gdp_share(e) *
                (after_year_.parameters->log_iceberg[e] - before_year_.parameters->log_iceberg[e]));
    }
  }

  [[nodiscard]] GrowthAccounts finish() {
    result_.labour = labour_.aggregate();
    const double labour_share = mean(labour_.share_before, labour_.share_after);
    result_.labour_quality = labour_share * (after_year_.log_quality - before_year_.log_quality);
    result_.labour_quantity = labour_share * (after_year_.log_people - before_year_.log_people);
    result_.capital = capital_.aggregate();
    result_.data = data_.aggregate();
    result_.reallocation = (labour_.weighted - result_.labour) +
                           (capital_.weighted - result_.capital) + (data_.weighted - result_.data) +
                           wedge_;
    double named = result_.sources.residual;
    for (const TechnologySource& source : k_technology_sources) {
      named += result_.sources.*source.part;
    }
    result_.sources.remainder = result_.technology - named;
    return std::move(result_);
  }

 private:
  [[nodiscard]] Vector& part_of(Index market, const network::IndustryNodes& nodes) {
    if (market == nodes.labour) return result_.industry_labour;
    return market == nodes.capital ? result_.industry_capital : result_.industry_data;
  }

  /// Cost of an industry in the two years.
  struct Costs {
    double before;
    double after;
    [[nodiscard]] double share(const Accounting& of, Index e) const {
      return mean(of.before_.paid(e) / before, of.after_.paid(e) / after);
    }
  };
  [[nodiscard]] double gdp_share(Index e) const {
    return mean(before_.paid(e) / gdp_before_, after_.paid(e) / gdp_after_);
  }
  /// d ln of what the buyer gets; one logarithm where the tax stays.
  [[nodiscard]] double growth_of(Index e) const {
    return std::log(after_.paid(e) / before_.paid(e)) -
           (after_.log_price(e) - before_.log_price(e)) - after_.log_tax_since(e, before_);
  }
  void add_wedge(double change) {
    result_.gdp_growth += change;
    wedge_ += change;
  }

  /// Growth of an intermediate input, weighted by its cost share.
  double add_input(Index e, const Costs& costs, double output_share) {
    const double growth = growth_of(e);
    const double cost_share = costs.share(*this, e);
    result_.gdp_growth -= gdp_share(e) * growth;
    wedge_ += (output_share * cost_share - gdp_share(e)) * growth;
    return cost_share * growth;
  }

  /// Growth of a factor's use, weighted by its cost share; labour in natural units, because the
  /// residual is technology.
  double add_factor(Index e, const network::IndustryNodes& nodes, const Costs& costs,
                    double output_share) {
    const Index market = network_.edge(e).seller;
    const bool is_labour = market == nodes.labour;
    FactorSum& factor = is_labour ? labour_ : (market == nodes.capital ? capital_ : data_);
    const double residual_before = is_labour ? before_year_.log_labour_residual : 0.0;
    const double residual_after = is_labour ? after_year_.log_labour_residual : 0.0;
    const double growth = growth_of(e) - (residual_after - residual_before);
    const double cost_share = costs.share(*this, e);
    factor.weighted += output_share * cost_share * growth;
    factor.share_before += before_.paid(e) / gdp_before_;
    factor.share_after += after_.paid(e) / gdp_after_;
    factor.stock_before += std::exp(before_.log_quantity(e) - residual_before);
    factor.stock_after += std::exp(after_.log_quantity(e) - residual_after);
    return cost_share * growth;
  }

  const AccountsNetwork& accounts_;
  const Network& network_;
  const SolvedYear& before_year_;
  const SolvedYear& after_year_;
  YearView before_;
  YearView after_;
  std::vector<Index> taxed_;
  std::vector<Index> costlier_;
  double gdp_before_;
  double gdp_after_;
  double residual_growth_;
  FactorSum labour_;
  FactorSum capital_;
  FactorSum data_;
  double wedge_ = 0.0;
  GrowthAccounts result_;
};

}  // namespace

GrowthAccounts growth_accounts(const accounts::Economy& economy, const AccountsNetwork& accounts,
                               Index region, const SolvedYear& before, const SolvedYear& after,
                               const IndustryTechnology& technology) {
  Accounting accounting(economy, accounts, region, before, after);
  for (Index j = 0; j < accounts.industries.size(); ++j) {
    if (economy.industries[j].region == region) accounting.add_industry(j, technology);
  }
  accounting.add_other_taxes();
  accounting.add_lost_resources();
  return accounting.finish();
}

}  // namespace domar::growth
