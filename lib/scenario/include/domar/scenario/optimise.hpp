#pragma once
/// @file optimise: the best taxes and subsidies of a region of a world, alone or with others
/// answering.

#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "domar/base/result.hpp"
#include "domar/equilibrium/gravity.hpp"
#include "domar/equilibrium/world_model.hpp"

namespace domar::scenario {

/// How entry works: decides whether a sector's markup is profits or external scale economies.
enum class Entry { none, restricted, free };

/// A tax that a region may set: within which bounds, on what, and how finely.
struct TaxChoice {
  bool allowed = false;
  double lower = -1.0;  ///< of the rate, a share; -1 is no bound
  double upper = std::numeric_limits<double>::infinity();
  std::vector<Index> sectors;   ///< empty: all
  std::vector<Index> partners;  ///< origins of imports, destinations of exports; empty: all
  bool by_sector = true;        ///< whether the rate may differ between sectors
  bool by_partner = true;       ///< and between partners
};

/// An optimise file, read: docs/reference/optimise-files.md.
struct OptimiseProblem {
  std::string title;
  std::string economy;
  Entry entry = Entry::none;
  /// The world as the world engine has it, with links between industries ...
  std::optional<equilibrium::WorldModel> links;
  equilibrium::GravityData data;  ///< ... or where that is empty: labour alone
  Index region = 0;               ///< who sets taxes
  Vector weight;  ///< by region: what its money counts in the objective; empty: own income alone
  TaxChoice import_tax, export_tax, production_tax;
  std::vector<Index> answering;    ///< regions that answer in turn; may be none
  Index rounds = 30;               ///< of answers, at most
  Index starts = 0;                ///< of the search; 0: 2, or 5 if several equilibria may be
  std::vector<std::string> notes;  ///< what was repaired on the way in

  [[nodiscard]] const Labels& regions() const { return links ? links->regions : data.regions; }
  [[nodiscard]] const Labels& sectors() const { return links ? links->sectors : data.sectors; }
};

/// A world that is not read from an economy file, without deficits.
struct GivenWorld {
  std::optional<equilibrium::GravityData> restricted, free_entry;  ///< labour alone, by entry
  std::optional<equilibrium::WorldModel> links;
};

/// Reads an optimise file for an economy with several regions.
///
/// @param given  the world, where it is not read from an economy file
/// @error not_found, bad_input, bad_value  with file:line:column and what to try.
/// @error infeasible  a national table: the rest of the world's own trade is not in it.
/// @error no_convergence  the world without deficits was not found.
[[nodiscard]] Result<OptimiseProblem> load_optimise(const std::string& economy,
                                                    const std::filesystem::path& file,
                                                    GivenWorld given = {});

/// One tax at the optimum.
struct SetTax {
  std::string name;  ///< in words
  const char* kind = "";
  std::string sector;   ///< code, or "all"
  std::string partner;  ///< the same; the region itself for taxes on production
  double rate = 0.0;
  double base_rate = 0.0;  ///< mean of the base year
  double taxed = 0.0;      ///< what it taxes in the base year [money]
  int bound = 0;           ///< -1 held by its lower bound, 1 by its upper one
};

/// What one region found best.
struct RegionPolicy {
  Index region = 0;
  std::vector<SetTax> instruments;
  double gradient_norm = 0.0;
  bool converged = false;
  std::string note;
};

struct OptimiseResult {
  std::vector<RegionPolicy> policies;  ///< of the region, then of those that answer
  Vector gain;                         ///< by region, share of real income, all policies in place
  double gain_alone = 0.0;             ///< of the region before anybody answers
  double objective = 0.0;  ///< weighted equivalent variation over weighted spending, first search
  double uniqueness_number = 0.0;
  Index starts = 0;
  double spread = 0.0;       ///< objective of the best start over that of the worst
  Index evaluations = 0;     ///< equilibria solved, each with its gradient
  Index rounds = 0;          ///< of answers
  double last_change = 0.0;  ///< largest change of a tax in the last round: ln(1 + rate), times the
                             ///< root of the share of spending that it taxes where there are links
  bool converged = false;
  std::string note;
};

/// Best policy, then best answers in turn until no tax moves by more than 1e-6 (Nash equilibrium).
/// @error  those of equilibrium::Gravity::make, optimal_policy and optimal_world_policy.
[[nodiscard]] Result<OptimiseResult> optimise(const OptimiseProblem& problem);

/// For people, and for programs.
[[nodiscard]] std::string optimise_text(const OptimiseProblem& problem,
                                        const OptimiseResult& result);
[[nodiscard]] std::string optimise_json(const OptimiseProblem& problem,
                                        const OptimiseResult& result);

}  // namespace domar::scenario
