#pragma once
/// @file Satellite account: what industries and final users emit, employ or use up, beside the
/// money.

#include <string>
#include <vector>

#include "domar/base/array.hpp"

namespace domar::accounts {

/// One flow of a satellite account, for example CO2 in kg.
struct SatelliteRow {
  std::string code;  ///< unique in its account; parts of the source's label joined by " | "
  std::string name;  ///< for people; the code where the source has no other
  std::string unit;  ///< of this row; empty where the source does not say
};

/// Physical or other flows that go with the money of an Economy, in the order of its industries and
/// final uses.
struct SatelliteAccount {
  std::string name;  ///< for example "emissions"; unique in the economy
  std::vector<SatelliteRow> rows;
  Matrix by_industry;   ///< (row, industry) in the unit of the row
  Matrix by_final_use;  ///< (row, final use); empty where the source gives none
};

}  // namespace domar::accounts
