#include "domar/equilibrium/quotas.hpp"

#include <algorithm>
#include <cmath>

#include "domar/numerics/broyden.hpp"
#include "domar/numerics/dense.hpp"

namespace domar::equilibrium {

double relative_quantity(const network::Network& network, const Parameters& parameters,
                         const Solution& solution, Index edge) {
  const auto& e = network.edge(edge);
  const double log_price = solution.log_price[e.seller] + parameters.log_iceberg[edge] +
                           std::log1p(parameters.tax[edge]) - std::log1p(e.tax_0);
  return solution.paid(network, edge) * std::exp(-log_price) / e.value_0;
}

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

namespace {

constexpr double k_tolerance = 1e-9;
constexpr int k_rounds = 60;
// Trial points are solved to this share of the squared gap, within these limits.
constexpr double k_share_of_gap = 1e-2;
constexpr double k_finest_trial = 1e-10;
constexpr double k_coarsest_trial = 1e-6;
constexpr double k_longest_step = 1.0;
constexpr double k_first_slope = -3.0;  ///< guess of d ln quantity / d ln wedge, soon corrected

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
    numerics::correct_slopes(matrix_, step, change);
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

/// The search for the wedges at which no cap is exceeded and none that does not bind costs
/// anything.
class QuotaSearch {
 public:
  QuotaSearch(Solver& solver, const network::Network& network, const Parameters& parameters,
              const std::vector<Quota>& quotas, const Vector& wedges, const Matrix* kept_slopes)
      : solver_(solver),
        network_(network),
        parameters_(parameters),
        quotas_(quotas),
        slopes_(quotas.size(), kept_slopes) {
    result_.log_wedge = wedges.size() == quotas.size() ? wedges : Vector(quotas.size(), 0.0);
  }

  void run() {
    for (int round = 0; round < k_rounds; ++round) {
      if (!try_wedges()) {
        if (last_step_.empty()) return;
        retreat();
      } else if (!caps_met()) {
        step();
      } else if (tolerance_ > 0.0) {  // once more, as finely as the solver can
        tolerance_ = 0.0;
        last_step_.clear();
      } else {
        return;
      }
    }
    result_.solution.converged = false;
    result_.solution.note = "the quantity caps could not be met" + obstacle_;
  }

  [[nodiscard]] QuotaSolution result() && {
    result_.solution.evaluations = evaluations_;
    result_.solution.jacobians = jacobians_;
    return std::move(result_);
  }
  [[nodiscard]] const Matrix& slopes() const { return slopes_.matrix(); }
  [[nodiscard]] bool converged() const { return result_.solution.converged; }

 private:
  /// Solves at the present wedges and measures ln quantity over cap.
  bool try_wedges() {
    const Parameters now = with_wedges(parameters_, quotas_, result_.log_wedge);
    Solution solution = solver_.solve(now, tolerance_);
    evaluations_ += solution.evaluations;
    jacobians_ += solution.jacobians;
    if (!solution.converged) {
      obstacle_ = ": " + solution.note;
      if (last_step_.empty()) result_.solution = std::move(solution);
      return false;
    }
    obstacle_.clear();
    gap_.resize(quotas_.size());
    active_.resize(quotas_.size());
    for (Index q = 0; q < quotas_.size(); ++q) {
      const auto& quota = quotas_[q];
      gap_[q] = std::log(relative_quantity(network_, now, solution, quota.edge) / quota.cap);
      active_[q] = result_.log_wedge[q] > 0.0 || gap_[q] > 0.0;
    }
    result_.solution = std::move(solution);
    return true;
  }

  [[nodiscard]] bool caps_met() const { return widest_gap() <= k_tolerance; }

  [[nodiscard]] double widest_gap() const {
    double widest = 0.0;
    for (Index q = 0; q < gap_.size(); ++q) {
      if (active_[q]) widest = std::max(widest, std::abs(gap_[q]));
    }
    return widest;
  }

  /// The last step went where nothing can be solved: take half of it back.
  void retreat() {
    for (Index q = 0; q < quotas_.size(); ++q) {
      last_step_[q] *= 0.5;
      result_.log_wedge[q] -= last_step_[q];
    }
  }

  /// A secant step leaves about the square of the gap; the markets need be no closer than that.
  void step() {
    const double widest = widest_gap();
    tolerance_ = std::clamp(k_share_of_gap * widest * widest, k_finest_trial, k_coarsest_trial);
    if (!last_step_.empty()) {
      Vector change(gap_.size());
      for (Index q = 0; q < gap_.size(); ++q) change[q] = gap_[q] - last_gap_[q];
      slopes_.correct(last_step_, change);
    }
    last_step_ = slopes_.step(gap_, active_);
    for (Index q = 0; q < last_step_.size(); ++q) {
      const double wanted =
          result_.log_wedge[q] + std::clamp(last_step_[q], -k_longest_step, k_longest_step);
      const double next = std::max(0.0, wanted);
      last_step_[q] = next - result_.log_wedge[q];
      result_.log_wedge[q] = next;
    }
    last_gap_ = gap_;
  }

  Solver& solver_;
  const network::Network& network_;
  const Parameters& parameters_;
  const std::vector<Quota>& quotas_;
  Slopes slopes_;
  QuotaSolution result_;
  Vector gap_;
  std::vector<bool> active_;
  Vector last_step_;
  Vector last_gap_;
  double tolerance_ = k_coarsest_trial;
  std::string obstacle_;  ///< why the last trial could not be solved
  int evaluations_ = 0;
  int jacobians_ = 0;
};

}  // namespace

QuotaSolution solve_with_quotas(Solver& solver, const network::Network& network,
                                const Parameters& parameters, const std::vector<Quota>& quotas,
                                const Vector& wedges, Matrix* slopes) {
  QuotaSearch search(solver, network, parameters, quotas, wedges, slopes);
  search.run();
  if (slopes != nullptr && search.converged()) *slopes = search.slopes();
  return std::move(search).result();
}

}  // namespace domar::equilibrium
