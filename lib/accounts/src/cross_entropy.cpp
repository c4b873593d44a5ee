#include "domar/accounts/cross_entropy.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "domar/numerics/dense.hpp"

namespace domar::accounts {

namespace {

constexpr double k_ridge = 1e-12;       // of the scaled Hessian: makes redundant equations harmless
constexpr double k_longest_step = 5.0;  // in logs of a cell
constexpr double k_certificate = 1e-10;   // relative: what counts as <= 0 in a proof
constexpr double k_contradiction = 1e-6;  // relative: what counts as > 0 in a proof

struct Entry {
  Index constraint = 0;
  double coefficient = 0.0;
};

std::optional<Error> bad_problem(const Vector& prior,
                                 const std::vector<LinearConstraint>& constraints) {
  for (Index c = 0; c < prior.size(); ++c) {
    if (std::isfinite(prior[c])) continue;
    return Error{ErrorCode::bad_value, "a prior is not a finite number", fmt::format("cell {}", c),
                 "", ""};
  }
  for (const LinearConstraint& constraint : constraints) {
    if (!std::isfinite(constraint.value) || !std::isfinite(constraint.slack) ||
        constraint.slack < 0.0) {
      return Error{ErrorCode::bad_value,
                   fmt::format("value {}, slack {}", constraint.value, constraint.slack),
                   constraint.name, "values are finite, slacks finite and not negative", ""};
    }
    for (const auto& term : constraint.terms) {
      if (term.cell >= prior.size()) {
        return Error{ErrorCode::shape_mismatch,
                     fmt::format("names cell {} of {}", term.cell, prior.size()), constraint.name,
                     "", ""};
      }
      if (std::isfinite(term.coefficient)) continue;
      return Error{ErrorCode::bad_value, "a coefficient is not a finite number", constraint.name,
                   "", ""};
    }
  }
  return std::nullopt;
}

/// The dual: minimise sum |z| - d' lambda + slack lambda^2 / 2 over lambda.
class Dual {
 public:
  Dual(const Vector& prior, const std::vector<LinearConstraint>& constraints)
      : prior_(prior), constraints_(constraints), entries_(prior.size()) {
    for (Index k = 0; k < constraints.size(); ++k) {
      for (const auto& term : constraints[k].terms) {
        if (prior[term.cell] == 0.0 || term.coefficient == 0.0) continue;
        auto& entries = entries_[term.cell];
        if (!entries.empty() && entries.back().constraint == k) {
          entries.back().coefficient += term.coefficient;
        } else {
          entries.push_back({k, term.coefficient});
        }
      }
    }
  }

  [[nodiscard]] Index size() const { return constraints_.size(); }

  /// sign(z0) (C' lambda) of a cell.
  [[nodiscard]] double exponent(const Vector& lambda, Index cell) const {
    double sum = 0.0;
    for (const Entry& entry : entries_[cell]) sum += entry.coefficient * lambda[entry.constraint];
    return prior_[cell] < 0.0 ? -sum : sum;
  }

  [[nodiscard]] Vector cells(const Vector& lambda) const {
    Vector z(prior_.size());
    for (Index c = 0; c < z.size(); ++c) z[c] = prior_[c] * std::exp(exponent(lambda, c));
    return z;
  }

  /// Value, and the size of its terms: what rounding is relative to.
  [[nodiscard]] std::pair<double, double> value(const Vector& lambda) const {
    double sum = 0.0;
    for (Index c = 0; c < prior_.size(); ++c) {
      sum += std::abs(prior_[c]) * std::exp(exponent(lambda, c));
    }
    double terms = sum;
    for (Index k = 0; k < size(); ++k) {
      const double priced = constraints_[k].value * lambda[k];
      sum += 0.5 * constraints_[k].slack * lambda[k] * lambda[k] - priced;
      terms += std::abs(priced);
    }
    return {sum, terms};
  }

  /// C z - d + slack lambda, the gaps of the equations.
  [[nodiscard]] Vector gradient(const Vector& z, const Vector& lambda) const {
    Vector g(size());
    for (Index k = 0; k < size(); ++k) {
      g[k] = constraints_[k].slack * lambda[k] - constraints_[k].value;
    }
    for (Index c = 0; c < z.size(); ++c) {
      for (const Entry& entry : entries_[c]) g[entry.constraint] += entry.coefficient * z[c];
    }
    return g;
  }

  /// What gaps are relative to: the sizes of the terms and of the value.
  [[nodiscard]] Vector scale(const Vector& z) const {
    Vector sizes(size());
    for (Index k = 0; k < size(); ++k) sizes[k] = std::abs(constraints_[k].value);
    for (Index c = 0; c < z.size(); ++c) {
      for (const Entry& entry : entries_[c]) {
        sizes[entry.constraint] += std::abs(entry.coefficient * z[c]);
      }
    }
    for (double& size : sizes) {
      if (size == 0.0) size = 1.0;
    }
    return sizes;
  }

  /// Newton direction, or nothing where the Hessian cannot be factored.
  [[nodiscard]] std::optional<Vector> direction(const Vector& z, const Vector& g) const {
    Matrix hessian(size(), size());
    for (Index c = 0; c < z.size(); ++c) {
      for (const Entry& a : entries_[c]) {
        for (const Entry& b : entries_[c]) {
          hessian(a.constraint, b.constraint) += std::abs(z[c]) * a.coefficient * b.coefficient;
        }
      }
    }
    Vector unit(size());
    for (Index k = 0; k < size(); ++k) {
      hessian(k, k) += constraints_[k].slack;
      unit[k] = hessian(k, k) > 0.0 ? 1.0 / std::sqrt(hessian(k, k)) : 1.0;
    }
    Vector rhs(size());
    for (Index k = 0; k < size(); ++k) {
      for (Index l = 0; l < size(); ++l) hessian(k, l) *= unit[k] * unit[l];
      hessian(k, k) += k_ridge;
      rhs[k] = -unit[k] * g[k];
    }
    numerics::DenseLu lu;
    if (!lu.factor(hessian)) return std::nullopt;
    Vector step = lu.solve(rhs);
    for (Index k = 0; k < size(); ++k) step[k] *= unit[k];
    return step;
  }

  [[nodiscard]] double longest_log(const Vector& step) const {
    double longest = 0.0;
    for (Index c = 0; c < prior_.size(); ++c) {
      longest = std::max(longest, std::abs(exponent(step, c)));
    }
    return longest;
  }

  /// An exact equation none of whose terms has the sign of its value.
  [[nodiscard]] std::optional<Error> hopeless_equation() const {
    Vector lowest(size(), 0.0);
    Vector highest(size(), 0.0);
    for (Index c = 0; c < prior_.size(); ++c) {
      for (const Entry& entry : entries_[c]) {
        const double term = entry.coefficient * prior_[c];
        lowest[entry.constraint] = std::min(lowest[entry.constraint], term);
        highest[entry.constraint] = std::max(highest[entry.constraint], term);
      }
    }
    for (Index k = 0; k < size(); ++k) {
      const double value = constraints_[k].value;
      if (constraints_[k].slack > 0.0) continue;
      if ((value > 0.0 && highest[k] == 0.0) || (value < 0.0 && lowest[k] == 0.0)) {
        return impossible(constraints_[k].name);
      }
    }
    return std::nullopt;
  }

  /// Farkas: exact equations weighted by y contradict each other when every cell counts with 0 or
  /// less on the left, and the right is above 0. Names as few as suffice.
  [[nodiscard]] std::optional<Error> contradiction(Vector y) const {
    for (Index k = 0; k < size(); ++k) {
      if (constraints_[k].slack > 0.0) y[k] = 0.0;
    }
    if (!contradicts(y)) return std::nullopt;
    std::string names;
    for (Index k = 0; k < size(); ++k) {
      if (y[k] == 0.0) continue;
      const double weight = std::exchange(y[k], 0.0);
      if (contradicts(y)) continue;
      y[k] = weight;
      names += (names.empty() ? "" : "; ") + constraints_[k].name;
    }
    return impossible(names);
  }

 private:
  static Error impossible(const std::string& names) {
    return {ErrorCode::infeasible, "no cells of these signs meet the equations", names,
            "correct one, or give the less reliable a slack", ""};
  }

  [[nodiscard]] bool contradicts(const Vector& y) const {
    double right = 0.0;
    double right_size = 0.0;
    for (Index k = 0; k < size(); ++k) {
      right += constraints_[k].value * y[k];
      right_size += std::abs(constraints_[k].value * y[k]);
    }
    if (!(right > k_contradiction * right_size)) return false;
    double left = 0.0;
    double left_size = 0.0;
    for (Index c = 0; c < prior_.size(); ++c) {
      left = std::max(left, exponent(y, c));
      for (const Entry& entry : entries_[c]) {
        left_size = std::max(left_size, std::abs(entry.coefficient * y[entry.constraint]));
      }
    }
    return left <= k_certificate * left_size;
  }

  const Vector& prior_;
  const std::vector<LinearConstraint>& constraints_;
  std::vector<std::vector<Entry>> entries_;  ///< by cell; empty where the prior is 0
};

Vector moved(const Vector& from, double step, const Vector& direction) {
  Vector to = from;
  for (Index k = 0; k < to.size(); ++k) to[k] += step * direction[k];
  return to;
}

/// A step that lowers the dual, or 0.
double step_length(const Dual& dual, const Vector& lambda, const Vector& direction, double slope) {
  const double longest = dual.longest_log(direction);
  double step = longest > k_longest_step ? k_longest_step / longest : 1.0;
  const auto [value, size] = dual.value(lambda);
  for (int halving = 0; halving < 60; ++halving, step *= 0.5) {
    const double next = dual.value(moved(lambda, step, direction)).first;
    if (next <= value + 1e-4 * step * slope + 1e-15 * size) return step;
  }
  return 0.0;
}

std::vector<CrossEntropyReport::Change> largest_changes(const Vector& before, const Vector& after,
                                                        Index count) {
  std::vector<CrossEntropyReport::Change> changes;
  for (Index c = 0; c < before.size(); ++c) {
    if (before[c] != after[c]) changes.push_back({c, before[c], after[c]});
  }
  const auto kept = changes.begin() + static_cast<std::ptrdiff_t>(std::min(count, changes.size()));
  std::partial_sort(changes.begin(), kept, changes.end(), [](const auto& a, const auto& b) {
    return std::abs(a.after - a.before) > std::abs(b.after - b.before);
  });
  changes.erase(kept, changes.end());
  return changes;
}

}  // namespace

Result<CrossEntropyReport> minimise_cross_entropy(const Vector& prior,
                                                  const std::vector<LinearConstraint>& constraints,
                                                  const CrossEntropyOptions& options) {
  if (auto bad = bad_problem(prior, constraints)) return *bad;
  const Dual dual(prior, constraints);
  if (auto found = dual.hopeless_equation()) return *found;

  CrossEntropyReport report;
  Vector lambda(constraints.size(), 0.0);
  for (;; ++report.rounds) {
    report.cells = dual.cells(lambda);
    const Vector gap = dual.gradient(report.cells, lambda);
    const Vector scale = dual.scale(report.cells);
    report.largest_gap = 0.0;
    for (Index k = 0; k < gap.size(); ++k) {
      if (std::abs(gap[k]) / scale[k] <= report.largest_gap) continue;
      report.largest_gap = std::abs(gap[k]) / scale[k];
      report.worst = constraints[k].name;
    }
    report.converged = report.largest_gap <= options.tolerance;
    if (report.converged || report.rounds >= options.max_rounds) break;

    const auto direction = dual.direction(report.cells, gap);
    if (!direction) break;
    if (auto found = dual.contradiction(*direction)) return *found;
    double slope = 0.0;
    for (Index k = 0; k < gap.size(); ++k) slope += gap[k] * (*direction)[k];
    const double step = step_length(dual, lambda, *direction, slope);
    if (step == 0.0) break;
    lambda = moved(lambda, step, *direction);
    if (auto found = dual.contradiction(lambda)) return *found;
  }
  report.multipliers = lambda;
  report.changes = largest_changes(prior, report.cells, options.changes);
  return report;
}

}  // namespace domar::accounts
