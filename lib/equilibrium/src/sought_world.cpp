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
  if (!next.solution.converged) return false;
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

/// Gradients with what wedges do to keep binding caps met: dR - (dR/dw) (dQ/dw)^-1 dQ, with
/// quantities Q and wedges w.
Status SoughtWorld::hold_caps(std::vector<WorldParameters>& gradients) const {
  std::vector<WorldCap> bind;
  for (Index q = 0; q < experiment_.caps.size(); ++q) {
    if (at_.log_wedge[q] > 0.0) bind.push_back(experiment_.caps[q]);
  }
  if (bind.empty()) return Done{};
  std::vector<WorldParameters> quantity;
  for (const WorldCap& cap : bind) {
    WorldIndicator passes{"", "", {{WorldIndicator::Term::Of::quantity, cap.edge, 1.0}}, {}};
    auto gradient = gradient_of(passes, solver_, model_, at_.parameters, at_.solution);
    if (!gradient.ok()) return gradient.error();
    quantity.push_back(std::move(*gradient));
  }
  Matrix by_wedge(bind.size(), bind.size());  // transposed: (wedge, quantity)
  for (Index b = 0; b < bind.size(); ++b) {
    for (Index a = 0; a < bind.size(); ++a) {
      by_wedge(b, a) = wedge_slope(quantity[a], bind[b], at_.parameters);
    }
  }
  numerics::DenseLu lu;
  if (!lu.factor(by_wedge)) {
    return Error{ErrorCode::no_convergence, "two caps hold the same quantity", "",
                 "leave out one of them", ""};
  }
  using P = WorldParameters;
  for (WorldParameters& gradient : gradients) {
    Vector direct;
    for (const WorldCap& cap : bind) direct.push_back(wedge_slope(gradient, cap, at_.parameters));
    const Vector share = lu.solve(direct);
    for (Index a = 0; a < bind.size(); ++a) {
      for (const auto part : {&P::tariff, &P::export_tax, &P::log_iceberg, &P::output_tax,
                              &P::log_productivity, &P::log_endowment, &P::transfer}) {
        add_scaled(quantity[a].*part, -share[a], gradient.*part);
      }
    }
  }
  return Done{};
}

Result<Matrix> SoughtWorld::slopes() const {
  std::vector<WorldParameters> gradients;
  for (const WorldIndicator& result : wanted_) {
    auto gradient = gradient_of(result, solver_, model_, at_.parameters, at_.solution);
    if (!gradient.ok()) return gradient.error();
    gradients.push_back(std::move(*gradient));
  }
  if (auto status = hold_caps(gradients); !status.ok()) return status.error();
  Matrix slopes(wanted_.size(), levers_.size());
  for (Index t = 0; t < slopes.rows(); ++t) {
    for (Index i = 0; i < slopes.cols(); ++i) slopes(t, i) = levers_[i].slope(gradients[t]);
  }
  return slopes;
}

}  // namespace domar::equilibrium
