#include "sought_mix.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace domar::equilibrium {
namespace {

/// One result that dies away in one lever, known to some error: q = exp(-steep x).
class Fading : public SoughtEconomy {
 public:
  explicit Fading(double steep) : steep_(steep) {}
  Status start() override { return Done{}; }
  bool solve_at(const Vector& amounts) override {
    x_ = amounts[0];
    return true;
  }
  [[nodiscard]] std::string trouble() const override { return ""; }
  void keep() override { kept_ = x_; }
  void go_back() override { x_ = kept_; }
  [[nodiscard]] Vector values() const override { return {std::exp(-steep_ * x_)}; }
  [[nodiscard]] Result<Matrix> slopes() const override {
    Matrix slopes(1, 1);
    slopes(0, 0) = -steep_ * std::exp(-steep_ * x_);
    return slopes;
  }

 private:
  double steep_;
  double x_ = 0.0, kept_ = 0.0;
};

SoughtMix mix_for(double goal) {
  constexpr double k_infinity = std::numeric_limits<double>::infinity();
  SoughtMix mix;
  mix.goals.push_back({"q", goal});
  mix.ranges.push_back({-k_infinity, k_infinity, 1.0});
  mix.met = 1e-11;
  mix.accepted = 1e-9;
  return mix;
}

/// The last steps towards a small goal cost more than the merit of the search counts them worth;
/// they are taken all the same.
TEST(SoughtMix, SmallGoalsAreMet) {
  for (const double goal : {0.1, 0.01, 0.002, 0.001, 1e-4}) {
    Fading economy(3.0);
    const auto found = search_mix(economy, mix_for(goal));
    ASSERT_TRUE(found.ok());
    EXPECT_TRUE(found->reached) << goal << ": " << found->note;
    EXPECT_NEAR(found->after[0], goal, 1e-9) << goal;
  }
}

/// A bound close to the goal: out of reach, and the note shows a miss that six digits do not.
TEST(SoughtMix, ASmallMissIsShown) {
  Fading economy(1.0);
  SoughtMix mix = mix_for(0.5);
  mix.ranges[0].upper = std::log(2.0) - 1e-7;
  const auto found = search_mix(economy, mix);
  ASSERT_TRUE(found.ok());
  EXPECT_FALSE(found->reached);
  EXPECT_NE(found->note.find("(missed by 5.0e-08)"), std::string::npos) << found->note;
}

}  // namespace
}  // namespace domar::equilibrium
