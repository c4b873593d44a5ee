#pragma once
/// @file Classification: which share of each sector belongs to a set, for example emerging
/// industries.

#include <string>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/fact.hpp"

namespace domar::accounts {

/// Part of a sector that belongs to the set.
struct Share {
  Index sector = 0;    ///< number in Economy::goods
  double share = 0.0;  ///< of the sector's output, 0 to 1
  std::string group;   ///< part of the set, for example "new materials"; may be empty
  std::string source;
  FactStatus status = FactStatus::assumption;
};

/// A named set of (parts of) sectors. A sector may belong to several groups.
struct Classification {
  std::string name;   ///< for example "sei"
  std::string title;  ///< for people
  std::vector<Share> shares;

  /// Share of each of `sectors` sectors in the set, groups added up; 0 where nothing is said.
  [[nodiscard]] Vector weights(Index sectors) const;
};

}  // namespace domar::accounts
