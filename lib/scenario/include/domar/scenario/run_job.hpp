#pragma once
/// @file run_job: a loaded job -> results.

#include <filesystem>

#include "domar/base/progress.hpp"
#include "domar/base/result.hpp"
#include "domar/scenario/results.hpp"
#include "domar/scenario/scenario_file.hpp"
#include "domar/scenario/uncertainty.hpp"

namespace domar::scenario {

struct RunOptions {
  int threads = 2;  ///< scenarios run side by side; results have the same bits for any number
  Progress::Style progress = Progress::Style::none;
  DrawOptions draws{};             ///< how many draws over uncertain numbers; none by default
  std::filesystem::path folder{};  ///< of the results: finished draws are kept there
};

/// Builds the network, checks that it replicates the base year, runs the baseline, the twins and
/// the scenarios, the static cut-offs, and the draws if any are asked for.
///
/// @error no_convergence, infeasible  which scenario, year and market
/// @error not_found                   a figure or parameter that the run needs is missing
/// @error interrupted                 the user asked to stop
[[nodiscard]] Result<Results> run_job(LoadedJob loaded, const RunOptions& options);

}  // namespace domar::scenario
