#pragma once
/// @file solve_shock: one static counterfactual, base year against the same year with a change.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domar/base/result.hpp"
#include "domar/equilibrium/contributions.hpp"
#include "domar/readers/toml.hpp"
#include "domar/scenario/scenario_file.hpp"
#include "domar/scenario/solve_model.hpp"

namespace domar::scenario {

using readers::TomlTable;

/// A shock file: measures that act at once.
struct Shock {
  std::string title;
  std::vector<policy::Instrument> changes;
};

/// A shock and the economy it is applied to; job holds closures and elasticities.
struct LoadedShock {
  LoadedJob loaded;
  Shock shock;
  std::shared_ptr<const network::AccountsNetwork> accounts;
  equilibrium::Experiment experiment;  ///< levers, caps and closures
  bool has_closures = false;           ///< beyond caps
  std::vector<std::string> notes;      ///< what the reader of the results should know
};

/// Reads a shock file (TOML: title, [closures], [[closure]], [elasticities], [nests], [[change]],
/// [[productivity]]). Format: docs/reference/shock-files.md.
/// @error as load_job; unknown words with the nearest; measures that work through stocks over years
///        are refused.
[[nodiscard]] Result<LoadedShock> load_shock(const std::string& economy,
                                             const std::filesystem::path& file);

/// The same from a table that is open already, whose other keys are the caller's.
[[nodiscard]] Result<LoadedShock> load_experiment(const std::string& economy,
                                                  const TomlTable& root);

/// An industry before and after.
struct IndustryChange {
  std::string code;
  std::string name;
  double output = 0.0;               ///< relative change of real output
  double price = 0.0;                ///< relative change, against the GDP deflator
  double value_added_share_0 = 0.0;  ///< share of GDP in the base year
  double value_added_share = 0.0;    ///< share of GDP after
};

/// Relative changes against the base year unless said otherwise.
struct ShockResult {
  std::string title;
  std::string economy;
  std::string elasticities;
  std::string nests;  ///< tree by name or file
  bool converged = false;
  double feasible_share = 1.0;      ///< of the change that could be solved
  std::string note;                 ///< why not all of it
  double real_gdp = 0.0;            ///< chained along the change
  double consumption = 0.0;         ///< real household consumption
  double final_spending = 0.0;      ///< real consumption, government and investment
  double real_wage = 0.0;           ///< labour's price over the price of household consumption
  double exports = 0.0;             ///< real: the word of closures; NaN without trade
  double imports = 0.0;             ///< the same
  double foreign_reliance_0 = 0.0;  ///< share of final spending, base
  double foreign_reliance = 0.0;    ///< after
  double revenue = 0.0;             ///< of the taxes changed, less subsidies, share of GDP after
  std::vector<std::pair<std::string, double>>
      wedges;                      ///< caps that bind: name, buyer over seller - 1
  std::vector<std::string> slack;  ///< caps that do not bind
  std::vector<IndustryChange> industries;
  std::vector<FreedInstrument> freed;                 ///< what closures moved; caps are in `wedges`
  std::vector<equilibrium::OpenMarket> open_markets;  ///< when it did not converge
  double open_share = 0.0;
  std::string unit;                ///< of money
  std::vector<std::string> notes;  ///< what the reader should know
  std::optional<equilibrium::Contributions> contributions;
  double residual = 0.0;
  double walras_residual = 0.0;
};

/// Solves it, in steps where it is large.
/// @return  converged false tells how far the change was feasible and what stood in the way.
[[nodiscard]] Result<ShockResult> solve_shock(const LoadedShock& shock,
                                              bool with_contributions = false);

/// For people, and for programs.
[[nodiscard]] std::string shock_text(const ShockResult& result);
[[nodiscard]] std::string shock_json(const ShockResult& result);

}  // namespace domar::scenario
