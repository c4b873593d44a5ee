#include "domar/equilibrium/quotas.hpp"

#include <algorithm>
#include <cmath>

#include "domar/numerics/dense.hpp"

namespace domar::equilibrium {

double relative_quantity(const network::Network& network, const Parameters& parameters,
                         const Solution& solution, Index edge) {
  const auto& e = network.edge(edge);
  const double log_price = solution.log_price[e.seller] + parameters.log_iceberg[edge] +
                           std::log1p(parameters.tax[edge]) - std::log1p(e.tax_0);
  return solution.paid(network, edge) * std::exp(-log_price) / e.value_0;
}

namespace {

constexpr double k_tolerance = 1e-9;
constexpr int k_rounds = 60;
// Trial points are solved to this share of the squared gap, within these limits.
constexpr double k_share_of_gap = 1e-2;
constexpr double k_finest_trial = 1e-10;
constexpr double k_coarsest_trial = 1e-6;
constexpr double k_longest_step = 1.0;
constexpr double k_first_slope = -3.0;  ///< guess of d ln quantity / d ln wedge, soon corrected

Parameters with_wedges(Parameters parameters, const std::vector<Quota>& quotas,
                       const Vector& wedges) {
  for (Index q = 0; q < quotas.size(); ++q) {
    const Index edge = quotas[q].edge;
    if (quotas[q].rent == Quota::Rent::lost) {
      parameters.log_iceberg[edge] += wedges[q];
    } else {
      parameters.tax[edge] = (1.0 + parameters.tax[edge]) * std::exp(wedges[q]) - 1.0;
    }
  }
  return parameters;
}

/// Slopes of ln quantities in wedges, corrected after every step (Broyden's good method).
class Slopes {
 public:
  /// Starts from `kept` if it is of the right size.
  Slopes(Index n, const Matrix* kept) : matrix_(n, n) {
    for (Index i = 0; i < n; ++i) matrix_(i, i) = k_first_slope;
    if (kept != nullptr && kept->rows() == n) matrix_ = *kept;
  }
  [[nodiscard]] const Matrix& matrix() const { return matrix_; }

  void correct(const Vector& step, const Vector& change) {
    double length = 0.0;
    for (const double s : step) length += s * s;
    if (length == 0.0) return;
    for (Index i = 0; i < step.size(); ++i) {
      double predicted = 0.0;
      for (Index j = 0; j < step.size(); ++j) predicted += matrix_(i, j) * step[j];
      for (Index j = 0; j < step.size(); ++j) {
        matrix_(i, j) += (change[i] - predicted) * step[j] / length;
      }
    }
  }

  /// Step that brings the active gaps to zero; other wedges stay.
  [[nodiscard]] Vector step(const Vector& gap, const std::vector<bool>& active) const {
    const Index n = gap.size();
    Matrix A(n, n);
    Vector b(n, 0.0);
    for (Index i = 0; i < n; ++i) {
      A(i, i) = 1.0;
      if (!active[i]) continue;
      for (Index j = 0; j < n; ++j) A(i, j) = active[j] ? matrix_(i, j) : 0.0;
      b[i] = -gap[i];
    }
    numerics::DenseLu lu;
    if (lu.factor(A)) return lu.solve(b);
    for (Index i = 0; i < n; ++i) b[i] = active[i] ? gap[i] / -k_first_slope : 0.0;
    return b;
  }

 private:
  Matrix matrix_;
};

}  // namespace

QuotaSolution solve_with_quotas(Solver& solver, const network::Network& network,
                                const Parameters& parameters, const std::vector<Quota>& quotas,
                                const Vector& wedges, Matrix* kept_slopes) {
  QuotaSolution result;
  result.log_wedge = wedges.size() == quotas.size() ? wedges : Vector(quotas.size(), 0.0);
  Slopes slopes(quotas.size(), kept_slopes);
  Vector last_step;
  Vector last_gap;
  int evaluations = 0;
  int jacobians = 0;
  bool done = false;
  double solve_tolerance = k_coarsest_trial;
  std::string obstacle;  ///< why the last trial could not be solved
  for (int round = 0; round < k_rounds && !done; ++round) {
    const Parameters now = with_wedges(parameters, quotas, result.log_wedge);
    Solution solution = solver.solve(now, solve_tolerance);
    evaluations += solution.evaluations;
    jacobians += solution.jacobians;
    if (!solution.converged) {
      obstacle = ": " + solution.note;
      if (last_step.empty()) {
        result.solution = std::move(solution);
        break;
      }
      for (Index q = 0; q < quotas.size(); ++q) {  // too far: halve the last step
        last_step[q] *= 0.5;
        result.log_wedge[q] -= last_step[q];
      }
      continue;
    }
    obstacle.clear();
    Vector gap(quotas.size());
    std::vector<bool> active(quotas.size());
    done = true;
    for (Index q = 0; q < quotas.size(); ++q) {
      gap[q] = std::log(relative_quantity(network, now, solution, quotas[q].edge) / quotas[q].cap);
      active[q] = result.log_wedge[q] > 0.0 || gap[q] > 0.0;
      if (active[q] && std::abs(gap[q]) > k_tolerance) done = false;
    }
    result.solution = std::move(solution);
    if (done && solve_tolerance > 0.0) {  // once more, as finely as the solver can
      done = false;
      solve_tolerance = 0.0;
      last_step.clear();
      continue;
    }
    if (done) break;
    double widest = 0.0;
    for (Index q = 0; q < gap.size(); ++q) {
      if (active[q]) widest = std::max(widest, std::abs(gap[q]));
    }
    // A secant step leaves about the square of the gap; the markets need be no closer than that.
    solve_tolerance =
        std::clamp(k_share_of_gap * widest * widest, k_finest_trial, k_coarsest_trial);
    if (!last_step.empty()) {
      Vector change(gap.size());
      for (Index q = 0; q < gap.size(); ++q) change[q] = gap[q] - last_gap[q];
      slopes.correct(last_step, change);
    }
    Vector step = slopes.step(gap, active);
    for (Index q = 0; q < step.size(); ++q) {
      step[q] = std::clamp(step[q], -k_longest_step, k_longest_step);
      const double next = std::max(0.0, result.log_wedge[q] + step[q]);
      step[q] = next - result.log_wedge[q];
      result.log_wedge[q] = next;
    }
    last_step = std::move(step);
    last_gap = std::move(gap);
  }
  if (!done && result.solution.converged) {
    result.solution.converged = false;
    result.solution.note = "the quantity caps could not be met" + obstacle;
  }
  if (kept_slopes != nullptr && result.solution.converged) *kept_slopes = slopes.matrix();
  result.solution.evaluations = evaluations;
  result.solution.jacobians = jacobians;
  return result;
}

}  // namespace domar::equilibrium
