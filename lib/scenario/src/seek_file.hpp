#pragma once
/// @file What all seek files say alike, whatever the economy: [[target]] and [cost].

#include <functional>
#include <string>
#include <vector>

#include "domar/scenario/seek_targets.hpp"
#include "toml_reader.hpp"

namespace domar::scenario {

/// A result that a target names.
struct NamedTarget {
  std::string name, unit;
  std::function<double()> base_value;  ///< of the base year
};

/// All [[target]] tables: `describe` learns each result; the answer is the goals.
/// @error bad_input, bad_value  with file:line:column; those of `describe`, at its words.
[[nodiscard]] Result<std::vector<double>> read_goals(
    const TomlTable& root, const std::function<Result<NamedTarget>(const std::string&)>& describe);

/// What [cost] wants small or large.
struct CostWords {
  std::string words = "squares";  ///< a result, "squares" or "fiscal"
  std::string key;                ///< where it stands: minimise, maximise; empty: no [cost]
  bool small = true;
  /// "budget, as large as can be".
  [[nodiscard]] std::string told(const std::string& result) const {
    return result + (small ? ", as small as can be" : ", as large as can be");
  }
};
inline constexpr const char* k_squares_told = "half the sum of squared amounts";

/// @error bad_input  with file:line:column.
[[nodiscard]] Result<CostWords> read_cost(const TomlTable& root);

/// The rows of an outcome that come from its search.
void fill_findings(const equilibrium::SeekFindings& found, SeekOutcome& outcome);

}  // namespace domar::scenario
