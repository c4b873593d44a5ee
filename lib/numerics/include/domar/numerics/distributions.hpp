#pragma once
/// @file Distributions: normal and Student's t, probability and quantile.

namespace domar::numerics {

/// P(Z <= z) of the standard normal.
[[nodiscard]] double normal_cdf(double z);

/// The z for which P(Z <= z) = p, to 1e-14 relative. @param p  in (0, 1); outside it -inf, inf.
[[nodiscard]] double normal_quantile(double p);

/// P(T <= t) of Student's t with `dof` > 0 degrees of freedom, to about 1e-12.
[[nodiscard]] double student_t_cdf(double t, int dof);

/// The t for which P(T <= t) = p. @param p  in (0, 1).
[[nodiscard]] double student_t_quantile(double p, int dof);

/// P(K <= k) that the largest distance sqrt(n) sup |F_n - F| stays below k, for n points drawn from
/// F itself (Kolmogorov's limit, with Stephens' correction for small n).
[[nodiscard]] double kolmogorov_cdf(double distance, int points);

}  // namespace domar::numerics
