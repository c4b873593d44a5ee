#pragma once
/// @file The equations of a world as residuals F(u; parameters) = 0, and their exact derivatives.
///
/// Unknowns u, all ln of ratios to the base year, in this order:
///   factor prices (region, factor) | income of final demand (region) | producer's prices
///   (industry) | revenue (industry)
/// Theory: docs/theory/world.md#equations.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "domar/equilibrium/world_model.hpp"
#include "domar/equilibrium/world_solver.hpp"
#include "world_trade.hpp"

namespace domar::equilibrium {

/// Changes of parameters in logs: of the power of a tax, of markups; transfers in money.
struct LogParameters {
  Vector tariff, export_tax, iceberg;  // by edge; empty: 0
  Vector output_tax, markup, productivity;
  Vector endowment, transfer;
};

class WorldEquations {
 public:
  explicit WorldEquations(const WorldModel& model);

  [[nodiscard]] Index size() const { return size_; }
  [[nodiscard]] Index at_factor(Index k) const { return k; }
  [[nodiscard]] Index at_income(Index n) const { return R_ * F_ + n; }
  [[nodiscard]] Index at_price(Index industry) const { return R_ * F_ + R_ + industry; }
  [[nodiscard]] Index at_output(Index industry) const { return R_ * F_ + R_ + R_ * S_ + industry; }

  void prepare(const WorldParameters& parameters);
  /// Residuals at u; false when a price or income has left the range of numbers (reason()).
  [[nodiscard]] bool evaluate(const Vector& u, Vector& residual);
  [[nodiscard]] const std::string& reason() const { return reason_; }

  /// d residual = J du (+ the derivative in parameters, when given), at the last evaluate().
  /// d_paid: by edge, of what all users pay, taxes included [money].
  void forward(const Vector& du, const LogParameters* direction, Vector& d_residual,
               Vector* d_final_price, Vector* d_paid = nullptr) const;
  /// Transpose: from weights of residuals, of ln final prices and of what is paid on edges to
  /// weights of u and parameters.
  void backward(const Vector& weights, const Vector* final_price_weights, Vector& u_weights,
                LogParameters* parameter_weights, const Vector* paid_weights = nullptr) const;

  /// Approximation of J^-1 and its transpose: blocks of each region, its own trade.
  void precondition(const Vector& r, Vector& x) const;
  void precondition_transposed(const Vector& r, Vector& x) const;
  /// How much each unknown counts in the norm of accelerated steps.
  [[nodiscard]] Vector scales() const;
  /// Computes the approximation at the last evaluate().
  void factor_preconditioner();
  /// Keeps what was factored last; later returns to it (false: nothing is kept).
  void keep_as_base_preconditioner() { base_blocks_ = blocks_; }
  [[nodiscard]] bool use_base_preconditioner() {
    if (base_blocks_ == nullptr) return false;
    blocks_ = base_blocks_;
    return true;
  }

  /// Factors of which there is too much: their price is held near zero (k_free_price), and their
  /// market may have unused supply. All others are scarce.
  void set_free(const std::vector<Index>& factors);
  [[nodiscard]] const std::vector<Index>& free_factors() const { return free_; }
  static constexpr double k_free_price = -30.0;  ///< ln, over the base year's

  /// The factor whose market is left out, and ln demand - ln supply of all factors.
  [[nodiscard]] Index left_out() const { return left_out_; }
  [[nodiscard]] const Vector& factor_gap() const { return factor_gap_; }
  [[nodiscard]] double factor_supply_value(Index k) const { return factor_value_[k]; }
  [[nodiscard]] std::string name_of(Index equation) const;
  /// Base money at stake in an equation.
  [[nodiscard]] double money_of(Index equation) const;

  // The state that results are read from.
  [[nodiscard]] const Vector& final_price() const { return log_final_price_; }
  [[nodiscard]] const Vector& income() const { return income_; }
  void report(WorldSolution& solution) const;
  /// Shares and flows of the last evaluation as a base year.
  [[nodiscard]] WorldModel as_base() const;

 private:
  /// Whether a factor's price is no unknown: nobody uses it, or it is free.
  [[nodiscard]] bool idle(Index k) const { return factor_0_[k] == 0.0 || is_free_[k]; }
  struct Run {  // neighbouring users with one elasticity between goods
    Index first, last;
    double one_minus_eta;
    bool cobb_douglas;
  };
  [[nodiscard]] bool price_goods(const Vector& u);
  [[nodiscard]] bool price_region(Index n, const Vector& u);
  [[nodiscard]] Vector powers_of_prices(Index n, Index run);
  [[nodiscard]] bool price_bundles(Index n, Index run);
  [[nodiscard]] double price_value_added(Index n, Index j, const double* factor_prices);
  void demand_region(Index n, const Vector& u);
  void sell_goods();
  void settle(const Vector& u, Vector& residual);
  struct Tangent;
  void forward_prices(Index s, Tangent& t) const;
  void forward_bundles(Index n, Tangent& t) const;
  void forward_costs(Index n, Tangent& t) const;
  void forward_spending(Index n, Tangent& t) const;
  void forward_sales(Index s, Tangent& t) const;
  void forward_payments(Index s, const Tangent& t, Vector& d_paid) const;
  void forward_incomes(Tangent& t) const;
  struct Weights;
  void backward_incomes(Weights& t) const;
  void backward_sales(Index s, Weights& t) const;
  void backward_payments(Index s, Weights& t) const;
  void backward_spending(Index n, Weights& t) const;
  void backward_costs(Index n, Weights& t) const;
  void backward_bundles(Index n, Weights& t) const;
  void backward_prices(Index s, Weights& t) const;
  struct Blocks;
  void invert_own_inputs(Index n, Blocks& blocks) const;
  void find_final_use(Index n, Blocks& blocks) const;
  void find_own_prices(Blocks& blocks) const;
  void find_wage_slopes(Blocks& blocks) const;
  [[nodiscard]] double own_part(Index n, Index s, Index user) const;
  /// Multiplications of a pass over trade, over regions.
  [[nodiscard]] double trade_work() const;
  [[nodiscard]] double region_work() const;
  [[nodiscard]] Index column(Index s, Index n) const { return (s * R_ + n) * U_; }

  const WorldModel& model_;
  const WorldParameters* parameters_ = nullptr;
  Index R_, S_, F_, U_, size_;
  WorldTrade trade_;
  std::string reason_;
  Index left_out_ = 0;

  // Base.
  Vector factor_0_;             // by factor: income
  Vector factor_weight_;        // by factor: share of the world's
  double scarce_weight_ = 1.0;  // of the factors that are scarce, together
  std::vector<char> is_free_;   // by factor
  std::vector<Index> free_;
  std::vector<Run> runs_;
  std::vector<std::vector<Matrix>> run_share_;  // [run][region] (good, user of the run)
  std::vector<char> sells_;                     // by industry: has output

  // State, by good x origin (s, i).
  Vector v_;       // price^(1-sigma), scaled
  Vector lp_;      // ln price with output tax
  Vector border_;  // sales at the border
  Vector net_;     // sales net of tariffs and export taxes
  // State, by column (s, n, u).
  Vector lP_;        // ln price of the composite
  Vector part_;      // part of spending that passes the border
  Vector inverse_;   // 1 / sum K v
  Vector spending_;  // E
  Vector q_;         // E / sum
  // State, by region.
  std::vector<std::vector<Vector>> power_;  // [run][region]: e(P), by good
  Vector weight_;                           // by (region, user): 1 / sum of powers
  Vector lPM_;                              // by (region, user): ln price of the bundle
  Vector bundle_;                           // by (region, user): money spent on it
  Vector lc_;                               // by industry: ln unit cost
  Vector va_share_, bundle_share_;          // by industry
  Vector factor_in_va_;                     // by (industry, factor)
  Vector cost_;                             // by industry [money]
  Vector revenue_;                          // by industry [money]
  Vector factor_value_, factor_demand_, factor_gap_;
  Vector income_, tariff_revenue_, other_taxes_, profit_;
  Vector log_final_price_;

  /// The approximate inverse.
  struct Blocks {
    std::vector<Matrix> leontief;  // by region: (I - own-sourced inputs)^-1, in money
    Vector wage_slope;             // by factor: -d ln demand / d ln price
    Vector final_own;              // by industry: share of sales to its region's final demand
    Vector own_price;              // by industry: -d ln sales / d ln price
  };
  std::shared_ptr<const Blocks> blocks_;
  std::shared_ptr<const Blocks> base_blocks_;
};

}  // namespace domar::equilibrium
