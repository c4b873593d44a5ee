#include "domar/base/labels.hpp"

#include <gtest/gtest.h>

namespace domar {
namespace {

const Labels& sectors() {
  static const Labels labels =
      Labels::make({"001", "094"}, {"Agriculture", "Manufacture of electronic components"}).value();
  return labels;
}

TEST(Labels, FindByCodeAndByTitle) {
  EXPECT_EQ(sectors().require("094", "sector").value(), 1u);
  EXPECT_EQ(sectors().require("agriculture", "sector").value(), 0u);
}

TEST(Labels, AnUnknownNameIsAnErrorThatNamesTheNearest) {
  const auto found = sectors().require("electronic component", "sector");
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().code, ErrorCode::not_found);
  EXPECT_NE(found.error().hint.find("094"), std::string::npos) << found.error().message();
}

TEST(Labels, DuplicatesAndEmptyCodesAreRefused) {
  EXPECT_FALSE(Labels::make({"a", "a"}, {"x", "y"}).ok());
  EXPECT_FALSE(Labels::make({""}, {"x"}).ok());
  EXPECT_FALSE(Labels::make({"a"}, {}).ok());
}

}  // namespace
}  // namespace domar
