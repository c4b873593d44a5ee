#pragma once
/// @file Innovation drivers: from an economy's figures and a job's choice to the drivers that make
/// technology.

#include <string>
#include <vector>

#include "domar/growth/drivers.hpp"
#include "domar/scenario/scenario_file.hpp"
#include "figures.hpp"

namespace domar::scenario {

/// Sets knowledge from abroad, catch-up, experience, substitution, scale and vintages as far as the
/// economy has figures; switches off what the job refuses. A driver that the job demands and the
/// economy has no figures for is kept as the error of `figures`.
///
/// Catch-up, scale and ideas that get harder act only on demand: docs/theory/growth.md#defaults.
void set_innovation(const LoadedJob& loaded, Figures& figures, growth::Drivers& drivers);

/// Names of the drivers that act, in the order of driver_names().
[[nodiscard]] std::vector<std::string> acting_drivers(const LoadedJob& loaded,
                                                      const growth::Drivers& drivers);

}  // namespace domar::scenario
