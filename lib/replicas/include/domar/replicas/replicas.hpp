#pragma once
/// @file Replicas: published results computed again, beside the published digits.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "domar/base/result.hpp"

namespace domar::replicas {

/// One line of a published table. `region` names the country, or the case where there is only one
/// country. Columns that the publication does not give stand in `computed` alone.
struct ReplicaRow {
  std::string region;
  std::map<std::string, double> computed;
  std::map<std::string, double> published;
};

struct Replica {
  std::string name;
  std::string title;
  std::string source;  ///< the publication, and where its digits were read
  std::vector<ReplicaRow> rows;
  std::vector<std::string> notes;  ///< what is the same, what differs
};

/// What can be replicated, in the order of the docs.
[[nodiscard]] std::vector<std::string> replica_names();

/// One line on a replica: what it is; empty for an unknown name.
[[nodiscard]] std::string replica_title(const std::string& name);

/// Computes a published result again.
///
/// @param data_folder  where the data lie; textbook replicas need none. For `caliendo-parro` the
///                     folder cp2015 or the one that holds it.
/// @error not_found  unknown name, or a file that is not there.
/// @error bad_input, bad_value  the data cannot be read; `where` is file:line:column.
/// @error no_convergence  the equilibrium was not found.
///
/// Theory: docs/theory/replicas.md.
[[nodiscard]] Result<Replica> run_replica(const std::string& name,
                                          const std::filesystem::path& data_folder = {});

}  // namespace domar::replicas
