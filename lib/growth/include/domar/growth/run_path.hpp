#pragma once
/// @file run_path: an economy through the years under a set of instruments.
///
/// Theory: docs/theory/growth.md#the-loop.

#include <functional>

#include "domar/accounts/classification.hpp"
#include "domar/accounts/economy.hpp"
#include "domar/growth/drivers.hpp"
#include "domar/growth/path.hpp"
#include "domar/network/from_accounts.hpp"
#include "domar/policy/instrument.hpp"

namespace domar::growth {

/// What a run needs; nothing is copied.
struct PathInputs {
  const accounts::Economy& economy;
  const network::AccountsNetwork& network;
  const Drivers& drivers;
  const std::vector<accounts::Classification>& classes;
};

/// Solves every year from the base year to drivers.last_year.
///
/// With `residual` empty the labour-augmenting residual is calibrated so that GDP growth meets
/// drivers.target; otherwise it is taken as given (scenarios share the baseline's).
///
/// @param on_year  called after each year; return false to stop
/// @error bad_value       instruments, drivers or classes do not fit the economy
/// @error shape_mismatch  the network was not built from the economy
/// @error no_convergence  a year could not be solved; `where` names it and the worst market
/// @error interrupted     on_year returned false
/// @cost  a few warm solves per year, a few more for calibrated years
[[nodiscard]] Result<Path> run_path(const PathInputs& inputs, const std::string& scenario,
                                    const std::vector<policy::Instrument>& instruments,
                                    const std::map<int, double>& residual,
                                    const std::function<bool(int year)>& on_year = {});

/// The labour-augmenting residual of every year: calibrated while growth is measured, then the mean
/// of the last measured years. A path run with it has the same bits whoever runs it.
/// @error as run_path
[[nodiscard]] Result<std::map<int, double>> calibrate_residual(
    const PathInputs& inputs, const std::function<bool(int year)>& on_year = {});

}  // namespace domar::growth
