#pragma once
/// @file Sector link: a directed, weighted link between two sectors, with its passport.

#include <string>

#include "domar/base/array.hpp"
#include "domar/base/fact.hpp"

namespace domar::accounts {

/// For example knowledge that flows from one sector to another, or the sector that a new one grew
/// out of.
struct SectorLink {
  Index from = 0;
  Index to = 0;
  double weight = 0.0;
  std::string source;
  FactStatus status = FactStatus::assumption;
};

}  // namespace domar::accounts
