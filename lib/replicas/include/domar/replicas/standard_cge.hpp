#pragma once
/// @file The standard CGE model of Hosoe, Gasawa and Hashimoto (2010), as a network.
///
/// Its social accounts (rows receive, columns pay):
///
///          BRD  MLK  CAP  LAB  IDT  TRF  HOH  GOV  INV  EXT
///   BRD     21    8    .    .    .    .   20   19   16    8   bread
///   MLK     17    9    .    .    .    .   30   14   15    4   milk
///   CAP     20   30    .    .    .    .    .    .    .    .   capital
///   LAB     15   25    .    .    .    .    .    .    .    .   labour
///   IDT      5    4    .    .    .    .    .    .    .    .   tax on output
///   TRF      1    2    .    .    .    .    .    .    .    .   import tariff
///   HOH      .    .   50   40    .    .    .    .    .    .   household
///   GOV      .    .    .    .    9    3   23    .    .    .   government (23: income tax)
///   INV      .    .    .    .    .    .   17    2    .   12   saving and investment
///   EXT     13   11    .    .    .    .    .    .    .    .   abroad
///
/// Source of the accounts: equicirco/StandardCGE.jl, data/sam_2_2.csv (MIT licence).
/// N. Hosoe, K. Gasawa and H. Hashimoto, Textbook of Computable General Equilibrium Modelling,
/// Palgrave Macmillan 2010, chapter 6; GAMS model library `stdcge`.
///
/// Materials and value added in fixed proportions, value added Cobb-Douglas; output is transformed
/// into home sales and exports (psi = 2); home and imported goods are combined (sigma = 2). The
/// country is small: both exports earn one foreign exchange, which importers buy; the 12 that
/// foreigners save are an endowment of it in the hands of the investor. Saving and income tax are
/// fixed shares of income.

#include <array>
#include <string>

#include "domar/base/result.hpp"
#include "domar/equilibrium/solver.hpp"
#include "domar/network/network.hpp"

namespace domar::replicas::standard_cge {

/// Good 0 is bread, good 1 is milk.
struct Model {
  network::Network network;
  Index labour = 0;
  Index capital = 0;
  Index exchange = 0;
  std::array<Index, 2> output{};     ///< activity: output at cost, Z
  std::array<Index, 2> sold{};       ///< activity: output with its tax, transformed
  std::array<Index, 2> composite{};  ///< activity: home and imported, Q
  Index consumption = 0;             ///< activity: household
};

inline Model model() {
  const double material[2][2] = {{21, 8}, {17, 9}};  // (good, using industry)
  const double capital_use[2] = {20, 30};
  const double labour_use[2] = {15, 25};
  const double output_tax[2] = {5, 4};
  const double tariff[2] = {1, 2};
  const double household_use[2] = {20, 30};
  const double government_use[2] = {19, 14};
  const double investment_use[2] = {16, 15};
  const double exports[2] = {8, 4};
  const double imports[2] = {13, 11};
  const char* const name[2] = {"bread", "milk"};

  Model m;
  network::NetworkBuilder builder;
  const Index household = builder.add_agent("household");
  const Index government = builder.add_agent("government");
  const Index investor = builder.add_agent("investor");
  m.capital = builder.add_market("capital");
  m.labour = builder.add_market("labour");
  m.exchange = builder.add_market("foreign exchange");
  builder.add_endowment(m.capital, household, 50);
  builder.add_endowment(m.labour, household, 40);
  builder.add_endowment(m.exchange, investor, 12);
  builder.add_transfer(household, government, 23.0 / 90.0);
  builder.add_transfer(household, investor, 17.0 / 90.0);
  builder.add_transfer(government, investor, 2.0 / 35.0);

  std::array<Index, 2> home{};
  for (std::size_t j = 0; j < 2; ++j) {
    const std::string good = name[j];
    home[j] = builder.add_market("home " + good);
    m.composite[j] = builder.add_activity(good, 2.0);
    m.output[j] = builder.add_activity("output of " + good, 0.0);
    m.sold[j] = builder.add_activity("sales of " + good, 1.0);
  }
  for (std::size_t j = 0; j < 2; ++j) {
    const Index value_added = builder.add_activity(std::string("value added of ") + name[j], 1.0);
    builder.buy_market(value_added, m.capital, capital_use[j]);
    builder.buy_market(value_added, m.labour, labour_use[j]);
    builder.buy(m.output[j], value_added, capital_use[j] + labour_use[j]);
    builder.buy(m.output[j], m.composite[0], material[0][j]);
    builder.buy(m.output[j], m.composite[1], material[1][j]);
    const double cost = capital_use[j] + labour_use[j] + material[0][j] + material[1][j];
    const double sales = cost + output_tax[j];
    builder.buy(m.sold[j], m.output[j], sales, output_tax[j] / cost, government);
    builder.add_joint_producer(
        {m.sold[j], 2.0, {{home[j], sales - exports[j]}, {m.exchange, exports[j]}}});
    builder.buy_market(m.composite[j], home[j], sales - exports[j]);
    builder.buy_market(m.composite[j], m.exchange, imports[j] + tariff[j], tariff[j] / imports[j],
                       government);
  }
  const auto spends = [&](Index agent, const char* what, const double(&use)[2]) {
    const Index top = builder.add_activity(what, 1.0);
    builder.set_top(agent, top);
    for (std::size_t i = 0; i < 2; ++i) builder.buy(top, m.composite[i], use[i]);
    return top;
  };
  m.consumption = spends(household, "household consumption", household_use);
  spends(government, "government consumption", government_use);
  spends(investor, "investment", investment_use);
  m.network = builder.build().value();
  return m;
}

/// The base year with the tariffs taken away.
[[nodiscard]] equilibrium::Parameters without_tariffs(const Model& m);

/// What the book's model reports, quantities in the units of the accounts.
struct Outcome {
  double utility = 0.0;  ///< consumption of bread^0.4 * of milk^0.6
  std::array<double, 2> consumption{};
  std::array<double, 2> output{};
  std::array<double, 2> exports{};
  std::array<double, 2> imports{};
  std::array<double, 2> composite_price{};
  double rent = 0.0;             ///< price of capital; the wage is 1
  double exchange_rate = 0.0;    ///< price of foreign exchange
  double walras_residual = 0.0;  ///< of the solution
};
/// @error no_convergence  the equilibrium was not found.
[[nodiscard]] Result<Outcome> solved(const Model& m, const equilibrium::Parameters& parameters);

}  // namespace domar::replicas::standard_cge
