#include "../src/figures.hpp"

#include <gtest/gtest.h>

#include "../../../tests/economies/two_industries.hpp"

namespace domar::scenario {
namespace {

/// A parameter of grain and machines in some unit.
EconomyFolder folder_with(const std::string& parameter, const std::string& unit) {
  EconomyFolder folder;
  folder.economy = tests::two_industries();
  folder.table = "economies/two/two.nc";
  folder.parameters.sectors = Labels::make({"A", "M"}, {"Grain", "Machines"}).value();
  Fact fact;
  fact.value = 2.5;
  fact.unit = unit;
  folder.parameters.by_name[parameter] = {fact, fact};
  return folder;
}

TEST(Figures, AParameterIsLaidOutByGood) {
  const EconomyFolder folder = folder_with("armington_elasticity", "1");
  Figures figures(folder);
  EXPECT_EQ(figures.by_good("armington_elasticity", 1.0), (Vector{2.5, 2.5, 1.0}));
  EXPECT_TRUE(figures.status().ok());
}

TEST(Figures, AnotherUnitIsRefused) {
  for (const auto& [parameter, right, wrong] :
       {std::tuple{"rd_spending", "billion yuan", "million yuan"},
        std::tuple{"rd_spending", "Billion Yuan", "billion dollars"},
        std::tuple{"ai_exposure", "share of tasks", "%"}, std::tuple{"scale_elasticity", "1", "%"},
        std::tuple{"export_elasticity", "1", ""}}) {
    const EconomyFolder fine = folder_with(parameter, right);
    Figures taken(fine);
    (void)taken.by_good(parameter, 0.0);
    EXPECT_TRUE(taken.status().ok()) << parameter << ' ' << right;
    const EconomyFolder folder = folder_with(parameter, wrong);
    Figures figures(folder);
    (void)figures.by_good(parameter, 0.0);
    ASSERT_FALSE(figures.status().ok()) << parameter << ' ' << wrong;
    const Error error = figures.status().error();
    EXPECT_EQ(error.where, "economies/two/parameters.csv");
    EXPECT_NE(error.what.find(std::string(parameter) + " of A is in '" + wrong + "'"),
              std::string::npos)
        << error.what;
  }
}

TEST(Figures, AMissingParameterIsNamed) {
  const EconomyFolder folder = folder_with("armington_elasticity", "1");
  Figures figures(folder);
  (void)figures.by_good("armington_elastcity", 0.0);
  EXPECT_EQ(figures.status().error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace domar::scenario
