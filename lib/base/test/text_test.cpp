#include "domar/base/text.hpp"

#include <gtest/gtest.h>

namespace domar {
namespace {

TEST(ParseNumber, TakesTheWholeTextOrNothing) {
  EXPECT_EQ(parse_number(" 1.5e3 "), 1500.0);
  EXPECT_EQ(parse_number("+2"), 2.0);
  EXPECT_FALSE(parse_number("1,5"));
  EXPECT_FALSE(parse_number("12 apples"));
  EXPECT_FALSE(parse_number(""));
}

TEST(ParseNumber, RefusesWhatIsNotANumber) {
  EXPECT_FALSE(parse_number("nan"));
  EXPECT_FALSE(parse_number("inf"));
  EXPECT_FALSE(parse_number("1e999"));
}

TEST(NearestName, FindsASpellingMistakeAndAPartOfAName) {
  const std::vector<std::string> names{"steel", "electronic components", "batteries"};
  EXPECT_EQ(nearest_name("steal", names), 0u);
  EXPECT_EQ(nearest_name("Components", names), 1u);
  EXPECT_EQ(nearest_name("batery", names), 2u);
}

TEST(NearestName, FindsAMisspeltWordInALongName) {
  const std::vector<std::string> names{"Catering", "Manufacture of batteries", "Real estate"};
  EXPECT_EQ(nearest_name("bateries", names), 1u);
  EXPECT_EQ(nearest_name("manufacture of bateries", names), 1u);
}

TEST(Trimmed, RemovesBlanksAtBothEnds) {
  EXPECT_EQ(trimmed("  a b \r\n"), "a b");
  EXPECT_EQ(trimmed(" \t"), "");
}

}  // namespace
}  // namespace domar
