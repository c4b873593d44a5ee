#include "domar/equilibrium/world_solver.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "domar/numerics/dense.hpp"
#include "domar/numerics/fixed_point.hpp"
#include "domar/numerics/kernels.hpp"
#include "world_solver_impl.hpp"

namespace domar::equilibrium {

using numerics::largest;

namespace {

constexpr Index k_memory = 12;           // Anderson's
constexpr double k_largest_step = 1.0;   // in logs, of plain iterations
constexpr int k_patience = 30;           // steps without halving the residual
constexpr double k_hopeless = 1e8;       // residual beyond which iteration starts again
constexpr double k_shortest_way = 1e-3;  // of the shock, before it counts as infeasible
constexpr int k_newton_patience = 6;     // steps without halving the residual
constexpr double k_runaway = 20.0;       // a Newton step, in logs, that says nothing
constexpr double k_damping = 1e-2;       // of factor prices, where Newton's steps run away
constexpr double k_excess = 1e-6;        // ln supply over demand of a factor that may be free
constexpr double k_demand_left = 1.0;    // ln demand over supply at no price, elsewhere as it is
constexpr Index k_most_free = 3;         // factors that are freed together
constexpr int k_free_tries = 8;          // attempts with factors freed
constexpr Index k_small_world = 500;     // unknowns of a world whose base year is looked at closely
constexpr int k_products = 400;          // of one linear solve
constexpr double k_linear = 1e-12;       // relative residual of derivatives' linear systems

double square(const Vector& values) {
  return numerics::dot(values.data(), values.data(), values.size());
}

}  // namespace

double WorldSolution::trade(const WorldModel& model, const WorldParameters& parameters,
                            Index edge) const {
  const Index R = model.region_count();
  return spending[edge / (R * R) * R + edge % R] * trade_share[edge] /
         (1.0 + parameters.tariff[edge]);
}

Status WorldSolution::status() const {
  if (converged) return Done{};
  return Error{feasible_share < 1.0 && feasible_share > 0.0 ? ErrorCode::infeasible
                                                            : ErrorCode::no_convergence,
               note, worst,
               feasible_share > 0.0
                   ? fmt::format("up to {:.1f} % of the shock could be solved: try less of it",
                                 100.0 * feasible_share)
                   : std::string("check the parameters; even a small part of the shock failed"),
               ""};
}

double WorldSolver::Impl::residual_size(const Vector& residual) const {
  return std::max(largest(residual), std::abs(equations.factor_gap()[equations.left_out()]));
}

void WorldSolver::Impl::precondition_at_base() {
  if (equations.use_base_preconditioner()) return;
  Vector residual;
  use(model.base);
  if (!evaluate(Vector(equations.size(), 0.0), residual)) return;
  equations.factor_preconditioner();
  equations.keep_as_base_preconditioner();
}

/// Advances u against a preconditioned residual by Anderson's method, with steps and extrapolations
/// of bounded length.
void WorldSolver::Impl::accelerate(numerics::Anderson& anderson, const Vector& scale, Vector& at,
                                   Vector& step) const {
  const double length = largest(step);
  const double shorter = length > k_largest_step ? -k_largest_step / length : -1.0;
  for (double& value : step) value *= shorter;
  const Vector previous = at;
  for (Index i = 0; i < at.size(); ++i) {
    at[i] *= scale[i];
    step[i] *= scale[i];
  }
  anderson.advance(at, step);
  for (Index i = 0; i < at.size(); ++i) {
    at[i] /= scale[i];
    step[i] /= scale[i];
  }
  double moved = 0.0;
  for (Index i = 0; i < at.size(); ++i) moved = std::max(moved, std::abs(at[i] - previous[i]));
  if (moved > 2.0 * k_largest_step || !std::isfinite(moved)) {  // extrapolated too far
    anderson.restart();
    for (Index i = 0; i < at.size(); ++i) at[i] = previous[i] + step[i];
  }
}

/// Preconditioned fixed point u <- u - M^-1 F(u), accelerated.
WorldSolver::Impl::Attempt WorldSolver::Impl::fixed_point(Vector start, int steps) {
  Attempt best;
  best.u = start;
  numerics::Anderson anderson(equations.size(), k_memory);
  Vector residual;
  Vector step;
  const Vector scale = equations.scales();
  double last = std::numeric_limits<double>::infinity();
  double milestone = last;
  int since = 0;
  for (int k = 0; k < steps; ++k) {
    const bool fine = evaluate(start, residual);
    const double size = fine ? residual_size(residual) : std::numeric_limits<double>::infinity();
    if (!fine || size > k_hopeless) {
      best.reason = equations.reason();
      anderson.restart();
      if (++since > k_patience) return best;
      for (Index i = 0; i < start.size(); ++i) start[i] = 0.5 * (start[i] + best.u[i]);
      continue;
    }
    if (size < best.residual) {
      best.residual = size;
      best.u = start;
    }
    if (size <= std::max(options.tolerance, floor)) {
      best.converged = true;
      return best;
    }
    if (size < 0.5 * milestone) {
      milestone = size;
      since = 0;
    } else if (++since > k_patience) {
      return best;
    }
    if (size > 2.0 * last) anderson.restart();
    last = size;
    equations.precondition(residual, step);
    accelerate(anderson, scale, start, step);
  }
  return best;
}

bool WorldSolver::Impl::solve_linear(bool transposed, const Vector& right, Vector& x,
                                     double tolerance) {
  const auto apply = [&](const Vector& in, Vector& out) {
    ++tangents;
    if (transposed) {
      equations.backward(in, nullptr, out, nullptr);
    } else {
      equations.forward(in, nullptr, out, nullptr);
    }
    if (damping == 0.0) return;
    for (Index k = 0; k < equations.at_income(0); ++k) {
      if (k != equations.left_out()) out[k] -= damping * in[k];
    }
  };
  const auto inverse = [&](const Vector& in, Vector& out) {
    if (transposed) {
      equations.precondition_transposed(in, out);
    } else {
      equations.precondition(in, out);
    }
  };
  return numerics::gmres(apply, inverse, right, x, tolerance, k_products).converged;
}

/// Newton with exact tangents; a step is halved until the residual falls.
WorldSolver::Impl::Attempt WorldSolver::Impl::newton(Vector start) {
  Attempt best;
  best.u = std::move(start);
  Vector residual;
  if (!evaluate(best.u, residual)) {
    best.reason = equations.reason();
    return best;
  }
  best.residual = residual_size(residual);
  Vector step;
  Vector trial(equations.size());
  Vector trial_residual;
  double milestone = best.residual;
  int since = 0;
  for (int k = 0; k < options.max_newton_steps; ++k) {
    if (best.residual <= std::max(options.tolerance, floor)) {
      best.converged = true;
      return best;
    }
    equations.factor_preconditioner();
    const double forcing = std::clamp(0.1 * best.residual, 1e-6, 1e-2);
    damping = 0.0;
    (void)solve_linear(false, residual, step, forcing);
    if (largest(step) > k_runaway) {
      // Nearly singular, as when regions do not trade and their relative prices mean nothing.
      damping = k_damping;
      (void)solve_linear(false, residual, step, forcing);
      damping = 0.0;
    }
    const double before = square(residual);
    double length = std::min(1.0, 2.0 / std::max(largest(step), 1e-300));
    bool better = false;
    for (int halved = 0; halved < 12 && !better; ++halved, length *= 0.5) {
      for (Index i = 0; i < trial.size(); ++i) trial[i] = best.u[i] - length * step[i];
      better = evaluate(trial, trial_residual) &&
               square(trial_residual) < (1.0 - 1e-4 * length) * before;
    }
    if (!better) {
      best.reason = equations.reason().empty() ? "Newton's steps no longer lower the residual"
                                               : equations.reason();
      (void)evaluate(best.u, residual);
      return best;
    }
    best.u = trial;
    residual = trial_residual;
    best.residual = residual_size(residual);
    if (best.residual < 0.5 * milestone) {
      milestone = best.residual;
      since = 0;
    } else if (++since > k_newton_patience) {
      best.reason = "Newton's steps hardly lower the residual";
      return best;
    }
  }
  best.reason = fmt::format("not within {} Newton steps", options.max_newton_steps);
  return best;
}

WorldSolver::Impl::Attempt WorldSolver::Impl::attempt(const Vector& start) {
  Attempt first = fixed_point(start, options.max_fixed_point_steps);
  if (first.converged) return first;
  Attempt second = newton(first.u);
  if (second.converged || !(first.residual < second.residual)) return second;
  return first;
}

/// From the base year in steps as small as needed, each started on the line through the last two.
WorldSolver::Impl::Attempt WorldSolver::Impl::continued(const WorldParameters& target,
                                                        double& reached) {
  reached = 0.0;
  double step = 0.5;
  Vector here(equations.size(), 0.0);
  Vector slope(equations.size(), 0.0);
  Attempt last;
  last.u = here;
  for (int k = 0; k < options.max_continuation_steps && reached < 1.0; ++k) {
    const double t = std::min(1.0, reached + step);
    use(between(model.base, target, t));
    Vector start = here;
    numerics::add_scaled(t - reached, slope.data(), start.data(), start.size());
    Attempt tried = newton(start);
    if (tried.converged) {
      for (Index i = 0; i < here.size(); ++i) slope[i] = (tried.u[i] - here[i]) / (t - reached);
      here = tried.u;
      reached = t;
      step *= 1.5;
    } else {
      step *= 0.5;
    }
    last = std::move(tried);
    if (step < k_shortest_way) break;
  }
  if (reached < 1.0) {
    if (!(reached > 0.0) && base_is_singular()) {
      last.reason =
          "in fixed proportions the base year leaves some prices open, and a small shock may have "
          "no "
          "equilibrium";
    }
    last.fallback = here;
    if (last.reason.empty()) last.reason = "the way to the whole shock takes too many steps";
    last.reason += runaway(slope, reached);
  }
  return last;
}

/// Scarce factors that would still be left over if they cost nothing, the largest excess first.
std::vector<Index> WorldSolver::Impl::too_much(const Vector& at) {
  std::vector<std::pair<double, Index>> found;
  Vector residual;
  if (!evaluate(at, residual)) return {};
  const Vector gap = equations.factor_gap();
  const Index factors = model.region_count() * model.factor_count();
  for (Index k = 0; k < factors; ++k) {
    const auto& free = equations.free_factors();
    if (std::find(free.begin(), free.end(), k) != free.end() || !(gap[k] < -k_excess)) continue;
    Vector costless = at;
    costless[equations.at_factor(k)] = WorldEquations::k_free_price;
    if (evaluate(costless, residual) && equations.factor_gap()[k] < k_demand_left) {
      found.emplace_back(gap[k], k);
    }
  }
  std::sort(found.begin(), found.end());
  std::vector<Index> factors_found;
  for (const auto& [excess, k] : found) factors_found.push_back(k);
  return factors_found;
}

/// Complementarity: what costs nothing is not asked for beyond its supply.
bool WorldSolver::Impl::free_supply_is_enough() const {
  const auto& free = equations.free_factors();
  return std::all_of(free.begin(), free.end(),
                     [&](Index k) { return equations.factor_gap()[k] <= options.tolerance; });
}

/// In fixed proportions a factor may be left over whatever it costs: its price is 0 then. Frees
/// one factor after the other, most in excess first, until the others clear.
WorldSolver::Impl::Attempt WorldSolver::Impl::with_free_factors(const Attempt& failed) {
  Attempt best = failed;
  Vector at = failed.u;
  std::vector<Index> free;
  int tries = 0;
  while (free.size() < k_most_free) {
    Attempt nearest;
    std::vector<Index> chosen;
    for (const Index k : too_much(at)) {
      if (++tries > k_free_tries) break;
      std::vector<Index> more = free;
      more.push_back(k);
      equations.set_free(more);
      Vector start(equations.size(), 0.0);
      for (const Index f : more) start[equations.at_factor(f)] = WorldEquations::k_free_price;
      Attempt tried = attempt(start);
      Vector residual;
      if (tried.converged && evaluate(tried.u, residual) && free_supply_is_enough()) return tried;
      tried.converged = false;
      if (tried.residual < nearest.residual) {
        nearest = std::move(tried);
        chosen = more;
      }
    }
    if (chosen.empty()) break;
    free = chosen;
    equations.set_free(free);
    at = nearest.u;
  }
  equations.set_free({});
  return best;
}

/// All derivatives at the last evaluation.
Matrix WorldSolver::Impl::jacobian() const {
  const Index n = equations.size();
  Matrix all(n, n);
  Vector unit(n, 0.0);
  Vector column;
  for (Index k = 0; k < n; ++k) {
    unit[k] = 1.0;
    equations.forward(unit, nullptr, column, nullptr);
    unit[k] = 0.0;
    for (Index row = 0; row < n; ++row) all(row, k) = column[row];
  }
  return all;
}

/// Whether the base year is an equilibrium at other prices, too (told of small worlds only).
bool WorldSolver::Impl::base_is_singular() {
  if (equations.size() > k_small_world) return false;
  Vector residual;
  use(model.base);
  if (!evaluate(Vector(equations.size(), 0.0), residual)) return false;
  numerics::DenseLu lu;
  return !lu.factor(jacobian());
}

/// What moves fastest where the way ends, in words.
std::string WorldSolver::Impl::runaway(const Vector& slope, double reached) const {
  Index fastest = 0;
  for (Index k = 0; k < slope.size(); ++k) {
    if (std::abs(slope[k]) > std::abs(slope[fastest])) fastest = k;
  }
  if (!(reached > 0.0)) return "; no part of the shock could be solved";
  constexpr double k_percent = 100.0;
  return fmt::format(
      "; solved up to {:.1f} % of the shock, where the {} {} fastest ({:.3g} % per 1 % "
      "of the shock)",
      k_percent * reached, equations.name_of(fastest), slope[fastest] > 0.0 ? "rises" : "falls",
      std::abs(slope[fastest]));
}

WorldResults WorldSolver::Impl::results_of(const Vector& logs, const Vector& final_price) const {
  const Index R = model.region_count();
  const Index F = model.factor_count();
  WorldResults results;
  results.final_price = final_price;
  const auto part = [&](Index first, Index count) {
    const auto begin = logs.begin() + static_cast<std::ptrdiff_t>(first);
    return Vector(begin, begin + static_cast<std::ptrdiff_t>(count));
  };
  results.factor_price = part(equations.at_factor(0), R * F);
  results.income = part(equations.at_income(0), R);
  results.price = part(equations.at_price(0), model.industries());
  results.output = part(equations.at_output(0), model.industries());
  results.welfare = results.income;
  results.real_wage = results.factor_price;
  for (Index n = 0; n < R; ++n) {
    results.welfare[n] -= final_price[n];
    for (Index f = 0; f < F; ++f) results.real_wage[n * F + f] -= final_price[n];
  }
  return results;
}

/// Reads everything from the last evaluation, which must be at last.u.
void WorldSolver::Impl::describe(WorldSolution& solution, const Attempt& last) {
  Vector residual;
  solution.evaluations = evaluations;
  solution.tangents = tangents;
  solution.rounding_floor = floor;
  Vector at = last.u;
  if (!evaluate(at, residual)) {
    // Nothing can be computed there: show the part of the shock that is feasible.
    solution.note = equations.reason();
    at = last.fallback.empty() ? Vector(equations.size(), 0.0) : last.fallback;
    use(between(model.base, WorldParameters(parameters), solution.feasible_share));
    (void)evaluate(at, residual);
    solution.residual = 1.0;
  }
  Index worst = 0;
  double most = -1.0;
  for (Index k = 0; k < residual.size(); ++k) {
    solution.residual = std::max(solution.residual, std::abs(residual[k]));
    const double money = std::abs(residual[k]) * equations.money_of(k);
    if (money > most) {
      most = money;
      worst = k;
    }
  }
  solution.worst = equations.name_of(worst);
  solution.worst_money = most;
  solution.walras_residual = std::abs(equations.factor_gap()[equations.left_out()]);
  for (const Index k : equations.free_factors()) {
    solution.unused.emplace_back(k, -std::expm1(equations.factor_gap()[k]));
  }
  solution.results = results_of(at, equations.final_price());
  equations.report(solution);
}

WorldSolver::WorldSolver(const WorldModel& model, WorldOptions options) {
  if (const auto status = model.check(); !status.ok()) {
    // Built on an empty world, so that nothing inconsistent is touched; solve() tells.
    static const WorldModel nothing = empty_world({}, {}, {});
    impl_ = std::make_unique<Impl>(nothing, options);
    impl_->model_status = status.error();
    return;
  }
  impl_ = std::make_unique<Impl>(model, options);
  double steepest = 0.0;
  for (const double sigma : model.armington) steepest = std::max(steepest, std::abs(sigma - 1.0));
  constexpr double k_rounding = 4e-15;  // of sums of a few hundred terms
  impl_->floor = k_rounding * (1.0 + steepest);
  impl_->u.assign(impl_->equations.size(), 0.0);
}

WorldSolver::~WorldSolver() = default;

void WorldSolver::reset() {
  std::fill(impl_->u.begin(), impl_->u.end(), 0.0);
  impl_->solved = false;
}

/// Whether the model and the parameters can be solved at all; else says why not.
bool WorldSolver::Impl::begin(const WorldParameters& chosen, WorldSolution& solution) {
  solved = false;
  const Status usable = model_status.ok() ? check_parameters(model, chosen) : model_status;
  if (!usable.ok()) {
    solution.note = usable.error().message();
    solution.worst = usable.error().where;
    solution.feasible_share = 0.0;
    return false;
  }
  evaluations = 0;
  tangents = 0;
  if (!equations.free_factors().empty()) {
    equations.set_free({});
    std::fill(u.begin(), u.end(), 0.0);
  }
  precondition_at_base();
  use(chosen);
  return true;
}

/// Reads the solution off the last attempt, and keeps it when it converged.
void WorldSolver::Impl::finish(const WorldParameters& chosen, const Attempt& last,
                               WorldSolution& solution) {
  use(chosen);
  describe(solution, last);
  solution.converged =
      last.converged && solution.feasible_share >= 1.0 &&
      std::max(solution.residual, solution.walras_residual) <= std::max(options.tolerance, floor);
  if (solution.converged) {
    u = last.u;
    solved = true;
    return;
  }
  if (!last.reason.empty()) solution.note = last.reason;
  if (solution.note.empty()) solution.note = "no equilibrium was found";
  std::fill(u.begin(), u.end(), 0.0);
}

WorldSolution WorldSolver::solve(const WorldParameters& parameters) {
  Impl& impl = *impl_;
  WorldSolution solution;
  if (!impl.begin(parameters, solution)) return solution;
  Impl::Attempt last = impl.attempt(impl.u);
  if (!last.converged && largest(impl.u) > 0.0) {
    impl.precondition_at_base();
    impl.use(parameters);
    last = impl.attempt(Vector(impl.equations.size(), 0.0));
  }
  if (!last.converged) {
    const Impl::Attempt direct = last;
    last = impl.continued(parameters, solution.feasible_share);
    if (!last.converged) {
      impl.precondition_at_base();
      impl.use(parameters);
      Impl::Attempt freed = impl.with_free_factors(direct);
      if (!freed.converged && !last.fallback.empty()) {
        Impl::Attempt edge = last;
        edge.u = last.fallback;
        freed = impl.with_free_factors(edge);
      }
      if (!freed.converged) freed = impl.by_elasticities(parameters);
      if (freed.converged) {
        last = std::move(freed);
        solution.feasible_share = 1.0;
      }
    }
  }
  impl.finish(parameters, last, solution);
  return solution;
}

WorldSolution WorldSolver::solve_from(const WorldParameters& parameters,
                                      const WorldResults& start) {
  Impl& impl = *impl_;
  WorldSolution solution;
  if (!impl.begin(parameters, solution)) return solution;
  Vector u(impl.equations.size(), 0.0);
  const auto put = [&](const Vector& values, Index first) {
    std::copy(values.begin(), values.end(), u.begin() + static_cast<std::ptrdiff_t>(first));
  };
  put(start.factor_price, impl.equations.at_factor(0));
  put(start.income, impl.equations.at_income(0));
  put(start.price, impl.equations.at_price(0));
  put(start.output, impl.equations.at_output(0));
  Impl::Attempt last = impl.newton(u);
  if (!last.converged) last = impl.attempt(u);
  impl.finish(parameters, last, solution);
  return solution;
}

Index WorldSolver::unknowns() const { return impl_->equations.size(); }

int WorldSolver::determinant_sign() const {
  if (!impl_->solved) return 0;
  numerics::DenseLu lu;
  return lu.factor(impl_->jacobian()) ? lu.determinant_sign() : 0;
}

namespace {

Vector in_logs(const Vector& change, const Vector& level, double added) {
  Vector result(change.size());
  for (Index i = 0; i < change.size(); ++i) result[i] = change[i] / (added + level[i]);
  return result;
}

Error not_solved() {
  return {ErrorCode::no_convergence, "this needs a solution, and there is none", "",
          "solve() first, and look at its `converged`", ""};
}

Error singular() {
  return {ErrorCode::no_convergence, "the linearised equations could not be solved", "",
          "the equilibrium may be at a point where it is not locally unique", ""};
}

void add(Vector& to, const Vector& values, double sign) {
  for (Index i = 0; i < values.size(); ++i) to[i] += sign * values[i];
}

}  // namespace

Result<WorldResults> WorldSolver::Impl::tangent(const WorldParameters& direction, Vector* paid) {
  if (!solved) return not_solved();
  const WorldParameters& at = parameters;
  LogParameters logs;
  logs.tariff = in_logs(direction.tariff, at.tariff, 1.0);
  logs.export_tax = in_logs(direction.export_tax, at.export_tax, 1.0);
  logs.iceberg = direction.log_iceberg;
  logs.output_tax = in_logs(direction.output_tax, at.output_tax, 1.0);
  logs.markup = in_logs(direction.markup, at.markup, 0.0);
  logs.productivity = direction.log_productivity;
  logs.endowment = direction.log_endowment;
  logs.transfer = direction.transfer;
  Vector right;
  equations.forward(Vector(equations.size(), 0.0), &logs, right, nullptr);
  for (double& value : right) value = -value;
  Vector du;
  if (!solve_linear(false, right, du, k_linear)) return singular();
  Vector d_final_price;
  equations.forward(du, &logs, right, &d_final_price, paid);
  return results_of(du, d_final_price);
}

Result<WorldModel> WorldSolver::solved_base() const {
  if (!impl_->solved) return not_solved();
  return impl_->equations.as_base();
}

Result<WorldResults> WorldSolver::tangent(const WorldParameters& direction) {
  return impl_->tangent(direction, nullptr);
}

Result<WorldTangent> WorldSolver::tangent_of_flows(const WorldParameters& direction) {
  WorldTangent tangent;
  auto results = impl_->tangent(direction, &tangent.paid);
  if (!results.ok()) return results.error();
  tangent.results = std::move(*results);
  return tangent;
}

Result<WorldParameters> WorldSolver::gradient(const WorldResults& weights, const Vector& paid) {
  Impl& impl = *impl_;
  if (!impl.solved) return not_solved();
  const WorldEquations& equations = impl.equations;
  const Index R = impl.model.region_count();
  const Index F = impl.model.factor_count();
  Vector direct(equations.size(), 0.0);
  Vector final_price(R, 0.0);
  const auto spread = [&](const Vector& values, Index first) {
    for (Index i = 0; i < values.size(); ++i) direct[first + i] += values[i];
  };
  spread(weights.welfare, equations.at_income(0));
  spread(weights.income, equations.at_income(0));
  spread(weights.factor_price, equations.at_factor(0));
  spread(weights.real_wage, equations.at_factor(0));
  spread(weights.price, equations.at_price(0));
  spread(weights.output, equations.at_output(0));
  for (Index n = 0; n < weights.welfare.size(); ++n) final_price[n] -= weights.welfare[n];
  for (Index n = 0; n < weights.final_price.size(); ++n) final_price[n] += weights.final_price[n];
  for (Index k = 0; k < weights.real_wage.size(); ++k) final_price[k / F] -= weights.real_wage[k];

  const Vector nothing(equations.size(), 0.0);
  Vector right;
  LogParameters own;
  equations.backward(nothing, &final_price, right, &own, paid.empty() ? nullptr : &paid);
  add(right, direct, 1.0);
  Vector a;
  if (!impl.solve_linear(true, right, a, k_linear)) return singular();
  LogParameters through;
  equations.backward(a, nullptr, right, &through);
  const auto total = [](Vector mine, const Vector& theirs) {
    add(mine, theirs, -1.0);
    return mine;
  };
  const WorldParameters& at = impl.parameters;
  return WorldParameters{in_logs(total(own.tariff, through.tariff), at.tariff, 1.0),
                         in_logs(total(own.export_tax, through.export_tax), at.export_tax, 1.0),
                         total(own.iceberg, through.iceberg),
                         in_logs(total(own.output_tax, through.output_tax), at.output_tax, 1.0),
                         in_logs(total(own.markup, through.markup), at.markup, 0.0),
                         total(own.productivity, through.productivity),
                         total(own.endowment, through.endowment),
                         total(own.transfer, through.transfer)};
}

WorldSolution solve_world(const WorldModel& model, const WorldParameters& parameters,
                          WorldOptions options) {
  return WorldSolver(model, options).solve(parameters);
}

}  // namespace domar::equilibrium
