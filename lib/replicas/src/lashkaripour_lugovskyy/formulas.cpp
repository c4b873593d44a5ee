/// @file The policies that the authors' program evaluates, and the problems that it hands to a
/// numerical optimiser.

#include <cmath>

#include <fmt/format.h>

#include "domar/replicas/lashkaripour_lugovskyy.hpp"

namespace domar::replicas::lashkaripour_lugovskyy {

namespace {

/// What the formulas need of an equilibrium under restricted entry.
class Formulas {
 public:
  Formulas(const Gravity& world, Index home, Best best) : world_(world), home_(home), best_(best) {}

  /// The policy that the formulas prescribe at the equilibrium of `wedges`.
  [[nodiscard]] GravityWedges prescribe(const GravityWedges& wedges, const GravityState& state) {
    measure(wedges, state);
    GravityWedges next = wedges;
    const double everywhere = best_ == Best::third ? 1.0 + inverse_export_elasticity() : 1.0;
    for (Index k = 0; k < world_.sectors(); ++k) {
      const double trade = world_.data().sigma[k] - 1.0;
      // markup of the economy over that of the sector: 1 where a subsidy corrects it
      const double ratio = best_ == Best::first
                               ? 1.0
                               : (1.0 + mean_markup_[home_]) / (1.0 + world_.data().markup[k]);
      const double at_home = trade * share_[world_.cell(k, home_, home_)];
      const double multiplier = (1.0 + at_home) / (1.0 + ratio * at_home) * everywhere;
      for (Index r = 0; r < world_.regions(); ++r) {
        if (r == home_) continue;
        next.import[world_.cell(k, r, home_)] = (1.0 + iota(r, k)) * multiplier;
        if (best_ != Best::third) {
          const Index cell = world_.cell(k, home_, r);
          const double subsidy = wedges.origin[world_.cell(k, home_, home_)];
          next.origin[cell] = ratio * export_factor(k, r) * subsidy;
        }
      }
    }
    return next;
  }

 private:
  void measure(const GravityWedges& wedges, const GravityState& state) {
    const Index n = world_.regions();
    const Vector flows = world_.flows(wedges, state);
    share_ = flows;
    net_ = flows;
    mean_markup_.assign(n, 0.0);
    sales_.assign(n, 0.0);
    Vector profit(n, 0.0);
    for (Index k = 0; k < world_.sectors(); ++k) {
      for (Index i = 0; i < n; ++i) {
        double bought = 0.0;
        for (Index j = 0; j < n; ++j) bought += flows[world_.cell(k, j, i)];
        for (Index j = 0; j < n; ++j) {
          const Index cell = world_.cell(k, j, i);
          share_[cell] /= bought;
          net_[cell] /= wedges.import[cell] * wedges.origin[cell];
          const double markup = world_.data().markup[k];
          sales_[j] += net_[cell];
          profit[j] += net_[cell] * markup / (1.0 + markup);
        }
      }
    }
    for (Index j = 0; j < n; ++j) mean_markup_[j] = profit[j] / (sales_[j] - profit[j]);
    measure_iota();
  }

  /// Inverse export supply elasticities towards home: theorem 1 without cross effects.
  void measure_iota() {
    const Index n = world_.regions();
    to_home_.assign(n, 0.0);
    all_.assign(n, 0.0);
    Vector here(n, 0.0);
    for (Index k = 0; k < world_.sectors(); ++k) {
      const double trade = world_.data().sigma[k] - 1.0;
      for (Index j = 0; j < n; ++j) {
        for (Index i = 0; i < n; ++i) {
          const Index cell = world_.cell(k, j, i);
          const double weight = net_[cell] / sales_[j];
          const double term =
              1.0 - markup_gap(j, k) * weight * (1.0 + trade * (1.0 - share_[cell]));
          all_[j] += term;
          if (i == home_) {
            here[j] += term;
            to_home_[j] += weight;
          }
        }
      }
    }
    for (Index j = 0; j < n; ++j) all_[j] -= here[j];
  }
  [[nodiscard]] double markup_gap(Index j, Index k) const {
    const double markup = world_.data().markup[k];
    return (markup - mean_markup_[j]) / (1.0 + markup);
  }
  [[nodiscard]] double iota(Index j, Index k) const {
    if (best_ == Best::third) return 0.0;
    return -markup_gap(j, k) * to_home_[j] / (1.0 + all_[j]);
  }

  [[nodiscard]] double export_factor(Index k, Index destination) const {
    const double trade = world_.data().sigma[k] - 1.0;
    const double others = 1.0 - share_[world_.cell(k, home_, destination)];
    double mean = 0.0;
    for (Index r = 0; r < world_.regions(); ++r) {
      if (r != home_) mean += iota(r, k) * share_[world_.cell(k, r, destination)];
    }
    return (1.0 + 1.0 / (trade * others)) / (1.0 + mean / others);
  }

  [[nodiscard]] double inverse_export_elasticity() const {
    double exports = 0.0;
    double elastic = 0.0;
    for (Index k = 0; k < world_.sectors(); ++k) {
      for (Index r = 0; r < world_.regions(); ++r) {
        if (r == home_) continue;
        const Index cell = world_.cell(k, home_, r);
        exports += net_[cell];
        elastic += net_[cell] * (world_.data().sigma[k] - 1.0) * (1.0 - share_[cell]);
      }
    }
    return exports / elastic;
  }

  const Gravity& world_;
  Index home_;
  Best best_;
  Vector share_;
  Vector net_;  ///< before taxes
  Vector sales_;
  Vector mean_markup_;
  Vector to_home_;
  Vector all_;
};

double largest_change(const Vector& a, const Vector& b) {
  double most = 0.0;
  for (Index n = 0; n < a.size(); ++n) most = std::max(most, std::abs(a[n] - b[n]));
  return most;
}

Error not_found(const GravityState& state, const std::string& region) {
  return Error{ErrorCode::no_convergence, state.note, region, "", ""};
}

}  // namespace

Result<FormulaPolicy> formula_policy(const Gravity& world, Index home, Best best) {
  constexpr double k_tolerance = 1e-11;
  constexpr Index k_most = 300;
  Formulas formulas(world, home, best);
  FormulaPolicy policy{world.base_wedges(), world.base_state(), 0.0, 0};
  if (best == Best::first) {
    for (Index k = 0; k < world.sectors(); ++k) {
      for (Index i = 0; i < world.regions(); ++i) {
        policy.wedges.origin[world.cell(k, home, i)] = 1.0 / (1.0 + world.data().markup[k]);
      }
    }
  }
  for (policy.iterations = 1; policy.iterations <= k_most; ++policy.iterations) {
    policy.state = world.solve(policy.wedges, &policy.state);
    if (!policy.state.converged) return not_found(policy.state, world.data().regions.code(home));
    GravityWedges next = formulas.prescribe(policy.wedges, policy.state);
    const double change = std::max(largest_change(next.import, policy.wedges.import),
                                   largest_change(next.origin, policy.wedges.origin));
    if (change < k_tolerance) {
      policy.gain = std::expm1(world.log_welfare(policy.wedges, policy.state, home));
      return policy;
    }
    policy.wedges = std::move(next);
  }
  return Error{ErrorCode::no_convergence, "formulas and equilibrium were not reconciled",
               world.data().regions.code(home), "", ""};
}

GravityWedges free_entry_wedges(const Gravity& world, Index home) {
  GravityWedges wedges = world.base_wedges();
  wedges.import.assign(wedges.import.size(), 1.0);
  for (Index k = 0; k < world.sectors(); ++k) {
    const double subsidy = 1.0 / (1.0 + world.data().scale[k]);
    const double sigma = world.data().sigma[k];
    for (Index i = 0; i < world.regions(); ++i) {
      wedges.origin[world.cell(k, home, i)] = i == home ? subsidy : subsidy * sigma / (sigma - 1.0);
    }
  }
  return wedges;
}

Result<FormulaPolicy> free_entry_first_best(const Gravity& world, Index home) {
  FormulaPolicy policy{free_entry_wedges(world, home), {}, 0.0, 1};
  policy.state = world.solve(policy.wedges);
  if (!policy.state.converged) return not_found(policy.state, world.data().regions.code(home));
  policy.gain = std::expm1(world.log_welfare(policy.wedges, policy.state, home));
  return policy;
}

equilibrium::PolicyProblem policy_problem(const Gravity& world, Index home, Best best) {
  equilibrium::PolicyProblem problem;
  problem.region = home;
  problem.export_taxes = best != Best::third;
  problem.production_taxes = best == Best::first;
  problem.held = world.base_wedges();
  for (Index k = 0; problem.export_taxes && k < world.sectors(); ++k) {
    const double sigma = world.data().sigma[k];
    for (Index r = 0; r < world.regions(); ++r) {
      if (r != home) problem.held.origin[world.cell(k, home, r)] = sigma / (sigma - 1.0);
    }
  }
  return problem;
}

equilibrium::PolicyProblem bounded_problem(const Gravity& world, Index home, Best best) {
  equilibrium::PolicyProblem problem = policy_problem(world, home, best);
  problem.held = world.base_wedges();
  problem.import_range = {0.75, 2.0};
  problem.export_range = {0.75, 4.0};
  problem.state_range = equilibrium::StateRange{{0.75, 1.5}, {0.75, 1.5}, {0.25, 4.0}};
  return problem;
}

}  // namespace domar::replicas::lashkaripour_lugovskyy
