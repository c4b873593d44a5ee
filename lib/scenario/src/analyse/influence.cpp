#include "domar/network/influence.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "analyses.hpp"

namespace domar::scenario::analyses {

namespace {

std::string label_of(const accounts::Economy& economy, Index industry) {
  return economy.industries[industry].code + " " + economy.industries[industry].name;
}

void sort_by(Analysis& analysis, Index column) {
  std::stable_sort(analysis.rows.begin(), analysis.rows.end(),
                   [&](const AnalysisRow& a, const AnalysisRow& b) {
                     return a.values[column] > b.values[column];
                   });
}

}  // namespace

Result<Analysis> influence(const EconomyFolder& folder, const AnalyseOptions&) {
  const Region region = region_of(folder.economy, 0);
  const auto mu = network::influence(region.shares, region.final_share);
  if (!mu.ok()) return mu.error();
  Analysis result;
  result.title = "how much each industry's productivity matters";
  result.columns = {"Domar weight", "influence", "share of GDP", "final share"};
  double weights = 0.0;
  for (Index i = 0; i < region.sales.size(); ++i) {
    const double weight = region.sales[i] / region.gdp;
    weights += weight;
    result.rows.push_back(
        {label_of(folder.economy, region.industries[i]),
         {weight, (*mu)[i], folder.economy.value_added_of(region.industries[i]) / region.gdp,
          region.final_share[i]}});
  }
  result.figures = {{"sum of Domar weights", weights}};
  sort_by(result, 0);
  result.notes = {
      "Domar weight: sales over GDP; 1 % more productivity raises GDP by that many hundredths of a "
      "per cent (Hulten). Influence counts what the industry delivers, through all domestic users, "
      "to one unit of final use, exports among it: the two differ by what is imported, taxed, or "
      "drawn from stocks."};
  return result;
}

Result<Analysis> distortion_centrality(const EconomyFolder& folder, const AnalyseOptions& options) {
  const Region region = region_of(folder.economy, 0);
  const Index n = region.sales.size();
  const Matrix wedge(n, n, options.wedge);
  const auto found = network::distortion_centrality(region.shares, wedge, region.final_share);
  if (!found.ok()) return found.error();
  const auto half = network::distortion_centrality(region.shares, Matrix(n, n, 0.5 * options.wedge),
                                                   region.final_share);
  Analysis result;
  result.title = fmt::format("where a subsidy does most, wedges of {:.0f} %", 100 * options.wedge);
  result.columns = {"xi", "influence", "Domar weight", "share of income", "xi, half wedges"};
  double mean = 0.0;
  double spread = 0.0;
  for (Index i = 0; i < n; ++i) {
    result.rows.push_back(
        {label_of(folder.economy, region.industries[i]),
         {found->centrality[i], found->influence[i], found->sales[i], found->value_added[i],
          half.ok() ? half->centrality[i] : std::nan("")}});
    mean += found->value_added[i] * found->centrality[i];
    spread += found->value_added[i] * std::pow(found->centrality[i] - 1.0, 2);
  }
  result.figures = {{"mean of xi, weighted by income (1 by theory)", mean},
                    {"standard deviation of xi", std::sqrt(spread)}};
  sort_by(result, 0);
  result.notes = {
      "xi is influence over the Domar weight of an economy with the same loss on every input: "
      "a subsidy of one per cent of value added to industries with xi above 1 raises output, "
      "below 1 lowers it; the effect of a set of subsidies is their covariance with xi.",
      "The order hardly depends on the size of the wedges (last column). Wedges are an assumption; "
      "the economy is taken as closed, and losses as dead weight."};
  return result;
}

}  // namespace domar::scenario::analyses
