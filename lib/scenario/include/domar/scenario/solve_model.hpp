#pragma once
/// @file solve_model: one static counterfactual of a model file.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "domar/base/result.hpp"
#include "domar/equilibrium/contributions.hpp"
#include "domar/models/experiment_file.hpp"
#include "domar/models/model_file.hpp"

namespace domar::scenario {

/// A result before and after.
struct NamedResult {
  std::string name;
  std::string unit;
  double before = 0.0;
  double after = 0.0;
};

/// What a freed instrument had to do.
struct FreedInstrument {
  std::string closure;
  std::string lever;
  double amount = 0.0;                 ///< as people say it: rate added, relative change
  bool binds = false;                  ///< false: it stands at a bound and its result is free
  std::string result = {}, unit = {};  ///< what the closure holds
  double value = 0.0;                  ///< of the result, after the change
  double target = 0.0;
  bool is_rate = false;  ///< the amount is added to a rate; else it is relative
  bool missed = false;   ///< the bound keeps the target from being met
};

/// A solved change, or how far it came.
struct ModelResult {
  std::string title;
  std::string model;
  bool converged = false;
  double feasible_share = 1.0;
  std::string note;
  std::vector<equilibrium::OpenMarket> open_markets;
  double open_share = 0.0;
  std::vector<NamedResult> results;
  std::vector<FreedInstrument> freed;
  std::optional<equilibrium::Contributions> contributions;
  double residual = 0.0;
  double walras_residual = 0.0;
};

/// Solves it, in steps where it is large; contributions only when asked for.
[[nodiscard]] Result<ModelResult> solve_model(const models::Model& model,
                                              const models::ModelShock& shock,
                                              bool with_contributions);

/// For people, and for programs.
[[nodiscard]] std::string model_text(const ModelResult& result);
[[nodiscard]] std::string model_json(const ModelResult& result);

}  // namespace domar::scenario
