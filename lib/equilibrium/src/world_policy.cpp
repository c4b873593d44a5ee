#include "domar/equilibrium/world_policy.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "domar/numerics/minimise.hpp"
#include "world_flows.hpp"

namespace domar::equilibrium {

namespace {

using Kind = WorldInstrument::Kind;

constexpr double k_value_noise = 1e-12;  ///< of the gain, at residuals of 1e-12

Vector& rates_of(WorldParameters& parameters, Kind kind) {
  if (kind == Kind::tariff) return parameters.tariff;
  return kind == Kind::export_tax ? parameters.export_tax : parameters.output_tax;
}
const Vector& rates_of(const WorldParameters& parameters, Kind kind) {
  if (kind == Kind::tariff) return parameters.tariff;
  return kind == Kind::export_tax ? parameters.export_tax : parameters.output_tax;
}

double weighted_spending(const WorldModel& model, const Vector& weight) {
  double sum = 0.0;
  for (Index n = 0; n < weight.size(); ++n) sum += weight[n] * model.final_spending[n];
  return sum;
}

class Search {
 public:
  Search(WorldSolver& solver, const WorldModel& model, const WorldPolicyProblem& problem)
      : solver_(solver),
        model_(model),
        problem_(problem),
        paid_(base_purchases(model)),
        spending_(weighted_spending(model, problem.weight)),
        parameters_(problem.held) {
    for (const WorldInstrument& instrument : problem.instruments) add(instrument);
  }

  Result<WorldPolicy> run() {
    numerics::Bounds bounds;
    Vector start;
    for (Index k = 0; k < unit_.size(); ++k) {
      const WorldInstrument& instrument = problem_.instruments[k];
      bounds.lower.push_back(std::log1p(instrument.lower) / unit_[k]);
      bounds.upper.push_back(std::log1p(instrument.upper) / unit_[k]);
      start.push_back(std::log1p(mean_rate(k)) / unit_[k]);
    }
    numerics::MinimiseOptions options;
    options.gradient_tolerance = problem_.gradient_tolerance;
    options.max_evaluations = problem_.max_evaluations;
    options.value_noise = k_value_noise;
    const auto found =
        numerics::minimise([this](const Vector& x, Vector& slope) { return evaluate(x, slope); },
                           std::move(start), bounds, options);
    return report(found);
  }

 private:
  /// Scales: the second derivative of the gain in ln(1 + rate) is about elasticity x what is taxed
  /// over spending.
  void add(const WorldInstrument& instrument) {
    double taxed = 0.0;
    double curvature = 0.0;
    for (const Index cell : instrument.cells) {
      const bool edge = instrument.kind != Kind::output_tax;
      const double money = edge ? paid_[cell] : model_.output[cell];
      const Index R = model_.region_count();
      taxed += money;
      curvature += money * (edge ? std::max(1.0, model_.armington[cell / (R * R)]) : 1.0);
    }
    taxed_.push_back(taxed);
    unit_.push_back(taxed > 0.0 ? std::sqrt(spending_ / curvature) : 1.0);
  }

  /// Weighted with what is taxed; the plain mean where nothing is.
  [[nodiscard]] double mean_rate(Index k) const {
    const WorldInstrument& instrument = problem_.instruments[k];
    const Vector& rates = rates_of(problem_.held, instrument.kind);
    double sum = 0.0;
    double weights = 0.0;
    for (const Index cell : instrument.cells) {
      const double money = instrument.kind == Kind::output_tax ? model_.output[cell] : paid_[cell];
      const double weight = taxed_[k] > 0.0 ? money : 1.0;
      sum += weight * rates[cell];
      weights += weight;
    }
    return sum / weights;
  }

  /// Solves at x; false where there is no equilibrium.
  bool move_to(const Vector& x) {
    for (Index k = 0; k < x.size(); ++k) {
      const WorldInstrument& instrument = problem_.instruments[k];
      Vector& rates = rates_of(parameters_, instrument.kind);
      for (const Index cell : instrument.cells) rates[cell] = std::expm1(x[k] * unit_[k]);
    }
    ++solves_;
    solution_ = solver_.solve(parameters_);
    return solution_.converged;
  }

  /// Minus the gain, and its slope in x.
  double evaluate(const Vector& x, Vector& slope) {
    if (!move_to(x)) {
      note_ = solution_.note;
      return HUGE_VAL;
    }
    const auto slopes =
        gain_slopes(solver_, model_, problem_.weight, problem_.instruments, solution_);
    if (!slopes.ok()) {
      note_ = slopes.error().message();
      return HUGE_VAL;
    }
    for (Index k = 0; k < x.size(); ++k) {
      slope[k] = -(*slopes)[k] * std::exp(x[k] * unit_[k]) * unit_[k];
    }
    return -weighted_gain(model_, problem_.weight, solution_);
  }

  Result<WorldPolicy> report(const numerics::Minimum& found) {
    if (!std::isfinite(found.value)) {
      return Error{ErrorCode::no_convergence, "the start of the search cannot be solved: " + note_,
                   "", "let the bounds hold the rates of the base year", ""};
    }
    WorldPolicy policy;
    const bool solved = move_to(found.x);
    policy.converged = found.converged && solved;
    policy.note = found.note;
    if (!found.converged && !note_.empty()) policy.note += "; last trouble: " + note_;
    policy.gradient_norm = found.gradient_norm;
    policy.solves = solves_;
    policy.gain = weighted_gain(model_, problem_.weight, solution_);
    policy.bound.assign(unit_.size(), 0);
    for (Index k = 0; k < unit_.size(); ++k)
      policy.rate.push_back(std::expm1(found.x[k] * unit_[k]));
    for (const Index k : found.at_lower) policy.bound[k] = -1;
    for (const Index k : found.at_upper) policy.bound[k] = 1;
    policy.taxed = taxed_;
    policy.parameters = parameters_;
    policy.solution = std::move(solution_);
    return policy;
  }

  WorldSolver& solver_;
  const WorldModel& model_;
  const WorldPolicyProblem& problem_;
  Vector paid_;      ///< by edge, at base
  double spending_;  ///< weighted, at base
  WorldParameters parameters_;
  WorldSolution solution_;
  Vector taxed_, unit_;
  Index solves_ = 0;
  std::string note_;
};

Error nothing_to_set(const std::string& what, const std::string& hint) {
  return {ErrorCode::bad_value, what, "", hint, ""};
}

Status check(const WorldModel& model, const WorldPolicyProblem& problem) {
  if (problem.weight.size() != model.region_count()) {
    return Error{ErrorCode::shape_mismatch, "one weight per region is needed", "", "", ""};
  }
  double weights = 0.0;
  for (const double weight : problem.weight) {
    if (!(weight >= 0.0) || !std::isfinite(weight)) {
      return nothing_to_set(fmt::format("the weight of a region is {:g}", weight), "0 or more");
    }
    weights += weight;
  }
  if (weights == 0.0) return nothing_to_set("nobody's welfare counts", "give a region a weight");
  if (problem.instruments.empty()) {
    return nothing_to_set("there is nothing that may be set", "name an instrument");
  }
  for (const WorldInstrument& instrument : problem.instruments) {
    const Index cells = instrument.kind == Kind::output_tax ? model.industries() : model.edges();
    if (instrument.cells.empty() ||
        *std::max_element(instrument.cells.begin(), instrument.cells.end()) >= cells) {
      return Error{ErrorCode::shape_mismatch, "an instrument's cells do not fit the world", "", "",
                   ""};
    }
    if (!(instrument.lower >= -1.0 && instrument.lower <= instrument.upper &&
          instrument.upper > -1.0)) {
      return nothing_to_set(
          fmt::format("no rate lies between {:g} and {:g}", instrument.lower, instrument.upper),
          "rates are shares above -1");
    }
  }
  return check_parameters(model, problem.held);
}

}  // namespace

double weighted_gain(const WorldModel& model, const Vector& weight, const WorldSolution& solution) {
  double sum = 0.0;
  for (Index n = 0; n < weight.size(); ++n) {
    sum += weight[n] * model.final_spending[n] * std::expm1(solution.results.welfare[n]);
  }
  return sum / weighted_spending(model, weight);
}

Result<Vector> gain_slopes(WorldSolver& solver, const WorldModel& model, const Vector& weight,
                           const std::vector<WorldInstrument>& instruments,
                           const WorldSolution& solution) {
  const double spending = weighted_spending(model, weight);
  WorldResults weights;
  weights.welfare.assign(model.region_count(), 0.0);
  for (Index n = 0; n < model.region_count(); ++n) {
    weights.welfare[n] =
        weight[n] * model.final_spending[n] / spending * std::exp(solution.results.welfare[n]);
  }
  const auto gradient = solver.gradient(weights);
  if (!gradient.ok()) return gradient.error();
  Vector slopes;
  for (const WorldInstrument& instrument : instruments) {
    const Vector& by_cell = rates_of(*gradient, instrument.kind);
    double sum = 0.0;
    for (const Index cell : instrument.cells) sum += by_cell[cell];
    slopes.push_back(sum);
  }
  return slopes;
}

Result<WorldModel> without_transfers(const WorldModel& model) {
  constexpr double k_exact = 1e-12;
  WorldOptions options;
  options.tolerance = k_exact;
  WorldSolver solver(model, options);
  WorldParameters balanced = model.base;
  std::fill(balanced.transfer.begin(), balanced.transfer.end(), 0.0);
  const WorldSolution solution = solver.solve(balanced);
  if (auto status = solution.status(); !status.ok()) return status.error();
  return solver.solved_base();
}

Result<WorldPolicy> optimal_world_policy(WorldSolver& solver, const WorldModel& model,
                                         const WorldPolicyProblem& problem) {
  if (auto status = check(model, problem); !status.ok()) return status.error();
  return Search(solver, model, problem).run();
}

}  // namespace domar::equilibrium
