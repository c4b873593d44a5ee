#include "seek_worlds.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "domar/scenario/world_shock.hpp"
#include "temp_job.hpp"
#include "three_regions.hpp"

namespace domar::scenario {
namespace {

class SeekOnAWorld : public ::testing::Test {
 protected:
  Result<SeekOutcome> seek(const std::string& text) {
    file_ = job_.write("seek.toml", text_ = text);
    return seek_world(readers::TomlTable::read(file_).value(), economy_);
  }
  SeekOutcome found(const std::string& text) {
    auto outcome = seek(text);
    EXPECT_TRUE(outcome.ok()) << outcome.error().message();
    return std::move(outcome.value());
  }
  /// An ordinary world shock.
  WorldShockResult solved(const std::string& text) {
    const auto file = job_.write("shock.toml", text);
    return solve_world_shock(economy_, load_world_shock(economy_, file).value()).value();
  }
  /// Real output of an industry over the base year.
  static double output(const WorldShockResult& result, Index region, Index sector) {
    const Index at = result.world.model.industry(region, sector);
    const auto& r = result.outcome.solution.results;
    return std::exp(r.output[at] - r.price[at]);
  }
  accounts::Economy economy_ = three_regions();
  TempJob job_;
  std::string text_;
  std::filesystem::path file_;
};

const std::string k_target = "[[target]]\nresult = \"output of steel in A\"\nby = 0.05\n";
const std::string k_tariff =
    "[[instrument]]\nlever = \"tariff\"\nsectors = [\"steel\"]\nto = [\"A\"]\n"
    "lower = 0.0\nupper = 1.0\n";
const std::string k_subsidy =
    "[[instrument]]\nlever = \"output_subsidy of steel in A\"\nlower = 0.0\nupper = 0.3\n";

/// The answer, written into an ordinary shock file, gives the target.
TEST_F(SeekOnAWorld, ItsAnswerIsAShockThatReachesTheTarget) {
  const std::string other = "[[productivity]]\nfrom = ['B']\nchange = 0.03\n";
  const auto out = found(other + k_target + k_tariff);
  ASSERT_TRUE(out.reached) << out.note;
  EXPECT_EQ(out.instruments[0].name, "tariff on steel to A");
  EXPECT_GT(out.instruments[0].amount, 0.01);
  const auto shock =
      solved(other + fmt::format("[[tariff]]\nsectors = ['steel']\nto = ['A']\nrate = {:.17g}\n",
                                 out.instruments[0].amount));
  EXPECT_NEAR(output(shock, 0, 1), 1.05, 1e-8);
  EXPECT_NEAR(out.targets[0].after, 1.05, 1e-8);
}

TEST_F(SeekOnAWorld, RelativeChangesAreSaidAsSuch) {
  const auto out = found(
      "[[target]]\nresult = \"welfare of A\"\nto = 1.02\n"
      "[[instrument]]\nlever = \"productivity in A\"\nlower = 0.0\nupper = 0.5\n");
  ASSERT_TRUE(out.reached) << out.note;
  const auto shock = solved(
      fmt::format("[[productivity]]\nfrom = ['A']\nchange = {:.17g}\n", out.instruments[0].amount));
  EXPECT_NEAR(std::exp(shock.outcome.solution.results.welfare[0]), 1.02, 1e-8);
}

/// Of all mixes of a tariff and a subsidy that reach the target, tried on a grid by hand, none
/// leaves A better off.
TEST_F(SeekOnAWorld, TheMixThatHurtsLeastAgainstAGrid) {
  const auto best =
      found(k_target + k_tariff + k_subsidy + "[cost]\nmaximise = \"welfare of A\"\n");
  ASSERT_TRUE(best.reached && best.cheapest) << best.note;
  EXPECT_EQ(best.cost_name, "welfare of A, as large as can be");
  int reached = 0;
  for (int i = 0; i <= 10; ++i) {
    const double tariff = 0.02 * i;
    const std::string given =
        fmt::format("[[tariff]]\nsectors = ['steel']\nto = ['A']\nrate = {:.17g}\n", tariff);
    const auto with = seek(given + k_target + k_subsidy);
    ASSERT_TRUE(with.ok());
    if (!with->reached) continue;
    ++reached;
    const auto shock = solved(
        given + fmt::format("[[output_tax]]\nsectors = ['steel']\nfrom = ['A']\nrate = {:.17g}\n",
                            -with->instruments[0].amount));
    EXPECT_NEAR(output(shock, 0, 1), 1.05, 1e-8);
    EXPECT_LE(std::exp(shock.outcome.solution.results.welfare[0]), best.cost + 1e-9) << tariff;
  }
  EXPECT_GT(reached, 5);
}

TEST_F(SeekOnAWorld, SquaresMeetFirstOrderConditions) {
  const auto out = found(k_target + k_tariff + k_subsidy + "weight = 3.0\n");
  ASSERT_TRUE(out.reached && out.cheapest) << out.note;
  const double price = out.targets[0].price;
  EXPECT_GT(price, 0.0);
  EXPECT_NEAR(out.instruments[0].amount, price * out.instruments[0].slopes[0], 1e-6);
  EXPECT_NEAR(3.0 * out.instruments[1].amount, price * out.instruments[1].slopes[0], 1e-6);
}

/// The budget: as `fiscal` of the one region whose taxes the instruments are.
TEST_F(SeekOnAWorld, FiscalIsTheBudgetOfWhoPays) {
  const auto fiscal = found(k_target + k_tariff + k_subsidy + "[cost]\nminimise = \"fiscal\"\n");
  EXPECT_EQ(fiscal.cost_name, "budget of A, as large as can be");
  EXPECT_EQ(fiscal.instruments[1].bound, -1) << "a tariff earns, a subsidy costs";
  const auto whose = seek(k_target + k_tariff +
                          "[[instrument]]\nlever = \"productivity in A\"\n"
                          "[cost]\nminimise = \"fiscal\"\n");
  ASSERT_FALSE(whose.ok());
  EXPECT_EQ(whose.error().what, "whose budget?");
  expect_points_at(whose.error(), file_, text_, "\"fiscal\"");
}

TEST_F(SeekOnAWorld, ByMakesOneInstrumentOfEach) {
  const auto out = found(k_target +
                         "[[instrument]]\nname = \"wall\"\nlever = \"tariff to A\"\n"
                         "by = [\"sector\", \"from\"]\nlower = -0.2\nupper = 1.0\n");
  // A does not trade with itself: two sectors from two origins.
  ASSERT_EQ(out.instruments.size(), 4u);
  EXPECT_EQ(out.instruments[0].name, "wall: tariff on food from B to A");
  ASSERT_EQ(out.notes.size(), 3u);
  EXPECT_EQ(out.notes[1], "tariff: 2 of 6 instruments have nothing to act on and are left out");
}

TEST_F(SeekOnAWorld, SaysWhatItsAnswerRestsOn) {
  const auto out =
      found("[elasticities]\narmington = 6.0\n[scale]\nelasticity = 0.25\n" + k_target + k_tariff);
  ASSERT_EQ(out.notes.size(), 2u);
  EXPECT_EQ(out.notes[0].substr(0, 27), "the table tells no tariffs:");
  EXPECT_EQ(out.notes[1].substr(0, 33), "scale x trade elasticity is 1.25:");
  EXPECT_NE(seek_text(out).find("note: " + out.notes[0]), std::string::npos);
}

TEST_F(SeekOnAWorld, BoundsMayBeRates) {
  const auto out =
      found(k_target + "[[instrument]]\nlever = \"tariff on steel to A\"\nmax = 0.02\n");
  EXPECT_FALSE(out.reached);
  EXPECT_EQ(out.instruments[0].bound, 1);
  EXPECT_DOUBLE_EQ(out.instruments[0].amount, 0.02);
  EXPECT_NE(out.note.find("'output of steel in A' is out of reach: 1.05 is wanted, 1.0"),
            std::string::npos)
      << out.note;
  EXPECT_NE(out.note.find("1 of 1 instruments at their bounds"), std::string::npos) << out.note;
  const auto shock = solved("[[tariff]]\nsectors = ['steel']\nto = ['A']\nrate = 0.02\n");
  EXPECT_NEAR(out.targets[0].after, output(shock, 0, 1), 1e-9) << "as near as it comes";
}

TEST_F(SeekOnAWorld, AClosureIsHeldOnTheWay) {
  const auto out = found(k_target + k_subsidy +
                         "[[closure]]\nfix = \"budget of A\"\nfree = \"output_tax in A\"\n");
  ASSERT_TRUE(out.reached) << out.note;
  ASSERT_EQ(out.freed.size(), 1u);
  EXPECT_GT(out.freed[0].amount, 0.0) << "other output pays for the subsidy";
  const auto shock =
      solved(fmt::format("[[output_tax]]\nsectors = ['steel']\nfrom = ['A']\nrate = {:.17g}\n"
                         "[[output_tax]]\nname = 'all'\nfrom = ['A']\nrate = {:.17g}\n",
                         -out.instruments[0].amount, out.freed[0].amount));
  const auto& solution = shock.outcome.solution;
  EXPECT_NEAR(output(shock, 0, 1), 1.05, 1e-8);
  // Base: 5 of 75 on each good, two goods, GDP 80.
  EXPECT_NEAR(solution.tax_revenue[0] / solution.gdp[0], 10.0 / 80.0, 1e-9);
  const auto json = nlohmann::json::parse(seek_json(out));
  EXPECT_EQ(json["freed"][0]["instrument"], "output tax from A");
  EXPECT_NE(seek_text(out).find("held: budget of A by output tax from A"), std::string::npos);
}

TEST_F(SeekOnAWorld, SaysWhereItsFileIsWrong) {
  const auto refused = [&](const std::string& text, const std::string& what,
                           const std::string& part) {
    const auto out = seek(text);
    ASSERT_FALSE(out.ok()) << text;
    EXPECT_EQ(out.error().what, what);
    expect_points_at(out.error(), file_, text_, part);
  };
  const std::string lever = "[[instrument]]\nlever = ";
  refused("[[target]]\nresult = \"output of steel in Z\"\nby = 0.1\n" + k_tariff,
          "unknown region 'Z'", "\"output of steel in Z\"");
  refused("[[target]]\nresult = \"share of steel in A\"\nto = 17\n" + k_tariff,
          "'share of steel in A' is a share, and 17 of it is wanted", "17");
  refused("[[target]]\nresult = \"output of steel in A\"\n" + k_tariff,
          "a target needs one of to, by, plus", "\"output of steel in A\"");
  refused(k_target + lever + "\"tariff\"\nsectors = [\"steal\"]\n", "unknown sector 'steal'",
          "\"steal\"");
  refused(k_target + lever + "\"tariff on steel\"\nsectors = [\"steel\"]\n",
          "'sectors' is told twice", "[\"steel\"]");
  refused(k_target + lever + "\"levy\"\n", "unknown instrument 'levy'", "\"levy\"");
  refused(k_target + lever + "\"tariff to A\"\nupper = 25\n",
          "a change of 25 is 2500 points of a rate", "25");
  refused(k_target + lever + "\"output_subsidy in A\"\nupper = 1.5\n",
          "'output subsidy from A' by 1.5 leaves a tax of -143.3 %", "1.5");
  refused(k_target + lever + "\"tariff to A\"\nlower = 0.2\nupper = 0.1\n",
          "the lower bound is above the upper one", "0.2");
  refused(k_target + lever + "\"productivity in A\"\nmin = 0.1\n",
          "'productivity from A' has no single rate in the base year", "0.1");
  refused(k_target + lever + "\"tariff to A\"\nby = [\"good\"]\n",
          "'tariff' cannot differ by 'good'", "\"good\"");
  refused(k_target + lever + "\"tariff from A to A\"\n",
          "'tariff from A to A' acts on nothing in the base year", "\"tariff from A to A\"");
  refused("[[target]]\nresult = \"welfare of B\"\nby = 0.01\n" + k_tariff +
              "[[closure]]\nfix = 'welfare of B'\nfree = \"output_tax in B\"\n",
          "'welfare of B' is a target, too", "'welfare of B'");
  refused(k_target + k_tariff +
              "[[closure]]\nfix = \"welfare of B\"\nat_least = 1.125\nfree = \"tariff to B\"\n",
          "while something is sought a closure holds its result exactly", "1.125");
  EXPECT_EQ(seek(k_target + k_tariff + k_tariff).error().what,
            "'tariff on steel to A' is named twice");
  EXPECT_EQ(seek(k_target).error().what, "there is no [[instrument]]");
  EXPECT_EQ(seek(k_tariff).error().what, "there is no [[target]]");
  EXPECT_EQ(seek(k_target + k_tariff + "[nests]\n").error().code, ErrorCode::bad_input);
}

}  // namespace
}  // namespace domar::scenario
