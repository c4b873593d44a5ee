#include "domar/equilibrium/quotas.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace domar::equilibrium {
namespace {

using network::Network;
using network::NetworkBuilder;

/// A country that buys chips and ore abroad (columns buy; theta is the elasticity of the column):
///
///                   parts  machines  food | household | abroad   sales
///   parts               .        30     . |         . |      .      30
///   machines            .         .    10 |        50 |     40     100
///   food                .         .     . |       100 |     20     120
///   chips from abroad  10         5     . |        25 |      .      40
///   ore from abroad     8        12     . |         . |      .      20
///   labour             12        53   110 |         . |      .     175
///
/// Labour abroad is worth 1060: 40 make chips, 20 ore, and 1000 what foreigners buy of their own.
struct Country {
  double theta;
  Network network = make(theta);
  Index chips = edge("imported chips", "chips");
  Index ore = edge("imported ore", "ore");
  Index welfare = network.node_of_activity(network.find_activity("consumption"));

  [[nodiscard]] Index edge(const char* buyer, const char* seller) const {
    return network.find_edge(network.find_activity(buyer),
                             network.node_of_activity(network.find_activity(seller)));
  }

  static Network make(double theta) {
    NetworkBuilder b;
    const Index household = b.add_agent("household");
    const Index foreigners = b.add_agent("foreigners");
    const Index labour = b.add_market("labour");
    const Index labour_abroad = b.add_market("labour abroad");
    const Index parts = b.add_activity("parts", theta);
    const Index machines = b.add_activity("machines", theta);
    const Index food = b.add_activity("food", theta);
    const Index chips = b.add_activity("chips", 1.0);
    const Index ore = b.add_activity("ore", 1.0);
    const Index imported_chips = b.add_activity("imported chips", 1.0);
    const Index imported_ore = b.add_activity("imported ore", 1.0);
    const Index consumption = b.add_activity("consumption", theta);
    const Index abroad = b.add_activity("abroad", 3.0);
    b.add_endowment(labour, household, 175);
    b.add_endowment(labour_abroad, foreigners, 1060);
    b.set_top(household, consumption);
    b.set_top(foreigners, abroad);
    b.buy_market(parts, labour, 12);
    b.buy_market(machines, labour, 53);
    b.buy_market(food, labour, 110);
    b.buy_market(chips, labour_abroad, 40);
    b.buy_market(ore, labour_abroad, 20);
    b.buy(imported_chips, chips, 40, 0.0, household);
    b.buy(imported_ore, ore, 20, 0.0, household);
    b.buy(machines, parts, 30);
    b.buy(food, machines, 10);
    b.buy(consumption, machines, 50);
    b.buy(consumption, food, 100);
    b.buy_market(abroad, labour_abroad, 1000);
    b.buy(abroad, machines, 40);
    b.buy(abroad, food, 20);
    b.buy(parts, imported_chips, 10);
    b.buy(machines, imported_chips, 5);
    b.buy(consumption, imported_chips, 25);
    b.buy(parts, imported_ore, 8);
    b.buy(machines, imported_ore, 12);
    return b.build().value();
  }

  [[nodiscard]] QuotaSolution solved(const std::vector<Quota>& quotas) const {
    Solver solver(network);
    return solve_with_quotas(solver, network, base_parameters(network), quotas);
  }
  [[nodiscard]] double log_welfare(const Solution& solution) const {  // 0 in the base year
    return std::log(solution.spending[0] / 175.0) - solution.log_price[welfare];
  }
  /// Quantity that passes an edge over its base, computed from the seller's side.
  [[nodiscard]] double quantity(const QuotaSolution& s, const std::vector<Quota>& quotas,
                                std::size_t q) const {
    Parameters now = base_parameters(network);
    if (quotas[q].rent == Quota::Rent::lost) {
      now.log_iceberg[quotas[q].edge] = s.log_wedge[q];
    } else {
      now.tax[quotas[q].edge] = std::expm1(s.log_wedge[q]);
    }
    return relative_quantity(network, now, s.solution, quotas[q].edge);
  }
};

TEST(Quotas, ACapThatDoesNotBindChangesNothing) {
  const Country country{0.8};
  Parameters parameters = base_parameters(country.network);
  parameters.log_productivity[country.network.find_activity("machines")] = 0.1;
  Solver solver(country.network);
  const Solution free = solver.solve(parameters);
  const QuotaSolution capped = solve_with_quotas(
      solver, country.network, parameters,
      {{country.chips, 2.0, Quota::Rent::to_receiver}, {country.ore, 1.5, Quota::Rent::lost}});
  ASSERT_TRUE(capped.solution.converged) << capped.solution.note;
  EXPECT_EQ(capped.log_wedge, (Vector{0.0, 0.0}));
  for (Index node = 0; node < country.network.nodes(); ++node) {
    EXPECT_NEAR(capped.solution.log_price[node], free.log_price[node], 1e-10);
    EXPECT_NEAR(capped.solution.value[node], free.value[node], 1e-8);
  }
}

TEST(Quotas, ACapOfAllThatPassedInTheBaseYearIsTheBaseYear) {
  const Country country{0.8};
  const QuotaSolution s = country.solved({{country.chips, 1.0, Quota::Rent::to_receiver}});
  ASSERT_TRUE(s.solution.converged) << s.solution.note;
  EXPECT_NEAR(s.log_wedge[0], 0.0, 1e-8);
  for (const double p : s.solution.log_price) EXPECT_NEAR(p, 0.0, 1e-8);
}

TEST(Quotas, ACapOfHalfBinds) {
  for (const auto rent : {Quota::Rent::to_receiver, Quota::Rent::lost}) {
    const Country country{0.8};
    const std::vector<Quota> quotas{{country.chips, 0.5, rent}};
    const QuotaSolution s = country.solved(quotas);
    ASSERT_TRUE(s.solution.converged) << s.solution.note;
    EXPECT_GT(s.log_wedge[0], 0.0);
    EXPECT_NEAR(country.quantity(s, quotas, 0), 0.5, 1e-8);
    EXPECT_LT(s.solution.walras_residual, 1e-9);
  }
}

/// Of the seller's output, a lost rent uses up what its wedge says: what arrives is capped.
TEST(Quotas, TheCapHoldsForWhatArrives) {
  const Country country{0.8};
  const Index chips = country.network.find_activity("chips");
  const Index imported = country.network.find_activity("imported chips");
  const QuotaSolution kept = country.solved({{country.chips, 0.5, Quota::Rent::to_receiver}});
  EXPECT_NEAR(kept.solution.quantity(country.network, chips), 20.0, 1e-6);
  EXPECT_NEAR(kept.solution.quantity(country.network, imported), 20.0, 1e-6);
  const QuotaSolution lost = country.solved({{country.chips, 0.5, Quota::Rent::lost}});
  EXPECT_NEAR(lost.solution.quantity(country.network, imported), 20.0, 1e-6);
  EXPECT_NEAR(lost.solution.quantity(country.network, chips), 20.0 * std::exp(lost.log_wedge[0]),
              1e-6);
}

TEST(Quotas, ARentThatIsLostIsWorseThanOneThatIsKept) {
  const Country country{0.8};
  for (const double cap : {0.9, 0.6, 0.3}) {
    const QuotaSolution kept = country.solved({{country.chips, cap, Quota::Rent::to_receiver}});
    const QuotaSolution lost = country.solved({{country.chips, cap, Quota::Rent::lost}});
    ASSERT_TRUE(kept.solution.converged && lost.solution.converged);
    EXPECT_LT(country.log_welfare(lost.solution), country.log_welfare(kept.solution));
    EXPECT_LT(country.log_welfare(lost.solution), 0.0);
  }
}

TEST(Quotas, TwoCapsAtOnce) {
  const Country country{0.5};
  const std::vector<Quota> quotas{{country.chips, 0.5, Quota::Rent::to_receiver},
                                  {country.ore, 0.7, Quota::Rent::lost}};
  const QuotaSolution s = country.solved(quotas);
  ASSERT_TRUE(s.solution.converged) << s.solution.note;
  for (std::size_t q = 0; q < 2; ++q) {
    EXPECT_GT(s.log_wedge[q], 0.0);
    EXPECT_NEAR(country.quantity(s, quotas, q), quotas[q].cap, 1e-8);
  }
}

/// Chips at half need less ore to go with them, so a mild cap on ore sleeps.
TEST(Quotas, OfTwoCapsOnlyOneMayBind) {
  const Country country{0.05};
  const std::vector<Quota> quotas{{country.chips, 0.5, Quota::Rent::to_receiver},
                                  {country.ore, 0.999, Quota::Rent::to_receiver}};
  const QuotaSolution s = country.solved(quotas);
  ASSERT_TRUE(s.solution.converged) << s.solution.note;
  EXPECT_GT(s.log_wedge[0], 0.0);
  EXPECT_EQ(s.log_wedge[1], 0.0);
  EXPECT_LT(country.quantity(s, quotas, 1), 0.999 + 1e-8);
}

TEST(Quotas, ATightCapAtLowElasticities) {
  for (const double theta : {0.3, 0.1}) {
    for (const auto rent : {Quota::Rent::to_receiver, Quota::Rent::lost}) {
      SCOPED_TRACE(testing::Message() << theta << (rent == Quota::Rent::lost ? " lost" : " kept"));
      const Country country{theta};
      const std::vector<Quota> quotas{{country.ore, 0.1, rent}};
      const QuotaSolution s = country.solved(quotas);
      if (!s.solution.converged) {
        EXPECT_FALSE(s.solution.note.empty());
        ADD_FAILURE() << s.solution.note;
        continue;
      }
      EXPECT_NEAR(country.quantity(s, quotas, 0), 0.1, 1e-8);
    }
  }
}

TEST(Quotas, LastYearsWedgesAreAGoodStart) {
  const Country country{0.5};
  const std::vector<Quota> quotas{{country.chips, 0.5, Quota::Rent::to_receiver}};
  Solver solver(country.network);
  Parameters parameters = base_parameters(country.network);
  const QuotaSolution first = solve_with_quotas(solver, country.network, parameters, quotas);
  const QuotaSolution again =
      solve_with_quotas(solver, country.network, parameters, quotas, first.log_wedge);
  ASSERT_TRUE(again.solution.converged);
  EXPECT_NEAR(again.log_wedge[0], first.log_wedge[0], 1e-7);
  EXPECT_LT(again.solution.evaluations, first.solution.evaluations);
}

TEST(Quotas, ACapThatIsLiftedLeavesNoWedge) {
  const Country country{0.5};
  Solver solver(country.network);
  const Parameters parameters = base_parameters(country.network);
  const QuotaSolution s =
      solve_with_quotas(solver, country.network, parameters,
                        {{country.chips, 1.2, Quota::Rent::to_receiver}}, Vector{0.8});
  ASSERT_TRUE(s.solution.converged) << s.solution.note;
  EXPECT_EQ(s.log_wedge[0], 0.0);
  for (const double p : s.solution.log_price) EXPECT_NEAR(p, 0.0, 1e-9);
}

/// Ore so dear that home could not pay for it at any wage: a price that runs away leaves the other
/// markets cleared to all digits, but not the one that was dropped.
TEST(Quotas, ARunawayPriceIsNotAnEquilibrium) {
  for (const double theta : {0.0, 0.05, 0.1, 0.3}) {
    for (const double wedge : {3.0, 6.0, 10.0, 30.0}) {
      for (const bool lost : {false, true}) {
        SCOPED_TRACE(testing::Message() << theta << " " << wedge << (lost ? " lost" : " kept"));
        const Country country{theta};
        Parameters parameters = base_parameters(country.network);
        if (lost) {
          parameters.log_iceberg[country.ore] = wedge;
        } else {
          parameters.tax[country.ore] = std::expm1(wedge);
        }
        const Solution s = solve(country.network, parameters);
        if (s.converged) {
          EXPECT_LT(s.walras_residual, 1e-8);
          EXPECT_LT(relative_quantity(country.network, parameters, s, country.ore), 1.0);
        } else {
          EXPECT_NE(s.note.find("feasible up to"), std::string::npos);
        }
      }
    }
  }
}

/// Without substitution and without another source the economy has no way to live on.
TEST(Quotas, ACapThatCannotBeMetIsSaidInWords) {
  const Country country{0.0};
  const QuotaSolution s = country.solved({{country.ore, 0.1, Quota::Rent::to_receiver}});
  if (s.solution.converged) {
    EXPECT_NEAR(country.quantity(s, {{country.ore, 0.1, Quota::Rent::to_receiver}}, 0), 0.1, 1e-8);
  } else {
    EXPECT_FALSE(s.solution.note.empty());
  }
}

}  // namespace
}  // namespace domar::equilibrium
