#pragma once
/// @file WorldSolver: equilibria of a WorldModel, and their derivatives forward and backward.
///
/// Theory: docs/theory/world.md#solving.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"
#include "domar/equilibrium/world_model.hpp"

namespace domar::equilibrium {

/// What an equilibrium answers. In a solution: ln of the ratio to the base year. In a tangent: d
/// ln. In weights of a gradient: the weight of each ln; an empty vector weighs nothing. Nominal
/// results are in units of the numeraire, the base-weighted mean price of the world's factors.
struct WorldResults {
  Vector welfare;       ///< by region: real final spending
  Vector income;        ///< by region: nominal final spending = GDP + transfer
  Vector final_price;   ///< by region: price of final demand
  Vector factor_price;  ///< by factor (region, factor)
  Vector real_wage;     ///< by factor: price over final_price of its region
  Vector price;         ///< by industry: producer's price
  Vector output;        ///< by industry: nominal revenue; 0 where the base year has none
};

struct WorldSolution {
  bool converged = false;
  std::string note;              ///< why it stopped, when it did not converge
  std::string worst;             ///< the equation with the largest residual: "labour of MEX"
  double worst_money = 0.0;      ///< how far that market is from clearing [base money]
  double residual = 0.0;         ///< largest |ln left - ln right| over all equations
  double walras_residual = 0.0;  ///< the same for the market that was left out
  double feasible_share = 1.0;   ///< share of the shock that could be solved
  double rounding_floor = 0.0;   ///< residual below which rounding decides
  int evaluations = 0;           ///< passes over all equations
  int tangents = 0;              ///< passes over the linearised equations

  /// Factors of which there is too much in fixed proportions: their price falls to 0 (exp(-30) of
  /// the base year's), and this share of them is left unused. Empty nearly always.
  std::vector<std::pair<Index, double>> unused;

  WorldResults results;  ///< ln ratios to the base year
  Vector gdp;            ///< by region: factor incomes, profits and taxes [base money x numeraire]
  Vector tax_revenue;    ///< by region: tariffs, export and output taxes
  Vector profits;        ///< by region
  Vector spending;       ///< by (good, destination): on the composite, taxes included
  Vector trade_share;    ///< by edge: share of that spending, all users together

  /// What passes an edge at the border: export tax and iceberg included, tariff not.
  [[nodiscard]] double trade(const WorldModel& model, const WorldParameters& parameters,
                             Index edge) const;
  /// Success, or an Error that names the worst market and how far the shock was feasible.
  [[nodiscard]] Status status() const;
};

/// A tangent with the flows: what contributions and quantities on edges need.
struct WorldTangent {
  WorldResults results;
  Vector paid;  ///< by edge: d of what all users pay, taxes included [money]
};

struct WorldOptions {
  double tolerance = 1e-10;         ///< largest residual accepted
  int max_fixed_point_steps = 400;  ///< accelerated steps before Newton takes over
  int max_newton_steps = 40;        ///< per point of the way
  int max_continuation_steps = 60;  ///< points on the way from the base year when Newton fails
};

/// Solves one world again and again from its last solution. The model must outlive it. Not for use
/// by two threads at once; it uses TBB's threads itself, with the same bits for any number of them.
class WorldSolver {
 public:
  explicit WorldSolver(const WorldModel& model, WorldOptions options = {});
  ~WorldSolver();
  WorldSolver(const WorldSolver&) = delete;
  WorldSolver& operator=(const WorldSolver&) = delete;

  /// Solves from the last solution (the base year at first): fixed point with Anderson's
  /// acceleration, then Newton with exact tangents, then in steps from the base year; then with
  /// factors that have become free (WorldSolution::unused); then from a world with more
  /// substitution. Never throws, never NaN.
  [[nodiscard]] WorldSolution solve(const WorldParameters& parameters);

  /// Solves by Newton's method from this start alone (its income, factor_price, price and output),
  /// for those who look for several equilibria.
  [[nodiscard]] WorldSolution solve_from(const WorldParameters& parameters,
                                         const WorldResults& start);

  /// Sign of the determinant of all equations at the last solution; 0 where it is singular or
  /// nothing was solved. @cost  one LU of all unknowns.
  [[nodiscard]] int determinant_sign() const;
  /// How many unknowns the equations have.
  [[nodiscard]] Index unknowns() const;

  /// Forgets the last solution: the next one starts from the base year.
  void reset();

  /// The last solution as the base year of a world of its own: its prices become 1, its rates and
  /// transfers the base year's.
  /// @error no_convergence  nothing was solved.
  [[nodiscard]] Result<WorldModel> solved_base() const;

  /// d results for a change of parameters at the last solution: `direction` holds d rate for rates
  /// (tariff, export_tax, output_tax, markup, transfer) and d ln for logs; empty vectors are 0.
  /// @error no_convergence  nothing was solved, or the linear system did not converge.
  [[nodiscard]] Result<WorldResults> tangent(const WorldParameters& direction);

  /// The same with the flows. @cost  one pass over trade more.
  [[nodiscard]] Result<WorldTangent> tangent_of_flows(const WorldParameters& direction);

  /// Gradient of sum(weights x results) with respect to every parameter at the last solution.
  /// @param paid  weights by edge of what all users pay, taxes included [per money]; empty: none
  /// @cost  one linear solve, about one solve of the equilibrium.
  [[nodiscard]] Result<WorldParameters> gradient(const WorldResults& weights,
                                                 const Vector& paid = {});

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// One solve from the base year.
[[nodiscard]] WorldSolution solve_world(const WorldModel& model, const WorldParameters& parameters,
                                        WorldOptions options = {});

}  // namespace domar::equilibrium
