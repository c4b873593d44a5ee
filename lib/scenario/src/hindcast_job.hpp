#pragma once
/// @file The job of the hindcast of China: set up with what was known in 2012, and what it
/// predicts.

#include <map>
#include <string>

#include "domar/accounts/parameters.hpp"
#include "domar/base/array.hpp"
#include "domar/scenario/scenario_file.hpp"

namespace domar::scenario {

inline constexpr int k_hindcast_base = 2012;
inline constexpr int k_hindcast_last = 2022;  ///< emerging industries are looked at to here

/// Figures of known_in_2012.csv beside an economy's table. @error  those of read_facts.
[[nodiscard]] Result<accounts::FactTable> read_known_in(const EconomyFolder& folder, int year);

/// The job of 2012 from an economy's folder, stripped of what came later (as_known_in). AI, data
/// and the trend of emerging industries are off: no figure of the time says anything about them.
/// Growth is that expected then, people of working age follow the projection of the time.
/// @error  those of as_known_in; not_found  `instead` lacks an expected.* figure.
[[nodiscard]] Result<LoadedJob> hindcast_job(EconomyFolder folder,
                                             const accounts::FactTable& instead,
                                             int last_year = k_hindcast_last);

/// What one draw predicts.
struct Predicted {
  bool solved = false;
  std::map<int, Vector> value_added, exports, imports;  ///< by year and good, share of GDP
  std::map<int, std::map<std::string, double>> classes;
};

/// Runs a job to its last year. `solved` is false where the model could not be set up or solved.
[[nodiscard]] Predicted predicted(const LoadedJob& job);

}  // namespace domar::scenario
