#pragma once
/// @file Parameters: numbers that come beside the accounts, each with its passport.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/fact.hpp"
#include "domar/base/labels.hpp"
#include "domar/base/result.hpp"

namespace domar::accounts {

/// Parameters by sector, for example an elasticity for each of 153 sectors.
struct SectorParameters {
  Labels sectors;
  std::map<std::string, std::vector<Fact>> by_name;  ///< every vector has one Fact per sector

  /// The parameter with its passports.
  /// @error not_found  no such parameter; the hint names the nearest.
  [[nodiscard]] Result<std::vector<Fact>> require(const std::string& name) const;
  /// Its values only. @error not_found  as require.
  [[nodiscard]] Result<Vector> values(const std::string& name) const;
};

/// A figure with the range its source gives.
struct RangedFact : Fact {
  std::optional<double> low;
  std::optional<double> high;
};

/// Single figures by name.
struct FactTable {
  std::map<std::string, RangedFact> by_name;

  /// @error not_found  no such figure; the hint names the nearest.
  [[nodiscard]] Result<RangedFact> require(const std::string& name) const;
};

/// Figures by year.
struct SeriesTable {
  std::map<std::string, std::map<int, Fact>> by_name;

  /// The whole series. @error not_found  no such series; the hint names the nearest.
  [[nodiscard]] Result<std::map<int, Fact>> require(const std::string& name) const;
  /// One year. @error not_found  no such series or year.
  [[nodiscard]] Result<Fact> require(const std::string& name, int year) const;
};

}  // namespace domar::accounts
