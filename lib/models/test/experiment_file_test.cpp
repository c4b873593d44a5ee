#include "domar/models/experiment_file.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/source_dir.hpp"
#include "support/temp_folder.hpp"

namespace domar::models {
namespace {

/// Shock files for the standard model.
class ExperimentFile : public ::testing::Test {
 protected:
  ExperimentFile()
      : model_(read_model(test::source_dir() / "scenarios/models/stdcge.toml").value()) {}
  Result<ModelShock> read(const std::string& text) {
    file_ = folder_.write("shock.toml", text);
    return read_model_shock(file_, model_);
  }
  equilibrium::ClosedSolution solve(const std::string& text) {
    const auto shock = read(text);
    EXPECT_TRUE(shock.ok()) << shock.error().message();
    equilibrium::SolverOptions options;
    options.numeraire = model_.numeraire;
    equilibrium::ClosedSolver solver(model_.network, shock->experiment, options);
    auto s = solver.solve_in_steps();
    EXPECT_TRUE(s.solution.converged) << s.solution.note;
    return s;
  }
  double value(const std::string& words, const equilibrium::ClosedSolution& s) {
    return NetworkWords(model_.network)
        .indicator(words)
        .value()
        .value(model_.network, s.parameters, s.solution);
  }
  void expect_refused(const std::string& text, const std::string& words, const std::string& hint) {
    const auto shock = read(text);
    ASSERT_FALSE(shock.ok());
    EXPECT_NE(shock.error().what.find(words), std::string::npos) << shock.error().what;
    EXPECT_NE(shock.error().hint.find(hint), std::string::npos) << shock.error().hint;
    EXPECT_EQ(shock.error().where.rfind(file_.string() + ":", 0), 0u) << shock.error().where;
  }

  Model model_;
  test::TempFolder folder_;
  std::filesystem::path file_;
};

/// 26.092634381200828 is utility without tariffs; in money at base prices it is scaled by 50
/// / 25.5...
TEST_F(ExperimentFile, LeversMoveRatesAndLogs) {
  const auto s = solve(
      "[[change]]\nlever = \"tax on foreign exchange for bread\"\nto = 0\n"
      "[[change]]\nlever = \"tax on foreign exchange for milk\"\nto = 0.0\n");
  EXPECT_NEAR(value("welfare of household", s), 50.0 * 26.092634381200828 / 25.508490012515818,
              1e-9 * 50.0);
  EXPECT_NEAR(value("revenue of government", solve("")), 12.0, 1e-9);
  const auto t = solve("[[change]]\nlever = \"endowment of labour\"\nby = 0.1\n");
  EXPECT_NEAR(t.parameters.log_endowment[model_.network.find_market("labour")], std::log(1.1),
              1e-15);
}

TEST_F(ExperimentFile, ClosuresHoldResults) {
  const auto s = solve(
      "[[change]]\nlever = \"tax on foreign exchange for bread\"\nto = 0\n"
      "[[closure]]\nfix = \"revenue of government\"\n"
      "free = \"tax on output of milk for sales of milk\"\n");
  EXPECT_NEAR(value("revenue of government", s), 12.0, 1e-8);
  EXPECT_GT(s.freed[0], 0.0);
}

/// A floor that the base year meets stays out of the way; one that is not met binds.
TEST_F(ExperimentFile, LimitsBindOnlyWhenTheyMust) {
  const std::string shock = "[[change]]\nlever = \"productivity of output of milk\"\nby = -0.1\n";
  const std::string floor =
      "[[closure]]\nfix = \"welfare of household\"\n"
      "free = \"productivity of output of bread\"\nat_least = ";
  const auto free = solve(shock + floor + "40\n");
  EXPECT_EQ(free.freed[0], 0.0);
  EXPECT_FALSE(free.active[0]);
  const auto held = solve(shock + floor + "50\n");
  EXPECT_NEAR(value("welfare of household", held), 50.0, 1e-8);
  EXPECT_GT(held.freed[0], 0.0);
}

TEST_F(ExperimentFile, UnknownWordsGetTheNearest) {
  expect_refused("[[change]]\nlever = \"productivity of ouput of milk\"\nby = 0.1\n",
                 "unknown activity", "output of milk");
  expect_refused("[[change]]\nlever = \"productivty of output of milk\"\nby = 0.1\n",
                 "no instrument", "productivity of ACTIVITY");
  expect_refused("[[closure]]\nfix = \"prise of milk\"\nfree = \"endowment of labour\"\n",
                 "no result", "price of NODE");
  expect_refused("[[closure]]\nfix = \"price of milk\"\nfree = \"endowment of labor\"\n",
                 "unknown factor", "labour");
  expect_refused(
      "[[change]]\nlever = \"tax on capital for output of milk / value added\"\nby = 1\n",
      "nobody would receive", "receiver");
}

TEST_F(ExperimentFile, MistakesAreSaidWhereTheyStand) {
  expect_refused("[[change]]\nlever = \"endowment of labour\"\n", "needs 'by' or 'to'", "by = 0.1");
  expect_refused("[[change]]\nlever = \"endowment of labour\"\nto = 2\n", "only rates can be set",
                 "by");
  expect_refused("[[change]]\nlever = \"endowment of labour\"\nby = -1\n", "not above -1", "");
  expect_refused("[[change]]\nlever = \"endowment of labour\"\nby = 25\n",
                 "a change of 25 makes it 26 times as large", "write 0.25 for 25 %");
  expect_refused("[[change]]\nlever = \"tax on foreign exchange for milk\"\nby = 25\n",
                 "a change of 25 is 2500 points of a rate", "write 0.25 for 25 points");
  expect_refused("[[change]]\nlever = \"tax on foreign exchange for milk\"\nby = -2\n",
                 "leaves 'milk' a tax of", "a subsidy stays below the whole price");
  expect_refused("[[closure]]\nfix = \"price of labour\"\nfree = \"endowment of capital\"\n",
                 "does not move", "depends on");
  expect_refused(
      "[[closure]]\nfix = \"price of milk\"\nfree = \"endowment of labour\"\n"
      "[[closure]]\nfix = \"price of bread\"\nfree = \"endowment of labour\"\n",
      "freed twice", "of its own");
}

}  // namespace
}  // namespace domar::models
