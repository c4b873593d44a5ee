#include "domar/equilibrium/world_caps.hpp"

#include <algorithm>
#include <cmath>

#include "world_cap_newton.hpp"
#include "world_flows.hpp"

namespace domar::equilibrium {

double relative_quantity(const WorldModel& model, const WorldParameters& parameters,
                         const WorldSolution& solution, Index edge) {
  const Index R = model.region_count();
  const Index good = edge / (R * R);
  const Index origin = edge / R % R;
  const Index seller = model.industry(origin, good);
  const double base = base_purchase(model, edge) / (1.0 + model.base.tariff[edge]);
  if (!(base > 0.0)) return 0.0;
  const double log_price =
      solution.results.price[seller] +
      std::log((1.0 + parameters.output_tax[seller]) / (1.0 + model.base.output_tax[seller])) +
      std::log((1.0 + parameters.export_tax[edge]) / (1.0 + model.base.export_tax[edge]));
  return solution.trade(model, parameters, edge) / base * std::exp(-log_price);
}

namespace {

/// Every wedge by the secant of its own gap. Quick where caps hardly know of each other.
WorldCapSolution one_by_one(WorldSolver& solver, const WorldModel& model,
                            const WorldParameters& parameters, const std::vector<WorldCap>& caps,
                            double close) {
  constexpr int k_rounds = 60;
  constexpr double k_largest_step = 2.0;  // of a wedge, in logs
  const Index R = model.region_count();
  WorldCapSolution result;
  result.log_wedge.assign(caps.size(), 0.0);
  Vector slope(caps.size());
  Vector last_gap(caps.size(), 0.0);
  Vector last_step(caps.size(), 0.0);
  for (Index q = 0; q < caps.size(); ++q) {
    slope[q] = std::min(-0.3, -model.armington[caps[q].edge / (R * R)]);
  }
  for (int round = 0; round < k_rounds; ++round) {
    result.parameters = with_wedges(parameters, caps, result.log_wedge);
    result.solution = solver.solve(result.parameters);
    if (!result.solution.converged) return result;
    double open = 0.0;
    for (Index q = 0; q < caps.size(); ++q) {
      const double quantity =
          relative_quantity(model, result.parameters, result.solution, caps[q].edge);
      const double gap = std::log(std::max(quantity, 1e-300) / caps[q].cap);
      double& wedge = result.log_wedge[q];
      if (last_step[q] != 0.0) {  // secant, kept falling
        const double measured = (gap - last_gap[q]) / last_step[q];
        if (measured < -0.05 && std::isfinite(measured)) slope[q] = measured;
      }
      last_gap[q] = gap;
      if (wedge == 0.0 && gap <= 0.0) {
        last_step[q] = 0.0;
        continue;
      }
      const double step = std::clamp(-gap / slope[q], -k_largest_step, k_largest_step);
      const double next = std::max(0.0, wedge + step);
      last_step[q] = next - wedge;
      open = std::max(open, std::min(std::abs(gap), std::abs(last_step[q])));
      wedge = open > close ? next : wedge;
    }
    if (open <= close) return result;
  }
  result.solution.converged = false;
  result.solution.note = "the caps could not be met together";
  return result;
}

}  // namespace

WorldCapSolution solve_with_caps(WorldSolver& solver, const WorldModel& model,
                                 const WorldParameters& parameters,
                                 const std::vector<WorldCap>& caps, double close) {
  WorldCapSolution quick = one_by_one(solver, model, parameters, caps, close);
  if (quick.solution.converged || caps.empty()) return quick;
  solver.reset();
  return tighten_caps(solver, model, parameters, caps, close);
}

}  // namespace domar::equilibrium
