#pragma once
/// @file optimise: the best taxes and subsidies of a region of a world, alone or with others
/// answering.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "domar/base/result.hpp"
#include "domar/equilibrium/gravity.hpp"
#include "domar/equilibrium/gravity_policy.hpp"

namespace domar::scenario {

/// How entry works: decides whether a sector's markup is profits or external scale economies.
enum class Entry { none, restricted, free };

/// An optimise file, read: docs/reference/optimise-files.md.
struct OptimiseProblem {
  std::string title;
  std::string economy;
  Entry entry = Entry::none;
  equilibrium::GravityData data;      ///< deficits removed
  equilibrium::PolicyProblem policy;  ///< region, instruments, ranges; `held` is the base year
  std::vector<Index> answering;       ///< regions that answer in turn; may be none
  Index rounds = 30;                  ///< of answers, at most
  Index starts = 0;                   ///< of the search; 0: 2, or 5 if several equilibria may be
  std::vector<std::string> notes;     ///< what was repaired on the way in
};

/// Reads an optimise file for an economy with several regions, each buying from itself.
///
/// @param given  the world, where it is not read from an economy file
/// @error not_found, bad_input, bad_value  with file:line:column and what to try.
/// @error infeasible  a national table: the rest of the world's own trade is not in it.
[[nodiscard]] Result<OptimiseProblem> load_optimise(
    const std::string& economy, const std::filesystem::path& file,
    const std::optional<equilibrium::GravityData>& restricted = std::nullopt,
    const std::optional<equilibrium::GravityData>& free_entry = std::nullopt);

/// What one region found best.
struct RegionPolicy {
  Index region = 0;
  std::vector<equilibrium::PolicyInstrument> instruments;
  double gradient_norm = 0.0;
  bool converged = false;
  std::string note;
};

struct OptimiseResult {
  std::vector<RegionPolicy> policies;  ///< of the region, then of those that answer
  Vector gain;                         ///< by region, share of real income, all policies in place
  double gain_alone = 0.0;             ///< of the region before anybody answers
  double uniqueness_number = 0.0;
  Index starts = 0;
  double spread = 0.0;  ///< gain of the best start over that of the worst
  Index evaluations = 0;
  Index rounds = 0;          ///< of answers
  double last_change = 0.0;  ///< largest change of a log gross tax in the last round
  bool converged = false;
  std::string note;
};

/// Best policy, then best answers in turn until no tax moves by more than 1e-6 (Nash equilibrium).
/// @error  those of equilibrium::Gravity::make and optimal_policy.
[[nodiscard]] Result<OptimiseResult> optimise(const OptimiseProblem& problem);

/// For people, and for programs.
[[nodiscard]] std::string optimise_text(const OptimiseProblem& problem,
                                        const OptimiseResult& result);
[[nodiscard]] std::string optimise_json(const OptimiseProblem& problem,
                                        const OptimiseResult& result);

}  // namespace domar::scenario
