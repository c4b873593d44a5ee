#pragma once
/// @file Model files: a whole small economy in one TOML file, nests drawn as data.
///
/// Format: docs/reference/model-files.md. Theory: docs/theory/nests.md.

#include <filesystem>
#include <string>
#include <vector>

#include "domar/base/result.hpp"
#include "domar/equilibrium/closures.hpp"
#include "domar/network/network.hpp"

namespace domar::models {

/// An economy as its file draws it, checked to be the accounts of a base year.
struct Model {
  std::filesystem::path file;
  std::string title;
  std::string source;
  std::string unit;
  network::Network network;
  Index numeraire = network::k_none;  ///< market; default: the largest endowment
  /// Elastic factor supply, which holds in every solution.
  std::vector<equilibrium::Swap> relations;
};

/// Reads a model file.
///
/// @error not_found, bad_input, bad_value, unbalanced  with file:line:column and the line: unknown
///        keys and names (with the nearest valid one), a good without a source, a use without a
///        sink, a tax without a receiver, rows and columns that disagree (with both sums).
[[nodiscard]] Result<Model> read_model(const std::filesystem::path& file);

/// True when a TOML file holds a model rather than a scenario: it has [[activity]].
[[nodiscard]] bool is_model_file(const std::filesystem::path& file);

}  // namespace domar::models
