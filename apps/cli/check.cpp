#include "domar/accounts/check.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "verbs.hpp"

namespace domar::cli {

using Json = nlohmann::ordered_json;

namespace {

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

std::string check_output(const accounts::Economy& economy, const scenario::Checked& checked,
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
