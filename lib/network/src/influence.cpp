#include "domar/network/influence.hpp"

#include <cmath>

#include <fmt/format.h>

#include "domar/numerics/dense.hpp"

namespace domar::network {

namespace {

Status check(const Matrix& Sigma, const Vector& beta) {
  const Index n = Sigma.rows();
  if (n == 0 || Sigma.cols() != n || beta.size() != n) {
    return Error{
        ErrorCode::shape_mismatch,
        fmt::format("{} x {} elasticities and {} final shares", n, Sigma.cols(), beta.size()),
        "influence", "", ""};
  }
  for (Index i = 0; i < n; ++i) {
    for (const double share : Sigma.row(i)) {
      if (share >= 0.0 && std::isfinite(share)) continue;
      return Error{ErrorCode::bad_value, fmt::format("elasticity {}", share),
                   fmt::format("row {}", i), "elasticities are 0 or above", ""};
    }
    if (Sigma.row_sum(i) < 1.0) continue;
    return Error{ErrorCode::not_productive,
                 fmt::format("inputs have elasticities of {} in all", Sigma.row_sum(i)),
                 fmt::format("row {}", i), "they must leave something for labour and capital", ""};
  }
  double sum = 0.0;
  for (const double share : beta) sum += share;
  if (std::abs(sum - 1.0) > 1e-9) {
    return Error{ErrorCode::bad_value, fmt::format("final shares add up to {}", sum), "influence",
                 "divide them by their sum", ""};
  }
  return Done{};
}

/// beta' (I - A)^-1.
Result<Vector> row_times_inverse(const Matrix& A, const Vector& beta) {
  const Index n = A.rows();
  Matrix leontief(n, n);
  for (Index i = 0; i < n; ++i) {
    for (Index j = 0; j < n; ++j) leontief(i, j) = (i == j ? 1.0 : 0.0) - A(i, j);
  }
  numerics::DenseLu lu;
  if (!lu.factor(leontief)) {
    return Error{ErrorCode::not_productive, "the inputs cannot be inverted", "influence", "", ""};
  }
  return lu.solve_transposed(beta);
}

}  // namespace

Result<Vector> influence(const Matrix& Sigma, const Vector& beta) {
  if (auto status = check(Sigma, beta); !status.ok()) return status.error();
  return row_times_inverse(Sigma, beta);
}

Result<DistortionCentrality> distortion_centrality(const Matrix& shares, const Matrix& wedge,
                                                   const Vector& beta) {
  const Index n = shares.rows();
  if (wedge.rows() != n || wedge.cols() != n) {
    return Error{ErrorCode::shape_mismatch, "wedges and shares are not of one size", "wedges", "",
                 ""};
  }
  Matrix Sigma(n, n);
  for (Index i = 0; i < n; ++i) {
    for (Index j = 0; j < n; ++j) {
      if (!(wedge(i, j) >= 0.0)) {
        return Error{ErrorCode::bad_value, fmt::format("wedge {}", wedge(i, j)),
                     fmt::format("row {}", i), "wedges are 0 or above: 0.1 for 10 %", ""};
      }
      Sigma(i, j) = shares(i, j) * (1.0 + wedge(i, j));
    }
  }
  DistortionCentrality result;
  auto mu = influence(Sigma, beta);
  if (!mu.ok()) return mu.error();
  result.influence = std::move(mu.value());
  auto sales = row_times_inverse(shares, beta);
  if (!sales.ok()) return sales.error();
  result.sales = std::move(sales.value());
  double income = 0.0;
  result.value_added.resize(n);
  for (Index i = 0; i < n; ++i) {
    result.value_added[i] = result.sales[i] * (1.0 - Sigma.row_sum(i));
    income += result.value_added[i];
  }
  result.centrality.resize(n);
  for (Index i = 0; i < n; ++i) {
    result.value_added[i] /= income;
    result.sales[i] /= income;
    result.centrality[i] = result.sales[i] > 0.0 ? result.influence[i] / result.sales[i] : 1.0;
  }
  return result;
}

double effect_of_subsidies(const DistortionCentrality& economy, const Vector& subsidy) {
  double joint = 0.0;
  double mean = 0.0;
  for (Index i = 0; i < subsidy.size(); ++i) {
    joint += economy.value_added[i] * economy.centrality[i] * subsidy[i];
    mean += economy.value_added[i] * subsidy[i];
  }
  return joint - mean;  // the mean of xi is 1
}

}  // namespace domar::network
