/// A GTAP-like world on WIOD: no digits are published; what it must do better than nothing, and
/// signs.

#include <gtest/gtest.h>

#include <cmath>

#include "domar/replicas/replicas.hpp"
#include "support/source_dir.hpp"

namespace domar::tests {
namespace {

TEST(GtapLike, FollowsMeasuredSharesAndLosesFromDearerTrade) {
  const auto data = test::shared_data("wiod13");
  if (data.empty()) GTEST_SKIP() << "skipped: needs ../shared/data";
  const auto replica = replicas::run_replica("gtap-like", data);
  ASSERT_TRUE(replica.ok()) << replica.error().message();
  ASSERT_EQ(replica->rows.size(), 41u);
  double share = 0.0;
  double error = 0.0;
  for (const auto& row : replica->rows) {
    EXPECT_LT(row.computed.at("welfare_dearer_trade"), 0.0) << row.region;
    share += row.computed.at("gdp_share");
    error += std::abs(row.computed.at("gdp_share") - row.published.at("gdp_share"));
  }
  EXPECT_NEAR(share, 100.0, 1e-9);
  EXPECT_LT(error / 41.0, 0.3);  // points; the shares of 1995 kept would be 0.97 off
}

}  // namespace
}  // namespace domar::tests
