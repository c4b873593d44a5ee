#include "domar/scenario/check_economy.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "domar/scenario/economy_folder.hpp"

namespace domar::scenario {
namespace {

using accounts::Economy;
using accounts::Finding;

bool speaks_of(const Checked& checked, const char* words) {
  return std::any_of(checked.findings.begin(), checked.findings.end(),
                     [&](const Finding& f) { return f.what.find(words) != std::string::npos; });
}

class CheckEconomy : public testing::Test {
 protected:
  Economy china_ = read_economy_folder("china-2018").value().economy;
};

TEST_F(CheckEconomy, FindsNoErrorInABuiltInEconomy) {
  const Checked checked = check_economy(china_).value();
  EXPECT_EQ(checked.errors, 0U);
  EXPECT_LT(checked.largest_relative_error, 1e-9);
}

/// A balanced table in the wrong unit is right in itself: only known GDP tells.
TEST_F(CheckEconomy, ComparesWithKnownGdp) {
  china_.unit = "billion yuan";
  const Checked checked = check_economy(china_).value();
  EXPECT_TRUE(speaks_of(checked, "off by about 10^3"));
  ASSERT_GT(checked.errors, 0U);
  for (Index k = 0; k < checked.findings.size(); ++k) {
    EXPECT_EQ(checked.findings[k].severity == accounts::Severity::error, k < checked.errors) << k;
  }
  china_.unit = "million yuan";
  china_.year = 1996;
  EXPECT_TRUE(speaks_of(check_economy(china_).value(), "known GDP of 1996"));
}

TEST_F(CheckEconomy, ComparesWithAnotherYear) {
  Economy later = china_;
  later.year = 2019;
  later.name = "china-2019";
  const Index steel = 60;
  for (Matrix& use : later.use) {
    for (double& value : use.row(steel)) value *= 100.0;
  }
  const auto alone = check_economy(china_).value();
  const auto both = check_economy(china_, &later).value();
  EXPECT_GT(both.findings.size(), alone.findings.size());
}

}  // namespace
}  // namespace domar::scenario
