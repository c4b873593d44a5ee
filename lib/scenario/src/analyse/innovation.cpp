#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "../figures.hpp"
#include "analyses.hpp"
#include "domar/growth/innovation_network.hpp"

namespace domar::scenario::analyses {

namespace {

/// Sectors that do research, and what each builds on: the R&D embodied in its domestic inputs,
/// its own among them; or patent links where the economy has them.
struct Researchers {
  std::vector<Index> rows;  ///< positions in the region
  growth::InnovationNetwork network;
  Vector actual;  ///< shares of research
};

Matrix links_between(const EconomyFolder& folder, const Figures& figures, const Region& region,
                     const Vector& spending, const std::vector<Index>& rows) {
  const Index n = rows.size();
  Matrix links(n, n);
  std::vector<Index> position(folder.economy.industries.size(), accounts::Economy::k_none);
  for (Index r = 0; r < n; ++r) position[region.industries[rows[r]]] = r;
  if (folder.knowledge_links.empty()) {
    for (Index i = 0; i < n; ++i) {
      for (Index j = 0; j < n; ++j) {
        const double intensity = spending[region.industries[rows[j]]] / region.sales[rows[j]];
        links(i, j) = region.shares(rows[i], rows[j]) * intensity;
      }
    }
  }
  for (const auto& link : folder.knowledge_links) {
    const Index from = position[figures.industry_of_sector(link.from)];
    const Index to = position[figures.industry_of_sector(link.to)];
    if (from != accounts::Economy::k_none && to != accounts::Economy::k_none) {
      links(to, from) += link.weight;
    }
  }
  for (Index i = 0; i < n; ++i) {
    const double sum = links.row_sum(i);
    if (sum <= 0.0) links(i, i) = 1.0;  // builds on nothing but itself
    for (double& link : links.row(i)) link /= sum > 0.0 ? sum : 1.0;
  }
  return links;
}

}  // namespace

Result<Analysis> innovation_network(const EconomyFolder& folder, const AnalyseOptions& options) {
  Figures figures(folder);
  const Vector spending = figures.by_industry("rd_spending");
  const double elasticity = figures("rd_output_elasticity");
  if (auto status = figures.status(); !status.ok()) return status.error();
  const Region region = region_of(folder.economy, 0);
  Researchers research;
  double all_spending = 0.0;
  for (Index i = 0; i < region.sales.size(); ++i) {
    if (spending[region.industries[i]] <= 0.0) continue;
    research.rows.push_back(i);
    all_spending += spending[region.industries[i]];
  }
  double income = 0.0;
  for (const Index i : research.rows) income += region.income[i];
  for (const Index i : research.rows) {
    research.actual.push_back(spending[region.industries[i]] / all_spending);
    research.network.weight.push_back(region.income[i] / income);
  }
  research.network.links = links_between(folder, figures, region, spending, research.rows);
  research.network.speed = options.speed;
  research.network.discount = options.discount;
  const auto best = growth::optimal_research(research.network);
  if (!best.ok()) return best.error();
  const auto gain = growth::gain_of_optimal_research(research.network, research.actual, elasticity);
  if (!gain.ok()) return gain.error();
  double overlap = 0.0;
  Analysis result;
  result.title = "how research should be shared out";
  result.columns = {"best share, %", "actual share, %", "best / actual", "share of income, %"};
  for (Index r = 0; r < research.rows.size(); ++r) {
    const auto& industry = folder.economy.industries[region.industries[research.rows[r]]];
    overlap += std::min((*best)[r], research.actual[r]);
    result.rows.push_back({industry.code + " " + industry.name,
                           {100 * (*best)[r], 100 * research.actual[r],
                            (*best)[r] / research.actual[r], 100 * research.network.weight[r]}});
  }
  std::stable_sort(result.rows.begin(), result.rows.end(),
                   [](const auto& a, const auto& b) { return a.values[0] > b.values[0]; });
  result.figures = {
      {"gain of the best shares, % of consumption", 100.0 * std::expm1(gain->log_consumption)},
      {"gain in growth, points a year", 100.0 * gain->growth * elasticity},
      {"research already where it should be, %", 100.0 * overlap},
      {"lambda, a year", options.speed},
      {"rho, a year", options.discount},
      {"elasticity of output to knowledge", elasticity}};
  result.notes = {
      folder.knowledge_links.empty()
          ? "Links are R&D embodied in domestic inputs: the economy has no patent citations "
            "(knowledge_links.csv). They follow what is bought and know no public science; "
            "citations would be the better measure, and give other shares."
          : "Links are those of knowledge_links.csv.",
      "Sectors that record no research are left out. Log-linear knowledge overstates gains from "
      "sectors with next to no research; lambda and rho are from memory (Liu and Ma)."};
  return result;
}

}  // namespace domar::scenario::analyses
