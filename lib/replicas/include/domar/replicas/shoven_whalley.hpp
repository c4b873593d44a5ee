#pragma once
/// @file Shoven and Whalley (1984): two goods, two factors, a rich and a poor household.
///
///                      phi    weight of labour   sigma          weights of goods      sigma   owns
///   manufacturing      1.5          0.6            2     rich        0.5  0.5          1.5    25 K
///   non-manufacturing  2.0          0.7          0.5     poor        0.3  0.7         0.75    60 L
///
/// J. B. Shoven and J. Whalley, Applied general-equilibrium models of taxation and international
/// trade, Journal of Economic Literature 22(3), 1984, pages 1007-1051: the numerical example.

#include <array>
#include <cmath>

#include "domar/base/result.hpp"
#include "domar/network/network.hpp"

namespace domar::replicas {

/// An equilibrium in the paper's own units; the wage is 1.
struct ShovenWhalley {
  std::array<double, 2> price{};  ///< manufacturing, non-manufacturing
  double rent = 0.0;
  std::array<double, 2> output{};
  std::array<double, 2> capital{};
  std::array<double, 2> labour{};
  double revenue = 0.0;
};

namespace shoven_whalley {

inline constexpr std::array<double, 2> k_phi{1.5, 2.0};
inline constexpr std::array<double, 2> k_labour_weight{0.6, 0.7};
inline constexpr std::array<double, 2> k_sigma{2.0, 0.5};
inline constexpr std::array<std::array<double, 2>, 2> k_taste{{{0.5, 0.5}, {0.3, 0.7}}};
inline constexpr std::array<double, 2> k_taste_sigma{1.5, 0.75};
inline constexpr std::array<double, 2> k_revenue_share{0.4, 0.6};
inline constexpr double k_capital = 25.0;
inline constexpr double k_labour = 60.0;

/// Everything that follows from the rent, capital market left open: closed forms of CES demand.
inline ShovenWhalley at_rent(double rent, double tax) {
  ShovenWhalley s;
  s.rent = rent;
  std::array<double, 2> labour_per_unit{};
  std::array<double, 2> capital_per_unit{};
  for (std::size_t i = 0; i < 2; ++i) {
    const double sigma = k_sigma[i];
    const double user_cost = rent * (i == 0 ? 1.0 + tax : 1.0);
    const double d = k_labour_weight[i];
    s.price[i] =
        std::pow(std::pow(d, sigma) + std::pow(1.0 - d, sigma) * std::pow(user_cost, 1.0 - sigma),
                 1.0 / (1.0 - sigma)) /
        k_phi[i];
    const double scale = std::pow(k_phi[i], sigma - 1.0);
    labour_per_unit[i] = scale * std::pow(d * s.price[i], sigma);
    capital_per_unit[i] = scale * std::pow((1.0 - d) * s.price[i] / user_cost, sigma);
  }
  std::array<std::array<double, 2>, 2> per_income{};  // demand of household h for good i per income
  for (std::size_t h = 0; h < 2; ++h) {
    double index = 0.0;
    for (std::size_t i = 0; i < 2; ++i) {
      index += k_taste[h][i] * std::pow(s.price[i], 1.0 - k_taste_sigma[h]);
    }
    for (std::size_t i = 0; i < 2; ++i) {
      per_income[h][i] = k_taste[h][i] * std::pow(s.price[i], -k_taste_sigma[h]) / index;
    }
  }
  // Revenue R = tax rent K_1 is linear in itself, because the households spend it.
  const std::array<double, 2> earned{rent * k_capital, k_labour};
  const double levy = tax * rent * capital_per_unit[0];
  double from_earnings = 0.0;
  double from_revenue = 0.0;
  for (std::size_t h = 0; h < 2; ++h) {
    from_earnings += per_income[h][0] * earned[h];
    from_revenue += per_income[h][0] * k_revenue_share[h];
  }
  s.revenue = levy * from_earnings / (1.0 - levy * from_revenue);
  for (std::size_t i = 0; i < 2; ++i) {
    for (std::size_t h = 0; h < 2; ++h) {
      s.output[i] += per_income[h][i] * (earned[h] + k_revenue_share[h] * s.revenue);
    }
    s.labour[i] = labour_per_unit[i] * s.output[i];
    s.capital[i] = capital_per_unit[i] * s.output[i];
  }
  return s;
}

/// The equilibrium with a tax on capital in manufacturing, by bisection on the rent.
inline ShovenWhalley equilibrium(double tax) {
  double low = 0.5;
  double high = 3.0;
  for (int i = 0; i < 200; ++i) {
    const double middle = 0.5 * (low + high);
    const ShovenWhalley s = at_rent(middle, tax);
    (s.capital[0] + s.capital[1] > k_capital ? low : high) = middle;
  }
  return at_rent(0.5 * (low + high), tax);
}

/// The network whose base year is the equilibrium with `tax`.
inline network::Network as_network(double tax) {
  const ShovenWhalley s = equilibrium(tax);
  network::NetworkBuilder builder;
  const Index household[2] = {builder.add_agent("rich"), builder.add_agent("poor")};
  const Index government = builder.add_agent("government");
  const Index labour = builder.add_market("labour");
  const Index capital = builder.add_market("capital");
  const Index good[2] = {builder.add_activity("manufacturing", k_sigma[0]),
                         builder.add_activity("non-manufacturing", k_sigma[1])};
  const Index top[2] = {builder.add_activity("rich demand", k_taste_sigma[0]),
                        builder.add_activity("poor demand", k_taste_sigma[1])};
  builder.add_endowment(capital, household[0], k_capital * s.rent);
  builder.add_endowment(labour, household[1], k_labour);
  for (std::size_t i = 0; i < 2; ++i) {
    const double rate = i == 0 ? tax : 0.0;
    builder.buy_market(good[i], labour, s.labour[i]);
    builder.buy_market(good[i], capital, s.capital[i] * s.rent * (1.0 + rate), rate, government);
  }
  const double earned[2] = {k_capital * s.rent, k_labour};
  for (std::size_t h = 0; h < 2; ++h) {
    builder.add_transfer(government, household[h], k_revenue_share[h]);
    builder.set_top(household[h], top[h]);
    double index = 0.0;
    for (std::size_t i = 0; i < 2; ++i) {
      index += k_taste[h][i] * std::pow(s.price[i], 1.0 - k_taste_sigma[h]);
    }
    for (std::size_t i = 0; i < 2; ++i) {
      const double share = k_taste[h][i] * std::pow(s.price[i], 1.0 - k_taste_sigma[h]) / index;
      builder.buy(top[h], good[i], share * (earned[h] + k_revenue_share[h] * s.revenue));
    }
  }
  return builder.build().value();
}

/// Solves a network whose base year is the equilibrium with `tax_0` (as_network, or the model file
/// scenarios/models/shoven-whalley.toml without tax) with a tax of `tax`, in the paper's units.
/// @error no_convergence  the equilibrium was not found.
[[nodiscard]] Result<ShovenWhalley> solved(const network::Network& network, double tax_0,
                                           double tax);
[[nodiscard]] Result<ShovenWhalley> solved(double tax_0, double tax);

}  // namespace shoven_whalley
}  // namespace domar::replicas
