#include "domar/network/nest_rules.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "three_industries.hpp"

namespace domar::network {
namespace {

using Of = NestInput::Of;

/// The economy with rules that differ from the standard ones in one thing.
class Rules : public ::testing::Test {
 protected:
  Rules()
      : economy_(three_industries()),
        options_(options_for_three_industries()),
        rules_(standard_rules(economy_, options_.elasticities, options_.armington)) {}

  std::string refusal() {
    options_.nests = std::make_shared<const NestRules>(rules_);
    const auto built = build_network(economy_, options_);
    return built.ok() ? "" : built.error().where + ": " + built.error().what;
  }
  NestTree& tree() { return rules_.trees[0]; }

  accounts::Economy economy_;
  NetworkOptions options_;
  NestRules rules_;
};

TEST_F(Rules, TheStandardRulesAreTheStandardNetwork) {
  const AccountsNetwork standard = build_network(economy_, options_).value();
  options_.nests = std::make_shared<const NestRules>(rules_);
  const AccountsNetwork ruled = build_network(economy_, options_).value();
  ASSERT_EQ(standard.network.edges(), ruled.network.edges());
  for (Index e = 0; e < standard.network.edges(); ++e) {
    EXPECT_EQ(standard.network.edge(e).value_0, ruled.network.edge(e).value_0);
    EXPECT_EQ(standard.network.edge(e).seller, ruled.network.edge(e).seller);
  }
}

TEST_F(Rules, RefusesWhatIsLeftOutOrNamedTwice) {
  tree()[2].inputs[0].goods = {0, 1};  // services and the world's good are missing
  EXPECT_EQ(refusal(), "home 01: its nests leave out good S Services");
  tree()[2].inputs[0].goods = {0, 1, 1, 2, 3};
  EXPECT_EQ(refusal(), "home 01: its nests name twice good M Machines");
}

TEST_F(Rules, RefusesAFactorLeftOut) {
  tree()[1].inputs.erase(tree()[1].inputs.begin() + 1);
  EXPECT_EQ(refusal(), "home 01: its nests leave out capital");
}

TEST_F(Rules, RefusesWhatIsNoTree) {
  tree().push_back({"spare", 1.0, {}});
  EXPECT_EQ(refusal(), "spare: no nest buys it");
  tree()[0].inputs.push_back({Of::nest, 3, {}});
  tree()[1].inputs.push_back({Of::nest, 3, {}});
  EXPECT_EQ(refusal(), "value added: buys the root, or a nest that is bought elsewhere");
}

TEST_F(Rules, RefusesElasticitiesOutOfRange) {
  tree()[1].elasticity = -0.1;
  EXPECT_EQ(refusal(), "value added: elasticity -0.1 is not a number from 0 up");
  tree()[1].elasticity = 0.5;
  rules_.exports.pop_back();
  EXPECT_EQ(refusal(), "three industries: the trade elasticities are not one for each of 4 goods");
}

TEST_F(Rules, SubsistenceIsAShareBelowOne) {
  rules_.subsistence = Vector(3, 0.0);
  EXPECT_EQ(refusal(), "three industries: 3 parts of subsistence for 4 goods");
  rules_.subsistence = {0.0, 0.5, 1.0, 0.0};
  EXPECT_NE(refusal().find("subsistence 1 is not a share from 0 to below 1"), std::string::npos);
}

TEST_F(Rules, FinalUsersHireNobody) {
  rules_.household[0].inputs.push_back({Of::labour, 0, {}});
  EXPECT_EQ(refusal(), "three industries: a final user buys no factors");
}

}  // namespace
}  // namespace domar::network
