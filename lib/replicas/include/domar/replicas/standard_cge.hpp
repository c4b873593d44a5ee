#pragma once
/// @file The standard CGE model of Hosoe, Gasawa and Hashimoto (2010), read from its model file
/// (scenarios/models/stdcge.toml).
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
#include <filesystem>

#include "domar/base/result.hpp"
#include "domar/equilibrium/solver.hpp"
#include "domar/models/model_file.hpp"
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

/// Reads scenarios/models/stdcge.toml and finds its nodes.
/// @error  those of models::read_model.
[[nodiscard]] Result<Model> model(const std::filesystem::path& file);

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
