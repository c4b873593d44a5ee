#include "domar/equilibrium/world_seek.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "domar/numerics/dense.hpp"
#include "sought_world.hpp"
#include "world_flows.hpp"

namespace domar::equilibrium {

namespace {

constexpr double k_infinity = std::numeric_limits<double>::infinity();
constexpr int k_restarts = 4;
constexpr double k_aimed = 1e-11;      ///< of a held result's size: one step of Newton's more
constexpr double k_flat_cost = 1e-10;  ///< of the cost: results are exact to 1e-12
constexpr double k_held = 1e-9;        ///< of a held result's size, and of amounts at their bounds

/// Swaps as complementarity: each lever is free and its target met, or it stands at a bound.
class SwapSearch {
 public:
  SwapSearch(WorldSolver& solver, const WorldModel& model, const WorldExperiment& experiment,
             const std::vector<WorldSwap>& swaps, const WorldClosedSolution* start)
      : solver_(solver), model_(model), experiment_(experiment), swaps_(swaps) {
    if (start != nullptr) {
      out_.freed = start->freed;
      out_.active = start->active;
      return;
    }
    out_.freed.assign(swaps.size(), 0.0);
    for (const WorldSwap& swap : swaps) {  // limits are not felt at first
      out_.active.push_back(swap.lower < 0.0 && swap.upper > 0.0);
    }
  }

  Result<WorldClosedSolution> run() {
    const int rounds = 4 * static_cast<int>(swaps_.size()) + 10;
    for (int round = 0; round < rounds; ++round) {
      auto solved = solve();
      if (!solved.ok()) return solved.error();
      if (!*solved) return std::move(out_);
      // All at once at first; then one by one, which does not go in circles (Murty's rule).
      if (!turn_over(round < rounds / 2)) return std::move(out_);
    }
    out_.solution.converged = false;
    out_.solution.note =
        "the closures could not be held together: which of them bind goes in "
        "circles";
    return std::move(out_);
  }

 private:
  /// Solves with the active targets met; false: not found, and the note says why.
  Result<bool> solve() {
    std::vector<WorldLever> levers;
    std::vector<WorldIndicator> wanted;
    std::vector<Index> of;
    SoughtMix mix;
    WorldExperiment experiment = experiment_;
    for (Index i = 0; i < swaps_.size(); ++i) {
      const WorldSwap& swap = swaps_[i];
      if (!out_.active[i]) {
        swap.lever.move(out_.freed[i], experiment.parameters);
        continue;
      }
      of.push_back(i);
      levers.push_back(swap.lever);
      wanted.push_back(swap.result);
      mix.goals.push_back({swap.result.name, swap.target});
      mix.ranges.push_back({-k_infinity, k_infinity, 1.0});
      mix.first.push_back(out_.freed[i]);
    }
    mix.met = k_aimed;
    mix.restarts = k_restarts / 2;
    mix.accepted = k_held;
    SoughtWorld economy(solver_, model_, experiment, std::move(levers), std::move(wanted));
    if (of.empty()) {
      ++out_.solves;
      (void)economy.start();
      static_cast<WorldCapSolution&>(out_) = economy.solution();
      return out_.solution.converged;
    }
    economy.start_at(mix.first);
    const auto found = search_mix(economy, mix);
    if (!found.ok() && !economy.solution().solution.converged) {  // that is data, not an error
      static_cast<WorldCapSolution&>(out_) = economy.solution();
      return false;
    }
    if (!found.ok()) return found.error();
    out_.solves += found->solves;
    static_cast<WorldCapSolution&>(out_) = economy.solution();
    for (Index k = 0; k < of.size(); ++k) out_.freed[of[k]] = found->amounts[k];
    if (found->reached) return true;
    out_.solution.converged = false;
    out_.solution.note = "a closure could not be held: " + found->note;
    return false;
  }

  /// Lets go what has passed its bound, takes hold of what is missed on the wrong side. False:
  /// there is nothing to do.
  bool turn_over(bool all) {
    bool turned = false;
    for (Index i = 0; i < swaps_.size() && (all || !turned); ++i) {
      const WorldSwap& swap = swaps_[i];
      double& amount = out_.freed[i];
      if (out_.active[i]) {
        const double inside = std::clamp(amount, swap.lower, swap.upper);
        if (std::abs(amount - inside) <= k_held) continue;
        amount = inside;
        out_.active[i] = false;
        turned = true;
        continue;
      }
      const double now = swap.result.value(model_, out_.parameters, out_.solution);
      const double gross = swap.result.gross(model_, out_.parameters, out_.solution);
      const double room = k_held * std::max({std::abs(swap.target), gross, 1e-6});
      const double missing = swap.sense * (swap.target - now);  // > 0: the lever should rise
      const bool wrong =
          (missing > room && amount < swap.upper) || (missing < -room && amount > swap.lower);
      if (!wrong) continue;
      out_.active[i] = true;
      turned = true;
    }
    return turned;
  }

  WorldSolver& solver_;
  const WorldModel& model_;
  const WorldExperiment& experiment_;
  const std::vector<WorldSwap>& swaps_;
  WorldClosedSolution out_;
};

}  // namespace

Result<WorldClosedSolution> solve_with_swaps(WorldSolver& solver, const WorldModel& model,
                                             const WorldExperiment& experiment,
                                             const std::vector<WorldSwap>& swaps,
                                             const WorldClosedSolution* start) {
  return SwapSearch(solver, model, experiment, swaps, start).run();
}

Result<double> base_slope(WorldSolver& solver, const WorldModel& model,
                          const WorldIndicator& result, const WorldLever& lever) {
  const WorldSolution base = solver.solve(model.base);
  if (auto status = base.status(); !status.ok()) return status.error();
  const auto gradient = gradient_of(result, solver, model, model.base, base);
  if (!gradient.ok()) return gradient.error();
  return lever.slope(*gradient);
}

namespace {

/// How strongly a share of the world's income bends in a lever, about: what the lever acts on,
/// times the elasticity with which that answers, over the world's spending.
class Curvature {
 public:
  explicit Curvature(const WorldModel& model) : model_(model), paid_(base_purchases(model)) {
    for (const double spending : model.final_spending) world_ += spending;
  }
  double operator()(const WorldLever& lever) const {
    double sum = 0.0;
    for (const auto& cell : lever.cells) sum += cell.weight * cell.weight * money(lever, cell.at);
    return std::max(sum / world_, k_flat);
  }

 private:
  static constexpr double k_flat = 1e-8;
  [[nodiscard]] double money(const WorldLever& lever, Index at) const {
    using P = WorldParameters;
    const Index R = model_.region_count();
    if (lever.what == &P::output_tax || lever.what == &P::log_productivity) {
      return model_.output[at];
    }
    if (lever.what == &P::log_endowment) return model_.final_spending[at / model_.factor_count()];
    if (lever.what == &P::transfer) return 1.0 / world_;  // weights are money
    return paid_[at] * std::max(1.0, model_.armington[at / (R * R)]);
  }

  const WorldModel& model_;
  Vector paid_;  ///< by edge
  double world_ = 0.0;
};

/// What freed levers do about it comes into the slopes of targets by sought levers:
/// dR/dy - dR/df (dH/df)^-1 dH/dy, with held results H and freed levers f. Then only rows and
/// columns of targets and sought levers are kept.
void leave_out_swaps(Index targets, Index sought, SeekFindings& found) {
  const Index held = found.slopes.rows() - targets;
  const Matrix all = found.slopes;
  found.slopes = Matrix(targets, sought);
  Matrix freed(held, held);
  for (Index a = 0; a < held; ++a) {
    for (Index b = 0; b < held; ++b) freed(a, b) = all(targets + a, sought + b);
  }
  numerics::DenseLu lu;
  const bool regular = held == 0 || lu.factor(freed);
  for (Index i = 0; i < sought; ++i) {
    Vector moved(held, 0.0);
    for (Index a = 0; a < held; ++a) moved[a] = all(targets + a, i);
    if (held > 0 && regular) moved = lu.solve(moved);
    for (Index t = 0; t < targets; ++t) {
      found.slopes(t, i) = all(t, i);
      for (Index b = 0; b < held; ++b) found.slopes(t, i) -= all(t, sought + b) * moved[b];
    }
  }
  found.before.resize(targets);
  found.after.resize(targets);
  found.price.resize(targets);
  found.amounts.resize(sought);
  found.bound.resize(sought);
}

}  // namespace

Result<WorldSeekResult> seek_in_world(WorldSolver& solver, const WorldModel& model,
                                      const WorldSeekProblem& problem) {
  auto closed = solve_with_swaps(solver, model, problem.experiment, problem.swaps);
  if (!closed.ok()) return closed.error();
  if (auto status = closed->solution.status(); !status.ok()) return status.error();
  const Curvature curvature(model);
  const Index sought = problem.levers.size();
  const Index targets = problem.targets.size();
  SoughtMix mix;
  std::vector<WorldLever> levers;
  std::vector<WorldIndicator> wanted;
  for (const WorldTarget& target : problem.targets) {
    mix.goals.push_back({target.result.name, target.goal});
    wanted.push_back(target.result);
  }
  for (const SoughtWorldLever& lever : problem.levers) {
    mix.ranges.push_back({lever.lower, lever.upper, lever.weight, curvature(lever.lever)});
    levers.push_back(lever.lever);
  }
  mix.first.assign(sought, 0.0);
  for (Index i = 0; targets > 0 && sought > 0 && i < problem.swaps.size(); ++i) {
    // What closures free follows from what they hold and costs nothing itself.
    const WorldSwap& swap = problem.swaps[i];
    mix.goals.push_back({swap.result.name, swap.target});
    wanted.push_back(swap.result);
    mix.ranges.push_back({-k_infinity, k_infinity, 0.0, curvature(swap.lever)});
    levers.push_back(swap.lever);
    mix.first.push_back(closed->freed[i]);
  }
  mix.cost_is_result = problem.cost.has_value();
  mix.cost_sign = problem.cost_sign;
  mix.stationary = k_flat_cost;
  mix.restarts = k_restarts;
  if (problem.cost) wanted.push_back(*problem.cost);
  SoughtWorld economy(solver, model, problem.experiment, std::move(levers), std::move(wanted));
  economy.start_at(mix.first);
  auto found = search_mix(economy, mix);
  if (!found.ok()) return found.error();
  WorldSeekResult result;
  static_cast<SeekFindings&>(result) = std::move(*found);
  result.solves += closed->solves;
  result.base = std::move(*closed);
  static_cast<WorldCapSolution&>(result.solution) = economy.solution();
  for (Index i = 0; i < problem.swaps.size(); ++i) {
    result.solution.freed.push_back(result.amounts[sought + i]);
    result.solution.active.push_back(true);
  }
  leave_out_swaps(targets, sought, result);
  return result;
}

}  // namespace domar::equilibrium
