#pragma once
/// @file Evaluation: prices, demands, market residuals and their exact tangent at given market
/// prices.
///
/// Unknowns are ln prices of markets (factors and joint products) and ln levels of joint producers.
/// Given them, prices of the core activities solve a contraction in logs (1), everything else
/// follows in one sweep, and values solve a linear system (2, 3, 5) of the size of the core and the
/// agents.

#include <cstdint>

#include "domar/base/array.hpp"
#include "domar/equilibrium/parameters.hpp"
#include "domar/network/network.hpp"
#include "domar/numerics/dense.hpp"
#include "expansion.hpp"

namespace domar::equilibrium {

class Evaluation {
 public:
  explicit Evaluation(const network::Network& network);

  /// Takes over parameters; prices and factorisations are kept as a start.
  void set_parameters(const Parameters& parameters);
  /// Prices back to the base year.
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
  [[nodiscard]] Matrix jacobian();

  // Why the last evaluation failed, where it is known.
  Index stuck_activity = network::k_none;  ///< no price of it equals its cost
  Index poor_agent = network::k_none;      ///< has less than no income

  // Results of the last evaluation.
  Vector log_price;    ///< by node
  Vector share;        ///< by edge
  Vector value;        ///< by node
  Vector income;       ///< by agent
  Vector spending;     ///< by agent
  Vector tax_revenue;  ///< by agent

 private:
  bool settle_prices(const Vector& x, double price_tolerance);
  void sweep();
  [[nodiscard]] Index furthest_core_activity() const;
  bool refresh_price_factors();
  bool solve_values(const Vector& x);
  void spread_values();
  void compute_residual(const Vector& x);
  /// Rows core, markets, agents' taxes.
  struct Substitution {
    Matrix by_core;
    Matrix by_market;
  };
  [[nodiscard]] Substitution substitution() const;
  bool refresh_price_tangent();
  [[nodiscard]] Matrix moved_spending() const;
  [[nodiscard]] Matrix sales_response(const Matrix& moved) const;
  [[nodiscard]] Matrix demand_by_sales() const;
  [[nodiscard]] double endowment_worth(Index market) const;
  void subtract_supply(Matrix& J) const;

  const network::Network& network_;
  Index markets_;
  Index activities_;
  Index agents_;
  Index core_;
  Index joints_;

  /// What sweep() needs of an activity, side by side in sweep order: on a national table by user
  /// there are tens of thousands of small nests, and fetching each from the network costs more than
  /// computing it.
  struct Nest {
    enum class Kind : std::uint8_t { single, cobb_douglas, near_one, general };
    double theta = 1.0;
    std::uint32_t activity = 0;
    std::uint32_t begin = 0;  ///< edges [begin, end)
    std::uint32_t end = 0;
    std::uint32_t core = 0;  ///< position in core(); core_ where it is none
    Kind kind = Kind::general;
  };
  [[nodiscard]] std::vector<Nest> nests_in_sweep_order() const;
  [[nodiscard]] double log_cost_of(const Nest& nest);
  std::vector<Nest> nests_;

  // By edge, from the parameters.
  std::vector<std::uint32_t> seller_;
  Vector edge_constant_;  ///< ln share + (1 - theta) ln tau; ln tau alone for theta near 1
  Vector taste_share_;    ///< base share after taste shifts
  Vector to_seller_;      ///< 1 / (1 + t)
  Vector to_tax_;         ///< t / (1 + t)
  std::vector<std::uint32_t> receiver_;
  Vector log_productivity_;
  Vector log_endowment_;
  Vector keep_;  ///< by agent: share of income not handed on
  Vector transfer_share_;

  Vector core_price_new_;  ///< unit cost of core activities at the present guess
  Expansion exposure_;     ///< d ln price: columns core, markets
  Expansion arrival_;  ///< where a unit of spending arrives: columns core, markets, agents' taxes
  numerics::DenseLu price_lu_;
  bool have_price_lu_ = false;
  Matrix price_tangent_;  ///< d ln core price / d ln market price
  Vector tangent_at_;     ///< market prices at which the last prices were settled
  numerics::DenseLu value_lu_;
  Vector core_value_;
  Vector residual_;
};

}  // namespace domar::equilibrium
