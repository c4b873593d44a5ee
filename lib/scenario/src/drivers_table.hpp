#pragma once
/// @file The [drivers] table of a scenario file.

#include "domar/scenario/driver_choice.hpp"
#include "toml_reader.hpp"

namespace domar::scenario {

/// Reads [drivers] of a job, if it is there.
/// @error bad_input, not_found  with the nearest valid name.
[[nodiscard]] Result<DriverChoice> read_drivers(const TomlTable& root);

}  // namespace domar::scenario
