#pragma once
/// @file optimise_levers: the best taxes, subsidies and tariffs of one country or model, from an
/// optimise file with [[instrument]] tables.
///
/// Format: docs/reference/optimise-files.md#one-country.

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domar/base/result.hpp"
#include "domar/scenario/solve_model.hpp"

namespace domar::scenario {

/// An instrument at the optimum.
struct BestInstrument {
  std::string name;
  std::string kind;                 ///< in words: "tariff"
  std::string sector;               ///< code or class; empty: all
  std::optional<double> base_rate;  ///< of a tax that is one rate in the base year
  double amount = 0.0;              ///< as people say it: rate added, relative change
  double taxed = 0.0;               ///< base-year money on which it acts
  double slope = 0.0;  ///< relative change of the objective per unit more of the amount
  int bound = 0;       ///< -1, +1: held back by its lower, upper bound
};

struct BestLevers {
  std::string title, economy;
  std::string objective;
  bool converged = false;
  std::string note;
  double gain = 0.0;  ///< of the objective, relative (its change where it is a share)
  double before = 0.0, after = 0.0;
  double gradient_norm = 0.0;
  Index evaluations = 0;  ///< equilibria, each with its gradient
  Index starts = 1;
  double spread = 0.0;  ///< relative: best start over worst
  std::vector<BestInstrument> instruments;
  std::vector<std::pair<std::string, double>> gains;  ///< by who spends: real income, relative
  std::vector<NamedResult> side_effects;
  std::vector<std::string> notes;
  double residual = 0.0;
};

/// Whether an optimise file speaks of levers ([[instrument]]) rather than of a world's taxes.
[[nodiscard]] bool speaks_of_levers(const std::filesystem::path& file);

/// @param economy  built-in economy, .nc file of one country, or model file (.toml)
/// @error  those of load_shock and equilibrium::optimum, with file:line:column.
[[nodiscard]] Result<BestLevers> optimise_levers(const std::string& economy,
                                                 const std::filesystem::path& file);

/// For people, and for programs.
[[nodiscard]] std::string best_levers_text(const BestLevers& best);
[[nodiscard]] std::string best_levers_json(const BestLevers& best);

}  // namespace domar::scenario
