#include "domar/network/network.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace domar::network {
namespace {

/// A farm and a mill that buy from each other, one household (columns buy):
///
///             farm  mill  household   sales
///   farm         .    20         40      60
///   mill        10     .         70      80
///   labour      50    60          .     110
struct Mill {
  NetworkBuilder builder;
  Index household = builder.add_agent("household");
  Index labour = builder.add_market("labour");
  Index farm = builder.add_activity("farm", 0.5);
  Index mill = builder.add_activity("mill", 0.5);
  Index consumption = builder.add_activity("consumption", 1.0);

  Mill() {
    builder.add_endowment(labour, household, 110.0);
    builder.set_top(household, consumption);
    builder.buy_market(farm, labour, 50.0);
    builder.buy_market(mill, labour, 60.0);
    builder.buy(farm, mill, 10.0);
    builder.buy(consumption, mill, 70.0);
    builder.buy(consumption, farm, 40.0);
  }

  /// The flow that is still missing: what the mill buys from the farm.
  Result<Network> with_grain(double value, double tax = 0.0, Index receiver = k_none) {
    builder.buy(mill, farm, value, tax, receiver);
    return builder.build();
  }
  Result<Network> finished() { return with_grain(20.0); }
};

void expect_refusal(const Result<Network>& network, ErrorCode code, const std::string& where,
                    const std::string& what) {
  ASSERT_FALSE(network.ok());
  EXPECT_EQ(network.error().code, code) << network.error().message();
  EXPECT_NE(network.error().where.find(where), std::string::npos) << network.error().message();
  EXPECT_NE(network.error().what.find(what), std::string::npos) << network.error().message();
}

TEST(NetworkBuilder, KeepsTheAccountsItWasGiven) {
  const Network network = Mill().finished().value();
  EXPECT_EQ(network.markets(), 1u);
  EXPECT_EQ(network.activities(), 3u);
  EXPECT_EQ(network.edges(), 6u);
  const Index farm = network.find_activity("farm");
  const Index mill = network.find_activity("mill");
  EXPECT_DOUBLE_EQ(network.value_0(farm), 60.0);
  EXPECT_DOUBLE_EQ(network.value_0(mill), 80.0);
  EXPECT_DOUBLE_EQ(network.income_0(0), 110.0);
  const Index grain = network.find_edge(mill, network.node_of_activity(farm));
  ASSERT_NE(grain, k_none);
  EXPECT_DOUBLE_EQ(network.cost_share_0(grain), 0.25);
  EXPECT_EQ(network.find_edge(farm, network.node_of_activity(farm)), k_none);
  EXPECT_EQ(network.find_activity("baker"), k_none);
  EXPECT_EQ(network.find_market("labour"), 0u);
  EXPECT_EQ(network.node_name(network.node_of_activity(mill)), "mill");
  ASSERT_EQ(network.market(0).owners.size(), 1u);
  EXPECT_DOUBLE_EQ(network.market(0).owners[0].second, 1.0);
}

TEST(NetworkBuilder, EdgesAreSortedByBuyer) {
  const Network network = Mill().finished().value();
  for (Index n = 0; n < network.activities(); ++n) {
    double total = 0.0;
    for (Index e = network.first_edge(n); e < network.first_edge(n + 1); ++e) {
      EXPECT_EQ(network.edge(e).buyer, n);
      total += network.cost_share_0(e);
    }
    EXPECT_NEAR(total, 1.0, 1e-15);
  }
}

TEST(NetworkBuilder, DropsZeroFlows) {
  Mill economy;
  economy.builder.buy(economy.farm, economy.farm, 0.0);
  EXPECT_EQ(economy.finished().value().edges(), 6u);
}

TEST(NetworkBuilder, RefusesANegativeFlow) {
  expect_refusal(Mill().with_grain(-20.0), ErrorCode::bad_value, "mill from farm", "-20");
}

TEST(NetworkBuilder, RefusesAFlowThatIsNotANumber) {
  expect_refusal(Mill().with_grain(std::numeric_limits<double>::quiet_NaN()), ErrorCode::bad_value,
                 "mill from farm", "nan");
}

TEST(NetworkBuilder, RefusesATaxOfMinusAll) {
  expect_refusal(Mill().with_grain(20.0, -1.0, 0), ErrorCode::bad_value, "mill from farm",
                 "-100 % or less");
}

TEST(NetworkBuilder, RefusesATaxWithoutReceiver) {
  expect_refusal(Mill().with_grain(20.0, 0.1), ErrorCode::bad_input, "mill from farm",
                 "without a receiver");
}

TEST(NetworkBuilder, NamesTheNodeThatDoesNotBalance) {
  expect_refusal(Mill().with_grain(21.0), ErrorCode::unbalanced, "farm", "sales of 61");
}

TEST(NetworkBuilder, NamesTheFactorThatDoesNotBalance) {
  Mill economy;
  economy.builder.add_endowment(economy.labour, economy.household, 1.0);
  expect_refusal(economy.finished(), ErrorCode::unbalanced, "labour", "111");
}

TEST(NetworkBuilder, RefusesTwoActivitiesOfOneName) {
  Mill economy;
  economy.builder.add_activity("mill", 1.0);
  expect_refusal(economy.finished(), ErrorCode::bad_input, "mill", "same name");
}

TEST(NetworkBuilder, RefusesTwoMarketsOfOneName) {
  Mill economy;
  economy.builder.add_market("labour");
  expect_refusal(economy.finished(), ErrorCode::bad_input, "labour", "same name");
}

TEST(NetworkBuilder, RefusesTwoAgentsOfOneName) {
  Mill economy;
  economy.builder.add_agent("household");
  expect_refusal(economy.finished(), ErrorCode::bad_input, "household", "same name");
}

TEST(NetworkBuilder, RefusesAGoodWithoutSource) {
  Mill economy;
  const Index baker = economy.builder.add_activity("baker", 1.0);
  economy.builder.buy(economy.consumption, baker, 5.0);
  expect_refusal(economy.finished(), ErrorCode::bad_input, "baker", "buys nothing");
}

TEST(NetworkBuilder, RefusesAMarketThatNobodyOwnsOrUses) {
  Mill economy;
  economy.builder.add_market("land");
  expect_refusal(economy.finished(), ErrorCode::bad_input, "land", "nothing is supplied");
}

TEST(NetworkBuilder, RefusesANegativeEndowment) {
  Mill economy;
  const Index neighbour = economy.builder.add_agent("neighbour");
  economy.builder.add_endowment(economy.labour, neighbour, -10.0);
  economy.builder.add_endowment(economy.labour, economy.household, 10.0);
  expect_refusal(economy.finished(), ErrorCode::bad_value, "labour", "-10");
}

TEST(NetworkBuilder, RefusesANegativeElasticity) {
  Mill economy;
  const Index feast = economy.builder.add_activity("feast", -0.5);
  economy.builder.buy(feast, economy.consumption, 1.0);
  expect_refusal(economy.finished(), ErrorCode::bad_value, "feast", "elasticity");
}

TEST(NetworkBuilder, RefusesAnAgentWithoutIncome) {
  Mill economy;
  const Index beggar = economy.builder.add_agent("beggar");
  economy.builder.set_top(beggar, economy.consumption);
  expect_refusal(economy.finished(), ErrorCode::bad_input, "beggar", "income");
}

TEST(NetworkBuilder, AnAgentThatOnlyHandsOnMayBeWithoutIncomeInTheBaseYear) {
  Mill economy;
  const Index office = economy.builder.add_agent("tax office");
  economy.builder.add_transfer(office, economy.household, 1.0);
  EXPECT_TRUE(economy.finished().ok());
}

TEST(NetworkBuilder, RefusesIncomeThatIsNotPassedOn) {
  Mill economy;
  const Index office = economy.builder.add_agent("tax office");
  economy.builder.add_transfer(economy.household, office, 0.1);
  economy.builder.add_transfer(office, economy.household, 0.9);
  expect_refusal(economy.finished(), ErrorCode::unbalanced, "tax office", "unspent");
}

TEST(NetworkBuilder, RefusesTransfersOfMoreThanAllIncome) {
  Mill economy;
  const Index office = economy.builder.add_agent("tax office");
  economy.builder.add_transfer(office, economy.household, 1.5);
  expect_refusal(economy.finished(), ErrorCode::bad_value, "tax office", "transfers");
}

TEST(NetworkBuilder, TaxesCountOnceInTheBuyersPriceAndOnceInIncome) {
  // As Mill, but the mill pays 20 % on the grain of 20, and the household gets and spends the 4.
  NetworkBuilder builder;
  const Index household = builder.add_agent("household");
  const Index labour = builder.add_market("labour");
  const Index farm = builder.add_activity("farm", 0.5);
  const Index mill = builder.add_activity("mill", 0.5);
  const Index consumption = builder.add_activity("consumption", 1.0);
  builder.add_endowment(labour, household, 110.0);
  builder.set_top(household, consumption);
  builder.buy_market(farm, labour, 50.0);
  builder.buy_market(mill, labour, 60.0);
  builder.buy(farm, mill, 10.0);
  builder.buy(mill, farm, 24.0, 0.2, household);
  builder.buy(consumption, mill, 74.0);
  builder.buy(consumption, farm, 40.0);
  const Network network = builder.build().value();
  EXPECT_DOUBLE_EQ(network.income_0(household), 114.0);
  EXPECT_DOUBLE_EQ(network.value_0(mill), 84.0);
}

/// A workshop that turns 100 of labour into 60 for home and 40 for abroad.
struct Workshop {
  NetworkBuilder builder;
  Index household = builder.add_agent("household");
  Index labour = builder.add_market("labour");
  Index home = builder.add_market("home");
  Index abroad = builder.add_market("abroad");
  Index workshop = builder.add_activity("workshop", 1.0);
  Index consumption = builder.add_activity("consumption", 1.0);
  JointProducer joint{workshop, 2.0, {{home, 60.0}, {abroad, 40.0}}};

  Workshop() {
    builder.add_endowment(labour, household, 100.0);
    builder.set_top(household, consumption);
    builder.buy_market(workshop, labour, 100.0);
    builder.buy_market(consumption, home, 60.0);
    builder.buy_market(consumption, abroad, 40.0);
  }
};

TEST(NetworkBuilder, TakesAJointProducer) {
  Workshop economy;
  economy.builder.add_joint_producer(economy.joint);
  const Network network = economy.builder.build().value();
  EXPECT_NE(network.core_position(economy.workshop), k_none);
}

TEST(NetworkBuilder, NamesTheJointProducerThatDoesNotBalance) {
  Workshop economy;
  economy.joint.products[1].second = 41.0;
  economy.builder.add_joint_producer(economy.joint);
  expect_refusal(economy.builder.build(), ErrorCode::unbalanced, "abroad", "41");
}

TEST(NetworkBuilder, RefusesAJointProductBelowZero) {
  Workshop economy;
  economy.joint.products = {{economy.home, 140.0}, {economy.abroad, -40.0}};
  economy.builder.add_joint_producer(economy.joint);
  expect_refusal(economy.builder.build(), ErrorCode::bad_value, "workshop", "-40");
}

TEST(NetworkBuilder, RefusesAnElasticityOfTransformationBelowZero) {
  Workshop economy;
  economy.joint.psi = -0.5;
  economy.builder.add_joint_producer(economy.joint);
  expect_refusal(economy.builder.build(), ErrorCode::bad_value, "workshop", "transformation");
}

TEST(NetworkBuilder, RefusesAnActivityThatTwoJointProducersTransform) {
  Workshop economy;
  economy.builder.add_joint_producer({economy.workshop, 2.0, {{economy.home, 60.0}}});
  economy.builder.add_joint_producer({economy.workshop, 1.0, {{economy.abroad, 40.0}}});
  expect_refusal(economy.builder.build(), ErrorCode::bad_input, "workshop", "two joint producers");
}

TEST(NetworkBuilder, RefusesAJointProducerThatAlsoSellsDirectly) {
  Workshop economy;
  economy.joint.products[1].second = 30.0;
  economy.builder.add_endowment(economy.abroad, economy.household, 10.0);
  economy.builder.buy(economy.consumption, economy.workshop, 10.0);
  economy.builder.add_joint_producer(economy.joint);
  expect_refusal(economy.builder.build(), ErrorCode::bad_input, "workshop", "transformed");
}

/// Random flows between `n` industries that each sell 100: what is not sold to others is consumed,
/// what is not bought from others is labour.
Network random_network(Index n, double density, std::mt19937_64& random) {
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  NetworkBuilder builder;
  const Index household = builder.add_agent("household");
  const Index labour = builder.add_market("labour");
  for (Index i = 0; i < n; ++i) builder.add_activity("industry " + std::to_string(i), 0.5);
  const Index consumption = builder.add_activity("consumption", 1.0);
  builder.set_top(household, consumption);
  Vector sold(n, 0.0);
  for (Index j = 0; j < n; ++j) {
    double bought = 0.0;
    for (Index i = 0; i < n; ++i) {
      if (uniform(random) >= density) continue;
      const double flow = 90.0 / static_cast<double>(n) * uniform(random);
      builder.buy(j, i, flow);
      bought += flow;
      sold[i] += flow;
    }
    builder.buy_market(j, labour, 100.0 - bought);
    builder.add_endowment(labour, household, 100.0 - bought);
  }
  for (Index i = 0; i < n; ++i) builder.buy(consumption, i, 100.0 - sold[i]);
  return builder.build().value();
}

/// Every activity stands once, after all its inputs that are not core: so no loop avoids the core.
void expect_valid_sweep(const Network& network) {
  std::vector<Index> position(network.activities(), k_none);
  ASSERT_EQ(network.order().size(), network.activities());
  for (Index i = 0; i < network.order().size(); ++i) {
    EXPECT_EQ(position[network.order()[i]], k_none) << "twice in the order";
    position[network.order()[i]] = i;
  }
  for (Index e = 0; e < network.edges(); ++e) {
    const Edge& edge = network.edge(e);
    if (edge.seller < network.markets()) continue;
    const Index seller = edge.seller - network.markets();
    if (network.core_position(seller) != k_none) continue;
    EXPECT_LT(position[seller], position[edge.buyer])
        << network.node_name(edge.seller) << " comes after " << network.activity(edge.buyer).name;
  }
  for (Index c = 0; c < network.core().size(); ++c) {
    EXPECT_EQ(network.core_position(network.core()[c]), c);
  }
}

TEST(Core, EveryLoopPassesIt) {
  std::mt19937_64 random(20180101);
  for (const double density : {0.0, 0.05, 0.1, 0.2, 0.5, 1.0}) {
    for (const Index n : {1u, 2u, 5u, 12u, 40u}) {
      SCOPED_TRACE(testing::Message() << n << " industries, density " << density);
      expect_valid_sweep(random_network(n, density, random));
    }
  }
}

TEST(Core, OneLoopNeedsOneActivity) { EXPECT_EQ(Mill().finished().value().core().size(), 1u); }

TEST(Core, AnActivityThatBuysFromItselfIsCore) {
  NetworkBuilder builder;
  const Index household = builder.add_agent("household");
  const Index labour = builder.add_market("labour");
  const Index seed = builder.add_activity("seed", 0.0);
  builder.add_endowment(labour, household, 80.0);
  builder.set_top(household, seed);
  builder.buy_market(seed, labour, 80.0);
  builder.buy(seed, seed, 20.0);
  const Network network = builder.build().value();
  EXPECT_EQ(network.core(), std::vector<Index>{seed});
  expect_valid_sweep(network);
}

TEST(Core, PreferredActivitiesComeFirstAndOthersWhereTheyLeaveALoop) {
  const auto ring = [](std::vector<std::string> preferred) {
    NetworkBuilder builder;
    const Index household = builder.add_agent("household");
    const Index labour = builder.add_market("labour");
    std::vector<Index> mills;
    for (const char* name : {"a", "b", "c"}) mills.push_back(builder.add_activity(name, 0.5));
    const Index consumption = builder.add_activity("consumption", 1.0);
    builder.set_top(household, consumption);
    for (Index i = 0; i < 3; ++i) {
      builder.buy(mills[i], mills[(i + 1) % 3], 40.0);
      builder.buy_market(mills[i], labour, 60.0);
      builder.add_endowment(labour, household, 60.0);
      builder.buy(consumption, mills[i], 60.0);
    }
    builder.prefer_core(std::move(preferred));
    return builder.build().value();
  };
  EXPECT_EQ(ring({"b"}).core_names(), std::vector<std::string>{"b"});
  EXPECT_EQ(ring({"c"}).core_names(), std::vector<std::string>{"c"});
  EXPECT_EQ(ring({"nobody"}).core_names().size(), 1U);
  const Network beside = ring({"consumption"});
  EXPECT_EQ(beside.core_names().size(), 2U);
  expect_valid_sweep(beside);
}

TEST(Core, ATreeHasNone) {
  NetworkBuilder builder;
  const Index household = builder.add_agent("household");
  const Index labour = builder.add_market("labour");
  const Index top = builder.add_activity("consumption", 0.0);  // added before what it buys
  const Index bread = builder.add_activity("bread", 0.0);
  builder.add_endowment(labour, household, 80.0);
  builder.set_top(household, top);
  builder.buy(top, bread, 80.0);
  builder.buy_market(bread, labour, 80.0);
  const Network network = builder.build().value();
  EXPECT_TRUE(network.core().empty());
  EXPECT_EQ(network.order(), (std::vector<Index>{bread, top}));
}

/// A household that buys 10 of grain at any price; each test breaks one thing.
struct Larder {
  NetworkBuilder builder;
  Index agent = builder.add_agent("people");
  Index labour = builder.add_market("labour");
  Index grain = builder.add_activity("grain", 1.0);
  Index basics = builder.add_activity("basics", 0.0);
  Index rest = builder.add_activity("rest", 1.0);
  Index home = builder.add_activity("home", 1.0);

  Larder() {
    builder.add_endowment(labour, agent, 30.0);
    builder.buy_market(grain, labour, 30.0);
    builder.buy(basics, grain, 10.0);
    builder.buy(rest, grain, 20.0);
  }
  Result<Network> finished() {
    builder.add_subsistence(home, basics, rest);
    return builder.build();
  }
};

TEST(NetworkBuilder, SubsistenceIsTakenFirst) {
  Larder larder;
  larder.builder.set_top(larder.agent, larder.home);
  larder.builder.buy(larder.home, larder.basics, 10.0);
  larder.builder.buy(larder.home, larder.rest, 20.0);
  const Network network = larder.finished().value();
  const Subsistence& home = network.subsistence().at(0);
  EXPECT_EQ(network.edge(home.basic).seller, network.node_of_activity(larder.basics));
  EXPECT_EQ(home.agent, larder.agent);
  EXPECT_EQ(home.share, k_none);
  EXPECT_EQ(network.cost_share_0(home.basic), 0.0) << "of the next unit of money";
  EXPECT_EQ(network.cost_share_0(home.rest), 1.0);
}

TEST(NetworkBuilder, SubsistenceIsOfAnAgentsSpending) {
  const auto refused = [](auto&& change, const std::string& what) {
    Larder larder;
    change(larder);
    expect_refusal(larder.finished(), ErrorCode::bad_input, "home", what);
  };
  const auto buy_both = [](Larder& l, double tax = 0.0) {
    l.builder.buy(l.home, l.basics, 10.0 * (1.0 + tax), tax, tax == 0.0 ? k_none : l.agent);
    l.builder.buy(l.home, l.rest, 20.0);
  };
  refused(
      [&](Larder& l) {
        buy_both(l, 0.1);
        l.builder.set_top(l.agent, l.home);
      },
      "pays taxes itself");
  refused(
      [&](Larder& l) {
        l.builder.buy(l.home, l.rest, 20.0);
        l.builder.set_top(l.agent, l.home);
      },
      "not two bundles");
  refused(
      [&](Larder& l) {
        buy_both(l);
        const Index top = l.builder.add_activity("spending", 0.5);
        l.builder.buy(top, l.home, 30.0);
        l.builder.set_top(l.agent, top);
      },
      "has no fixed share of spending");
  refused([&](Larder& l) { buy_both(l); }, "no agent spends on it");
  refused(
      [&](Larder& l) {
        buy_both(l);
        l.builder.set_top(l.agent, l.home);
        l.builder.set_top(l.builder.add_agent("others"), l.home);
      },
      "two agents spend on it");
}

}  // namespace
}  // namespace domar::network
