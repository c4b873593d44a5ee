#pragma once
/// @file solve_batch: many static counterfactuals of one economy, side by side.

#include <string>
#include <vector>

#include "domar/base/result.hpp"

namespace domar::scenario {

/// One shock of a batch.
struct BatchLine {
  std::string file;
  std::string title;
  bool converged = false;
  double feasible_share = 1.0;
  std::string note;  ///< why not all of it
  /// Relative changes against the base year, by Batch::columns; empty if it did not converge.
  std::vector<double> changes;
  std::vector<std::string> notes;  ///< closures that are not held, and what else should be known
  std::string json;                ///< all results, as those of one shock
};

struct Batch {
  std::string economy;
  std::vector<std::string> columns;  ///< headline results: of regions, or of the nation
  std::vector<BatchLine> lines;      ///< in the order of the files

  [[nodiscard]] bool all_converged() const;
};

/// Reads all files first, then solves each from the base year; shocks side by side on all cores,
/// same bits for any number of them. The answers are those of solve_shock, solve_world_shock or
/// solve_model, one at a time.
///
/// @param economy  built-in economy, .nc file or model file.
/// @error as those three; of several bad files the first; no shock is solved then.
[[nodiscard]] Result<Batch> solve_batch(const std::string& economy,
                                        const std::vector<std::string>& files,
                                        bool with_contributions = false);

/// A table, a row for each shock; and for programs: `shocks`, each with its `file`.
[[nodiscard]] std::string batch_text(const Batch& batch);
[[nodiscard]] std::string batch_json(const Batch& batch);

}  // namespace domar::scenario
