#pragma once
/// @file Fact: a number with its passport.

#include <string>

#include "domar/base/result.hpp"

namespace domar {

/// How a number is known.
enum class FactStatus { seen, computed, derived, from_memory, assumption };

/// "seen", "computed", "derived", "from memory", "assumption".
[[nodiscard]] const char* name_of(FactStatus status);

/// Reads a status as people write it; what mixes several ("seen; mapping ours", "from memory, to be
/// verified") counts as the weakest one named.
/// @error bad_value  no known status word in the text.
[[nodiscard]] Result<FactStatus> parse_fact_status(const std::string& text);

/// A number with value, unit, year, source, vintage and status.
struct Fact {
  double value = 0.0;
  std::string unit;
  std::string year;     ///< the year or years it speaks of
  std::string source;   ///< publisher, date
  std::string vintage;  ///< edition of a figure that gets revised; may be empty
  FactStatus status = FactStatus::assumption;

  bool operator==(const Fact&) const = default;
};

}  // namespace domar
