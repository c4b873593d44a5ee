#pragma once
/// @file Words cut at "of", "in", "from" and "to": how results and instruments of a world are
/// named.

#include <optional>
#include <string>
#include <vector>

#include "domar/base/labels.hpp"

namespace domar::scenario {

/// "HEAD of OBJECT in PLACE from ORIGIN to DESTINATION"; what is not said stays empty.
struct Clauses {
  std::string words;
  std::string head;  ///< with spaces for underscores
  std::optional<std::string> object, place, origin, destination;
};

/// Cuts words at "of" or "on" (the first one only), "in", "from" and "to".
/// @error bad_input  a clause stands twice.
[[nodiscard]] Result<Clauses> clauses_of(const std::string& words);

/// Labels named by "A" or "A + B", codes or titles.
/// @error not_found, bad_input  unknown, with the nearest; named twice.
[[nodiscard]] Result<std::vector<Index>> listed(const std::string& text, const Labels& labels,
                                                const char* what);

}  // namespace domar::scenario
