/// Contributions on random worlds: with taxes, subsidies, markups, scale economies, deficits and
/// zero flows every result and every region's welfare adds up to the difference of the end points.

#include "domar/equilibrium/world_contributions.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "random_world.hpp"

namespace domar::tests {
namespace {

using equilibrium::Source;
using equilibrium::WorldChange;
using equilibrium::WorldModel;

/// What a random shock changes, in three instruments: rates, costs and productivity, endowments.
std::vector<WorldChange> changes_of(const WorldModel& model, std::uint64_t seed, double size) {
  const auto shock = random_shock(model, seed, size);
  const auto apart = [](const Vector& to, const Vector& from) {
    Vector change(to.size());
    for (Index k = 0; k < to.size(); ++k) change[k] = to[k] - from[k];
    return change;
  };
  std::vector<WorldChange> changes(3);
  changes[0].name = "rates";
  changes[0].change.tariff = apart(shock.tariff, model.base.tariff);
  changes[0].change.export_tax = apart(shock.export_tax, model.base.export_tax);
  changes[0].change.output_tax = apart(shock.output_tax, model.base.output_tax);
  changes[0].change.markup = apart(shock.markup, model.base.markup);
  changes[1].name = "technology";
  changes[1].change.log_iceberg = shock.log_iceberg;
  changes[1].change.log_productivity = shock.log_productivity;
  changes[2].name = "endowments";
  changes[2].change.log_endowment = shock.log_endowment;
  return changes;
}

TEST(WorldContributions, AddUpOnRandomWorlds) {
  int explained = 0;
  int refused = 0;
  for (const bool by_user : {false, true}) {
    RandomWorldOptions options;
    options.lowest_elasticity = 0.3;
    options.highest_elasticity = 9.0;
    options.by_user = by_user;
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
      SCOPED_TRACE(testing::Message() << "world " << seed << (by_user ? " by user" : ""));
      const WorldModel model = random_world(seed, options);
      if (!model.check().ok()) continue;
      const auto found = equilibrium::world_contributions(model, changes_of(model, seed, 0.15));
      if (!found.ok()) {  // beyond what it can produce; said in words
        ++refused;
        EXPECT_GT(found.error().message().size(), 20u);
        continue;
      }
      ++explained;
      for (const auto& result : found->indicators) {
        double size = 1e-3;
        for (const double part : result.by_instrument) size += std::abs(part);
        EXPECT_LT(std::abs(result.remainder), 1e-6 * size) << result.name;
      }
      for (const auto& region : found->regions) {
        EXPECT_LT(std::abs(region.remainder), 1e-6 * region.spending_0) << region.name;
        // What a cause is not booked under is exactly 0.
        EXPECT_EQ(region.welfare(static_cast<Index>(Source::endowments), 0), 0.0);
        EXPECT_EQ(region.welfare(static_cast<Index>(Source::technology), 2), 0.0);
      }
      if (HasFailure()) return;
    }
  }
  EXPECT_GT(explained, 270) << refused << " refused";
}

}  // namespace
}  // namespace domar::tests
