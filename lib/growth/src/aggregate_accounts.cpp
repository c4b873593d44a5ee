#include "domar/growth/aggregate_accounts.hpp"

#include <cmath>

#include <fmt/format.h>

namespace domar::growth {

Result<AggregateAccounts> aggregate_accounts(const std::map<int, AggregateYear>& years, int from,
                                             int to) {
  AggregateAccounts sum;
  if (from >= to) {
    return Error{ErrorCode::bad_value, fmt::format("no growth between {} and {}", from, to), "", "",
                 ""};
  }
  for (int year = from; year <= to; ++year) {
    const auto now = years.find(year);
    if (now == years.end()) {
      return Error{ErrorCode::not_found, fmt::format("no totals of {}", year), "", "", ""};
    }
    const AggregateYear& b = now->second;
    if (!(b.real_gdp > 0.0 && b.capital > 0.0 && b.hours > 0.0 && b.quality > 0.0 &&
          b.labour_share > 0.0 && b.labour_share < 1.0)) {
      return Error{ErrorCode::bad_value, fmt::format("a total of {} is not above 0", year), "", "",
                   ""};
    }
    if (year == from) continue;
    const AggregateYear& a = years.at(year - 1);
    const double labour_share = 0.5 * (a.labour_share + b.labour_share);
    const double hours = std::log(b.hours / a.hours);
    const double capital = std::log(b.capital / a.capital);
    sum.gdp += std::log(b.real_gdp / a.real_gdp);
    sum.hours += hours;
    sum.deepening += (1.0 - labour_share) * (capital - hours);
    sum.quality += labour_share * std::log(b.quality / a.quality);
    sum.labour += labour_share * (hours + std::log(b.quality / a.quality));
    sum.capital += (1.0 - labour_share) * capital;
  }
  const double n = to - from;
  for (double AggregateAccounts::*part :
       {&AggregateAccounts::gdp, &AggregateAccounts::hours, &AggregateAccounts::deepening,
        &AggregateAccounts::quality, &AggregateAccounts::labour, &AggregateAccounts::capital}) {
    sum.*part /= n;
  }
  sum.tfp = sum.gdp - sum.labour - sum.capital;
  return sum;
}

}  // namespace domar::growth
