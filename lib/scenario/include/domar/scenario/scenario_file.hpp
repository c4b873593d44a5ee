#pragma once
/// @file Scenario files: TOML -> what to run. Format: docs/reference/scenario-files.md.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domar/accounts/classification.hpp"
#include "domar/accounts/economy.hpp"
#include "domar/base/result.hpp"
#include "domar/network/from_accounts.hpp"
#include "domar/policy/instrument.hpp"
#include "domar/readers/toml.hpp"
#include "domar/scenario/driver_choice.hpp"
#include "domar/scenario/economy_folder.hpp"

namespace domar::scenario {

/// Name of the path without measures; no scenario may take it.
inline constexpr const char* k_baseline = "baseline";

/// One scenario: policies and the shocks from abroad they meet.
struct Scenario {
  std::string name;
  std::string title;
  std::string description;
  std::vector<policy::Instrument> policies;
  std::vector<policy::Instrument> shocks;
  bool together = false;  ///< all others at once
};

/// A foreign supplier to cut off in the static comparison of elasticities.
struct Cutoff {
  Index good = 0;
  double cut = 0.8;  ///< share of the base-year imports that no longer come
};

/// What a scenario file asks for.
struct Job {
  std::filesystem::path file;
  std::string title;
  std::string economy = "china-2018";
  int first_year = 0;
  int last_year = 0;
  std::filesystem::path output;
  std::string elasticities = "standard";
  std::string tree = "standard";            ///< nests by name
  std::optional<readers::TomlTable> nests;  ///< rules of its own: docs/reference/nest-files.md
  network::Mobility labour = network::Mobility::mobile;
  network::Mobility capital = network::Mobility::sector_bound;
  network::Sourcing sourcing = network::Sourcing::by_user;
  DriverChoice drivers;
  bool by_instrument = false;  ///< split every scenario's effect by measure: one more path each
  std::vector<Scenario> scenarios;  ///< singly, then all together if asked for
  std::vector<Cutoff> cutoffs;
  std::map<std::string, std::string> hashes;  ///< scenario files -> SHA-256
};

/// A scenario file and the economy it names, checked against each other.
struct LoadedJob {
  Job job;
  EconomyFolder economy;
};

/// Reads a scenario file, the scenario files it lists, and its economy.
///
/// @error not_found, bad_input, bad_value  with file:line:column, the line, and what to try:
/// unknown
///        keys and sectors (with the nearest valid name), rates of 25 for 25 %, years reversed.
[[nodiscard]] Result<LoadedJob> load_job(const std::filesystem::path& file);

}  // namespace domar::scenario
