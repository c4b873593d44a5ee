#pragma once
/// @file Uncertain inputs: what a job depends on and does not know for sure, and the job that a
/// draw means.

#include <set>
#include <span>
#include <vector>

#include "domar/accounts/fact_log.hpp"
#include "domar/ensemble/prior.hpp"
#include "domar/scenario/results.hpp"
#include "domar/scenario/scenario_file.hpp"

namespace domar::scenario {

/// One coordinate of a draw.
struct UncertainInput {
  enum class Kind {
    figure,     ///< of facts.csv
    parameter,  ///< of parameters.csv: one factor for all sectors
    group,      ///< of the class sei: one factor for all its shares, the class keeps its size
    official,   ///< figure of the official SEI series that is from memory
    emerging,   ///< of emerging.csv: a learning rate, for example
    measure,    ///< of all measures of a kind in the scenario that is drawn
    counting    ///< error of the counting drift, in quantiles of Student's t
  };
  Kind kind = Kind::figure;
  std::string name;  ///< of the figure, parameter or group
  int year = 0;      ///< of an official figure
  ensemble::Prior prior;
};

/// The scenario that is drawn beside the baseline: the last, which stands for all of them where
/// there are several. Nullptr without one.
[[nodiscard]] const Scenario* drawn_scenario(const Job& job);

/// Everything that a job uses and that is not known for sure, in an order that depends on names
/// alone.
/// @param used  what building the job's model asked for
/// @error bad_value  a figure lies outside its own range
[[nodiscard]] Result<std::vector<UncertainInput>> uncertain_inputs(
    const LoadedJob& job, const std::vector<OfficialPoint>& official,
    const accounts::FactLog& used);

/// The job and the official figures that a draw means.
struct DrawnJob {
  LoadedJob job;
  std::vector<OfficialPoint> official;
  double counting = 0.5;  ///< quantile of the counting error
};

/// @param position  one number in (0, 1) for each input
[[nodiscard]] DrawnJob drawn_job(const LoadedJob& job, const std::vector<OfficialPoint>& official,
                                 const std::vector<UncertainInput>& inputs,
                                 std::span<const double> position);

/// For people and files.
[[nodiscard]] DrawnInput described(const UncertainInput& input);

}  // namespace domar::scenario
