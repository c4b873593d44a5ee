/// @file Where the authors' solver stops under free entry.

#include <cmath>

#include "domar/numerics/kernels.hpp"
#include "domar/replicas/lashkaripour_lugovskyy.hpp"
#include "money_system.hpp"

namespace domar::replicas::lashkaripour_lugovskyy {

StoppedSolve stopped_solve(const Gravity& world, const GravityWedges& wedges,
                           const StopRule& rule) {
  MoneySystem system(world, wedges);
  Vector start = rule.start;
  start.resize(system.size(), rule.labour_start);
  const StoppedPoint end = rule.method == StopMethod::dogleg
                               ? dogleg(system, std::move(start), rule)
                               : levenberg(system, world, std::move(start), rule);
  StoppedSolve result;
  result.residual = numerics::largest(system.residuals(end.x));
  result.iterations = end.iterations;
  for (Index i = 0; i < world.regions(); ++i) {
    result.gain.push_back(system.real_income(end.x, i) - 1.0);
  }
  for (Index m = 2 * world.regions(); m < end.x.size(); ++m) {
    result.closed += std::abs(end.x[m]) < 1e-3 ? 1 : 0;
  }
  return result;
}

}  // namespace domar::replicas::lashkaripour_lugovskyy
