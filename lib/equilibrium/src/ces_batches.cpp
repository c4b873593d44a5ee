#include "ces_batches.hpp"

#include <algorithm>

#include "domar/numerics/vector_math.hpp"
#include "domar/numerics/versions.hpp"

namespace domar::equilibrium::ces {

void cobb_douglas_costs(const Inputs& in, const double* taste_share, const double* log_price,
                        double* share, double* log_cost) {
  std::fill(log_cost, log_cost + in.nests, 0.0);
  for (Index j = 0, s = 0; j < in.inputs; ++j) {
    for (Index i = 0; i < in.nests; ++i, ++s) {
      share[s] = taste_share[s];
      log_cost[i] += taste_share[s] * (in.constant[s] + log_price[in.seller[s]]);
    }
  }
}

namespace {

DOMAR_VERSIONS
void powers_of_one(const Inputs& in, double exponent, double before, const double* log_price,
                   double* share) {
  DOMAR_NO_ALIAS
  for (Index j = 0; j < in.inputs; ++j) {
    share[j] = in.constant[j] + exponent * (log_price[in.seller[j]] - before);
  }
}

/// Logs of the terms of all sums; `before` is the price each is taken relative to.
DOMAR_VERSIONS
void log_terms(const Inputs& in, const double* exponent, const double* before,
               const double* log_price, double* term) {
  for (Index j = 0; j < in.inputs; ++j) {
    const std::int32_t* seller = in.seller + j * in.nests;
    const double* constant = in.constant + j * in.nests;
    double* row = term + j * in.nests;
    DOMAR_NO_ALIAS
    for (Index i = 0; i < in.nests; ++i) {
      row[i] = constant[i] + exponent[i] * (log_price[seller[i]] - before[i]);
    }
  }
}

DOMAR_VERSIONS
void sum_terms(const Inputs& in, const double* term, double* total) {
  std::fill(total, total + in.nests, 0.0);
  for (Index j = 0; j < in.inputs; ++j) {
    const double* row = term + j * in.nests;
    DOMAR_NO_ALIAS
    for (Index i = 0; i < in.nests; ++i) total[i] += row[i];
  }
}

DOMAR_VERSIONS
void scale_terms(const Inputs& in, const double* scale, double* term) {
  for (Index j = 0; j < in.inputs; ++j) {
    double* row = term + j * in.nests;
    DOMAR_NO_ALIAS
    for (Index i = 0; i < in.nests; ++i) row[i] *= scale[i];
  }
}

DOMAR_VERSIONS
void inverses(const double* x, Index n, double* inverse) {
  DOMAR_NO_ALIAS
  for (Index i = 0; i < n; ++i) inverse[i] = 1.0 / x[i];
}

/// before[i] becomes before[i] + log_total[i] * inverse_exponent[i].
DOMAR_VERSIONS
void add_logs(const double* log_total, const double* inverse_exponent, Index n, double* before) {
  DOMAR_NO_ALIAS
  for (Index i = 0; i < n; ++i) before[i] += log_total[i] * inverse_exponent[i];
}

DOMAR_VERSIONS
bool all_within(const double* x, Index n, double least, double largest) {
  Index good = 0;
  for (Index i = 0; i < n; ++i) {
    good += static_cast<Index>(x[i] > least) & static_cast<Index>(x[i] < largest);
  }
  return good == n;
}

/// One nest of many inputs.
void power_cost(const Inputs& in, const Powers& powers, const double* log_price, double* share,
                double* total, double* log_cost) {
  const double before = log_price[powers.node[0]];
  powers_of_one(in, powers.exponent[0], before, log_price, share);
  numerics::exp_all(share, in.inputs);
  double sum = 0.0;
  for (Index j = 0; j < in.inputs; ++j) sum += share[j];
  *total = sum;
  const double scale = 1.0 / sum;
  for (Index j = 0; j < in.inputs; ++j) share[j] *= scale;
  numerics::log_all(&sum, 1);
  *log_cost = before + sum * powers.inverse_exponent[0];
}

}  // namespace

bool power_costs(const Inputs& in, const Powers& powers, const double* log_price, double* share,
                 double* total, double* log_cost) {
  if (in.nests == 1) {
    power_cost(in, powers, log_price, share, total, log_cost);
    return *total > k_least_sum && *total < k_largest_sum;
  }
  double* before = log_cost;  // becomes the result
  for (Index i = 0; i < in.nests; ++i) before[i] = log_price[powers.node[i]];
  log_terms(in, powers.exponent, before, log_price, share);
  numerics::exp_all(share, in.nests * in.inputs);
  sum_terms(in, share, total);
  double work[k_longest_batch];
  inverses(total, in.nests, work);
  scale_terms(in, work, share);
  std::copy(total, total + in.nests, work);
  numerics::log_all(work, in.nests);
  add_logs(work, powers.inverse_exponent, in.nests, log_cost);
  return all_within(total, in.nests, k_least_sum, k_largest_sum);
}

}  // namespace domar::equilibrium::ces
