#include "domar/equilibrium/closures.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "domar/numerics/broyden.hpp"
#include "domar/numerics/dense.hpp"
#include "domar/numerics/kernels.hpp"

namespace domar::equilibrium {

using numerics::largest;

namespace {

constexpr double k_tolerance = 1e-9;
constexpr int k_rounds = 50;
constexpr int k_halvings = 14;
constexpr int k_old_halvings = 3;  ///< with slopes of an earlier point
constexpr double k_longest_step = 1.0;
constexpr double k_no_effect = 1e-12;  ///< a slope below this is none
constexpr double k_least_step = 1e-4;  ///< of the whole change
/// Slopes of more gaps than this are kept from round to round while they do well: a tangent for
/// each lever costs more than a round.
constexpr Index k_few_swaps = 8;
constexpr double k_well = 0.5;  ///< the gap left by a round that did well
constexpr int k_most_points = 80;

/// Trial points need no long way round: this solver walks its own steps.
SolverOptions inner_options(const Experiment& experiment, SolverOptions options) {
  constexpr int k_few_steps = 6;
  if (!experiment.swaps.empty()) {
    options.max_continuation_steps = std::min(options.max_continuation_steps, k_few_steps);
  }
  return options;
}

Vector difference(const Vector& to, const Vector& from) {
  Vector change = to;
  for (Index i = 0; i < change.size(); ++i) change[i] -= from[i];
  return change;
}

/// Step that closes the gaps of active swaps and puts the others at their bounds; empty if there is
/// none. Without slopes: every lever by its own gap.
Vector newton_step(const Vector& open, const std::vector<bool>& active,
                   const std::optional<Matrix>& slopes) {
  Matrix J(open.size(), open.size());
  Vector rhs(open.size());
  for (Index i = 0; i < open.size(); ++i) {
    rhs[i] = -open[i];
    for (Index j = 0; j < open.size(); ++j) {
      J(i, j) = active[i] && slopes ? (*slopes)(i, j) : (i == j ? 1.0 : 0.0);
    }
  }
  numerics::DenseLu lu;
  if (!lu.factor(J)) return {};
  Vector step = lu.solve(rhs);
  return std::isfinite(largest(step)) ? step : Vector{};
}

std::vector<Lever> joined(const Experiment& experiment) {
  std::vector<Lever> all = experiment.levers;
  for (const Swap& swap : experiment.swaps) all.push_back(swap.lever);
  return all;
}

}  // namespace

ClosedSolver::ClosedSolver(const network::Network& network, const Experiment& experiment,
                           SolverOptions options)
    : network_(network),
      experiment_(experiment),
      all_levers_(joined(experiment)),
      options_(options),
      base_(base_parameters(network)),
      solver_(network, inner_options(experiment, options)) {
  reset();
}

void ClosedSolver::reset() {
  solver_.reset();
  freed_.assign(experiment_.swaps.size(), 0.0);
  for (Index i = 0; i < freed_.size(); ++i) {
    freed_[i] = std::clamp(0.0, experiment_.swaps[i].lower, experiment_.swaps[i].upper);
  }
}

Vector ClosedSolver::lever_amounts(double share, const Vector& freed) const {
  Vector amounts;
  for (const double amount : experiment_.amounts) amounts.push_back(share * amount);
  amounts.insert(amounts.end(), freed.begin(), freed.end());
  return amounts;
}

ClosedSolver::Trial ClosedSolver::attempt(double share, const Vector& freed) {
  Trial trial;
  trial.parameters = moved(base_, all_levers_, lever_amounts(share, freed));
  trial.solution = solver_.solve(trial.parameters);
  if (!trial.solution.converged) return trial;
  for (const Swap& swap : experiment_.swaps) {
    const double target = swap.target_0 + share * (swap.target - swap.target_0);
    const double sense = swap.sense == 0 ? 1.0 : swap.sense;
    trial.gap.push_back(sense *
                        (swap.result.value(network_, trial.parameters, trial.solution) - target));
  }
  find_open_gaps(freed, trial);
  return trial;
}

/// The distance of each swap from being met: its gap, or how far its lever is from the bound at
/// which the gap may stay open (the median of the three).
void ClosedSolver::find_open_gaps(const Vector& freed, Trial& trial) const {
  trial.open.resize(freed.size());
  trial.active.assign(freed.size(), true);
  for (Index i = 0; i < freed.size(); ++i) {
    const double from_lower = freed[i] - experiment_.swaps[i].lower;  // >= 0 inside
    const double from_upper = freed[i] - experiment_.swaps[i].upper;  // <= 0 inside
    trial.open[i] = std::max(from_upper, std::min(from_lower, trial.gap[i]));
    trial.active[i] = trial.open[i] == trial.gap[i];
  }
}

/// d gap (rows) / d freed lever (columns).
Result<Matrix> ClosedSolver::slopes_of_gaps(const Trial& trial, const Vector& amounts) const {
  const auto derivatives =
      Derivatives::at(network_, trial.parameters, trial.solution, options_.numeraire);
  if (!derivatives.ok()) return derivatives.error();
  const Index swaps = experiment_.swaps.size();
  const Index levers = experiment_.levers.size();
  std::vector<IndicatorSlopes> slopes;
  for (const Swap& swap : experiment_.swaps) {
    slopes.push_back(slopes_of(swap.result, network_, trial.parameters, trial.solution));
  }
  Matrix J(swaps, swaps);
  for (Index j = 0; j < swaps; ++j) {
    const ParameterSlopes direction =
        direction_of(network_, trial.parameters, all_levers_, amounts, levers + j);
    const Change tangent = derivatives->tangent(direction);
    for (Index i = 0; i < swaps; ++i) {
      const double sense = experiment_.swaps[i].sense == 0 ? 1.0 : experiment_.swaps[i].sense;
      J(i, j) = sense * change_of(slopes[i], tangent, direction);
    }
  }
  return J;
}

/// Which way each result moves with its lever, where the caller did not say.
Status ClosedSolver::find_senses(double share) {
  const auto unknown = [](const Swap& swap) { return swap.sense == 0; };
  auto& swaps = experiment_.swaps;
  if (std::none_of(swaps.begin(), swaps.end(), unknown)) return Done{};
  const Trial trial = attempt(share, freed_);
  if (!trial.solution.converged) return trial.solution.status();
  const auto slopes = slopes_of_gaps(trial, lever_amounts(share, freed_));
  if (!slopes.ok()) return slopes.error();
  for (Index i = 0; i < swaps.size(); ++i) {
    if (swaps[i].sense != 0) continue;
    double most = 0.0;
    for (Index j = 0; j < swaps.size(); ++j) most = std::max(most, std::abs((*slopes)(i, j)));
    if (most < k_no_effect) {
      return Error{
          ErrorCode::infeasible,
          fmt::format("'{}' does not move with '{}'", swaps[i].result.name, swaps[i].lever.name),
          swaps[i].name, "free an instrument that it depends on", ""};
    }
    swaps[i].sense = (*slopes)(i, i) < 0.0 ? -1 : 1;
  }
  return Done{};
}

ClosedSolution ClosedSolver::failed(Solution solution, std::string note) const {
  ClosedSolution out;
  out.solution = std::move(solution);
  out.solution.converged = false;
  if (!note.empty()) out.solution.note = std::move(note);
  out.freed = freed_;
  return out;
}

ClosedSolution ClosedSolver::solve(double share) {
  if (experiment_.swaps.empty()) {
    Trial trial = attempt(share, {});
    return {std::move(trial.solution), std::move(trial.parameters), {}, {}};
  }
  if (auto status = find_senses(share); !status.ok()) {
    return failed({}, status.error().where.empty()
                          ? status.error().what
                          : status.error().where + ": " + status.error().what);
  }
  const Vector start = freed_;
  Trial trial = attempt(share, freed_);
  if (!trial.solution.converged) return failed(std::move(trial.solution), "");
  int evaluations = trial.solution.evaluations;
  if (!close(share, trial, evaluations)) {
    freed_ = start;
    return failed(std::move(trial.solution), what_stays_open(trial));
  }
  trial.solution.evaluations = evaluations;
  return {std::move(trial.solution), std::move(trial.parameters), freed_, std::move(trial.active)};
}

/// Newton's method on the open gaps, moving the freed levers.
bool ClosedSolver::close(double share, Trial& trial, int& evaluations) {
  std::optional<Matrix> slopes;  // of the gaps
  bool exact = false;            // taken at this point
  for (int round = 0; round < k_rounds && largest(trial.open) > k_tolerance; ++round) {
    if (!slopes) {
      auto taken = slopes_of_gaps(trial, lever_amounts(share, freed_));
      exact = taken.ok();
      if (exact) slopes = std::move(*taken);
    }
    const bool old = slopes && !exact;
    const Vector step = newton_step(trial.open, trial.active, slopes);
    const Vector from = freed_;
    const Vector gap = trial.gap;
    const double before = largest(trial.open);
    if (step.empty() ||
        !step_along(step, old ? k_old_halvings : k_halvings, share, trial, evaluations)) {
      if (!old) break;
      slopes.reset();
      continue;
    }
    exact = false;
    if (freed_.size() <= k_few_swaps || largest(trial.open) > k_well * before) {
      slopes.reset();
    } else if (slopes) {
      numerics::correct_slopes(*slopes, difference(freed_, from), difference(trial.gap, gap));
    }
  }
  return largest(trial.open) <= k_tolerance;
}

/// Goes as far along a step as makes things better; otherwise leaves everything as it was.
bool ClosedSolver::step_along(const Vector& step, int halvings, double share, Trial& trial,
                              int& evaluations) {
  const Vector from = freed_;
  const double before = largest(trial.open);
  double damping = std::min(1.0, k_longest_step / largest(step));
  for (int halving = 0; halving < halvings; ++halving, damping *= 0.5) {
    for (Index i = 0; i < freed_.size(); ++i) freed_[i] = from[i] + damping * step[i];
    Trial next = attempt(share, freed_);
    evaluations += next.solution.evaluations;
    if (!next.solution.converged) continue;
    // A change of sides may raise the largest gap for one step.
    if (largest(next.open) < before || (next.active != trial.active && damping >= 0.2)) {
      trial = std::move(next);
      return true;
    }
  }
  freed_ = from;
  return false;
}

std::string ClosedSolver::what_stays_open(const Trial& trial) const {
  Index worst = 0;
  for (Index i = 1; i < trial.open.size(); ++i) {
    if (std::abs(trial.open[i]) > std::abs(trial.open[worst])) worst = i;
  }
  const Swap& swap = experiment_.swaps[worst];
  return fmt::format("'{}' cannot be held at its target by '{}' (off by {:.3g})", swap.result.name,
                     swap.lever.name, trial.open[worst]);
}

ClosedSolution ClosedSolver::solve_in_steps() {
  ClosedSolution whole = solve(1.0);
  if (whole.solution.converged) return whole;
  reset();
  double reached = 0.0;
  double step = 0.25;
  Vector good = freed_;
  for (int point = 0; point < k_most_points && reached < 1.0; ++point) {
    const double share = std::min(1.0, reached + step);
    ClosedSolution next = solve(share);
    if (next.solution.converged) {
      reached = share;
      good = freed_;
      whole = std::move(next);
      step *= 2.0;
      continue;
    }
    whole = std::move(next);
    freed_ = good;
    step *= 0.25;
    if (step < k_least_step) break;
  }
  if (reached >= 1.0) return whole;
  if (whole.solution.converged) {  // the points ran out on the way
    whole.solution.note = "more steps would be needed";
  }
  whole.solution.converged = false;
  // A note of the solver below speaks of its own path; what stands in the way comes last.
  const auto then = whole.solution.note.find("; then ");
  const std::string obstacle =
      then == std::string::npos ? whole.solution.note : whole.solution.note.substr(then + 7);
  whole.solution.feasible_share = reached;
  whole.solution.note =
      fmt::format("feasible up to {:.1f} % of the change; then {}", 100.0 * reached, obstacle);
  return whole;
}

Result<std::vector<ClosedSolver::Response>> ClosedSolver::responses(const ClosedSolution& at,
                                                                    double share) const {
  const auto derivatives =
      Derivatives::at(network_, at.parameters, at.solution, options_.numeraire);
  if (!derivatives.ok()) return derivatives.error();
  const Index levers = experiment_.levers.size();
  const Index swaps = experiment_.swaps.size();
  const Vector amounts = lever_amounts(share, at.freed);
  std::vector<Response> all;
  for (Index i = 0; i < levers + swaps; ++i) {
    Response response{
        direction_of(network_, at.parameters, all_levers_, amounts, i), {}, Vector(swaps, 0.0)};
    response.tangent = derivatives->tangent(response.direction);
    all.push_back(std::move(response));
  }
  if (swaps == 0) return all;

  std::vector<IndicatorSlopes> slopes;
  for (const Swap& swap : experiment_.swaps) {
    slopes.push_back(slopes_of(swap.result, network_, at.parameters, at.solution));
  }
  Matrix J(swaps, swaps);
  for (Index i = 0; i < swaps; ++i) {
    for (Index j = 0; j < swaps; ++j) {
      const Response& lever = all[levers + j];
      J(i, j) = at.active[i] ? change_of(slopes[i], lever.tangent, lever.direction)
                             : (i == j ? 1.0 : 0.0);
    }
  }
  numerics::DenseLu lu;
  if (!lu.factor(J)) {
    return Error{ErrorCode::infeasible, "the closures leave a freed instrument undetermined here",
                 experiment_.swaps.front().name, "", ""};
  }
  const auto add = [](Vector& into, const Vector& change, double factor) {
    for (Index i = 0; i < into.size(); ++i) into[i] += factor * change[i];
  };
  const auto add_response = [&](Response& into, const Response& other, double factor) {
    add(into.direction.log_productivity, other.direction.log_productivity, factor);
    add(into.direction.tax, other.direction.tax, factor);
    add(into.direction.log_iceberg, other.direction.log_iceberg, factor);
    add(into.direction.log_taste, other.direction.log_taste, factor);
    add(into.direction.log_endowment, other.direction.log_endowment, factor);
    add(into.direction.transfer_share, other.direction.transfer_share, factor);
    add(into.tangent.log_price, other.tangent.log_price, factor);
    add(into.tangent.value, other.tangent.value, factor);
    add(into.tangent.paid, other.tangent.paid, factor);
    add(into.tangent.income, other.tangent.income, factor);
  };
  std::vector<Response> total;
  for (Index i = 0; i < levers + swaps; ++i) {
    Vector rhs(swaps, 0.0);
    Response response{zero_slopes(network_), Change::zero(network_), {}};
    if (i < levers) {
      response = all[i];
      for (Index s = 0; s < swaps; ++s) {
        if (at.active[s]) rhs[s] = -change_of(slopes[s], all[i].tangent, all[i].direction);
      }
    } else if (at.active[i - levers]) {
      rhs[i - levers] = 1.0;  // per unit of its target
    }
    response.freed = lu.solve(rhs);
    for (Index s = 0; s < swaps; ++s) {
      if (response.freed[s] != 0.0) add_response(response, all[levers + s], response.freed[s]);
    }
    total.push_back(std::move(response));
  }
  return total;
}

Result<Matrix> ClosedSolver::gradients(const std::vector<Indicator>& indicators,
                                       const ClosedSolution& at, double share) const {
  const auto derivatives =
      Derivatives::at(network_, at.parameters, at.solution, options_.numeraire);
  if (!derivatives.ok()) return derivatives.error();
  const Index levers = experiment_.levers.size();
  const Index swaps = experiment_.swaps.size();
  const Vector amounts = lever_amounts(share, at.freed);
  const auto slopes_by_lever = [&](const Indicator& indicator) {
    const ParameterSlopes gradient =
        gradient_of(indicator, network_, at.parameters, at.solution, *derivatives);
    Vector slopes;
    for (Index i = 0; i < levers + swaps; ++i) {
      slopes.push_back(slope_of(gradient, at.parameters, all_levers_, amounts, i));
    }
    return slopes;
  };
  std::vector<Vector> of_results;
  Matrix F(swaps, swaps);
  for (Index s = 0; s < swaps; ++s) {
    of_results.push_back(slopes_by_lever(experiment_.swaps[s].result));
    for (Index j = 0; j < swaps; ++j) {
      F(s, j) = at.active[s] ? of_results[s][levers + j] : (s == j ? 1.0 : 0.0);
    }
  }
  numerics::DenseLu lu;
  if (swaps > 0 && !lu.factor(F)) {
    return Error{ErrorCode::infeasible, "the closures leave a freed instrument undetermined here",
                 experiment_.swaps.front().name, "", ""};
  }
  Matrix out(indicators.size(), levers);
  for (Index row = 0; row < indicators.size(); ++row) {
    const Vector own = slopes_by_lever(indicators[row]);
    Vector multiplier;
    if (swaps > 0) {
      multiplier =
          lu.solve_transposed(Vector(own.begin() + static_cast<std::ptrdiff_t>(levers), own.end()));
    }
    for (Index i = 0; i < levers; ++i) {
      out(row, i) = own[i];
      for (Index s = 0; s < swaps; ++s) {
        if (at.active[s]) out(row, i) -= multiplier[s] * of_results[s][i];
      }
    }
  }
  return out;
}

}  // namespace domar::equilibrium
