#pragma once
/// @file draw_job: a job run again and again with its uncertain numbers drawn.

#include <filesystem>

#include "domar/accounts/fact_log.hpp"
#include "domar/base/progress.hpp"
#include "domar/scenario/results.hpp"
#include "domar/scenario/scenario_file.hpp"
#include "domar/scenario/uncertainty.hpp"

namespace domar::scenario {

/// Where draws are kept until all are done, inside the folder of the results.
inline constexpr const char* k_draw_store = "draws.partial";

struct DrawJobOptions {
  DrawOptions draws;
  int threads = 1;
  std::filesystem::path folder;  ///< of the results; empty: draws are not kept
  Progress::Style progress = Progress::Style::none;
};

/// Runs the baseline and the scenario with everything together, as far as the job has one, once
/// for every draw. Same bits for any number of threads and whatever was taken up.
///
/// @param official  the official SEI series; used: what building the job's model asked for
/// @error interrupted  finished draws are in folder / k_draw_store and will be taken up.
/// @error no_convergence  more than a tenth of the draws could not be solved.
[[nodiscard]] Result<Uncertainty> draw_job(const LoadedJob& job,
                                           const std::vector<OfficialPoint>& official,
                                           const accounts::FactLog& used,
                                           const DrawJobOptions& options);

/// The job's last year of draws: as asked, or that of the latest official target, or the job's.
[[nodiscard]] int last_year_of_draws(const Job& job, const std::vector<OfficialPoint>& official,
                                     const DrawOptions& options);

}  // namespace domar::scenario
