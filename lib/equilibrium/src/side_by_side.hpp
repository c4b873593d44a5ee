#pragma once
/// @file SideBySide: Newton on all equations at once, with one kept tangent.
///
/// Prices of the core, its sales and incomes are unknowns beside the markets' prices, so an
/// iteration is one sweep over the network and a few products of small matrices, a fifth of what
/// solving prices and values inside each iteration costs. It converges from near, which is where
/// years and scenarios start; from far the nested way is the safer one.
/// Theory: docs/theory/equilibrium.md#solving.

#include "evaluation.hpp"
#include "market_tangent.hpp"

#include "domar/numerics/broyden.hpp"

namespace domar::equilibrium {

class SideBySide {
 public:
  SideBySide(Evaluation& evaluation, MarketTangent& tangent, Index numeraire)
      : evaluation_(evaluation), tangent_(tangent), numeraire_(numeraire) {}

  /// From x and the evaluation's guess to where every gap is below the tolerance. On failure both
  /// are what they were.
  ///
  /// @param hint  a step of x that may lead nearer, taken if it does; may be empty
  /// @return the residual of the markets; infinite where it failed
  double solve(Vector& x, double tolerance, const Vector& hint = {});

  /// The tangent is another one: what steps have taught about the last does not hold.
  void forget() { learnt_.forget(); }

  int probes = 0;     ///< of the last solve
  int jacobians = 0;  ///< of the last solve

 private:
  [[nodiscard]] double probe(const Vector& x);
  [[nodiscard]] bool close_enough(double gap) const;
  [[nodiscard]] double first_gap(Vector& x, const Vector& hint);
  bool refresh();
  [[nodiscard]] double size_of(Index i, const Vector& guess) const;
  [[nodiscard]] Vector step(const Vector& guess);
  void move(Vector& x, const Vector& at, const Vector& guess, const Vector& step, double part);

  Evaluation& evaluation_;
  MarketTangent& tangent_;
  Index numeraire_;
  /// Pairs are cheap against a sweep; too old ones do more harm than good.
  static constexpr Index k_remembered_pairs = 80;
  numerics::Broyden learnt_{k_remembered_pairs};
  double tolerance_ = 0.0;
};

}  // namespace domar::equilibrium
