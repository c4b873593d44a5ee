#include "domar/equilibrium/gravity_policy.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "domar/numerics/minimise.hpp"
#include "gravity_point.hpp"

namespace domar::equilibrium {

namespace {

using Kind = PolicyInstrument::Kind;

constexpr double k_value_noise = 1e-13;  ///< welfare at residuals of 1e-13
constexpr double k_first_penalty = 10.0;
constexpr double k_violation = 1e-10;
constexpr Index k_max_rounds = 40;

/// An instrument and the cells of its wedge: x = log gross factor / unit.
struct Lever {
  PolicyInstrument instrument;
  FactorRange range;
  double unit = 1.0;
};

/// Multipliers of the limits on the state, one lower and one upper by unknown.
struct Limits {
  Vector lower;
  Vector upper;
  Vector lower_multiplier;
  Vector upper_multiplier;
};

class PolicySearch {
 public:
  PolicySearch(const Gravity& world, const PolicyProblem& problem)
      : world_(world),
        problem_(problem),
        point_(world),
        wedges_(problem.held),
        state_(world.base_state()) {
    list_levers();
    if (problem.state_range) limits_ = limits_of(*problem.state_range);
  }

  [[nodiscard]] bool empty() const { return levers_.empty(); }

  OptimalPolicy run() {
    numerics::Bounds bounds;
    Vector x;
    for (const Lever& lever : levers_) {
      bounds.lower.push_back(std::log(lever.range.lower) / lever.unit);
      bounds.upper.push_back(std::log(lever.range.upper) / lever.unit);
      x.push_back(std::log(wedge(lever)) / lever.unit);
    }
    numerics::MinimiseOptions options;
    options.gradient_tolerance = problem_.gradient_tolerance;
    options.max_evaluations = problem_.max_evaluations;
    options.value_noise = k_value_noise;
    const numerics::Objective objective = [this](const Vector& at, Vector& slope) {
      return evaluate(at, slope);
    };
    numerics::Minimum found = numerics::minimise(objective, std::move(x), bounds, options);
    Index evaluations = found.evaluations;
    double before = HUGE_VAL;
    for (Index round = 0; problem_.state_range && round < k_max_rounds; ++round) {
      set_point(found.x);
      const double violation = tighten();
      if (violation <= k_violation) break;
      if (violation > 0.25 * before) penalty_ *= 4.0;
      before = violation;
      found = numerics::minimise(objective, std::move(found.x), bounds, options);
      evaluations += found.evaluations;
    }
    found.evaluations = evaluations;
    return result(found);
  }

 private:
  void list_levers() {
    const Index h = problem_.region;
    const auto& data = world_.data();
    const double income = income_of(h);
    for (Index k = 0; k < world_.sectors(); ++k) {
      const double sigma = data.sigma[k];
      double sold = 0.0;
      for (Index r = 0; r < world_.regions(); ++r) {
        sold += data.flow[k](h, r);
        if (r == h) continue;
        if (problem_.import_taxes) {
          add(Kind::import_tax, k, r, problem_.import_range, sigma * data.flow[k](r, h) / income);
        }
        if (problem_.export_taxes) {
          add(Kind::export_tax, k, r, problem_.export_range, sigma * data.flow[k](h, r) / income);
        }
      }
      if (problem_.production_taxes) {
        add(Kind::production_tax, k, h, problem_.production_range, sold / income);
      }
    }
  }
  [[nodiscard]] double income_of(Index region) const {
    double income = 0.0;
    for (const Matrix& flow : world_.data().flow) income += flow.col_sum(region);
    return income;
  }
  /// A lever whose slope and curvature are about the flow that it taxes; none where nothing flows.
  void add(Kind kind, Index k, Index partner, FactorRange range, double curvature) {
    if (curvature > 0.0) {
      levers_.push_back({{kind, k, partner, 0.0, 0}, range, 1.0 / std::sqrt(curvature)});
    }
  }

  /// The production tax is in all cells of its sector: it is read off the cell at home.
  [[nodiscard]] double wedge(const Lever& lever) const {
    const Index h = problem_.region;
    const auto& [kind, k, partner, rate, bound] = lever.instrument;
    const GravityWedges& held = problem_.held;
    const double home = held.origin[world_.cell(k, h, h)];
    if (kind == Kind::import_tax) return held.import[world_.cell(k, partner, h)];
    if (kind == Kind::export_tax) return held.origin[world_.cell(k, h, partner)] / home;
    return home;
  }

  void set_point(const Vector& x) {
    const Index h = problem_.region;
    for (Index n = 0; n < x.size(); ++n) {
      const auto& [kind, k, partner, rate, bound] = levers_[n].instrument;
      if (kind == Kind::import_tax) {
        wedges_.import[world_.cell(k, partner, h)] = std::exp(x[n] * levers_[n].unit);
      } else if (kind == Kind::export_tax) {
        const double home = problem_.held.origin[world_.cell(k, h, h)];
        wedges_.origin[world_.cell(k, h, partner)] = home * std::exp(x[n] * levers_[n].unit);
      }
    }
    for (Index n = 0; n < x.size(); ++n) {
      const auto& [kind, k, partner, rate, bound] = levers_[n].instrument;
      if (kind != Kind::production_tax) continue;
      const double home = problem_.held.origin[world_.cell(k, h, h)];
      const double change = std::exp(x[n] * levers_[n].unit) / home;
      for (Index i = 0; i < world_.regions(); ++i) {
        const Index cell = world_.cell(k, h, i);
        if (!problem_.export_taxes || i == h) {
          wedges_.origin[cell] = problem_.held.origin[cell] * change;
        } else if (world_.data().flow[k](h, i) > 0.0) {
          wedges_.origin[cell] *= change;
        }
      }
    }
    point_.set_wedges(wedges_);
    GravityState state = state_;
    point_.solve(state);
    if (!state.converged) {  // from the base year, if the last point misleads
      state = world_.base_state();
      point_.solve(state);
    }
    if (state.converged) state_ = std::move(state);
    solved_ = state_.converged && point_.residual() <= 1e-9;
  }

  /// Minus log welfare (with what the limits cost), and its slope in x.
  double evaluate(const Vector& x, Vector& slope) {
    set_point(x);
    if (!solved_ || !point_.factor()) return HUGE_VAL;
    GravitySlope in_state = point_.welfare_slope(problem_.region);
    double value = point_.log_welfare(problem_.region);
    if (problem_.state_range) value -= charge(in_state);
    const GravityWedges in_wedges =
        point_.wedge_slope(problem_.region, point_.multipliers(in_state));
    const Index h = problem_.region;
    for (Index n = 0; n < x.size(); ++n) {
      const auto& [kind, k, partner, rate, bound] = levers_[n].instrument;
      double sum = 0.0;
      if (kind == Kind::import_tax) sum = in_wedges.import[world_.cell(k, partner, h)];
      if (kind == Kind::export_tax) sum = in_wedges.origin[world_.cell(k, h, partner)];
      if (kind == Kind::production_tax) {
        for (Index i = 0; i < world_.regions(); ++i) {
          sum += in_wedges.origin[world_.cell(k, h, i)];
        }
      }
      slope[n] = -sum * levers_[n].unit;
    }
    return -value;
  }

  // Limits on the state, by the augmented Lagrangian. Unknowns: wages, incomes, labour.

  [[nodiscard]] Limits limits_of(const StateRange& range) const {
    Limits limits;
    const auto put = [&limits](const FactorRange& r, Index count) {
      limits.lower.insert(limits.lower.end(), count, std::log(r.lower));
      limits.upper.insert(limits.upper.end(), count, std::log(r.upper));
    };
    put(range.wage, world_.regions());
    put(range.income, world_.regions());
    put(range.labour, world_.regions() * world_.sectors());
    limits.lower_multiplier.assign(limits.lower.size(), 0.0);
    limits.upper_multiplier.assign(limits.lower.size(), 0.0);
    return limits;
  }

  /// What the limits cost at this point; its slope is taken off `slope`.
  [[nodiscard]] double charge(GravitySlope& slope) const {
    double cost = 0.0;
    Index at = 0;
    const auto add_block = [&](const Vector& value, Vector& in_state) {
      for (Index n = 0; n < value.size(); ++n, ++at) {
        const double low = limits_.lower_multiplier[at] + penalty_ * (limits_.lower[at] - value[n]);
        const double high =
            limits_.upper_multiplier[at] + penalty_ * (value[n] - limits_.upper[at]);
        if (low > 0.0) {
          cost += low * low / (2.0 * penalty_);
          in_state[n] += low;
        }
        if (high > 0.0) {
          cost += high * high / (2.0 * penalty_);
          in_state[n] -= high;
        }
      }
    };
    add_block(state_.log_wage, slope.log_wage);
    add_block(state_.log_income, slope.log_income);
    add_block(state_.log_labour, slope.log_labour);
    return cost;
  }

  /// New multipliers; returns the largest violation (of limits or of complementarity).
  double tighten() {
    double violation = 0.0;
    Index at = 0;
    violation_ = 0.0;
    const auto renew = [&](double& multiplier, double excess) {
      const double next = std::max(0.0, multiplier + penalty_ * excess);
      violation = std::max(violation, std::abs(next - multiplier) / penalty_);
      violation_ = std::max(violation_, excess);
      multiplier = next;
    };
    for (const Vector* block : {&state_.log_wage, &state_.log_income, &state_.log_labour}) {
      for (Index n = 0; n < block->size(); ++n, ++at) {
        renew(limits_.lower_multiplier[at], limits_.lower[at] - (*block)[n]);
        renew(limits_.upper_multiplier[at], (*block)[n] - limits_.upper[at]);
      }
    }
    return violation;
  }

  OptimalPolicy result(const numerics::Minimum& found) {
    set_point(found.x);
    OptimalPolicy policy;
    policy.wedges = wedges_;
    policy.state = state_;
    policy.gain = std::expm1(point_.log_welfare(problem_.region));
    policy.gradient_norm = found.gradient_norm;
    policy.violation = violation_;
    policy.evaluations = found.evaluations;
    policy.converged = found.converged && solved_ && violation_ <= 1e-8;
    policy.note = found.note;
    for (Index n = 0; n < levers_.size(); ++n) {
      policy.instruments.push_back(levers_[n].instrument);
      policy.instruments.back().rate = std::expm1(found.x[n] * levers_[n].unit);
    }
    for (const Index n : found.at_lower) policy.instruments[n].bound = -1;
    for (const Index n : found.at_upper) policy.instruments[n].bound = 1;
    return policy;
  }

  const Gravity& world_;
  const PolicyProblem& problem_;
  GravityPoint point_;
  GravityWedges wedges_;
  GravityState state_;
  bool solved_ = false;
  std::vector<Lever> levers_;
  Limits limits_;
  double penalty_ = k_first_penalty;
  double violation_ = 0.0;
};

Status check(const Gravity& world, const PolicyProblem& problem) {
  const Index cells = world.sectors() * world.regions() * world.regions();
  if (problem.region >= world.regions() || problem.held.import.size() != cells ||
      problem.held.origin.size() != cells) {
    return Error{ErrorCode::shape_mismatch, "the region or the wedges do not fit the world", "",
                 "start from Gravity::base_wedges", ""};
  }
  for (const FactorRange& range :
       {problem.import_range, problem.export_range, problem.production_range}) {
    if (range.lower >= 0.0 && range.lower <= range.upper && range.upper > 0.0) continue;
    return Error{
        ErrorCode::bad_value,
        fmt::format("no gross factor lies between {:g} and {:g}", range.lower, range.upper),
        world.data().regions.code(problem.region), "", ""};
  }
  return Done{};
}

}  // namespace

Result<OptimalPolicy> optimal_policy(const Gravity& world, const PolicyProblem& problem) {
  if (auto status = check(world, problem); !status.ok()) return status.error();
  PolicySearch search(world, problem);
  if (search.empty()) {
    return Error{ErrorCode::bad_value, "there is nothing that this region may set",
                 world.data().regions.code(problem.region), "", ""};
  }
  return search.run();
}

}  // namespace domar::equilibrium
