#pragma once
/// @file The parts of world shock files that other files of worlds have too: changes, closures,
/// instruments in words.

#include <string>
#include <vector>

#include "world_words.hpp"

namespace domar::scenario {

/// Keys of a world shock file.
[[nodiscard]] std::vector<std::string> world_shock_keys();

/// Title, options and changes of an open file, without its closures; may be without any change.
/// @error not_found, bad_input, bad_value  with file:line:column.
[[nodiscard]] Result<WorldShock> read_world_shock(const TomlTable& root,
                                                  const accounts::Economy& economy);

/// All [[closure]] tables.
/// @param limits  whether at_least, at_most, lower and upper may be said
/// @error not_found, bad_value, infeasible  unknown words with the nearest; a result that does not
///        move with the instrument; with file:line:column.
[[nodiscard]] Result<std::vector<equilibrium::WorldSwap>> read_world_closures(const TomlTable& root,
                                                                              SolvedWorld& world,
                                                                              bool limits);

/// Whether people mean such a change: rates by 3 at most and every tax above -100 %, transfers of
/// all spending at most, other things to above 0 and 11 times as much at most.
/// @error bad_value  with what to write instead.
[[nodiscard]] Status check_world_change(const equilibrium::WorldLever& lever, double said,
                                        const equilibrium::WorldModel& model);

/// The tables of a shock as changes of parameters; what carries one name is one.
[[nodiscard]] std::vector<equilibrium::WorldChange> changes_of(
    const WorldShock& shock, const equilibrium::WorldModel& model);

/// All of them together.
[[nodiscard]] equilibrium::WorldExperiment experiment_of(
    const equilibrium::WorldModel& model, const std::vector<equilibrium::WorldChange>& changes);

}  // namespace domar::scenario
