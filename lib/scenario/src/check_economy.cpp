#include "domar/scenario/check_economy.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "domar/accounts/compare_years.hpp"
#include "domar/readers/known_gdp.hpp"

namespace domar::scenario {

Result<Checked> check_economy(const accounts::Economy& economy, const accounts::Economy* other) {
  Checked checked;
  checked.findings = accounts::check(economy);
  const auto add = [&](std::vector<accounts::Finding> more) {
    std::move(more.begin(), more.end(), std::back_inserter(checked.findings));
  };
  const auto known = readers::shipped_known_gdp();
  if (!known.ok()) return known.error();
  add(accounts::check_known_gdp(economy, *known));
  if (other != nullptr) {
    auto jumps = accounts::compare_years(economy, *other);
    if (!jumps.ok()) return jumps.error();
    add(std::move(jumps).value());
  }
  std::stable_sort(checked.findings.begin(), checked.findings.end(),
                   [](const auto& a, const auto& b) {
                     return a.severity != b.severity ? a.severity < b.severity : a.money > b.money;
                   });
  checked.largest_relative_error = accounts::largest_relative_error(economy);
  checked.errors = static_cast<Index>(std::count_if(
      checked.findings.begin(), checked.findings.end(),
      [](const auto& finding) { return finding.severity == accounts::Severity::error; }));
  return checked;
}

}  // namespace domar::scenario
