#pragma once
/// @file Seek files on a world of regions and sectors.

#include "domar/accounts/economy.hpp"
#include "domar/scenario/seek_targets.hpp"
#include "toml_reader.hpp"

namespace domar::scenario {

/// @error  as seek_targets.
[[nodiscard]] Result<SeekOutcome> seek_world(const TomlTable& root,
                                             const accounts::Economy& economy);

}  // namespace domar::scenario
