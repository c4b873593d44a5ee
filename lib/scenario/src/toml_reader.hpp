#pragma once
/// @file TomlTable by its short name.

#include "domar/readers/toml.hpp"

namespace domar::scenario {

using readers::TomlTable;

}  // namespace domar::scenario
