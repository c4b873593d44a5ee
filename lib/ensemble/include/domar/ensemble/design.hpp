#pragma once
/// @file Design: where in the unit cube of uncertain inputs the draws lie.
///
/// Theory: docs/theory/uncertainty.md#designs.

#include <cstdint>

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"

namespace domar::ensemble {

/// The most inputs a design can have.
inline constexpr Index k_most_inputs = 1000;

/// Points of Sobol's sequence, moved as a whole by a shift that depends on the seed (modulo 1,
/// Cranley and Patterson 1976). Draw k is the same however many draws are asked for.
///
/// @return  (draw, input), every entry strictly between 0 and 1.
/// @error bad_value  no draw, no input, or more than k_most_inputs. not_found  as openturns().
[[nodiscard]] Result<Matrix> sobol_design(Index draws, Index inputs, std::uint64_t seed);

/// Latin hypercube: in every input one draw in each of `draws` equal parts. Draw k depends on how
/// many are asked for. @error as sobol_design.
[[nodiscard]] Result<Matrix> latin_hypercube(Index draws, Index inputs, std::uint64_t seed);

/// A 64-bit number that depends on the seed and on a counter alone (SplitMix64): the seed of draw
/// k, whichever thread makes it and whatever came before.
[[nodiscard]] std::uint64_t counter_seed(std::uint64_t seed, std::uint64_t counter);

/// The same as a number in (0, 1), a multiple of 2^-53 plus half of it.
[[nodiscard]] double counter_uniform(std::uint64_t seed, std::uint64_t counter);

}  // namespace domar::ensemble
