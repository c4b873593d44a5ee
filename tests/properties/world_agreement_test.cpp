/// Small worlds solved twice more: as a network by the general solver, and by SUNDIALS' KINSOL
/// where it is installed.

#include <gtest/gtest.h>

#include <cmath>

#include "domar/equilibrium/solver.hpp"
#include "domar/equilibrium/world_solver.hpp"
#include "random_world.hpp"
#include "world_equations.hpp"

#ifdef DOMAR_HAS_KINSOL
#include <kinsol/kinsol.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>
#endif

namespace domar::tests {
namespace {

using equilibrium::WorldModel;
using equilibrium::WorldParameters;

RandomWorldOptions plain() {
  RandomWorldOptions options;
  options.lowest_elasticity = 0.5;
  options.highest_elasticity = 8.0;
  options.scale = false;
  options.markups = false;
  return options;
}

/// The world as a network: every nest an activity, every pair of regions a node of trade.
struct AsNetwork {
  network::Network network;
  std::vector<Index> top;
  std::vector<Index> factor;
  std::vector<Index> made;       // by industry
  std::vector<Index> shipped;    // by edge: activity that pays output and export tax
  std::vector<Index> composite;  // by (good, destination)
};

AsNetwork as_network(const WorldModel& model) {
  using network::k_none;
  const Index R = model.region_count();
  const Index S = model.sector_count();
  const auto base = equilibrium::solve_world(model, model.base);
  network::NetworkBuilder builder;
  AsNetwork built;
  Vector factor_income(R * model.factor_count(), 0.0);
  for (Index n = 0; n < R; ++n) {
    builder.add_agent(model.regions.code(n));
    for (Index f = 0; f < model.factor_count(); ++f) {
      built.factor.push_back(builder.add_market(model.factor_name(model.factor(n, f))));
    }
    built.top.push_back(builder.add_activity("final demand of " + model.regions.code(n),
                                             model.input_elasticity[S]));
    builder.set_top(n, built.top[n]);
  }
  for (Index at = 0; at < model.industries(); ++at) {
    built.made.push_back(
        builder.add_activity("output " + model.industry_name(at), model.output_elasticity[at % S]));
  }
  built.shipped.assign(model.edges(), k_none);
  built.composite.assign(S * R, k_none);
  for (Index s = 0; s < S; ++s) {
    for (Index n = 0; n < R; ++n) {
      const double spent = base.spending[s * R + n];
      if (!(spent > 0.0)) continue;
      const std::string good = model.sectors.code(s) + " in " + model.regions.code(n);
      built.composite[s * R + n] = builder.add_activity("composite " + good, model.armington[s]);
      for (Index i = 0; i < R; ++i) {
        const Index e = model.edge(s, i, n);
        const double paid = spent * base.trade_share[e];
        if (!(paid > 0.0)) continue;
        const double border = paid / (1.0 + model.base.tariff[e]);
        const Index seller = model.industry(i, s);
        built.shipped[e] =
            builder.add_activity("ship " + good + " from " + model.regions.code(i), 1.0);
        builder.buy(built.shipped[e], built.made[seller], border,
                    (1.0 + model.base.output_tax[seller]) * (1.0 + model.base.export_tax[e]) - 1.0,
                    i);
        builder.buy(built.composite[s * R + n], built.shipped[e], paid, model.base.tariff[e], n);
      }
    }
  }
  for (Index n = 0; n < R; ++n) {
    for (Index j = 0; j < model.users(); ++j) {
      const bool final_use = j == S;
      const Index at = final_use ? 0 : model.industry(n, j);
      const double money = final_use ? model.final_spending[n] : model.output[at];
      if (!(money > 0.0)) continue;
      const double added = final_use ? 0.0 : model.value_added_share[at] * money;
      Index buyer = built.top[n];
      if (!final_use && added < money) {
        buyer =
            builder.add_activity("inputs of " + model.industry_name(at), model.input_elasticity[j]);
        builder.buy(built.made[at], buyer, money - added);
      }
      for (Index s = 0; s < S && added < money; ++s) {
        const double bought = (money - added) * model.use_share[n](s, j);
        if (bought > 0.0) builder.buy(buyer, built.composite[s * R + n], bought);
      }
      if (!(added > 0.0)) continue;
      const Index value = builder.add_activity("value added of " + model.industry_name(at),
                                               model.factor_elasticity);
      builder.buy(built.made[at], value, added);
      for (Index f = 0; f < model.factor_count(); ++f) {
        const double earned = added * model.factor_share[n](f, j);
        builder.buy_market(value, built.factor[model.factor(n, f)], earned);
        factor_income[model.factor(n, f)] += earned;
      }
    }
    for (Index f = 0; f < model.factor_count(); ++f) {
      builder.add_endowment(built.factor[model.factor(n, f)], n, factor_income[model.factor(n, f)]);
    }
  }
  built.network = builder.build().value();
  return built;
}

/// A world in which everything is made, bought and balanced, so that both forms can say it.
bool is_plain(const WorldModel& model) {
  for (Index n = 0; n < model.region_count(); ++n) {
    if (std::abs(model.base.transfer[n]) > 1e-9 * model.final_spending[n]) return false;
    for (Index f = 0; f < model.factor_count(); ++f) {
      double used = 0.0;
      for (Index s = 0; s < model.sector_count(); ++s) {
        used += model.output[model.industry(n, s)] * model.factor_share[n](f, s);
      }
      if (used == 0.0) return false;
    }
  }
  for (const double output : model.output) {
    if (!(output > 1e-6)) return false;
  }
  return true;
}

TEST(WorldAgreement, WithTheGeneralSolver) {
  int compared = 0;
  for (std::uint64_t seed = 1; seed <= 120; ++seed) {
    WorldModel model = random_world(seed, plain());
    if (!model.check().ok() || !is_plain(model)) continue;
    std::fill(model.base.transfer.begin(), model.base.transfer.end(), 0.0);
    WorldParameters shock = random_shock(model, seed, 0.2);
    std::fill(shock.markup.begin(), shock.markup.end(), 1.0);  // a network has none
    const auto world = equilibrium::solve_world(model, shock);
    if (!world.converged) continue;
    const AsNetwork as = as_network(model);
    auto parameters = equilibrium::base_parameters(as.network);
    const Index R = model.region_count();
    for (Index e = 0; e < model.edges(); ++e) {
      if (as.shipped[e] == network::k_none) continue;
      const Index seller = model.industry(e / R % R, e / (R * R));
      const Index up =
          as.network.find_edge(as.shipped[e], as.network.node_of_activity(as.made[seller]));
      const Index down = as.network.find_edge(as.composite[e / (R * R) * R + e % R],
                                              as.network.node_of_activity(as.shipped[e]));
      parameters.tax[up] = (1.0 + shock.output_tax[seller]) * (1.0 + shock.export_tax[e]) - 1.0;
      parameters.tax[down] = shock.tariff[e];
      parameters.log_iceberg[up] = shock.log_iceberg[e];
    }
    for (Index at = 0; at < model.industries(); ++at) {
      parameters.log_productivity[as.made[at]] = shock.log_productivity[at];
    }
    for (Index k = 0; k < as.factor.size(); ++k) {
      parameters.log_endowment[as.factor[k]] = shock.log_endowment[k];
    }
    const auto general = equilibrium::solve(as.network, parameters);
    if (!general.converged) continue;
    for (Index n = 0; n < R; ++n) {
      const double welfare = std::log(general.spending[n] / model.final_spending[n]) -
                             general.log_price[as.network.node_of_activity(as.top[n])];
      EXPECT_NEAR(world.results.welfare[n], welfare, 1e-7) << "seed " << seed << " region " << n;
    }
    ++compared;
  }
  EXPECT_GT(compared, 20);
}

#ifdef DOMAR_HAS_KINSOL
/// The residuals as KINSOL asks for them.
struct Second {
  equilibrium::WorldEquations equations;
  Vector u;
  Vector residual;
  explicit Second(const WorldModel& model) : equations(model) {}
};

int residuals(N_Vector u, N_Vector f, void* data) {
  auto& second = *static_cast<Second*>(data);
  std::copy_n(N_VGetArrayPointer(u), second.u.size(), second.u.begin());
  if (!second.equations.evaluate(second.u, second.residual)) return 1;  // try a shorter step
  std::copy_n(second.residual.data(), second.u.size(), N_VGetArrayPointer(f));
  return 0;
}

TEST(WorldAgreement, WithKinsol) {
  int compared = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const WorldModel model = random_world(seed, plain());
    if (!model.check().ok()) continue;
    const WorldParameters shock = random_shock(model, seed, 0.2);
    const auto ours = equilibrium::solve_world(model, shock);
    Second second(model);
    second.equations.prepare(shock);
    second.u.assign(second.equations.size(), 0.0);
    const auto n = static_cast<sunindextype>(second.u.size());
    SUNContext context = nullptr;
    ASSERT_EQ(SUNContext_Create(nullptr, &context), 0);
    N_Vector u = N_VNew_Serial(n, context);
    N_Vector ones = N_VNew_Serial(n, context);
    N_VConst(0.0, u);
    N_VConst(1.0, ones);
    SUNMatrix jacobian = SUNDenseMatrix(n, n, context);
    SUNLinearSolver dense = SUNLinSol_Dense(u, jacobian, context);
    void* solver = KINCreate(context);
    KINInit(solver, residuals, u);
    KINSetUserData(solver, &second);
    KINSetLinearSolver(solver, dense, jacobian);
    KINSetFuncNormTol(solver, 1e-11);
    KINSetScaledStepTol(solver, 1e-13);
    KINSetPrintLevel(solver, 0);
    KINSetErrFile(solver, nullptr);
    const int flag = KINSol(solver, u, KIN_LINESEARCH, ones, ones);
    if (flag == KIN_SUCCESS && ours.converged) {
      const double* at = N_VGetArrayPointer(u);
      for (Index r = 0; r < model.region_count(); ++r) {
        EXPECT_NEAR(ours.results.income[r], at[second.equations.at_income(r)], 1e-7) << seed;
      }
      ++compared;
    }
    KINFree(&solver);
    SUNLinSolFree(dense);
    SUNMatDestroy(jacobian);
    N_VDestroy(u);
    N_VDestroy(ones);
    SUNContext_Free(&context);
  }
  EXPECT_GT(compared, 30);
}
#endif

}  // namespace
}  // namespace domar::tests
