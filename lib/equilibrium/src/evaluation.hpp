#pragma once
/// @file Evaluation: prices, demands, market residuals and their exact tangent at given market
/// prices.
///
/// Unknowns are ln prices of markets (factors and joint products) and ln levels of joint producers.
/// Given them, prices of the core activities solve a contraction in logs (1), everything else
/// follows in one sweep, and values solve a linear system (2, 3, 5) of the size of the core and the
/// agents. evaluate() solves both; probe() takes core prices, sales and incomes as guessed and says
/// by how much they are wrong, which costs one sweep.

#include "domar/base/array.hpp"
#include "domar/equilibrium/parameters.hpp"
#include "domar/network/network.hpp"
#include "domar/numerics/dense.hpp"
#include "expansion.hpp"
#include "sweep.hpp"

namespace domar::equilibrium {

class Evaluation {
 public:
  explicit Evaluation(const network::Network& network);

  /// Takes over parameters; prices and factorisations are kept as a start.
  void set_parameters(const Parameters& parameters);
  /// Prices, sales and incomes back to the base year.
  void reset_prices();

  [[nodiscard]] Index unknowns() const { return markets_ + joints_; }
  [[nodiscard]] Index markets() const { return markets_; }

  /// Computes prices, shares, values and residuals at the unknowns x (ln market prices, then ln
  /// joint levels). False when prices do not settle or something is not finite.
  ///
  /// @param price_tolerance  largest |ln cost - ln price| left; looser is faster far from a
  /// solution
  [[nodiscard]] bool evaluate(const Vector& x, double price_tolerance = k_finest_price_tolerance);
  static constexpr double k_finest_price_tolerance = 2e-13;

  /// ln demand - ln supply by market, then ln of revenue over cost by joint producer.
  [[nodiscard]] const Vector& residual() const { return residual_; }

  /// d residual / d x at the last evaluation. Also refreshes the tangent that predicts core prices.
  /// Empty where it has none.
  [[nodiscard]] Matrix jacobian();

  // All equations side by side: core prices, their sales and incomes are inner unknowns.

  /// One pass over every equation at x and the present guess of the inner unknowns. False when
  /// something is not finite or an income is negative.
  [[nodiscard]] bool probe(const Vector& x);
  /// Of the last probe: largest |ln cost - ln price| and relative error of sales and incomes.
  [[nodiscard]] double inner_gap() const { return inner_gap_; }
  /// jacobian() at the last probe; its parts are kept for the steps below.
  [[nodiscard]] Matrix whole_tangent();
  /// Is there a tangent kept?
  [[nodiscard]] bool have_tangent() const { return have_tangent_; }
  /// What is kept of the last tangent; also for another evaluation, whose core, markets and agents
  /// are the same in number.
  struct Tangent {
    numerics::DenseLu price_lu;  ///< I - E_cc
    numerics::DenseLu value_lu;  ///< of sales of the core and incomes
    Matrix price;                ///< d ln core price / d ln market price
    Matrix by_core;              ///< spending moved by ln core prices: rows core, markets, taxes
    Matrix sales;                ///< sales of the core and incomes by unknown
    Matrix demand;               ///< at markets by sales of the core and incomes
  };
  [[nodiscard]] const Tangent& tangent() const { return tangent_; }
  void take_tangent(const Tangent& tangent);
  /// Residual of the markets once the inner unknowns have moved to close their own gaps, by the
  /// kept tangent. What x must then close.
  [[nodiscard]] Vector residual_after_inner_steps();
  /// Steps of the inner unknowns that go with a step of x: ln core prices, core sales, incomes.
  [[nodiscard]] Vector inner_steps(const Vector& x_step) const;
  /// The same without closing the inner gaps: where the inner unknowns go with x.
  [[nodiscard]] Vector inner_steps_along(const Vector& x_step) const;
  [[nodiscard]] Index inner_unknowns() const { return 2 * core_ + agents_; }
  [[nodiscard]] Index sales_and_incomes() const { return core_ + agents_; }
  [[nodiscard]] Vector inner_guess() const;
  /// Goes to x and this guess; the next probe or evaluation starts there.
  void set_inner_guess(const Vector& x, const Vector& guess);

  // Why the last evaluation failed, where it is known.
  Index stuck_activity = network::k_none;  ///< no price of it equals its cost
  Index poor_agent = network::k_none;      ///< has less than no income
  Index short_activity = network::k_none;  ///< cannot pay for its subsistence

  /// Cost shares by edge of the network at the last evaluation or probe.
  [[nodiscard]] Vector shares() const { return sweep_.shares(); }

  // Results of the last evaluation or probe.
  Vector log_price;    ///< by node
  Vector value;        ///< by node
  Vector income;       ///< by agent
  Vector spending;     ///< by agent
  Vector tax_revenue;  ///< by agent

 private:
  void take_shares();
  bool settle_prices(const Vector& x, double price_tolerance);
  [[nodiscard]] Index furthest_core_activity() const;
  bool refresh_price_factors();
  bool factor_values();
  bool solve_values(const Vector& x);
  void set_joint_sales(const Vector& x, Vector& by_core) const;
  void spread_values();
  void measure_price_gaps();
  void measure_value_gaps();
  void compute_residual(const Vector& x);
  [[nodiscard]] Matrix substitution() const;
  bool refresh_price_tangent();
  [[nodiscard]] Matrix moved_spending();
  [[nodiscard]] Matrix sales_response(const Matrix& moved) const;
  [[nodiscard]] Matrix demand_by_sales() const;
  void price_endowments();
  void price_subsistence();
  [[nodiscard]] Index short_of_subsistence() const;
  [[nodiscard]] double endowment_worth(Index market) const { return worth_[market]; }
  void add_steps_along(const Vector& x_step, Vector& steps) const;
  void subtract_supply(Matrix& J) const;
  void subtract_joint_supply(Vector& residual) const;

  const network::Network& network_;
  Index markets_;
  Index agents_;
  Index core_;
  Index joints_;
  Sweep sweep_;

  // From the parameters.
  Vector log_endowment_;
  Vector keep_;  ///< by agent: share of income not handed on
  Vector transfer_share_;

  // By edge, where the last tangent or full evaluation was.
  Vector share_;
  Vector to_seller_;
  Vector to_tax_;

  Vector worth_;           ///< by market: its endowment at the last prices
  Vector basic_;           ///< by household with subsistence: what that costs at the last prices
  Vector core_price_new_;  ///< unit cost of core activities at the present guess
  Expansion exposure_;     ///< d ln price: columns core, markets
  Expansion arrival_;  ///< where a unit of spending arrives: columns core, markets, agents' taxes
  bool have_price_lu_ = false;
  Vector core_value_;
  Vector residual_;

  // The kept tangent.
  Tangent tangent_;
  bool have_tangent_ = false;

  // Of the last probe.
  double inner_gap_ = 0.0;
  Vector price_gap_;    ///< by core: ln cost - ln price
  Vector value_gap_;    ///< by core and agent: what arrives less the guess
  Vector first_price_;  ///< inner steps while x stands still
  Vector first_value_;
};

}  // namespace domar::equilibrium
