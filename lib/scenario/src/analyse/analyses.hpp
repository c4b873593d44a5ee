#pragma once
/// @file Analyses: each in a file of its own.

#include "domar/scenario/analyse.hpp"

namespace domar::scenario::analyses {

/// Inputs and final uses of a region's industries, from its accounts.
struct Region {
  std::vector<Index> industries;  ///< of the economy
  Matrix shares;                  ///< (i, j): what i pays domestic industry j, over the sales of i
  Vector sales;                   ///< money
  Vector income;                  ///< value added without net production taxes, money
  Vector final_share;             ///< of domestic final use and exports, sums to 1
  double gdp = 0.0;
};
[[nodiscard]] Region region_of(const accounts::Economy& economy, Index region);

[[nodiscard]] Result<Analysis> influence(const EconomyFolder& folder,
                                         const AnalyseOptions& options);
[[nodiscard]] Result<Analysis> distortion_centrality(const EconomyFolder& folder,
                                                     const AnalyseOptions& options);
[[nodiscard]] Result<Analysis> innovation_network(const EconomyFolder& folder,
                                                  const AnalyseOptions& options);
[[nodiscard]] Result<Analysis> growth_accounts(const EconomyFolder& folder,
                                               const AnalyseOptions& options);
[[nodiscard]] Result<Analysis> industry_accounts(const EconomyFolder& folder,
                                                 const AnalyseOptions& options);

}  // namespace domar::scenario::analyses
