#pragma once
/// @file run_path: an economy through the years under a set of instruments.
///
/// Theory: docs/theory/growth.md#the-loop.

#include <functional>
#include <map>
#include <memory>

#include "domar/accounts/classification.hpp"
#include "domar/accounts/economy.hpp"
#include "domar/equilibrium/solver.hpp"
#include "domar/growth/drivers.hpp"
#include "domar/growth/path.hpp"
#include "domar/network/from_accounts.hpp"
#include "domar/policy/instrument.hpp"

namespace domar::growth {

/// How fine a run is. The defaults are for results that are shown; draws, whose spread is a
/// thousand times wider than what is lost, may be coarser.
struct PathAccuracy {
  double growth = 1e-9;  ///< log points by which measured growth may be missed
  double markets = 0.0;  ///< largest |ln demand - ln supply|; 0: that of the solver
  bool reliance = true;  ///< foreign content of industries, classes and spending; else zeros
};

/// What one run found on its way, from which a run of a like economy starts: year by year the
/// step of the solver's unknowns and the residual, and the tangents formed. Results depend on it
/// within the accuracy only.
struct PathGuide {
  std::map<int, Vector> step;      ///< of the unknowns, from the year before
  std::map<int, double> residual;  ///< labour-augmenting, log points
  /// By the year in which they were formed, the base year's to start with.
  std::map<int, std::shared_ptr<const equilibrium::KeptTangent>> tangent;
};

/// What a run needs; nothing is copied.
struct PathInputs {
  const accounts::Economy& economy;
  const network::AccountsNetwork& network;
  const Drivers& drivers;
  const std::vector<accounts::Classification>& classes;
  PathAccuracy accuracy = {};
  const PathGuide* guide = nullptr;  ///< to start from
  PathGuide* found = nullptr;        ///< to be filled
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
/// of the last measured years. A path run with it has the same bits whoever runs it. With
/// `inputs.found` all years are run, so that paths can follow; without, the measured ones.
/// @error as run_path
[[nodiscard]] Result<std::map<int, double>> calibrate_residual(
    const PathInputs& inputs, const std::function<bool(int year)>& on_year = {});

}  // namespace domar::growth
