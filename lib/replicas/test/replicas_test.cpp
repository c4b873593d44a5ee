#include "domar/replicas/replicas.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace domar::replicas {
namespace {

TEST(Replicas, EveryNameHasATitle) {
  EXPECT_EQ(replica_names().size(), 8u);
  for (const auto& name : replica_names()) EXPECT_NE(replica_title(name), "") << name;
  EXPECT_EQ(replica_title("caliendo"), "");
}

/// Textbook replicas need no data and stay within half of the last digit published.
TEST(Replicas, TextbookOnesReproduceTheirDigits) {
  const std::map<std::string, double> within{
      {"stdcge", 1e-9}, {"shoven-whalley", 5.1e-4}, {"baqaee-farhi", 1e-6}, {"acr", 1e-9}};
  for (const auto& [name, tolerance] : within) {
    const auto replica = run_replica(name);
    ASSERT_TRUE(replica.ok()) << replica.error().message();
    EXPECT_EQ(replica->name, name);
    for (const auto& row : replica->rows) {
      EXPECT_FALSE(row.published.empty()) << name << " " << row.region;
      for (const auto& [column, published] : row.published) {
        EXPECT_NEAR(row.computed.at(column), published, tolerance) << row.region << " " << column;
      }
    }
  }
}

/// Seven equilibria where scale x trade elasticity is 1.1, one up to 1, as an independent search
/// found (Newton's method from 3,000 random starts); three have one sign, four the other.
TEST(Replicas, ScaleEconomiesAboveTheBoundHaveSevenEquilibria) {
  const auto replica = run_replica("scale-multiplicity");
  ASSERT_TRUE(replica.ok()) << replica.error().message();
  int equilibria = 0;
  double signs = 0.0;
  for (const auto& row : replica->rows) {
    if (row.computed.count("equilibria") != 0) {
      EXPECT_EQ(row.computed.at("equilibria"), row.published.at("equilibria")) << row.region;
    } else {
      ++equilibria;
      signs += row.computed.at("sign");
    }
  }
  EXPECT_EQ(equilibria, 7);
  EXPECT_EQ(std::abs(signs), 1.0);
}

TEST(Replicas, AnUnknownNameIsRefusedWithTheNearest) {
  const auto replica = run_replica("calliendo-parro");
  ASSERT_FALSE(replica.ok());
  EXPECT_EQ(replica.error().code, ErrorCode::not_found);
  EXPECT_NE(replica.error().hint.find("caliendo-parro"), std::string::npos);
}

TEST(Replicas, MissingDataAreSaid) {
  for (const char* name : {"caliendo-parro", "gtap-like"}) {
    const auto none = run_replica(name);
    ASSERT_FALSE(none.ok());
    EXPECT_EQ(none.error().code, ErrorCode::not_found);
    EXPECT_NE(none.error().hint.find("--data"), std::string::npos);
  }
  const auto empty = run_replica("caliendo-parro", "no-such-folder");
  ASSERT_FALSE(empty.ok());
  EXPECT_EQ(empty.error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace domar::replicas
