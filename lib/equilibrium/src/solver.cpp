#include "domar/equilibrium/solver.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "domar/numerics/broyden.hpp"
#include "domar/numerics/kernels.hpp"
#include "evaluation.hpp"
#include "market_tangent.hpp"
#include "residual_norm.hpp"
#include "side_by_side.hpp"
#include "subsistence.hpp"

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
/// Steps remembered to correct a kept tangent.
constexpr Index k_remembered_steps = 12;
/// Shares of the way from the last solution to a new one, and how closely points between are met.
constexpr double k_shortest_stride = 0.1;
constexpr double k_stride_tolerance = 1e-6;
constexpr std::size_t k_open_markets_told = 5;
/// Sales this small against the largest are zero but for rounding.
constexpr double k_rounding = 1e-12;

std::string name_of_edge(const network::Network& network, Index e) {
  return network.activity(network.edge(e).buyer).name + " from " +
         network.node_name(network.edge(e).seller);
}

/// Nothing is wrong with parameters of the right lengths, seen at the speed of memory.
bool beyond_doubt(const std::vector<Index>& without_receiver, const Parameters& parameters) {
  constexpr double any = -std::numeric_limits<double>::infinity();
  const auto above = [](const Vector& x, double least) {
    return numerics::all_above(x.data(), x.size(), least);
  };
  if (!above(parameters.log_productivity, any) || !above(parameters.log_endowment, any) ||
      !above(parameters.log_iceberg, any) || !above(parameters.log_taste, any) ||
      !above(parameters.transfer_share, any) || !above(parameters.tax, -1.0)) {
    return false;
  }
  return std::all_of(without_receiver.begin(), without_receiver.end(),
                     [&](Index e) { return parameters.tax[e] == 0.0; });
}

/// What is wrong with parameters, in words; empty when nothing is.
std::string complaint(const network::Network& network, const std::vector<Index>& without_receiver,
                      const Parameters& parameters) {
  if (parameters.log_productivity.size() != network.activities() ||
      parameters.log_endowment.size() != network.markets() ||
      parameters.tax.size() != network.edges() ||
      parameters.log_iceberg.size() != network.edges() ||
      parameters.log_taste.size() != network.edges() ||
      parameters.transfer_share.size() != network.transfers().size()) {
    return "the parameters are not one per activity, edge, market and transfer of this network";
  }
  if (std::string words = subsistence_complaint(network, parameters); !words.empty()) return words;
  if (beyond_doubt(without_receiver, parameters)) return "";
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

/// The largest market is the numeraire where none is chosen.
SolverOptions with_numeraire(const network::Network& network, SolverOptions options) {
  if (options.numeraire != k_none) return options;
  options.numeraire = 0;
  for (Index k = 1; k < network.markets(); ++k) {
    if (network.market(k).endowment_0 > network.market(options.numeraire).endowment_0) {
      options.numeraire = k;
    }
  }
  return options;
}
}  // namespace

/// All equations side by side first; where that does not converge, Newton on the markets with
/// prices and values solved inside.
struct Solver::State {
  const network::Network& network;
  SolverOptions options;
  std::vector<Index> without_receiver;  ///< edges whose tax nobody would get
  Evaluation evaluation;
  Vector hint;                     ///< a step that the next solve may start with
  std::optional<Parameters> last;  ///< parameters of the last solution
  Vector x;                        ///< last solution: ln market prices, ln joint levels
  MarketTangent tangent;
  SideBySide side_by_side;
  int evaluations = 0;
  int jacobians = 0;
  double norm = 0.0;
  double tolerance = 0.0;   ///< of the present solve
  double settled_to = 0.0;  ///< price tolerance of the last evaluation
  numerics::Broyden learnt{
      k_remembered_steps};  ///< since the tangent was formed or the problem changed
  Index worst = 0;
  Index poor_agent = k_none;  ///< what stood in the way during the last Newton run
  Index stuck_activity = k_none;
  Index unsold_activity = k_none;  ///< sells less than nothing
  Index short_activity = k_none;   ///< cannot pay for its subsistence

  State(const network::Network& n, SolverOptions o)
      : network(n),
        options(with_numeraire(n, o)),
        evaluation(n),
        tangent(options.numeraire),
        side_by_side(evaluation, tangent, options.numeraire) {
    for (Index e = 0; e < network.edges(); ++e) {
      if (network.edge(e).receiver == k_none) without_receiver.push_back(e);
    }
    forget();
  }

  void forget() {
    x.assign(evaluation.unknowns(), 0.0);
    evaluation.reset_prices();
    tangent.drop();
    last.reset();
    hint.clear();
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
      if (evaluation.short_activity != k_none) short_activity = evaluation.short_activity;
      if (evaluation.stuck_activity != k_none) stuck_activity = evaluation.stuck_activity;
      return false;
    }
    const ResidualNorm now = residual_norm(evaluation.residual(), options.numeraire);
    norm = now.size;
    worst = now.worst;
    return true;
  }

  bool refresh_jacobian() {
    ++jacobians;
    learnt.forget();
    return tangent.take(evaluation.jacobian());
  }

  Vector corrected_step() {
    Vector step = tangent.step(evaluation.residual());
    if (learnt.correct(step)) return step;
    learnt.forget();  // nearly singular: trust the tangent alone
    return tangent.step(evaluation.residual());
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
        if (damping < 1.0) {
          learnt.forget();
        } else {
          learnt.taken(step);
        }
        return true;
      }
      if (!fresh) break;  // the kept tangent is too old: form a new one first
    }
    x = at;
    norm = before;
    return false;
  }

  /// All equations side by side from x with the parameters already set. On failure x is what it
  /// was.
  bool near(double accuracy, const Vector& towards = {}) {
    const Vector start = x;
    const double residual = side_by_side.solve(x, accuracy, towards);
    evaluations += side_by_side.probes;
    jacobians += side_by_side.jacobians;
    if (!(residual <= accuracy) || !sells_something()) {
      x = start;
      return false;
    }
    const ResidualNorm now = residual_norm(evaluation.residual(), options.numeraire);
    norm = now.size;
    worst = now.worst;
    return true;
  }

  /// From the last solution to the parameters in a few steps, each near to the last. On failure x
  /// is what it was and the parameters are set.
  bool walk(const Parameters& parameters) {
    const Vector start = x;
    const Vector start_guess = evaluation.inner_guess();
    double reached = 0.0;
    double step = 0.5;
    while (step >= k_shortest_stride) {
      const double t = std::min(1.0, reached + step);
      evaluation.set_parameters(t < 1.0 ? between(*last, parameters, t) : parameters);
      if (near(t < 1.0 ? std::max(tolerance, k_stride_tolerance) : tolerance)) {
        if (t == 1.0) return true;
        reached = t;
        step = 1.0 - reached;
      } else {
        step *= 0.5;
      }
    }
    x = start;
    evaluation.set_parameters(parameters);
    evaluation.set_inner_guess(start, start_guess);
    return false;
  }

  /// From x with the parameters already set. On failure x is what it was.
  bool find(const Parameters& parameters) {
    const Vector towards = std::move(hint);
    hint.clear();
    if (near(tolerance, towards)) return true;
    if (last && walk(parameters)) return true;
    return newton();
  }

  /// Where the next solve may walk from. Most of the arrays are what they were.
  void note_solved(const Parameters& parameters) {
    if (!last) {
      last = parameters;
      return;
    }
    for (const auto part :
         {&Parameters::log_productivity, &Parameters::tax, &Parameters::log_iceberg,
          &Parameters::log_taste, &Parameters::log_endowment, &Parameters::transfer_share}) {
      const Vector& from = parameters.*part;
      Vector& to = (*last).*part;
      if (std::memcmp(from.data(), to.data(), from.size() * sizeof(double)) != 0) to = from;
    }
  }

  /// Newton on the markets from x. On failure x is what it was.
  bool newton() {
    const Vector start = x;
    poor_agent = k_none;
    stuck_activity = k_none;
    unsold_activity = k_none;
    short_activity = k_none;
    learnt.forget();
    norm = 1.0;
    bool fresh = false;
    bool good = evaluate(x);
    for (int iteration = 0; good && iteration < options.max_iterations; ++iteration) {
      if (solved()) return true;
      if (!tangent.usable()) {
        if (!refresh_jacobian()) break;
        fresh = true;
      }
      const double before = norm;
      if (advance(fresh)) {
        if (norm > slow() * before) tangent.drop();
        fresh = false;
        continue;
      }
      good = evaluate(x);
      if (good && fresh && norm <= 100.0 * tolerance && sells_something()) {
        return true;  // rounding floor
      }
      if (fresh) break;
      tangent.drop();
    }
    if (good && solved()) return true;
    x = start;
    tangent.drop();
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
      const Parameters now = between(base, parameters, t);
      evaluation.set_parameters(now);
      if (near(tolerance) || newton()) {
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
    if (short_activity != k_none) {
      return fmt::format("the spending of '{}' falls below the cost of its subsistence",
                         network.activity(short_activity).name);
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
    solution.cost_share = evaluation.shares();
    solution.value = evaluation.value;
    solution.income = evaluation.income;
    solution.spending = evaluation.spending;
    solution.tax_revenue = evaluation.tax_revenue;
    solution.log_level.assign(x.begin() + static_cast<std::ptrdiff_t>(network.markets()), x.end());
    tell_subsistence(network, solution);
    return solution;
  }
};

Solver::Solver(const network::Network& network, SolverOptions options)
    : state_(std::make_unique<State>(network, options)) {}
Solver::~Solver() = default;

void Solver::reset() { state_->forget(); }

namespace {
/// What a tangent's rows and columns stand for: core activities, then markets.
std::vector<std::string> names_of(const network::Network& network) {
  std::vector<std::string> names;
  for (const Index n : network.core()) names.push_back(network.activity(n).name);
  for (Index k = 0; k < network.markets(); ++k) names.push_back(network.market(k).name);
  return names;
}
}  // namespace

struct KeptTangent {
  std::vector<std::string> names;
  Index agent_count = 0;
  Index joint_count = 0;
  Evaluation::Tangent inner;
  MarketTangent markets;

  [[nodiscard]] bool fits(const network::Network& network, Index numeraire) const {
    return network.agents() == agent_count && network.joint_producers().size() == joint_count &&
           markets.numeraire() == numeraire && names_of(network) == names;
  }
};

std::shared_ptr<const KeptTangent> Solver::tangent() const {
  if (!state_->tangent.usable() || !state_->evaluation.have_tangent()) return nullptr;
  const network::Network& network = state_->network;
  return std::make_shared<KeptTangent>(KeptTangent{names_of(network), network.agents(),
                                                   network.joint_producers().size(),
                                                   state_->evaluation.tangent(), state_->tangent});
}

void Solver::start_with(const std::shared_ptr<const KeptTangent>& tangent) {
  State& state = *state_;
  if (!tangent || !tangent->fits(state.network, state.options.numeraire)) return;
  state.evaluation.take_tangent(tangent->inner);
  state.tangent.take(tangent->markets.factors());
  state.side_by_side.forget();
}

const Vector& Solver::start() const { return state_->x; }

void Solver::start_towards(const Vector& step) {
  if (step.size() == state_->x.size()) state_->hint = step;
}

Solution Solver::solve(const Parameters& parameters, double tolerance) {
  State& state = *state_;
  state.tolerance = std::max(tolerance, state.options.tolerance);
  state.evaluations = 0;
  state.jacobians = 0;
  if (const std::string words = complaint(state.network, state.without_receiver, parameters);
      !words.empty()) {
    Solution refused;
    refused.note = words;
    refused.residual = std::numeric_limits<double>::infinity();
    refused.feasible_share = 0.0;
    return refused;
  }
  state.evaluation.set_parameters(parameters);
  if (state.find(parameters)) {
    state.note_solved(parameters);
    return state.report(true, 1.0);
  }
  const double reached = state.continuation(parameters);
  Solution solution = state.report(reached >= 1.0, reached);
  if (solution.converged) {
    state.note_solved(parameters);
  } else {
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
