#pragma once
/// @file Two sectors that buy from each other, two factors, one household; GDP is 1.
///
///              of the buyer's cost:   sector 1  sector 2  factor 1  factor 2    theta
///   sector 1                              .20       .15       .45       .20      .5
///   sector 2                              .10       .30       .15       .45      .3
///   consumption                           .40       .60         .         .      .9
///
/// After D. R. Baqaee and E. Farhi, The macroeconomic impact of microeconomic shocks: beyond
/// Hulten's theorem, Econometrica 87(4), 2019.

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"
#include "domar/network/network.hpp"

namespace domar::replicas {

inline network::Network baqaee_farhi() {
  const double sales[2] = {.6238532110091743, .9908256880733945};
  const double omega[2][2] = {{.20, .15}, {.10, .30}};
  const double factors[2][2] = {{.45, .20}, {.15, .45}};
  network::NetworkBuilder builder;
  const Index agent = builder.add_agent("household");
  const Index f[2] = {builder.add_market("factor 1"), builder.add_market("factor 2")};
  const Index s[2] = {builder.add_activity("sector 1", .5), builder.add_activity("sector 2", .3)};
  const Index home = builder.add_activity("consumption", .9);
  builder.set_top(agent, home);
  for (int i = 0; i < 2; ++i) {
    for (int j = 0; j < 2; ++j) {
      builder.buy(s[i], s[j], sales[i] * omega[i][j]);
      builder.buy_market(s[i], f[j], sales[i] * factors[i][j]);
      builder.add_endowment(f[j], agent, sales[i] * factors[i][j]);
    }
    builder.buy(home, s[i], i == 0 ? .4 : .6);
  }
  return builder.build().value();
}

/// Domar weights of the two sectors and how they move with the productivity of each: the first- and
/// second-order effects of productivity on real GDP.
struct BaqaeeFarhiTerms {
  Vector weight;  ///< sales over GDP
  Matrix slope;   ///< (i, j): d weight_i / d ln A_j, central difference of exact solves
};
/// @error no_convergence  the equilibrium was not found.
[[nodiscard]] Result<BaqaeeFarhiTerms> baqaee_farhi_terms();

}  // namespace domar::replicas
