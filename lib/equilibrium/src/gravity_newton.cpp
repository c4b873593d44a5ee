/// @file Newton's method on the gravity world.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "gravity_point.hpp"

namespace domar::equilibrium {

namespace {

constexpr double k_tolerance = 1e-13;   ///< residual that is aimed at
constexpr double k_accepted = 1e-10;    ///< residual that still counts as solved where it stalls
constexpr double k_wage_step = 1.0;     ///< largest step of wages and incomes, log
constexpr double k_labour_step = 20.0;  ///< largest step of labour, log
constexpr double k_shortest_step = 1e-8;
constexpr Index k_max_iterations = 200;

/// Longest step along a Newton direction that keeps to the limits.
double step_length(const GravitySlope& step) {
  double length = 1.0;
  const auto limit = [&length](const Vector& block, double most) {
    for (const double entry : block) {
      if (std::abs(entry) * length > most) length = most / std::abs(entry);
    }
  };
  limit(step.log_wage, k_wage_step);
  limit(step.log_income, k_wage_step);
  limit(step.log_labour, k_labour_step);
  return length;
}

GravityState moved(const GravityState& from, const GravitySlope& step, double length) {
  GravityState to = from;
  for (Index n = 0; n < step.log_wage.size(); ++n) to.log_wage[n] += length * step.log_wage[n];
  for (Index n = 0; n < step.log_income.size(); ++n) {
    to.log_income[n] += length * step.log_income[n];
  }
  for (Index n = 0; n < step.log_labour.size(); ++n) {
    to.log_labour[n] += length * step.log_labour[n];
  }
  return to;
}

}  // namespace

/// One step with the slopes last factored, shortened until the squares fall.
bool GravityPoint::step(GravityState& state) {
  const GravitySlope direction = newton_step();
  const double before = squares();
  for (double length = step_length(direction); length > k_shortest_step; length *= 0.5) {
    GravityState next = moved(state, direction, length);
    if (evaluate(next) && squares() < before) {
      state = std::move(next);
      return true;
    }
  }
  return false;
}

void GravityPoint::solve(GravityState& state) {
  state.note.clear();
  bool fine = evaluate(state);
  bool fresh = false;  // the slopes are those of the last point or two
  for (state.iterations = 0; fine && residual() > k_tolerance; ++state.iterations) {
    if (state.iterations == k_max_iterations) break;
    const double before = residual();
    if (!fresh && !factor()) break;
    if (!step(state)) {
      fine = evaluate(state);
      break;
    }
    fresh = residual() < 0.1 * before;
  }
  state.residual = fine ? residual() : HUGE_VAL;
  state.converged = state.residual <= k_accepted;
  if (!state.converged) {
    state.note = fmt::format("the equilibrium was not found: largest gap {:g} after {} iterations",
                             state.residual, state.iterations);
  }
}

}  // namespace domar::equilibrium
