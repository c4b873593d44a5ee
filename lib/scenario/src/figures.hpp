#pragma once
/// @file Figures: what a model asks of an economy's facts, series and parameters.

#include <map>
#include <optional>
#include <string>

#include "domar/scenario/economy_folder.hpp"

namespace domar::scenario {

/// Collects figures; the first missing one is kept as the error.
class Figures {
 public:
  explicit Figures(const EconomyFolder& folder) : folder_(folder) {}

  /// A single figure.
  double operator()(const std::string& name);
  [[nodiscard]] bool has(const std::string& name) const;
  [[nodiscard]] bool has_parameter(const std::string& name) const;
  [[nodiscard]] bool has_series(const std::string& name) const;
  std::map<int, double> series(const std::string& name);
  /// A series that must hold the base year, and reach `last_year` when that is given.
  std::map<int, double> series_from(const std::string& name, int base_year, int last_year = 0);
  /// A parameter by sector, laid out by good of the economy; `otherwise` where there is no sector.
  Vector by_good(const std::string& name, double otherwise);
  /// The same by industry of region 0, 0 elsewhere.
  Vector by_industry(const std::string& name);
  /// A good of the economy for each of its own sectors, in the order of the tables beside it.
  [[nodiscard]] Index industry_of_sector(Index sector) const;

  [[nodiscard]] Status status() const;

 private:
  void miss(Error error, const char* file);
  const EconomyFolder& folder_;
  std::optional<Error> error_;
};

}  // namespace domar::scenario
