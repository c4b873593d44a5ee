#pragma once
/// @file Lashkaripour and Lugovskyy (2023): gains from trade and industrial policy for 43 countries
/// and the rest of the world in 16 industries.

#include <filesystem>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"
#include "domar/equilibrium/gravity.hpp"
#include "domar/equilibrium/gravity_policy.hpp"
#include "domar/replicas/replicas.hpp"

namespace domar::replicas::lashkaripour_lugovskyy {

using equilibrium::Gravity;
using equilibrium::GravityData;
using equilibrium::GravityState;
using equilibrium::GravityWedges;

/// What the authors' folder holds: two worlds of 2014 without deficits and their results.
struct Tables {
  GravityData restricted;  ///< restricted entry: markups and profits
  GravityData free_entry;  ///< free entry: external economies of scale
  Matrix table_4;          ///< (country, column) [percent]: 1st, 2nd, 3rd best; free entry the same
  Matrix table_5;          ///< (region, column) [percent]: unilateral, free entry; multilateral,
                           ///< free entry
};

/// Reads Tab4_Data_RE.mat, Tab4_Data_FE.mat and the two csv files from the folder
/// ll2023-industrial-policy, or one that holds it, or one that holds its folder cases.
/// @error not_found, bad_input, shape_mismatch  a file or an array is missing or not as it should
/// be.
[[nodiscard]] Result<Tables> read_tables(const std::filesystem::path& folder);

/// Flows as measured, before the authors removed the deficits: they are not in the folder, but
/// follow from it. Luxembourg makes no petroleum products, and the authors add 1 to every flow, so
/// that its flows are 1; with wages that are still unknown the other flows follow from the
/// balanced ones, and wages must turn measured labour income into the balanced one. The world with
/// restricted entry, which is not used, must agree.
/// @error unbalanced  the two worlds do not come from the same flows, or a flow is below 1.
/// Theory: docs/theory/replicas.md#lashkaripour-and-lugovskyy.
[[nodiscard]] Result<GravityData> measured_flows(const Tables& tables);

/// A measured world with two regions: the rest (0) and one country (1); tariffs between them are
/// plain averages, as the authors take them.
[[nodiscard]] GravityData rest_and_home(const GravityData& measured, Index home);

enum class Best { first, second, third };

/// Policy of `home` by the formulas that the authors' program evaluates for restricted entry
/// (their theorems 1 to 3 with further approximations), solved together with the equilibrium.
struct FormulaPolicy {
  GravityWedges wedges;
  GravityState state;
  double gain = 0.0;  ///< share of real income
  Index iterations = 0;
};
/// @error no_convergence  formulas and equilibrium were not reconciled.
[[nodiscard]] Result<FormulaPolicy> formula_policy(const Gravity& world, Index home, Best best);

/// First best under free entry as the authors' program takes it: tariffs of the whole world are
/// lifted, exports of `home` taxed at sigma / (sigma - 1), its sales subsidised by the markup.
/// @error no_convergence  the equilibrium was not found.
[[nodiscard]] Result<FormulaPolicy> free_entry_first_best(const Gravity& world, Index home);
[[nodiscard]] GravityWedges free_entry_wedges(const Gravity& world, Index home);

/// Where the authors' solver stops on its way to an equilibrium.
struct StoppedSolve {
  Vector gain;            ///< by region, share of real income, at the point where it stops
  double residual = 0.0;  ///< largest residual there [money; labour shares x 100]
  Index iterations = 0;
  Index closed = 0;  ///< industries left with less than a thousandth of their labour
};

/// fsolve has two methods: with as many equations as unknowns Powell's dogleg, else Levenberg's.
enum class StopMethod { levenberg, dogleg };

/// What the authors' call of MATLAB's fsolve says.
struct StopRule {
  StopMethod method = StopMethod::levenberg;
  Vector start;               ///< wages and incomes, ratios to the base year
  double labour_start = 1.1;  ///< of every industry
  double idle_squares = 0.0;  ///< of unknowns that no equation holds: they count in step_tolerance
  double value_tolerance = 1e-8;  ///< Levenberg's only, as the next
  double step_tolerance = 1e-8;
  Index most_iterations = 50;
};

/// Published columns of free entry are no equilibria: where the authors' program has fsolve stop,
/// industries are shut, which its equations accept. This repeats the two methods from the same
/// start to the same end, with exact slopes where MATLAB takes differences: where a step passes
/// near a singular point that may end elsewhere
/// (docs/theory/replicas.md#lashkaripour-and-lugovskyy).
[[nodiscard]] StoppedSolve stopped_solve(const Gravity& world, const GravityWedges& wedges,
                                         const StopRule& rule);

/// After retaliation, as the authors' program takes it: everybody taxes exports at
/// sigma / (sigma - 1) and lifts its tariffs; `home` subsidises its sales by `correction` (by
/// sector: the markup, or with free entry the scale elasticity).
[[nodiscard]] GravityWedges retaliation_wedges(const Gravity& world, const Vector& correction,
                                               Index home);

/// Where the authors' solver stops under free entry: table 5, `home` alone subsidises its sales by
/// the scale elasticity; table 4, after retaliation (two regions).
[[nodiscard]] StoppedSolve stopped_unilateral(const Gravity& world, Index home);
[[nodiscard]] StoppedSolve stopped_retaliation(const Gravity& world, Index home);

/// The instruments of a best policy and nothing else, no bounds. Starts from the base year with
/// exports taxed at a monopolist's sigma / (sigma - 1): from no export taxes some countries end at
/// a lower local optimum (Australia 0.903811 instead of 0.903908 %).
[[nodiscard]] equilibrium::PolicyProblem policy_problem(const Gravity& world, Index home,
                                                        Best best);

/// The authors' numerical problem for second and third best under free entry, in the world of two
/// regions: import factors within 0.75 and 2, export factors within 0.75 and 4, wages and incomes
/// within 0.75 and 1.5, labour of every industry within 0.25 and 4 times the base year's.
[[nodiscard]] equilibrium::PolicyProblem bounded_problem(const Gravity& world, Index home,
                                                         Best best);

/// Rows of tables 4 and 5 for some regions, computed beside published, percent.
/// @param optima  also the optima that the authors approximate by formulas (most of the time)
/// @error no_convergence  an equilibrium was not found; `where` is the region.
/// @cost  about 3 s a country with the optima; countries side by side, same bits for any number of
///        threads.
[[nodiscard]] Result<std::vector<ReplicaRow>> gains(const Tables& tables,
                                                    const std::vector<Index>& regions, bool optima);

}  // namespace domar::replicas::lashkaripour_lugovskyy
