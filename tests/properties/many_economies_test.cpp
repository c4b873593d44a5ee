/// Thousands of odd economies: elasticities from 0 to 50, vanishing flows, subsidies to 60 %, caps
/// that bind, factors that are hardly used or always used together, shocks from tiny to absurd.
/// Each is solved, and the solution checked by equations written here a second time; or it is said
/// in words why not. DOMAR_PROPERTY_ROUNDS sets how many (default 400).

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <iostream>
#include <string>

#include "domar/equilibrium/closures.hpp"
#include "domar/equilibrium/quotas.hpp"
#include "properties/random_economy.hpp"

namespace domar::tests {
namespace {

using equilibrium::Parameters;
using equilibrium::Solution;
using network::k_none;
using network::Network;

int rounds() {
  const char* asked = std::getenv("DOMAR_PROPERTY_ROUNDS");
  return asked == nullptr ? 400 : std::max(1, std::atoi(asked));
}

bool all_finite(const Solution& s) {
  for (const Vector* v : {&s.log_price, &s.cost_share, &s.value, &s.income, &s.spending,
                          &s.tax_revenue, &s.log_level}) {
    for (const double x : *v) {
      if (!std::isfinite(x)) return false;
    }
  }
  return !std::isnan(s.residual) && !std::isnan(s.walras_residual);
}

/// Sums of money are compared relative to themselves, and to this share of the largest income: what
/// is smaller is left over when large numbers cancel.
constexpr double k_small = 1e-6;

/// Largest relative violation of equations (1) to (5), from prices and values alone.
struct Violation {
  double worst = 0.0;
  std::string what;
};
Violation violation(const Network& network, const Parameters& p, const Solution& s) {
  Violation found;
  const auto note = [&](double size, const std::string& what) {
    if (size > found.worst) found = {size, what};
  };
  double money = 0.0;
  for (const double i : s.income) money = std::max(money, std::abs(i));
  const auto miss = [&](double a, double b, const std::string& what) {
    const double size = std::max(std::abs(a), std::abs(b));
    note(std::abs(a - b) / (size + k_small * money), what);
  };
  Vector sold(network.nodes(), 0.0);
  Vector income(network.agents(), 0.0);
  for (Index n = 0; n < network.activities(); ++n) {
    const double theta = network.activity(n).theta;
    const Index node = network.node_of_activity(n);
    double tastes = 0.0;
    for (Index e = network.first_edge(n); e < network.first_edge(n + 1); ++e) {
      tastes += network.cost_share_0(e) * std::exp(p.log_taste[e]);
    }
    const double c = s.log_price[node] + p.log_productivity[n];  // cost index
    double shares = 0.0;
    double cobb_douglas = 0.0;
    for (Index e = network.first_edge(n); e < network.first_edge(n + 1); ++e) {
      const auto& edge = network.edge(e);
      const double share_0 = network.cost_share_0(e) * std::exp(p.log_taste[e]) / tastes;
      const double price = s.log_price[edge.seller] + p.log_iceberg[e] +
                           std::log((1.0 + p.tax[e]) / (1.0 + edge.tax_0));
      const double share = share_0 * std::exp((1.0 - theta) * (price - c));
      shares += share;
      cobb_douglas += share_0 * price;
      const double paid = s.value[node] * share;
      sold[edge.seller] += paid / (1.0 + p.tax[e]);
      if (edge.receiver != k_none) income[edge.receiver] += paid * p.tax[e] / (1.0 + p.tax[e]);
    }
    note(std::abs(shares - 1.0), "shares of " + network.activity(n).name);
    if (std::abs(theta - 1.0) < 1e-9) {
      note(std::abs(cobb_douglas - c), "cost of " + network.activity(n).name);
    }
  }
  for (Index i = 0; i < network.transfers().size(); ++i) {
    const auto& t = network.transfers()[i];
    income[t.to] += p.transfer_share[i] * s.income[t.from];
  }
  for (Index h = 0; h < network.agents(); ++h) {
    double keep = 1.0;
    for (Index i = 0; i < network.transfers().size(); ++i) {
      if (network.transfers()[i].from == h) keep -= p.transfer_share[i];
    }
    if (network.agent(h).top != k_none) {
      sold[network.node_of_activity(network.agent(h).top)] += keep * s.income[h];
    }
  }
  Vector supply(network.nodes(), 0.0);
  for (Index k = 0; k < network.markets(); ++k) {
    supply[k] = network.market(k).endowment_0 * std::exp(p.log_endowment[k] + s.log_price[k]);
    for (const auto& [agent, share] : network.market(k).owners) income[agent] += share * supply[k];
  }
  for (const auto& joint : network.joint_producers()) {
    const Index node = network.node_of_activity(joint.activity);
    double revenue = 0.0;
    for (const auto& [market, base] : joint.products) {
      const double part = base / network.value_0(joint.activity) *
                          std::exp((1.0 + joint.psi) * (s.log_price[market] - s.log_price[node]));
      supply[market] += part * s.value[node];
      revenue += part;
    }
    note(std::abs(revenue - 1.0), "profit of " + network.node_name(node));
    sold[node] = s.value[node];  // all of it is transformed
  }
  for (Index n = 0; n < network.activities(); ++n) {
    supply[network.node_of_activity(n)] = s.value[network.node_of_activity(n)];
  }
  for (Index node = 0; node < network.nodes(); ++node) {
    miss(sold[node], supply[node], "market of " + network.node_name(node));
  }
  for (Index h = 0; h < network.agents(); ++h) {
    note(std::abs(income[h] - s.income[h]) / money, "income of " + network.agent(h).name);
  }
  return found;
}

struct Tally {
  int solved = 0;
  int said = 0;
};

/// The solution satisfies the equations, or the note says why there is none.
void expect_solved_or_said(const Network& network, const Parameters& parameters, const Solution& s,
                           Tally& tally) {
  ASSERT_TRUE(all_finite(s));
  if (s.converged) {
    ++tally.solved;
    EXPECT_LE(s.residual, 1e-9);
    EXPECT_LE(s.walras_residual, 1e-8);
    for (const double value : s.value) EXPECT_GE(value, -1e-9 * s.income.front());
    const Violation found = violation(network, parameters, s);
    EXPECT_LE(found.worst, 2e-8) << found.what;
    return;
  }
  ++tally.said;
  EXPECT_GT(s.note.size(), 20u) << s.note;
  EXPECT_EQ(s.note.find("nan"), std::string::npos) << s.note;
  EXPECT_LE(s.feasible_share, 1.0);
}

TEST(ManyEconomies, AreSolvedToTheEquationsOrSaidWhyNot) {
  Tally small, large;
  for (int i = 0; i < rounds(); ++i) {
    SCOPED_TRACE(testing::Message() << "economy " << i);
    Draws draws(770000 + static_cast<std::uint64_t>(i));
    const auto built = draw_economy(draws, {.extreme = true}).build();
    ASSERT_TRUE(built.ok()) << built.error().message();
    const bool absurd = draws.chance(0.3);
    const Parameters parameters =
        draw_shock(draws, *built, absurd ? draws.between(0.3, 3.0) : draws.between(0.0, 0.2));
    const Solution s = equilibrium::solve(*built, parameters);
    expect_solved_or_said(*built, parameters, s, absurd ? large : small);
    if (HasFailure()) return;
  }
  std::cout << "  small shocks: " << small.solved << " solved, " << small.said
            << " said why not; large ones: " << large.solved << ", " << large.said << "\n";
  EXPECT_GE(small.solved, (small.solved + small.said) * 85 / 100);
}

/// Up to three caps each, from nearly shut to slack.
TEST(ManyEconomies, CapsAreMetByComplementarityOrSaidWhyNot) {
  Tally tally;
  int binding = 0;
  for (int i = 0; i < rounds() / 2; ++i) {
    SCOPED_TRACE(testing::Message() << "economy " << i);
    Draws draws(880000 + static_cast<std::uint64_t>(i));
    const Network network = draw_economy(draws, {.extreme = true}).build().value();
    std::vector<equilibrium::Quota> quotas;
    for (int q = 0; q < 3; ++q) {
      const Index edge = draws.below(network.edges());
      const bool known = std::any_of(quotas.begin(), quotas.end(),
                                     [&](const auto& other) { return other.edge == edge; });
      if (known || network.edge(edge).receiver == k_none) continue;
      quotas.push_back({edge, draws.between(0.05, 1.1),
                        draws.chance(0.5) ? equilibrium::Quota::Rent::lost
                                          : equilibrium::Quota::Rent::to_receiver});
    }
    const Parameters given = draw_shock(draws, network, 0.05);
    equilibrium::Solver solver(network);
    const auto capped = equilibrium::solve_with_quotas(solver, network, given, quotas);
    const Parameters parameters = equilibrium::with_wedges(given, quotas, capped.log_wedge);
    expect_solved_or_said(network, parameters, capped.solution, tally);
    for (Index q = 0; capped.solution.converged && q < quotas.size(); ++q) {
      const double quantity =
          equilibrium::relative_quantity(network, parameters, capped.solution, quotas[q].edge);
      EXPECT_LE(quantity, quotas[q].cap * (1.0 + 1e-8));
      EXPECT_GE(capped.log_wedge[q], 0.0);
      if (capped.log_wedge[q] > 0.0) {
        ++binding;
        EXPECT_NEAR(quantity / quotas[q].cap, 1.0, 1e-8);
      }
    }
    if (HasFailure()) return;
  }
  std::cout << "  " << tally.solved << " solved with " << binding << " caps that bind, "
            << tally.said << " said why not\n";
  EXPECT_GE(binding, rounds() / 20);
}

/// A price held by an endowment, a quantity by a tax: closures hold, or it is said why not.
TEST(ManyEconomies, ClosuresHoldOrSaidWhyNot) {
  using equilibrium::Indicator;
  using equilibrium::Lever;
  Tally tally;
  for (int i = 0; i < rounds() / 8; ++i) {
    SCOPED_TRACE(testing::Message() << "economy " << i);
    Draws draws(990000 + static_cast<std::uint64_t>(i));
    const Network network = draw_economy(draws, {.extreme = true}).build().value();
    equilibrium::Experiment experiment;
    Lever technology{"technology", {}};
    for (Index n = 0; n < network.activities(); ++n) {
      technology.parts.push_back({Lever::Kind::productivity, n, draws.normal()});
    }
    experiment.levers = {technology};
    experiment.amounts = {draws.between(0.0, 0.1)};
    equilibrium::Swap swap;
    swap.name = "a price held by an endowment";
    const Index market = draws.below(network.markets());
    const Index agent = draws.below(network.agents());
    swap.result.name = "real price of " + network.market(market).name;
    swap.result.log = true;
    swap.result.times = {
        {Indicator::LogTerm::Of::price, market, 1.0},
        {Indicator::LogTerm::Of::price, network.node_of_activity(network.agent(agent).top), -1.0}};
    const Index owned = draws.below(network.markets());
    swap.lever = {"endowment", {{Lever::Kind::endowment, owned, 1.0}}};
    experiment.swaps = {swap};
    equilibrium::ClosedSolver closed(network, experiment);
    const auto s = closed.solve_in_steps();
    if (!s.solution.converged) {
      ++tally.said;
      EXPECT_GT(s.solution.note.size(), 20u) << s.solution.note;
      EXPECT_EQ(s.solution.note.find("nan"), std::string::npos) << s.solution.note;
      if (std::getenv("DOMAR_PROPERTY_TALK") != nullptr) std::cout << s.solution.note << "\n";
      continue;
    }
    expect_solved_or_said(network, s.parameters, s.solution, tally);
    EXPECT_NEAR(swap.result.value(network, s.parameters, s.solution), 0.0, 1e-8);
    if (HasFailure()) return;
  }
  std::cout << "  " << tally.solved << " held, " << tally.said << " said why not\n";
  EXPECT_GE(tally.solved, rounds() / 20);
}

}  // namespace
}  // namespace domar::tests
