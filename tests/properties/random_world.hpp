#pragma once
/// @file Random small worlds with everything a WorldModel can have: zero flows, taxes and
/// subsidies, markups, returns to scale, deficits, sectors that nobody runs, elasticities from 0
/// to 50.

#include <algorithm>
#include <cmath>
#include <string>

#include "domar/equilibrium/synthetic_world.hpp"
#include "domar/equilibrium/world_model.hpp"
#include "random_economy.hpp"

namespace domar::tests {

struct RandomWorldOptions {
  double lowest_elasticity = 0.0;
  double highest_elasticity = 50.0;
  bool scale =
      true;  ///< some worlds have external economies of scale (psi x trade elasticity < 0.9)
  bool markups = true;
  bool wedges = true;  ///< taxes and subsidies at base
  bool by_user = false;
  double zero_flows = 0.2;
};

inline double draw_elasticity(Draws& draw, double lowest, double highest) {
  switch (draw.below(6)) {
    case 0:
      return lowest;
    case 1:
      return 1.0;
    case 2:
      return highest;
    default:
      return lowest + (highest - lowest) * std::pow(draw.uniform(), 3.0);
  }
}

inline Labels names(const char* letter, Index count) {
  std::vector<std::string> all;
  for (Index i = 0; i < count; ++i) all.push_back(letter + std::to_string(i + 1));
  return Labels::make(all, all).value();
}

/// Shares of `count` that sum to 1, some of them 0, never all.
inline Vector draw_shares(Draws& draw, Index count, double zeros) {
  Vector shares(count);
  double total = 0.0;
  for (double& share : shares) {
    share = draw.chance(zeros) ? 0.0 : 0.02 + draw.uniform();
    total += share;
  }
  if (total == 0.0) {
    shares[draw.below(count)] = total = 1.0;
  }
  for (double& share : shares) share /= total;
  return shares;
}

/// A world whose base year is an equilibrium; always passes check().
inline equilibrium::WorldModel random_world(std::uint64_t seed, RandomWorldOptions options = {}) {
  Draws draw(seed);
  const Index R = 1 + draw.below(4);
  const Index S = 1 + draw.below(4);
  const Index F = 1 + draw.below(2);
  auto model = equilibrium::empty_world(names("region", R), names("sector", S), names("factor", F));
  model.factor_elasticity = draw_elasticity(draw, options.lowest_elasticity, 5.0);
  const bool scale = options.scale && draw.chance(0.3);
  const bool markups = options.markups && draw.chance(0.3);
  const bool wedges = options.wedges && draw.chance(0.5);
  for (Index s = 0; s < S; ++s) {
    model.armington[s] =
        draw_elasticity(draw, options.lowest_elasticity, options.highest_elasticity);
    model.output_elasticity[s] = draw_elasticity(draw, options.lowest_elasticity, 3.0);
    model.input_elasticity[s] = draw_elasticity(draw, options.lowest_elasticity, 3.0);
    if (scale) {
      model.scale_elasticity[s] = draw.between(0.0, 0.5) / std::max(2.0, model.armington[s]);
    }
  }
  model.input_elasticity[S] = draw_elasticity(draw, options.lowest_elasticity, 4.0);
  const Index U = options.by_user ? model.users() : 1;
  if (options.by_user) model.user_share.assign(model.edges() * U, 0.0F);
  for (Index s = 0; s < S; ++s) {
    // The first `origins` regions can sell it; all sell the first good.
    const Index origins = s == 0 ? R : 1 + draw.below(R);
    for (Index n = 0; n < R; ++n) {
      for (Index c = 0; c < U; ++c) {
        const Vector shares = draw_shares(draw, origins, options.zero_flows);
        for (Index i = 0; i < origins; ++i) {
          if (options.by_user) {
            model.user_share[model.edge(s, i, n) * U + c] = static_cast<float>(shares[i]);
          } else {
            model.trade_share[model.edge(s, i, n)] = shares[i];
          }
        }
      }
      for (Index i = 0; wedges && i < R; ++i) {
        const Index e = model.edge(s, i, n);
        if (draw.chance(0.5)) model.base.tariff[e] = draw.between(-0.1, 0.3);
        if (draw.chance(0.2)) model.base.export_tax[e] = draw.between(-0.1, 0.2);
      }
    }
  }
  for (Index n = 0; n < R; ++n) {
    model.final_spending[n] = std::exp(draw.between(-2.0, 2.0));
    for (Index j = 0; j < model.users(); ++j) {
      const Vector shares = draw_shares(draw, S, options.zero_flows);
      for (Index s = 0; s < S; ++s) model.use_share[n](s, j) = shares[s];
      if (j == S) break;
      const Index at = model.industry(n, j);
      model.value_added_share[at] = draw.chance(0.1) ? 1.0 : draw.between(0.3, 0.8);
      const Vector factors = draw_shares(draw, F, 0.1);
      for (Index f = 0; f < F; ++f) model.factor_share[n](f, j) = factors[f];
      if (markups) model.base.markup[at] = draw.between(1.0, 1.4);
      if (wedges && draw.chance(0.5)) model.base.output_tax[at] = draw.between(-0.1, 0.2);
    }
  }
  for (int round = 0; round < 20; ++round) {
    if (!equilibrium::fit_flows(model).ok()) break;
    if (round == 19) break;
    for (Index n = 0; n < R; ++n) {
      model.final_spending[n] = std::max(0.2 * model.final_spending[n],
                                         model.final_spending[n] - 0.9 * model.base.transfer[n]);
    }
  }
  return model;
}

/// Rates, costs, productivities and endowments moved from the base year by up to `size`.
inline equilibrium::WorldParameters random_shock(const equilibrium::WorldModel& model,
                                                 std::uint64_t seed, double size) {
  Draws draw(seed + 77);
  auto parameters = model.base;
  const auto shake_rates = [&](Vector& rates, double probability) {
    for (double& rate : rates) {
      if (draw.chance(probability)) rate = (1.0 + rate) * std::exp(size * draw.between(-1, 1)) - 1;
    }
  };
  const auto shake_logs = [&](Vector& logs, double probability) {
    for (double& value : logs) {
      if (draw.chance(probability)) value += size * draw.between(-1, 1);
    }
  };
  shake_rates(parameters.tariff, 0.5);
  shake_rates(parameters.export_tax, 0.2);
  shake_rates(parameters.output_tax, 0.3);
  shake_logs(parameters.log_iceberg, 0.5);
  shake_logs(parameters.log_productivity, 0.5);
  shake_logs(parameters.log_endowment, 0.5);
  for (double& markup : parameters.markup) markup *= std::exp(0.2 * size * draw.uniform());
  return parameters;
}

}  // namespace domar::tests
