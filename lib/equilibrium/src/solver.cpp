#include "domar/equilibrium/solver.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "evaluation.hpp"

namespace domar::equilibrium {

using network::k_none;

double Solution::quantity(const network::Network& network, Index activity) const {
  const Index node = network.node_of_activity(activity);
  return value[node] * std::exp(-log_price[node]);
}

Status Solution::status() const {
  if (converged) return Done{};
  return Error{ErrorCode::no_convergence, "the equilibrium was not found: " + note, worst_market,
               fmt::format("{:.1f} % of the change could be solved; try a smaller change or larger "
                           "elasticities",
                           100.0 * feasible_share),
               ""};
}

namespace {
/// Largest |ln demand - ln supply| of the dropped market: that of the others times its smallness.
constexpr double k_walras_tolerance = 1e-8;

/// Prices are settled to this share of the last residual: no finer than the markets deserve.
constexpr double k_price_share = 1e-4;
constexpr double k_coarsest_price_tolerance = 1e-7;
/// And at the end to this share of the tolerance: their errors reach the markets some ten times
/// larger.
constexpr double k_last_price_share = 1e-3;
/// A step that leaves more than this share of the residual calls for a new tangent.
constexpr double k_slow = 0.3;
/// The same where few digits are asked for: a tangent costs as much as ten evaluations or more.
constexpr double k_slow_when_coarse = 0.6;
constexpr double k_coarse = 1e-5;
/// Steps remembered to correct a kept tangent (Broyden).
constexpr std::size_t k_remembered_steps = 12;
constexpr std::size_t k_open_markets_told = 5;
/// Sales this small against the largest are zero but for rounding.
constexpr double k_rounding = 1e-12;

std::string name_of_edge(const network::Network& network, Index e) {
  return network.activity(network.edge(e).buyer).name + " from " +
         network.node_name(network.edge(e).seller);
}

/// What is wrong with parameters, in words; empty when nothing is.
std::string complaint(const network::Network& network, const Parameters& parameters) {
  if (parameters.log_productivity.size() != network.activities() ||
      parameters.log_endowment.size() != network.markets() ||
      parameters.tax.size() != network.edges() ||
      parameters.log_iceberg.size() != network.edges() ||
      parameters.log_taste.size() != network.edges() ||
      parameters.transfer_share.size() != network.transfers().size()) {
    return "the parameters are not one per activity, edge, market and transfer of this network";
  }
  for (Index n = 0; n < network.activities(); ++n) {
    if (std::isfinite(parameters.log_productivity[n])) continue;
    return "productivity is not a number in '" + network.activity(n).name + "'";
  }
  for (Index k = 0; k < network.markets(); ++k) {
    if (std::isfinite(parameters.log_endowment[k])) continue;
    return "the endowment is not a number in '" + network.market(k).name + "'";
  }
  for (Index e = 0; e < network.edges(); ++e) {
    const double tax = parameters.tax[e];
    if (!std::isfinite(tax) || !std::isfinite(parameters.log_iceberg[e]) ||
        !std::isfinite(parameters.log_taste[e])) {
      return "tax, iceberg cost or taste is not a number in '" + name_of_edge(network, e) + "'";
    }
    if (!(tax > -1.0)) return "a tax of -100 % or less in '" + name_of_edge(network, e) + "'";
    if (tax != 0.0 && network.edge(e).receiver == k_none) {
      return "a tax without a receiver in '" + name_of_edge(network, e) + "'";
    }
  }
  for (Index i = 0; i < network.transfers().size(); ++i) {
    if (std::isfinite(parameters.transfer_share[i])) continue;
    return "the transfer is not a number from '" + network.agent(network.transfers()[i].from).name +
           "'";
  }
  return "";
}
}  // namespace

/// Newton with a kept Jacobian. The numeraire's price is not an unknown and its market is dropped.
struct Solver::State {
  const network::Network& network;
  SolverOptions options;
  Evaluation evaluation;
  Vector x;  ///< last solution: ln market prices, ln joint levels
  numerics::DenseLu jacobian_lu;
  bool have_jacobian = false;
  int evaluations = 0;
  int jacobians = 0;
  double norm = 0.0;
  double tolerance = 0.0;     ///< of the present solve
  double settled_to = 0.0;    ///< price tolerance of the last evaluation
  std::vector<Vector> steps;  ///< full steps since the tangent was formed or the problem changed
  Index worst = 0;
  Index poor_agent = k_none;  ///< what stood in the way during the last Newton run
  Index stuck_activity = k_none;
  Index unsold_activity = k_none;  ///< sells less than nothing

  State(const network::Network& n, SolverOptions o) : network(n), options(o), evaluation(n) {
    if (options.numeraire == k_none) {
      options.numeraire = 0;
      for (Index k = 1; k < network.markets(); ++k) {
        if (network.market(k).endowment_0 > network.market(options.numeraire).endowment_0) {
          options.numeraire = k;
        }
      }
    }
    forget();
  }

  void forget() {
    x.assign(evaluation.unknowns(), 0.0);
    evaluation.reset_prices();
    have_jacobian = false;
  }

  [[nodiscard]] double slow() const { return tolerance >= k_coarse ? k_slow_when_coarse : k_slow; }

  [[nodiscard]] double finest_price_tolerance() const {
    return std::max(Evaluation::k_finest_price_tolerance, k_last_price_share * tolerance);
  }

  bool evaluate(const Vector& at) {
    ++evaluations;
    const double finest = finest_price_tolerance();
    settled_to =
        std::clamp(k_price_share * norm, finest, std::max(finest, k_coarsest_price_tolerance));
    if (!evaluation.evaluate(at, settled_to)) {
      if (evaluation.poor_agent != k_none) poor_agent = evaluation.poor_agent;
      if (evaluation.stuck_activity != k_none) stuck_activity = evaluation.stuck_activity;
      return false;
    }
    norm = 0.0;
    const Vector& r = evaluation.residual();
    for (Index i = 0; i < r.size(); ++i) {
      if (i != options.numeraire && std::abs(r[i]) > norm) {
        norm = std::abs(r[i]);
        worst = i;
      }
    }
    // Where relative prices run away, all other markets may seem to clear: then Walras' law fails.
    const double walras = std::abs(r[options.numeraire]);
    if (walras > k_walras_tolerance && walras > norm) {
      norm = walras;
      worst = options.numeraire;
    }
    return true;
  }

  bool refresh_jacobian() {
    ++jacobians;
    const Matrix full = evaluation.jacobian();
    if (full.empty()) return false;
    const Index size = full.rows() - 1;
    Matrix J(size, size);
    for (Index i = 0, r = 0; i < full.rows(); ++i) {
      if (i == options.numeraire) continue;
      for (Index j = 0, c = 0; j < full.cols(); ++j) {
        if (j != options.numeraire) J(r, c++) = full(i, j);
      }
      ++r;
    }
    have_jacobian = jacobian_lu.factor(J);
    return have_jacobian;
  }

  Vector newton_step() const {
    const Vector& r = evaluation.residual();
    Vector reduced;
    reduced.reserve(r.size() - 1);
    for (Index i = 0; i < r.size(); ++i) {
      if (i != options.numeraire) reduced.push_back(-r[i]);
    }
    const Vector solved = reduced.empty() ? reduced : jacobian_lu.solve(reduced);
    Vector step(r.size(), 0.0);
    for (Index i = 0, s = 0; i < r.size(); ++i) {
      if (i != options.numeraire) step[i] = solved[s++];
    }
    return step;
  }

  /// The step of the kept tangent, corrected by what the last steps taught (Broyden's good method
  /// in the form of Kelley 1995, chapter 7: only the steps are stored).
  Vector corrected_step() {
    Vector z = newton_step();
    const auto dot = [](const Vector& a, const Vector& b) {
      double sum = 0.0;
      for (Index i = 0; i < a.size(); ++i) sum += a[i] * b[i];
      return sum;
    };
    for (std::size_t j = 0; j + 1 < steps.size(); ++j) {
      const double part = dot(steps[j], z) / dot(steps[j], steps[j]);
      for (Index i = 0; i < z.size(); ++i) z[i] += part * steps[j + 1][i];
    }
    if (!steps.empty()) {
      const double left = 1.0 - dot(steps.back(), z) / dot(steps.back(), steps.back());
      if (left < 0.1) {  // nearly singular: trust the tangent alone
        steps.clear();
        return newton_step();
      }
      for (double& value : z) value /= left;
    }
    return z;
  }

  /// Markets may clear while a subsidised loop "sells" less than nothing: that is no equilibrium.
  bool sells_something() {
    double most = 0.0;
    for (const double value : evaluation.value) most = std::max(most, std::abs(value));
    for (Index n = 0; n < network.activities(); ++n) {
      if (evaluation.value[network.node_of_activity(n)] >= -k_rounding * most) continue;
      unsold_activity = n;
      return false;
    }
    return true;
  }

  /// Small residuals count only when prices were settled as finely as they can be.
  bool solved() {
    if (norm > tolerance) return false;
    if (settled_to <= finest_price_tolerance()) return sells_something();
    return evaluate(x) && norm <= tolerance && sells_something();
  }

  /// One damped step. Returns whether it brought the markets nearer; if not, x is `at` again.
  bool advance(bool fresh) {
    const Vector at = x;
    const double before = norm;
    const Vector step = corrected_step();
    double longest = 0.0;
    for (const double s : step) longest = std::max(longest, std::abs(s));
    if (!std::isfinite(longest)) return false;
    double damping = longest > 1.0 ? 1.0 / longest : 1.0;
    for (int halving = 0; halving < 12; ++halving, damping *= 0.5) {
      for (Index i = 0; i < x.size(); ++i) x[i] = at[i] + damping * step[i];
      if (evaluate(x) && norm < before) {
        if (damping < 1.0 || steps.size() == k_remembered_steps) {
          steps.clear();
        } else {
          steps.push_back(step);
        }
        return true;
      }
      if (!fresh) break;  // the kept tangent is too old: form a new one first
    }
    x = at;
    norm = before;
    return false;
  }

  /// Newton from x with the parameters already set. On failure x is what it was.
  bool newton() {
    const Vector start = x;
    poor_agent = k_none;
    stuck_activity = k_none;
    unsold_activity = k_none;
    steps.clear();
    norm = 1.0;
    bool fresh = false;
    bool good = evaluate(x);
    for (int iteration = 0; good && iteration < options.max_iterations; ++iteration) {
      if (solved()) return true;
      if (!have_jacobian) {
        if (!refresh_jacobian()) break;
        steps.clear();
        fresh = true;
      }
      const double before = norm;
      if (advance(fresh)) {
        if (norm > slow() * before) have_jacobian = false;
        fresh = false;
        continue;
      }
      good = evaluate(x);
      if (good && fresh && norm <= 100.0 * tolerance && sells_something()) {
        return true;  // rounding floor
      }
      if (fresh) break;
      have_jacobian = false;
    }
    if (good && solved()) return true;
    x = start;
    have_jacobian = false;
    return false;
  }

  /// From the base year to the parameters in steps as small as needed. Returns the share reached.
  double continuation(const Parameters& parameters) {
    const Parameters base = base_parameters(network);
    forget();
    double reached = 0.0;
    double step = 0.25;
    Vector good = x;
    for (int point = 0; point < options.max_continuation_steps && reached < 1.0; ++point) {
      const double t = std::min(1.0, reached + step);
      evaluation.set_parameters(between(base, parameters, t));
      if (newton()) {
        reached = t;
        good = x;
        step *= 2.0;
      } else {
        x = good;
        evaluation.reset_prices();
        step *= 0.25;
        if (step < 1e-4) break;
      }
    }
    return reached;
  }

  /// Notes which markets are furthest open beyond the last point solved, which must be x.
  void note_open_markets(const Parameters& parameters, double reached, Solution& solution) {
    const Parameters base = base_parameters(network);
    for (double share = 1.0; share - reached > 1e-4; share = 0.5 * (share + reached)) {
      evaluation.reset_prices();
      evaluation.set_parameters(between(base, parameters, share));
      if (!evaluation.evaluate(x)) continue;
      solution.open_share = share;
      for (Index k = 0; k < network.markets(); ++k) {
        const double excess = -evaluation.value[k] * std::expm1(-evaluation.residual()[k]);
        solution.open_markets.push_back({network.market(k).name, excess});
      }
      std::stable_sort(solution.open_markets.begin(), solution.open_markets.end(),
                       [](const OpenMarket& a, const OpenMarket& b) {
                         return std::abs(a.excess_demand) > std::abs(b.excess_demand);
                       });
      if (solution.open_markets.size() > k_open_markets_told) {
        solution.open_markets.resize(k_open_markets_told);
      }
      return;
    }
  }

  /// What stops the solver, in words. The name of the worst market is the last resort.
  std::string obstacle() const {
    if (poor_agent != k_none) {
      return fmt::format("the income of '{}' falls below zero", network.agent(poor_agent).name);
    }
    if (unsold_activity != k_none) {
      return fmt::format("the sales of '{}' fall below zero",
                         network.activity(unsold_activity).name);
    }
    if (stuck_activity != k_none) {
      return fmt::format("no price of '{}' equals its cost: its input '{}' runs out",
                         network.activity(stuck_activity).name, dearest_input(stuck_activity));
    }
    return fmt::format("the market '{}' cannot be cleared", worst_name());
  }

  /// The input whose price has driven up most of an activity's cost.
  std::string dearest_input(Index activity) const {
    Index dearest = network.first_edge(activity);
    double most = -1.0;
    for (Index e = network.first_edge(activity); e < network.first_edge(activity + 1); ++e) {
      const double share = network.cost_share_0(e) *
                           std::exp(std::min(700.0, evaluation.log_price[network.edge(e).seller]));
      if (!(share > most)) continue;
      most = share;
      dearest = e;
    }
    return network.node_name(network.edge(dearest).seller);
  }

  std::string worst_name() const {
    if (worst < network.markets()) return network.market(worst).name;
    return network.activity(network.joint_producers()[worst - network.markets()].activity).name;
  }

  Solution report(bool converged, double feasible) const {
    Solution solution;
    solution.converged = converged;
    solution.feasible_share = feasible;
    solution.evaluations = evaluations;
    solution.jacobians = jacobians;
    solution.residual = norm;
    solution.worst_market = worst_name();
    if (!converged) {
      solution.residual = std::numeric_limits<double>::infinity();
      solution.note = fmt::format("feasible up to {:.1f} % of the change; then {}",
                                  100.0 * feasible, obstacle());
      return solution;
    }
    const Vector& r = evaluation.residual();
    solution.walras_residual = std::abs(r[options.numeraire]);
    solution.log_price = evaluation.log_price;
    solution.cost_share = evaluation.share;
    solution.value = evaluation.value;
    solution.income = evaluation.income;
    solution.spending = evaluation.spending;
    solution.tax_revenue = evaluation.tax_revenue;
    solution.log_level.assign(x.begin() + static_cast<std::ptrdiff_t>(network.markets()), x.end());
    return solution;
  }
};

Solver::Solver(const network::Network& network, SolverOptions options)
    : state_(std::make_unique<State>(network, options)) {}
Solver::~Solver() = default;

void Solver::reset() { state_->forget(); }

const Vector& Solver::start() const { return state_->x; }

void Solver::move_start(const Vector& step) {
  if (step.size() != state_->x.size()) return;
  for (Index i = 0; i < step.size(); ++i) state_->x[i] += step[i];
}

Solution Solver::solve(const Parameters& parameters, double tolerance) {
  State& state = *state_;
  state.tolerance = std::max(tolerance, state.options.tolerance);
  state.evaluations = 0;
  state.jacobians = 0;
  if (const std::string words = complaint(state.network, parameters); !words.empty()) {
    Solution refused;
    refused.note = words;
    refused.residual = std::numeric_limits<double>::infinity();
    refused.feasible_share = 0.0;
    return refused;
  }
  state.evaluation.set_parameters(parameters);
  if (state.newton()) return state.report(true, 1.0);
  const double reached = state.continuation(parameters);
  Solution solution = state.report(reached >= 1.0, reached);
  if (!solution.converged) {
    state.note_open_markets(parameters, reached, solution);
    state.forget();
  }
  return solution;
}

Solution solve(const network::Network& network, const Parameters& parameters,
               SolverOptions options) {
  return Solver(network, options).solve(parameters);
}

}  // namespace domar::equilibrium
