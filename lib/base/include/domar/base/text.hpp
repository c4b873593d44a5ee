#pragma once
/// @file Small helpers for names and numbers as people write them.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domar/base/array.hpp"

namespace domar {

[[nodiscard]] std::string lower_case(std::string_view text);
[[nodiscard]] std::string trimmed(std::string_view text);

/// The whole text as a finite number; nothing if anything is left over, or it is NaN or infinite.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

/// Position of the candidate closest to `wanted`, letter case ignored: one that contains it, else
/// by edits (Levenshtein) over the longer length, of the whole name or word by word. 0 if there are
/// none.
[[nodiscard]] Index nearest_name(std::string_view wanted,
                                 const std::vector<std::string>& candidates);

}  // namespace domar
