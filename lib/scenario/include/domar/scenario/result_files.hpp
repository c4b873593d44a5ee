#pragma once
/// @file Result files: paths.nc, tables/*.csv, summary.json, run.json, report.html.
///
/// Formats: docs/reference/files.md and docs/reference/summary.md.

#include <filesystem>
#include <string>

#include "domar/base/result.hpp"
#include "domar/scenario/results.hpp"

namespace domar::scenario {

/// summary.json as text; version field first.
[[nodiscard]] std::string summary_json(const Results& results);
/// run.json as text: version, inputs' hashes, closures, convergence, timings.
[[nodiscard]] std::string run_json(const Results& results);
/// What fits a screen: SEI beside official figures, growth accounts, dependence, fiscal cost.
[[nodiscard]] std::string summary_text(const Results& results);

/// Writes all files into `folder`, each atomically.
[[nodiscard]] Status write_results(const Results& results, const std::filesystem::path& folder);

}  // namespace domar::scenario
