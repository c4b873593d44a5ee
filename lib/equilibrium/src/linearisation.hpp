#pragma once
/// @file Linearisation: the equations (1) to (5) differentiated at a solution, forwards and
/// backwards, market prices and joint levels held or moved as told.
///
/// Theory: docs/theory/adjoint.md#passes.

#include "domar/equilibrium/derivatives.hpp"
#include "domar/numerics/dense.hpp"
#include "expansion.hpp"
#include "subsistence.hpp"

namespace domar::equilibrium {

class Linearisation {
 public:
  Linearisation(const network::Network& network, const Parameters& parameters,
                const Solution& solution);

  /// False when the loops of prices or of values are singular.
  [[nodiscard]] bool factor();

  [[nodiscard]] Index unknowns() const { return markets_ + joints_; }

  /// Change of everything for a change of unknowns (ln market prices, then ln joint levels) and of
  /// parameters; `residual` gets the change of the market and zero-profit residuals.
  [[nodiscard]] Change forward(const Vector& unknowns, const ParameterSlopes& direction,
                               Vector& residual) const;

  struct Backward {
    Vector unknowns;
    ParameterSlopes parameters;
  };
  /// The transposed map: weights on the solution and on residuals to weights on unknowns and
  /// parameters.
  [[nodiscard]] Backward backward(Change weights, const Vector& residual) const;

 private:
  [[nodiscard]] bool is_core(Index node) const;
  void forward_prices(const ParameterSlopes& d, Vector& log_price) const;
  void forward_values(const ParameterSlopes& d, const Vector& levels, Change& change) const;
  void spread(const ParameterSlopes& d, const Vector& log_share, Change& change) const;
  [[nodiscard]] Vector log_shares(const ParameterSlopes& d, const Vector& log_price) const;
  void forward_residual(const Vector& unknowns, const ParameterSlopes& d, const Change& change,
                        Vector& residual) const;

  void forward_told(Change& change) const;
  void backward_told(Change& weights) const;
  void backward_residual(const Vector& residual, Change& weights, Backward& result) const;
  void backward_values(Change& weights, Vector& edge_weight, Backward& result) const;
  void backward_prices(const Change& weights, const Vector& edge_weight, Backward& result) const;

  [[nodiscard]] double log_tau(const ParameterSlopes& d, Index e) const {
    return d.tax[e] / (1.0 + parameters_.tax[e]) + d.log_iceberg[e];
  }

  const network::Network& network_;
  const Parameters& parameters_;
  const Solution& solution_;
  Index markets_;
  Index joints_;
  Index core_;
  Index agents_;
  Vector share_;                               ///< by edge: of the buyer's cost, at the margin
  std::vector<SubsistencePoint> subsistence_;  ///< by household that has one
  Vector taste_share_;                         ///< by edge: base share after taste shifts
  Vector taste_cost_;                          ///< by edge: d ln unit cost / d taste
  Vector paid_;                                ///< by edge
  Vector keep_;                                ///< by agent
  Vector worth_;                               ///< by market: value of its endowment
  Vector supply_;                              ///< by market
  std::vector<Vector> joint_part_;  ///< by joint producer and product: share of its sales
  Vector joint_total_;
  std::vector<bool> is_joint_;  ///< by core position
  numerics::DenseLu price_lu_;
  numerics::DenseLu value_lu_;
};

}  // namespace domar::equilibrium
