#include "domar/policy/adoption.hpp"

#include <cmath>

#include <fmt/format.h>

namespace domar::policy {

namespace {

Result<double> log_odds(double share, double ceiling) {
  if (share > 0.0 && share < ceiling) return std::log(share / (ceiling - share));
  return Error{ErrorCode::bad_value,
               fmt::format("share {} does not lie between 0 and the ceiling {}", share, ceiling),
               "adoption", "write 0.7 for 70 %", ""};
}

Error too_few() {
  return {ErrorCode::bad_value, "a curve needs two different years", "adoption", "", ""};
}

}  // namespace

Result<Adoption> adoption_through(double year_1, double share_1, double year_2, double share_2,
                                  double ceiling) {
  if (year_1 == year_2) return too_few();
  const auto first = log_odds(share_1, ceiling);
  if (!first.ok()) return first.error();
  const auto second = log_odds(share_2, ceiling);
  if (!second.ok()) return second.error();
  const double rate = (*second - *first) / (year_2 - year_1);
  return Adoption{rate, year_1 - *first / rate, ceiling};
}

Result<Adoption> fit_adoption(const std::map<int, double>& shares, double ceiling) {
  if (shares.size() < 2) return too_few();
  const auto n = static_cast<double>(shares.size());
  std::map<int, double> odds;
  double mean_year = 0.0;
  double mean_odds = 0.0;
  for (const auto& [year, share] : shares) {
    const auto value = log_odds(share, ceiling);
    if (!value.ok()) return value.error();
    odds[year] = *value;
    mean_year += year / n;
    mean_odds += *value / n;
  }
  double joint = 0.0;
  double spread = 0.0;
  for (const auto& [year, value] : odds) {
    joint += (year - mean_year) * (value - mean_odds);
    spread += (year - mean_year) * (year - mean_year);
  }
  const double rate = joint / spread;
  return Adoption{rate, mean_year - mean_odds / rate, ceiling};
}

}  // namespace domar::policy
