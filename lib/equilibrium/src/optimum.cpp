#include "domar/equilibrium/optimum.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "domar/numerics/minimise.hpp"

namespace domar::equilibrium {

namespace {

constexpr double k_least_power = 0.01;  ///< of a tax: what the buyer pays over what the seller gets
constexpr double k_least_scale = 1e-4;  ///< of a lever that taxes next to nothing
constexpr double k_no_effect = 1e-13;
constexpr double k_spread_of_starts = 0.1;  ///< of amounts where there is no bound

bool is_tax(const Lever& lever) {
  return std::any_of(lever.parts.begin(), lever.parts.end(), [](const Lever::Part& part) {
    return part.kind == Lever::Kind::tax_rate || part.kind == Lever::Kind::tax_power;
  });
}

/// Bounds of a lever that leave every tax it moves above -99 %.
std::pair<double, double> room_of(const network::Network& network, const SoughtLever& sought) {
  double lower = sought.lower;
  double upper = sought.upper;
  for (const auto& part : sought.lever.parts) {
    if (part.kind != Lever::Kind::tax_rate || part.weight == 0.0) continue;
    const double most = (k_least_power - 1.0 - network.edge(part.at).tax_0) / part.weight;
    if (part.weight > 0.0) {
      lower = std::max(lower, most);
    } else {
      upper = std::min(upper, most);
    }
  }
  return {lower, upper};
}

double money_taxed(const network::Network& network, const Lever& lever) {
  double sum = 0.0;
  for (const auto& part : lever.parts) {
    if (part.kind != Lever::Kind::tax_rate && part.kind != Lever::Kind::tax_power) continue;
    const auto& edge = network.edge(part.at);
    sum += std::abs(part.weight) * edge.value_0 / (1.0 + edge.tax_0);
  }
  return sum;
}

class Search {
 public:
  Search(const network::Network& network, const OptimumProblem& problem,
         const SolverOptions& options)
      : network_(network),
        problem_(problem),
        first_(problem.experiment.levers.size()),
        closed_(network, with_levers(problem.experiment, problem.levers), options) {
    double income = 0.0;
    for (Index h = 0; h < network.agents(); ++h) {
      if (network.agent(h).top != network::k_none) income += network.income_0(h);
    }
    for (const SoughtLever& sought : problem.levers) {
      const auto [lower, upper] = room_of(network, sought);
      const double taxed = money_taxed(network, sought.lever);
      // The second derivative of welfare by a tax rate is about what it taxes.
      scale_.push_back(is_tax(sought.lever) ? std::max(k_least_scale, std::sqrt(taxed / income))
                                            : 1.0);
      result_.taxed.push_back(taxed);
      bounds_.lower.push_back(lower * scale_.back());
      bounds_.upper.push_back(upper * scale_.back());
    }
  }

  Result<Optimum> run() {
    if (auto status = solve_base(); !status.ok()) return status.error();
    double worst = 0.0;
    for (Index start = 0; start < std::max<Index>(1, problem_.starts); ++start) {
      auto found = from(start_point(start));
      const double objective = -found.value;
      if (start == 0 || objective < worst) worst = objective;
      const bool better = start == 0 || (found.converged && !best_.converged) ||
                          (found.converged == best_.converged && found.value < best_.value);
      if (better) best_ = std::move(found);
    }
    result_.spread = -best_.value - worst;
    return report();
  }

 private:
  [[nodiscard]] double value() const {
    return problem_.objective.value(network_, at_.parameters, at_.solution);
  }
  [[nodiscard]] Result<Vector> slopes() const {
    const auto all = closed_.gradients({problem_.objective}, at_, 1.0);
    if (!all.ok()) return all.error();
    Vector own;
    for (Index i = 0; i < scale_.size(); ++i) own.push_back((*all)(0, first_ + i) / size_);
    return own;
  }

  Status solve_base() {
    at_ = closed_.solve_in_steps();
    ++result_.solves;
    if (auto status = at_.solution.status(); !status.ok()) return status;
    result_.base = at_;
    result_.before = value();
    size_ = std::max(std::abs(result_.before), 1e-6);
    const auto slope = slopes();
    if (!slope.ok()) return slope.error();
    for (const double s : *slope) {
      if (std::abs(s) > k_no_effect) return Done{};
    }
    return Error{ErrorCode::infeasible, "no instrument moves '" + problem_.objective.name + "'", "",
                 "name instruments that it depends on", ""};
  }

  /// The first search starts from no change; the others from points of a fixed sequence (Weyl).
  [[nodiscard]] Vector start_point(Index start) const {
    Vector x(scale_.size(), 0.0);
    for (Index i = 0; i < x.size(); ++i) {
      const double wide = k_spread_of_starts * scale_[i];
      const double low = std::isfinite(bounds_.lower[i]) ? bounds_.lower[i] : -wide;
      const double high = std::isfinite(bounds_.upper[i]) ? bounds_.upper[i] : wide;
      if (start > 0) {
        double whole = 0.0;
        const double part =
            std::modf(static_cast<double>(start) * std::sqrt(2.0 + static_cast<double>(i)), &whole);
        // Not far into bounds that nobody means: taxes near -99 %, subsidies of 20 times the price.
        x[i] = std::max(low, -wide) + part * (std::min(high, wide) - std::max(low, -wide));
      }
      x[i] = std::clamp(x[i], bounds_.lower[i], bounds_.upper[i]);
    }
    return x;
  }

  [[nodiscard]] Vector amounts_at(const Vector& x) const {
    Vector amounts = problem_.experiment.amounts;
    for (Index i = 0; i < x.size(); ++i) amounts.push_back(x[i] / scale_[i]);
    return amounts;
  }

  bool solve_at(const Vector& x) {
    closed_.set_amounts(amounts_at(x));
    ++result_.solves;
    ClosedSolution next = closed_.solve(1.0);
    if (!next.solution.converged) return false;
    at_ = std::move(next);
    return true;
  }

  numerics::Minimum from(const Vector& start) {
    numerics::MinimiseOptions options;
    options.gradient_tolerance = problem_.tolerance;
    options.value_noise = 1e-11;  // as exact as markets clear
    const auto objective = [&](const Vector& x, Vector& gradient) {
      const double none = std::numeric_limits<double>::quiet_NaN();
      if (!solve_at(x)) return none;
      const auto slope = slopes();
      if (!slope.ok()) return none;
      for (Index i = 0; i < x.size(); ++i) gradient[i] = -(*slope)[i] / scale_[i];
      return -value() / size_;
    };
    return numerics::minimise(objective, start, bounds_, options);
  }

  Result<Optimum> report() {
    if (!solve_at(best_.x)) {  // the last point tried may have been another one
      closed_.reset();
      if (!solve_at(best_.x)) return at_.solution.status().error();
    }
    result_.converged = best_.converged;
    result_.note = best_.note;
    result_.gradient_norm = best_.gradient_norm;
    result_.after = value();
    const Vector all = amounts_at(best_.x);
    result_.amounts.assign(all.begin() + static_cast<std::ptrdiff_t>(first_), all.end());
    result_.bound.assign(scale_.size(), 0);
    for (const Index i : best_.at_lower) result_.bound[i] = -1;
    for (const Index i : best_.at_upper) result_.bound[i] = 1;
    const auto slope = slopes();
    if (!slope.ok()) return slope.error();
    result_.slope = *slope;
    result_.solution = std::move(at_);
    return std::move(result_);
  }

  const network::Network& network_;
  const OptimumProblem& problem_;
  Index first_;  ///< number of the first lever sought among all
  ClosedSolver closed_;
  ClosedSolution at_;
  Optimum result_;
  numerics::Minimum best_;
  numerics::Bounds bounds_;  ///< of amounts times scale
  Vector scale_;
  double size_ = 1.0;  ///< of the objective
};

}  // namespace

Result<Optimum> optimum(const network::Network& network, const OptimumProblem& problem,
                        const SolverOptions& options) {
  if (problem.levers.empty()) {
    return Error{ErrorCode::bad_input, "there is no instrument", "", "name at least one", ""};
  }
  return Search(network, problem, options).run();
}

}  // namespace domar::equilibrium
