#pragma once
/// @file Unit costs of nests of one size side by side, as loops that fill wide registers. Every
/// number has one fixed order of operations, so all widths give the same bits.

#include <cstdint>

#include "domar/base/array.hpp"

namespace domar::equilibrium::ces {

/// Nests in a batch at most: what a pass needs of them stays in the nearest cache.
inline constexpr Index k_longest_batch = 128;
/// Sums of shares outside of this may have lost digits or all of them.
inline constexpr double k_least_sum = 1e-100;
inline constexpr double k_largest_sum = 1e100;

/// Input j of nest i stands at j * nests + i.
struct Inputs {
  Index nests = 0;
  Index inputs = 0;
  const std::int32_t* seller = nullptr;  ///< node
  const double* constant = nullptr;
};

/// ln cost = sum of share * (constant + ln price); shares are taste shares.
void cobb_douglas_costs(const Inputs& in, const double* taste_share, const double* log_price,
                        double* share, double* log_cost);

struct Powers {
  const std::int32_t* node = nullptr;  ///< of each nest: its price so far is where sums start from
  const double* exponent = nullptr;    ///< 1 - theta
  const double* inverse_exponent = nullptr;
};

/// ln cost = ln sum of exp(constant + exponent * ln price) / exponent. Terms are taken relative to
/// the price so far, so their sum is near 1 where prices move little; `total` tells it.
/// @return false where a sum is so far from 1 that it may have lost digits or all of them
bool power_costs(const Inputs& in, const Powers& powers, const double* log_price, double* share,
                 double* total, double* log_cost);

}  // namespace domar::equilibrium::ces
