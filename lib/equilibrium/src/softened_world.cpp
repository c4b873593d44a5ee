/// Continuation in the elasticities of a world: the whole change where there is some substitution
/// everywhere, then less and less of it. Theory: docs/theory/world.md#solving.

#include "softened_world.hpp"

#include <algorithm>
#include <cmath>

#include "domar/numerics/kernels.hpp"
#include "world_solver_impl.hpp"

namespace domar::equilibrium {

namespace {

constexpr double k_soft = 0.5;             // lowest elasticity where the walk begins
constexpr double k_halvings = 14.0;        // of it, until the world is as it is
constexpr double k_soft_tolerance = 1e-8;  // of points on the way
constexpr double k_shortest_step = 1e-3;   // of the way
constexpr double k_most_of_income = 0.5;   // of a region: falls to nothing with its factor

/// Calls act(of the soft world, of the model) for every elasticity.
template <class Act>
void for_elasticities(WorldModel& soft, const WorldModel& model, Act act) {
  for (Vector WorldModel::*part :
       {&WorldModel::armington, &WorldModel::output_elasticity, &WorldModel::input_elasticity}) {
    for (Index i = 0; i < (model.*part).size(); ++i) act((soft.*part)[i], (model.*part)[i]);
  }
  act(soft.factor_elasticity, model.factor_elasticity);
}

}  // namespace

bool can_be_softened(const WorldModel& model) {
  const auto low = [](const Vector& elasticities) {
    return std::any_of(elasticities.begin(), elasticities.end(),
                       [](double value) { return value < k_soft; });
  };
  return low(model.armington) || low(model.output_elasticity) || low(model.input_elasticity) ||
         model.factor_elasticity < k_soft;
}

void soften(const WorldModel& model, double t, WorldModel& soft) {
  const double least = t < 1.0 ? k_soft * std::exp2(-k_halvings * t) : 0.0;
  for_elasticities(soft, model, [&](double& to, double own) { to = std::max(own, least); });
}

/// Where a walk stands, on a copy of the world.
struct WorldSolver::Impl::SoftWalk {
  Impl& whole;
  const WorldParameters& target;
  WorldModel soft;
  double reached = -1.0;  // share of the way; below 0 before its start is solved
  double step = 0.1;
  Vector here, slope;       // the point reached, and its change per share of the way
  std::vector<Index> free;  // factors that cost nothing there

  SoftWalk(Impl& world, const WorldParameters& chosen)
      : whole(world),
        target(chosen),
        soft(world.model),
        here(world.equations.size(), 0.0),
        slope(world.equations.size(), 0.0) {}

  bool go_on();
  Attempt solve(Impl& point, double t) const;
  bool free_costless(Impl& point, Attempt& solved);
};

/// One step. False where the way ends.
bool WorldSolver::Impl::SoftWalk::go_on() {
  const bool first = reached < 0.0;
  const double t = first ? 0.0 : std::min(1.0, reached + step);
  soften(whole.model, t, soft);
  WorldOptions options = whole.options;
  if (t < 1.0) options.tolerance = std::max(options.tolerance, k_soft_tolerance);
  Impl point(soft, options);
  point.floor = whole.floor;
  point.precondition_at_base();
  point.equations.set_free(free);
  point.use(target);
  Attempt solved = solve(point, t);
  const bool freed = solved.converged && free_costless(point, solved);
  whole.evaluations += point.evaluations;
  whole.tangents += point.tangents;
  if (!solved.converged) {
    step *= 0.5;
    return !first && step >= k_shortest_step;
  }
  for (Index i = 0; i < here.size(); ++i) {
    slope[i] = first || freed ? 0.0 : (solved.u[i] - here[i]) / (t - reached);
  }
  here = std::move(solved.u);
  reached = t;
  if (!first) step *= 1.5;
  return true;
}

/// The start by all means, what follows from the line through the last two points or the last.
WorldSolver::Impl::Attempt WorldSolver::Impl::SoftWalk::solve(Impl& point, double t) const {
  if (reached < 0.0) {
    Attempt start = point.attempt(here);
    if (start.converged) return start;
    double feasible = 0.0;
    start = point.continued(target, feasible);
    start.converged = start.converged && feasible >= 1.0;
    return start;
  }
  Vector ahead = here;
  numerics::add_scaled(t - reached, slope.data(), ahead.data(), ahead.size());
  Attempt next = point.newton(ahead);
  return next.converged ? next : point.newton(here);
}

/// Frees factors whose price has fallen to nothing, where they are not asked for beyond supply.
bool WorldSolver::Impl::SoftWalk::free_costless(Impl& point, Attempt& solved) {
  const Index factors = whole.model.factor_count();
  bool any = false;
  for (Index k = 0; k < whole.model.region_count() * factors; ++k) {
    const bool is_free = std::find(free.begin(), free.end(), k) != free.end();
    Vector residual;
    if (is_free || !(solved.u[k] < WorldEquations::k_free_price) ||
        !point.evaluate(solved.u, residual)) {
      continue;
    }
    const Index n = k / factors;
    const double of_income = point.equations.factor_supply_value(k) / point.equations.income()[n];
    Vector start = solved.u;
    if (of_income > k_most_of_income) {
      start[point.equations.at_income(n)] += WorldEquations::k_free_price - start[k];
    }
    start[k] = WorldEquations::k_free_price;
    std::vector<Index> more = free;
    more.push_back(k);
    point.equations.set_free(more);
    Attempt tried = point.newton(std::move(start));
    if (tried.converged && point.evaluate(tried.u, residual) && point.free_supply_is_enough()) {
      free = std::move(more);
      solved = std::move(tried);
      any = true;
    } else {
      point.equations.set_free(free);
    }
  }
  return any;
}

/// Walks from a world with some substitution everywhere to the one asked for. A factor whose price
/// falls to nothing on the way is freed; the end counts only if it is not asked for beyond its
/// supply.
WorldSolver::Impl::Attempt WorldSolver::Impl::by_elasticities(const WorldParameters& target) {
  Attempt end;
  if (!can_be_softened(model)) return end;
  SoftWalk walk(*this, target);
  for (int k = 0; k < options.max_continuation_steps && walk.reached < 1.0; ++k) {
    if (!walk.go_on()) break;
  }
  if (walk.reached < 0.0) return end;
  precondition_at_base();
  equations.set_free(walk.free);
  use(target);
  end = walk.reached < 1.0 ? attempt(walk.here) : newton(walk.here);
  Vector residual;
  if (end.converged && evaluate(end.u, residual) && free_supply_is_enough()) return end;
  equations.set_free({});
  end.converged = false;
  return end;
}

}  // namespace domar::equilibrium
