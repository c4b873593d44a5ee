#include "domar/accounts/totals.hpp"

#include <algorithm>
#include <cmath>

namespace domar::accounts {

Vector spending_by_user(const Economy& economy) {
  Vector spending(economy.users(), 0.0);
  for (const Matrix& origin : economy.use) {
    for (Index i = 0; i < origin.rows(); ++i) {
      const auto row = origin.row(i);
      for (Index u = 0; u < row.size(); ++u) spending[u] += row[u];
    }
  }
  return spending;
}

Vector gross_outputs(const Economy& economy) {
  Vector outputs = spending_by_user(economy);
  outputs.resize(economy.industries.size());
  for (Index j = 0; j < outputs.size(); ++j) outputs[j] += economy.value_added_of(j);
  return outputs;
}

Vector industry_sales(const Economy& economy) {
  Vector total(economy.industries.size(), 0.0);
  for (Index r = 0; r < economy.regions.size(); ++r) {
    for (Index i = 0; i < economy.goods.size(); ++i) {
      const Index j = economy.supplier[r][i];
      if (j != Economy::k_none) total[j] += economy.use[r].row_sum(i);
    }
  }
  return total;
}

namespace {

/// A y, y by industry.
Vector times_coefficients(const Economy& economy, const Vector& outputs, const Vector& y) {
  Vector per_output(y.size());
  for (Index j = 0; j < y.size(); ++j) per_output[j] = outputs[j] > 0.0 ? y[j] / outputs[j] : 0.0;
  Vector next(y.size(), 0.0);
  for (Index r = 0; r < economy.regions.size(); ++r) {
    for (Index i = 0; i < economy.goods.size(); ++i) {
      const Index supplier = economy.supplier[r][i];
      if (supplier == Economy::k_none) continue;
      const auto row = economy.use[r].row(i);
      double sum = 0.0;
      for (Index j = 0; j < per_output.size(); ++j) sum += std::max(row[j], 0.0) * per_output[j];
      next[supplier] += sum;
    }
  }
  return next;
}

}  // namespace

double spectral_radius(const Economy& economy, const Vector& outputs) {
  constexpr int k_rounds = 300;
  constexpr double k_tolerance = 1e-8;  // of the estimate from one round to the next
  Vector y(outputs.size(), 1.0);
  double radius = 0.0;
  int settled = 0;
  for (int round = 0; round < k_rounds && settled < 3; ++round) {
    Vector next = times_coefficients(economy, outputs, y);
    // Powers of I + A settle also where those of A turn in cycles.
    for (Index j = 0; j < y.size(); ++j) next[j] += y[j];
    const double largest = next.empty() ? 1.0 : *std::max_element(next.begin(), next.end());
    settled = std::abs(largest - 1.0 - radius) < k_tolerance ? settled + 1 : 0;
    radius = largest - 1.0;
    for (double& value : next) value /= largest;
    y = std::move(next);
  }
  return radius;
}

}  // namespace domar::accounts
