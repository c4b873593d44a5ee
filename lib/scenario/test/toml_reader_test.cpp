#include "toml_reader.hpp"

#include <gtest/gtest.h>

#include "temp_job.hpp"

namespace domar::scenario {
namespace {

const std::string k_text =
    "title = \"Steel\"\n"
    "rate = 0.25\n"
    "count = 3\n"
    "lost = true\n"
    "names = [\"a\", \"b\"]\n"
    "years = [2018, 2035]\n"
    "mixed = [\"a\", 777]\n"
    "day = 2024-01-01\n"
    "huge = inf\n"
    "[closures]\n"
    "labour = \"mobile\"\n"
    "[[policy]]\n"
    "name = \"first\"\n"
    "[[policy]]\n"
    "name = \"second\"\n";

class TomlReader : public ::testing::Test {
 protected:
  TomlReader() : file(folder.write("job.toml", k_text)), root(TomlTable::read(file).value()) {}

  TempJob folder;
  std::filesystem::path file;
  TomlTable root;
};

TEST_F(TomlReader, GivesEveryKindOfValue) {
  EXPECT_EQ(root.text("title").value(), "Steel");
  EXPECT_EQ(root.number("rate").value(), 0.25);
  EXPECT_EQ(root.number("count").value(), 3.0) << "a whole number is a number";
  EXPECT_EQ(root.whole("count").value(), 3);
  EXPECT_EQ(root.truth("lost").value(), true);
  EXPECT_EQ(root.texts("names").value(), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(root.wholes("years").value(), (std::vector<long>{2018, 2035}));
  EXPECT_EQ(root.table("closures").value()->text("labour").value(), "mobile");
  const auto policies = root.tables("policy").value();
  ASSERT_EQ(policies.size(), 2U);
  EXPECT_EQ(policies[1].text("name").value(), "second");
}

TEST_F(TomlReader, GivesNothingForAnAbsentKey) {
  EXPECT_FALSE(root.has("absent"));
  EXPECT_EQ(root.text("absent").value(), std::nullopt);
  EXPECT_EQ(root.number("absent").value(), std::nullopt);
  EXPECT_EQ(root.whole("absent").value(), std::nullopt);
  EXPECT_EQ(root.truth("absent").value(), std::nullopt);
  EXPECT_TRUE(root.texts("absent").value().empty());
  EXPECT_TRUE(root.wholes("absent").value().empty());
  EXPECT_FALSE(root.table("absent").value().has_value());
  EXPECT_TRUE(root.tables("absent").value().empty());
}

TEST_F(TomlReader, TellsWhichTypeIsWantedAndWhichIsThere) {
  const auto expect_refused = [&](const auto& result, const std::string& part,
                                  const std::string& what) {
    ASSERT_FALSE(result.ok()) << part;
    EXPECT_EQ(result.error().code, ErrorCode::bad_input);
    EXPECT_EQ(result.error().what, what);
    expect_points_at(result.error(), file, k_text, part);
  };
  expect_refused(root.number("title"), "\"Steel\"", "'title' must be a number, not text");
  expect_refused(root.text("rate"), "0.25", "'rate' must be text in quotes, not a number");
  expect_refused(root.whole("rate"), "0.25", "'rate' must be a whole number, not a number");
  expect_refused(root.truth("count"), "3", "'count' must be true or false, not a number");
  expect_refused(root.texts("mixed"), "777", "'mixed' must be a list of texts, not a number");
  expect_refused(root.wholes("names"), "\"a\"",
                 "'names' must be a list of whole numbers, not text");
  expect_refused(root.text("day"), "2024-01-01", "'day' must be text in quotes, not a date");
  expect_refused(root.tables("rate"), "0.25",
                 "'rate' must be tables written as [[...]], not a number");
}

TEST_F(TomlReader, RefusesNumbersThatAreNone) {
  const auto huge = root.number("huge");
  ASSERT_FALSE(huge.ok());
  EXPECT_EQ(huge.error().code, ErrorCode::bad_value);
  expect_points_at(huge.error(), file, k_text, "inf");
}

TEST_F(TomlReader, PutsAnErrorAtOneElementOfAList) {
  const Error error = root.at("names", {ErrorCode::not_found, "unknown", "", "", ""}, 1);
  expect_points_at(error, file, k_text, "\"b\"");
}

TEST_F(TomlReader, NamesTheNearestValidKey) {
  const auto status = root.only({"titel", "rate", "count", "lost", "names", "years", "mixed", "day",
                                 "huge", "closures", "policy"});
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().what, "unknown key 'title'");
  EXPECT_NE(status.error().hint.find("did you mean titel?"), std::string::npos)
      << status.error().hint;
  expect_points_at(status.error(), file, k_text, "title");
}

TEST(TomlReaderFiles, WhatIsNotTomlIsShownWithItsLine) {
  const TempJob folder;
  const std::string text = "title = \"Steel\"\nrate = = 3\n";
  const auto file = folder.write("job.toml", text);
  const auto read = TomlTable::read(file);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, ErrorCode::bad_input);
  EXPECT_EQ(read.error().where.rfind(file.string() + ":2:", 0), 0U) << read.error().where;
  EXPECT_NE(read.error().quote.find("rate = = 3"), std::string::npos) << read.error().quote;
  EXPECT_NE(read.error().quote.find('^'), std::string::npos);
  EXPECT_FALSE(read.error().hint.empty());
}

TEST(TomlReaderFiles, AMissingFileIsNotFound) {
  const auto read = TomlTable::read("no/such/file.toml");
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, ErrorCode::not_found);
  EXPECT_EQ(read.error().where, "no/such/file.toml");
}

TEST(TomlReaderFiles, AnErrorOnTheLastLineWithoutItsEndIsQuoted) {
  const TempJob folder;
  const std::string text = "a = 1\r\nb = \"two\"";
  const auto file = folder.write("job.toml", text);
  const auto number = TomlTable::read(file).value().number("b");
  ASSERT_FALSE(number.ok());
  expect_points_at(number.error(), file, text, "\"two\"");
}

/// Umlauts and Chinese signs are one column each, as editors count.
TEST(TomlReaderFiles, ColumnsCountCharacters) {
  const TempJob folder;
  const auto file = folder.write("job.toml", "a = {\"Größe\" = 1, b = 2}\n");
  const auto table = TomlTable::read(file).value().table("a").value();
  const auto text = table->text("b");
  ASSERT_FALSE(text.ok());
  EXPECT_EQ(text.error().where, file.string() + ":1:23");
}

}  // namespace
}  // namespace domar::scenario
