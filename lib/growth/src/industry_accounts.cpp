#include "domar/growth/industry_accounts.hpp"

#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace domar::growth {

namespace {

double log_mean(double a, double b) {
  return std::abs(a - b) <= 1e-12 * a ? a : (a - b) / std::log(a / b);
}

Status check(const std::vector<IndustryTotals>& before, const std::vector<IndustryTotals>& after,
             int years) {
  if (before.empty() || before.size() != after.size()) {
    return Error{ErrorCode::shape_mismatch,
                 fmt::format("{} industries before and {} after", before.size(), after.size()), "",
                 "", ""};
  }
  if (years < 1) {
    return Error{ErrorCode::bad_value, fmt::format("a period of {} years", years), "", "", ""};
  }
  for (std::size_t j = 0; j < before.size(); ++j) {
    if (!(before[j].value_added > 0.0 && after[j].value_added > 0.0)) {
      return Error{ErrorCode::bad_value, fmt::format("industry {} has no value added", j), "",
                   "leave it out, or join it with another", ""};
    }
  }
  return Done{};
}

double total(const std::vector<IndustryTotals>& industries) {
  double sum = 0.0;
  for (const IndustryTotals& industry : industries) sum += industry.value_added;
  return sum;
}

}  // namespace

Result<std::vector<IndustryGrowth>> industry_accounts(const std::vector<IndustryTotals>& before,
                                                      const std::vector<IndustryTotals>& after,
                                                      double real_growth, int years) {
  if (auto status = check(before, after, years); !status.ok()) return status.error();
  const double gdp_before = total(before);
  const double gdp_after = total(after);
  const double whole = log_mean(gdp_after, gdp_before);
  const double prices = std::log(gdp_after / gdp_before) - real_growth;
  double weights = 0.0;
  for (std::size_t j = 0; j < before.size(); ++j) {
    weights += log_mean(after[j].value_added, before[j].value_added) / whole;
  }
  const double n = years;
  std::vector<IndustryGrowth> growth(before.size());
  for (std::size_t j = 0; j < before.size(); ++j) {
    const IndustryTotals& a = before[j];
    const IndustryTotals& b = after[j];
    IndustryGrowth& g = growth[j];
    const double weight = log_mean(b.value_added, a.value_added) / whole;
    const double nominal = std::log(b.value_added / a.value_added);
    g.share = weight;
    g.value_added = (nominal - prices) / n;
    // With logarithmic means nominal growth adds up exactly; prices are taken off by weight.
    g.contribution = (weight * nominal - weight / weights * prices) / n;
    const double labour_share =
        0.5 * (a.labour_income / a.value_added + b.labour_income / b.value_added);
    const bool known = a.persons > 0.0 && b.persons > 0.0;
    g.labour = known ? weight * labour_share * std::log(b.persons / a.persons) / n
                     : std::numeric_limits<double>::quiet_NaN();
    g.rest = g.contribution - g.labour;
  }
  return growth;
}

}  // namespace domar::growth
