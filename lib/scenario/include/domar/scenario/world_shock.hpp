#pragma once
/// @file World shocks: tariffs, trade costs, taxes, productivity and caps on a world of regions and
/// sectors, solved by the world engine.
///
/// Theory: docs/theory/world.md.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "domar/accounts/economy.hpp"
#include "domar/equilibrium/world_contributions.hpp"
#include "domar/equilibrium/world_equilibria.hpp"
#include "domar/equilibrium/world_from_accounts.hpp"
#include "domar/equilibrium/world_seek.hpp"

namespace domar::scenario {

struct WorldShock {
  std::string title;
  equilibrium::WorldAccountsOptions options;
  std::vector<std::string> notes;  ///< assumptions made for the reader of the results
  Index starts = 30;               ///< where several equilibria may be

  /// One table of the file: what is changed, for which goods, origins and destinations (empty:
  /// all).
  struct Change {
    enum class Kind {
      tariff,
      export_tax,
      output_tax,
      iceberg,
      productivity,
      endowment,
      transfer,
      cap
    };
    Kind kind = Kind::tariff;
    std::string name;  ///< for tables of contributions; what carries one name is one instrument
    std::vector<Index> goods;
    std::vector<Index> from;
    std::vector<Index> to;
    std::vector<Index> factors;  ///< of endowments
    double sign = 1.0;           ///< -1: a subsidy, a tax below 0
    double value = 0.0;          ///< rate added, relative change, share of spending, or cap
    equilibrium::WorldCap::Rent rent = equilibrium::WorldCap::Rent::to_destination;
  };
  std::vector<Change> changes;
  std::vector<equilibrium::WorldSwap> swaps;  ///< closures: results held by freed instruments
};

/// A result that a closure holds, and what its instrument had to do.
struct HeldResult {
  std::string closure;
  std::string result, unit;
  double before = 0.0, target = 0.0, after = 0.0;
  std::string lever;
  double amount = 0.0;    ///< as people say it: rate added, relative change
  bool relative = false;  ///< whether the amount is a relative change
  bool binds = false;     ///< false: the instrument stands at a bound and its result is free
};

/// Reads a shock file for a world economy (docs/reference/world-shocks.md).
/// @error not_found, bad_input, bad_value  with file:line:column.
[[nodiscard]] Result<WorldShock> load_world_shock(const accounts::Economy& economy,
                                                  const std::filesystem::path& file);

struct WorldShockResult {
  std::string title;
  std::string economy;
  equilibrium::WorldFromAccounts world;
  equilibrium::WorldCapSolution outcome;
  std::vector<std::string> notes;
  std::vector<equilibrium::WorldCap> caps;
  std::vector<HeldResult> held;
  Vector exports_0, imports_0, exports, imports;  ///< by region, at the border [money]
  std::string unit;
  std::optional<equilibrium::WorldContributions> contributions;
  /// With scale economies and without caps: the sign at the solution, and what other starts found
  /// where the uniqueness number exceeds 1.
  std::optional<equilibrium::WorldEquilibria> equilibria;
};

/// Builds the world and solves it; with contributions by the tables of the file.
/// @error no_convergence  the base year has no equilibrium; with contributions: the path was lost.
[[nodiscard]] Result<WorldShockResult> solve_world_shock(const accounts::Economy& economy,
                                                         const WorldShock& shock,
                                                         bool with_contributions = false);

/// Closures whose instruments stand at a bound, so that their results are free, in words.
[[nodiscard]] std::vector<std::string> not_held(const WorldShockResult& result);
/// These and the notes, as in the JSON.
[[nodiscard]] std::vector<std::string> all_notes(const WorldShockResult& result);

/// For people, and for programs.
[[nodiscard]] std::string world_shock_text(const WorldShockResult& result);
[[nodiscard]] std::string world_shock_json(const WorldShockResult& result);

}  // namespace domar::scenario
