#pragma once
/// @file Version of Domar, as the build says.

namespace domar::scenario {

/// For example "0.1.0".
extern const char* const k_version;

}  // namespace domar::scenario
