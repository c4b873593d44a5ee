#include "domar/scenario/scenario_file.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "temp_job.hpp"

namespace domar::scenario {
namespace {

/// The smallest job, and one policy to add to it.
const std::string k_job = "economy = \"china-2018\"\nyears = [2018, 2020]\n";
const std::string k_grant =
    "[[policy]]\n"
    "instrument = \"rd_grant\"\n"
    "name = \"Grants\"\n"
    "from = 2019\n"
    "sectors = [\"094\"]\n"
    "amount_billion = 50\n";

/// `text` with the first `from` made `to`.
std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

class ScenarioFile : public ::testing::Test {
 protected:
  /// The error of a job file with this text; it must have one.
  Error error_of(const std::string& text) {
    file = folder.write("job.toml", text);
    auto loaded = load_job(file);
    EXPECT_FALSE(loaded.ok()) << text;
    return loaded.ok() ? Error{} : loaded.error();
  }

  /// The job is refused with this code; the error points at `part`, its hint has these words.
  void expect_refused(const std::string& text, ErrorCode code, const std::string& part,
                      const std::string& what, const std::string& hint) {
    const Error error = error_of(text);
    EXPECT_EQ(name_of(error.code), std::string(name_of(code)));
    EXPECT_NE(error.what.find(what), std::string::npos) << error.what;
    EXPECT_NE(error.hint.find(hint), std::string::npos) << error.hint;
    expect_points_at(error, file, text, part);
  }

  TempJob folder;
  std::filesystem::path file;
};

// ---- what is right

TEST_F(ScenarioFile, ReadsTheDriversThatAct) {
  file = folder.write("job.toml", "by_instrument = true\n" + k_job +
                                      "[drivers]\ncatch_up = true\nscale = false\nai = "
                                      "\"oecd\"\ndata_form = \"saturating\"\n");
  const auto loaded = load_job(file);
  ASSERT_TRUE(loaded.ok()) << loaded.error().message();
  const DriverChoice& drivers = loaded->job.drivers;
  EXPECT_TRUE(drivers.demanded("catch_up"));
  EXPECT_TRUE(drivers.refused("scale"));
  EXPECT_FALSE(drivers.demanded("vintages") || drivers.refused("vintages"));
  EXPECT_TRUE(drivers.demanded("ai"));
  EXPECT_EQ(drivers.ai_scenario, "oecd");
  EXPECT_TRUE(drivers.saturating_data);
  EXPECT_TRUE(loaded->job.by_instrument);
}

TEST_F(ScenarioFile, RefusesDriversThatDoNotExist) {
  expect_refused(k_job + "[drivers]\nai = -0.1\n", ErrorCode::bad_value, "-0.1",
                 "AI that adds -0.1", "log points");
  expect_refused(k_job + "[drivers]\nspilovers = true\n", ErrorCode::bad_input, "spilovers",
                 "unknown key", "spillovers");
  expect_refused(k_job + "[drivers]\nai = \"godman\"\n", ErrorCode::not_found, "\"godman\"",
                 "unknown scenario of AI", "goldman");
  expect_refused(k_job + "[drivers]\ndata_form = \"bounded\"\n", ErrorCode::not_found,
                 "\"bounded\"", "unknown form of data", "did you mean");
  expect_refused(k_job + k_grant + "financing = \"bond\"\n", ErrorCode::not_found, "\"bond\"",
                 "unknown financing", "bonds");
}

TEST_F(ScenarioFile, ReadsAJobWithAllItsParts) {
  folder.write("chips.toml",
               "title = \"Chips\"\n" + k_grant +
                   "[[shock]]\ninstrument = \"import_quota\"\nname = \"Cut\"\nfrom = 2019\n"
                   "sectors = [\"094\"]\ncap = 0.5\nrent_lost = true\n");
  file = folder.write("job.toml",
                      "title = \"Two\"\noutput = \"here\"\nscenarios = [\"chips.toml\"]\n"
                      "together = \"all\"\nname = \"own\"\n" +
                          k_job +
                          "[closures]\nlabour = \"sector_bound\"\nsourcing = \"shared\"\n"
                          "[elasticities]\nset = \"high\"\n"
                          "[[cutoff]]\nsector = \"083\"\ncut = 0.6\n" +
                          k_grant);
  const auto loaded = load_job(file);
  ASSERT_TRUE(loaded.ok()) << loaded.error().message();
  const Job& job = loaded->job;
  EXPECT_EQ(job.title, "Two");
  EXPECT_EQ(job.output, "here");
  EXPECT_EQ(job.first_year, 2018);
  EXPECT_EQ(job.last_year, 2020);
  EXPECT_EQ(job.labour, network::Mobility::sector_bound);
  EXPECT_EQ(job.capital, network::Mobility::sector_bound);
  EXPECT_EQ(job.sourcing, network::Sourcing::shared);
  EXPECT_EQ(job.elasticities, "high");
  ASSERT_EQ(job.cutoffs.size(), 1U);
  EXPECT_EQ(loaded->economy.economy.goods.code(job.cutoffs[0].good), "083");
  EXPECT_EQ(job.cutoffs[0].cut, 0.6);

  ASSERT_EQ(job.scenarios.size(), 3U);
  const Scenario& chips = job.scenarios[0];
  EXPECT_EQ(chips.name, "chips") << "a scenario without a name is called after its file";
  ASSERT_EQ(chips.policies.size(), 1U);
  const policy::Instrument& grant = chips.policies[0];
  EXPECT_EQ(grant.kind, policy::InstrumentKind::rd_grant);
  EXPECT_EQ(grant.amount, 50.0 * 1e3) << "billions become millions, the unit of the economy";
  const Index good = loaded->economy.economy.goods.require("094", "sector").value();
  for (Index i = 0; i < grant.sectors.size(); ++i) {
    EXPECT_EQ(grant.sectors[i], i == good ? 1.0 : 0.0);
  }
  ASSERT_EQ(chips.shocks.size(), 1U);
  EXPECT_TRUE(chips.shocks[0].rent_lost);
  EXPECT_EQ(job.scenarios[1].name, "all");
  EXPECT_EQ(job.scenarios[1].policies, chips.policies);
  EXPECT_EQ(job.scenarios[1].shocks, chips.shocks);
  EXPECT_EQ(job.scenarios[2].name, "own");
}

TEST_F(ScenarioFile, DefaultsAreThoseOfTheReference) {
  const auto loaded = load_job(folder.write("quiet.toml", k_job));
  ASSERT_TRUE(loaded.ok()) << loaded.error().message();
  EXPECT_EQ(loaded->job.title, "quiet");
  EXPECT_EQ(loaded->job.output, "results/quiet");
  EXPECT_EQ(loaded->job.elasticities, "standard");
  EXPECT_EQ(loaded->job.labour, network::Mobility::mobile);
  EXPECT_TRUE(loaded->job.scenarios.empty());
  EXPECT_TRUE(loaded->job.cutoffs.empty());
  EXPECT_EQ(loaded->job.hashes.size(), 1U);
}

TEST_F(ScenarioFile, SharesOfSectorsAddUpAndStopAtOne) {
  const auto loaded = load_job(folder.write(
      "job.toml", k_job + with(k_grant, "[\"094\"]",
                               "[\"class:integrated-circuits\", \"094\", \"class:sei\"]")));
  ASSERT_TRUE(loaded.ok()) << loaded.error().message();
  const auto& sectors = loaded->job.scenarios.at(0).policies.at(0).sectors;
  const auto& goods = loaded->economy.economy.goods;
  EXPECT_EQ(sectors[goods.require("094", "sector").value()], 1.0);
  const auto sum_of = [&](const std::string& name, Index good) {
    for (const auto& set : loaded->economy.classes) {
      if (set.name == name) return set.weights(goods.size())[good];
    }
    return -1.0;
  };
  for (Index i = 0; i < goods.size(); ++i) {
    if (goods.code(i) == "094") continue;
    const double sum = sum_of("integrated-circuits", i) + sum_of("sei", i);
    EXPECT_DOUBLE_EQ(sectors[i], std::min(1.0, sum)) << goods.code(i);
  }
}

TEST_F(ScenarioFile, ASectorMayBeCalledByItsTitle) {
  const auto loaded = load_job(folder.write(
      "job.toml", k_job + with(k_grant, "\"094\"", "\"manufacture of electronic components\"")));
  ASSERT_TRUE(loaded.ok()) << loaded.error().message();
}

TEST_F(ScenarioFile, EveryScenarioOfThisRepositoryLoads) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(test::source_dir() / "scenarios")) {
    if (entry.path().extension() != ".toml") continue;
    ++count;
    const auto loaded = load_job(entry.path());
    EXPECT_TRUE(loaded.ok()) << loaded.error().message();
  }
  EXPECT_GE(count, 6);
}

// ---- keys and names that do not exist

TEST_F(ScenarioFile, UnknownKeyOfAJob) {
  expect_refused(k_job + "scenario = [\"a.toml\"]\n", ErrorCode::bad_input, "scenario",
                 "unknown key 'scenario'", "did you mean scenarios?");
}

TEST_F(ScenarioFile, UnknownKeyOfAPolicy) {
  expect_refused(k_job + with(k_grant, "amount_billion", "amount_bilion"), ErrorCode::bad_input,
                 "amount_bilion", "unknown key 'amount_bilion'", "did you mean amount_billion?");
}

TEST_F(ScenarioFile, UnknownKeysOfTheOtherTables) {
  expect_refused(k_job + "[closures]\nlabor = \"mobile\"\n", ErrorCode::bad_input, "labor",
                 "unknown key 'labor'", "did you mean labour?");
  expect_refused(k_job + "[[cutoff]]\nsectors = \"094\"\n", ErrorCode::bad_input, "sectors",
                 "unknown key 'sectors'", "did you mean sector?");
  expect_refused(k_job + "[elasticities]\nsets = \"high\"\n", ErrorCode::bad_input, "sets",
                 "unknown key 'sets'", "did you mean set?");
}

TEST_F(ScenarioFile, UnknownInstrument) {
  expect_refused(k_job + with(k_grant, "rd_grant", "rd_grants"), ErrorCode::not_found,
                 "\"rd_grants\"", "unknown instrument 'rd_grants'", "did you mean rd_grant?");
}

TEST_F(ScenarioFile, UnknownSector) {
  expect_refused(k_job + with(k_grant, "\"094\"", "\"001\", \"Electronic component\""),
                 ErrorCode::not_found, "\"Electronic component\"",
                 "unknown sector 'Electronic component'", "did you mean 094");
}

TEST_F(ScenarioFile, UnknownSectorOfACutoff) {
  expect_refused(k_job + "[[cutoff]]\nsector = \"Electronic component\"\n", ErrorCode::not_found,
                 "\"Electronic component\"", "unknown sector", "did you mean 094");
}

TEST_F(ScenarioFile, UnknownClass) {
  expect_refused(k_job + with(k_grant, "\"094\"", "\"class:hydrogn\""), ErrorCode::not_found,
                 "\"class:hydrogn\"", "unknown classification 'class:hydrogn'",
                 "did you mean class:hydrogen?");
}

TEST_F(ScenarioFile, UnknownChoices) {
  expect_refused(k_job + "[closures]\ncapital = \"mobil\"\n", ErrorCode::not_found, "\"mobil\"",
                 "unknown capital 'mobil'", "did you mean mobile?");
  expect_refused(k_job + "[elasticities]\nset = \"shortrun\"\n", ErrorCode::not_found,
                 "\"shortrun\"", "unknown set 'shortrun'", "did you mean short_run?");
  expect_refused(k_job + k_grant + "status = \"sean\"\n", ErrorCode::bad_value, "\"sean\"", "sean",
                 "seen");
}

TEST_F(ScenarioFile, UnknownEconomyNamesTheBuiltInOnes) {
  expect_refused(with(k_job, "china-2018", "china-2019"), ErrorCode::not_found, "\"china-2019\"",
                 "no economy 'china-2019'", "china-2018");
}

// ---- numbers outside their range

TEST_F(ScenarioFile, ARateInPercent) {
  const std::string subsidy =
      k_job + "[[policy]]\ninstrument = \"output_subsidy\"\nname = \"S\"\nfrom = 2019\nrate = 25\n";
  expect_refused(subsidy, ErrorCode::bad_value, "25", "rate 25 is not a share of the price",
                 "write 0.25 for 25 %");
  expect_refused(with(subsidy, "rate = 25", "rate = 1.5"), ErrorCode::bad_value, "1.5",
                 "rate 1.5 is not a share of the price", "");
  expect_refused(with(subsidy, "output_subsidy", "tariff"), ErrorCode::bad_value, "25",
                 "rate 25 is not a share", "write 0.25 for 25 %");
}

TEST_F(ScenarioFile, ATariffMayBeThreeTimesThePrice) {
  const std::string tariff =
      k_job + "[[policy]]\ninstrument = \"tariff\"\nname = \"T\"\nfrom = 2019\nrate = 3.0\n";
  EXPECT_TRUE(load_job(folder.write("job.toml", tariff)).ok());
  expect_refused(with(tariff, "3.0", "3.1"), ErrorCode::bad_value, "3.1", "rate 3.1 is not a share",
                 "");
}

TEST_F(ScenarioFile, SharesInPercent) {
  expect_refused(k_job + k_grant + "additionality = 80\n", ErrorCode::bad_value, "80",
                 "additionality 80 is not a share", "write 0.8 for 80 %");
}

TEST_F(ScenarioFile, AResponseAndALeverageBeyondAllStudies) {
  const std::string deduction =
      k_job +
      "[[policy]]\ninstrument = \"rd_deduction\"\nname = \"D\"\nfrom = 2019\nrate = 1.0\n"
      "before = 0.75\n";
  EXPECT_TRUE(load_job(folder.write("job.toml", deduction + "response = 4\n")).ok());
  expect_refused(deduction + "response = 25\n", ErrorCode::bad_value, "25",
                 "response 25 is not an elasticity", "0.1 to 4");
  expect_refused(deduction + "response = -1\n", ErrorCode::bad_value, "-1",
                 "response -1 is negative", "");
  const std::string fund = k_job +
                           "[[policy]]\ninstrument = \"guidance_fund\"\nname = \"F\"\nfrom = 2019\n"
                           "amount_billion = 50\n";
  EXPECT_TRUE(load_job(folder.write("job.toml", fund + "leverage = 5\n")).ok());
  expect_refused(fund + "leverage = 500\n", ErrorCode::bad_value, "500",
                 "leverage 500 is beyond any fund", "4 for one to four");
}

TEST_F(ScenarioFile, ACutInPercent) {
  expect_refused(k_job + "[[cutoff]]\nsector = \"094\"\ncut = 80\n", ErrorCode::bad_value, "80",
                 "cut 80 is not a share", "write 0.8 for 80 %");
}

TEST_F(ScenarioFile, ACapOfNothing) {
  expect_refused(k_job +
                     "[[shock]]\ninstrument = \"import_quota\"\nname = \"Q\"\nfrom = 2019\n"
                     "sectors = [\"094\"]\ncap = 0.0\n",
                 ErrorCode::bad_value, "0.0", "cap 0 is not above 0", "0.01");
}

TEST_F(ScenarioFile, AMeasureThatEndsBeforeItBegins) {
  expect_refused(k_job + with(k_grant, "from = 2019", "from = 2025\nto = 2024"),
                 ErrorCode::bad_value, "2024", "begins in 2025 and ends in 2024", "swap");
}

// ---- years

TEST_F(ScenarioFile, YearsReversed) {
  expect_refused(with(k_job, "[2018, 2020]", "[2035, 2018]"), ErrorCode::bad_value, "[2035, 2018]",
                 "years run backwards: 2035 to 2018", "write years = [2018, 2035]");
}

TEST_F(ScenarioFile, FirstYearIsNotThatOfTheAccounts) {
  expect_refused(with(k_job, "2018, 2020", "2019, 2020"), ErrorCode::bad_value, "2019",
                 "the first year is 2019, but the accounts of china-2018 are of 2018",
                 "start in 2018");
}

TEST_F(ScenarioFile, YearsMissing) {
  const Error error = error_of("economy = \"china-2018\"\n");
  EXPECT_EQ(error.code, ErrorCode::bad_input);
  EXPECT_NE(error.what.find("'years'"), std::string::npos) << error.what;
  EXPECT_EQ(error.where.rfind(file.string() + ":", 0), 0U) << error.where;
  EXPECT_NE(error.hint.find("years = [2018, 2035]"), std::string::npos) << error.hint;
}

TEST_F(ScenarioFile, YearsThatCannotBeRun) {
  expect_refused(with(k_job, "[2018, 2020]", "[2018]"), ErrorCode::bad_input, "[2018]",
                 "a first and a last year", "years = [2018, 2035]");
  expect_refused(with(k_job, "[2018, 2020]", "[2018, 2018]"), ErrorCode::bad_value, "[2018, 2018]",
                 "cannot be run", "years = [2018, 2035]");
  expect_refused(with(k_job, "[2018, 2020]", "[2018, 20350]"), ErrorCode::bad_value,
                 "[2018, 20350]", "cannot be run", "years = [2018, 2035]");
}

// ---- files

TEST_F(ScenarioFile, AListedScenarioThatIsNotThere) {
  folder.write("there.toml", k_grant);
  expect_refused("scenarios = [\"there.toml\", \"gone.toml\"]\n" + k_job, ErrorCode::not_found,
                 "\"gone.toml\"", "no scenario file 'gone.toml'", "beside this one");
}

TEST_F(ScenarioFile, TwoScenariosOfOneName) {
  folder.write("a.toml", "name = \"push\"\n" + k_grant);
  folder.write("b.toml", "name = \"push\"\n" + k_grant);
  expect_refused("scenarios = [\"a.toml\", \"b.toml\"]\n" + k_job, ErrorCode::bad_input,
                 "\"b.toml\"", "two scenarios are called 'push'", "");
}

TEST_F(ScenarioFile, AKeyThatMeansNothingToTheMeasureOrIsMissing) {
  const std::string tariff =
      "[[policy]]\ninstrument = \"tariff\"\nname = \"t\"\nfrom = 2019\nsectors = [\"094\"]\n";
  expect_refused(k_job + tariff, ErrorCode::bad_input, "\"tariff\"", "'tariff' needs 'rate'", "");
  expect_refused(k_job + tariff + "rate = 0.1\namount_billion = 100\n", ErrorCode::bad_input, "100",
                 "'amount_billion' means nothing to 'tariff'", "remove it");
  expect_refused(k_job + with(tariff, "[\"094\"]", "[]") + "rate = 0.1\n", ErrorCode::bad_value,
                 "[]", "no sector is named", "leave the key out");
}

TEST_F(ScenarioFile, ACutOffOfAGoodNobodyMakesHere) {
  expect_refused(k_job + "[[cutoff]]\nsector = \"ROW\"\n", ErrorCode::bad_value, "\"ROW\"",
                 "not made in the country", "");
}

TEST_F(ScenarioFile, NamesThatWouldHideAnotherPath) {
  folder.write("a.toml", "name = \"push\"\n" + k_grant);
  expect_refused("scenarios = [\"a.toml\"]\ntogether = \"push\"\n" + k_job, ErrorCode::bad_input,
                 "\"push\"", "two scenarios are called 'push'", "another name");
  folder.write("b.toml", "name = \"baseline\"\n" + k_grant);
  expect_refused("scenarios = [\"b.toml\"]\n" + k_job, ErrorCode::bad_input, "\"b.toml\"",
                 "'baseline' is the path without measures", "another name");
}

TEST_F(ScenarioFile, AMistakeInAListedScenarioIsPlacedThere) {
  const std::string text = with(k_grant, "rd_grant", "rd_grand");
  const auto listed = folder.write("a.toml", text);
  const Error error = error_of("scenarios = [\"a.toml\"]\n" + k_job);
  expect_points_at(error, listed, text, "\"rd_grand\"");
}

TEST_F(ScenarioFile, NotToml) {
  const std::string text = k_job + "title = China\n";
  const Error error = error_of(text);
  EXPECT_EQ(error.code, ErrorCode::bad_input);
  EXPECT_EQ(error.where.rfind(file.string() + ":3:", 0), 0U) << error.where;
  EXPECT_NE(error.quote.find("title = China"), std::string::npos) << error.quote;
}

TEST_F(ScenarioFile, NoFile) {
  const auto loaded = load_job(folder / "none.toml");
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.error().code, ErrorCode::not_found);
}

// ---- types and what is missing

TEST_F(ScenarioFile, WrongTypes) {
  expect_refused(k_job + with(k_grant, "50", "\"50\""), ErrorCode::bad_input, "\"50\"",
                 "'amount_billion' must be a number, not text", "");
  expect_refused(k_job + with(k_grant, "2019", "2019.5"), ErrorCode::bad_input, "2019.5",
                 "'from' must be a whole number", "");
  expect_refused(k_job + with(k_grant, "[\"094\"]", "\"094\""), ErrorCode::bad_input, "\"094\"",
                 "'sectors' must be a list of texts, not text", "");
  expect_refused(with(k_job, "[2018, 2020]", "1999"), ErrorCode::bad_input, "1999",
                 "'years' must be a list", "");
}

TEST_F(ScenarioFile, AMeasureNeedsANameAFirstYearAndAKind) {
  for (const auto& [line, key] :
       {std::pair{"name = \"Grants\"\n", "name"}, std::pair{"from = 2019\n", "from"},
        std::pair{"instrument = \"rd_grant\"\n", "instrument"}}) {
    const Error error = error_of(k_job + with(k_grant, line, ""));
    EXPECT_EQ(error.code, ErrorCode::bad_input);
    EXPECT_NE(error.what.find(std::string("'") + key + "' is missing"), std::string::npos)
        << error.what;
    EXPECT_FALSE(error.quote.empty());
    EXPECT_FALSE(error.hint.empty());
  }
}

}  // namespace
}  // namespace domar::scenario
