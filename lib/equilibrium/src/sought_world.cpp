#include "sought_world.hpp"

#include <cmath>

#include "domar/numerics/dense.hpp"

namespace domar::equilibrium {

namespace {

constexpr double k_caps_hold = 1e-11;  // ln of quantities: finer than targets

void add_scaled(const Vector& from, double weight, Vector& to) {
  for (Index i = 0; i < from.size(); ++i) to[i] += weight * from[i];
}

/// Slope of a result in ln of a cap's wedge.
double wedge_slope(const WorldParameters& gradient, const WorldCap& cap,
                   const WorldParameters& at) {
  switch (cap.rent) {
    case WorldCap::Rent::lost:
      return gradient.log_iceberg[cap.edge];
    case WorldCap::Rent::to_origin:
      return gradient.export_tax[cap.edge] * (1.0 + at.export_tax[cap.edge]);
    default:
      return gradient.tariff[cap.edge] * (1.0 + at.tariff[cap.edge]);
  }
}

}  // namespace

WorldCapSolution SoughtWorld::solved(const Vector& amounts) const {
  WorldParameters parameters = experiment_.parameters;
  for (Index i = 0; i < levers_.size(); ++i) levers_[i].move(amounts[i], parameters);
  return solve_with_caps(solver_, model_, parameters, experiment_.caps, k_caps_hold);
}

Status SoughtWorld::start() {
  at_ = solved(at_start_);
  base_ = at_;
  return at_.solution.status();
}

bool SoughtWorld::solve_at(const Vector& amounts) {
  WorldCapSolution next = solved(amounts);
  if (!next.solution.converged) {
    trouble_ = next.solution.note;
    return false;
  }
  at_ = std::move(next);
  return true;
}

Vector SoughtWorld::values() const {
  Vector values;
  for (const WorldIndicator& result : wanted_) {
    values.push_back(result.value(model_, at_.parameters, at_.solution));
  }
  return values;
}

Vector SoughtWorld::sizes() const {
  Vector sizes;
  for (const WorldIndicator& result : wanted_) {
    sizes.push_back(result.gross(model_, at_.parameters, at_.solution));
  }
  return sizes;
}

Result<Matrix> SoughtWorld::slopes() const {
  const auto gradients = gradients_at_caps(solver_, model_, experiment_.caps, at_, wanted_);
  if (!gradients.ok()) return gradients.error();
  Matrix slopes(wanted_.size(), levers_.size());
  for (Index t = 0; t < slopes.rows(); ++t) {
    for (Index i = 0; i < slopes.cols(); ++i) {
      slopes(t, i) = levers_[i].slope((*gradients)[t].by_parameter);
    }
  }
  return slopes;
}

/// With quantities Q and wedges w of caps that bind: dR - (dR/dw) (dQ/dw)^-1 dQ.
Result<std::vector<HeldGradient>> gradients_at_caps(WorldSolver& solver, const WorldModel& model,
                                                    const std::vector<WorldCap>& caps,
                                                    const WorldCapSolution& at,
                                                    const std::vector<WorldIndicator>& results) {
  const auto gradient = [&](const WorldIndicator& result) {
    return gradient_of(result, solver, model, at.parameters, at.solution);
  };
  std::vector<HeldGradient> all;
  for (const WorldIndicator& result : results) {
    auto found = gradient(result);
    if (!found.ok()) return found.error();
    all.push_back({std::move(*found), {}});
  }
  std::vector<WorldCap> bind;
  std::vector<WorldParameters> quantity;  // d ln Q
  for (Index q = 0; q < caps.size(); ++q) {
    if (!(at.log_wedge[q] > 0.0)) continue;
    bind.push_back(caps[q]);
    const double passes = relative_quantity(model, at.parameters, at.solution, caps[q].edge);
    auto found =
        gradient({"", "", {{WorldIndicator::Term::Of::quantity, caps[q].edge, 1.0 / passes}}, {}});
    if (!found.ok()) return found.error();
    quantity.push_back(std::move(*found));
  }
  if (bind.empty()) return all;
  Matrix by_wedge(bind.size(), bind.size());  // transposed: (wedge, quantity)
  for (Index b = 0; b < bind.size(); ++b) {
    for (Index a = 0; a < bind.size(); ++a) {
      by_wedge(b, a) = wedge_slope(quantity[a], bind[b], at.parameters);
    }
  }
  numerics::DenseLu lu;
  if (!lu.factor(by_wedge)) {
    return Error{ErrorCode::no_convergence, "two caps hold the same quantity", "",
                 "leave out one of them", ""};
  }
  using P = WorldParameters;
  for (HeldGradient& held : all) {
    Vector direct;
    for (const WorldCap& cap : bind) {
      direct.push_back(wedge_slope(held.by_parameter, cap, at.parameters));
    }
    held.by_quantity = lu.solve(direct);
    for (Index a = 0; a < bind.size(); ++a) {
      for (const auto part : {&P::tariff, &P::export_tax, &P::log_iceberg, &P::output_tax,
                              &P::markup, &P::log_productivity, &P::log_endowment, &P::transfer}) {
        add_scaled(quantity[a].*part, -held.by_quantity[a], held.by_parameter.*part);
      }
    }
  }
  return all;
}

}  // namespace domar::equilibrium
