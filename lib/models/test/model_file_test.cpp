#include "domar/models/model_file.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "domar/equilibrium/solver.hpp"
#include "domar/models/vocabulary.hpp"
#include "support/source_dir.hpp"
#include "support/temp_folder.hpp"

namespace domar::models {
namespace {

/// Writes a model into a file of its own, and tells where its errors point.
class ModelFile : public ::testing::Test {
 protected:
  Result<Model> read(const std::string& text) {
    file_ = folder_.write("model.toml", text);
    return read_model(file_);
  }
  /// The model is refused; the message holds `words` and points at the line of `part`.
  void expect_refused(const std::string& text, const std::string& words, const std::string& part) {
    const auto model = read(text);
    ASSERT_FALSE(model.ok()) << words;
    EXPECT_NE(model.error().what.find(words), std::string::npos) << model.error().what;
    const auto line = test::place_of(part, text).line;
    EXPECT_EQ(model.error().where.rfind(file_.string() + ":" + std::to_string(line) + ":", 0), 0u)
        << model.error().where << " should be line " << line;
  }

  test::TempFolder folder_;
  std::filesystem::path file_;
};

const std::string k_small = R"(
title = "Farm and mill"
[[factor]]
name = "labour"
[[agent]]
name = "household"
owns = { labour = 100 }
spends_on = "consumption"
[[agent]]
name = "state"
spends_on = "schools"
[[activity]]
name = "grain"
elasticity = 0.5
inputs = { labour = 60 }
[[activity]]
name = "bread"
nest = "leontief"
inputs = { grain = 30, labour = { pays = 50, tax = 10, to = "state" } }
[[activity]]
name = "consumption"
inputs = { bread = 70, grain = 30 }
[[activity]]
name = "schools"
inputs = { bread = 10 }
)";

std::string with(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST_F(ModelFile, IsANetworkThatReplicatesItsBaseYear) {
  const auto model = read(k_small);
  ASSERT_TRUE(model.ok()) << model.error().message();
  EXPECT_EQ(model->title, "Farm and mill");
  const auto& net = model->network;
  EXPECT_EQ(net.markets(), 1u);
  EXPECT_EQ(net.activity(net.find_activity("grain")).theta, 0.5);
  EXPECT_EQ(net.activity(net.find_activity("bread")).theta, 0.0);
  EXPECT_EQ(net.activity(net.find_activity("consumption")).theta, 1.0);
  const Index taxed = net.find_edge(net.find_activity("bread"), net.find_market("labour"));
  EXPECT_DOUBLE_EQ(net.edge(taxed).tax_0, 0.25);
  const auto base = equilibrium::solve(net, equilibrium::base_parameters(net));
  ASSERT_TRUE(base.converged);
  for (const double p : base.log_price) EXPECT_NEAR(p, 0.0, 1e-12);
}

TEST_F(ModelFile, NamesTheGoodWithoutASource) {
  expect_refused(with(k_small, "grain = 30, labour = {", "flour = 30, labour = {"),
                 "a good without a source: nothing supplies 'flour'", "flour = 30");
  expect_refused(with(k_small, "inputs = { labour = 60 }", ""), "a good without a source",
                 "[[activity]]\nname = \"grain\"");
  expect_refused(
      with(k_small, "name = \"labour\"", "name = \"labour\"\n[[factor]]\nname = \"land\""),
      "a good without a source: nobody owns 'land'", "name = \"land\"");
}

TEST_F(ModelFile, NamesTheUseWithoutASink) {
  expect_refused(k_small + "[[activity]]\nname = \"toys\"\ninputs = { labour = 1 }\n",
                 "a use without a sink: nobody buys 'toys'", "name = \"toys\"");
  expect_refused(with(k_small, "inputs = { labour = 60 }",
                      "inputs = { labour = 60 }\nmakes = { grain2 = 60 }"),
                 "'grain2'", "makes = {");
}

TEST_F(ModelFile, NamesTheTaxWithoutAReceiver) {
  expect_refused(with(k_small, ", to = \"state\"", ""), "a tax without a receiver", "tax = 10");
  expect_refused(with(k_small, "to = \"state\"", "to = \"sate\""),
                 "a tax without a receiver: there is no agent 'sate'", "to = \"sate\"");
}

TEST_F(ModelFile, SaysBothSumsOfWhatDoesNotBalance) {
  expect_refused(with(k_small, "inputs = { labour = 60 }", "inputs = { labour = 61 }"),
                 "'grain' does not balance: it costs 61, its buyers pay 60", "name = \"grain\"");
  expect_refused(with(k_small, "owns = { labour = 100 }", "owns = { labour = 100, grain = 1 }"),
                 "agents own factors and products; there is no 'grain'", "grain = 1 }");
}

TEST_F(ModelFile, RefusesWhatCannotBe) {
  expect_refused(with(k_small, "elasticity = 0.5", "elasticity = -0.5"), "below 0", "-0.5");
  expect_refused(with(k_small, "nest = \"leontief\"", "nest = \"leontieff\""),
                 "unknown nest 'leontieff'", "leontieff");
  expect_refused(with(k_small, "nest = \"leontief\"", "nest = \"ces\""), "needs 'elasticity'",
                 "\"ces\"");
  expect_refused(with(k_small, "inputs = { labour = 60 }", "inputs = { labour = 0 }"),
                 "not above 0", "labour = 0");
  expect_refused(with(k_small, "name = \"bread\"", "name = \"grain\""), "two things are called",
                 "name = \"grain\"\nnest");
  expect_refused(with(k_small, "spends_on = \"schools\"", "spends_on = \"school\""),
                 "there is no 'school'", "\"school\"");
  expect_refused(with(k_small, "spends_on = \"schools\"", ""), "keeps 10 of its income unspent",
                 "name = \"state\"");
}

TEST_F(ModelFile, RefusesAModelOfNothing) {
  for (const char* text : {"", "title = \"x\"\n", "[[factor]]\nname = \"labour\"\n"}) {
    const auto model = read(text);
    ASSERT_FALSE(model.ok()) << text;
    EXPECT_EQ(model.error().what, "a model has an [[agent]] and an [[activity]] at least");
  }
}

TEST_F(ModelFile, NestsDrawnInsideAreActivities) {
  const auto model =
      read(with(k_small, "grain = 30, labour = {",
                "\"flour\" = { elasticity = 0.3, inputs = { grain = 20, \"more grain\" = { nest = "
                "\"leontief\", inputs = { grain = 10 } } } }, labour = {"));
  ASSERT_TRUE(model.ok()) << model.error().message();
  const auto& net = model->network;
  const Index flour = net.find_activity("bread / flour");
  ASSERT_NE(flour, network::k_none);
  EXPECT_EQ(net.activity(flour).theta, 0.3);
  EXPECT_DOUBLE_EQ(net.value_0(flour), 30.0);
  EXPECT_NE(net.find_activity("bread / flour / more grain"), network::k_none);
}

/// Stone-Geary: with subsistence the quantity of a necessity follows its closed form.
TEST_F(ModelFile, SubsistenceIsStoneGeary) {
  const auto model = read(R"(
[[factor]]
name = "labour"
[[agent]]
name = "household"
owns = { labour = 100 }
spends_on = "consumption"
subsistence = { food = 30 }
[[activity]]
name = "food"
inputs = { labour = 50 }
[[activity]]
name = "toys"
inputs = { labour = 50 }
[[activity]]
name = "consumption"
nest = "cobb-douglas"
inputs = { food = 50, toys = 50 }
)");
  ASSERT_TRUE(model.ok()) << model.error().message();
  EXPECT_TRUE(model->relations.empty());
  const auto& net = model->network;
  auto shock = equilibrium::base_parameters(net);
  shock.log_productivity[net.find_activity("food")] = std::log(0.8);
  const auto s = equilibrium::solve(net, shock);
  ASSERT_TRUE(s.converged) << s.note;
  // Food costs 1 / 0.8; what is left after subsistence is shared 20 : 50.
  const double left = 100.0 - 30.0 / 0.8;
  const double food = 30.0 + left * (2.0 / 7.0) * 0.8;
  EXPECT_NEAR(s.quantity(net, net.find_activity("food")), food, 1e-9);
  // Welfare is base utility in money: 30 and what the rest costs at base prices.
  const auto welfare = NetworkWords(net).indicator("welfare of household").value();
  const double real = 30.0 + left / std::pow(1.0 / 0.8, 2.0 / 7.0);
  EXPECT_NEAR(welfare.value(net, shock, s), real, 1e-7);
}

TEST_F(ModelFile, SubsistenceIsOfABundleOfItsOwn) {
  const auto model = read(R"(
[[factor]]
name = "labour"
[[agent]]
name = "household"
owns = { labour = 100 }
spends_on = "consumption"
subsistence = { food = 30 }
[[agent]]
name = "others"
owns = { labour = 100 }
spends_on = "consumption"
[[activity]]
name = "food"
inputs = { labour = 200 }
[[activity]]
name = "consumption"
inputs = { food = 200 }
)");
  ASSERT_FALSE(model.ok());
  EXPECT_EQ(model.error().what,
            "'consumption' is bought by others, too: its subsistence would be theirs");
}

/// ln L = e ln(w / P): labour supply with a productivity gain that raises the real wage by 10 %.
TEST_F(ModelFile, ElasticSupplyFollowsTheRealWage) {
  const auto model = read(R"(
[[factor]]
name = "labour"
supply_elasticity = 0.5
[[agent]]
name = "household"
owns = { labour = 100 }
spends_on = "consumption"
[[activity]]
name = "consumption"
inputs = { labour = 100 }
)");
  ASSERT_TRUE(model.ok()) << model.error().message();
  const auto& net = model->network;
  equilibrium::Experiment experiment;
  experiment.swaps = model->relations;
  experiment.levers = {NetworkWords(net).lever("productivity of consumption").value()};
  experiment.amounts = {std::log(1.1)};
  equilibrium::ClosedSolver solver(net, experiment);
  const auto s = solver.solve_in_steps();
  ASSERT_TRUE(s.solution.converged) << s.solution.note;
  EXPECT_NEAR(s.parameters.log_endowment[0], 0.5 * std::log(1.1), 1e-9);
}

/// A factor of mobility m moves between its users by m times their relative wage.
TEST_F(ModelFile, MobilityIsAConstantElasticityOfTransformation) {
  for (const double mobility : {0.0, 0.7, 5.0}) {
    const auto model = read(R"(
[[factor]]
name = "labour"
mobility = )" + std::to_string(mobility) +
                            R"(
[[agent]]
name = "household"
owns = { labour = 100 }
spends_on = "consumption"
[[activity]]
name = "food"
inputs = { labour = 50 }
[[activity]]
name = "toys"
inputs = { labour = 50 }
[[activity]]
name = "consumption"
elasticity = 3.0
inputs = { food = 50, toys = 50 }
)");
    ASSERT_TRUE(model.ok()) << model.error().message();
    const auto& net = model->network;
    auto parameters = equilibrium::base_parameters(net);
    parameters.log_productivity[net.find_activity("food")] = 0.2;
    const auto s = equilibrium::solve(net, parameters);
    ASSERT_TRUE(s.converged) << s.note;
    const Index food = net.find_market("labour of food");
    const Index toys = net.find_market("labour of toys");
    const double wages = s.log_price[food] - s.log_price[toys];
    const double moved = std::log(s.value[food] / s.value[toys]) - wages;
    EXPECT_NEAR(moved, mobility * wages, 1e-8);
    EXPECT_GT(wages, 0.0);
  }
}

TEST(BuiltInModels, AreReadAndReplicate) {
  for (const char* name : {"stdcge", "shoven-whalley"}) {
    const auto model =
        read_model(test::source_dir() / "scenarios/models" / (std::string(name) + ".toml"));
    ASSERT_TRUE(model.ok()) << model.error().message();
    const auto base =
        equilibrium::solve(model->network, equilibrium::base_parameters(model->network));
    ASSERT_TRUE(base.converged) << base.note;
    for (const double p : base.log_price) EXPECT_NEAR(p, 0.0, 1e-9);
    EXPECT_FALSE(model->source.empty());
  }
}

}  // namespace
}  // namespace domar::models
