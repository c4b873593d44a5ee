#include "domar/ensemble/sensitivity.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include <fmt/format.h>

#include "openturns_plugin.hpp"

namespace domar::ensemble {

namespace {

constexpr Index k_fewest_draws = 16;

/// Share of the variance that Legendre polynomials of degree 1 to 3 of one input explain, each by
/// its mean product with y: exact for even draws, good enough to rank inputs.
double single_effect(const Matrix& inputs, Index input, const Vector& centred, double variance) {
  double sum[3] = {0.0, 0.0, 0.0};
  for (Index k = 0; k < inputs.rows(); ++k) {
    const double x = 2.0 * inputs(k, input) - 1.0;
    sum[0] += std::sqrt(3.0) * x * centred[k];
    sum[1] += std::sqrt(5.0) * 0.5 * (3.0 * x * x - 1.0) * centred[k];
    sum[2] += std::sqrt(7.0) * 0.5 * (5.0 * x * x * x - 3.0 * x) * centred[k];
  }
  const auto n = static_cast<double>(inputs.rows());
  return (sum[0] * sum[0] + sum[1] * sum[1] + sum[2] * sum[2]) / (n * n) / variance;
}

Status check(const Matrix& inputs, const Vector& outcomes) {
  if (inputs.rows() != outcomes.size() || inputs.cols() == 0) {
    return Error{ErrorCode::shape_mismatch,
                 fmt::format("{} outcomes for {} draws of {} inputs", outcomes.size(),
                             inputs.rows(), inputs.cols()),
                 "sensitivity", "", ""};
  }
  if (outcomes.size() < k_fewest_draws) {
    return Error{ErrorCode::bad_value,
                 fmt::format("{} draws are too few for indices", outcomes.size()), "sensitivity",
                 fmt::format("make at least {}", k_fewest_draws), ""};
  }
  for (const double y : outcomes) {
    if (std::isfinite(y)) continue;
    return Error{ErrorCode::bad_value, "an outcome is not a number", "sensitivity", "", ""};
  }
  return Done{};
}

}  // namespace

Result<Sensitivity> sobol_indices(const Matrix& inputs, const Vector& outcomes, Index most) {
  if (auto status = check(inputs, outcomes); !status.ok()) return status.error();
  const Index n = inputs.rows();
  const Index dims = inputs.cols();
  Sensitivity result;
  result.first.assign(dims, 0.0);
  result.total.assign(dims, 0.0);
  result.in_fit.assign(dims, false);
  const double mean =
      std::accumulate(outcomes.begin(), outcomes.end(), 0.0) / static_cast<double>(n);
  Vector centred(n);
  for (Index k = 0; k < n; ++k) centred[k] = outcomes[k] - mean;
  for (const double c : centred) result.variance += c * c / static_cast<double>(n);
  if (!(result.variance > 0.0)) return result;

  Vector effect(dims);
  for (Index j = 0; j < dims; ++j) effect[j] = single_effect(inputs, j, centred, result.variance);
  std::vector<Index> chosen(dims);
  std::iota(chosen.begin(), chosen.end(), Index{0});
  std::stable_sort(chosen.begin(), chosen.end(),
                   [&](Index a, Index b) { return effect[a] > effect[b]; });
  chosen.resize(std::min({dims, most, n / 4}));

  Matrix kept(n, chosen.size());
  for (Index k = 0; k < n; ++k) {
    for (Index c = 0; c < chosen.size(); ++c) kept(k, c) = inputs(k, chosen[c]);
  }
  // The fit works on a standardised result: its stopping rules know no units.
  const double sd = std::sqrt(result.variance);
  for (double& c : centred) c /= sd;
  const auto library = openturns();
  if (!library.ok()) return library.error();
  Vector first(chosen.size());
  Vector total(chosen.size());
  char message[256] = "";
  if (library->sobol_indices(chosen.size(), n, kept.data(), centred.data(), first.data(),
                             total.data(), &result.explained, message) != 0) {
    return Error{ErrorCode::no_convergence, message, "sensitivity", "make more draws", ""};
  }
  for (Index c = 0; c < chosen.size(); ++c) {
    result.first[chosen[c]] = first[c];
    result.total[chosen[c]] = total[c];
    result.in_fit[chosen[c]] = true;
  }
  return result;
}

}  // namespace domar::ensemble
