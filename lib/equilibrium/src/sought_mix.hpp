#pragma once
/// @file The search for the amounts of some levers at which results reach their goals, on any
/// economy that can be solved and differentiated.
///
/// Theory: docs/theory/adjoint.md#seeking.

#include <string>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"
#include "domar/equilibrium/seek.hpp"

namespace domar::equilibrium {

/// An economy as the search sees it: amounts of levers in, results out.
class SoughtEconomy {
 public:
  SoughtEconomy() = default;
  virtual ~SoughtEconomy() = default;
  SoughtEconomy(const SoughtEconomy&) = delete;
  SoughtEconomy& operator=(const SoughtEconomy&) = delete;

  /// Solves it before any lever is moved.
  virtual Status start() = 0;
  /// Solves it at these amounts, from the point that was kept; false: no equilibrium was found.
  virtual bool solve_at(const Vector& amounts) = 0;
  /// Why the last amounts that could not be solved could not.
  [[nodiscard]] virtual std::string trouble() const = 0;
  /// Keeps the last point, and returns to it.
  virtual void keep() = 0;
  virtual void go_back() = 0;
  /// Results at the last point: those with goals, then the cost where it is a result.
  [[nodiscard]] virtual Vector values() const = 0;
  /// What the results with goals are measured by besides their values and goals; empty: nothing.
  [[nodiscard]] virtual Vector sizes() const { return {}; }
  /// Their slopes (result, lever).
  [[nodiscard]] virtual Result<Matrix> slopes() const = 0;
};

/// What is wanted of it.
struct SoughtMix {
  struct Goal {
    std::string result;
    double value = 0.0;
  };
  struct Range {
    double lower, upper;
    double weight;           ///< of the squared amount in the cost
    double curvature = 1.0;  ///< first guess of the second derivative of a cost that is a result;
                             ///< only ratios between levers matter much
  };
  std::vector<Goal> goals;
  std::vector<Range> ranges;  ///< by lever
  Vector first;               ///< amounts to begin with; empty: 0, or the bound nearest to it
  bool cost_is_result = false;
  double cost_sign = 1.0;  ///< -1: the result is to be made large
  /// Other starts that are tried while goals are missed: results may turn back on the way, and the
  /// nearest point seen from one start need not be the nearest there is.
  int restarts = 0;
  double met = 1e-9;         ///< of the size of a goal: the search stops there
  double accepted = 1e-8;    ///< the same where rounding stops progress earlier
  double stationary = 1e-7;  ///< what a step may still change in the cost, relative, at its end
};

/// @error bad_input, infeasible, no_convergence  as `seek`.
[[nodiscard]] Result<SeekFindings> search_mix(SoughtEconomy& economy, const SoughtMix& mix);

}  // namespace domar::equilibrium
