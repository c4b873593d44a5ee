#pragma once
/// @file Experiment files: the parts of a shock file that speak in a vocabulary: [[change]] with a
/// lever, and [[closure]].
///
/// Format: docs/reference/shock-files.md.

#include <optional>
#include <string>

#include "domar/base/result.hpp"
#include "domar/equilibrium/closures.hpp"
#include "domar/models/vocabulary.hpp"
#include "domar/readers/toml.hpp"

namespace domar::models {

using readers::TomlTable;

/// The text of a key that must be there. @error bad_input  with the hint `example`.
[[nodiscard]] Result<std::string> required_text(const TomlTable& table, const char* key,
                                                const char* example);

/// An amount of a lever as people say it ("by = 0.1" of productivity is 10 % more) in the lever's
/// own unit (its log); rates and transfer shares stay as they are.
[[nodiscard]] double amount_from(const equilibrium::Lever& lever, double said);
/// The way back.
[[nodiscard]] double said_of(const equilibrium::Lever& lever, double amount);

/// Whether amounts are added to rates of tax or shares of transfers; else they are relative.
[[nodiscard]] bool moves_rates(const equilibrium::Lever& lever);
/// Whether a change is one that people mean: of rates by 3 at most and with every tax above -100 %,
/// of other things to above 0 and 11 times as much at most.
/// @error bad_value  with what to write instead.
[[nodiscard]] Status check_change(const equilibrium::Lever& lever, double said,
                                  const network::Network& network);
/// The base-year rate of a tax, or share of a transfer, when all parts of the lever have the same.
[[nodiscard]] std::optional<double> base_rate(const equilibrium::Lever& lever,
                                              const network::Network& network);

/// One [[change]] with `lever` and `by` or `to`: adds it to the experiment.
/// @error not_found, bad_value  with file:line:column.
[[nodiscard]] Status read_lever_change(const TomlTable& table, const Vocabulary& vocabulary,
                                       equilibrium::Experiment& experiment);

/// All [[closure]] tables, or one [closure]: adds their swaps.
/// @error not_found, bad_value, infeasible  unknown words with the nearest; a result that does not
///        move with the instrument.
[[nodiscard]] Status read_closures(const TomlTable& root, const Vocabulary& vocabulary,
                                   equilibrium::Experiment& experiment);

/// One closure in words. One of the targets at most; bounds are said like `by`.
struct ClosureLine {
  std::string fix;
  std::string free;
  std::optional<double> to, by, at_least, at_most;
  std::optional<double> lower, upper;
  std::string name;  ///< default: "FIX by FREE"
};
/// Adds closures given in words to an experiment: named closures are made of these.
/// @error  those of read_closures, without a place.
[[nodiscard]] Status add_closures(const std::vector<ClosureLine>& lines,
                                  const Vocabulary& vocabulary,
                                  equilibrium::Experiment& experiment);

/// A shock file for a model: title, [[change]], [[closure]]. The model's own relations are in it.
struct ModelShock {
  std::string title;
  equilibrium::Experiment experiment;
};
[[nodiscard]] Result<ModelShock> read_model_shock(const std::filesystem::path& file,
                                                  const Model& model);
/// The same from a table that is open already, whose other keys are the caller's.
[[nodiscard]] Result<ModelShock> read_model_experiment(const TomlTable& root, const Model& model);

}  // namespace domar::models
