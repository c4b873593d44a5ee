#include "domar/equilibrium/gravity_equilibria.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace domar::equilibrium {

namespace {

bool is_interior(const GravityState& state, double idle_log) {
  return std::all_of(state.log_labour.begin(), state.log_labour.end(),
                     [idle_log](double log) { return log > -idle_log; });
}

double distance(const GravityState& a, const GravityState& b) {
  double most = 0.0;
  for (Index n = 0; n < a.log_wage.size(); ++n) {
    most = std::max(most, std::abs(a.log_wage[n] - b.log_wage[n]));
  }
  for (Index n = 0; n < a.log_labour.size(); ++n) {
    most = std::max(most, std::abs(a.log_labour[n] - b.log_labour[n]));
  }
  return most;
}

/// Normal draws from the generator's own bits, so that every library gives the same.
double normal(std::mt19937& draw) {
  constexpr double k_pi = 3.14159265358979323846;
  const double u = (static_cast<double>(draw()) + 0.5) / 4294967296.0;
  const double v = (static_cast<double>(draw()) + 0.5) / 4294967296.0;
  return std::sqrt(-2.0 * std::log(u)) * std::cos(2.0 * k_pi * v);
}

/// Labour of every region spread anew over its sectors with scale; together as much as before.
GravityState random_start(const Gravity& world, std::mt19937& draw, double spread) {
  GravityState state = world.base_state();
  const auto& data = world.data();
  const Index n = world.regions();
  for (Index j = 0; j < n; ++j) {
    double before = 0.0;
    double after = 0.0;
    for (Index k = 0; k < world.sectors(); ++k) {
      if (!(data.scale[k] > 0.0)) continue;
      const double sold = data.flow[k].row_sum(j);
      state.log_labour[k * n + j] = spread * normal(draw);
      before += sold;
      after += sold * std::exp(state.log_labour[k * n + j]);
    }
    for (Index k = 0; k < world.sectors(); ++k) {
      if (data.scale[k] > 0.0) state.log_labour[k * n + j] += std::log(before / after);
    }
  }
  return state;
}

}  // namespace

Equilibria find_equilibria(const Gravity& world, const GravityWedges& wedges,
                           const EquilibriaSearch& search) {
  Equilibria result;
  result.uniqueness_number = world.uniqueness_number();
  std::mt19937 draw(search.seed);
  const Index starts = result.uniqueness_number > 1.0 ? search.starts : 1;
  for (Index start = 0; start < starts; ++start) {
    const GravityState from =
        start == 0 ? world.base_state() : random_start(world, draw, search.spread);
    GravityState state = world.solve(wedges, &from);
    if (!state.converged || !is_interior(state, search.idle_log)) {
      ++result.failed;
      continue;
    }
    const auto known = std::find_if(
        result.found.begin(), result.found.end(),
        [&](const FoundEquilibrium& other) { return distance(other.state, state) < search.same; });
    if (known != result.found.end()) {
      ++known->hits;
    } else {
      const int sign = world.determinant_sign(wedges, state);
      result.found.push_back({std::move(state), sign, 1});
    }
  }
  std::stable_sort(result.found.begin(), result.found.end(),
                   [](const auto& a, const auto& b) { return a.hits > b.hits; });
  return result;
}

}  // namespace domar::equilibrium
