#include "domar/equilibrium/synthetic_world.hpp"

#include <cmath>
#include <string>

#include <fmt/format.h>

#include "domar/numerics/kernels.hpp"

namespace domar::equilibrium {

double even_draw(std::uint64_t seed, std::uint64_t k) {
  std::uint64_t z = seed * 0xD1342543DE82EF95ULL + (k + 1) * 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  z ^= z >> 31;
  return static_cast<double>(z >> 11) * 0x1.0p-53;
}

namespace {

Labels numbered(const char* letter, Index count) {
  std::vector<std::string> names;
  for (Index i = 0; i < count; ++i) names.push_back(fmt::format("{}{}", letter, i + 1));
  return Labels::make(names, names).value();
}

/// What is drawn, each from a stream of its own.
enum Stream : std::uint64_t { size, east, north, skill, recipe, added, final_use, sigma, mix };

/// Shares of users around those of the region.
void give_users_their_own(WorldModel& model, std::uint64_t seed) {
  const Index R = model.region_count();
  const Index U = model.users();
  model.user_share.resize(model.edges() * U);
  numerics::for_each(model.sector_count(), static_cast<double>(model.edges() * U), [&](Index s) {
    Vector total(R * U, 0.0);
    Vector share(R * R * U);
    for (Index k = 0; k < share.size(); ++k) {
      const Index at = model.edge(s, 0, 0) * U + k;
      share[k] = model.trade_share[at / U] * (0.5 + even_draw(seed, at));
      total[k % (R * U)] += share[k];
    }
    for (Index k = 0; k < share.size(); ++k) {
      model.user_share[model.edge(s, 0, 0) * U + k] =
          static_cast<float>(share[k] / total[k % (R * U)]);
    }
  });
}

}  // namespace

WorldModel synthetic_world(const SyntheticOptions& options) {
  const Index R = options.regions;
  const Index S = options.sectors;
  WorldModel model =
      empty_world(numbered("r", R), numbered("s", S), Labels::make({"labour"}, {"labour"}).value());
  const auto draw = [&](Stream stream, Index k) { return even_draw(options.seed * 8 + stream, k); };
  Vector mass(R);
  for (Index i = 0; i < R; ++i) mass[i] = std::exp(5.0 * draw(Stream::size, i));
  for (Index s = 0; s < S; ++s) {
    model.armington[s] = options.armington_low +
                         (options.armington_high - options.armington_low) * draw(Stream::sigma, s);
    model.output_elasticity[s] = options.output_elasticity;
    model.input_elasticity[s] = options.input_elasticity;
    for (Index n = 0; n < R; ++n) {
      double total = 0.0;
      for (Index i = 0; i < R; ++i) {
        const double dx = draw(Stream::east, i) - draw(Stream::east, n);
        const double dy = draw(Stream::north, i) - draw(Stream::north, n);
        const double distance = std::sqrt(dx * dx + dy * dy);
        const double home = i == n ? 12.0 : 1.0;
        const double share =
            home * mass[i] * (0.2 + draw(Stream::skill, i * S + s)) / (0.1 + distance);
        model.trade_share[model.edge(s, i, n)] = share;
        total += share;
      }
      // Small regions would buy nearly everything abroad: 60 % are bought at home whatever the
      // size.
      for (Index i = 0; i < R; ++i) {
        double& share = model.trade_share[model.edge(s, i, n)];
        share = 0.4 * share / total + (i == n ? 0.6 : 0.0);
      }
    }
  }
  model.input_elasticity[S] = options.final_elasticity;
  for (Index n = 0; n < R; ++n) {
    for (Index j = 0; j < model.users(); ++j) {
      double total = 0.0;
      for (Index s = 0; s < S; ++s) {
        const double x =
            j == S ? draw(Stream::final_use, n * S + s) : draw(Stream::recipe, (n * S + s) * S + j);
        model.use_share[n](s, j) = 0.02 + x * x * x;
        total += model.use_share[n](s, j);
      }
      for (Index s = 0; s < S; ++s) model.use_share[n](s, j) /= total;
    }
    for (Index j = 0; j < S; ++j) {
      model.value_added_share[model.industry(n, j)] =
          0.3 + 0.4 * draw(Stream::added, model.industry(n, j));
      model.factor_share[n](0, j) = 1.0;
    }
    model.final_spending[n] = mass[n];
  }
  if (options.by_user) give_users_their_own(model, options.seed * 8 + Stream::mix);
  constexpr int k_rounds = 8;  // spending follows income until trade is nearly balanced
  for (int round = 0; round < k_rounds; ++round) {
    (void)fit_flows(model).value();
    if (round + 1 == k_rounds) break;
    for (Index n = 0; n < R; ++n) model.final_spending[n] -= model.base.transfer[n];
  }
  return model;
}

WorldParameters random_tariffs(const WorldModel& model, double highest, std::uint64_t seed) {
  WorldParameters parameters = model.base;
  const Index R = model.region_count();
  for (Index e = 0; e < model.edges(); ++e) {
    if (e / R % R != e % R) parameters.tariff[e] = highest * even_draw(seed, e);
  }
  return parameters;
}

}  // namespace domar::equilibrium
