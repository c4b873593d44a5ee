#pragma once
/// @file Driver choice: which drivers of growth act in a job, as its [drivers] table says.
///
/// Format: docs/reference/scenario-files.md#drivers.

#include <map>
#include <optional>
#include <string>

#include "domar/growth/drivers.hpp"

namespace domar::scenario {

/// The choice of a job. What the file does not name is left to the figures of the economy.
struct DriverChoice {
  /// Drivers named by the file, on or off; see driver_names().
  std::map<std::string, bool> named;
  bool saturating_data = false;    ///< data_form = "saturating"
  std::string ai_scenario;         ///< "acemoglu", "oecd", "goldman"; empty: the economy's figures
  std::optional<double> ai_total;  ///< ai = 0.02: what AI adds to TFP in ten years, log points
  bool operator==(const DriverChoice&) const = default;

  /// Is the driver named, and on?
  [[nodiscard]] bool demanded(const std::string& driver) const;
  /// Is it named, and off?
  [[nodiscard]] bool refused(const std::string& driver) const;
};

/// Names of the drivers that can be switched, with a line about each.
[[nodiscard]] const std::map<std::string, std::string>& driver_names();

}  // namespace domar::scenario
