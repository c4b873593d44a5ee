#include "domar/growth/evidence.hpp"

#include <cmath>

namespace domar::growth {

namespace {
constexpr double k_z_95 = 1.6448536269514722;
}  // namespace

void weigh(std::vector<Claim>& claims, double measured, double unexplained_sd) {
  double claimed = 0.0;
  double variance = unexplained_sd * unexplained_sd;
  const auto sd = [](const Claim& claim) { return (claim.high - claim.low) / (2.0 * k_z_95); };
  for (const Claim& claim : claims) {
    claimed += claim.mean;
    variance += sd(claim) * sd(claim);
  }
  for (Claim& claim : claims) {
    const double own = sd(claim) * sd(claim);
    claim.posterior_mean = claim.mean + (measured - claimed) * own / variance;
    claim.posterior_sd = std::sqrt(own * (1.0 - own / variance));
  }
}

}  // namespace domar::growth
