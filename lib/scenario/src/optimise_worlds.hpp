#pragma once
/// @file The world that an optimise file is about.

#include "domar/scenario/optimise.hpp"
#include "toml_reader.hpp"

namespace domar::scenario {

/// Fills `entry`, `links` or `data`, and `notes` from [world], [[sector]] and [elasticities], the
/// economy or the world given.
[[nodiscard]] Status read_policy_world(const TomlTable& root, GivenWorld& given,
                                       OptimiseProblem& problem);

/// A number of the table, if it is there. @error bad_value  it is below `least` or not finite.
[[nodiscard]] Status read_at_least(const TomlTable& table, const char* key, double least,
                                   double& value);

}  // namespace domar::scenario
