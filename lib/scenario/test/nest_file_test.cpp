#include "../src/nest_file.hpp"

#include <gtest/gtest.h>

#include "../../../tests/economies/two_industries.hpp"
#include "domar/equilibrium/derivatives.hpp"
#include "domar/equilibrium/solver.hpp"
#include "domar/network/content.hpp"
#include "domar/scenario/solve_shock.hpp"
#include "temp_job.hpp"

namespace domar::scenario {
namespace {

/// Rules for grain and machines (tests/economies/two_industries.hpp).
class NestFile : public ::testing::Test {
 protected:
  NestFile() { folder_.economy = tests::two_industries(); }

  Result<network::NestRules> read(const std::string& text) {
    text_ = text;
    file_ = job_.write("rules.toml", text);
    const auto root = TomlTable::read(file_);
    if (!root.ok()) return root.error();
    return read_nest_rules(*root, folder_, options_);
  }
  network::AccountsNetwork built(const std::string& text) {
    network::NetworkOptions options = options_;
    options.nests = std::make_shared<const network::NestRules>(read(text).value());
    return network::build_network(folder_.economy, options).value();
  }
  void expect_refused(const std::string& text, const std::string& what, const std::string& at) {
    const auto rules = read(text);
    ASSERT_FALSE(rules.ok()) << text;
    EXPECT_EQ(rules.error().what, what);
    const Place place = place_of(at, text_);
    EXPECT_EQ(rules.error().where,
              fmt::format("{}:{}:{}", file_.string(), place.line, place.column));
    EXPECT_FALSE(rules.error().hint.empty());
  }

  TempJob job_;
  EconomyFolder folder_;
  network::NetworkOptions options_ = tests::options_for_two_industries();
  std::string text_;
  std::filesystem::path file_;
};

double value(const network::Network& net, const std::string& name) {
  const Index activity = net.find_activity(name);
  EXPECT_NE(activity, network::k_none) << name;
  return activity == network::k_none ? 0.0 : net.value_0(activity);
}

constexpr const char* k_own = R"([groups]
crops = ["A*"]

[[production]]
output = { elasticity = 0.3, inputs = ["work", "machines_and_capital"] }
work = { nest = "cobb-douglas", inputs = ["labour", "data", "goods of crops"] }
machines_and_capital = { elasticity = "value_added", inputs = ["capital", "goods"] }

[[production]]
sectors = ["M"]
work = { elasticity = 0.1 }

[household]
bundle = { elasticity = 0.8, inputs = ["crops", "goods"] }
crops = { elasticity = 0.4, inputs = ["goods of crops"] }
)";

TEST_F(NestFile, EveryIndustryBuysByTheRule) {
  const auto accounts = built(k_own);
  const auto& net = accounts.network;
  EXPECT_DOUBLE_EQ(value(net, "home 01 work"), 40.0 + 25.0);  // labour and grain of both origins
  EXPECT_DOUBLE_EQ(value(net, "home 01 machines and capital"), 20.0 + 29.0);
  EXPECT_DOUBLE_EQ(value(net, "home 02 work"), 44.0 + 40.0);
  EXPECT_DOUBLE_EQ(value(net, "home household crops"), 40.0);
  EXPECT_DOUBLE_EQ(net.activity(net.find_activity("home 01 work")).theta, 1.0);
  EXPECT_DOUBLE_EQ(net.activity(net.find_activity("home 02 work")).theta, 0.1);
  EXPECT_DOUBLE_EQ(net.activity(net.find_activity("home 02 machines and capital")).theta, 0.9);
  EXPECT_DOUBLE_EQ(net.activity(net.find_activity("home household crops")).theta, 0.4);
  EXPECT_EQ(net.find_activity("home 01 value added"), network::k_none);
  // The ways back to the accounts do not depend on the tree.
  for (Index j = 0; j < 2; ++j) {
    double inputs = 0.0;
    double income = 0.0;
    for (const Index e : accounts.input_edges[j]) inputs += net.edge(e).value_0;
    for (const Index e : accounts.factor_edges[j]) income += net.edge(e).value_0;
    EXPECT_DOUBLE_EQ(inputs, j == 0 ? 54.0 : 86.0);
    EXPECT_DOUBLE_EQ(income, j == 0 ? 60.0 : 84.0);
  }
  ASSERT_EQ(accounts.regions[0].household_buys[0].size(), 1u);
  EXPECT_DOUBLE_EQ(net.edge(accounts.regions[0].household_buys[0][0]).value_0, 40.0);
}

TEST_F(NestFile, TheTreeDecidesWhatIsReplaced) {
  const auto standard = network::build_network(folder_.economy, options_).value();
  const auto own = built(k_own);
  const auto output_of = [](const network::AccountsNetwork& accounts) {
    auto parameters = equilibrium::base_parameters(accounts.network);
    parameters.log_productivity[accounts.industries[1].produce] = 0.1;
    const auto solution = equilibrium::solve(accounts.network, parameters);
    EXPECT_TRUE(solution.converged);
    return solution.quantity(accounts.network, accounts.industries[1].supply);
  };
  EXPECT_GT(std::abs(output_of(standard) - output_of(own)), 0.01);
}

/// Machines are sold at home (130 + 5 x 0) and abroad (20); the two are not the same product.
TEST_F(NestFile, ExportsAreTransformed) {
  const auto accounts = built("[[exports]]\ntransformation = 2.0\n");
  const auto& net = accounts.network;
  ASSERT_EQ(net.joint_producers().size(), 2u);
  const auto& machines = net.joint_producers()[1];
  EXPECT_EQ(machines.activity, accounts.industries[1].supply);
  EXPECT_DOUBLE_EQ(machines.psi, 2.0);
  EXPECT_DOUBLE_EQ(machines.products[0].second, 150.0);
  EXPECT_DOUBLE_EQ(machines.products[1].second, 20.0);
  // What passes the transformation is followed to where it comes from.
  const auto content_of_top = [&](const network::AccountsNetwork& a) {
    const auto at = equilibrium::base_parameters(a.network);
    return network::content(a.network, equilibrium::solve(a.network, at).cost_share, at.tax,
                            {a.network.node_of_activity(a.industries[2].supply)})[a.regions[0].top];
  };
  const auto alike = network::build_network(folder_.economy, options_).value();
  EXPECT_NEAR(content_of_top(accounts), content_of_top(alike), 1e-9);
  // At home they get dearer than abroad when households want more of them.
  auto parameters = equilibrium::base_parameters(net);
  for (const Index e : accounts.regions[0].household_buys[1]) parameters.log_taste[e] = 0.5;
  const auto solution = equilibrium::solve(net, parameters);
  ASSERT_TRUE(solution.converged) << solution.note;
  EXPECT_GT(solution.log_price[net.node_of_activity(accounts.industries[1].home)],
            solution.log_price[accounts.industries[1].abroad] + 1e-3);
}

TEST_F(NestFile, ALargeTransformationIsNone) {
  const auto sold = [](const network::AccountsNetwork& accounts) {
    auto parameters = equilibrium::base_parameters(accounts.network);
    parameters.log_productivity[accounts.industries[1].produce] = 0.1;
    const auto solution = equilibrium::solve(accounts.network, parameters);
    EXPECT_TRUE(solution.converged);
    return solution.quantity(accounts.network, accounts.regions[0].top);
  };
  const double alike = sold(network::build_network(folder_.economy, options_).value());
  const double nearly = sold(built("[[exports]]\ntransformation = 1000\n"));
  const double fixed = sold(built("[[exports]]\ntransformation = 0\n"));
  EXPECT_NEAR(nearly, alike, 1e-5 * alike);
  EXPECT_GT(std::abs(fixed - alike), 1e-4 * alike);
}

constexpr const char* k_cobb_douglas =
    "[household]\nbundle = { nest = \"cobb-douglas\", inputs = [\"goods\"] }\n";

/// Households buy grain for 40, of which 24 at any price, and machines for 34, of which 3.4.
TEST_F(NestFile, SubsistenceIsBoughtAtAnyPrice) {
  const auto accounts = built(std::string(k_cobb_douglas) +
                              "[subsistence]\nshare = 0.1\nby_sector = { Grain = 0.6 }\n");
  const auto& net = accounts.network;
  const auto& region = accounts.regions[0];
  ASSERT_EQ(net.subsistence().size(), 1u);
  EXPECT_DOUBLE_EQ(value(net, "home subsistence"), 24.0 + 3.4);
  EXPECT_DOUBLE_EQ(value(net, "home household beyond subsistence"), 16.0 + 30.6);
  EXPECT_DOUBLE_EQ(net.value_0(region.household), 74.0);
  ASSERT_EQ(region.household_buys[0].size(), 2u) << "taxes on purchases act on both";
  EXPECT_DOUBLE_EQ(
      net.edge(region.household_buys[0][0]).value_0 + net.edge(region.household_buys[0][1]).value_0,
      40.0);
  const auto solution = equilibrium::solve(net, equilibrium::base_parameters(net));
  ASSERT_TRUE(solution.converged);
  for (const double log_price : solution.log_price) EXPECT_NEAR(log_price, 0.0, 1e-9);
  // Without a share nothing is split.
  EXPECT_TRUE(built(std::string(k_cobb_douglas) + "[subsistence]\nshare = 0\n")
                  .network.subsistence()
                  .empty());
}

/// Grain has 40/74 of spending, so machines need (1 - 40/74 x 0.5) / (34/74) = 54/34.
TEST_F(NestFile, SubsistenceFromElasticitiesAndTheFrischParameter) {
  const auto rules = read(std::string(k_cobb_douglas) +
                          "[subsistence]\nfrisch = -2\nexpenditure_elasticity = { A = 0.5 }\n");
  ASSERT_TRUE(rules.ok()) << rules.error().message();
  EXPECT_NEAR(rules->subsistence[0], 1.0 - 0.5 / 2.0, 1e-15);
  EXPECT_NEAR(rules->subsistence[1], 1.0 - 54.0 / 34.0 / 2.0, 1e-15);
  // The Frisch parameter is minus spending over what is not subsistence.
  const double basic = 40.0 * rules->subsistence[0] + 34.0 * rules->subsistence[1];
  EXPECT_NEAR(-74.0 / (74.0 - basic), -2.0, 1e-14);
}

TEST_F(NestFile, SubsistenceSaysWhatIsWrong) {
  const auto refused = [&](const std::string& table, const std::string& what,
                           const std::string& at) {
    expect_refused(k_cobb_douglas + table, what, at);
  };
  const std::string head = "[subsistence]\n";
  refused(head + "share = 1.2\n", "subsistence 1.2 is not a share from 0 to below 1", "1.2");
  refused(head + "by_sector = { A = 1 }\n", "subsistence 1 is not a share from 0 to below 1",
          "1 }");
  refused(head + "by_sector = { Grian = 0.4 }\n", "unknown sector 'Grian'", "0.4");
  refused(head + "by_sector = { A = 0.4, Grain = 0.3 }\n", "sector A Grain is named twice", "0.3");
  refused(head + "by_sector = { W = 0.4 }\n", "households buy nothing of 'W'", "0.4");
  refused(head + "shares = 0.4\n", "unknown key 'shares'", "shares");
  refused(head + "frisch = -0.5\nexpenditure_elasticity = { A = 0.5 }\n",
          "frisch -0.5 is not below -1", "-0.5");
  refused(head + "frisch = -2\nexpenditure_elasticity = { A = 2.5 }\n",
          "expenditure elasticity 2.5 is not above 0 and at most 2, minus frisch", "2.5");
  refused(head + "frisch = -2\nexpenditure_elasticity = { A = 0.1 }\n",
          "the sectors not named would need an expenditure elasticity of 2.059, so that all add up",
          "{ A = 0.1");
  refused(head + "frisch = -2\nexpenditure_elasticity = { A = 0.5, M = 1.1 }\n",
          "weighted by spending the elasticities add up to 0.775676, not to 1", "{ A = 0.5");
  refused(head + "frisch = -2\n", "one of frisch and expenditure_elasticity", head);
  refused(head + "share = 0.1\nfrisch = -2\n",
          "subsistence is said twice: by shares and by elasticities", head);
  refused(head, "subsistence without a share", head);
}

TEST_F(NestFile, SaysWhatIsWrongAndWhere) {
  const std::string factors =
      "value_added = { elasticity = 1, inputs = [\"labour\", \"capital\"] }\n";
  const auto rule = [&](const std::string& output, const std::string& rest = "") {
    return "[[production]]\noutput = " + output + "\n" + factors + rest;
  };
  expect_refused(rule(R"({ elasticity = 0, inputs = ["value_added", "enrgy", "goods"] })"),
                 "'enrgy' has no source: no factor, nest, group or sector is called so",
                 "\"enrgy\"");
  expect_refused(rule(R"({ elasticity = 0, inputs = ["value_added", "goods"] })",
                      "unused = { elasticity = 1, inputs = [\"A\"] }\n"),
                 "no nest buys 'unused': a use without a sink",
                 "{ elasticity = 1, inputs = [\"A\"]");
  expect_refused(
      rule(R"({ elasticity = 0, inputs = ["value_added", "goods"] })",
           "a = { elasticity = 1, inputs = [\"b\"] }\nb = { elasticity = 1, inputs = [\"a\"] }\n"),
      "nest 'a' is bought by 'b' alone, which the tree does not reach",
      "{ elasticity = 1, inputs = [\"b\"]");
  expect_refused(rule(R"({ elasticity = 0, inputs = ["value_added", "goods", "labour"] })"),
                 "labour is named twice in the tree", "\"labour\"");
  expect_refused(rule(R"({ elasticity = 0, inputs = ["value_added", "A", "goods", "Grain"] })"),
                 "sector A Grain is named twice in the tree", "\"Grain\"");
  expect_refused(rule(R"({ elasticity = 0, inputs = ["value_added", "goods", "output"] })"),
                 "nest 'output' is named twice, or goes round in a circle", "\"output\"");
  expect_refused("[[production]]\noutput = { elasticity = 0, inputs = [\"labour\", \"goods\"] }\n",
                 "the tree leaves out capital", "{ elasticity = 0");
  expect_refused(rule(R"({ elasticity = 0, inputs = ["value_added", "A"] })"),
                 "the tree leaves out M Machines", "{ elasticity = 0");
  expect_refused(rule(R"({ elasticity = -0.5, inputs = ["value_added", "goods"] })"),
                 "elasticity -0.5 is not a number from 0 up", "-0.5");
  expect_refused(rule(R"({ elasticity = "outptu", inputs = ["value_added", "goods"] })"),
                 "no elasticity of the economy is called 'outptu'", "\"outptu\"");
  expect_refused(
      rule(R"({ nest = "leontief", elasticity = 1, inputs = ["value_added", "goods"] })"),
      "'leontief' has its elasticity already", "\"leontief\"");
  expect_refused(rule(R"({ inputs = ["value_added", "goods"] })"),
                 "nest 'output' has no elasticity", "{ inputs");
  expect_refused(rule(R"({ elasticity = 1, inputs = [] })"),
                 "nest 'output' buys nothing: a good without a source", "[] }");
  expect_refused("[household]\nbundle = { elasticity = 1, inputs = [\"goods\", \"labour\"] }\n",
                 "final users do not hire labour", "\"labour\"");
}

TEST_F(NestFile, SaysWhichSectorIsWrong) {
  expect_refused("[groups]\nfood = [\"Grian\"]\n", "unknown sector 'Grian'", "\"Grian\"");
  expect_refused("[groups]\nfood = [\"A\"]\nmeals = [\"Grain\"]\n",
                 "sector A Grain is in two groups: 'food' and 'meals'", "[\"Grain\"]");
  expect_refused("[groups]\nfood = [\"*steel*\"]\n", "no sector is called like '*steel*'",
                 "\"*steel*\"");
  expect_refused("[groups]\nfood = []\n", "group 'food' has no sectors", "[]");
  expect_refused("[[production]]\nsectors = [\"A\", \"grain\"]\n", "sector A Grain is named twice",
                 "\"grain\"");
  expect_refused("[[production]]\nsectors = [\"A\"]\n[[production]]\nsectors = [\"*ain\"]\n",
                 "sector A Grain is in two rules", "[\"*ain\"]");
  expect_refused("[[production]]\nsectors = [\"W\"]\n", "W World is not made in the country",
                 "[\"W\"]");
  expect_refused("[[armington]]\ngoods = [\"A\"]\nelasticity = -1\n",
                 "elasticity -1 is not a number from 0 up", "-1");
  expect_refused("[[armington]]\nhome = 1\nhome_times = 2\n",
                 "'home' and 'home_times' say the same", "1\nhome");
}

void expect_same_network(const network::Network& a, const network::Network& b) {
  ASSERT_EQ(a.activities(), b.activities());
  ASSERT_EQ(a.edges(), b.edges());
  ASSERT_EQ(a.markets(), b.markets());
  for (Index n = 0; n < a.activities(); ++n) {
    EXPECT_EQ(a.activity(n).name, b.activity(n).name);
    EXPECT_EQ(a.activity(n).theta, b.activity(n).theta) << a.activity(n).name;
  }
  for (Index e = 0; e < a.edges(); ++e) {
    const bool same = a.edge(e).buyer == b.edge(e).buyer && a.edge(e).seller == b.edge(e).seller &&
                      a.edge(e).value_0 == b.edge(e).value_0 &&
                      a.edge(e).tax_0 == b.edge(e).tax_0 &&
                      a.edge(e).receiver == b.edge(e).receiver;
    ASSERT_TRUE(same) << a.activity(a.edge(e).buyer).name;
  }
}

/// The trees that have a name are rules, too: the shipped files give the same bits.
TEST(NestFiles, ATreeByNameAndItsRulesAreTheSame) {
  const TempJob job;
  for (const std::string tree : {"standard", "cobb-douglas", "leontief", "gtap-like"}) {
    const auto with = [&](const std::string& name) {
      const auto file = job.write("shock.toml",
                                  "title = \"t\"\n[[change]]\nlever = \"tariff of 094\"\nby = 0.1\n"
                                  "[nests]\ntree = \"" +
                                      name + "\"\n");
      return load_shock("china-2018", file).value();
    };
    const LoadedShock by_name = with(tree);
    const LoadedShock by_rules = with(tree + ".toml");
    expect_same_network(by_name.accounts->network, by_rules.accounts->network);
    if (tree != "gtap-like") continue;  // one solve stands for all: the solver sees the network
    ShockResult named = solve_shock(by_name).value();
    ShockResult ruled = solve_shock(by_rules).value();
    EXPECT_TRUE(named.converged);
    named.nests = ruled.nests;
    EXPECT_EQ(shock_json(named), shock_json(ruled));
  }
}

TEST(NestFiles, TheEnergyTreeReplicatesTheBaseYearAndDiffers) {
  const TempJob job;
  const auto with = [&](const std::string& nests, const std::string& change) {
    const auto file = job.write("shock.toml", change + nests);
    return solve_shock(load_shock("china-2018", file).value()).value();
  };
  const std::string own = "[nests]\ntree = \"energy.toml\"\n";
  const ShockResult base = with(own, "");
  ASSERT_TRUE(base.converged) << base.note;
  EXPECT_NEAR(base.real_gdp, 0.0, 1e-9);
  const std::string oil = "[[change]]\nlever = \"tariff of 007\"\nby = 0.5\n";
  const ShockResult standard = with("", oil);
  const ShockResult energy = with(own, oil);
  ASSERT_TRUE(energy.converged) << energy.note;
  EXPECT_GT(std::abs(energy.real_gdp - standard.real_gdp), 1e-6);
}

/// The shipped file on China: base year, derivatives and Engel's law.
TEST(NestFiles, TheLinearExpenditureSystemOfChina) {
  const TempJob job;
  const auto load = [&](const std::string& changes) {
    const auto file = job.write("shock.toml", changes + "[nests]\ntree = \"les.toml\"\n");
    return load_shock("china-2018", file).value();
  };
  const LoadedShock shock = load("");
  const ShockResult base = solve_shock(shock).value();
  ASSERT_TRUE(base.converged) << base.note;
  EXPECT_NEAR(base.real_gdp, 0.0, 1e-9);
  EXPECT_NEAR(base.consumption, 0.0, 1e-9);
  const auto& net = shock.accounts->network;
  const auto& household = net.subsistence().front();
  const double basic = net.edge(household.basic).value_0;
  const double all = net.value_0(household.activity);
  EXPECT_NEAR(-all / (all - basic), -2.5, 1e-9);
  // Tangent against differences, adjoint against tangent, away from the base year.
  auto parameters = equilibrium::base_parameters(net);
  auto direction = equilibrium::zero_slopes(net);
  for (const auto& industry : shock.accounts->industries) {
    parameters.log_productivity[industry.produce] = 0.05;
    direction.log_productivity[industry.produce] = 1.0;
  }
  equilibrium::Solver solver(net);
  const auto at = [&](double step) {
    auto moved = parameters;
    for (Index n = 0; n < net.activities(); ++n) {
      moved.log_productivity[n] += step * direction.log_productivity[n];
    }
    return solver.solve(moved);
  };
  const auto here = at(0.0);
  const auto derivatives = equilibrium::Derivatives::at(net, parameters, here);
  ASSERT_TRUE(derivatives.ok());
  const auto tangent = derivatives->tangent(direction);
  const double h = 1e-4;
  const auto up = at(h);
  const auto down = at(-h);
  auto weights = equilibrium::Change::zero(net);
  double sum = 0.0;
  for (const Index activity :
       {household.activity, shock.accounts->regions[0].top, shock.accounts->industries[0].supply}) {
    const Index node = net.node_of_activity(activity);
    EXPECT_NEAR(tangent.log_price[node], (up.log_price[node] - down.log_price[node]) / (2.0 * h),
                1e-6);
    EXPECT_NEAR(tangent.value[node], (up.value[node] - down.value[node]) / (2.0 * h),
                1e-5 * here.value[node]);
    weights.log_price[node] = 1.0;
    weights.value[node] = 0.5;
    sum += tangent.log_price[node] + 0.5 * tangent.value[node];
  }
  weights.paid[household.basic] = 2.0;
  sum += 2.0 * tangent.paid[household.basic];
  EXPECT_NEAR(tangent.paid[household.basic],
              (up.paid(net, household.basic) - down.paid(net, household.basic)) / (2.0 * h),
              1e-5 * basic);
  const auto gradient = derivatives->adjoint(weights);
  double backwards = 0.0;
  for (Index n = 0; n < net.activities(); ++n) {
    backwards += gradient.log_productivity[n] * direction.log_productivity[n];
  }
  EXPECT_NEAR(backwards, sum, 1e-8 * std::abs(sum));
  // Engel: food loses weight as incomes rise.
  const ShockResult richer =
      solve_shock(load("[[change]]\nlever = \"productivity\"\nby = 0.1\n")).value();
  ASSERT_TRUE(richer.converged) << richer.note;
  const auto output_of_meat = [](const ShockResult& result) {
    for (const auto& row : result.industries) {
      if (row.code == "016") return row.output;
    }
    return 0.0;
  };
  const auto file = job.write("plain.toml", "[[change]]\nlever = \"productivity\"\nby = 0.1\n");
  const ShockResult plain = solve_shock(load_shock("china-2018", file).value()).value();
  EXPECT_LT(output_of_meat(richer), output_of_meat(plain) - 0.02);
}

TEST(NestFiles, AMissingFileIsNamed) {
  const TempJob job;
  const std::string text = "[nests]\ntree = \"mine.toml\"\n";
  const auto file = job.write("shock.toml", text);
  const auto shock = load_shock("china-2018", file);
  ASSERT_FALSE(shock.ok());
  EXPECT_EQ(shock.error().what, "no nest file 'mine.toml'");
  expect_points_at(shock.error(), file, text, "\"mine.toml\"");
}

}  // namespace
}  // namespace domar::scenario
