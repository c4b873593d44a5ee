#include "domar/equilibrium/world_equilibria.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace domar::equilibrium {

namespace {

bool is_interior(const WorldModel& model, const WorldSolution& solution, double idle_log) {
  for (Index j = 0; j < model.industries(); ++j) {
    if (model.output[j] > 0.0 && solution.results.output[j] < -idle_log) return false;
  }
  return true;
}

double distance(const WorldResults& a, const WorldResults& b) {
  double most = 0.0;
  for (const auto part : {&WorldResults::income, &WorldResults::factor_price, &WorldResults::price,
                          &WorldResults::output}) {
    for (Index k = 0; k < (a.*part).size(); ++k) {
      most = std::max(most, std::abs((a.*part)[k] - (b.*part)[k]));
    }
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

/// The base year with output of every region spread anew over its industries with scale economies,
/// together as much as before; prices as size makes them.
WorldResults random_start(const WorldModel& model, std::mt19937& draw, double spread) {
  WorldResults start;
  start.income.assign(model.region_count(), 0.0);
  start.factor_price.assign(model.region_count() * model.factor_count(), 0.0);
  start.price.assign(model.industries(), 0.0);
  start.output.assign(model.industries(), 0.0);
  for (Index n = 0; n < model.region_count(); ++n) {
    double before = 0.0;
    double after = 0.0;
    for (Index s = 0; s < model.sector_count(); ++s) {
      const Index j = model.industry(n, s);
      if (!(model.scale_elasticity[s] > 0.0) || !(model.output[j] > 0.0)) continue;
      start.output[j] = spread * normal(draw);
      before += model.output[j];
      after += model.output[j] * std::exp(start.output[j]);
    }
    for (Index s = 0; s < model.sector_count(); ++s) {
      const Index j = model.industry(n, s);
      if (!(model.scale_elasticity[s] > 0.0) || !(model.output[j] > 0.0)) continue;
      start.output[j] += std::log(before / after);
      start.price[j] = -model.scale_elasticity[s] * start.output[j];
    }
  }
  return start;
}

/// The sign of the same world's determinant without scale economies, at its base year.
int reference_sign(const WorldModel& model) {
  WorldModel without = model;
  std::fill(without.scale_elasticity.begin(), without.scale_elasticity.end(), 0.0);
  WorldSolver solver(without);
  return solver.solve(without.base).converged ? solver.determinant_sign() : 0;
}

}  // namespace

WorldEquilibria find_world_equilibria(const WorldModel& model, const WorldParameters& parameters,
                                      const WorldEquilibriaSearch& search) {
  WorldEquilibria result;
  result.uniqueness_number = model.uniqueness_number();
  result.starts = result.uniqueness_number > 1.0 ? search.starts : 1;
  WorldSolver solver(model);
  const bool small = solver.unknowns() <= search.largest_system;
  const int reference = small ? reference_sign(model) : 0;
  std::mt19937 draw(search.seed);
  for (Index start = 0; start < result.starts; ++start) {
    WorldSolution solution =
        start == 0 ? solver.solve(parameters)
                   : solver.solve_from(parameters, random_start(model, draw, search.spread));
    if (!solution.converged || !is_interior(model, solution, search.idle_log)) {
      ++result.failed;
      continue;
    }
    const auto known =
        std::find_if(result.found.begin(), result.found.end(), [&](const WorldEquilibrium& other) {
          return distance(other.solution.results, solution.results) < search.same;
        });
    if (known != result.found.end()) {
      ++known->hits;
    } else {
      const int sign = small ? solver.determinant_sign() * reference : 0;
      result.found.push_back({std::move(solution), sign, 1});
    }
  }
  std::stable_sort(result.found.begin(), result.found.end(),
                   [](const auto& a, const auto& b) { return a.hits > b.hits; });
  return result;
}

}  // namespace domar::equilibrium
