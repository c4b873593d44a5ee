#pragma once
/// @file seek_targets: which instruments bring results to their targets, from a seek file.
///
/// Format: docs/reference/seek-files.md.

#include <filesystem>
#include <string>
#include <vector>

#include "domar/base/result.hpp"
#include "domar/equilibrium/seek.hpp"
#include "domar/scenario/solve_model.hpp"

namespace domar::scenario {

struct SoughtInstrument {
  std::string name;
  double amount = 0.0;  ///< as people say it: rate added, relative change
  int bound = 0;        ///< -1, +1: stands at its lower, upper bound
  Vector slopes;  ///< by target: change of the result per unit of the lever (0.01 = one point)
};

struct SoughtTarget {
  std::string name;
  std::string unit;
  double before = 0.0, goal = 0.0, after = 0.0;
  double price = 0.0;  ///< cost of one unit more
};

struct SeekOutcome {
  std::string title;
  std::string economy;
  std::string cost_name;
  bool reached = false;
  bool cheapest = false;
  std::string note;
  double cost = 0.0;
  std::vector<SoughtTarget> targets;
  std::vector<SoughtInstrument> instruments;
  std::vector<FreedInstrument> freed;  ///< what closures moved on the way (worlds)
  std::vector<NamedResult> side_effects;
  std::vector<Index> shown;        ///< rows of them that the text shows; empty: all
  std::vector<std::string> notes;  ///< assumptions, instruments left out
  int solves = 0;
  double residual = 0.0;
};

/// @param economy  built-in economy, .nc file (of one country or of a world), or model file (.toml)
/// @error  those of load_shock, with file:line:column; those of equilibrium::seek.
[[nodiscard]] Result<SeekOutcome> seek_targets(const std::string& economy,
                                               const std::filesystem::path& file);

/// For people, and for programs.
[[nodiscard]] std::string seek_text(const SeekOutcome& outcome);
[[nodiscard]] std::string seek_json(const SeekOutcome& outcome);

}  // namespace domar::scenario
