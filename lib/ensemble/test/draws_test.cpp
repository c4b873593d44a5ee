#include "domar/ensemble/draws.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cmath>
#include <fstream>

#include "domar/base/interrupt.hpp"
#include "domar/ensemble/design.hpp"

namespace domar::ensemble {
namespace {

namespace fs = std::filesystem;

class RunDraws : public ::testing::Test {
 protected:
  void SetUp() override {
    set_interrupt_requested(false);
    store = fs::temp_directory_path() / ("domar_draws_" + std::to_string(getpid()));
    fs::remove(store);
  }
  void TearDown() override {
    set_interrupt_requested(false);
    fs::remove(store);
  }
  [[nodiscard]] DrawPlan plan(Index draws, int threads = 1) const {
    return {draws, 2, threads, store, "seed 1"};
  }
  /// Depends on the number alone.
  static Result<Vector> task(Index k) {
    return Vector{counter_uniform(1, k), static_cast<double>(k)};
  }
  fs::path store;
};

TEST_F(RunDraws, GiveTheSameBitsForAnyNumberOfThreads) {
  const Draws one = run_draws(plan(50), task).value();
  fs::remove(store);
  const Draws two = run_draws(plan(50, 2), task).value();
  EXPECT_EQ(one.values.values(), two.values.values());
  EXPECT_EQ(one.failures(), 0U);
}

TEST_F(RunDraws, GoOnWhereTheyWereStopped) {
  std::atomic<int> ran = 0;
  const auto counted = [&](Index k) {
    if (++ran == 10) set_interrupt_requested(true);
    return task(k);
  };
  EXPECT_EQ(run_draws(plan(40), counted).error().code, ErrorCode::interrupted);
  set_interrupt_requested(false);
  std::ofstream(store, std::ios::app | std::ios::binary) << "half a rec";  // torn by a kill
  const Draws rest = run_draws(plan(40, 2), counted).value();
  EXPECT_EQ(rest.taken_up, 10U);
  EXPECT_EQ(ran, 40);
  fs::remove(store);
  EXPECT_EQ(rest.values.values(), run_draws(plan(40), task).value().values.values());
}

TEST_F(RunDraws, TakeUpFewerForMore) {
  EXPECT_EQ(run_draws(plan(8), task)->taken_up, 0U);
  EXPECT_EQ(run_draws(plan(20), task)->taken_up, 8U);
}

TEST_F(RunDraws, StartAnewWhenSomethingElseIsAsked) {
  ASSERT_TRUE(run_draws(plan(5), task).ok());
  DrawPlan other = plan(5);
  other.key = "seed 2";
  EXPECT_EQ(run_draws(other, task)->taken_up, 0U);
  EXPECT_EQ(run_draws(other, task)->taken_up, 5U);
}

TEST_F(RunDraws, KeepFailedOnesApart) {
  const auto sometimes = [](Index k) -> Result<Vector> {
    if (k == 3) return Error{ErrorCode::no_convergence, "no price found", "year 2020", "", ""};
    return task(k);
  };
  const Draws draws = run_draws(plan(6, 2), sometimes).value();
  EXPECT_EQ(draws.failures(), 1U);
  EXPECT_TRUE(draws.failed[3]);
  EXPECT_TRUE(std::isnan(draws.values(3, 0)));
  EXPECT_NE(draws.first_failure.find("draw 3: year 2020: no price found"), std::string::npos);
}

TEST_F(RunDraws, EndWithErrorsThatAreNobodysLuck) {
  const auto broken = [](Index) -> Result<Vector> {
    return Error{ErrorCode::not_found, "no figure", "", "", ""};
  };
  EXPECT_EQ(run_draws(plan(6, 2), broken).error().code, ErrorCode::not_found);
  const auto narrow = [](Index) -> Result<Vector> { return Vector{1.0}; };
  EXPECT_EQ(run_draws(plan(6), narrow).error().code, ErrorCode::bad_value);
  EXPECT_EQ(run_draws(plan(0), task).error().code, ErrorCode::bad_value);
}

}  // namespace
}  // namespace domar::ensemble
