#include "domar/ensemble/prior.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "domar/numerics/distributions.hpp"

namespace domar::ensemble {

namespace {

constexpr double k_inside_range = 1.6448536269514722;  ///< 90 % of a normal lie within
constexpr double k_widening = 1.5;                     ///< of ranges from memory or assumed
constexpr double k_factor = 1.5;                       ///< of values without a range, either way
constexpr double k_years = 3.0;
constexpr double k_cut = 0.005;  ///< of the draws at either end

Prior widened(Prior prior) {
  if (prior.low > 0.0) {
    prior.low = prior.median * std::pow(prior.low / prior.median, k_widening);
    prior.high = prior.median * std::pow(prior.high / prior.median, k_widening);
  } else {
    prior.low = prior.median + k_widening * (prior.low - prior.median);
    prior.high = prior.median + k_widening * (prior.high - prior.median);
  }
  return prior;
}

/// What the unit says a value cannot leave. A range that is not negative says so, too.
void set_limits(Prior& prior, double given_low) {
  const std::string& unit = prior.passport.unit;
  const bool is_share = (unit.rfind("share", 0) == 0 || unit == "1/year") && prior.median >= 0.0 &&
                        prior.median <= 1.0;
  prior.least = given_low >= 0.0 ? 0.0 : -std::numeric_limits<double>::infinity();
  prior.most = is_share ? 1.0 : std::numeric_limits<double>::infinity();
}

}  // namespace

bool is_known(FactStatus status) {
  return status != FactStatus::from_memory && status != FactStatus::assumption;
}

double Prior::at(double u) const {
  const double z = numerics::normal_quantile(std::clamp(u, k_cut, 1.0 - k_cut)) / k_inside_range;
  const double side = z >= 0.0 ? high : low;
  const double x = low > 0.0 ? median * std::pow(side / median, std::abs(z))
                             : median + (side - median) * std::abs(z);
  return std::clamp(x, least, most);
}

Result<std::optional<Prior>> prior_of(const std::string& name, const Fact& fact,
                                      std::optional<double> low, std::optional<double> high) {
  Prior prior{name, fact.value, low.value_or(fact.value), high.value_or(fact.value), 0.0,
              0.0,  fact};
  if (!std::isfinite(prior.median) || !(prior.low <= prior.median) ||
      !(prior.high >= prior.median)) {
    return Error{
        ErrorCode::bad_value,
        fmt::format("{} lies outside its range {} to {}", prior.median, prior.low, prior.high),
        name, "low <= value <= high", ""};
  }
  set_limits(prior, prior.low);
  const bool ranged = prior.low < prior.high;
  if (is_known(fact.status)) {
    if (!ranged) return std::optional<Prior>{};
    return std::optional<Prior>(prior);
  }
  if (ranged) return std::optional<Prior>(widened(prior));
  if (prior.median == 0.0) return std::optional<Prior>{};
  if (fact.unit == "year") {
    prior.low = prior.median - k_years;
    prior.high = prior.median + k_years;
  } else {
    prior.low = prior.median / (prior.median > 0.0 ? k_factor : 1.0 / k_factor);
    prior.high = prior.median * (prior.median > 0.0 ? k_factor : 1.0 / k_factor);
  }
  return std::optional<Prior>(prior);
}

Prior factor_prior(const std::string& name, bool known) {
  const double factor = known ? k_factor : 2.0;
  return {name, 1.0, 1.0 / factor, factor, 0.0, std::numeric_limits<double>::infinity(), {}};
}

}  // namespace domar::ensemble
