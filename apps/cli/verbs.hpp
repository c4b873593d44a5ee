#pragma once
/// @file What the verbs print. Data go to stdout, messages to stderr.

#include <functional>
#include <string>
#include <vector>

#include "domar/accounts/check.hpp"
#include "domar/accounts/repair.hpp"
#include "domar/base/result.hpp"
#include "domar/replicas/replicas.hpp"
#include "domar/scenario/check_economy.hpp"
#include "domar/scenario/economy_folder.hpp"

namespace CLI {
class App;
}

namespace domar::cli {

/// What the parsed verb does; returns the exit status.
using Act = std::function<int()>;

/// Each adds its verbs with their options to `app`; parsing sets `act`. One file per subject.
void describe_run_verbs(CLI::App& app, Act& act);
void describe_equilibrium_verbs(CLI::App& app, Act& act);
void describe_seek_verbs(CLI::App& app, Act& act);
void describe_accounts_verbs(CLI::App& app, Act& act);
void describe_optimise_verb(CLI::App& app, Act& act);
void describe_split_verb(CLI::App& app, Act& act);
void describe_table_verbs(CLI::App& app, Act& act);
void describe_reshape_verbs(CLI::App& app, Act& act);
void describe_analyse_verb(CLI::App& app, Act& act);

void add_json_flag(CLI::App& verb, bool& json);

/// Says what went wrong, on stderr and, if wanted, as JSON on stdout.
/// @return  the exit status of the error.
int fail(const Error& error, bool json);

/// Findings, ranked, as text or JSON; what was repaired first, if anything was to be.
[[nodiscard]] std::string check_output(const accounts::Economy& economy,
                                       const scenario::Checked& checked,
                                       const std::vector<accounts::Repair>* repairs, bool json);

/// What is in an economy, or all about one sector.
/// @param region  whose sector; empty: the first region's.
/// @error not_found  unknown sector or region, with the nearest valid name.
[[nodiscard]] Result<std::string> show_output(const scenario::EconomyFolder& folder,
                                              const std::string& sector, const std::string& region,
                                              bool json);

/// The replicas of published results, with their titles.
[[nodiscard]] std::string replicas_output(bool json);

/// One replica: computed beside published, with the difference.
/// @error  those of replicas::run_replica.
[[nodiscard]] Result<std::string> replicate_output(const std::string& name,
                                                   const std::string& data_folder, bool json);

}  // namespace domar::cli
