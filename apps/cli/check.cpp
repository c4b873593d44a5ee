#include "domar/accounts/check.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "domar/accounts/compare_years.hpp"
#include "domar/accounts/known_gdp.hpp"
#include "domar/readers/known_gdp.hpp"
#include "verbs.hpp"

namespace domar::cli {

using Json = nlohmann::ordered_json;

namespace {

void rank(std::vector<accounts::Finding>& findings) {
  std::stable_sort(findings.begin(), findings.end(), [](const auto& a, const auto& b) {
    return a.severity != b.severity ? a.severity < b.severity : a.money > b.money;
  });
}

Json findings_json(const std::vector<accounts::Finding>& findings) {
  Json list = Json::array();
  for (const auto& finding : findings) {
    list.push_back({{"severity", name_of(finding.severity)},
                    {"what", finding.what},
                    {"where", finding.where},
                    {"money", finding.money},
                    {"relative", finding.relative}});
  }
  return list;
}

Json repairs_json(const std::vector<accounts::Repair>& repairs) {
  Json list = Json::array();
  for (const auto& repair : repairs) {
    list.push_back({{"rule", repair.rule},
                    {"what", repair.what},
                    {"where", repair.where},
                    {"moved", repair.moved}});
  }
  return list;
}

std::string repairs_text(const std::vector<accounts::Repair>& repairs) {
  std::string text = repairs.empty() ? "nothing to repair\n" : "repaired:\n";
  for (const auto& repair : repairs) {
    text += fmt::format("  {:<18} {:>14.4g}  {}: {}\n", repair.rule, repair.moved, repair.where,
                        repair.what);
  }
  return text;
}

}  // namespace

Result<Checked> check_economy(const accounts::Economy& economy, const accounts::Economy* other) {
  Checked checked;
  checked.findings = accounts::check(economy);
  const auto table = scenario::home_folder() / "economies" / "known-gdp" / "gdp.csv";
  if (std::filesystem::exists(table)) {
    const auto known = readers::read_known_gdp(table);
    if (!known.ok()) return known.error();
    for (auto& finding : accounts::check_known_gdp(economy, *known)) {
      checked.findings.push_back(std::move(finding));
    }
  }
  if (other != nullptr) {
    auto jumps = accounts::compare_years(economy, *other);
    if (!jumps.ok()) return jumps.error();
    for (auto& finding : *jumps) checked.findings.push_back(std::move(finding));
  }
  rank(checked.findings);
  checked.largest_relative_error = accounts::largest_relative_error(economy);
  checked.errors = static_cast<Index>(std::count_if(
      checked.findings.begin(), checked.findings.end(),
      [](const auto& finding) { return finding.severity == accounts::Severity::error; }));
  return checked;
}

std::string check_output(const accounts::Economy& economy, const Checked& checked,
                         const std::vector<accounts::Repair>* repairs, bool json) {
  if (json) {
    Json out{{"economy", economy.name},
             {"unit", economy.unit},
             {"largest_relative_error", checked.largest_relative_error},
             {"errors", checked.errors},
             {"findings", findings_json(checked.findings)}};
    if (repairs != nullptr) out["repairs"] = repairs_json(*repairs);
    return out.dump(1) + "\n";
  }
  std::string text = repairs == nullptr ? "" : repairs_text(*repairs);
  text += fmt::format("{}: money in {}\n", economy.name, economy.unit);
  for (const auto& finding : checked.findings) {
    text += fmt::format("  {:<8} {:>16.4g}  {}: {}\n", name_of(finding.severity), finding.money,
                        finding.where, finding.what);
  }
  return text + fmt::format("{} errors; rows and columns agree to {:.1e} of output\n",
                            checked.errors, checked.largest_relative_error);
}

}  // namespace domar::cli
