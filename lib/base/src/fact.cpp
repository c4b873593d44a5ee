#include "domar/base/fact.hpp"

#include <array>

#include "domar/base/text.hpp"

namespace domar {

const char* name_of(FactStatus status) {
  switch (status) {
    case FactStatus::seen:
      return "seen";
    case FactStatus::computed:
      return "computed";
    case FactStatus::derived:
      return "derived";
    case FactStatus::from_memory:
      return "from memory";
    case FactStatus::assumption:
      break;
  }
  return "assumption";
}

Result<FactStatus> parse_fact_status(const std::string& text) {
  const std::string lower = lower_case(text);
  constexpr std::array weakest_first{FactStatus::assumption, FactStatus::from_memory,
                                     FactStatus::derived, FactStatus::computed, FactStatus::seen};
  for (const FactStatus status : weakest_first) {
    if (lower.find(name_of(status)) != std::string::npos) return status;
  }
  return Error{ErrorCode::bad_value, "unknown status '" + text + "'", "",
               "write seen, computed, derived, from memory or assumption", ""};
}

}  // namespace domar
