#pragma once
/// @file WorldSolver from inside: one world, one set of equations, and the roads to a solution.
///
/// Theory: docs/theory/world.md#solving.

#include <limits>
#include <string>
#include <vector>

#include "domar/equilibrium/world_solver.hpp"
#include "domar/numerics/dense.hpp"
#include "domar/numerics/fixed_point.hpp"
#include "world_equations.hpp"

namespace domar::equilibrium {

struct WorldSolver::Impl {
  const WorldModel& model;
  WorldOptions options;
  WorldEquations equations;
  WorldParameters parameters;  // of the last evaluation
  Vector u;                    // last solution
  bool solved = false;
  Status model_status = Done{};
  double floor = 0.0;
  int evaluations = 0;
  int tangents = 0;
  double damping = 0.0;  // of factor prices in the linearised equations

  explicit Impl(const WorldModel& world, WorldOptions chosen)
      : model(world), options(chosen), equations(world) {}

  /// Outcome of one attempt from a start.
  struct Attempt {
    bool converged = false;
    Vector u;
    double residual = std::numeric_limits<double>::infinity();
    std::string reason;
    Vector fallback;  // solution of the part of the shock that is feasible
  };

  bool evaluate(const Vector& at, Vector& residual) {
    ++evaluations;
    return equations.evaluate(at, residual);
  }

  /// Largest residual, the market left out included.
  [[nodiscard]] double residual_size(const Vector& residual) const;

  Attempt fixed_point(Vector start, int steps);
  void accelerate(numerics::Anderson& anderson, const Vector& scale, Vector& at,
                  Vector& step) const;
  Attempt newton(Vector start);
  Attempt attempt(const Vector& start);
  Attempt continued(const WorldParameters& target, double& reached);
  [[nodiscard]] Matrix jacobian() const;
  bool base_is_singular();
  Attempt with_free_factors(const Attempt& failed);
  struct SoftWalk;  // through elasticities
  Attempt by_elasticities(const WorldParameters& target);
  std::vector<Index> too_much(const Vector& at);
  [[nodiscard]] bool free_supply_is_enough() const;
  void use(const WorldParameters& chosen) {
    parameters = chosen;
    equations.prepare(parameters);
  }
  std::string runaway(const Vector& slope, double reached) const;
  void precondition_at_base();
  bool begin(const WorldParameters& chosen, WorldSolution& solution);
  void finish(const WorldParameters& chosen, const Attempt& last, WorldSolution& solution);
  void describe(WorldSolution& solution, const Attempt& last);
  WorldResults results_of(const Vector& logs, const Vector& final_price) const;
  bool solve_linear(bool transposed, const Vector& right, Vector& x, double tolerance);
  Result<WorldResults> tangent(const WorldParameters& direction, Vector* paid);
};

}  // namespace domar::equilibrium
