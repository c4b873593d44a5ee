#pragma once
/// @file One [[policy]], [[shock]] or [[change]] table as an instrument.

#include "domar/policy/instrument.hpp"
#include "domar/readers/toml.hpp"
#include "domar/scenario/economy_folder.hpp"

namespace domar::scenario {

using readers::TomlTable;

/// @param static_year  0: the file gives years; else the measure is in force in this year alone.
/// @error  unknown keys, kinds and sectors with the nearest; numbers out of range; with
///         file:line:column.
[[nodiscard]] Result<policy::Instrument> read_instrument(const TomlTable& table,
                                                         const EconomyFolder& economy,
                                                         int static_year);

}  // namespace domar::scenario
