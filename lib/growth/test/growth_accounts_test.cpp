#include "domar/growth/growth_accounts.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "../../../tests/economies/two_industries.hpp"
#include "domar/equilibrium/solver.hpp"

namespace domar::growth {
namespace {

using equilibrium::Parameters;
using equilibrium::Solution;

constexpr Index k_farms = 0;
constexpr Index k_works = 1;
constexpr double k_rounding = 1e-12;
constexpr double k_third_order = 1e-6;  ///< Tornqvist indexes and CES functions differ by that

/// Home in the base year and after one change; GDP of the base year is 150.
class GrowthAccountsOf : public testing::Test {
 protected:
  GrowthAccountsOf() {
    network::NetworkOptions options = tests::options_for_two_industries();
    options.data_share = 0.02;
    network_ = tests::network_of_two_industries(options);
    before_ = equilibrium::base_parameters(network_.network);
    after_ = before_;
    none_.own_knowledge = none_.spillovers = none_.ai = none_.emerging = Vector(3, 0.0);
  }

  /// Accounts of the step from before_ to after_.
  GrowthAccounts account() {
    start_ = equilibrium::solve(network_.network, before_);
    end_ = equilibrium::solve(network_.network, after_);
    EXPECT_TRUE(start_.converged && end_.converged);
    SolvedYear from{&before_, &start_};
    SolvedYear to{&after_, &end_, people_, quality_, residual_};
    const GrowthAccounts accounts = growth_accounts(economy_, network_, 0, from, to, none_);
    EXPECT_LT(accounts.residual(), k_rounding) << "the parts add up";
    return accounts;
  }
  [[nodiscard]] double gdp(const Parameters& parameters, const Solution& solution) const {
    return nominal_gdp(economy_, network_, 0, parameters, solution);
  }
  /// Mean of an amount's share in GDP before and after.
  [[nodiscard]] double share(const std::function<double(const Solution&)>& amount) const {
    return 0.5 * (amount(start_) / gdp(before_, start_) + amount(end_) / gdp(after_, end_));
  }
  [[nodiscard]] double sales_share(Index industry) const {
    const Index node = network_.network.node_of_activity(network_.industries[industry].supply);
    return share([&](const Solution& s) { return s.value[node]; });
  }
  /// What home pays a kind of market: labour, capital or data.
  [[nodiscard]] double factor_share(Index network::IndustryNodes::*kind) const {
    return share([&](const Solution& s) {
      double paid = 0.0;
      for (const Index j : {k_farms, k_works}) {
        const auto& nodes = network_.industries[j];
        for (const Index e : network_.factor_edges[j]) {
          if (network_.network.edge(e).seller == nodes.*kind) paid += s.paid(network_.network, e);
        }
      }
      return paid;
    });
  }

  accounts::Economy economy_ = tests::two_industries();
  network::AccountsNetwork network_;
  Parameters before_, after_;
  Solution start_, end_;
  double people_ = 0.0;
  double quality_ = 0.0;
  double residual_ = 0.0;
  IndustryTechnology none_;
};

TEST_F(GrowthAccountsOf, TheBaseYearIsTheTable) {
  const GrowthAccounts accounts = account();
  EXPECT_NEAR(gdp(before_, start_), 150.0, 1e-9);
  EXPECT_NEAR(accounts.gdp_growth, 0.0, k_rounding);
  EXPECT_NEAR(factor_share(&network::IndustryNodes::labour), 84.0 / 150.0, 1e-12);
  EXPECT_NEAR(factor_share(&network::IndustryNodes::data), 0.02, 1e-12);
}

TEST_F(GrowthAccountsOf, OnlyLabourGrows) {
  people_ = 0.03;
  quality_ = 0.02;
  after_.log_endowment[network_.industries[k_farms].labour] = 0.05;
  const GrowthAccounts accounts = account();
  const double labour_share = factor_share(&network::IndustryNodes::labour);
  EXPECT_NEAR(labour_share, 0.56, 0.01);
  EXPECT_NEAR(accounts.labour, labour_share * 0.05, 1e-11);
  EXPECT_NEAR(accounts.labour_quantity, labour_share * 0.03, 1e-11);
  EXPECT_NEAR(accounts.labour_quality, labour_share * 0.02, 1e-11);
  EXPECT_NEAR(accounts.capital, 0.0, 1e-11);
  EXPECT_NEAR(accounts.data, 0.0, 1e-11);
  EXPECT_NEAR(accounts.technology, 0.0, k_third_order);
  EXPECT_GT(accounts.gdp_growth, 0.02);
}

TEST_F(GrowthAccountsOf, OnlyCapitalOfOneIndustryGrows) {
  after_.log_endowment[network_.industries[k_works].capital] = 0.05;
  const GrowthAccounts accounts = account();
  // Capital earns 20 and 40 less data's 2 % of value added, 1.32 and 1.68.
  const double farms = 18.68;
  const double works = 38.32;
  const double growth = std::log((farms + works * std::exp(0.05)) / (farms + works));
  EXPECT_NEAR(accounts.capital, factor_share(&network::IndustryNodes::capital) * growth, 1e-11);
  EXPECT_NEAR(accounts.labour, 0.0, 1e-11);
  EXPECT_NEAR(accounts.technology, 0.0, k_third_order);
}

TEST_F(GrowthAccountsOf, OnlyDataGrow) {
  for (const Index j : {k_farms, k_works}) after_.log_endowment[network_.industries[j].data] = 0.1;
  const GrowthAccounts accounts = account();
  EXPECT_NEAR(accounts.data, factor_share(&network::IndustryNodes::data) * 0.1, 1e-11);
  EXPECT_NEAR(accounts.data, 0.02 * 0.1, 1e-4);
  EXPECT_NEAR(accounts.technology, 0.0, k_third_order);
}

/// Hulten: an industry's technology counts with its sales over GDP, 170 / 150 for works.
TEST_F(GrowthAccountsOf, TechnologyOfOneIndustryHasItsDomarWeight) {
  after_.log_productivity[network_.industries[k_works].produce] = 0.01;
  none_.own_knowledge[k_works] = 0.01;
  const GrowthAccounts accounts = account();
  EXPECT_NEAR(sales_share(k_works), 170.0 / 150.0, 0.01);
  EXPECT_NEAR(accounts.industry_technology[k_works], sales_share(k_works) * 0.01, k_third_order);
  EXPECT_NEAR(accounts.industry_technology[k_farms], 0.0, k_third_order);
  EXPECT_NEAR(accounts.technology, 170.0 / 150.0 * 0.01, 1e-4);
  EXPECT_NEAR(accounts.sources.own_knowledge, sales_share(k_works) * 0.01, 1e-12);
  EXPECT_NEAR(accounts.sources.remainder, 0.0, k_third_order);
  EXPECT_NEAR(accounts.labour, 0.0, 1e-11);
  EXPECT_NEAR(accounts.capital, 0.0, 1e-11);
  EXPECT_NEAR(accounts.gdp_growth, 170.0 / 150.0 * 0.01, 5e-4) << "but for reallocation";
}

/// Labour that counts for more is technology, not labour.
TEST_F(GrowthAccountsOf, TheLabourAugmentingResidualIsTechnology) {
  people_ = 0.01;
  residual_ = 0.04;
  after_.log_endowment[network_.industries[k_farms].labour] = 0.05;
  const GrowthAccounts accounts = account();
  const double labour_share = factor_share(&network::IndustryNodes::labour);
  EXPECT_NEAR(accounts.labour, labour_share * 0.01, 1e-11);
  // Of 150: farms sell for 120 what costs 114, of which labour is 40; works pay labour 44.
  EXPECT_NEAR(accounts.technology, (120.0 * 40.0 / 114.0 + 44.0) / 150.0 * 0.04, 5e-5);
  EXPECT_NEAR(accounts.sources.residual, accounts.technology, k_third_order);
}

/// Output of farms is taxed: a subsidy there moves factors to where they are worth more. No factor
/// and no technology changes, so all growth is reallocation.
TEST_F(GrowthAccountsOf, TaxesReallocate) {
  after_.tax[network_.industries[k_farms].tax_edge] -= 0.05;
  const GrowthAccounts accounts = account();
  EXPECT_NEAR(accounts.labour, 0.0, 1e-11);
  EXPECT_NEAR(accounts.capital, 0.0, 1e-11);
  EXPECT_NEAR(accounts.data, 0.0, 1e-11);
  EXPECT_NEAR(accounts.technology, 0.0, k_third_order);
  EXPECT_NEAR(accounts.gdp_growth, accounts.reallocation, k_third_order);
  EXPECT_GT(accounts.reallocation, 1e-5);
}

TEST_F(GrowthAccountsOf, ATariffsRevenueIsPartOfGdp) {
  const Index edge = network_.import_edges[0][1][0];
  after_.tax[edge] = 0.02;
  const GrowthAccounts accounts = account();
  EXPECT_NEAR(accounts.technology, 0.0, k_third_order);
  double value_added = 0.0;
  for (const Index j : {k_farms, k_works}) {
    const Index node = network_.network.node_of_activity(network_.industries[j].supply);
    value_added += end_.value[node];
    for (const Index e : network_.input_edges[j]) value_added -= end_.paid(network_.network, e);
  }
  const double revenue = end_.paid(network_.network, edge) * 0.02 / 1.02;
  EXPECT_NEAR(revenue, 0.02 * 20.0, 0.05);
  EXPECT_NEAR(gdp(after_, end_), value_added + revenue, 1e-9);
  // Home spends all it earns, so GDP is also what it spends plus net exports.
  double spending = end_.value[network_.network.node_of_activity(network_.regions[0].top)];
  for (Index i = 0; i < 2; ++i) {
    for (const Index e : network_.import_edges[1][i]) spending += end_.paid(network_.network, e);
    for (const Index e : network_.import_edges[0][i]) {
      spending -= end_.paid(network_.network, e) / (1.0 + after_.tax[e]);
    }
  }
  EXPECT_NEAR(gdp(after_, end_), spending, 1e-8);
}

TEST_F(GrowthAccountsOf, EverythingAtOnceAddsUp) {
  people_ = -0.01;
  residual_ = 0.03;
  after_.log_endowment[network_.industries[k_farms].labour] = 0.02;
  after_.log_endowment[network_.industries[k_farms].capital] = 0.08;
  after_.log_endowment[network_.industries[k_works].data] = 0.2;
  after_.log_productivity[network_.industries[k_works].produce] = 0.05;
  after_.tax[network_.import_edges[0][0][0]] = 0.1;
  after_.tax[network_.industries[k_farms].tax_edge] -= 0.02;
  after_.log_iceberg[network_.import_edges[0][1][0]] = 0.1;
  const GrowthAccounts accounts = account();  // adds up to rounding
  EXPECT_GT(std::abs(accounts.reallocation), 1e-6);
}

}  // namespace
}  // namespace domar::growth
