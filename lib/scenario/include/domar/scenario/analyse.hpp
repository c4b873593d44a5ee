#pragma once
/// @file Analyse: answers an economy gives as it stands, without solving it.

#include <string>
#include <utility>
#include <vector>

#include "domar/base/result.hpp"
#include "domar/scenario/economy_folder.hpp"

namespace domar::scenario {

/// Numbers that an analysis may be asked to use.
struct AnalyseOptions {
  double wedge = 0.1;      ///< distortion-centrality: loss on every input, share of what is paid
  double speed = 0.17;     ///< innovation-network: lambda, a year
  double discount = 0.05;  ///< innovation-network: rho, a year
};

/// A row of an analysis: a sector, a period, a source.
struct AnalysisRow {
  std::string label;
  std::vector<double> values;  ///< one a column; NaN where there is none
};

/// A finished analysis: a few figures, one table, and how to read them.
struct Analysis {
  std::string name;
  std::string title;
  std::string economy;
  std::vector<std::pair<std::string, double>> figures;
  std::vector<std::string> columns;
  std::vector<AnalysisRow> rows;
  std::vector<std::string> notes;
};

/// Names of all analyses, with a line about each.
[[nodiscard]] const std::vector<std::pair<std::string, std::string>>& analysis_names();

/// Runs an analysis of the economy's first region.
/// @error not_found  unknown analysis, with the nearest name; figures that the economy lacks
/// @error bad_value, not_productive  options or accounts out of range
[[nodiscard]] Result<Analysis> analyse(const std::string& name, const EconomyFolder& folder,
                                       const AnalyseOptions& options);

/// For people (the first `most` rows; 0: all), and for programs.
[[nodiscard]] std::string analysis_text(const Analysis& analysis, Index most);
[[nodiscard]] std::string analysis_json(const Analysis& analysis);

}  // namespace domar::scenario
