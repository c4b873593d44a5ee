#pragma once
/// @file Model: from an economy folder and a job to network options and drivers.

#include "domar/growth/drivers.hpp"
#include "domar/network/from_accounts.hpp"
#include "domar/scenario/results.hpp"
#include "domar/scenario/scenario_file.hpp"

namespace domar::scenario {

/// Elasticities of a named set, nests by name or by rules, data income, closures.
/// @error not_found  a figure or parameter is missing in the economy's folder; those of
///        read_nest_rules.
[[nodiscard]] Result<network::NetworkOptions> network_options(const LoadedJob& loaded,
                                                              const std::string& elasticities);

/// Capital, labour, knowledge, AI, data, emerging industries, measured growth.
/// @error not_found  as above.
[[nodiscard]] Result<growth::Drivers> drivers_of(const LoadedJob& loaded,
                                                 const network::AccountsNetwork& network);

/// One cut-off of a foreign supplier under one set of elasticities, static.
[[nodiscard]] Result<CutoffResult> run_cutoff(const LoadedJob& loaded, const Cutoff& cutoff,
                                              const std::string& elasticities);

}  // namespace domar::scenario
