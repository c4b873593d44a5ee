#pragma once
/// @file Innovation network: how R&D should be shared out when knowledge flows between industries.
///
/// After Liu and Ma. Theory: docs/theory/innovation-network.md.

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"

namespace domar::growth {

/// Knowledge of sector i grows by speed x (ln(research_i x ...) + sum_j links(i, j) ln q_j - ln
/// q_i).
struct InnovationNetwork {
  Matrix links;   ///< n x n, (i, j): share of i's knowledge that builds on j; rows sum to at most 1
  Vector weight;  ///< beta: weight of each sector in what people value, sums to 1
  double speed = 0.17;     ///< lambda: how fast research becomes knowledge, a year
  double discount = 0.05;  ///< rho, a year
};

/// Research shares gamma' = rho / (rho + lambda) beta' (I - Omega / (1 + rho / lambda))^-1.
///
/// With rho / lambda to 0 they are the left unit eigenvector of the links, to infinity beta. They
/// sum to 1 when all rows of links do; where rows sum to less (knowledge used from abroad) the rest
/// is what others do for free, and shares are scaled to 1.
///
/// @error shape_mismatch, bad_value  sizes; negative links, rows above 1, weights that do not sum
/// to
///                                   1, speed or discount not above 0.
[[nodiscard]] Result<Vector> optimal_research(const InnovationNetwork& network);

/// What it is worth to move research from shares `actual` to gamma.
struct ResearchGain {
  double log_consumption = 0.0;  ///< lambda psi / rho sum_i gamma_i ln(gamma_i / b_i)
  double growth =
      0.0;  ///< lambda sum_i a_i ln(gamma_i / b_i), a the eigenvector [log points a year]
};

/// @param actual  b: shares of research, above 0, sum 1.
/// @param step    psi: log points of utility per log point of knowledge.
/// @error as optimal_research, and for `actual`.
[[nodiscard]] Result<ResearchGain> gain_of_optimal_research(const InnovationNetwork& network,
                                                            const Vector& actual, double step);

/// a' = a' links with sum 1, by iteration. @error bad_value  a row does not sum to 1;
/// no_convergence  the links fall apart into groups or cycle.
[[nodiscard]] Result<Vector> knowledge_centrality(const Matrix& links);

}  // namespace domar::growth
