#pragma once
/// @file Uncertainty: what draws over all uncertain numbers say about the results.
///
/// Theory: docs/theory/uncertainty.md.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/fact.hpp"

namespace domar::scenario {

/// What is drawn, and how.
struct DrawOptions {
  enum class Design { sobol, latin_hypercube };
  Index draws = 0;  ///< 0: none
  std::uint64_t seed = 1;
  Design design = Design::sobol;
  int last_year = 0;  ///< of every draw; 0: the year of the latest official target, if it is run
};

/// An uncertain number of the run.
struct DrawnInput {
  std::string name;  ///< of the figure, for example "rd_spillover_elasticity"
  std::string kind;  ///< "figure", "parameter", "class group", "official figure", "counting"
  double median = 0.0;
  double low = 0.0;   ///< 5 % lie below
  double high = 0.0;  ///< 5 % lie above
  std::string unit;
  std::string source;
  FactStatus status = FactStatus::assumption;
};

/// A variable of every draw.
struct DrawnVariable {
  std::string name;  ///< for example "sei_total", "class_digital-core"
  std::string unit;
  std::string about;
};

/// All draws of a job.
struct Uncertainty {
  /// Shares of the variance of one result by input; lists in the order of `inputs`.
  struct Indices {
    Vector first;
    Vector total;
    double explained = 0.0;  ///< cross-validated share of variance
  };
  /// An official target and the chance to reach it.
  struct Target {
    int year = 0;
    double share = 0.0;
    Vector probability;     ///< by scenario
    Vector standard_error;  ///< of the probability, by scenario, as if draws were independent
    std::optional<Indices> indices;            ///< of the share in that year, baseline
    std::optional<Indices> structure_indices;  ///< of the structure in it alone
  };

  std::uint64_t seed = 0;
  std::string design;  ///< "sobol" or "latin_hypercube"
  Index taken_up = 0;  ///< draws found from a run that was stopped
  std::string first_failure;
  std::vector<DrawnInput> inputs;
  std::vector<std::string> scenarios;  ///< the baseline is first
  std::vector<DrawnVariable> variables;
  std::vector<int> years;
  std::vector<bool> failed;  ///< by draw
  Matrix position;           ///< (draw, input) on (0, 1)
  Matrix drawn;              ///< (draw, input): what position means
  Vector values;             ///< [draw][scenario][variable][year]; NaN where a draw failed
  std::optional<Target> target;

  [[nodiscard]] Index draws() const { return failed.size(); }
  [[nodiscard]] Index failures() const;
  /// Position of a variable by name. Must exist.
  [[nodiscard]] Index variable(const std::string& name) const;
  /// Sorted values of a variable over the draws that were solved.
  [[nodiscard]] Vector sorted(Index scenario, Index variable, Index year) const;
  /// Inputs from the one with the largest total index down; those that the fit left out are not
  /// listed.
  [[nodiscard]] static std::vector<Index> by_influence(const Indices& indices);
  /// The same for the target share. Empty without indices.
  [[nodiscard]] std::vector<Index> by_influence() const;
  /// What a scenario adds to real GDP of the baseline in a year, log points, draw by draw, sorted;
  /// draws that failed left out.
  [[nodiscard]] Vector gdp_effects(Index scenario, Index year) const;
  /// In the order of draws; NaN where one failed.
  [[nodiscard]] Vector by_draw(Index scenario, Index variable, Index year) const;
};

}  // namespace domar::scenario
