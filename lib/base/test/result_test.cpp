#include "domar/base/result.hpp"

#include <gtest/gtest.h>

#include "domar/base/fact.hpp"

namespace domar {
namespace {

TEST(Result, HoldsAValueOrAnError) {
  const Result<int> good = 3;
  const Result<int> bad = Error{ErrorCode::bad_value, "rate 25", "a.toml:1:2", "write 0.25", ""};
  EXPECT_EQ(good.value(), 3);
  EXPECT_THROW((void)bad.value(), DomarError);
  EXPECT_EQ(bad.error().message(), "a.toml:1:2: rate 25\n   hint: write 0.25");
}

TEST(ExitStatus, IsTheDocumentedTable) {
  EXPECT_EQ(exit_status(ErrorCode::internal), 1);
  EXPECT_EQ(exit_status(ErrorCode::usage), 2);
  EXPECT_EQ(exit_status(ErrorCode::not_found), 3);
  EXPECT_EQ(exit_status(ErrorCode::no_convergence), 4);
  EXPECT_EQ(exit_status(ErrorCode::infeasible), 5);
  EXPECT_EQ(exit_status(ErrorCode::interrupted), 130);
}

TEST(FactStatus, AMixedStatusCountsAsItsWeakestPart) {
  EXPECT_EQ(parse_fact_status("seen; range from memory").value(), FactStatus::from_memory);
  EXPECT_EQ(parse_fact_status("seen; mapping ours").value(), FactStatus::seen);
  EXPECT_FALSE(parse_fact_status("rumour").ok());
}

}  // namespace
}  // namespace domar
