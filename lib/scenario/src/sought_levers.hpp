#pragma once
/// @file Sought levers: the [[instrument]] tables of seek and optimise files, and what the answer
/// of both says about other results.

#include <optional>
#include <string>
#include <vector>

#include "domar/equilibrium/seek.hpp"
#include "domar/models/vocabulary.hpp"
#include "domar/readers/toml.hpp"
#include "domar/scenario/economy_folder.hpp"
#include "domar/scenario/solve_model.hpp"

namespace domar::scenario {

using readers::TomlTable;

/// An instrument in words, and the lever that it is.
struct SoughtLine {
  std::string kind;                 ///< "tariff"
  std::string object;               ///< "094"; empty where it moves all
  std::optional<double> base_rate;  ///< of a tax that is one rate in the base year
  equilibrium::SoughtLever sought;
};

/// All [[instrument]] tables: `lever`, `lower` and `upper` (changes) or `min` and `max` (rates),
/// `weight`, `name`; with `sectors` one instrument for each of them.
///
/// @param folder  of the economy; nullptr for a model file, which has no sectors
/// @param notes   what a pattern of sectors named although there is nothing to act on
/// @error bad_input, bad_value, not_found  with file:line:column.
[[nodiscard]] Result<std::vector<SoughtLine>> read_sought_levers(const TomlTable& root,
                                                                 const models::Vocabulary& words,
                                                                 const EconomyFolder* folder,
                                                                 std::vector<std::string>& notes);

/// Standard results that are no quantity of a single node, before and after.
[[nodiscard]] std::vector<NamedResult> side_effects(const models::Vocabulary& words,
                                                    const equilibrium::ClosedSolution& before,
                                                    const equilibrium::ClosedSolution& after);

/// The rows of `side_effects` as text.
[[nodiscard]] std::string side_effects_text(const std::vector<NamedResult>& rows);

}  // namespace domar::scenario
