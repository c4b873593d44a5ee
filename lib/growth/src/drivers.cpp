#include "domar/growth/drivers.hpp"

#include <cmath>
#include <iterator>

#include <fmt/format.h>

namespace domar::growth {

double value_at(const std::map<int, double>& by_year, int year, double otherwise) {
  const auto after = by_year.upper_bound(year);
  return after == by_year.begin() ? otherwise : std::prev(after)->second;
}

Status check(const Drivers& drivers, Index industries) {
  const auto refuse = [](ErrorCode code, const std::string& what, const char* where) {
    return Error{code, what, where, "", ""};
  };
  if (drivers.last_year <= drivers.base_year) {
    return Error{ErrorCode::bad_value,
                 fmt::format("the last year {} is not after the base year {}", drivers.last_year,
                             drivers.base_year),
                 "years", "years run forward, for example 2018 to 2035", ""};
  }
  for (const auto& [vector, name] : {std::pair{&drivers.knowledge.spending_0, "R&D spending"},
                                     std::pair{&drivers.ai.exposure, "AI exposure"},
                                     std::pair{&drivers.emerging.share, "emerging share"}}) {
    if (vector->size() != industries) {
      return refuse(ErrorCode::shape_mismatch,
                    fmt::format("{} values for {} industries", vector->size(), industries), name);
    }
  }
  const auto share = [](double x) { return x >= 0.0 && x <= 1.0; };
  if (!(drivers.capital.stock_0 > 0.0) || !share(drivers.capital.depreciation) ||
      !(drivers.capital.kappa >= 0.0)) {
    return refuse(ErrorCode::bad_value, "stock above 0, depreciation in [0, 1], kappa from 0 up",
                  "capital");
  }
  if (!share(drivers.knowledge.depreciation) || !(drivers.knowledge.elasticity >= 0.0) ||
      !(drivers.knowledge.growth_before + drivers.knowledge.depreciation > 0.0)) {
    return refuse(ErrorCode::bad_value, "depreciation in [0, 1], elasticity from 0 up",
                  "knowledge");
  }
  if (!share(drivers.data.depreciation) ||
      !(drivers.data.growth_before + drivers.data.depreciation > 0.0)) {
    return refuse(ErrorCode::bad_value, "depreciation in [0, 1]", "data");
  }
  if (!share(drivers.ai.cost_saving) || !share(drivers.ai.cost_effective_share)) {
    return refuse(ErrorCode::bad_value, "cost saving and cost-effective share lie in [0, 1]", "ai");
  }
  return Done{};
}

}  // namespace domar::growth
